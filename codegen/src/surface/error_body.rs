//! The bodies of error answers, as one enum for the document.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use crate::api::Api;
use crate::refine::Types;

pub(super) struct ErrorBodyItem<'a> {
    pub api: &'a Api,
    pub types: &'a Types,
}

impl ErrorBodyItem<'_> {
    /// The named schemas of error answers, in the document's order.
    fn schemas(&self) -> Vec<&str> {
        let used = |name: &str| {
            self.api
                .operations
                .iter()
                .flat_map(|operation| &operation.errors)
                .any(|answer| answer.schema.as_deref() == Some(name))
        };
        self.api
            .schemas
            .keys()
            .map(String::as_str)
            .filter(|name| used(name))
            .collect()
    }
}

impl ToTokens for ErrorBodyItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let schemas = self.schemas();
        let eq = schemas
            .iter()
            .all(|name| self.types.has_eq(name))
            .then(|| quote!(, Eq));
        let variants = schemas.iter().map(|name| {
            let docs = format!(" A [`{name}`](types::{name}).");
            let name = format_ident!("{name}");
            quote! {
                #[doc = #docs]
                #name(types::#name),
            }
        });
        tokens.extend(quote! {
            /// The body of an error answer.
            #[derive(Clone, Debug, PartialEq #eq)]
            #[non_exhaustive]
            pub enum ErrorBody {
                #(#variants)*
                /// JSON of any shape.
                Json(serde_json::Value),
            }
        });
    }
}
