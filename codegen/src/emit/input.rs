//! Where a call holds an input.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{AnswerPath, Input, InputLocation, Presence, Type};

/// The expression for the field that holds it.
pub(super) fn place(input: &Input) -> TokenStream {
    let field = format_ident!("{}", input.field);
    match input.location {
        InputLocation::Field => quote!(self.body.#field),
        InputLocation::Parameter | InputLocation::Body => quote!(self.#field),
    }
}

/// The way into an answer, as field accesses.
pub(super) fn path(path: &AnswerPath) -> TokenStream {
    let fields = path
        .steps
        .iter()
        .map(|step| format_ident!("{}", step.field));
    quote!(#(#fields).*)
}

/// An expression of a field's type as an `Option` of its value.
pub(super) fn as_option(field: &TokenStream, presence: Presence) -> TokenStream {
    match presence {
        Presence::Required | Presence::Collection | Presence::Rest => quote!(Some(#field)),
        Presence::RequiredNullable | Presence::Optional => quote!(#field),
        Presence::OptionalNullable => quote!(#field.and_then(runtime::Nullable::into_option)),
    }
}

/// A value as it is stored in a field.
pub(super) fn stored(value: &TokenStream, presence: Presence) -> TokenStream {
    match presence {
        Presence::Required | Presence::Collection | Presence::Rest => quote!(#value),
        Presence::RequiredNullable | Presence::Optional => quote!(Some(#value)),
        Presence::OptionalNullable => quote!(Some(runtime::Nullable::Value(#value))),
    }
}

/// The value at a place that is borrowed.
pub(super) fn copied(place: &TokenStream, ty: &Type) -> TokenStream {
    if ty.is_copy() {
        quote!(#place)
    } else {
        quote!(#place.clone())
    }
}
