use serde::Serialize;
use serde_json::{Map, Value};

/// Converts a value to JSON through text. `serde_json::to_value` would widen an `f32` and add
/// digits.
pub(crate) fn to_value(value: &impl Serialize) -> serde_json::Result<Value> {
    serde_json::from_str(&serde_json::to_string(value)?)
}

/// Returns the properties that are not null.
pub(crate) fn present(properties: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    properties.iter().filter(|(_, value)| !value.is_null())
}
