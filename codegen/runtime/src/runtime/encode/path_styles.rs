//! Encoding of values in URL paths and in headers, in styles other than the default.

use serde::Serialize;
use serde_json::Value;

use super::path::{escape, list, read, text};

/// Encodes a value in exploded `simple` style, with `=` between a key and its value.
pub fn exploded(value: &impl Serialize) -> String {
    let value = read(value);
    list(&value, ',', '=', &escape)
}

/// Encodes a value in `label` style: `.a` or `.a,b`, and exploded `.a.b` or `.k=v`.
pub fn label(value: &impl Serialize, explode: bool) -> String {
    let value = read(value);
    let (separator, assigns) = if explode { ('.', '=') } else { (',', ',') };
    format!(".{}", list(&value, separator, assigns, &escape))
}

/// Encodes a value in `matrix` style: `;name=a` or `;name=a,b`, and exploded `;name=a;name=b` or
/// `;k=v`.
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

/// Writes a value as header text in exploded style, with `=` between a key and its value.
pub fn plain_exploded(value: &impl Serialize) -> String {
    let value = read(value);
    list(&value, ',', '=', &str::to_owned)
}

/// Writes a value as JSON in ASCII, which is valid in a header.
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
