//! Traits of values that may be inside of references, `Option` or `Nullable`.

/// Implements a trait with one method, which returns a value if there is one.
#[allow(unused_macros, reason = "a document may have no such constraint")]
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
        impl<T: $trait> $trait for $crate::runtime::Nullable<T> {
            fn $method(&self) -> Option<$($result)*> {
                self.as_option()?.$method()
            }
        }
    };
}

/// Implements a trait of containers, which have a type of what they contain.
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
        impl<T: $trait> $trait for $crate::runtime::Nullable<T> {
            type $item = T::$item;
            fn $method(&self) -> Option<$($result)*> {
                self.as_option()?.$method()
            }
        }
    };
}

#[allow(unused_imports, reason = "a document may have no such constraint")]
pub(super) use {delegate, delegate_container};
