//! Emits a named list or map as a tuple struct.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::checks::{checks, reaches_checked};
use super::type_context::TypeContext;
use crate::model::{Constraints, Type};
use crate::surface::RustType;

/// The struct with its conversions and checks.
pub(super) fn newtype(file: &TypeContext<'_>, ty: &Type, constraints: &Constraints) -> TokenStream {
    let name = format_ident!("{}", file.named.name);
    let attributes = file.attributes();
    let inner = file.ty(&RustType::of(file.model, ty));
    let mut lines = checks("", &quote!(&self.0), constraints);
    if reaches_checked(file.model, ty) {
        lines.push(quote!(check.nested("", &self.0);));
    }
    let validation = file.validation(&lines);
    quote! {
        #attributes
        #[serde(transparent)]
        pub struct #name(pub #inner);
        impl std::ops::Deref for #name {
            type Target = #inner;
            fn deref(&self) -> &#inner {
                &self.0
            }
        }
        impl From<#inner> for #name {
            fn from(value: #inner) -> Self {
                Self(value)
            }
        }
        #validation
    }
}
