//! Encoding of the fields of forms.

use serde::Serialize;
use serde_json::Value;

use super::query::{Pairs, pairs};
use super::query_styles::{deep, joined, json};

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
