//! Emits the conversion of an argument into the stored value.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use crate::surface::{Argument, Conversion};

/// The expression for the value of an argument.
pub(super) fn value(argument: &Argument) -> TokenStream {
    let name = format_ident!("{}", argument.name);
    let value = match argument.conversion {
        Conversion::None => name.to_token_stream(),
        Conversion::Into => quote!(#name.into()),
        Conversion::Boxed => quote!(Box::new(#name.into())),
        Conversion::Collect => quote!(#name.into_iter().collect()),
        Conversion::CollectInto => quote!(#name.into_iter().map(Into::into).collect()),
        Conversion::CollectPairs => {
            quote!(#name.into_iter().map(|(key, value)| (key.into(), value)).collect())
        }
        Conversion::CollectPairsInto => {
            quote!(#name.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
        }
        Conversion::IntoOption => quote!(#name.into().into_option()),
    };
    if argument.is_some {
        quote!(Some(#value))
    } else {
        value
    }
}

/// The field of a struct expression that is set from an argument: `name`, or `name: value`.
pub(super) fn member(field: &str, argument: &Argument) -> TokenStream {
    let name = format_ident!("{field}");
    let is_same = argument.conversion == Conversion::None && !argument.is_some;
    if is_same && argument.name == field {
        return name.to_token_stream();
    }
    let value = value(argument);
    quote!(#name: #value)
}

#[cfg(test)]
mod tests {
    use syn::{Expr, FieldValue, parse_quote};

    use super::*;
    use crate::surface::{ArgumentRole, RustType};

    fn argument(conversion: Conversion, is_some: bool) -> Argument {
        Argument {
            name: "tags".to_owned(),
            ty: RustType::plain("String"),
            conversion,
            is_some,
            role: ArgumentRole::Body,
        }
    }

    #[test]
    fn a_conversion_is_an_expression_of_the_argument() {
        let cases: [(Conversion, bool, Expr); 9] = [
            (Conversion::None, false, parse_quote!(tags)),
            (Conversion::None, true, parse_quote!(Some(tags))),
            (Conversion::Into, false, parse_quote!(tags.into())),
            (
                Conversion::Boxed,
                true,
                parse_quote!(Some(Box::new(tags.into()))),
            ),
            (
                Conversion::Collect,
                false,
                parse_quote!(tags.into_iter().collect()),
            ),
            (
                Conversion::CollectInto,
                false,
                parse_quote!(tags.into_iter().map(Into::into).collect()),
            ),
            (
                Conversion::CollectPairs,
                false,
                parse_quote!(
                    tags.into_iter()
                        .map(|(key, value)| (key.into(), value))
                        .collect()
                ),
            ),
            (
                Conversion::CollectPairsInto,
                false,
                parse_quote!(
                    tags.into_iter()
                        .map(|(key, value)| (key.into(), value.into()))
                        .collect()
                ),
            ),
            (
                Conversion::IntoOption,
                false,
                parse_quote!(tags.into().into_option()),
            ),
        ];
        for (conversion, is_some, expected) in cases {
            let value: Expr = parse_quote(value(&argument(conversion, is_some)));
            assert_eq!(value, expected);
        }
    }

    #[test]
    fn a_field_has_the_shorthand_form_without_a_conversion() {
        let cases: [(&str, Argument, FieldValue); 4] = [
            (
                "tags",
                argument(Conversion::None, false),
                parse_quote!(tags),
            ),
            (
                "tags",
                argument(Conversion::None, true),
                parse_quote!(tags: Some(tags)),
            ),
            (
                "tags",
                argument(Conversion::Into, false),
                parse_quote!(tags: tags.into()),
            ),
            (
                "labels",
                argument(Conversion::None, false),
                parse_quote!(labels: tags),
            ),
        ];
        for (field, argument, expected) in cases {
            let member: FieldValue = parse_quote(member(field, &argument));
            assert_eq!(member, expected);
        }
    }

    fn parse_quote<T: syn::parse::Parse>(tokens: TokenStream) -> T {
        syn::parse2(tokens).expect("the tokens parse")
    }
}
