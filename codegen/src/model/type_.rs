//! The type of a value.

use super::TypeId;

/// What a value is, wherever it stands. Whether it may be missing or null is said beside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Type {
    /// Nothing: the answer has no body.
    Unit,
    Bool,
    Integer(Integer),
    Float(Float),
    Text,
    Date,
    DateTime,
    Uuid,
    /// The bytes of a body, as they are.
    Bytes,
    /// A file in a body of several parts.
    File,
    /// A body of several parts that the caller puts together.
    Multipart,
    /// JSON of any shape.
    Json,
    /// A JSON object of any shape.
    JsonObject,
    List(Box<Type>),
    /// The values of an object whose keys the document does not name.
    Map(Box<Type>),
    /// A value or null, in a list or a map.
    Nullable(Box<Type>),
    /// A value on the heap, because its type would hold itself otherwise.
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

/// The width of a floating-point number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Float {
    F32,
    F64,
}

impl Type {
    /// The type less the pointers around it.
    pub(crate) fn unboxed(&self) -> &Self {
        match self {
            Self::Boxed(inner) => inner.unboxed(),
            other => other,
        }
    }

    /// The type of an item, where the value is a list.
    pub(crate) fn item(&self) -> Option<&Self> {
        match self.unboxed() {
            Self::List(item) => Some(item),
            _ => None,
        }
    }

    /// Whether a value is copied where it is used twice.
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
            _ => {}
        }
    }

    /// Whether the type, or one inside it, is such a one.
    pub(crate) fn any(&self, mut is: impl FnMut(&Self) -> bool) -> bool {
        let mut found = false;
        self.each(&mut |ty| found |= is(ty));
        found
    }
}
