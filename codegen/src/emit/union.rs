//! Emits a union of schemas as an enum.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::checks::{checks, hiding, is_exact, reaches_checked};
use super::type_context::TypeContext;
use super::{Piece, Rows, Table, debug, enum_};
use crate::model::{OtherValues, Type, Union, UnionVariant};
use crate::surface::{Family, RustType, Scope};

pub(super) fn union(file: &TypeContext<'_>, union: &Union) -> Vec<Piece> {
    file.imports.internal();
    let declaration = enum_::declaration(file.surface, Scope::Types, &file.imports);
    let debug = debug::of_type(file);
    let variants = file.surface.variants().iter().zip(&union.variants);
    let variants = variants.filter(|(surface, _)| surface.has_from);
    let conversions = variants.map(|(_, variant)| conversion(file, variant));
    let conversions = conversions.collect::<TokenStream>();
    let validation = validation(file, union);
    vec![
        Piece::Items(quote!(#declaration #debug)),
        Piece::Table(Table {
            path: Family::Union.macro_path(),
            name: file.named.name.clone(),
            rows: Rows::Values(union.variants.iter().map(|it| row(union, it)).collect()),
            suffix: "",
        }),
        Piece::Items(quote!(#conversions #validation)),
    ]
}

/// The row of a variant: its discriminator property and values, and what other values mean.
fn row(union: &Union, variant: &UnionVariant) -> String {
    let literal = |text: &String| Literal::string(text).to_string();
    let (tag, values) = match &union.tag {
        Some(tag) => {
            let values: Vec<_> = variant.values.iter().map(literal).collect();
            (format!("Some({})", literal(tag)), values.join(", "))
        }
        None => ("None".to_owned(), String::new()),
    };
    let others = match variant.others {
        OtherValues::Possible => "",
        OtherValues::Excluded => ", Excluded",
        OtherValues::Selected => ", Selected",
    };
    format!("{} = ({tag}, &[{values}]{others})", variant.name)
}

/// `From` for a type that occurs in only one variant.
fn conversion(file: &TypeContext<'_>, variant: &UnionVariant) -> TokenStream {
    let ty = file.ty(&RustType::of(file.model, variant.ty.unboxed()));
    let name = format_ident!("{}", file.named.name);
    let held = if let Type::Boxed(_) = variant.ty {
        quote!(Box::new(value))
    } else {
        quote!(value)
    };
    let variant = format_ident!("{}", variant.name);
    quote! {
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                Self::#variant(#held)
            }
        }
    }
}

fn validation(file: &TypeContext<'_>, union: &Union) -> Option<TokenStream> {
    let arms = union.variants.iter().filter_map(|variant| {
        let is_exact = is_exact(file.model, &variant.ty);
        let mut lines = checks("", &quote!(value), is_exact, &variant.constraints);
        if reaches_checked(file.model, &variant.ty) {
            lines.push(quote!(internal::Validate::validate(value, check);));
        }
        let variant = format_ident!("{}", variant.name);
        (!lines.is_empty()).then(|| quote!(Self::#variant(value) => { #(#lines)* }))
    });
    let arms = arms.collect::<TokenStream>();
    let lines = vec![quote!(match self { #arms _ => {} })];
    file.validation(&hiding(file.named.is_secret, lines))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::emit::test_support::{items, model, named, object, of_type};
    use crate::model::{Constraints, Model, OtherValues, Shape, TypeId};

    fn variant(name: &str, ty: Type) -> UnionVariant {
        UnionVariant {
            name: name.to_owned(),
            description: None,
            values: vec![name.to_lowercase()],
            others: OtherValues::Possible,
            ty,
            constraints: Constraints::default(),
            span: Span::default(),
        }
    }

    fn pet(tag: Option<&str>, variants: Vec<UnionVariant>) -> Model {
        let union = Union {
            tag_span: None,
            mapping: Vec::new(),
            tag: tag.map(ToOwned::to_owned),
            variants,
        };
        let types = vec![named("Pet", Shape::Union(union)), object("Cat", Vec::new())];
        model(types, Vec::new())
    }

    /// The rows of the variants, and the implementations after the table.
    fn emitted(model: &Model) -> (Vec<String>, String) {
        let Shape::Union(item) = &model.types[0].shape else {
            panic!("the type is a union");
        };
        let pieces = of_type(model, |file| union(file, item));
        let [_, Piece::Table(table), Piece::Items(others)] = &pieces[..] else {
            panic!("a union is a declaration, a table and its implementations");
        };
        let Rows::Values(rows) = &table.rows else {
            panic!("a union has rows of values");
        };
        (rows.clone(), items(others))
    }

    #[test]
    fn a_row_has_the_discriminator_of_its_variant() {
        let variants = || vec![variant("Cat", Type::Named(TypeId(1)))];
        let (rows, _) = emitted(&pet(Some("kind"), variants()));
        assert_eq!(rows, [r#"Cat = (Some("kind"), &["cat"])"#]);
        let (rows, _) = emitted(&pet(None, variants()));
        assert_eq!(rows, ["Cat = (None, &[])"]);
        let mut only = variants();
        only[0].others = OtherValues::Excluded;
        let (rows, _) = emitted(&pet(Some("kind"), only));
        assert_eq!(rows, [r#"Cat = (Some("kind"), &["cat"], Excluded)"#]);
    }

    #[test]
    fn a_type_of_one_variant_converts_into_the_union() {
        let cat = Type::Boxed(Box::new(Type::Named(TypeId(1))));
        let variants = vec![
            variant("Cat", cat),
            variant("Name", Type::String),
            variant("Id", Type::String),
        ];
        let (_, others) = emitted(&pet(None, variants));
        let expected = quote! {
            impl From<Cat> for Pet {
                fn from(value: Cat) -> Self {
                    Self::Cat(Box::new(value))
                }
            }
        };
        assert_eq!(others, items(expected));
    }

    #[test]
    fn only_variants_with_constraints_are_checked() {
        let mut name = variant("Name", Type::String);
        name.constraints.max_length = Some(8);
        let mut model = pet(None, vec![name, variant("Flag", Type::Bool)]);
        model.types[0].is_checked = true;
        let Shape::Union(item) = &model.types[0].shape else {
            panic!("the type is a union");
        };
        let validation = of_type(&model, |file| validation(file, item));
        let expected = quote! {
            impl internal::Validate for Pet {
                fn validate(&self, check: &mut internal::Check) {
                    match self {
                        Self::Name(value) => {
                            check.max_length("", value, 8);
                        }
                        _ => {}
                    }
                }
            }
        };
        assert_eq!(items(validation), items(expected));
    }
}
