//! The path of a type or trait that is not part of the document.

use std::fmt;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

/// The path of a type or trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RustPath {
    /// A name that is in scope without its module, such as `String`, `i64` or `Self`.
    Name(&'static str),
    /// An item of the module `runtime`.
    Runtime(&'static str),
    /// An item of another crate: `std::collections::BTreeMap`.
    External(&'static [&'static str]),
}

impl RustPath {
    pub(crate) const BTREE_MAP: Self = Self::External(&["std", "collections", "BTreeMap"]);
    pub(crate) const INFALLIBLE: Self = Self::External(&["std", "convert", "Infallible"]);
    pub(crate) const JSON: Self = Self::External(&["serde_json", "Value"]);

    /// The name without its modules.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Name(name) => name,
            Self::Runtime(path) => path.rsplit("::").next().unwrap_or(path),
            Self::External(segments) => segments.last().copied().unwrap_or_default(),
        }
    }
}

impl fmt::Display for RustPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Runtime(path) => write!(f, "runtime::{path}"),
            Self::External(segments) => f.write_str(&segments.join("::")),
        }
    }
}

impl ToTokens for RustPath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Name(name) => format_ident!("{name}").to_token_stream(),
            Self::Runtime(path) => {
                let segments = path.split("::").map(|segment| format_ident!("{segment}"));
                quote!(runtime::#(#segments)::*)
            }
            Self::External(segments) => {
                let segments = segments.iter().map(|segment| format_ident!("{segment}"));
                quote!(#(#segments)::*)
            }
        });
    }
}
