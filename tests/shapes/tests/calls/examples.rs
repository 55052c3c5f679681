//! The examples of the types: each is read by its type, and written as the same JSON.

use serde_json::Value;

/// Compares the JSON of an example with what its type writes. Types that are not JSON only create their example.
macro_rules! check {
    ($module:ident { $($(#[$condition:meta])* $type:ident = $json:literal),* $(,)? }) => {
        $({
            let written = serde_json::to_string(&shapes::$module::types::$type::example()).unwrap();
            let written: Value = serde_json::from_str(&written).unwrap();
            let example: Value = serde_json::from_str($json).unwrap();
            assert_eq!(written, example, "{}::{}", stringify!($module), stringify!($type));
        })*
    };
    ($module:ident { $type:ident }) => {
        let _example: shapes::$module::types::$type = shapes::$module::types::$type::example();
    };
}

#[test]
#[allow(deprecated, reason = "deprecated types have examples too")]
fn each_type_writes_its_example_as_the_same_json() {
    include!(concat!(env!("OUT_DIR"), "/example_checks.rs"));
}
