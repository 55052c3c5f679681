//! Emits accesses to inputs and to fields of responses.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Input, InputLocation, Presence, ResponsePath, Type};

/// The field that holds an input.
pub(super) fn input_expr(input: &Input) -> TokenStream {
    let field = format_ident!("{}", input.field);
    match input.location {
        InputLocation::Field => quote!(self.body.#field),
        InputLocation::Parameter | InputLocation::Body => quote!(self.#field),
    }
}

/// A path into a response, as field accesses.
pub(super) fn path(path: &ResponsePath) -> TokenStream {
    let fields = path
        .steps
        .iter()
        .map(|step| format_ident!("{}", step.field));
    quote!(#(#fields).*)
}

/// The value of a field, as an `Option`.
pub(super) fn as_option(field: &TokenStream, presence: Presence) -> TokenStream {
    match presence {
        Presence::Required | Presence::Collection | Presence::Rest => quote!(Some(#field)),
        Presence::RequiredNullable | Presence::Optional => quote!(#field),
        Presence::OptionalNullable => quote!(#field.and_then(runtime::Nullable::into_option)),
    }
}

/// A value, wrapped for a field with this presence.
pub(super) fn stored(value: &TokenStream, presence: Presence) -> TokenStream {
    match presence {
        Presence::Required | Presence::Collection | Presence::Rest => quote!(#value),
        Presence::RequiredNullable | Presence::Optional => quote!(Some(#value)),
        Presence::OptionalNullable => quote!(Some(runtime::Nullable::Value(#value))),
    }
}

/// A copy or clone of a borrowed value.
pub(super) fn copied(value: &TokenStream, ty: &Type) -> TokenStream {
    if ty.is_copy() {
        quote!(#value)
    } else {
        quote!(#value.clone())
    }
}
