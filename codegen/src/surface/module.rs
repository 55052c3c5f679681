//! The module of a document: its documentation, what it is made of, and what the runtime is told of it.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::client::ClientItem;
use super::docs::DocComment;
use super::error_body::ErrorBodyItem;
use crate::api::{Api, Docs, Scheme, SchemeKind, Server, ServerVariable};
use crate::refine::Types;

pub(super) struct ModuleItem<'a> {
    pub api: &'a Api,
    pub types: &'a Types,
    pub client: &'a ClientItem<'a>,
}

impl ModuleItem<'_> {
    fn docs(&self) -> TokenStream {
        let Api { title, description, .. } = self.api;
        let docs = Docs { summary: Some(title.clone()), description: description.clone(), deprecated: false };
        DocComment::from_docs(&docs, || title.clone()).and(self.client.first_example()).inner()
    }

    fn document(&self) -> TokenStream {
        let marker = super::marker(self.api);
        let Api { module, title, version, servers, schemes, .. } = self.api;
        let base_url_env = super::base_url_env(self.api);
        let (servers, schemes) = (servers.iter().map(server), schemes.iter().map(scheme));
        let security = super::alternatives(&self.api.security);
        let docs = format!(" The document, version {version}, for the runtime.");
        quote! {
            #[doc = #docs]
            #[derive(Clone, Copy, Debug)]
            pub struct #marker;
            impl runtime::Document for #marker {
                type Client = Client;
                type ErrorBody = ErrorBody;
                const API: runtime::Api = runtime::Api {
                    name: #module,
                    title: #title,
                    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
                    base_url_env: #base_url_env,
                    servers: &[#(#servers),*],
                    schemes: &[#(#schemes),*],
                    security: #security,
                    limits: runtime::Limits::NONE,
                };
            }
        }
    }
}

fn server(server: &Server) -> TokenStream {
    let url = &server.url;
    let variables = server.variables.iter().map(|variable| {
        let ServerVariable { name, method, env, default, values, .. } = variable;
        let default = match default {
            Some(default) => quote!(Some(#default)),
            None => quote!(None),
        };
        quote! {
            runtime::ServerVariable {
                name: #name,
                method: #method,
                env: #env,
                default: #default,
                values: &[#(#values),*],
            }
        }
    });
    quote!(runtime::Server { url: #url, variables: &[#(#variables),*] })
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let Scheme { name, method, env, kind, .. } = scheme;
    let kind = match kind {
        SchemeKind::Header(name) => quote!(runtime::SchemeKind::Header(#name)),
        SchemeKind::Query(name) => quote!(runtime::SchemeKind::Query(#name)),
        SchemeKind::Cookie(name) => quote!(runtime::SchemeKind::Cookie(#name)),
        SchemeKind::Authorization(prefix) => quote!(runtime::SchemeKind::Authorization(#prefix)),
        SchemeKind::Basic => quote!(runtime::SchemeKind::Basic),
    };
    quote!(runtime::Scheme { name: #name, method: #method, env: #env, kind: #kind })
}

impl ToTokens for ModuleItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let (docs, document) = (self.docs(), self.document());
        let error_body = ErrorBodyItem { api: self.api, types: self.types };
        let marker = super::marker(self.api);
        let client_docs = format!(" Builds a [`Client`] for {}.", self.api.title);
        let types = format_ident!("types");
        tokens.extend(quote! {
            #docs
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
