//! An enum schema: open where it is read, closed where it is only sent.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use serde_json::Value;

use super::docs::DocComment;
use crate::api::{Docs, EnumValue, Schema};

pub(super) struct EnumItem<'a> {
    pub name: &'a str,
    pub schema: &'a Schema,
    pub values: &'a [EnumValue],
}

impl EnumItem<'_> {
    /// A value that is read may be newer than the document.
    fn is_open(&self) -> bool {
        self.schema.usage.response || !self.schema.usage.request
    }
}

impl ToTokens for EnumItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = format_ident!("{}", self.name);
        let docs = DocComment::from_docs(&self.schema.docs, || {
            format!("The values of `{}`.", self.name)
        });
        let deprecated = self.schema.docs.deprecated.then(|| quote!(#[deprecated]));
        let variants = self.values.iter().map(variant);
        let is_number = self.values.iter().all(|value| value.value.is_number());
        let (derive, unknown, table) = if self.is_open() {
            let (unknown, table) = if is_number {
                (
                    quote!(runtime::UnknownNumber),
                    quote!(runtime::open_number_enum!),
                )
            } else {
                (quote!(runtime::UnknownValue), quote!(runtime::open_enum!))
            };
            let unknown = quote! {
                /// A value that this version of the crate does not know.
                Unknown(#unknown),
            };
            (quote!(Clone, Debug, PartialEq, Eq, Hash), unknown, table)
        } else {
            let table = if is_number {
                quote!(runtime::closed_number_enum!)
            } else {
                quote!(runtime::closed_enum!)
            };
            (
                quote!(Clone, Copy, Debug, PartialEq, Eq, Hash),
                TokenStream::new(),
                table,
            )
        };
        let rows = self.values.iter().map(|value| {
            let (variant, literal) = (format_ident!("{}", value.variant), literal(&value.value));
            quote!(#variant = #literal,)
        });
        tokens.extend(quote! {
            #docs
            #deprecated
            #[derive(#derive)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
                #unknown
            }
            #table { #name { #(#rows)* } }
        });
    }
}

fn variant(value: &EnumValue) -> TokenStream {
    let docs = Docs {
        description: value.description.clone(),
        ..Docs::default()
    };
    let docs = DocComment::from_docs(&docs, || format!("The value `{}`.", plain(&value.value)));
    let name = format_ident!("{}", value.variant);
    quote!(#docs #name,)
}

fn literal(value: &Value) -> TokenStream {
    match value {
        Value::String(text) => Literal::string(text).to_token_stream(),
        other => other
            .to_string()
            .parse()
            .expect("a JSON scalar is a Rust literal"),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
