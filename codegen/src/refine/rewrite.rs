//! Rewrites progenitor's code to functions of the runtime, and names of fields to names in the request.

use quote::{ToTokens, format_ident, quote};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprLit, ExprMethodCall, Ident, Lit, Macro, Token, parse_quote};

use super::JSON;
use crate::lower::FORM_SEPARATOR;
use crate::model::{BodyPart, Location, Operation, Parameter, Style};

/// Rewrites the expressions of an operation's request.
pub(super) struct Rewrite<'a> {
    pub operation: &'a Operation,
}

impl VisitMut for Rewrite<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Some(replacement) = self.replacement(expr) {
            *expr = replacement;
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        type Arguments = Punctuated<Expr, Token![,]>;
        let mut arguments = mac
            .parse_body_with(Arguments::parse_terminated)
            .expect("progenitor's format! takes expressions");
        for argument in &mut arguments {
            self.visit_expr_mut(argument);
        }
        arguments.pop_punct();
        if let Some(Expr::Lit(ExprLit {
            lit: Lit::Str(template),
            ..
        })) = arguments.first_mut()
        {
            let path = template.value();
            let path = path.split(FORM_SEPARATOR).next().unwrap_or_default();
            *template = syn::LitStr::new(path, template.span());
        }
        mac.tokens = arguments.into_token_stream();
    }
}

impl Rewrite<'_> {
    fn replacement(&self, expr: &Expr) -> Option<Expr> {
        match expr {
            Expr::Path(path) if path.path.is_ident("self") => Some(parse_quote!(base)),
            Expr::Call(call) => {
                let Expr::Path(function) = &*call.func else {
                    return None;
                };
                let segments: Vec<_> = function.path.segments.iter().collect();
                match &segments[..] {
                    [.., name] if name.ident == "encode_path" => {
                        let value = field_of(&call.args[0])?;
                        Some(self.segment(&value))
                    }
                    [.., ty, name] if ty.ident == "QueryParam" && name.ident == "new" => {
                        let field = field_of(&call.args[1])?;
                        let parameter = self.parameter(&field);
                        if let Some(form) =
                            parameter.filter(|it| it.location == Location::QueryString)
                        {
                            return Some(fields(&parse_quote!(#field), &form.parts));
                        }
                        let style = parameter.map_or(Style::Form, |it| it.style);
                        Some(pairs(&parse_quote!(#field), &self.wire_name(&field), style))
                    }
                    _ => None,
                }
            }
            // reqwest has no methods `options` and `trace`.
            Expr::MethodCall(call) if call.method == "options" || call.method == "trace" => {
                let method = format_ident!("{}", call.method.to_string().to_uppercase());
                let (receiver, arguments) = (&call.receiver, &call.args);
                Some(parse_quote!(#receiver.request(reqwest::Method::#method, #arguments)))
            }
            // Progenitor is given POST instead of a method that it does not know.
            Expr::MethodCall(call)
                if call.method == "post" && !self.operation.has_known_method() =>
            {
                let (receiver, arguments) = (&call.receiver, &call.args);
                let method = &self.operation.method;
                Some(parse_quote!(#receiver.request(internal::method(#method), #arguments)))
            }
            // The variable `body` is a reference.
            Expr::MethodCall(ExprMethodCall {
                receiver,
                method,
                args,
                ..
            }) if method == "json" => {
                let value = field_of(&args[0])?;
                Some(parse_quote!(#receiver.json(#value)))
            }
            _ => None,
        }
    }

    fn parameter(&self, field: &Ident) -> Option<&Parameter> {
        let mut parameters = self.operation.parameters.iter();
        parameters.find(|parameter| field == &parameter.field)
    }

    fn wire_name(&self, field: &Ident) -> String {
        let parameter = self.parameter(field);
        parameter.map_or_else(|| field.to_string(), |parameter| parameter.name.clone())
    }

    /// A segment of the path.
    fn segment(&self, field: &Ident) -> Expr {
        match self.parameter(field).map(|parameter| parameter.style) {
            Some(Style::Simple(true)) => {
                Expr::Verbatim(quote!(internal::path_styles::exploded(#field)))
            }
            Some(Style::Label(explode)) => {
                Expr::Verbatim(quote!(internal::path_styles::label(#field, #explode)))
            }
            Some(Style::Matrix(explode)) => {
                let name = self.wire_name(field);
                Expr::Verbatim(quote!(internal::path_styles::matrix(#name, #field, #explode)))
            }
            Some(Style::Json) => Expr::Verbatim(quote!(internal::path::encode_json(#field))),
            _ => Expr::Verbatim(quote!(internal::path::encode(#field))),
        }
    }
}

/// Renames progenitor's variable `url`, as progenitor does for a parameter with that name if it knows the parameter.
pub(super) struct OtherUrl;

impl VisitMut for OtherUrl {
    fn visit_ident_mut(&mut self, ident: &mut Ident) {
        if ident == "url" {
            *ident = format_ident!("_url");
        }
    }
}

/// The expression for the name-value pairs of a parameter.
pub(super) fn pairs(field: &Expr, name: &str, style: Style) -> Expr {
    match style {
        Style::Joined(separator) => {
            Expr::Verbatim(quote!(internal::query_styles::joined(#name, #field, #separator)))
        }
        Style::Deep => Expr::Verbatim(quote!(internal::query_styles::deep(#name, #field))),
        Style::Json => Expr::Verbatim(quote!(internal::query_styles::json(#name, #field))),
        Style::Form | Style::Simple(_) | Style::Label(_) | Style::Matrix(_) => {
            Expr::Verbatim(quote!(internal::query::form(#name, #field)))
        }
    }
}

/// The expression for the name-value pairs of a form.
pub(super) fn fields(form: &Expr, parts: &[BodyPart]) -> Expr {
    let styles = parts.iter().filter_map(|part| {
        let is_json = part.content_type.as_deref() == Some(JSON);
        let style = match part.style {
            _ if is_json => quote!(Json),
            Style::Joined(separator) => quote!(Joined(#separator)),
            Style::Deep => quote!(Deep),
            _ => return None,
        };
        let name = &part.name;
        Some(quote!((#name, internal::form::Style::#style)))
    });
    Expr::Verbatim(quote!(internal::form::fields(#form, &[#(#styles),*])))
}

/// The variable in `&id`, `&id.to_string()` and similar expressions.
fn field_of(expr: &Expr) -> Option<Ident> {
    match expr {
        Expr::Reference(reference) => field_of(&reference.expr),
        Expr::MethodCall(call) => field_of(&call.receiver),
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    }
}
