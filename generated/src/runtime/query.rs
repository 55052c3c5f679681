//! Values in the query of a URL, in the styles that documents name.

use serde::Serialize;
use serde::ser::{Error as _, SerializeSeq, Serializer};
use serde_json::{Map, Value};

/// Pairs of names and values, for [`reqwest::RequestBuilder::query`].
#[derive(Clone, Debug)]
pub struct Pairs(Result<Vec<(String, String)>, String>);

impl Serialize for Pairs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pairs = self.0.as_ref().map_err(S::Error::custom)?;
        let mut sequence = serializer.serialize_seq(Some(pairs.len()))?;
        for pair in pairs {
            sequence.serialize_element(pair)?;
        }
        sequence.end()
    }
}

/// The `form` style, exploded: `a=1&a=2` for an array, one pair a property for an object, nothing
/// for an absent value.
pub fn form(name: &str, value: &impl Serialize) -> Pairs {
    pairs(value, |value| match value {
        Value::Array(items) => each(name, items),
        Value::Object(properties) => present(properties)
            .map(|(key, value)| Ok((key.clone(), scalar(key, value)?)))
            .collect(),
        value => Ok(vec![(name.to_owned(), scalar(name, value)?)]),
    })
}

/// The properties that have a value.
fn present(properties: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    properties.iter().filter(|(_, value)| !value.is_null())
}

/// One pair, whose value holds all items with `separator` between them: `a=1,2`. An item of an
/// array that has the separator in it makes no request.
pub fn joined(name: &str, value: &impl Serialize, separator: char) -> Pairs {
    let separator = separator.to_string();
    pairs(value, |value| {
        let parts = match value {
            Value::Array(items) => items
                .iter()
                .map(|item| undivided(name, item, &separator))
                .collect::<Result<Vec<_>, _>>()?,
            Value::Object(properties) => {
                let mut parts = Vec::new();
                for (key, value) in present(properties) {
                    parts.extend([key.clone(), scalar(key, value)?]);
                }
                parts
            }
            value => vec![scalar(name, value)?],
        };
        Ok(vec![(name.to_owned(), parts.join(&separator))])
    })
}

/// An item that a reader would not take for two.
fn undivided(name: &str, item: &Value, separator: &str) -> Result<String, String> {
    let item = scalar(name, item)?;
    if item.contains(separator) {
        return Err(format!(
            "an item of `{name}` has {separator:?} in it, which stands between items"
        ));
    }
    Ok(item)
}

/// The `deepObject` style: `a[x]=1&a[y]=2`.
pub fn deep(name: &str, value: &impl Serialize) -> Pairs {
    pairs(value, |value| {
        let mut pairs = Vec::new();
        descend(name, value, &mut pairs)?;
        Ok(pairs)
    })
}

fn descend(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) -> Result<(), String> {
    match value {
        Value::Object(properties) => present(properties)
            .try_for_each(|(key, value)| descend(&format!("{name}[{key}]"), value, pairs)),
        Value::Array(items) => {
            pairs.extend(each(name, items)?);
            Ok(())
        }
        value => {
            pairs.push((name.to_owned(), scalar(name, value)?));
            Ok(())
        }
    }
}

fn each(name: &str, items: &[Value]) -> Result<Vec<(String, String)>, String> {
    items
        .iter()
        .map(|item| Ok((name.to_owned(), scalar(name, item)?)))
        .collect()
}

fn pairs(
    value: &impl Serialize,
    style: impl FnOnce(&Value) -> Result<Vec<(String, String)>, String>,
) -> Pairs {
    Pairs(match to_value(value) {
        Ok(Value::Null) => Ok(Vec::new()),
        Ok(value) => style(&value),
        Err(error) => Err(error.to_string()),
    })
}

/// Goes through text, since `to_value` widens an `f32` and shows digits that were never there.
fn to_value(value: &impl Serialize) -> serde_json::Result<Value> {
    serde_json::from_str(&serde_json::to_string(value)?)
}

fn scalar(name: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::Null => Ok("null".to_owned()),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Number(value) => Ok(value.to_string()),
        Value::String(value) => Ok(value.clone()),
        Value::Array(_) | Value::Object(_) => {
            Err(format!("`{name}` is nested deeper than a query can say"))
        }
    }
}
