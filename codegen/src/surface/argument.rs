//! How a value is taken from a caller: as wide as helps, as narrow as infers.

use super::rust_type::RustType;
use crate::model::{Model, Presence, Shape, Type};

/// An argument of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Argument {
    pub name: String,
    /// What it is declared as.
    pub ty: RustType,
    pub conversion: Conversion,
    /// Whether the converted value is stored in `Some`.
    pub is_some: bool,
    pub role: ArgumentRole,
}

/// What an argument gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArgumentRole {
    /// The operation's parameter with this index.
    Parameter(usize),
    /// The property of an object with this index.
    Property(usize),
    /// The whole body.
    Body,
    /// The entries of a batch.
    Entries,
    /// A value of the builder.
    Setting,
}

/// How the stored value is made of what the caller gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// It is stored as it is.
    None,
    /// `value.into()`
    Into,
    /// `Box::new(value.into())`
    Boxed,
    /// The items of an iterator.
    Collect,
    /// Those, each with `Into`.
    CollectInto,
    /// The keys and values of an iterator, the keys with `Into`.
    CollectPairs,
    /// Those, the values with `Into` too.
    CollectPairsInto,
    /// `value.into().into_option()`, where null is stored as `None`.
    IntoOption,
}

/// The kinds of values by how they are taken.
enum Taken<'a> {
    Plain,
    Into,
    Boxed(&'a Type),
    List(&'a Type),
    Map(&'a Type),
}

impl Argument {
    /// An argument for a value of type `ty`.
    ///
    /// Numbers and booleans are taken as they are, so that literals compile; collections from any iterator; the
    /// rest by `Into`.
    pub(super) fn of(model: &Model, name: &str, ty: &Type, role: ArgumentRole) -> Self {
        let rust = |ty: &Type| RustType::of(model, ty);
        let (ty, conversion) = match Taken::of(model, ty) {
            Taken::Plain => (rust(ty), Conversion::None),
            Taken::Into => (rust(ty).into(), Conversion::Into),
            Taken::Boxed(ty) => (rust(ty).into(), Conversion::Boxed),
            Taken::List(item) => {
                // JSON of any shape has too many types that convert into it for literals to infer.
                let is_wide = matches!(Taken::of(model, item), Taken::Into) && *item != Type::Json;
                let (item, conversion) = if is_wide {
                    (rust(item).into(), Conversion::CollectInto)
                } else {
                    (rust(item), Conversion::Collect)
                };
                (RustType::Iterator(Box::new(item)), conversion)
            }
            Taken::Map(value) => {
                let (value, conversion) = match Taken::of(model, value) {
                    Taken::Into => (rust(value).into(), Conversion::CollectPairsInto),
                    _ => (rust(value), Conversion::CollectPairs),
                };
                let pair = RustType::Pair(Box::new((RustType::text().into(), value)));
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

    /// An argument for a field that has `presence`, to be stored as a value that is there.
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

    /// An argument that is taken and stored as it is.
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

impl<'a> Taken<'a> {
    fn of(model: &Model, ty: &'a Type) -> Self {
        match ty {
            Type::Unit
            | Type::Bool
            | Type::Integer(_)
            | Type::Float(_)
            | Type::Uuid
            | Type::Multipart
            | Type::Nullable(_) => Self::Plain,
            Type::Text | Type::Date | Type::DateTime | Type::Bytes | Type::File | Type::Json => {
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
