//! Checks of tuples, for documents with `prefixItems`.

use super::check::Check;
use crate::runtime::values::nullable::Nullable;

/// A value that may be a tuple.
pub trait Tuple {
    /// The tuple.
    type Items;

    /// Returns the tuple, if there is one.
    fn items(&self) -> Option<&Self::Items>;
}

impl Check {
    /// Checks the items of a tuple with `constraints`, which calls [`item`](Self::item).
    pub fn tuple<T: Tuple>(
        &mut self,
        name: &str,
        value: &T,
        constraints: impl FnOnce(&mut Self, &T::Items),
    ) {
        if let Some(items) = value.items() {
            self.at(name, |check| constraints(check, items));
        }
    }

    /// Checks the item at a position with `constraints`, in which the item has an empty name.
    pub fn item(&mut self, index: usize, constraints: impl FnOnce(&mut Self)) {
        self.at(&format!("[{index}]"), constraints);
    }
}

macro_rules! tuples {
    ($(($($item:ident)+))+) => {
        $(impl<$($item),+> Tuple for ($($item,)+) {
            type Items = Self;

            fn items(&self) -> Option<&Self> {
                Some(self)
            }
        })+
    };
}

tuples! {
    (A)
    (A B)
    (A B C)
    (A B C D)
    (A B C D E)
    (A B C D E F)
    (A B C D E F G)
    (A B C D E F G H)
    (A B C D E F G H I)
    (A B C D E F G H I J)
    (A B C D E F G H I J K)
    (A B C D E F G H I J K L)
}

impl<T: Tuple + ?Sized> Tuple for &T {
    type Items = T::Items;

    fn items(&self) -> Option<&T::Items> {
        (**self).items()
    }
}

impl<T: Tuple + ?Sized> Tuple for Box<T> {
    type Items = T::Items;

    fn items(&self) -> Option<&T::Items> {
        (**self).items()
    }
}

impl<T: Tuple> Tuple for Option<T> {
    type Items = T::Items;

    fn items(&self) -> Option<&T::Items> {
        self.as_ref()?.items()
    }
}

impl<T: Tuple> Tuple for Nullable<T> {
    type Items = T::Items;

    fn items(&self) -> Option<&T::Items> {
        self.as_option()?.items()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_violation_names_the_position_of_the_item() {
        let place = Some(Nullable::Value((f64::NAN, "x")));
        let mut check = Check::default();
        check.tuple("place", &place, |check, items| {
            check.item(0, |check| check.finite("", &items.0));
            check.item(1, |check| check.min_length("", items.1, 1));
        });
        let violations = check.into_violations();
        let fields: Vec<_> = violations.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["place[0]"]);
    }

    #[test]
    fn an_absent_tuple_violates_nothing() {
        let mut check = Check::default();
        check.tuple("place", &None::<(f64,)>, |check, items| {
            check.item(0, |check| check.minimum("", &items.0, 1));
        });
        assert!(check.into_violations().is_empty());
    }
}
