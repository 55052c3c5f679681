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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::test_support::{expression, field_path, input};

    #[test]
    fn a_field_of_the_body_is_accessed_through_the_body() {
        let cases = [
            (InputLocation::Parameter, quote!(self.after)),
            (InputLocation::Body, quote!(self.after)),
            (InputLocation::Field, quote!(self.body.after)),
        ];
        for (location, expected) in cases {
            let input = input(location, "after", Type::String, Presence::Optional);
            let found = input_expr(&input);
            assert_eq!(expression(found), expression(expected), "{location:?}");
        }
    }

    #[test]
    fn a_path_is_a_chain_of_fields() {
        let mut nested = field_path("meta", Type::String, Presence::Required);
        let last = field_path("next", Type::String, Presence::Optional);
        nested.steps.extend(last.steps);
        assert_eq!(path(&nested).to_string(), quote!(meta.next).to_string());
    }

    #[test]
    fn the_presence_of_a_field_decides_how_it_is_read_and_set() {
        let value = quote!(value);
        let cases = [
            (Presence::Required, quote!(Some(value)), quote!(value)),
            (Presence::Optional, quote!(value), quote!(Some(value))),
            (
                Presence::RequiredNullable,
                quote!(value),
                quote!(Some(value)),
            ),
            (
                Presence::OptionalNullable,
                quote!(value.and_then(runtime::Nullable::into_option)),
                quote!(Some(runtime::Nullable::Value(value))),
            ),
        ];
        for (presence, read, set) in cases {
            assert_eq!(expression(as_option(&value, presence)), expression(read));
            assert_eq!(expression(stored(&value, presence)), expression(set));
        }
    }

    #[test]
    fn a_value_is_cloned_unless_it_is_copy() {
        let id = quote!(self.id);
        assert_eq!(
            expression(copied(&id, &Type::Uuid)),
            expression(quote!(self.id))
        );
        let cloned = copied(&id, &Type::String);
        assert_eq!(expression(cloned), expression(quote!(self.id.clone())));
    }
}
