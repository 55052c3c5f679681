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

    /// What stands before a declaration: documentation, and what is derived.
    pub(super) fn attributes(&self) -> TokenStream {
        let docs = &self.surface.docs;
        let deprecated = deprecated(self.surface.is_deprecated);
        let derives = self
            .surface
            .derives
            .iter()
            .map(|derive| format_ident!("{derive}"));
        if self.surface.derives.contains(&"Serialize") {
            self.imports.serde();
        }
        quote!(#docs #deprecated #[derive(#(#derives),*)])
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
