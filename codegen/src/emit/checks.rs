//! Emits the checks of constraints before a request is sent.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use serde_json::Number;

use crate::model::{Bound, Constraints, Model, Type};

/// Whether the type is, or contains, a named type with checks.
///
/// The items of a tuple are not checked by their types.
pub(super) fn reaches_checked(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            reaches_checked(model, inner)
        }
        Type::Named(id) => model.named(*id).is_checked,
        _ => false,
    }
}

/// Whether equality of the values is exact, so that the type implements `Eq` and `Hash`.
pub(super) fn is_exact(model: &Model, ty: &Type) -> bool {
    !ty.any(|ty| match ty {
        Type::Float(_) => true,
        Type::Named(id) => !model.named(*id).is_exact,
        _ => false,
    })
}

/// One statement per constraint. An empty name stands for the checked value itself, and `is_exact` is
/// that of its type.
pub(super) fn checks(
    name: &str,
    value: &TokenStream,
    is_exact: bool,
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
    if constraints.is_finite {
        lines.push(quote!(check.finite(#name, #value);));
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
        let method = if is_exact {
            quote!(unique_items)
        } else {
            quote!(unique_inexact_items)
        };
        lines.push(quote!(check.#method(#name, #value);));
    }
    let inner = [
        ("each", "item", &constraints.items),
        ("each_value", "value", &constraints.values),
    ];
    for (method, inner, constraints) in inner {
        if let Some(constraints) = constraints {
            let (method, inner) = (format_ident!("{method}"), format_ident!("{inner}"));
            let inner_checks = checks("", &inner.to_token_stream(), is_exact, constraints);
            lines
                .push(quote!(check.#method(#name, #value, |check, #inner| { #(#inner_checks)* });));
        }
    }
    if !constraints.tuple.is_empty() {
        let inner = quote!(items);
        let items = constraints.tuple.iter().enumerate();
        let items = items.filter(|(_, constraints)| !constraints.is_empty());
        let items = items.map(|(index, constraints)| {
            let position = Literal::usize_unsuffixed(index);
            let inner_checks = checks("", &quote!(&#inner.#position), is_exact, constraints);
            quote!(check.item(#position, |check| { #(#inner_checks)* });)
        });
        lines.push(quote!(check.tuple(#name, #value, |check, #inner| { #(#items)* });));
    }
    lines
}

/// The statements that check a value. If it is secret, no violation shows it.
pub(super) fn hiding(is_secret: bool, lines: Vec<TokenStream>) -> Vec<TokenStream> {
    if !is_secret || lines.is_empty() {
        return lines;
    }
    vec![quote!(check.secret(|check| { #(#lines)* });)]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::test_support::{concat, model, object, statements};
    use crate::model::{Float, TypeId};

    fn number(value: i64) -> Number {
        Number::from(value)
    }

    #[test]
    fn each_constraint_is_one_statement() {
        let none = Constraints::default;
        let bound = |exclusive| {
            Some(Bound {
                value: number(3),
                exclusive,
            })
        };
        let length = Constraints {
            max_length: Some(8),
            ..none()
        };
        let cases = [
            (none(), quote!()),
            (
                length.clone(),
                quote!(check.max_length("name", &self.name, 8);),
            ),
            (
                Constraints {
                    min_items: Some(1),
                    unique_items: true,
                    ..none()
                },
                quote! {
                    check.min_items("name", &self.name, 1);
                    check.unique_items("name", &self.name);
                },
            ),
            (
                Constraints {
                    pattern: Some("^a".to_owned()),
                    ..none()
                },
                quote!(check.pattern("name", &self.name, internal::regex!("^a"));),
            ),
            (
                Constraints {
                    minimum: bound(false),
                    maximum: bound(true),
                    multiple_of: Some(number(5)),
                    ..none()
                },
                quote! {
                    check.minimum("name", &self.name, 3);
                    check.exclusive_maximum("name", &self.name, 3);
                    check.multiple_of("name", &self.name, 5);
                },
            ),
            (
                Constraints {
                    items: Some(Box::new(length.clone())),
                    ..none()
                },
                quote! {
                    check.each("name", &self.name, |check, item| { check.max_length("", item, 8); });
                },
            ),
            (
                Constraints {
                    values: Some(Box::new(length)),
                    ..none()
                },
                quote! {
                    check.each_value("name", &self.name, |check, value| { check.max_length("", value, 8); });
                },
            ),
        ];
        for (constraints, expected) in cases {
            let lines = concat(checks("name", &quote!(&self.name), true, &constraints));
            assert_eq!(statements(lines), statements(expected), "{constraints:?}");
        }
    }

    #[test]
    fn the_checks_of_a_secret_are_marked() {
        let constraints = Constraints {
            max_length: Some(8),
            ..Constraints::default()
        };
        let lines = |constraints| checks("name", &quote!(&self.name), true, constraints);
        let plain = quote!(check.max_length("name", &self.name, 8););
        let expected = quote! {
            check.secret(|check| { check.max_length("name", &self.name, 8); });
        };
        let emitted = |is_secret| statements(concat(hiding(is_secret, lines(&constraints))));
        assert_eq!(emitted(false), statements(plain));
        assert_eq!(emitted(true), statements(expected));
        assert!(hiding(true, lines(&Constraints::default())).is_empty());
    }

    #[test]
    fn items_without_exact_equality_are_compared_in_pairs() {
        let mut types = vec![object("Exact", Vec::new()), object("Other", Vec::new())];
        types[1].is_exact = false;
        let model = model(types, Vec::new());
        let named = |index| Type::Named(TypeId(index));
        let cases = [
            (Type::String, "unique_items"),
            (Type::Float(Float::F64), "unique_inexact_items"),
            (named(0), "unique_items"),
            (named(1), "unique_inexact_items"),
        ];
        let unique = Constraints {
            unique_items: true,
            ..Constraints::default()
        };
        for (item, method) in cases {
            let is_exact = is_exact(&model, &Type::List(Box::new(item)));
            let lines = concat(checks("name", &quote!(&self.name), is_exact, &unique));
            let method = format_ident!("{method}");
            let expected = quote!(check.#method("name", &self.name););
            assert_eq!(statements(lines), statements(expected));
        }
    }

    #[test]
    fn a_number_above_i32_has_a_suffix() {
        let cases = [
            (number(7), "7"),
            (number(-7), "- 7"),
            (number(1 << 40), "1099511627776_i64"),
            (Number::from(u64::MAX), "18446744073709551615_u64"),
        ];
        for (value, expected) in cases {
            assert_eq!(super::number(&value).to_string(), expected);
        }
    }

    #[test]
    fn a_list_of_a_checked_type_is_checked() {
        let mut types = vec![object("Checked", Vec::new()), object("Other", Vec::new())];
        types[0].is_checked = true;
        let model = model(types, Vec::new());
        let list_of = |index| Type::List(Box::new(Type::Named(TypeId(index))));
        assert!(reaches_checked(&model, &list_of(0)));
        assert!(!reaches_checked(&model, &list_of(1)));
    }
}
