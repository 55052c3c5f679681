//! Encoding of values in URL queries, form fields and cookies.

use serde::Serialize;
use serde::ser::{Error as _, SerializeSeq, Serializer};
use serde_json::Value;

use super::json::{present, to_value};

/// Pairs of names and values, or the error of encoding them.
#[derive(Clone, Debug)]
pub struct Pairs(pub(super) Result<Vec<(String, String)>, String>);

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

pub(super) fn repeated(name: &str, items: &[Value]) -> Result<Vec<(String, String)>, String> {
    items
        .iter()
        .map(|item| Ok((name.to_owned(), scalar(name, item)?)))
        .collect()
}

pub(super) fn pairs(
    value: &impl Serialize,
    style: impl FnOnce(&Value) -> Result<Vec<(String, String)>, String>,
) -> Pairs {
    Pairs(match to_value(value) {
        Ok(Value::Null) => Ok(Vec::new()),
        Ok(value) => style(&value),
        Err(error) => Err(error.to_string()),
    })
}

pub(super) fn scalar(name: &str, value: &Value) -> Result<String, String> {
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
