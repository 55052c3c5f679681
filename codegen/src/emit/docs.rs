//! Emits documentation as attributes, one per line.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::surface::DocComment;

impl ToTokens for DocComment {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let lines = lines(self);
        tokens.extend(quote!(#(#[doc = #lines])*));
    }
}

/// The inner documentation of a file.
pub(super) fn inner(docs: &DocComment) -> TokenStream {
    let lines = lines(docs);
    quote!(#(#![doc = #lines])*)
}

fn lines(docs: &DocComment) -> Vec<Literal> {
    docs.text()
        .lines()
        .map(|line| match line {
            "" => Literal::string(""),
            line => Literal::string(&format!(" {line}")),
        })
        .collect()
}
