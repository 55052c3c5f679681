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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::test_support::model;
    use crate::surface::Surface;

    #[test]
    fn each_line_is_an_attribute_and_starts_with_a_space() {
        let mut model = model(Vec::new(), Vec::new());
        model.description = Some("All pets.".to_owned());
        let docs = Surface::of(&model, "client").docs;
        let outer = quote! {
            #[doc = " Pets."]
            #[doc = ""]
            #[doc = " All pets."]
        };
        assert_eq!(docs.to_token_stream().to_string(), outer.to_string());
        let file = quote! {
            #![doc = " Pets."]
            #![doc = ""]
            #![doc = " All pets."]
        };
        assert_eq!(inner(&docs).to_string(), file.to_string());
    }
}
