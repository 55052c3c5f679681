//! The client: how it is made, and one method an operation.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Ident, Type};

use super::argument::Argument;
use super::batched::BatchedItem;
use super::docs::DocComment;
use super::example::Example;
use super::operation::OperationItem;
use super::struct_::is_required;
use crate::api::{Api, Scheme, SchemeKind, ServerVariable};

pub(super) struct ClientItem<'a> {
    pub api: &'a Api,
    pub operations: &'a [OperationItem<'a>],
    /// Name of the crate, for examples.
    pub crate_name: &'a str,
}

impl ClientItem<'_> {
    fn construction(&self) -> TokenStream {
        let variables = DocComment::of(format!(
            "Creates a client from the environment.\n\n{}",
            self.environment()
        ));
        quote! {
            /// Starts to build a client.
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new()
            }
            #variables
            ///
            /// Fails when a variable is missing or cannot be used; the error names it.
            pub fn from_env() -> Result<Self, runtime::BuildError> {
                ClientBuilder::from_env().build()
            }
        }
    }

    /// What each environment variable is for, as a list.
    fn environment(&self) -> String {
        let mut lines = Vec::new();
        for scheme in &self.api.schemes {
            let what = scheme
                .description
                .as_deref()
                .and_then(|text| text.lines().next())
                .unwrap_or("A credential.");
            match scheme.kind {
                SchemeKind::Basic => {
                    lines.push(format!(
                        "- `{0}_USERNAME` and `{0}_PASSWORD`: {what}",
                        scheme.env
                    ));
                }
                _ => lines.push(format!("- `{}`: {what}", scheme.env)),
            }
        }
        for variable in self.variables() {
            let what = variable
                .description
                .as_deref()
                .unwrap_or("Part of the server's URL.");
            lines.push(format!(
                "- `{}` (optional): {}",
                variable.env,
                what.lines().next().unwrap_or_default()
            ));
        }
        let base_url = super::base_url_env(self.api);
        lines.push(format!(
            "- `{base_url}` (optional): where the API is served, instead of the document's server."
        ));
        lines.join("\n")
    }

    /// From nothing to an answer, for the module's documentation.
    pub(super) fn first_example(&self) -> String {
        let Some(item) = self.operations.first() else {
            return String::new();
        };
        let call = Example {
            item,
            api: self.api,
            crate_name: self.crate_name,
        }
        .call();
        format!(
            "```no_run\nuse {0}::{1}::{{Client, types::*}};\n\n\
             # async fn example() -> Result<(), Box<dyn std::error::Error>> {{\n\
             let client = Client::from_env()?;\nlet answer = {call}.send().await?;\n# Ok(())\n# }}\n```",
            self.crate_name, self.api.module
        )
    }

    fn variables(&self) -> impl Iterator<Item = &ServerVariable> {
        super::server_variables(self.api)
    }

    fn methods(&self) -> impl Iterator<Item = TokenStream> {
        self.operations.iter().map(|item| self.method(item))
    }

    fn method(&self, item: &OperationItem<'_>) -> TokenStream {
        let operation = item.operation;
        let name = format_ident!("{}", operation.name);
        let example = Example {
            item,
            api: self.api,
            crate_name: self.crate_name,
        }
        .doc_test();
        let docs = DocComment::from_docs(&operation.docs, || {
            format!("`{} {}`", operation.method, operation.path)
        })
        .and(item.facts())
        .and(example);
        let deprecated = operation.docs.deprecated.then(|| quote!(#[deprecated]));
        let method = Method { item, name: &name };
        let has_fields = item.has_required_body() && !item.body_fields().is_empty();
        let functions = match item.body().filter(|_| has_fields) {
            Some(body) => method.with_fields(&body),
            None => method.plain(),
        };
        quote!(#docs #deprecated #functions)
    }

    fn builder_methods(&self) -> impl Iterator<Item = TokenStream> {
        let schemes = self
            .api
            .schemes
            .iter()
            .enumerate()
            .map(|(index, scheme)| credential(index, scheme));
        schemes.chain(self.variables().map(|variable| {
            let (method, name) = (format_ident!("{}", variable.method), &variable.name);
            let what = variable
                .description
                .clone()
                .unwrap_or_else(|| format!("Sets the server's `{name}`"));
            let docs = DocComment::of(what.trim().to_owned());
            quote! {
                #docs
                pub fn #method(self, value: impl Into<String>) -> Self {
                    self.server_variable(#name, value.into())
                }
            }
        }))
    }
}

/// The client's function, or two of them, for an operation.
struct Method<'a> {
    item: &'a OperationItem<'a>,
    name: &'a Ident,
}

impl Method<'_> {
    /// The type of the call.
    fn call(&self) -> TokenStream {
        let ty = self.item.ident();
        quote!(runtime::Call<operations::#ty>)
    }

    /// Everything that is required is an argument.
    fn plain(&self) -> TokenStream {
        let (name, call) = (self.name, self.call());
        let entries = self
            .item
            .batched()
            .filter(|batched| !batched.batch.request.in_body);
        let field = entries
            .as_ref()
            .map(|batched| batched.batch.request.field.as_str());
        let body = self.item.body().map(|body| {
            let name = format_ident!("body");
            let argument = if self.item.body_fields().is_empty() {
                Argument::new(self.item.api, &name, &body)
            } else {
                Argument {
                    declared: body.to_token_stream(),
                    value: name.to_token_stream(),
                }
            };
            (name, argument)
        });
        let (body, optional_body) = if self.item.has_required_body() {
            (body, None)
        } else {
            (None, body)
        };
        let arguments = self.item.arguments().into_iter().chain(body);
        let declared: Vec<_> = arguments
            .filter(|(name, _)| Some(name.to_string().as_str()) != field)
            .map(|(name, argument)| declare(&name, &argument))
            .collect();
        if let Some(batched) = entries {
            let literal = self.item.literal_without(false, field);
            return self.with_entries(&batched, &declared, None, &literal);
        }
        let literal = self.item.literal(false);
        let with =
            optional_body.map(|(body, argument)| self.with(&declared, &declare(&body, &argument)));
        quote! {
            pub fn #name(&self, #(#declared),*) -> #call {
                let operation = #literal;
                runtime::internal::call(&self.0, operation)
            }
            #with
        }
    }

    /// The function that takes the body whole.
    fn with(&self, declared: &[TokenStream], body: &TokenStream) -> TokenStream {
        let (name, call, literal) = (self.name, self.call(), self.item.literal(true));
        let with = with_name(name);
        let docs = DocComment::of(format!(
            "[`{name}`](Self::{name}) with a body that is given whole."
        ));
        let deprecated = self
            .item
            .operation
            .docs
            .deprecated
            .then(|| quote!(#[deprecated]));
        quote! {
            #docs
            #deprecated
            pub fn #with(&self, #(#declared,)* #body) -> #call {
                let operation = #literal;
                runtime::internal::call(&self.0, operation)
            }
        }
    }

    /// What is required of the body is an argument too; a second function takes the body whole.
    fn with_fields(&self, body: &Type) -> TokenStream {
        let (name, call) = (self.name, self.call());
        let with = with_name(name);
        let arguments = self.item.arguments();
        let names: Vec<_> = arguments.iter().map(|(name, _)| name).collect();
        let declared: Vec<_> = arguments
            .iter()
            .map(|(name, argument)| declare(name, argument))
            .collect();
        let fields = self.required_fields(&names);
        let first = if let Some(batched) = self.item.batched() {
            self.batch_with_fields(&batched, body, &arguments, &fields)
        } else {
            let own = fields
                .iter()
                .map(|field| declare(&field.name, &field.argument));
            let values = fields.iter().map(|field| &field.name);
            quote! {
                pub fn #name(&self, #(#declared,)* #(#own),*) -> #call {
                    self.#with(#(#names,)* #body::new(#(#values),*))
                }
            }
        };
        let with = self.with(&declared, &quote!(body: #body));
        quote!(#first #with)
    }

    /// The same for a batch, whose entries are kept as they are given.
    fn batch_with_fields(
        &self,
        batched: &BatchedItem<'_>,
        body: &Type,
        arguments: &[(Ident, Argument)],
        fields: &[RequiredField],
    ) -> TokenStream {
        let request = &batched.batch.request;
        let is_field = |name: &Ident| request.in_body && *name == request.field;
        let is_argument = |name: &Ident| !request.in_body && *name == request.field;
        let arguments = arguments.iter().filter(|(name, _)| !is_argument(name));
        let arguments = arguments.map(|(name, argument)| declare(name, argument));
        let own = fields.iter().filter(|field| !is_field(&field.name));
        let own = own.map(|field| declare(&field.name, &field.argument));
        let declared: Vec<_> = arguments.chain(own).collect();
        let values = fields.iter().map(|field| {
            if is_field(&field.name) {
                quote!([])
            } else {
                field.name.to_token_stream()
            }
        });
        let body = quote!(let body = #body::new(#(#values),*););
        let entries = (!request.in_body).then_some(request.field.as_str());
        let literal = self.item.literal_without(true, entries);
        self.with_entries(batched, &declared, Some(&body), &literal)
    }

    /// A function that keeps the entries of a batch as they are given, until they are sent.
    fn with_entries(
        &self,
        batched: &BatchedItem<'_>,
        declared: &[TokenStream],
        body: Option<&TokenStream>,
        literal: &TokenStream,
    ) -> TokenStream {
        let (name, ty) = (self.name, self.item.ident());
        let request = &batched.batch.request;
        let entries = if request.is_body() {
            format_ident!("entries")
        } else {
            format_ident!("{}", request.field)
        };
        let bound = batched
            .entry()
            .map(|entry| entry_bound(self.item.api, &entry));
        quote! {
            pub fn #name<I>(
                &self,
                #(#declared,)*
                #entries: I
            ) -> runtime::BatchCall<operations::#ty, I>
            where
                I: IntoIterator<#bound>,
            {
                #body
                let operation = #literal;
                runtime::internal::batch_call(&self.0, operation, #entries)
            }
        }
    }

    fn required_fields(&self, taken: &[&Ident]) -> Vec<RequiredField> {
        let required = self
            .item
            .body_fields()
            .into_iter()
            .filter(|(_, field)| is_required(field));
        required
            .map(|(_, field)| {
                let name = if taken.contains(&&field.name) {
                    format_ident!("{}_field", field.name)
                } else {
                    field.name.clone()
                };
                let argument = Argument::setter(
                    self.item.api,
                    &name,
                    &self.item.qualified(&field.value),
                    field.presence,
                );
                RequiredField { name, argument }
            })
            .collect()
    }
}

fn with_name(name: &Ident) -> Ident {
    format_ident!("{}_with", name.to_string().trim_end_matches('_'))
}

struct RequiredField {
    name: Ident,
    argument: Argument,
}

/// What an iterator's items must be, to become entries of type `entry`.
fn entry_bound(api: &Api, entry: &Type) -> TokenStream {
    let declared = Argument::new(api, &format_ident!("entry"), entry).declared;
    let is_plain = declared.to_string() == entry.to_token_stream().to_string();
    if is_plain {
        quote!(Item = #entry)
    } else {
        quote!(Item: Into<#entry>)
    }
}

fn declare(name: &Ident, argument: &Argument) -> TokenStream {
    let declared = &argument.declared;
    quote!(#name: #declared)
}

fn credential(index: usize, scheme: &Scheme) -> TokenStream {
    let method = format_ident!("{}", scheme.method);
    let index = proc_macro2::Literal::usize_unsuffixed(index);
    let what = scheme
        .description
        .clone()
        .unwrap_or_else(|| format!("Sets the `{}` credential.", scheme.name));
    let docs = DocComment::of(what.trim().to_owned());
    if scheme.kind == SchemeKind::Basic {
        return quote! {
            #docs
            pub fn #method(self, username: impl Into<String>, password: impl Into<String>) -> Self {
                self.basic(#index, username.into(), password.into())
            }
        };
    }
    let name = method.clone();
    quote! {
        #docs
        pub fn #method(self, #name: impl Into<String>) -> Self {
            self.credential(#index, #name.into())
        }
    }
}

impl ToTokens for ClientItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let marker = super::marker(self.api);
        let docs = DocComment::of(format!(
            "A client for {}. It is cheap to clone, and clones share their connections.",
            self.api.title
        ));
        let construction = self.construction();
        let methods = self.methods();
        let builder_methods: Vec<_> = self.builder_methods().collect();
        let builder_methods = (!builder_methods.is_empty()).then(|| {
            quote! {
                impl ClientBuilder {
                    #(#builder_methods)*
                }
            }
        });
        tokens.extend(quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct Client(runtime::internal::Transport<#marker>);
            impl Client {
                #construction
                #(#methods)*
            }
            impl From<runtime::internal::Transport<#marker>> for Client {
                fn from(transport: runtime::internal::Transport<#marker>) -> Self {
                    Self(transport)
                }
            }
            #builder_methods
        });
    }
}
