//! Emits enums. An enum is open if it occurs in responses, and closed if it occurs only in requests.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use serde_json::Value;

use super::imports::Imports;
use super::type_context::{TypeContext, attributes};
use super::{Piece, Rows, Table};
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
            suffix: if family == Family::OpenScalars {
                " Unknown"
            } else {
                ""
            },
        })
    });
    let declaration = declaration(file.surface, Scope::Types, &file.imports);
    [Piece::Items(declaration)]
        .into_iter()
        .chain(table)
        .collect()
}

/// The declaration of an enum.
pub(super) fn declaration(surface: &TypeSurface, scope: Scope, imports: &Imports) -> TokenStream {
    let (name, attributes) = (format_ident!("{}", surface.name), attributes(surface));
    let variants = surface.variants().iter();
    let variants = variants.map(|it| variant(it, scope, imports));
    quote! {
        #attributes
        pub enum #name {
            #(#variants)*
        }
    }
}

/// A variant of an enum.
fn variant(variant: &Variant, scope: Scope, imports: &Imports) -> TokenStream {
    let (docs, name) = (&variant.docs, format_ident!("{}", variant.name));
    let held = variant.held.as_ref().map(|held| {
        let held = imports.ty(held, scope);
        quote!((#held))
    });
    let docs = docs.to_token_stream();
    quote!(#docs #name #held,)
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
