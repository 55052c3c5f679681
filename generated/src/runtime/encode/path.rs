//! Values in the path of a URL, and in headers.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use super::json::{present, to_value};

const NOT_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Encodes a value as one segment: everything but letters, digits and `-._~`. A list has commas between its items, an
/// object has keys and values in turn.
pub fn encode(value: &impl Serialize) -> String {
    let value = read(value);
    list(&value, ',', ',', &escape)
}

/// The same, with `=` between a key and its value.
pub fn exploded(value: &impl Serialize) -> String {
    let value = read(value);
    list(&value, ',', '=', &escape)
}

/// The `label` style: `.a`, `.a,b`, and `.a.b` or `.k=v` where it is exploded.
pub fn label(value: &impl Serialize, explode: bool) -> String {
    let value = read(value);
    let (separator, assigns) = if explode { ('.', '=') } else { (',', ',') };
    format!(".{}", list(&value, separator, assigns, &escape))
}

/// The `matrix` style: `;name=a`, `;name=a,b`, and `;name=a;name=b` or `;k=v` where it is exploded.
pub fn matrix(name: &str, value: &impl Serialize, explode: bool) -> String {
    let value = read(value);
    let own = |text: &str| format!(";{}={text}", escape(name));
    match &value {
        Value::Array(items) if explode => {
            items.iter().map(|item| own(&escape(&text(item)))).collect()
        }
        Value::Object(_) if explode => format!(";{}", list(&value, ';', '=', &escape)),
        value => own(&list(value, ',', ',', &escape)),
    }
}

/// A value as JSON, encoded as one segment.
pub fn encode_json(value: &impl Serialize) -> String {
    escape(&read(value).to_string())
}

/// Writes a value as text: a list with commas between its items, an object as keys and values in
/// turn. Dates and times are RFC 3339.
pub fn plain(value: &impl Serialize) -> String {
    let value = read(value);
    list(&value, ',', ',', &str::to_owned)
}

/// The same, with `=` between a key and its value.
pub fn plain_exploded(value: &impl Serialize) -> String {
    let value = read(value);
    list(&value, ',', '=', &str::to_owned)
}

/// A value as JSON of ASCII, which every header can carry.
pub fn plain_json(value: &impl Serialize) -> String {
    let mut out = String::new();
    for c in read(value).to_string().chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out += &format!("\\u{unit:04x}");
            }
        }
    }
    out
}

fn read(value: &impl Serialize) -> Value {
    to_value(value).unwrap_or_default()
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, NOT_UNRESERVED).to_string()
}

/// A value with `separator` between items and pairs, and `assigns` between a key and its value.
fn list(value: &Value, separator: char, assigns: char, write: &dyn Fn(&str) -> String) -> String {
    let parts: Vec<_> = match value {
        Value::Array(items) => items.iter().map(|item| write(&text(item))).collect(),
        Value::Object(properties) => present(properties)
            .map(|(key, value)| format!("{}{assigns}{}", write(key), write(&text(value))))
            .collect(),
        value => return write(&text(value)),
    };
    parts.join(&separator.to_string())
}

/// A scalar as text, and JSON of what is nested deeper than a list can say.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
