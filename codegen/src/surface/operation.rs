//! An operation: its arguments as a value, how that becomes a request, and the methods that set the rest.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Ident, Type};

use super::argument::Argument;
use super::docs::DocComment;
use super::limits::{Limited, checks};
use super::struct_::is_required;
use crate::api::{Api, Location, Operation, Parameter, Property, Status, Success};
use crate::refine::{Field, Presence, Refined, Request, inner};

/// The methods that every call has, which a parameter or field of the same name gives way to.
pub(crate) const CALL_METHODS: &[&str] = &[
    "batch_size", "batches", "header", "max_wait", "new", "pages", "retry", "send", "send_all", "send_raw",
    "send_response", "stream", "timeout", "wait",
];

pub(super) struct OperationItem<'a> {
    pub api: &'a Api,
    pub refined: &'a Refined,
    pub limited: &'a Limited,
    pub operation: &'a Operation,
}

/// An argument of the operation that is not in its body.
struct Input<'a> {
    parameter: &'a Parameter,
    name: Ident,
    /// The type of a value that is there.
    ty: Type,
}

impl<'a> OperationItem<'a> {
    fn request(&self) -> &'a Request {
        &self.refined.requests[&self.operation.name]
    }

    pub(super) fn ident(&self) -> Ident {
        format_ident!("{}", self.operation.type_name)
    }

    fn inputs(&self) -> impl Iterator<Item = Input<'a>> {
        let request = self.request();
        self.operation.parameters.iter().filter_map(|parameter| {
            let (name, ty) = request.arguments.iter().find(|(name, _)| *name == parameter.field)?;
            let ty = inner(ty, "Option").unwrap_or_else(|| ty.clone());
            Some(Input { parameter, name: name.clone(), ty: self.qualified(&ty) })
        })
    }

    fn required_inputs(&self) -> impl Iterator<Item = Input<'a>> {
        self.inputs().filter(|input| input.parameter.required)
    }

    fn optional_inputs(&self) -> impl Iterator<Item = Input<'a>> {
        self.inputs().filter(|input| !input.parameter.required)
    }

    /// The type of the body, when there is one.
    pub(super) fn body(&self) -> Option<Type> {
        self.operation.body.as_ref()?;
        let (_, ty) = self.request().arguments.iter().find(|(name, _)| name == "body")?;
        Some(self.qualified(ty))
    }

    /// The type of a parameter's value.
    pub(super) fn input_type(&self, field: &str) -> Type {
        let input = self.inputs().find(|input| input.name == field);
        input.map_or_else(|| syn::parse_quote!(String), |input| input.ty)
    }

    /// The fields of a body that is an object.
    pub(super) fn body_fields(&self) -> Vec<(&'a Property, &'a Field)> {
        let name = self.operation.body.as_ref().and_then(|body| body.schema.as_ref());
        name.map(|name| self.fields_of(name)).unwrap_or_default()
    }

    /// The fields of a named object.
    pub(super) fn fields_of(&self, name: &str) -> Vec<(&'a Property, &'a Field)> {
        let Some(item) = self.refined.types.structs.get(name) else { return Vec::new() };
        self.api.schemas[name].properties().iter().zip(&item.fields).collect()
    }

    /// The call's method that sets a field of the body: `…_field` where its own name is taken.
    pub(super) fn body_method(&self, field: &Ident) -> Ident {
        let name = field.to_string();
        let taken = self.inputs().any(|input| input.name == name) || CALL_METHODS.contains(&name.as_str());
        if taken { format_ident!("{name}_field") } else { field.clone() }
    }

    /// `ty`, with the document's own types found in the `types` module.
    pub(super) fn qualified(&self, ty: &Type) -> Type {
        super::qualify(self.api, ty)
    }

    /// What the client's method takes: name, declared type, stored value.
    pub(super) fn arguments(&self) -> Vec<(Ident, Argument)> {
        self.required_inputs()
            .map(|input| {
                let argument = Argument::new(&input.name, &input.ty);
                (input.name, argument)
            })
            .collect()
    }

    fn declaration(&self) -> TokenStream {
        let name = self.ident();
        let method = &self.operation.name;
        let docs = DocComment::of(format!(
            "The arguments of [`{method}`](super::Client::{method}): `{} {}`.",
            self.operation.method, self.operation.path
        ));
        let inputs = self.inputs().map(|Input { name, ty, parameter }| {
            if parameter.required { quote!(#name: #ty) } else { quote!(#name: Option<#ty>) }
        });
        let body = self.body().map(|ty| quote!(body: #ty));
        let members = inputs.chain(body).map(|member| quote!(pub(crate) #member));
        let default = (!self.takes_arguments()).then(|| quote!(, Default));
        quote! {
            #docs
            #[derive(Clone, Debug #default)]
            pub struct #name {
                #(#members,)*
            }
        }
    }

    /// The expression that makes the value of what the client's method is given.
    pub(super) fn literal(&self) -> TokenStream {
        let name = self.ident();
        if !self.takes_arguments() {
            return quote!(operations::#name::default());
        }
        let inputs = self.inputs().map(|Input { name, ty, parameter }| {
            if !parameter.required {
                return quote!(#name: None);
            }
            let value = Argument::new(&name, &ty).value;
            if value.to_string() == name.to_string() { quote!(#name) } else { quote!(#name: #value) }
        });
        let body = self.body().map(|ty| match self.body_fields().is_empty() {
            true => Argument::new(&format_ident!("body"), &ty).value,
            false => quote!(body),
        });
        let body = body.map(|value| if value.to_string() == "body" { quote!(body) } else { quote!(body: #value) });
        let members = inputs.chain(body);
        quote!(operations::#name { #(#members),* })
    }

    fn takes_arguments(&self) -> bool {
        self.required_inputs().next().is_some() || self.body().is_some()
    }

    fn endpoint(&self) -> TokenStream {
        let Operation { name, method, path, security, .. } = self.operation;
        let security = security.as_ref().filter(|own| **own != self.api.security).map(|own| {
            let alternatives = super::alternatives(own);
            quote!(.security(#alternatives))
        });
        if let "GET" | "PUT" | "POST" | "PATCH" | "DELETE" = method.as_str() {
            let method = format_ident!("{}", method.to_lowercase());
            return quote!(runtime::Endpoint::#method(#name, #path)#security);
        }
        let method = format_ident!("{method}");
        quote!(runtime::Endpoint::new(#name, reqwest::Method::#method, #path)#security)
    }

    fn check(&self) -> Option<TokenStream> {
        let mut lines: Vec<_> = self
            .inputs()
            .flat_map(|Input { name, parameter, ty }| {
                let place = quote!(&self.#name);
                let wire_name = &parameter.name;
                let segment = (parameter.location == Location::Path && !is_number(&ty))
                    .then(|| quote!(check.path_segment(#wire_name, #place);));
                segment.into_iter().chain(checks(wire_name, &place, &parameter.limits)).collect::<Vec<_>>()
            })
            .collect();
        if self.body().is_some_and(|body| self.limited.reaches(&body)) {
            lines.push(quote!(runtime::Validate::validate(&self.body, check);));
        }
        (!lines.is_empty()).then(|| {
            quote! {
                fn check(&self, check: &mut runtime::Check) {
                    #(#lines)*
                }
            }
        })
    }

    /// The type of a successful answer.
    pub(super) fn output(&self) -> TokenStream {
        match self.operation.success {
            Success::Empty => quote!(()),
            Success::Text => quote!(String),
            Success::Bytes => quote!(runtime::Bytes),
            Success::Json => self.qualified(&self.request().output).to_token_stream(),
        }
    }

    fn read(&self) -> TokenStream {
        match self.operation.success {
            Success::Empty => quote!(runtime::read::empty(body)),
            Success::Text => quote!(runtime::read::text(body)),
            Success::Bytes => quote!(runtime::read::bytes(body)),
            Success::Json => quote!(runtime::read::json(body)),
        }
    }

    fn implementation(&self) -> TokenStream {
        let name = self.ident();
        let marker = super::marker(self.api);
        let (output, read, endpoint, check) = (self.output(), self.read(), self.endpoint(), self.check());
        let members = self.inputs().map(|input| input.name).chain(self.body().map(|_| format_ident!("body")));
        let members: Vec<_> = members.collect();
        let members = (!members.is_empty()).then(|| quote!(let Self { #(#members),* } = self;));
        let statements = &self.request().statements;
        let error = self.error();
        quote! {
            impl runtime::Operation for #name {
                type Document = super::super::#marker;
                type Output = #output;
                const ENDPOINT: runtime::Endpoint = #endpoint;
                #check
                fn request(&self, wire: &runtime::Wire<'_>) -> reqwest::Result<reqwest::Request> {
                    #members
                    #(#statements)*
                }
                fn output(_: u16, body: &[u8]) -> Result<Self::Output, runtime::ReadError> {
                    #read
                }
                #error
            }
        }
    }

    /// Reads the body of an error answer into the document's enum of them.
    fn error(&self) -> TokenStream {
        let body = |schema: &Option<String>| {
            let variant = format_ident!("{}", super::error_body::variant(schema.as_deref()));
            quote!(runtime::read::json(body).ok().map(ErrorBody::#variant))
        };
        let mut answers: Vec<_> = self.operation.errors.iter().collect();
        answers.sort_by_key(|answer| answer.status);
        let schemas: HashSet<_> = answers.iter().map(|answer| &answer.schema).collect();
        let has_default = answers.iter().any(|answer| answer.status == Status::Default);
        if answers.is_empty() || (has_default && schemas.len() == 1) {
            let body = body(&answers.first().and_then(|answer| answer.schema.clone()));
            return quote! {
                fn error(_: u16, body: &[u8]) -> Option<ErrorBody> {
                    #body
                }
            };
        }
        let mut arms: Vec<(TokenStream, TokenStream)> = Vec::new();
        for answer in &answers {
            let value = body(&answer.schema);
            let pattern = match answer.status {
                Status::Code(code) => {
                    let code = proc_macro2::Literal::u16_unsuffixed(code);
                    quote!(#code)
                }
                Status::Class(digit) => {
                    let low = proc_macro2::Literal::u16_unsuffixed(digit * 100);
                    let high = proc_macro2::Literal::u16_unsuffixed(digit * 100 + 99);
                    quote!(#low..=#high)
                }
                Status::Default => quote!(_),
            };
            match arms.last_mut() {
                Some((patterns, last)) if last.to_string() == value.to_string() && answer.status != Status::Default => {
                    patterns.extend(quote!(| #pattern));
                }
                _ => arms.push((pattern, value)),
            }
        }
        if !has_default {
            let json = body(&None);
            arms.push((quote!(_), json));
        }
        let arms = arms.iter().map(|(pattern, value)| quote!(#pattern => #value,));
        quote! {
            fn error(status: u16, body: &[u8]) -> Option<ErrorBody> {
                match status { #(#arms)* }
            }
        }
    }

    fn setters(&self) -> Vec<TokenStream> {
        let mut setters = Vec::new();
        for Input { parameter, name, ty } in self.optional_inputs() {
            let docs = DocComment::from_docs(&parameter.docs, || format!("Sets the `{}` parameter.", parameter.name))
                .and_sentence(&limits_and_default(parameter));
            let Argument { declared, value } = Argument::setter(&name, &ty, Presence::Optional);
            let method = method_name(&parameter.field);
            setters.push(quote! {
                #docs
                pub fn #method(mut self, #name: #declared) -> Self {
                    self.operation.#name = #value;
                    self
                }
            });
        }
        for (property, field) in self.body_fields() {
            if is_required(field) {
                continue;
            }
            let name = &field.name;
            let docs = DocComment::brief(&property.docs, || format!("Sets `{}` in the body.", property.name));
            let ty = self.qualified(&field.value);
            let declared = Argument::setter(name, &ty, field.presence).declared;
            let method = self.body_method(name);
            setters.push(quote! {
                #docs
                pub fn #method(mut self, #name: #declared) -> Self {
                    self.operation.body = self.operation.body.#name(#name);
                    self
                }
            });
        }
        setters
    }
}

impl ToTokens for OperationItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = self.ident();
        let (declaration, implementation) = (self.declaration(), self.implementation());
        let setters = self.setters();
        let setters = (!setters.is_empty()).then(|| {
            quote! {
                impl runtime::Call<#name> {
                    #(#setters)*
                }
            }
        });
        tokens.extend(quote! {
            #declaration
            #implementation
            #setters
        });
    }
}

fn limits_and_default(parameter: &Parameter) -> String {
    let mut parts = parameter.limits.in_words();
    if let Some(default) = &parameter.default {
        let text = default.as_str().map_or_else(|| default.to_string(), ToOwned::to_owned);
        parts.push(format!("default `{text}`"));
    }
    parts.join("; ")
}

/// A parameter whose name is one of the call's own methods is set by `…_param`.
pub(super) fn method_name(field: &str) -> Ident {
    if CALL_METHODS.contains(&field) { format_ident!("{field}_param") } else { format_ident!("{field}") }
}

fn is_number(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| {
        matches!(
            last.ident.to_string().as_str(),
            "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "f32" | "f64" | "bool" | "Uuid"
        )
    })
}
