//! The module of a document: its documentation, what it is made of, and what the runtime is told of it.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::client::ClientItem;
use super::docs::DocComment;
use super::error_body::ErrorBodyItem;
use crate::api::{
    Api, Docs, RateClass, RateLimits, ResetForm, ResetHeader, Scheme, SchemeKind, Server,
    ServerVariable,
};
use crate::refine::Types;

pub(super) struct ModuleItem<'a> {
    pub api: &'a Api,
    pub types: &'a Types,
    pub client: &'a ClientItem<'a>,
}

impl ModuleItem<'_> {
    fn docs(&self) -> TokenStream {
        let Api {
            title, description, ..
        } = self.api;
        let docs = Docs {
            summary: Some(title.clone()),
            description: description.clone(),
            deprecated: false,
        };
        DocComment::from_docs(&docs, || title.clone())
            .and(self.client.first_example())
            .inner()
    }

    fn document(&self) -> TokenStream {
        let marker = super::marker(self.api);
        let Api {
            module,
            title,
            version,
            servers,
            schemes,
            ..
        } = self.api;
        let base_url_env = super::base_url_env(self.api);
        let (servers, schemes) = (servers.iter().map(server), schemes.iter().map(scheme));
        let limits = rate_limits(&self.api.rate_limits);
        let security = super::alternatives(&self.api.security);
        let docs = format!(" The document, version {version}, for the runtime.");
        quote! {
            #[doc = #docs]
            #[derive(Clone, Copy, Debug)]
            pub struct #marker;
            impl runtime::sealed::Sealed for #marker {}
            impl runtime::Document for #marker {
                type Client = Client;
                type ErrorBody = ErrorBody;
                const API: runtime::internal::Api = runtime::internal::Api {
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
                    runtime::internal::read::json(body).ok().map(ErrorBody::Json)
                }
            }
        }
    }
}

fn rate_limits(limits: &RateLimits) -> TokenStream {
    if limits.classes.is_empty() {
        return quote!(runtime::internal::Limits::NONE);
    }
    let classes = limits.classes.iter().map(|class| {
        let RateClass {
            name,
            methods,
            requests,
            seconds,
            sliding,
        } = class;
        let requests = proc_macro2::Literal::u64_unsuffixed(*requests);
        let seconds = proc_macro2::Literal::u64_unsuffixed(*seconds);
        let kind = if *sliding {
            quote!(sliding)
        } else {
            quote!(fixed)
        };
        quote!(runtime::internal::Class::#kind(#name, &[#(#methods),*], #requests, #seconds))
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
            quote!(Some((#name, runtime::internal::Reset::#form)))
        }
    };
    quote! {
        runtime::internal::Limits {
            classes: &[#(#classes),*],
            headers: runtime::internal::RateHeaders { limit: #limit, remaining: #remaining, reset: #reset },
        }
    }
}

fn server(server: &Server) -> TokenStream {
    let url = &server.url;
    if server.variables.is_empty() {
        return quote!(runtime::internal::Server::new(#url));
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
            runtime::internal::ServerVariable {
                name: #name,
                method: #method,
                env: #env,
                default: #default,
                values: &[#(#values),*],
            }
        }
    });
    quote!(runtime::internal::Server { url: #url, variables: &[#(#variables),*] })
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
        SchemeKind::Header(name) => quote!(runtime::internal::SchemeKind::Header(#name)),
        SchemeKind::Query(name) => quote!(runtime::internal::SchemeKind::Query(#name)),
        SchemeKind::Cookie(name) => quote!(runtime::internal::SchemeKind::Cookie(#name)),
        SchemeKind::Authorization(prefix) => {
            quote!(runtime::internal::SchemeKind::Authorization(#prefix))
        }
        SchemeKind::Basic => quote!(runtime::internal::SchemeKind::Basic),
    };
    quote!(runtime::internal::Scheme { name: #name, method: #method, env: #env, kind: #kind })
}

impl ToTokens for ModuleItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let (docs, document) = (self.docs(), self.document());
        let error_body = ErrorBodyItem {
            api: self.api,
            types: self.types,
        };
        let marker = super::marker(self.api);
        let client_docs = format!(" Builds a [`Client`] for {}.", self.api.title);
        let types = format_ident!("types");
        let allow = self
            .api
            .has_deprecated()
            .then(|| quote!(#![allow(deprecated)]));
        tokens.extend(quote! {
            #docs
            #allow
            mod client;
            pub mod operations;
            pub mod #types;
            pub use client::Client;
            use crate::runtime;
            #[doc = #client_docs]
            pub type ClientBuilder = runtime::ClientBuilder<#marker>;
            /// Why a call failed.
            pub type Error = runtime::Error<ErrorBody>;
            #document
            #error_body
        });
    }
}
