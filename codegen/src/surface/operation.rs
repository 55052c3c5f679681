//! An operation: its arguments as a value, how that becomes a request, and the methods that set the rest.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Ident, Type};

use super::argument::Argument;
use super::batched::BatchedItem;
use super::docs::DocComment;
use super::limits::{Limited, checks};
use super::paged::PagedItem;
use super::struct_::is_required;
use crate::api::{
    self, AnswerPath, Api, Content, Location, Operation, Parameter, Property, Status, Success,
};
use crate::refine::{Field, Presence, Refined, Request, inner};
use crate::reserved;

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
    pub(super) fn request(&self) -> &'a Request {
        &self.refined.requests[&self.operation.name]
    }

    pub(super) fn ident(&self) -> Ident {
        format_ident!("{}", self.operation.type_name)
    }

    fn inputs(&self) -> impl Iterator<Item = Input<'a>> {
        let request = self.request();
        self.operation.parameters.iter().filter_map(|parameter| {
            let (name, ty) = request
                .arguments
                .iter()
                .find(|(name, _)| *name == parameter.field)?;
            let ty = inner(ty, "Option").unwrap_or_else(|| ty.clone());
            Some(Input {
                parameter,
                name: name.clone(),
                ty: self.qualified(&ty),
            })
        })
    }

    fn required_inputs(&self) -> impl Iterator<Item = Input<'a>> {
        self.inputs().filter(|input| input.parameter.required)
    }

    fn optional_inputs(&self) -> impl Iterator<Item = Input<'a>> {
        self.inputs().filter(|input| !input.parameter.required)
    }

    /// What the document says of the arguments and of the answers, as a list.
    pub(super) fn facts(&self) -> String {
        let arguments = self.required_inputs().map(|input| {
            let description = input
                .parameter
                .docs
                .description
                .as_deref()
                .unwrap_or_default();
            (format!("`{}`", input.name), description.to_owned())
        });
        let fields = self
            .body_fields()
            .into_iter()
            .filter(|(_, field)| is_required(field) && self.has_required_body());
        let fields = fields.map(|(property, field)| {
            (
                format!("`{}`", field.name),
                property.docs.description.clone().unwrap_or_default(),
            )
        });
        let answers = self.operation.answers.iter().map(|(status, description)| {
            let status = if status == "default" {
                "Otherwise".to_owned()
            } else {
                status.clone()
            };
            (status, description.clone())
        });
        let facts = arguments
            .chain(fields)
            .chain(answers)
            .filter(|(_, text)| !text.is_empty());
        let lines: Vec<_> = facts
            .map(|(name, text)| {
                format!(
                    "- {name}: {}",
                    super::docs::first_paragraph(&text).replace('\n', "\n  ")
                )
            })
            .collect();
        lines.join("\n")
    }

    /// The type of the body, when there is one.
    pub(super) fn body(&self) -> Option<Type> {
        self.operation.body.as_ref()?;
        let (_, ty) = self
            .request()
            .arguments
            .iter()
            .find(|(name, _)| name == "body")?;
        Some(self.qualified(ty))
    }

    /// The type of a parameter's value.
    pub(super) fn input_type(&self, field: &str) -> Type {
        let input = self.inputs().find(|input| input.name == field);
        input.map_or_else(|| syn::parse_quote!(String), |input| input.ty)
    }

    /// The fields of a body that is an object.
    pub(super) fn body_fields(&self) -> Vec<(&'a Property, &'a Field)> {
        let name = self
            .operation
            .body
            .as_ref()
            .and_then(|body| body.schema.as_ref());
        name.map(|name| self.fields_of(name)).unwrap_or_default()
    }

    /// The fields of a named object.
    pub(super) fn fields_of(&self, name: &str) -> Vec<(&'a Property, &'a Field)> {
        let Some(item) = self.refined.types.structs.get(name) else {
            return Vec::new();
        };
        self.api.schemas[name]
            .properties()
            .iter()
            .zip(&item.fields)
            .collect()
    }

    /// The call's method that sets a field of the body: `…_field` where its own name is taken.
    pub(super) fn body_method(&self, field: &Ident) -> Ident {
        let name = field.to_string();
        let taken = self.inputs().any(|input| input.name == name)
            || reserved::CALL.contains(&name.as_str());
        if taken {
            format_ident!("{name}_field")
        } else {
            field.clone()
        }
    }

    /// `ty`, with the document's own types found in the `types` module.
    pub(super) fn qualified(&self, ty: &Type) -> Type {
        super::qualify(self.api, ty)
    }

    /// What the client's method takes: name, declared type, stored value.
    pub(super) fn arguments(&self) -> Vec<(Ident, Argument)> {
        self.required_inputs()
            .map(|input| {
                let argument = Argument::new(self.api, &input.name, &input.ty);
                (input.name, argument)
            })
            .collect()
    }

    fn declaration(&self) -> TokenStream {
        let name = self.ident();
        let method = &self.operation.name;
        let docs = DocComment::of(format!(
            "The arguments of [`{method}`](super::super::Client::{method}): `{} {}`.",
            self.operation.method, self.operation.path
        ));
        let inputs = self.inputs().map(
            |Input {
                 name,
                 ty,
                 parameter,
             }| {
                if parameter.required {
                    quote!(#name: #ty)
                } else {
                    quote!(#name: Option<#ty>)
                }
            },
        );
        let body = self.body().map(|ty| {
            if self.has_required_body() {
                quote!(body: #ty)
            } else {
                quote!(body: Option<#ty>)
            }
        });
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

    /// The expression that makes the value of what the client's method is given; its body is in `body`, if it has one.
    pub(super) fn literal(&self, with_body: bool) -> TokenStream {
        self.literal_without(with_body, None)
    }

    /// The same, with nothing in the list `entries`.
    pub(super) fn literal_without(&self, with_body: bool, entries: Option<&str>) -> TokenStream {
        let name = self.ident();
        if !self.takes_arguments() && !with_body {
            return quote!(operations::#name::default());
        }
        let is_entries = |name: &Ident| entries.is_some_and(|entries| name == entries);
        let inputs = self.inputs().map(|input| {
            if is_entries(&input.name) {
                return (input.name, quote!(Vec::new()));
            }
            if !input.parameter.required {
                return (input.name, quote!(None));
            }
            let value = Argument::new(self.api, &input.name, &input.ty).value;
            (input.name, value)
        });
        let body = self.body().map(|ty| {
            let name = format_ident!("body");
            if is_entries(&name) {
                return (name, quote!(Vec::new()));
            }
            let value = if self.body_fields().is_empty() {
                Argument::new(self.api, &name, &ty).value
            } else {
                quote!(body)
            };
            match (self.has_required_body(), with_body) {
                (true, _) => (name, value),
                (false, true) => (name, quote!(Some(#value))),
                (false, false) => (name, quote!(None)),
            }
        });
        let members = inputs.chain(body).map(|(name, value)| {
            if name == value.to_string() {
                quote!(#name)
            } else {
                quote!(#name: #value)
            }
        });
        quote!(operations::#name { #(#members),* })
    }

    pub(super) fn has_required_body(&self) -> bool {
        self.operation
            .body
            .as_ref()
            .is_some_and(|body| body.required)
    }

    fn takes_arguments(&self) -> bool {
        self.required_inputs().next().is_some() || self.has_required_body()
    }

    fn endpoint(&self) -> TokenStream {
        let Operation {
            name,
            method,
            path,
            security,
            rate_class,
            ..
        } = self.operation;
        let class = rate_class.as_ref().map(|class| quote!(.class(#class)));
        let security = security
            .as_ref()
            .filter(|own| **own != self.api.security)
            .map(|own| {
                let alternatives = super::alternatives(own);
                quote!(.security(#alternatives))
            });
        if let "GET" | "PUT" | "POST" | "PATCH" | "DELETE" = method.as_str() {
            let method = format_ident!("{}", method.to_lowercase());
            return quote!(runtime::internal::Endpoint::#method(#name, #path)#security #class);
        }
        let method = format_ident!("{method}");
        quote!(runtime::internal::Endpoint::new(#name, reqwest::Method::#method, #path)#security #class)
    }

    fn check(&self) -> Option<TokenStream> {
        let mut lines: Vec<_> = self
            .inputs()
            .flat_map(
                |Input {
                     name,
                     parameter,
                     ty,
                 }| {
                    let place = quote!(&self.#name);
                    let wire_name = &parameter.name;
                    let segment = (parameter.location == Location::Path && is_text(self.api, &ty))
                        .then(|| quote!(check.path_segment(#wire_name, #place);));
                    segment
                        .into_iter()
                        .chain(checks(wire_name, &place, &parameter.limits))
                        .collect::<Vec<_>>()
                },
            )
            .collect();
        if let Some(body) = &self.operation.body {
            lines.extend(checks("body", &quote!(&self.body), &body.limits));
        }
        if self.body().is_some_and(|body| self.limited.reaches(&body)) {
            lines.push(quote!(runtime::internal::Validate::validate(&self.body, check);));
        }
        (!lines.is_empty()).then(|| {
            quote! {
                fn check(&self, check: &mut runtime::internal::Check) {
                    #(#lines)*
                }
            }
        })
    }

    /// The type of a successful answer.
    pub(super) fn output(&self) -> TokenStream {
        match &self.operation.success {
            Success::Always(content) => self.content(*content),
            Success::OrNothing(content, _) => {
                let content = self.content(*content);
                quote!(Option<#content>)
            }
            Success::Several(answers) => {
                let name = format_ident!("{}", answers.name);
                quote!(types::#name)
            }
        }
    }

    fn content(&self, content: Content) -> TokenStream {
        match content {
            Content::Json => self.qualified(&self.request().output).to_token_stream(),
            other => content_type(other),
        }
    }

    /// The function that reads a successful answer.
    fn read(&self) -> TokenStream {
        let arms = match &self.operation.success {
            Success::Always(content) => {
                let read = read(*content);
                return output_function(&quote!(_), &quote!(#read(body)));
            }
            Success::OrNothing(content, statuses) => {
                let read = read(*content);
                let arms = statuses.iter().map(|(status, is_nothing)| {
                    let value = if *is_nothing {
                        quote!(Ok(None))
                    } else {
                        quote!(#read(body).map(Some))
                    };
                    (*status, value)
                });
                arms.collect()
            }
            Success::Several(answers) => {
                let name = format_ident!("{}", answers.name);
                let arms = answers.variants.iter().map(|answer| {
                    let variant = format_ident!("{}", answer.name);
                    let value = if answer.content == Content::Empty {
                        quote!(Ok(types::#name::#variant))
                    } else {
                        let read = read(answer.content);
                        quote!(#read(body).map(types::#name::#variant))
                    };
                    (answer.status, value)
                });
                arms.collect()
            }
        };
        let arms = by_status(arms);
        output_function(&quote!(status), &quote!(match status { #arms }))
    }

    fn implementation(&self) -> TokenStream {
        let name = self.ident();
        let marker = super::marker(self.api);
        let (output, read, endpoint, check) =
            (self.output(), self.read(), self.endpoint(), self.check());
        let members = self
            .inputs()
            .map(|input| input.name)
            .chain(self.body().map(|_| format_ident!("body")));
        let members: Vec<_> = members.collect();
        let members = (!members.is_empty()).then(|| quote!(let Self { #(#members),* } = self;));
        let statements = &self.request().statements;
        let error = self.error();
        let repeat = self.operation.retry.as_ref().map(super::repeat::repeat);
        quote! {
            impl runtime::sealed::Sealed for #name {}
            impl runtime::Operation for #name {
                type Document = #marker;
                type Output = #output;
                const ENDPOINT: runtime::internal::Endpoint = #endpoint;
                #check
                fn request(&self, wire: &runtime::internal::Wire<'_>) -> reqwest::Result<reqwest::Request> {
                    #members
                    #(#statements)*
                }
                #read
                #error
                #repeat
            }
        }
    }

    pub(super) fn paged(&self) -> Option<PagedItem<'_>> {
        let pagination = self.operation.pagination.as_ref()?;
        Some(PagedItem {
            operation: self,
            pagination,
        })
    }

    pub(super) fn batched(&self) -> Option<BatchedItem<'_>> {
        let batch = self.operation.batch.as_ref()?;
        Some(BatchedItem {
            operation: self,
            batch,
        })
    }

    /// The type of what a path into the answer leads to.
    pub(super) fn field_at(&self, path: &AnswerPath) -> Option<Type> {
        let (ty, _) = self.field_from(&self.request().output, path)?;
        Some(ty)
    }

    /// The type of what a path from a value of type `start` leads to, and how it can be without a value.
    pub(super) fn field_from(&self, start: &Type, path: &AnswerPath) -> Option<(Type, Presence)> {
        let mut found = (start.clone(), Presence::Required);
        for step in &path.0 {
            let name = found.0.to_token_stream().to_string();
            let name = name.trim_start_matches("types ::").trim();
            let mut fields = self.fields_of(name).into_iter();
            let (_, field) = fields.find(|(_, field)| field.name == step.field)?;
            found = (field.value.clone(), field.presence);
        }
        Some(found)
    }

    /// The type of the values that an input takes.
    pub(super) fn place_type(&self, input: &api::Input) -> Option<Type> {
        if input.is_body() {
            return self.body();
        }
        if !input.in_body {
            return self
                .inputs()
                .find(|other| other.name == input.field)
                .map(|other| other.ty);
        }
        self.body_fields()
            .into_iter()
            .find(|(_, field)| field.name == input.field)
            .map(|(_, field)| field.value.clone())
    }

    /// Reads the body of an error answer, where some status has a schema.
    fn error(&self) -> Option<TokenStream> {
        let mut answers: Vec<_> = self.operation.errors.iter().collect();
        answers.sort_by_key(|answer| answer.status);
        answers.iter().find(|answer| answer.schema.is_some())?;
        let read = |schema: &Option<String>| {
            if let Some(name) = schema {
                let variant = format_ident!("{name}");
                quote!(runtime::internal::read::json(body).ok().map(ErrorBody::#variant))
            } else {
                quote!(<Self::Document as runtime::Document>::error(body))
            }
        };
        let mut arms: Vec<(TokenStream, TokenStream)> = Vec::new();
        for answer in answers
            .iter()
            .filter(|answer| answer.status != Status::Default)
        {
            let (pattern, value) = (status_pattern(answer.status), read(&answer.schema));
            match arms.last_mut() {
                Some((patterns, last)) if last.to_string() == value.to_string() => {
                    patterns.extend(quote!(| #pattern));
                }
                _ => arms.push((pattern, value)),
            }
        }
        let default = answers
            .iter()
            .find(|answer| answer.status == Status::Default);
        let default = read(&default.and_then(|answer| answer.schema.clone()));
        let arms = arms
            .iter()
            .map(|(pattern, value)| quote!(#pattern => #value,));
        Some(quote! {
            fn error(status: u16, body: &[u8]) -> Option<ErrorBody> {
                match status {
                    #(#arms)*
                    _ => #default,
                }
            }
        })
    }

    fn parameter_setters(&self) -> Vec<TokenStream> {
        let setter = |Input {
                          parameter,
                          name,
                          ty,
                      }: Input<'_>| {
            let docs = DocComment::from_docs(&parameter.docs, || {
                format!("Sets the `{}` parameter.", parameter.name)
            })
            .and_sentence(&limits_and_default(parameter));
            let Argument { declared, value } =
                Argument::setter(self.api, &name, &ty, Presence::Optional);
            let method = method_name(&parameter.field);
            let deprecated = parameter.docs.deprecated.then(|| quote!(#[deprecated]));
            quote! {
                #docs
                #deprecated
                pub fn #method(mut self, #name: #declared) -> Self {
                    self.operation.#name = #value;
                    self
                }
            }
        };
        self.optional_inputs().map(setter).collect()
    }

    /// Whether the call sets fields of the body. An optional body that cannot be made of nothing is only given whole.
    pub(super) fn has_body_setters(&self) -> bool {
        self.has_required_body()
            || !self
                .body_fields()
                .iter()
                .any(|(_, field)| is_required(field))
    }

    fn body_setters(&self) -> Vec<TokenStream> {
        if !self.has_body_setters() {
            return Vec::new();
        }
        let optional = self
            .body_fields()
            .into_iter()
            .filter(|(_, field)| !is_required(field));
        optional
            .map(|(property, field)| {
                let name = &field.name;
                let docs = DocComment::brief(&property.docs, || {
                    format!("Sets `{}` in the body.", property.name)
                })
                .and_sentence(&property.limits.in_words().join("; "));
                let declared = Argument::setter(
                    self.api,
                    name,
                    &self.qualified(&field.value),
                    field.presence,
                )
                .declared;
                let method = self.body_method(name);
                let deprecated = property.docs.deprecated.then(|| quote!(#[deprecated]));
                quote!(#docs #deprecated fn #method(#name: #declared);)
            })
            .collect()
    }
}

impl ToTokens for OperationItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = self.ident();
        let (declaration, implementation) = (self.declaration(), self.implementation());
        let parameter_setters = self.parameter_setters();
        let parameter_setters = (!parameter_setters.is_empty()).then(|| {
            quote! {
                impl<S> runtime::Call<#name, S> {
                    #(#parameter_setters)*
                }
            }
        });
        let body_setters = self.body_setters();
        let body_setters = (!body_setters.is_empty()).then(|| {
            let setters = if self.has_required_body() {
                quote!(body_setters)
            } else {
                quote!(optional_body_setters)
            };
            quote!(runtime::internal::#setters! { #name { #(#body_setters)* } })
        });
        let paged = self.paged();
        let batched = self.batched();
        tokens.extend(quote! {
            #declaration
            #implementation
            #paged
            #batched
            #parameter_setters
            #body_setters
        });
    }
}

/// The type that holds the body of an answer that is not JSON.
pub(super) fn content_type(content: Content) -> TokenStream {
    match content {
        Content::Empty => quote!(()),
        Content::Json => quote!(serde_json::Value),
        Content::Text => quote!(String),
        Content::Bytes => quote!(bytes::Bytes),
    }
}

fn read(content: Content) -> TokenStream {
    match content {
        Content::Empty => quote!(runtime::internal::read::empty),
        Content::Json => quote!(runtime::internal::read::json),
        Content::Text => quote!(runtime::internal::read::text),
        Content::Bytes => quote!(runtime::internal::read::bytes),
    }
}

fn output_function(status: &TokenStream, value: &TokenStream) -> TokenStream {
    quote! {
        fn output(#status: u16, body: &[u8]) -> Result<Self::Output, runtime::ReadError> {
            #value
        }
    }
}

/// A match's arms. What is given for no code, or else for the lowest, is for all others too.
fn by_status(mut answers: Vec<(Status, TokenStream)>) -> TokenStream {
    let is_code = |(status, _): &(Status, TokenStream)| matches!(status, Status::Code(_));
    let others = answers.iter().position(|answer| !is_code(answer));
    let (_, others) = answers.remove(others.unwrap_or_default());
    let codes = answers.into_iter().filter(is_code);
    let arms = codes
        .filter(|(_, value)| value.to_string() != others.to_string())
        .map(|(status, value)| (status_pattern(status), value));
    let mut grouped: Vec<(TokenStream, TokenStream)> = Vec::new();
    for (pattern, value) in arms {
        match grouped.last_mut() {
            Some((patterns, last)) if last.to_string() == value.to_string() => {
                patterns.extend(quote!(| #pattern));
            }
            _ => grouped.push((pattern, value)),
        }
    }
    let arms = grouped
        .iter()
        .map(|(pattern, value)| quote!(#pattern => #value,));
    quote!(#(#arms)* _ => #others,)
}

fn status_pattern(status: Status) -> TokenStream {
    let literal = proc_macro2::Literal::u16_unsuffixed;
    match status {
        Status::Code(code) => literal(code).into_token_stream(),
        Status::Class(digit) => {
            let (low, high) = (literal(digit * 100), literal(digit * 100 + 99));
            quote!(#low..=#high)
        }
        Status::Default => quote!(_),
    }
}

fn limits_and_default(parameter: &Parameter) -> String {
    let mut parts = parameter.limits.in_words();
    if let Some(default) = &parameter.default {
        let text = default
            .as_str()
            .map_or_else(|| default.to_string(), ToOwned::to_owned);
        parts.push(format!("default `{text}`"));
    }
    parts.join("; ")
}

/// A parameter whose name is one of the call's own methods is set by `…_param`.
pub(super) fn method_name(field: &str) -> Ident {
    if reserved::CALL.contains(&field) {
        format_ident!("{field}_param")
    } else {
        format_ident!("{field}")
    }
}

/// Whether a value of the type is text, which can be empty or a dot: a server takes it for another path then.
fn is_text(api: &Api, ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    let schema = api.schemas.get(&last.ident.to_string());
    last.ident == "String"
        || schema.is_some_and(|schema| matches!(schema.shape, api::Shape::Enum(..)))
}
