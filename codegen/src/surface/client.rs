//! The client: how it is made, and one method an operation.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::argument::Argument;
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
        let variables = DocComment::of(format!("Creates a client from the environment.\n\n{}", self.environment()));
        quote! {
            /// Starts to build a client.
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new()
            }
            #variables
            ///
            /// # Errors
            ///
            /// When a variable is missing or cannot be used; the error names it.
            pub fn from_env() -> Result<Self, runtime::BuildError> {
                ClientBuilder::from_env().build()
            }
        }
    }

    /// What each environment variable is for, as a list.
    fn environment(&self) -> String {
        let mut lines = Vec::new();
        for scheme in &self.api.schemes {
            let what = scheme.description.as_deref().and_then(|text| text.lines().next()).unwrap_or("A credential.");
            match scheme.kind {
                SchemeKind::Basic => {
                    lines.push(format!("- `{0}_USERNAME` and `{0}_PASSWORD`: {what}", scheme.env));
                }
                _ => lines.push(format!("- `{}`: {what}", scheme.env)),
            }
        }
        for variable in self.variables() {
            let what = variable.description.as_deref().unwrap_or("Part of the server's URL.");
            lines.push(format!("- `{}` (optional): {}", variable.env, what.lines().next().unwrap_or_default()));
        }
        let base_url = super::base_url_env(self.api);
        lines.push(format!("- `{base_url}` (optional): where the API is served, instead of the document's server."));
        lines.join("\n")
    }

    /// From nothing to an answer, for the module's documentation.
    pub(super) fn first_example(&self) -> String {
        let Some(item) = self.operations.first() else { return String::new() };
        let call = Example { item, api: self.api, crate_name: self.crate_name }.call();
        format!(
            "```no_run\nuse {0}::{1}::{{Client, types::*}};\n\n\
             # async fn example() -> Result<(), Box<dyn std::error::Error>> {{\n\
             let client = Client::from_env()?;\nlet answer = {call}.await?;\n# Ok(())\n# }}\n```",
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
        let (name, ty) = (format_ident!("{}", operation.name), item.ident());
        let example = Example { item, api: self.api, crate_name: self.crate_name }.doc_test();
        let docs = DocComment::from_docs(&operation.docs, || format!("`{} {}`", operation.method, operation.path))
            .and(example);
        let deprecated = operation.docs.deprecated.then(|| quote!(#[deprecated]));
        let arguments = item.arguments();
        let declared: Vec<_> = arguments.iter().map(|(name, argument)| declare(name, argument)).collect();
        let literal = item.literal();
        let Some(body) = item.body() else {
            return quote! {
                #docs
                #deprecated
                pub fn #name(&self, #(#declared),*) -> runtime::Call<operations::#ty> {
                    runtime::Call::new(&self.0, #literal)
                }
            };
        };
        let fields = item.body_fields();
        if fields.is_empty() {
            let body_type = Argument::new(&format_ident!("body"), &body).declared;
            return quote! {
                #docs
                #deprecated
                pub fn #name(&self, #(#declared,)* body: #body_type) -> runtime::Call<operations::#ty> {
                    runtime::Call::new(&self.0, #literal)
                }
            };
        }
        let with = format_ident!("{}_with", operation.name);
        let with_docs = DocComment::of(format!("[`{name}`](Self::{name}) with a body that is given whole.", name = operation.name));
        let names: Vec<_> = arguments.iter().map(|(name, _)| name).collect();
        let required: Vec<_> = fields
            .iter()
            .filter(|(_, field)| is_required(field))
            .map(|(_, field)| {
                let field_type = item.qualified(&field.value);
                let taken = names.contains(&&field.name);
                let name = if taken { format_ident!("{}_field", field.name) } else { field.name.clone() };
                let argument = Argument::setter(&name, &field_type, field.presence);
                (name, argument)
            })
            .collect();
        let required_declared = required.iter().map(|(name, argument)| declare(name, argument));
        let required_names = required.iter().map(|(name, _)| name);
        quote! {
            #docs
            #deprecated
            pub fn #name(&self, #(#declared,)* #(#required_declared),*) -> runtime::Call<operations::#ty> {
                self.#with(#(#names,)* #body::new(#(#required_names),*))
            }
            #with_docs
            #deprecated
            pub fn #with(&self, #(#declared,)* body: #body) -> runtime::Call<operations::#ty> {
                runtime::Call::new(&self.0, #literal)
            }
        }
    }

    fn builder_methods(&self) -> impl Iterator<Item = TokenStream> {
        let schemes = self.api.schemes.iter().enumerate().map(|(index, scheme)| credential(index, scheme));
        schemes.chain(self.variables().map(|variable| {
            let (method, name) = (format_ident!("{}", variable.method), &variable.name);
            let what = variable.description.clone().unwrap_or_else(|| format!("Sets the server's `{name}`"));
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

fn declare(name: &syn::Ident, argument: &Argument) -> TokenStream {
    let declared = &argument.declared;
    quote!(#name: #declared)
}

fn credential(index: usize, scheme: &Scheme) -> TokenStream {
    let method = format_ident!("{}", scheme.method);
    let index = proc_macro2::Literal::usize_unsuffixed(index);
    let what = scheme.description.clone().unwrap_or_else(|| format!("Sets the `{}` credential.", scheme.name));
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
            pub struct Client(runtime::Transport<#marker>);
            impl Client {
                #construction
                #(#methods)*
            }
            impl From<runtime::Transport<#marker>> for Client {
                fn from(transport: runtime::Transport<#marker>) -> Self {
                    Self(transport)
                }
            }
            #builder_methods
        });
    }
}
