//! The context that the emitters of a type share.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::{condition, deprecated};
use crate::model::{Model, NamedType};
use crate::surface::{Derive, RustType, Scope, TypeSurface};

/// The type whose file is emitted.
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

    /// The attributes of the declaration.
    pub(super) fn attributes(&self) -> TokenStream {
        if self.surface.derives.contains(&Derive::Serialize) {
            self.imports.serde();
        }
        attributes(self.surface)
    }

    /// The implementation of `Validate`, if the type has checks.
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

/// The attributes of a declaration: documentation, derives and `#[non_exhaustive]`. [`exactness`] implements `Eq`, and
/// [`debug`](super::debug) `Debug` for a type with secrets.
pub(super) fn attributes(surface: &TypeSurface) -> TokenStream {
    attributes_with(surface, surface.derives.iter())
}

/// Like [`attributes`], but with these derives only.
pub(super) fn attributes_with<'a>(
    surface: &TypeSurface,
    derives: impl Iterator<Item = &'a Derive>,
) -> TokenStream {
    let docs = &surface.docs;
    let deprecated = deprecated(surface.is_deprecated);
    let is_written =
        |it: &Derive| *it == Derive::Eq || (*it == Derive::Debug && surface.hides_secrets);
    let derives = derives.filter(|it| !is_written(it));
    let derives = derives.map(|derive| format_ident!("{}", derive.name()));
    let non_exhaustive = surface
        .is_non_exhaustive()
        .then(|| quote!(#[non_exhaustive]));
    let condition = condition::shown(&surface.features);
    quote!(#docs #condition #deprecated #[derive(#(#derives),*)] #non_exhaustive)
}

/// The implementation of `Eq`, if equality is exact.
///
/// The derive macro would add a function to each type, in which rustc checks the types of the fields again.
pub(super) fn exactness(surface: &TypeSurface) -> Option<TokenStream> {
    let name = format_ident!("{}", surface.name);
    let is_exact = surface.derives.contains(&Derive::Eq);
    is_exact.then(|| quote!(impl Eq for #name {}))
}
