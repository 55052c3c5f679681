use serde::Serialize;
use serde_json::{Map, Value};

/// Goes through text, since `to_value` widens an `f32` and shows digits that were never there.
pub(crate) fn to_value(value: &impl Serialize) -> serde_json::Result<Value> {
    serde_json::from_str(&serde_json::to_string(value)?)
}

/// The properties that have a value.
pub(crate) fn present(properties: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    properties.iter().filter(|(_, value)| !value.is_null())
}
