//! Keeps each request method up to where the request is built.
//!
//! progenitor's method goes on to send it and to read the answer; the runtime does both for every operation, so
//! what is left is `fn request(&self, wire: &Wire<'_>) -> reqwest::Result<reqwest::Request>`. That drops the
//! `api-version` header too, which no document asks for.

use quote::{ToTokens, format_ident};
use syn::punctuated::Punctuated;
use syn::token::Paren;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprCall, ExprLit, ExprMethodCall, ExprPath, FnArg, GenericArgument, Ident, ImplItemFn,
    Lit, Local, Macro, Pat, Path, PathArguments, PathSegment, ReturnType, Stmt, Token, Type,
    parse_quote,
};

use super::paths::{ShortPaths, short};
use crate::api::{Body, BodyKind, Location, Operation, Parameter, Style};
use crate::lower::FORM_SEPARATOR;

/// A request method, refined.
pub(crate) struct Request {
    /// What the request is made of, by the names that `statements` use.
    pub arguments: Vec<(Ident, Type)>,
    /// The body of the function; the last one is an expression.
    pub statements: Vec<Stmt>,
    /// What a successful answer is read as.
    pub output: Type,
}

impl Request {
    pub(super) fn of(operation: &Operation, method: &ImplItemFn) -> Self {
        let mut arguments: Vec<_> = method.sig.inputs.iter().filter_map(argument).collect();
        match operation.body.as_ref().map(|body| &body.kind) {
            Some(BodyKind::Text) => arguments.push((format_ident!("body"), parse_quote!(String))),
            Some(BodyKind::Bytes) => {
                arguments.push((format_ident!("body"), parse_quote!(bytes::Bytes)));
            }
            Some(BodyKind::Multipart)
                if operation.body.as_ref().is_some_and(Body::is_free_multipart) =>
            {
                arguments.push((format_ident!("body"), parse_quote!(runtime::Multipart)));
            }
            _ => {}
        }
        Self {
            arguments,
            statements: statements(operation, method),
            output: output(method),
        }
    }
}

fn argument(input: &FnArg) -> Option<(Ident, Type)> {
    let FnArg::Typed(typed) = input else {
        return None;
    };
    let Pat::Ident(pattern) = &*typed.pat else {
        return None;
    };
    Some((pattern.ident.clone(), owned(&typed.ty)))
}

/// The type that holds what `ty` refers to.
fn owned(ty: &Type) -> Type {
    struct Owned;
    impl VisitMut for Owned {
        fn visit_type_mut(&mut self, ty: &mut Type) {
            if let Type::Reference(reference) = ty {
                *ty = (*reference.elem).clone();
            }
            if let Type::Path(path) = ty
                && path.path.is_ident("str")
            {
                *ty = parse_quote!(String);
            }
            visit_mut::visit_type_mut(self, ty);
        }
    }
    let mut ty = ty.clone();
    Owned.visit_type_mut(&mut ty);
    short(ty)
}

/// The `T` of `Result<ResponseValue<T>, Error<E>>`.
fn output(method: &ImplItemFn) -> Type {
    let ReturnType::Type(_, ty) = &method.sig.output else {
        return parse_quote!(());
    };
    let value = first_argument(ty).and_then(first_argument).cloned();
    short(value.unwrap_or_else(|| parse_quote!(())))
}

fn first_argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

fn statements(operation: &Operation, method: &ImplItemFn) -> Vec<Stmt> {
    let mut rewrite = Rewrite { operation };
    let mut statements = Vec::new();
    for statement in &method.block.stmts {
        let Stmt::Local(Local {
            init: Some(init),
            pat,
            ..
        }) = statement
        else {
            continue;
        };
        match &*init.expr {
            Expr::Macro(_) => {
                let mut statement = statement.clone();
                ShortPaths.visit_stmt_mut(&mut statement);
                rewrite.visit_stmt_mut(&mut statement);
                statements.push(statement);
            }
            Expr::Try(built) => {
                let mut chain = built_chain(&built.expr);
                ShortPaths.visit_expr_mut(&mut chain);
                rewrite.visit_expr_mut(&mut chain);
                statements.extend(finish(operation, chain));
                break;
            }
            _ => debug_assert!(
                is_header_map(pat),
                "progenitor's method has a statement that is not known"
            ),
        }
    }
    statements
}

fn is_header_map(pat: &Pat) -> bool {
    matches!(pat, Pat::Ident(pattern) if pattern.ident == "header_map")
}

/// The builder's chain before `.headers(header_map).build()`.
fn built_chain(expr: &Expr) -> Expr {
    match expr {
        Expr::MethodCall(call) if call.method == "build" || call.method == "headers" => {
            built_chain(&call.receiver)
        }
        other => other.clone(),
    }
}

