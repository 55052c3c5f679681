//! Values in the path of a URL, and in headers.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

const NOT_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Encodes a value as one segment: everything but letters, digits and `-._~`.
pub fn encode(value: &impl Serialize) -> String {
    utf8_percent_encode(&plain(value), NOT_UNRESERVED).to_string()
}

/// Writes a value as text: a list with commas between its items, an object as keys and values in
/// turn. Dates and times are RFC 3339.
pub fn plain(value: &impl Serialize) -> String {
    serde_json::to_value(value)
        .map(|value| text(&value))
        .unwrap_or_default()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(text).collect();
            items.join(",")
        }
        Value::Object(properties) => {
            let pairs: Vec<_> = properties
                .iter()
                .map(|(key, value)| format!("{key},{}", text(value)))
                .collect();
            pairs.join(",")
        }
    }
}
