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
            line => literal(&format!(" {line}")),
        })
        .collect()
}

/// A string literal. Parsing one without escapes takes less time than escaping each character of the text.
fn literal(text: &str) -> Literal {
    let needs_no_escape = |byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
    let parsed = if text.bytes().all(needs_no_escape) {
        format!("\"{text}\"").parse().ok()
    } else {
        None
    };
    parsed.unwrap_or_else(|| Literal::string(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::test_support::{PATHS, model};
    use crate::surface::Surface;

    #[test]
    fn a_literal_has_the_escapes_of_its_text() {
        for text in [
            "",
            " A 'pet'.",
            "a\"b",
            "a\\b",
            "a\tb",
            "é",
            "\u{202e}",
            "/* a */ // b",
        ] {
            let expected = Literal::string(text).to_string();
            assert_eq!(literal(text).to_string(), expected);
        }
    }

    #[test]
    fn each_line_is_an_attribute_and_starts_with_a_space() {
        let mut model = model(Vec::new(), Vec::new());
        model.description = Some("All pets.".to_owned());
        let docs = Surface::of(&model, PATHS).docs;
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