/// Adds what is not in progenitor's chain and builds.
fn finish(operation: &Operation, chain: Expr) -> Vec<Stmt> {
    let mut chain = with_accept(operation, chain);
    let mut optional: Vec<Stmt> = Vec::new();
    let headers = operation
        .parameters
        .iter()
        .filter(|it| it.location == Location::Header);
    for parameter in headers {
        let (name, field) = (&parameter.name, format_ident!("{}", parameter.field));
        let value: Expr = match parameter.style {
            Style::Json => parse_quote!(runtime::internal::path::plain_json(#field)),
            Style::Simple(true) => parse_quote!(runtime::internal::path::plain_exploded(#field)),
            _ => parse_quote!(runtime::internal::path::plain(#field)),
        };
        if parameter.required {
            chain = call(chain, "header", [text(name), value]);
        } else {
            optional.push(parse_quote!(if let Some(#field) = #field { request = request.header(#name, #value); }));
        }
    }
    if let Some(body) = operation.body.as_ref().filter(|body| !is_plain_json(body)) {
        chain = without(&chain, "json");
        let start: Expr = if body.required {
            chain.clone()
        } else {
            variable("request")
        };
        let with_body: Expr = match &body.kind {
            BodyKind::Json if body.media_type != JSON => {
                let media_type = &body.media_type;
                parse_quote!(#start.header(reqwest::header::CONTENT_TYPE, #media_type).json(body))
            }
            BodyKind::Json => call(start, "json", [variable("body")]),
            BodyKind::Form => {
                let fields = fields(body);
                call(start, "form", [parse_quote!(&#fields)])
            }
            BodyKind::Multipart => {
                let (parts, media_type) = (parts(body), body.media_type.split(';').next());
                let media_type = media_type.unwrap_or_default().replace('*', "form-data");
                parse_quote!(#parts.write(#start, #media_type))
            }
            BodyKind::Text | BodyKind::Bytes => {
                let media_type = &body.media_type;
                parse_quote!(#start.header(reqwest::header::CONTENT_TYPE, #media_type).body(body.clone()))
            }
        };
        if body.required {
            chain = with_body;
        } else {
            optional.push(parse_quote!(if let Some(body) = body { request = #with_body; }));
        }
    }
    let cookies = operation
        .parameters
        .iter()
        .filter(|it| it.location == Location::Cookie);
    let cookies: Vec<Expr> = cookies
        .map(|cookie| {
            let field = format_ident!("{}", cookie.field);
            pairs(&parse_quote!(#field), &cookie.name, cookie.style)
        })
        .collect();
    if !cookies.is_empty() {
        chain = parse_quote!(runtime::internal::query::cookies(#chain, [#(#cookies),*]));
    }
    if optional.is_empty() {
        return vec![Stmt::Expr(call(chain, "build", []), None)];
    }
    let mut statements: Vec<Stmt> = vec![parse_quote!(let mut request = #chain;)];
    statements.extend(optional);
    statements.push(Stmt::Expr(call(variable("request"), "build", []), None));
    statements
}

/// A call of a method. To put it together takes less time than to parse it, and the receiver with it.
fn call(receiver: Expr, method: &str, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: <Token![.]>::default(),
        method: format_ident!("{method}"),
        turbofish: None,
        paren_token: Paren::default(),
        args: arguments.into_iter().collect(),
    })
}

/// A call of a function, given by the names in its path.
fn call_of(path: &[&str], arguments: impl IntoIterator<Item = Expr>) -> Expr {
    let segments = path
        .iter()
        .map(|name| PathSegment::from(format_ident!("{name}")));
    let path = Path {
        leading_colon: None,
        segments: segments.collect(),
    };
    Expr::Call(ExprCall {
        attrs: Vec::new(),
        func: Box::new(path_expr(path)),
        paren_token: Paren::default(),
        args: arguments.into_iter().collect(),
    })
}

fn path_expr(path: impl Into<Path>) -> Expr {
    Expr::Path(ExprPath {
        attrs: Vec::new(),
        qself: None,
        path: path.into(),
    })
}

fn text(text: &str) -> Expr {
    Expr::Lit(ExprLit {
        attrs: Vec::new(),
        lit: Lit::Str(syn::LitStr::new(text, proc_macro2::Span::call_site())),
    })
}

fn variable(name: &str) -> Expr {
    path_expr(format_ident!("{name}"))
}

/// The fields of a form.
fn fields(body: &Body) -> Expr {
    let styles = body.parts.iter().filter_map(|part| {
        let is_json = part.content_type.as_deref() == Some(JSON);
        let style: Expr = match part.style {
            _ if is_json => parse_quote!(Json),
            Style::Joined(separator) => parse_quote!(Joined(#separator)),
            Style::Deep => parse_quote!(Deep),
            _ => return None,
        };
        let name = &part.name;
        let style: Expr = parse_quote!((#name, runtime::internal::query::Style::#style));
        Some(style)
    });
    parse_quote!(runtime::internal::query::fields(body, &[#(#styles),*]))
}

/// A body in parts, of a value's fields.
fn parts(body: &Body) -> Expr {
    if body.is_free_multipart() {
        return parse_quote!(body);
    }
    let start = parse_quote!(runtime::Multipart::new());
    body.parts.iter().fold(start, |parts, part| {
        let (name, field) = (&part.name, format_ident!("{}", part.field));
        let media_type: Expr = match &part.content_type {
            Some(media_type) => parse_quote!(Some(#media_type)),
            None => parse_quote!(None),
        };
        if part.is_rest {
            parse_quote!(#parts.values(&body.#field))
        } else if part.is_file {
            parse_quote!(#parts.files(#name, #media_type, &body.#field))
        } else {
            parse_quote!(#parts.value(#name, #media_type, &body.#field))
        }
    })
}

/// The chain with the document's own media type in `Accept`.
fn with_accept(operation: &Operation, chain: Expr) -> Expr {
    let Some(media_type) = operation
        .accept
        .as_ref()
        .filter(|media_type| *media_type != JSON || !operation.success.is_json())
    else {
        return chain;
    };
    let chain = without(&chain, "header");
    parse_quote!(#chain.header(reqwest::header::ACCEPT, #media_type))
}

const JSON: &str = "application/json";

/// A body as progenitor's chain has it.
fn is_plain_json(body: &Body) -> bool {
    body.kind == BodyKind::Json && body.media_type == JSON && body.required
}

/// The chain less its call of `method`.
fn without(chain: &Expr, method: &str) -> Expr {
    let mut chain = chain.clone();
    if let Expr::MethodCall(call) = &mut chain {
        if call.method == method {
            return (*call.receiver).clone();
        }
        *call.receiver = without(&call.receiver, method);
    }
    chain
}

/// From progenitor's support crate to the runtime.
struct Rewrite<'a> {
    operation: &'a Operation,
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
            ShortPaths.visit_expr_mut(argument);
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
            Expr::Path(path) if path.path.is_ident("self") => Some(variable("wire")),
            Expr::Call(call) => {
                let Expr::Path(function) = &*call.func else {
                    return None;
                };
                let name = function
                    .path
                    .segments
                    .iter()
                    .rev()
                    .take(2)
                    .map(|segment| segment.ident.to_string());
                match name
                    .collect::<Vec<_>>()
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>()[..]
                {
                    ["encode_path"] => {
                        let value = field_of(&call.args[0])?;
                        Some(self.segment(&value))
                    }
                    ["new", "QueryParam"] => {
                        let field = field_of(&call.args[1])?;
                        let style = self.parameter(&field).map_or(Style::Form, |it| it.style);
                        Some(pairs(
                            &path_expr(field.clone()),
                            &self.wire_name(&field),
                            style,
                        ))
                    }
                    ["from_static", "HeaderValue"] => Some(call.args[0].clone()),
                    _ => None,
                }
            }
            // reqwest has no shorthands for these two.
            Expr::MethodCall(call) if call.method == "options" || call.method == "trace" => {
                let method = format_ident!("{}", call.method.to_string().to_uppercase());
                let (receiver, arguments) = (&call.receiver, &call.args);
                Some(parse_quote!(#receiver.request(reqwest::Method::#method, #arguments)))
            }
            // The body is a reference already.
            Expr::MethodCall(ExprMethodCall {
                receiver,
                method,
                args,
                ..
            }) if method == "json" => {
                let value = field_of(&args[0])?;
                Some(call((**receiver).clone(), "json", [path_expr(value)]))
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
            Some(Style::Simple(true)) => parse_quote!(runtime::internal::path::exploded(#field)),
            Some(Style::Label(explode)) => {
                parse_quote!(runtime::internal::path::label(#field, #explode))
            }
            Some(Style::Matrix(explode)) => {
                let name = self.wire_name(field);
                parse_quote!(runtime::internal::path::matrix(#name, #field, #explode))
            }
            Some(Style::Json) => parse_quote!(runtime::internal::path::encode_json(#field)),
            _ => call_of(
                &["runtime", "internal", "path", "encode"],
                [path_expr(field.clone())],
            ),
        }
    }
}

/// A parameter's pairs of names and values.
fn pairs(field: &Expr, name: &str, style: Style) -> Expr {
    match style {
        Style::Joined(separator) => {
            parse_quote!(runtime::internal::query::joined(#name, #field, #separator))
        }
        Style::Deep => parse_quote!(runtime::internal::query::deep(#name, #field)),
        Style::Json => parse_quote!(runtime::internal::query::json(#name, #field)),
        Style::Form | Style::Simple(_) | Style::Label(_) | Style::Matrix(_) => call_of(
            &["runtime", "internal", "query", "form"],
            [text(name), field.clone()],
        ),
    }
}

/// The variable in `&id`, `&id.to_string()` and the like.
fn field_of(expr: &Expr) -> Option<Ident> {
    match expr {
        Expr::Reference(reference) => field_of(&reference.expr),
        Expr::MethodCall(call) => field_of(&call.receiver),
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    }
}
