//! An enum: open where it is read, closed where it is only sent.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use serde_json::Value;

use super::imports::Imports;
use super::type_context::TypeContext;
use super::{Piece, Rows, Table};
use crate::model::{Enum, EnumKind, EnumValue};
use crate::surface::{Scope, Variant};

/// The enum with the table of its values.
pub(super) fn enum_(file: &TypeContext<'_>, item: &Enum, variants: &[Variant]) -> Vec<Piece> {
    file.imports.internal();
    let is_open = file.named.is_open();
    let path = match (item.kind, is_open) {
        (EnumKind::Texts, true) => "internal::open_enum",
        (EnumKind::Texts, false) => "internal::closed_enum",
        (EnumKind::Integers, true) => "internal::open_number_enum",
        (EnumKind::Integers, false) => "internal::closed_number_enum",
        (EnumKind::Scalars, _) => "internal::scalar_enum",
    };
    let rows = item.values.iter();
    let rows = rows.map(|it| format!("{} = {}", it.variant, literal(it, item.kind)));
    vec![
        Piece::Items(declaration(file, variants)),
        Piece::Table(Table {
            path,
            name: file.named.name.clone(),
            rows: Rows::Values(rows.collect()),
            suffix: if is_open && item.kind == EnumKind::Scalars {
                " Unknown"
            } else {
                ""
            },
        }),
    ]
}

/// The declaration of an enum.
pub(super) fn declaration(file: &TypeContext<'_>, variants: &[Variant]) -> TokenStream {
    let (name, attributes) = (format_ident!("{}", file.named.name), file.attributes());
    let variants = variants
        .iter()
        .map(|it| variant(it, Scope::Types, &file.imports));
    quote! {
        #attributes
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
    }
}

/// A variant of an enum.
pub(super) fn variant(variant: &Variant, scope: Scope, imports: &Imports) -> TokenStream {
    let (docs, name) = (&variant.docs, format_ident!("{}", variant.name));
    let held = variant.held.as_ref().map(|held| {
        let held = imports.ty(held, scope);
        quote!((#held))
    });
    let docs = docs.to_token_stream();
    quote!(#docs #name #held,)
}

/// A value as a literal; among several kinds, numbers tell theirs.
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
