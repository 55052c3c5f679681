//! An enum schema: open where it is read, closed where it is only sent.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use serde_json::Value;

use super::docs::DocComment;
use crate::api::{Docs, EnumKind, EnumValue, Schema};

pub(super) struct EnumItem<'a> {
    pub name: &'a str,
    pub schema: &'a Schema,
    pub values: &'a [EnumValue],
    pub kind: EnumKind,
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
        let is_open = self.is_open();
        let derive = if is_open {
            quote!(Clone, Debug, PartialEq, Eq, Hash)
        } else {
            quote!(Clone, Copy, Debug, PartialEq, Eq, Hash)
        };
        let (unknown, table) = match (self.kind, is_open) {
            (EnumKind::Texts, true) => (quote!(UnknownValue), quote!(open_enum!)),
            (EnumKind::Texts, false) => (quote!(), quote!(closed_enum!)),
            (EnumKind::Integers, true) => (quote!(UnknownNumber), quote!(open_number_enum!)),
            (EnumKind::Integers, false) => (quote!(), quote!(closed_number_enum!)),
            (EnumKind::Scalars, _) => (quote!(UnknownScalar), quote!(scalar_enum!)),
        };
        let unknown = is_open.then(|| {
            quote! {
                /// A value that this version of the crate does not know.
                Unknown(runtime::#unknown),
            }
        });
        let open = (is_open && self.kind == EnumKind::Scalars).then(|| quote!(Unknown));
        let rows = self.values.iter().map(|value| {
            let literal = literal(&value.value, self.kind);
            let variant = format_ident!("{}", value.variant);
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
            runtime::internal::#table { #name { #(#rows)* } #open }
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

/// A value as a literal; among several kinds, numbers tell theirs.
fn literal(value: &Value, kind: EnumKind) -> TokenStream {
    let suffix = match value {
        Value::Number(number) if kind == EnumKind::Scalars => match number {
            number if number.is_i64() => "i64",
            number if number.is_u64() => "u64",
            _ => "f64",
        },
        _ => "",
    };
    match value {
        Value::String(text) => Literal::string(text).to_token_stream(),
        other => format!("{other}{suffix}")
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
