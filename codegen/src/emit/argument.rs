//! How the stored value is made of an argument.

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

/// The member of a literal that is made of an argument: `name`, or `name: value`.
pub(super) fn member(field: &str, argument: &Argument) -> TokenStream {
    let name = format_ident!("{field}");
    let is_same = argument.conversion == Conversion::None && !argument.is_some;
    if is_same && argument.name == field {
        return name.to_token_stream();
    }
    let value = value(argument);
    quote!(#name: #value)
}
