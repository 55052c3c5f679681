//! The declared type of an argument and its conversion into the stored value.
//!
//! Argument types are as general as type inference allows.

use super::rust_type::RustType;
use crate::model::{Model, Presence, Shape, Type};

/// An argument of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Argument {
    pub name: String,
    /// The declared type.
    pub ty: RustType,
    pub conversion: Conversion,
    /// Whether the converted value is stored in `Some`.
    pub is_some: bool,
    pub role: ArgumentRole,
}

/// What the value of an argument is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArgumentRole {
    /// The parameter of the operation with this index.
    Parameter(usize),
    /// The property of an object with this index.
    Property(usize),
    /// The whole body.
    Body,
    /// The entries of a batch.
    Entries,
    /// A setting of the client builder.
    Setting,
    /// The name or the body of a webhook.
    Payload,
}

/// The conversion of an argument into the stored value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// No conversion.
    None,
    /// `value.into()`
    Into,
    /// `Box::new(value.into())`
    Boxed,
    /// Collects the items of an iterator.
    Collect,
    /// Collects the items of an iterator and converts each by `Into`.
    CollectInto,
    /// Collects pairs of keys and values and converts the keys by `Into`.
    CollectPairs,
    /// Collects pairs of keys and values and converts both by `Into`.
    CollectPairsInto,
    /// `value.into().into_option()`, which stores null as `None`.
    IntoOption,
}

/// The kind of argument that accepts a value of some type.
enum ArgumentKind<'a> {
    Plain,
    Into,
    Boxed(&'a Type),
    List(&'a Type),
    Map(&'a Type),
}

impl Argument {
    /// An argument for a value of type `ty`.
    ///
    /// Numbers and booleans have their own type, so that the type of a literal is inferred. Lists and maps accept any
    /// iterator. Other values are converted by `Into`.
    pub(super) fn of(model: &Model, name: &str, ty: &Type, role: ArgumentRole) -> Self {
        let rust = |ty: &Type| RustType::of(model, ty);
        let (ty, conversion) = match ArgumentKind::of(model, ty) {
            ArgumentKind::Plain => (rust(ty), Conversion::None),
            ArgumentKind::Into => (rust(ty).into(), Conversion::Into),
            ArgumentKind::Boxed(ty) => (rust(ty).into(), Conversion::Boxed),
            ArgumentKind::List(item) => {
                // Too many types convert into a JSON value for the type of a literal to be inferred.
                let is_wide = matches!(ArgumentKind::of(model, item), ArgumentKind::Into)
                    && *item != Type::Json;
                let (item, conversion) = if is_wide {
                    (rust(item).into(), Conversion::CollectInto)
                } else {
                    (rust(item), Conversion::Collect)
                };
                (RustType::Iterator(Box::new(item)), conversion)
            }
            ArgumentKind::Map(value) => {
                let (value, conversion) = match ArgumentKind::of(model, value) {
                    ArgumentKind::Into => (rust(value).into(), Conversion::CollectPairsInto),
                    _ => (rust(value), Conversion::CollectPairs),
                };
                let pair = RustType::Tuple(vec![RustType::text().into(), value]);
                (RustType::Iterator(Box::new(pair)), conversion)
            }
        };
        Self {
            name: name.to_owned(),
            ty,
            conversion,
            is_some: false,
            role,
        }
    }

    /// An argument that sets a field with `presence` to a value.
    pub(super) fn setter(
        model: &Model,
        name: &str,
        ty: &Type,
        presence: Presence,
        role: ArgumentRole,
    ) -> Self {
        let nullable = |conversion| Self {
            name: name.to_owned(),
            ty: RustType::of(model, ty).nullable().into(),
            conversion,
            is_some: false,
            role,
        };
        match presence {
            Presence::Required | Presence::Collection | Presence::Rest => {
                Self::of(model, name, ty, role)
            }
            Presence::RequiredNullable => nullable(Conversion::IntoOption),
            Presence::OptionalNullable => nullable(Conversion::Into).some(),
            Presence::Optional => Self::of(model, name, ty, role).some(),
        }
    }

    /// An argument without a conversion.
    pub(super) fn plain(name: &str, ty: RustType, role: ArgumentRole) -> Self {
        Self {
            name: name.to_owned(),
            ty,
            conversion: Conversion::None,
            is_some: false,
            role,
        }
    }

    fn some(self) -> Self {
        Self {
            is_some: true,
            ..self
        }
    }
}

impl<'a> ArgumentKind<'a> {
    fn of(model: &Model, ty: &'a Type) -> Self {
        match ty {
            Type::Unit
            | Type::Bool
            | Type::Integer(_)
            | Type::Float(_)
            | Type::Uuid
            | Type::Multipart
            | Type::Tuple(_)
            | Type::Nullable(_) => Self::Plain,
            Type::String | Type::Date | Type::DateTime | Type::Bytes | Type::File | Type::Json => {
                Self::Into
            }
            Type::JsonObject => Self::Map(&Type::Json),
            Type::List(item) => Self::List(item),
            Type::Map(value) => Self::Map(value),
            Type::Boxed(inner) => Self::Boxed(inner),
            Type::Named(id) => match model.named(*id).shape {
                Shape::Union(_) => Self::Into,
                // Nothing else converts into a struct or an enum.
                _ => Self::Plain,
            },
        }
    }
}
