//! Examples of the types of documents, for tests.

use serde::de::DeserializeOwned;

/// Implements the function `example` of types that read JSON.
#[allow(unused_macros, reason = "a document may have no types")]
macro_rules! examples {
    ($module:ident { $($(#[$condition:meta])* $type:ident = $json:literal),* $(,)? }) => {
        $(
            $(#[$condition])*
            #[cfg_attr(docsrs, doc(cfg(feature = "test-util")))]
            impl $module::$type {
                /// Returns an example, for tests.
                ///
                /// It has the values of the document's examples, or else values that satisfy the
                /// constraints of the schema. Versions of this crate may have different examples.
                pub fn example() -> Self {
                    $crate::runtime::internal::example($json)
                }
            }
        )*
    };
}

#[allow(unused_imports, reason = "a document may have no types")]
pub(crate) use examples;

/// Returns the value of a type that an example has in JSON.
///
/// # Panics
///
/// Panics if the type cannot read the JSON. The generator reads each example in the same way as its
/// type, so that this would be a mistake of the generator.
pub fn example<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| {
        let name = std::any::type_name::<T>();
        panic!("the example of {name} cannot be read: {error}")
    })
}
