//! Values that are lists or may be lists.

use super::delegate::delegate_container;

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

delegate_container!(Items, items, Item, &[Self::Item]);
