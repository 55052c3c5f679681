//! Equality of values, independent of the order of keys and of the spelling of numbers.

use serde_json::Number;

use crate::document::{Node, Value};

/// Whether two values are equal. The order of keys has no meaning, and `1` is `1.0`.
pub(super) fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Number(a), Value::Number(b)) => same_number(a, b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, entry)| b.get(key).is_some_and(|other| same(&entry.value, other)))
        }
        (a, b) => a == b,
    }
}

fn same_number(a: &Number, b: &Number) -> bool {
    a == b || a.as_f64() == b.as_f64() && (a.is_f64() || b.is_f64())
}
