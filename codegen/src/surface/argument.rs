//! How a value is taken from a caller: as wide as helps, as narrow as infers.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericArgument, PathArguments, Type};

use crate::api::{Api, Shape};
use crate::refine::{Presence, inner};

/// What an argument is declared as, and the expression that makes the stored value of it.
pub(super) struct Argument {
    pub declared: TokenStream,
    pub value: TokenStream,
}

impl Argument {
    /// An argument `name` for a value of type `ty`.
    ///
    /// Numbers and booleans are taken as they are, so that literals compile; collections from any iterator; the
    /// rest by `Into`.
    pub(super) fn new(api: &Api, name: &syn::Ident, ty: &Type) -> Self {
        let (declared, value) = match Taken::of(api, ty) {
            Taken::Plain => (quote!(#ty), quote!(#name)),
            Taken::Boxed(ty) => (quote!(impl Into<#ty>), quote!(Box::new(#name.into()))),
            Taken::List(item) => match Taken::of(api, &item) {
                Taken::Into if is_scalar(&item) => (
                    quote!(impl IntoIterator<Item = impl Into<#item>>),
                    quote!(#name.into_iter().map(Into::into).collect()),
                ),
                _ => (
                    quote!(impl IntoIterator<Item = #item>),
                    quote!(#name.into_iter().collect()),
                ),
            },
            Taken::Map(item) => {
                let (item, into) = match Taken::of(api, &item) {
                    Taken::Into => (quote!(impl Into<#item>), quote!(value.into())),
                    _ => (quote!(#item), quote!(value)),
                };
                (
                    quote!(impl IntoIterator<Item = (impl Into<String>, #item)>),
                    quote!(#name.into_iter().map(|(key, value)| (key.into(), #into)).collect()),
                )
            }
            Taken::Into => (quote!(impl Into<#ty>), quote!(#name.into())),
        };
        Self { declared, value }
    }

    /// An argument for a field that has `presence`, to be stored as a value that is there.
    pub(super) fn setter(api: &Api, name: &syn::Ident, ty: &Type, presence: Presence) -> Self {
        match presence {
            Presence::Required | Presence::Collection | Presence::Rest => Self::new(api, name, ty),
            Presence::RequiredNullable => Self {
                declared: quote!(impl Into<runtime::Nullable<#ty>>),
                value: quote!(#name.into().into_option()),
            },
            Presence::OptionalNullable => Self {
                declared: quote!(impl Into<runtime::Nullable<#ty>>),
                value: quote!(Some(#name.into())),
            },
            Presence::Optional => {
                let Self { declared, value } = Self::new(api, name, ty);
                Self {
                    declared,
                    value: quote!(Some(#value)),
                }
            }
        }
    }
}

enum Taken {
    Plain,
    Boxed(Type),
    List(Type),
    /// The type of its values; its keys are strings.
    Map(Type),
    Into,
}

impl Taken {
    fn of(api: &Api, ty: &Type) -> Self {
        let Type::Path(path) = ty else {
            return Self::Plain;
        };
        let Some(last) = path.path.segments.last() else {
            return Self::Plain;
        };
        if path.path.segments[0].ident == "runtime" {
            return if last.ident == "FilePart" {
                Self::Into
            } else {
                Self::Plain
            };
        }
        match last.ident.to_string().as_str() {
            "bool" | "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "f32"
            | "f64" | "Option" | "Uuid" => Self::Plain,
            "Box" => inner(ty, "Box").map_or(Self::Plain, Self::Boxed),
            "Vec" => inner(ty, "Vec").map_or(Self::Plain, Self::List),
            "Map" | "BTreeMap" => map_value(&last.arguments).map_or(Self::Plain, Self::Map),
            // Nothing else converts into a struct or an enum.
            name if api
                .schemas
                .get(name)
                .is_some_and(|schema| !matches!(schema.shape, Shape::Union(_))) =>
            {
                Self::Plain
            }
            _ => Self::Into,
        }
    }
}

/// What has values of other types that convert into it, and whose literals infer; JSON of any shape has too many.
fn is_scalar(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path
        .segments
        .last()
        .is_some_and(|last| last.ident != "Value")
}

fn map_value(arguments: &PathArguments) -> Option<Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    match arguments.args.iter().nth(1)? {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    }
}
