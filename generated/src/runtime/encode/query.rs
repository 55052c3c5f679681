//! Encoding of values in URL queries, form fields and cookies.

use reqwest::RequestBuilder;
use reqwest::header::COOKIE;
use serde::Serialize;
use serde::ser::{Error as _, SerializeSeq, Serializer};
use serde_json::Value;

use super::json::{present, to_value};
use super::path::encode;

/// Pairs of names and values, or the error of encoding them.
#[derive(Clone, Debug)]
pub struct Pairs(Result<Vec<(String, String)>, String>);

impl Pairs {
    /// Creates pairs that make building the request fail with `problem`.
    #[allow(dead_code, reason = "a document may have no multipart body")]
    pub(crate) fn failed(problem: String) -> Self {
        Self(Err(problem))
    }
}

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

/// Encodes a value in exploded `form` style: `a=1&a=2` for an array, one pair per property for an
/// object, and nothing for an absent value.
pub fn form(name: &str, value: &impl Serialize) -> Pairs {
    pairs(value, |value| match value {
        Value::Array(items) => repeated(name, items),
        Value::Object(properties) => present(properties)
            .map(|(key, value)| Ok((key.clone(), scalar(key, value)?)))
            .collect(),
        value => Ok(vec![(name.to_owned(), scalar(name, value)?)]),
    })
}

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

/// The encoding of a form field, if it is not the default.
#[derive(Clone, Copy, Debug)]
pub enum Style {
    /// All items in one value, separated by this character.
    Joined(char),
    /// `deepObject` style: `a[x]=1&a[y]=2`.
    Deep,
    /// JSON.
    Json,
}

/// Encodes the fields of a form. By default an array is one pair per item, an object is JSON, and
/// null is an empty value.
pub fn fields(body: &impl Serialize, styles: &[(&str, Style)]) -> Pairs {
    pairs(body, |body| {
        let Value::Object(properties) = body else {
            return Err("a form must be an object".to_owned());
        };
        let mut pairs = Vec::new();
        for (name, value) in properties {
            let style = styles.iter().find(|(styled, _)| styled == name);
            let written = match style {
                Some((_, Style::Joined(separator))) => joined(name, value, *separator),
                Some((_, Style::Deep)) => deep(name, value),
                Some((_, Style::Json)) => json(name, value),
                None => Pairs(Ok(field(name, value))),
            };
            pairs.extend(written.0?);
        }
        Ok(pairs)
    })
}

fn field(name: &str, value: &Value) -> Vec<(String, String)> {
    let text = match value {
        Value::Array(items) => return items.iter().flat_map(|item| field(name, item)).collect(),
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    vec![(name.to_owned(), text)]
}

/// Adds cookies to a request, in one header.
pub fn cookies<const N: usize>(request: RequestBuilder, cookies: [Pairs; N]) -> RequestBuilder {
    let mut written = Vec::new();
    for cookie in cookies {
        match cookie.0 {
            Ok(pairs) => written.extend(pairs),
            Err(problem) => return request.query(&Pairs(Err(problem))),
        }
    }
    if written.is_empty() {
        return request;
    }
    let written: Vec<_> = written
        .iter()
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    request.header(COOKIE, written.join("; "))
}

/// Encodes a value as JSON in one pair.
pub fn json(name: &str, value: &impl Serialize) -> Pairs {
    pairs(value, |value| {
        Ok(vec![(name.to_owned(), value.to_string())])
    })
}

fn repeated(name: &str, items: &[Value]) -> Result<Vec<(String, String)>, String> {
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

fn scalar(name: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::Null => Ok("null".to_owned()),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Number(value) => Ok(value.to_string()),
        Value::String(value) => Ok(value.clone()),
        Value::Array(_) | Value::Object(_) => {
            Err(format!("`{name}` is nested too deeply for a query"))
        }
    }
}
