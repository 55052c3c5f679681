//! Emits enums. An enum is open if it occurs in responses, and closed if it occurs only in requests.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use serde_json::Value;

use super::condition::condition;
use super::imports::Imports;
use super::type_context::{TypeContext, attributes, exactness};
use super::{Piece, Rows, Table, debug};
use crate::model::{Enum, EnumKind, EnumValue};
use crate::surface::{Family, Scope, TypeSurface, Variant};

/// The declaration of an enum and the table of its values.
pub(super) fn enum_(file: &TypeContext<'_>, item: &Enum) -> Vec<Piece> {
    file.imports.internal();
    let rows = item.values.iter();
    let rows = rows.map(|it| format!("{} = {}", it.variant, literal(it, item.kind)));
    let rows = Rows::Values(rows.collect());
    let table = file.surface.family.map(|family| {
        Piece::Table(Table {
            path: family.macro_path(),
            name: file.named.name.clone(),
            rows,
            suffix: match (family, file.named.is_secret) {
                (Family::OpenScalars, false) => " Unknown",
                (Family::OpenScalars, true) => " Unknown => secret",
                (family, true) if family.is_closed() => " => secret",
                _ => "",
            },
        })
    });
    let declaration = declaration(file.surface, Scope::Types, &file.imports);
    let debug = debug::of_type(file);
    [Piece::Items(quote!(#declaration #debug))]
        .into_iter()
        .chain(table)
        .collect()
}

/// The declaration of an enum.
pub(super) fn declaration(surface: &TypeSurface, scope: Scope, imports: &Imports) -> TokenStream {
    let (name, attributes) = (format_ident!("{}", surface.name), attributes(surface));
    let variants = surface.variants().iter();
    let variants = variants.map(|it| variant(it, scope, imports));
    let exactness = exactness(surface);
    quote! {
        #attributes
        pub enum #name {
            #(#variants)*
        }
        #exactness
    }
}

/// A variant of an enum.
fn variant(variant: &Variant, scope: Scope, imports: &Imports) -> TokenStream {
    let (docs, name) = (&variant.docs, format_ident!("{}", variant.name));
    let held = variant.held.as_ref().map(|held| {
        let held = imports.ty(held, scope);
        quote!((#held))
    });
    let (docs, condition) = (docs.to_token_stream(), condition(&variant.features));
    quote!(#docs #condition #name #held,)
}

/// A value as a literal. Numbers in an enum of scalars have a suffix.
fn literal(value: &EnumValue, kind: EnumKind) -> String {
    let suffix = match &value.value {
        Value::Number(number) if kind == EnumKind::Scalars => match number {
            number if number.is_i64() => "i64",
            number if number.is_u64() => "u64",
            _ => "f64",
        },
        _ => "",
    };
    match &value.value {
        Value::String(text) => proc_macro2::Literal::string(text).to_string(),
        other => format!("{other}{suffix}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diagnostic::Span;
    use crate::emit::test_support::{items, model, named, of_type};
    use crate::model::{Shape, Usage};

    fn value(value: Value, variant: &str) -> EnumValue {
        EnumValue {
            value,
            variant: variant.to_owned(),
            name: None,
            description: None,
            span: Span::default(),
        }
    }

    /// The declaration of an enum with one value, its rows and the suffix of its table.
    fn emitted(
        kind: EnumKind,
        item: EnumValue,
        usage: Usage,
    ) -> (String, Vec<String>, &'static str) {
        let item = Enum {
            kind,
            values: vec![item],
        };
        let mut status = named("Status", Shape::Enum(item.clone()));
        status.usage = usage;
        let model = model(vec![status], Vec::new());
        let pieces = of_type(&model, |file| enum_(file, &item));
        let [Piece::Items(declaration), Piece::Table(table)] = &pieces[..] else {
            panic!("an enum is a declaration and a table");
        };
        let Rows::Values(rows) = &table.rows else {
            panic!("an enum has rows of values");
        };
        (items(declaration), rows.clone(), table.suffix)
    }

    const RESPONSE: Usage = Usage {
        request: false,
        response: true,
    };
    const REQUEST: Usage = Usage {
        request: true,
        response: false,
    };

    #[test]
    fn an_enum_of_responses_keeps_unknown_values() {
        let (declaration, rows, _) =
            emitted(EnumKind::Strings, value(json!("open"), "Open"), RESPONSE);
        let expected = quote! {
            /// The `Status` enum.
            #[derive(Clone, Debug, PartialEq, Hash)]
            #[non_exhaustive]
            pub enum Status {
                /// The value `open`.
                Open,
                /// A value that is unknown to this version of the crate.
                Unknown(runtime::UnknownValue),
            }
            impl Eq for Status {}
        };
        assert_eq!(declaration, items(expected));
        assert_eq!(rows, [r#"Open = "open""#]);
    }

    #[test]
    fn an_enum_of_requests_has_only_its_values() {
        let (declaration, _, _) = emitted(EnumKind::Integers, value(json!(2), "Two"), REQUEST);
        assert!(!declaration.contains("Unknown"), "{declaration}");
        assert!(declaration.contains("Copy"), "{declaration}");
    }

    #[test]
    fn the_errors_of_a_secret_enum_show_no_value() {
        let values = [
            (EnumKind::Strings, json!("a"), REQUEST, " => secret"),
            (EnumKind::Strings, json!("a"), RESPONSE, ""),
            (EnumKind::Integers, json!(2), REQUEST, " => secret"),
            (EnumKind::Integers, json!(2), RESPONSE, ""),
            (EnumKind::Scalars, json!(true), REQUEST, " => secret"),
            (
                EnumKind::Scalars,
                json!(true),
                RESPONSE,
                " Unknown => secret",
            ),
        ];
        for (kind, json, usage, expected) in values {
            let item = Enum {
                kind,
                values: vec![value(json, "Value")],
            };
            let mut pin = named("Pin", Shape::Enum(item.clone()));
            (pin.usage, pin.is_secret) = (usage, true);
            let model = model(vec![pin], Vec::new());
            let suffixes = of_type(&model, |file| {
                let pieces = enum_(file, &item).into_iter();
                let suffixes = pieces.filter_map(|piece| match piece {
                    Piece::Table(table) => Some(table.suffix),
                    Piece::Items(_) => None,
                });
                suffixes.collect::<Vec<_>>()
            });
            assert_eq!(suffixes, [expected], "{kind:?}");
        }
    }

    #[test]
    fn a_number_has_a_suffix_among_scalars_only() {
        let cases = [
            (EnumKind::Integers, json!(2), "Value = 2", ""),
            (EnumKind::Scalars, json!(2), "Value = 2i64", " Unknown"),
            (
                EnumKind::Scalars,
                json!(u64::MAX),
                "Value = 18446744073709551615u64",
                " Unknown",
            ),
            (EnumKind::Scalars, json!(0.5), "Value = 0.5f64", " Unknown"),
            (EnumKind::Scalars, json!(true), "Value = true", " Unknown"),
        ];
        for (kind, json, row, suffix) in cases {
            let (_, rows, found) = emitted(kind, value(json, "Value"), RESPONSE);
            assert_eq!(rows, [row]);
            assert_eq!(found, suffix, "{row}");
        }
    }
}
