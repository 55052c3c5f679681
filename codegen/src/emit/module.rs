//! Emits the module of a document: its documentation, its submodules and its description for the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::imports::Imports;
use super::{alternatives, docs, enum_, examples, type_context, webhooks};
use crate::model::{
    Model, RateClass, RateLimits, ResetForm, ResetHeader, Scheme, SchemeKind, Server,
    ServerVariable,
};
use crate::surface::{CLI, Scope, Surface, TEST_UTIL, TypeKind, base_url_env};

pub(super) struct ModuleFile<'a> {
    pub model: &'a Model,
    pub surface: &'a Surface,
    /// Whether the module has the commands of a program.
    pub has_commands: bool,
}

impl ModuleFile<'_> {
    fn document(&self) -> TokenStream {
        let marker = format_ident!("{}", self.surface.marker.name);
        let attributes = type_context::attributes(&self.surface.marker);
        let Model {
            module,
            title,
            servers,
            schemes,
            security,
            rate_limits,
            ..
        } = self.model;
        let base_url_env = base_url_env(self.model);
        let (servers, schemes) = (servers.iter().map(server), schemes.iter().map(scheme));
        let limits = limits(rate_limits);
        let security = alternatives(security);
        let json = match &self.surface.error_body.kind {
            TypeKind::Enum(variants) => variants.last(),
            _ => None,
        };
        let json = format_ident!("{}", json.map_or("Json", |variant| &variant.name));
        quote! {
            #attributes
            pub struct #marker;
            impl runtime::sealed::Sealed for #marker {}
            impl runtime::ApiDocument for #marker {
                type Client = Client;
                type ErrorBody = ErrorBody;
                const API: internal::Api = internal::Api {
                    name: #module,
                    title: #title,
                    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
                    base_url_env: #base_url_env,
                    servers: &[#(#servers),*],
                    schemes: &[#(#schemes),*],
                    security: #security,
                    limits: #limits,
                };
                fn error(body: &[u8]) -> Option<ErrorBody> {
                    internal::read::json(body).ok().map(ErrorBody::#json)
                }
            }
        }
    }

    fn aliases(&self) -> TokenStream {
        let aliases = self.surface.aliases.iter().map(|alias| {
            let (docs, name) = (&alias.docs, format_ident!("{}", alias.name));
            let ty = alias.ty.in_scope(Scope::Module);
            let condition = alias.feature.map(|name| quote!(#[cfg(feature = #name)]));
            quote!(#docs #condition pub type #name = #ty;)
        });
        aliases.collect()
    }
}

impl ToTokens for ModuleFile<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let docs = docs::inner(&self.surface.docs);
        let (aliases, document) = (self.aliases(), self.document());
        let error_body = &self.surface.error_body;
        let error_body = enum_::declaration(error_body, Scope::Module, &Imports::default());
        let allow = self
            .model
            .has_deprecated()
            .then(|| quote!(#![allow(deprecated)]));
        let examples = (!self.model.types.is_empty()).then(|| {
            let module = format_ident!("{}", examples::MODULE);
            quote!(#[cfg(feature = #TEST_UTIL)] mod #module;)
        });
        let has_operations = !self.model.operations.is_empty();
        let mock = has_operations.then(|| {
            quote!(
                #[cfg(feature = #TEST_UTIL)]
                mod mock;
            )
        });
        let cli = self.has_commands.then(|| {
            quote!(
                #[cfg(feature = #CLI)]
                #[doc(hidden)]
                pub mod cli;
            )
        });
        let webhooks = self.surface.webhooks.as_ref().map(|_| {
            let module = format_ident!("{}", webhooks::MODULE);
            quote!(pub mod #module;)
        });
        let module = &self.model.module;
        let allow_unused = self.model.has_parts().then(
            || quote!(#![cfg_attr(not(feature = #module), allow(dead_code, unused_imports))]),
        );
        tokens.extend(quote! {
            #docs
            #allow
            #allow_unused
            #cli
            mod client;
            #examples
            #mock
            pub mod operations;
            pub mod types;
            #webhooks
            pub use client::Client;
            use crate::runtime::{self, internal};
            #aliases
            #document
            #error_body
        });
    }
}

fn limits(limits: &RateLimits) -> TokenStream {
    if limits.classes.is_empty() {
        return quote!(internal::RateLimits::NONE);
    }
    let classes = limits.classes.iter().map(|class| {
        let RateClass {
            name,
            methods,
            requests,
            seconds,
            sliding,
        } = class;
        let requests = Literal::u64_unsuffixed(*requests);
        let seconds = Literal::u64_unsuffixed(*seconds);
        let kind = format_ident!("{}", if *sliding { "sliding" } else { "fixed" });
        quote!(internal::RateClass::#kind(#name, &[#(#methods),*], #requests, #seconds))
    });
    let header = |name: &Option<String>, usual: &str| {
        name.as_ref()
            .map_or_else(|| usual.to_owned(), |name| name.to_lowercase())
    };
    let limit = header(&limits.limit_header, "x-ratelimit-limit");
    let remaining = header(&limits.remaining_header, "x-ratelimit-remaining");
    let reset = match &limits.reset {
        None => quote!(None),
        Some(ResetHeader { name, form }) => {
            let name = name.to_lowercase();
            let form = match form {
                ResetForm::UnixSeconds => quote!(UnixSeconds),
                ResetForm::Seconds => quote!(Seconds),
            };
            quote!(Some((#name, internal::ResetFormat::#form)))
        }
    };
    quote! {
        internal::RateLimits {
            classes: &[#(#classes),*],
            headers: internal::RateHeaders { limit: #limit, remaining: #remaining, reset: #reset },
        }
    }
}

fn server(server: &Server) -> TokenStream {
    let url = &server.url;
    if server.variables.is_empty() {
        return quote!(internal::Server::new(#url));
    }
    let variables = server.variables.iter().map(|variable| {
        let ServerVariable {
            name,
            method,
            env,
            default,
            values,
            ..
        } = variable;
        let default = if let Some(default) = default {
            quote!(Some(#default))
        } else {
            quote!(None)
        };
        quote! {
            internal::ServerVariable {
                name: #name,
                method: #method,
                env: #env,
                default: #default,
                values: &[#(#values),*],
            }
        }
    });
    quote!(internal::Server { url: #url, variables: &[#(#variables),*] })
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let Scheme {
        name,
        method,
        env,
        kind,
        ..
    } = scheme;
    let kind = match kind {
        SchemeKind::Header(name) => quote!(Header(#name)),
        SchemeKind::Query(name) => quote!(Query(#name)),
        SchemeKind::Cookie(name) => quote!(Cookie(#name)),
        SchemeKind::Authorization(prefix) => quote!(Authorization(#prefix)),
        SchemeKind::Basic => quote!(Basic),
    };
    quote! {
        internal::Scheme { name: #name, method: #method, env: #env, kind: internal::SchemeKind::#kind }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::emit::test_support::{PATHS, expression, items, model};

    #[test]
    fn rate_limits_have_their_classes_and_headers() {
        let limits = RateLimits {
            classes: vec![RateClass {
                name: "reads".to_owned(),
                methods: vec!["GET".to_owned()],
                requests: 20,
                seconds: 60,
                sliding: true,
            }],
            limit_header: Some("X-Limit".to_owned()),
            remaining_header: None,
            reset: Some(ResetHeader {
                name: "X-Reset".to_owned(),
                form: ResetForm::UnixSeconds,
            }),
            span: None,
        };
        let expected = quote!(internal::RateLimits {
            classes: &[internal::RateClass::sliding("reads", &["GET"], 20, 60)],
            headers: internal::RateHeaders {
                limit: "x-limit",
                remaining: "x-ratelimit-remaining",
                reset: Some(("x-reset", internal::ResetFormat::UnixSeconds)),
            },
        });
        assert_eq!(expression(super::limits(&limits)), expression(expected));
        let none = quote!(internal::RateLimits::NONE);
        assert_eq!(
            expression(super::limits(&RateLimits::default())),
            expression(none)
        );
    }

    #[test]
    fn a_server_has_its_variables() {
        let mut server = Server {
            url: "https://{org}.example.com".to_owned(),
            variables: Vec::new(),
            span: Span::default(),
        };
        let plain = quote!(internal::Server::new("https://{org}.example.com"));
        assert_eq!(expression(super::server(&server)), expression(plain));
        server.variables.push(ServerVariable {
            name: "org".to_owned(),
            description: None,
            method: "org".to_owned(),
            env: "PETS_ORG".to_owned(),
            default: Some("a".to_owned()),
            values: vec!["a".to_owned()],
            span: Span::default(),
        });
        let expected = quote!(internal::Server {
            url: "https://{org}.example.com",
            variables: &[internal::ServerVariable {
                name: "org",
                method: "org",
                env: "PETS_ORG",
                default: Some("a"),
                values: &["a"],
            }],
        });
        assert_eq!(expression(super::server(&server)), expression(expected));
    }

    #[test]
    fn a_module_allows_the_use_of_its_deprecated_items() {
        let mut model = model(
            vec![crate::emit::test_support::object("Pet", Vec::new())],
            Vec::new(),
        );
        let emitted = |model: &Model| {
            let surface = &Surface::of(model, PATHS);
            items(ModuleFile {
                model,
                surface,
                has_commands: false,
            })
        };
        assert!(!emitted(&model).contains("#![allow(deprecated)]"));
        model.types[0].docs.deprecated = true;
        assert!(emitted(&model).contains("#![allow(deprecated)]"));
    }
}
