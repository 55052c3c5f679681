//! Emits the function that says whether a request is idempotent.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::input::input_expr;
use crate::model::{Input, InputLocation, Operation, Presence, RetryRule};

/// `Operation::idempotency`, if the document has a retry rule. Otherwise, the HTTP method decides.
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
    test(&input_expr(input), input.presence)
}

fn test(value: &TokenStream, presence: Presence) -> TokenStream {
    match presence {
        Presence::Required | Presence::RequiredNullable => quote!(true),
        Presence::Optional | Presence::OptionalNullable => quote!(#value.is_some()),
        Presence::Collection | Presence::Rest => quote!(!#value.is_empty()),
    }
}
