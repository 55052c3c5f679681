//! Emits the condition under which an item is compiled.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Features;

/// `#[cfg(…)]`, unless the item is always compiled.
pub(super) fn condition(features: &Features) -> Option<TokenStream> {
    let predicate = predicate(features)?;
    Some(quote!(#[cfg(#predicate)]))
}

/// The attribute by which the documentation shows the condition.
pub(super) fn shown(features: &Features) -> Option<TokenStream> {
    let predicate = predicate(features)?;
    Some(quote!(#[cfg_attr(docsrs, doc(cfg(#predicate)))]))
}

fn predicate(features: &Features) -> Option<TokenStream> {
    let names: Vec<_> = features.names().collect();
    match &names[..] {
        [] => None,
        [name] => Some(quote!(feature = #name)),
        names => Some(quote!(any(#(feature = #names),*))),
    }
}

/// A row of a table with its condition on a line before it.
pub(super) fn row(features: &Features, row: &str) -> String {
    match features.condition() {
        Some(condition) => format!("#[cfg({condition})]\n    {row}"),
        None => row.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::test_support::items;

    fn features(names: &[&str]) -> Features {
        names.iter().map(|name| (*name).into()).collect()
    }

    #[test]
    fn an_item_is_compiled_if_one_of_its_features_is_enabled() {
        let emitted = |names: &[&str]| {
            let condition = condition(&features(names));
            items(quote!(#condition mod pet;))
        };
        assert_eq!(
            emitted(&[]),
            items(quote!(
                mod pet;
            ))
        );
        assert_eq!(
            emitted(&["a"]),
            items(quote!(
                #[cfg(feature = "a")]
                mod pet;
            ))
        );
        let expected = quote!(
            #[cfg(any(feature = "a", feature = "b"))]
            mod pet;
        );
        assert_eq!(emitted(&["a", "b"]), items(expected));
    }

    #[test]
    fn a_row_has_its_condition_before_it() {
        for (names, expected) in [
            (&[][..], "Pet = 1"),
            (&["a"], "#[cfg(feature = \"a\")]\n    Pet = 1"),
            (
                &["a", "b"],
                "#[cfg(any(feature = \"a\", feature = \"b\"))]\n    Pet = 1",
            ),
        ] {
            assert_eq!(row(&features(names), "Pet = 1"), expected);
        }
    }
}
