//! Encoding of values in URL paths and in headers.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use super::json::{present, to_value};

const NOT_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Encodes a value as one path segment (`simple` style). All characters except letters, digits and
/// `-._~` are percent-encoded. Items are separated by commas, as are the keys and values of an
/// object.
pub fn encode(value: &impl Serialize) -> String {
    let value = read(value);
    list(&value, ',', ',', &escape)
}

/// Encodes a value as JSON in one path segment.
pub fn encode_json(value: &impl Serialize) -> String {
    escape(&read(value).to_string())
}

/// Writes a value as header text. Items are separated by commas, as are the keys and values of an
/// object. Dates and times are in RFC 3339 format.
pub fn plain(value: &impl Serialize) -> String {
    let value = read(value);
    list(&value, ',', ',', &str::to_owned)
}

pub(super) fn read(value: &impl Serialize) -> Value {
    to_value(value).unwrap_or_default()
}

pub(super) fn escape(text: &str) -> String {
    utf8_percent_encode(text, NOT_UNRESERVED).to_string()
}

/// Writes a value with `separator` between items and pairs, and `assigns` between a key and its
/// value.
pub(super) fn list(
    value: &Value,
    separator: char,
    assigns: char,
    write: &dyn Fn(&str) -> String,
) -> String {
    let parts: Vec<_> = match value {
        Value::Array(items) => items.iter().map(|item| write(&text(item))).collect(),
        Value::Object(properties) => present(properties)
            .map(|(key, value)| format!("{}{assigns}{}", write(key), write(&text(value))))
            .collect(),
        value => return write(&text(value)),
    };
    parts.join(&separator.to_string())
}

/// Writes a scalar as text, and a nested array or object as JSON.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
