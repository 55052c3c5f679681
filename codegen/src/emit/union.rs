//! Emits a union of schemas as an enum.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::checks::{checks, reaches_checked};
use super::type_context::TypeContext;
use super::{Piece, Rows, Table, enum_};
use crate::model::{Type, Union, UnionVariant};
use crate::surface::{Family, RustType, Scope};

pub(super) fn union(file: &TypeContext<'_>, union: &Union) -> Vec<Piece> {
    file.imports.internal();
    let declaration = enum_::declaration(file.surface, Scope::Types, &file.imports);
    let conversions = file.surface.own_traits().filter_map(|conversion| {
        if conversion.path != "From" {
            return None;
        }
        self::conversion(file, union, conversion.arguments.first()?)
    });
    let conversions = conversions.collect::<TokenStream>();
    let validation = validation(file, union);
    vec![
        Piece::Items(declaration),
        Piece::Table(Table {
            path: Family::Union.macro_path(),
            name: file.named.name.clone(),
            rows: Rows::Values(
                union
                    .variants
                    .iter()
                    .map(|it| row(file, union, it))
                    .collect(),
            ),
            suffix: "",
        }),
        Piece::Items(quote!(#conversions #validation)),
    ]
}

/// The row of a variant: its type, and its discriminator property and values.
fn row(file: &TypeContext<'_>, union: &Union, variant: &UnionVariant) -> String {
    let ty = RustType::of(file.model, &variant.ty);
    let literal = |text: &String| Literal::string(text).to_string();
    let (tag, values) = match &union.tag {
        Some(tag) => {
            let values: Vec<_> = variant.values.iter().map(literal).collect();
            (format!("Some({})", literal(tag)), values.join(", "))
        }
        None => ("None".to_owned(), String::new()),
    };
    format!(
        "{} = ({}, {tag}, &[{values}])",
        variant.name,
        ty.in_scope(Scope::Types)
    )
}

/// `From` for a type that occurs in only one variant.
fn conversion(file: &TypeContext<'_>, union: &Union, ty: &RustType) -> Option<TokenStream> {
    let mut variants = union.variants.iter();
    let variant = variants.find(|it| RustType::of(file.model, it.ty.unboxed()) == *ty)?;
    let (name, ty) = (format_ident!("{}", file.named.name), file.ty(ty));
    let held = if let Type::Boxed(_) = variant.ty {
        quote!(Box::new(value))
    } else {
        quote!(value)
    };
    let variant = format_ident!("{}", variant.name);
    Some(quote! {
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                Self::#variant(#held)
            }
        }
    })
}

fn validation(file: &TypeContext<'_>, union: &Union) -> Option<TokenStream> {
    let arms = union.variants.iter().filter_map(|variant| {
        let mut lines = checks("", &quote!(value), &variant.constraints);
        if reaches_checked(file.model, &variant.ty) {
            lines.push(quote!(internal::Validate::validate(value, check);));
        }
        let variant = format_ident!("{}", variant.name);
        (!lines.is_empty()).then(|| quote!(Self::#variant(value) => { #(#lines)* }))
    });
    let arms = arms.collect::<TokenStream>();
    file.validation(&[quote!(match self { #arms _ => {} })])
}
