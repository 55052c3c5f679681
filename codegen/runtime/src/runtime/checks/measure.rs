use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crate::runtime::values::nullable::Nullable;

/// A type that contains a text or may contain one.
pub trait Text {
    /// Returns the text, if it is present.
    fn text(&self) -> Option<&str>;
}

impl Text for str {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Text for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

/// A type that contains a list or may contain one.
pub trait Items {
    /// The type of the items.
    type Item;
    /// Returns the items, if the list is present.
    fn items(&self) -> Option<&[Self::Item]>;
}

impl<T> Items for [T] {
    type Item = T;
    fn items(&self) -> Option<&[T]> {
        Some(self)
    }
}

impl<T> Items for Vec<T> {
    type Item = T;
    fn items(&self) -> Option<&[T]> {
        Some(self)
    }
}

/// A type that contains a map or may contain one.
pub trait Members {
    /// The type of the values.
    type Member;
    /// Returns the keys and values, if the map is present.
    fn members(&self) -> Option<Vec<(&str, &Self::Member)>>;
}

impl<T, S> Members for HashMap<String, T, S> {
    type Member = T;
    fn members(&self) -> Option<Vec<(&str, &T)>> {
        Some(
            self.iter()
                .map(|(key, value)| (key.as_str(), value))
                .collect(),
        )
    }
}

impl<T> Members for BTreeMap<String, T> {
    type Member = T;
    fn members(&self) -> Option<Vec<(&str, &T)>> {
        Some(
            self.iter()
                .map(|(key, value)| (key.as_str(), value))
                .collect(),
        )
    }
}

impl Members for serde_json::Map<String, serde_json::Value> {
    type Member = serde_json::Value;
    fn members(&self) -> Option<Vec<(&str, &serde_json::Value)>> {
        Some(
            self.iter()
                .map(|(key, value)| (key.as_str(), value))
                .collect(),
        )
    }
}

/// Returns the number of optional properties that are set.
pub fn present<const N: usize>(is_set: [bool; N]) -> usize {
    is_set.into_iter().filter(|is_set| *is_set).count()
}

/// A type that contains properties or may contain them. Of a struct, those that are sent count.
pub trait Properties {
    /// Returns the number of properties, if the value is present.
    fn properties(&self) -> Option<usize>;
}

impl<T, S> Properties for HashMap<String, T, S> {
    fn properties(&self) -> Option<usize> {
        Some(self.len())
    }
}

impl<T> Properties for BTreeMap<String, T> {
    fn properties(&self) -> Option<usize> {
        Some(self.len())
    }
}

impl Properties for serde_json::Map<String, serde_json::Value> {
    fn properties(&self) -> Option<usize> {
        Some(self.len())
    }
}

macro_rules! delegate {
    ($trait:ident, $method:ident, $($result:tt)*) => {
        impl<T: $trait + ?Sized> $trait for &T {
            fn $method(&self) -> Option<$($result)*> {
                (**self).$method()
            }
        }
        impl<T: $trait + ?Sized> $trait for Box<T> {
            fn $method(&self) -> Option<$($result)*> {
                (**self).$method()
            }
        }
        impl<T: $trait> $trait for Option<T> {
            fn $method(&self) -> Option<$($result)*> {
                self.as_ref()?.$method()
            }
        }
        impl<T: $trait> $trait for Nullable<T> {
            fn $method(&self) -> Option<$($result)*> {
                self.as_option()?.$method()
            }
        }
    };
}

delegate!(Text, text, &str);
delegate!(Numeric, number, Number);
delegate!(Properties, properties, usize);

macro_rules! delegate_container {
    ($trait:ident, $method:ident, $item:ident, $($result:tt)*) => {
        impl<T: $trait + ?Sized> $trait for &T {
            type $item = T::$item;
            fn $method(&self) -> Option<$($result)*> {
                (**self).$method()
            }
        }
        impl<T: $trait + ?Sized> $trait for Box<T> {
            type $item = T::$item;
            fn $method(&self) -> Option<$($result)*> {
                (**self).$method()
            }
        }
        impl<T: $trait> $trait for Option<T> {
            type $item = T::$item;
            fn $method(&self) -> Option<$($result)*> {
                self.as_ref()?.$method()
            }
        }
        impl<T: $trait> $trait for Nullable<T> {
            type $item = T::$item;
            fn $method(&self) -> Option<$($result)*> {
                self.as_option()?.$method()
            }
        }
    };
}

delegate_container!(Items, items, Item, &[Self::Item]);
delegate_container!(Members, members, Member, Vec<(&str, &Self::Member)>);

/// A type that contains a number or may contain one.
pub trait Numeric {
    /// Returns the number, if it is present.
    fn number(&self) -> Option<Number>;
}

/// A number of any type.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An integer.
    Integer(i128),
    /// A floating-point number.
    Float(f64),
}

impl Number {
    #[expect(
        clippy::cast_precision_loss,
        reason = "an integer is converted only to compare it with a float"
    )]
    fn to_f64(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Float(value) => value,
        }
    }

    pub(crate) fn is_multiple_of(self, factor: Self) -> bool {
        if let (Self::Integer(value), Self::Integer(factor)) = (self, factor) {
            return factor == 0 || value % factor == 0;
        }
        let ratio = self.to_f64() / factor.to_f64();
        (ratio - ratio.round()).abs() < 1e-9
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(std::cmp::Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(b)),
            (a, b) => a.to_f64().partial_cmp(&b.to_f64()),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
        }
    }
}

macro_rules! numeric {
    ($variant:ident as $wide:ty: $($type:ty),*) => {$(
        impl Numeric for $type {
            fn number(&self) -> Option<Number> {
                Some(Number::$variant(<$wide>::from(*self)))
            }
        }
    )*};
}

numeric!(Integer as i128: i8, i16, i32, i64, u8, u16, u32, u64);
numeric!(Float as f64: f32, f64);
