//! Emits the checks of constraints before a request is sent.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use serde_json::Number;

use crate::model::{Bound, Constraints, Model, Type};

/// Whether the type is, or contains, a named type with checks.
pub(super) fn reaches_checked(model: &Model, ty: &Type) -> bool {
    ty.any(|ty| matches!(ty, Type::Named(id) if model.named(*id).is_checked))
}

/// One statement per constraint. An empty name stands for the checked value itself.
pub(super) fn checks(
    name: &str,
    value: &TokenStream,
    constraints: &Constraints,
) -> Vec<TokenStream> {
    let mut lines = Vec::new();
    let counts = [
        ("min_length", constraints.min_length),
        ("max_length", constraints.max_length),
        ("min_items", constraints.min_items),
        ("max_items", constraints.max_items),
        ("min_properties", constraints.min_properties),
        ("max_properties", constraints.max_properties),
    ];
    for (method, count) in counts {
        if let Some(count) = count {
            let (method, count) = (format_ident!("{method}"), Literal::u64_unsuffixed(count));
            lines.push(quote!(check.#method(#name, #value, #count);));
        }
    }
    if let Some(pattern) = &constraints.pattern {
        lines.push(quote!(check.pattern(#name, #value, internal::regex!(#pattern));));
    }
    let bounds = [
        ("minimum", "exclusive_minimum", &constraints.minimum),
        ("maximum", "exclusive_maximum", &constraints.maximum),
    ];
    for (inclusive, exclusive, bound) in bounds {
        if let Some(bound) = bound {
            let Bound {
                value: limit,
                exclusive: is_exclusive,
            } = bound;
            let method = format_ident!("{}", if *is_exclusive { exclusive } else { inclusive });
            let limit = number(limit);
            lines.push(quote!(check.#method(#name, #value, #limit);));
        }
    }
    if let Some(step) = &constraints.multiple_of {
        let step = number(step);
        lines.push(quote!(check.multiple_of(#name, #value, #step);));
    }
    if constraints.unique_items {
        lines.push(quote!(check.unique_items(#name, #value);));
    }
    let inner = [
        ("each", "item", &constraints.items),
        ("each_value", "value", &constraints.values),
    ];
    for (method, inner, constraints) in inner {
        if let Some(constraints) = constraints {
            let (method, inner) = (format_ident!("{method}"), format_ident!("{inner}"));
            let inner_checks = checks("", &inner.to_token_stream(), constraints);
            lines
                .push(quote!(check.#method(#name, #value, |check, #inner| { #(#inner_checks)* });));
        }
    }
    lines
}

/// A literal with a suffix if its value does not fit into `i32`, the default type of integer literals.
fn number(number: &Number) -> TokenStream {
    let suffix = match (number.as_i64(), number.as_u64()) {
        (Some(integer), _) if i32::try_from(integer).is_err() => "_i64",
        (None, Some(_)) => "_u64",
        _ => "",
    };
    format!("{number}{suffix}")
        .parse()
        .expect("a JSON number is a Rust literal")
}
