//! The type of a value.

use super::TypeId;

/// The type of a value. Null and absence are part of [`Presence`](super::Presence) instead.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Type {
    /// No value, for a response without a body.
    Unit,
    Bool,
    Integer(Integer),
    Float(Float),
    String,
    Date,
    DateTime,
    Uuid,
    /// A binary body.
    Bytes,
    /// A file in a multipart body.
    File,
    /// A multipart body that the caller builds.
    Multipart,
    /// Any JSON value.
    Json,
    /// Any JSON object.
    JsonObject,
    List(Box<Type>),
    /// An array with this number of items, each with its own type.
    Tuple(Vec<Type>),
    /// An object with arbitrary keys.
    Map(Box<Type>),
    /// A value or null, in a list or a map.
    Nullable(Box<Type>),
    /// A boxed value, because the type would contain itself otherwise.
    Boxed(Box<Type>),
    Named(TypeId),
}

/// The width of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Integer {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
}

impl Integer {
    pub(crate) fn is_unsigned(self) -> bool {
        matches!(self, Self::U8 | Self::U16 | Self::U32 | Self::U64)
    }
}

/// The width of a floating-point number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Float {
    F32,
    F64,
}

impl Type {
    /// The type without boxes around it.
    pub(crate) fn unboxed(&self) -> &Self {
        match self {
            Self::Boxed(inner) => inner.unboxed(),
            other => other,
        }
    }

    /// The type of the items of a list.
    pub(crate) fn item(&self) -> Option<&Self> {
        match self.unboxed() {
            Self::List(item) => Some(item),
            _ => None,
        }
    }

    /// Whether the Rust type implements `Copy`.
    pub(crate) fn is_copy(&self) -> bool {
        matches!(
            self,
            Self::Unit
                | Self::Bool
                | Self::Integer(_)
                | Self::Float(_)
                | Self::Uuid
                | Self::Date
                | Self::DateTime
        )
    }

    /// Calls `visit` with the type and each type inside it.
    pub(crate) fn each(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                inner.each(visit);
            }
            Self::Tuple(items) => items.iter().for_each(|item| item.each(visit)),
            _ => {}
        }
    }

    /// The named types that occur in the type, at any depth.
    pub(crate) fn named(&self) -> Vec<TypeId> {
        let mut ids = Vec::new();
        self.each(&mut |ty| {
            if let Self::Named(id) = ty {
                ids.push(*id);
            }
        });
        ids
    }

    /// Whether the predicate holds for the type or a type inside it.
    pub(crate) fn any(&self, mut is: impl FnMut(&Self) -> bool) -> bool {
        let mut found = false;
        self.each(&mut |ty| found |= is(ty));
        found
    }
}
