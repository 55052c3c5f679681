//! What every emitter about a type needs of it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::deprecated;
use super::imports::Imports;
use crate::model::{Model, NamedType};
use crate::surface::{RustType, Scope, TypeSurface};

/// A type whose file is being emitted.
pub(super) struct TypeContext<'a> {
    pub model: &'a Model,
    pub named: &'a NamedType,
    pub surface: &'a TypeSurface,
    pub imports: Imports,
}

impl TypeContext<'_> {
    pub(super) fn ty(&self, ty: &RustType) -> TokenStream {
        self.imports.ty(ty, Scope::Types)
    }

    /// What stands before the declaration.
    pub(super) fn attributes(&self) -> TokenStream {
        if self.surface.derives.contains(&"Serialize") {
            self.imports.serde();
        }
        attributes(self.surface)
    }

    /// The type's own checks, if it has any.
    pub(super) fn validation(&self, lines: &[TokenStream]) -> Option<TokenStream> {
        if !self.named.is_checked {
            return None;
        }
        let (name, internal) = (
            format_ident!("{}", self.named.name),
            self.imports.internal(),
        );
        Some(quote! {
            impl #internal::Validate for #name {
                fn validate(&self, check: &mut #internal::Check) {
                    #(#lines)*
                }
            }
        })
    }
}

/// What stands before a declaration: documentation, what is derived, and whether it may grow.
pub(super) fn attributes(surface: &TypeSurface) -> TokenStream {
    let docs = &surface.docs;
    let deprecated = deprecated(surface.is_deprecated);
    let derives = surface.derives.iter();
    let derives = derives.map(|derive| format_ident!("{derive}"));
    let non_exhaustive = surface
        .is_non_exhaustive()
        .then(|| quote!(#[non_exhaustive]));
    quote!(#docs #deprecated #[derive(#(#derives),*)] #non_exhaustive)
}
