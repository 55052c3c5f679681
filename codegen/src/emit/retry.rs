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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::test_support::{body, input, members, operation};
    use crate::model::Type;

    fn find(rule: Option<RetryRule>, is_body_required: bool) -> Operation {
        Operation {
            body: Some(body(Type::Json, is_body_required)),
            retry: rule,
            ..operation("find_pets")
        }
    }

    #[test]
    fn the_http_method_decides_without_a_rule() {
        assert!(idempotency(&find(None, true)).is_none());
    }

    #[test]
    fn a_rule_decides_whether_a_request_is_idempotent() {
        let unless = |location, presence| {
            RetryRule::Unless(vec![input(location, "after", Type::String, presence)])
        };
        let cases = [
            (RetryRule::Always, true, quote!(Idempotent)),
            (RetryRule::Never, true, quote!(NotIdempotent)),
            (
                unless(InputLocation::Field, Presence::OptionalNullable),
                true,
                quote!(unless([self.body.after.is_some()])),
            ),
            (
                unless(InputLocation::Field, Presence::Optional),
                false,
                quote!(unless([self
                    .body
                    .as_ref()
                    .is_some_and(|body| body.after.is_some())])),
            ),
            (
                unless(InputLocation::Parameter, Presence::Collection),
                true,
                quote!(unless([!self.after.is_empty()])),
            ),
        ];
        for (rule, is_body_required, expected) in cases {
            let message = format!("{rule:?}");
            let function = idempotency(&find(Some(rule), is_body_required));
            let expected = quote! {
                fn idempotency(&self) -> runtime::Idempotency {
                    runtime::Idempotency::#expected
                }
            };
            assert_eq!(members(function), members(expected), "{message}");
        }
    }
}
