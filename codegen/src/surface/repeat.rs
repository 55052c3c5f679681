//! What is safe to send twice.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::api::{Input, RetryRule};

/// `Operation::repeat`, where the document says more than the method does.
pub(super) fn repeat(rule: &RetryRule) -> TokenStream {
    let answer = match rule {
        RetryRule::Always => quote!(runtime::Repeat::Safe),
        RetryRule::Never => quote!(runtime::Repeat::Unsafe),
        RetryRule::Unless(inputs) => {
            let set = inputs.iter().map(is_set);
            quote!(runtime::Repeat::unless([#(#set),*]))
        }
    };
    quote! {
        fn repeat(&self) -> runtime::Repeat {
            #answer
        }
    }
}

fn is_set(input: &Input) -> TokenStream {
    let field = format_ident!("{}", input.field);
    match (input.in_body, input.required) {
        (_, true) => quote!(true),
        (true, false) => quote!(self.body.#field.is_some()),
        (false, false) => quote!(self.#field.is_some()),
    }
}
