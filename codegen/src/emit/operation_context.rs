//! The context that the emitters of an operation share.

use proc_macro2::TokenStream;
use quote::format_ident;
use syn::Ident;

use super::imports::Imports;
use crate::model::{Model, Operation};
use crate::refine::Request;
use crate::surface::{OperationSurface, RustType, Scope};

/// The operation whose file is emitted.
pub(super) struct OperationContext<'a> {
    pub model: &'a Model,
    pub surface: &'a OperationSurface,
    /// The name of the document's marker type.
    pub marker: &'a str,
    pub operation: &'a Operation,
    pub request: &'a Request,
    pub imports: Imports,
}

impl OperationContext<'_> {
    pub(super) fn ident(&self) -> Ident {
        format_ident!("{}", self.surface.name)
    }

    pub(super) fn ty(&self, ty: &RustType) -> TokenStream {
        self.imports.ty(ty, Scope::Module)
    }

    /// The type of a successful result.
    pub(super) fn output(&self) -> TokenStream {
        self.ty(&self.surface.output)
    }
}
