use std::collections::{BTreeMap, HashMap};

use super::number::{Number, Numeric};
use crate::runtime::values::nullable::Nullable;

/// Text, or what may hold one.
pub trait Length {
    /// The characters of the text, if there is one.
    fn length(&self) -> Option<usize>;
}

impl Length for str {
    fn length(&self) -> Option<usize> {
        Some(self.chars().count())
    }
}

impl Length for String {
    fn length(&self) -> Option<usize> {
        self.as_str().length()
    }
}

/// Items, or what may hold them.
pub trait Items {
    /// What the items are.
    type Item;
    /// The items, if there are any to look at.
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

/// Properties, or what may hold them.
pub trait Properties {
    /// The number of properties, if there are any to count.
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

macro_rules! look_through {
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

look_through!(Length, length, usize);
look_through!(Numeric, number, Number);
look_through!(Properties, properties, usize);

impl<T: Items + ?Sized> Items for &T {
    type Item = T::Item;
    fn items(&self) -> Option<&[T::Item]> {
        (**self).items()
    }
}

impl<T: Items> Items for Option<T> {
    type Item = T::Item;
    fn items(&self) -> Option<&[T::Item]> {
        self.as_ref()?.items()
    }
}

impl<T: Items> Items for Nullable<T> {
    type Item = T::Item;
    fn items(&self) -> Option<&[T::Item]> {
        self.as_option()?.items()
    }
}
