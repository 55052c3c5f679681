//! Encoding of values in URL queries, form fields and cookies, in styles other than the default.

use serde::Serialize;
use serde_json::Value;

use super::json::present;
use super::query::{Pairs, pairs, repeated, scalar};

/// Encodes all items in one pair, with `separator` between them: `a=1,2`. An item, key or value that
/// contains the separator is an error, and so is an array whose only item is empty, since a server
/// would read other items.
pub fn joined(name: &str, value: &impl Serialize, separator: char) -> Pairs {
    let separator = separator.to_string();
    pairs(value, |value| {
        let parts = match value {
            Value::Array(items) => joined_items(name, items, &separator)?,
            Value::Object(properties) => {
                let mut parts = Vec::new();
                for (key, value) in present(properties) {
                    let value = scalar(key, value)?;
                    parts.push(without_separator(name, key.clone(), &separator)?);
                    parts.push(without_separator(name, value, &separator)?);
                }
                parts
            }
            value => vec![scalar(name, value)?],
        };
        Ok(vec![(name.to_owned(), parts.join(&separator))])
    })
}

fn joined_items(name: &str, items: &[Value], separator: &str) -> Result<Vec<String>, String> {
    let items = items
        .iter()
        .map(|item| without_separator(name, scalar(name, item)?, separator))
        .collect::<Result<Vec<_>, _>>()?;
    match items.as_slice() {
        [only] if only.is_empty() => Err(format!("the only item of `{name}` is empty")),
        _ => Ok(items),
    }
}

/// Returns the text. One that contains the separator is an error.
fn without_separator(name: &str, text: String, separator: &str) -> Result<String, String> {
    if text.contains(separator) {
        return Err(format!(
            "an item of `{name}` contains the separator {separator:?}"
        ));
    }
    Ok(text)
}

/// Encodes an object in `deepObject` style: `a[x]=1&a[y]=2`.
pub fn deep(name: &str, value: &impl Serialize) -> Pairs {
    pairs(value, |value| {
        let mut pairs = Vec::new();
        add_deep(name, value, &mut pairs)?;
        Ok(pairs)
    })
}

fn add_deep(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) -> Result<(), String> {
    match value {
        Value::Object(properties) => present(properties)
            .try_for_each(|(key, value)| add_deep(&format!("{name}[{key}]"), value, pairs)),
        Value::Array(items) => {
            pairs.extend(repeated(name, items)?);
            Ok(())
        }
        value => {
            pairs.push((name.to_owned(), scalar(name, value)?));
            Ok(())
        }
    }
}

/// Encodes a value as JSON in one pair.
pub fn json(name: &str, value: &impl Serialize) -> Pairs {
    pairs(value, |value| {
        Ok(vec![(name.to_owned(), value.to_string())])
    })
}
