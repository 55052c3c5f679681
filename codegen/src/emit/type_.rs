//! A type of the document in a file of its own.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use serde_json::Value;

use super::imports::Imports;
use super::object::object;
use super::union::union;
use super::{Piece, Rows, Table, deprecated};
use crate::model::{Enum, EnumKind, EnumValue, Model, NamedType, Shape};
use crate::surface::{RustType, Scope, TypeKind, TypeSurface, Variant};

pub(super) struct TypeFile<'a> {
    pub model: &'a Model,
    pub named: &'a NamedType,
    pub surface: &'a TypeSurface,
    pub imports: Imports,
}

impl TypeFile<'_> {
    /// The file: its imports, the type, and what belongs to it.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let mut pieces = match &self.named.shape {
            Shape::Object(item) => vec![Piece::Items(object(self, item))],
            Shape::Enum(item) => self.enum_pieces(item),
            Shape::Union(item) => union(self, item),
            Shape::Newtype(_, constraints) => {
                vec![Piece::Items(self.newtype(constraints))]
            }
            Shape::Answers(_) => vec![Piece::Items(self.enum_declaration())],
        };
        pieces.insert(0, Piece::Items(self.imports.of_type(&self.named.name)));
        pieces
    }

    /// What stands before a declaration: documentation, and what is derived.
    pub(super) fn attributes(&self) -> TokenStream {
        let docs = &self.surface.docs;
        let deprecated = deprecated(self.surface.is_deprecated);
        let derives = self
            .surface
            .derives
            .iter()
            .map(|derive| format_ident!("{derive}"));
        if self.surface.derives.contains(&"Serialize") {
            self.imports.serde();
        }
        quote!(#docs #deprecated #[derive(#(#derives),*)])
    }

    /// The declaration of an enum.
    pub(super) fn enum_declaration(&self) -> TokenStream {
        let TypeKind::Enum(variants) = &self.surface.kind else {
            return TokenStream::new();
        };
        let (name, attributes) = (format_ident!("{}", self.named.name), self.attributes());
        let variants = variants
            .iter()
            .map(|it| variant(it, Scope::Types, &self.imports));
        quote! {
            #attributes
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
            }
        }
    }

    fn enum_pieces(&self, item: &Enum) -> Vec<Piece> {
        self.imports.internal();
        let is_open = self.named.is_open();
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
            Piece::Items(self.enum_declaration()),
            Piece::Table(Table {
                path,
                name: self.named.name.clone(),
                rows: Rows::Values(rows.collect()),
                suffix: if is_open && item.kind == EnumKind::Scalars {
                    " Unknown"
                } else {
                    ""
                },
            }),
        ]
    }

    fn newtype(&self, constraints: &crate::model::Constraints) -> TokenStream {
        let TypeKind::Newtype(inner) = &self.surface.kind else {
            return TokenStream::new();
        };
        let name = format_ident!("{}", self.named.name);
        let attributes = self.attributes();
        let inner = self.imports.ty(inner, Scope::Types);
        let validate = self.newtype_validation(constraints);
        quote! {
            #attributes
            #[serde(transparent)]
            pub struct #name(pub #inner);
            impl std::ops::Deref for #name {
                type Target = #inner;
                fn deref(&self) -> &#inner {
                    &self.0
                }
            }
            impl From<#inner> for #name {
                fn from(value: #inner) -> Self {
                    Self(value)
                }
            }
            #validate
        }
    }

    fn newtype_validation(&self, constraints: &crate::model::Constraints) -> Option<TokenStream> {
        let Shape::Newtype(ty, _) = &self.named.shape else {
            return None;
        };
        let mut lines = super::checks::checks("", &quote!(&self.0), constraints);
        if super::checks::reaches_checked(self.model, ty) {
            lines.push(quote!(check.nested("", &self.0);));
        }
        self.validation(&lines)
    }

    /// The type's own checks, if it has any.
    pub(super) fn validation(&self, lines: &[TokenStream]) -> Option<TokenStream> {
        if !self.named.is_checked {
            return None;
        }
        let (name, internal) = (
            format_ident!("{}", self.named.name),
            self.imports.internal(),
        );
        Some(quote! {
            impl #internal::Validate for #name {
                fn validate(&self, check: &mut #internal::Check) {
                    #(#lines)*
                }
            }
        })
    }

    pub(super) fn ty(&self, ty: &RustType) -> TokenStream {
        self.imports.ty(ty, Scope::Types)
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
