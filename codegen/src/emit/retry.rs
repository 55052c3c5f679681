//! What is safe to send twice.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::input::place;
use crate::model::{Input, InputLocation, Operation, Presence, RetryRule};

/// `Operation::repeat`, where the document says more than the method does.
pub(super) fn idempotency(operation: &Operation) -> Option<TokenStream> {
    let answer = match operation.retry.as_ref()? {
        RetryRule::Always => quote!(runtime::Idempotency::Idempotent),
        RetryRule::Never => quote!(runtime::Idempotency::NotIdempotent),
        RetryRule::Unless(inputs) => {
            let set = inputs.iter().map(|input| is_set(operation, input));
            quote!(runtime::Idempotency::unless([#(#set),*]))
        }
    };
    Some(quote! {
        fn idempotency(&self) -> runtime::Idempotency {
            #answer
        }
    })
}

fn is_set(operation: &Operation, input: &Input) -> TokenStream {
    if input.location == InputLocation::Field && !operation.has_required_body() {
        let field = format_ident!("{}", input.field);
        let is_set = test(&quote!(body.#field), input.presence);
        return quote!(self.body.as_ref().is_some_and(|body| #is_set));
    }
    test(&place(input), input.presence)
}

fn test(place: &TokenStream, presence: Presence) -> TokenStream {
    match presence {
        Presence::Required | Presence::RequiredNullable => quote!(true),
        Presence::Optional | Presence::OptionalNullable => quote!(#place.is_some()),
        Presence::Collection | Presence::Rest => quote!(!#place.is_empty()),
    }
}
