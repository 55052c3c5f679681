//! Reads the fields of a JSON object in a request, and collects all problems.
//!
//! The vendors' pages do not define the response to an unknown field. The sandbox rejects it, so that a misspelt field
//! in a client is noticed. A field that was added to the vendor's document is known, and its value is checked.

use http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::document::Document;

/// A problem with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    /// The name of the parameter, or the path of the field in the body.
    pub(crate) field: String,
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

/// The value of a field that can be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nullable<T> {
    Null,
    Value(T),
}

impl<T> Nullable<T> {
    fn read(value: &Value, read: impl FnOnce(&Value) -> Option<T>) -> Option<Self> {
        match value {
            Value::Null => Some(Self::Null),
            other => read(other).map(Self::Value),
        }
    }

    pub(crate) fn into_option(self) -> Option<T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

/// The unread fields of an object, and the problems so far.
#[derive(Debug)]
pub(crate) struct Fields {
    prefix: String,
    unread: Map<String, Value>,
    problems: Vec<Problem>,
}

impl Fields {
    /// Parses a body, which must be a JSON object.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(map)) => Ok(Self::new("", map)),
            Ok(_) => Err(vec![Problem::new("body", "must be a JSON object")]),
            Err(error) => Err(vec![Problem::new("body", format!("is not JSON: {error}"))]),
        }
    }

    /// Creates a reader for an object. Problems have `prefix` before the name of the field.
    pub(crate) fn new(prefix: impl Into<String>, map: Map<String, Value>) -> Self {
        Self {
            prefix: prefix.into(),
            unread: map,
            problems: Vec::new(),
        }
    }

    /// Takes a field and converts it with `read`, which returns `None` for an invalid value. `expected` describes a
    /// valid value for the problem.
    pub(crate) fn take<T>(
        &mut self,
        name: &str,
        expected: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.unread.remove(name)?;
        let taken = read(&value);
        if taken.is_none() {
            self.reject(name, format!("must be {expected}"));
        }
        taken
    }

    /// Whether a field exists and has not been taken.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.unread.contains_key(name)
    }

    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        self.take(name, "a string", |value| value.as_str().map(str::to_owned))
    }

    /// Takes a string of at most `limit` characters.
    pub(crate) fn text_up_to(&mut self, name: &str, limit: usize) -> Option<String> {
        let text = self.text(name)?;
        let length = text.chars().count();
        if length > limit {
            self.reject(
                name,
                format!("has {length} characters, more than the {limit} allowed"),
            );
            return None;
        }
        Some(text)
    }

    pub(crate) fn integer(&mut self, name: &str) -> Option<i64> {
        self.take(name, "an integer", Value::as_i64)
    }

    pub(crate) fn nullable_integer(&mut self, name: &str) -> Option<Nullable<i64>> {
        self.take(name, "an integer or null", |value| {
            Nullable::read(value, Value::as_i64)
        })
    }

    /// Takes a string or null.
    pub(crate) fn nullable_text(&mut self, name: &str) -> Option<Nullable<String>> {
        self.take(name, "a string or null", |value| {
            Nullable::read(value, |value| value.as_str().map(str::to_owned))
        })
    }

    pub(crate) fn boolean(&mut self, name: &str) -> Option<bool> {
        self.take(name, "true or false", Value::as_bool)
    }

    /// Takes a string that is one of `options`.
    pub(crate) fn one_of<T: Copy>(&mut self, name: &str, options: &[(&str, T)]) -> Option<T> {
        let names: Vec<_> = options.iter().map(|(text, _)| *text).collect();
        self.take(name, &format!("one of {}", names.join(", ")), |value| {
            let text = value.as_str()?;
            options
                .iter()
                .find(|(name, _)| *name == text)
                .map(|(_, option)| *option)
        })
    }

    /// Takes the remaining fields that are properties of a schema of the document.
    pub(crate) fn take_declared(
        &mut self,
        document: &Document,
        schema: &str,
    ) -> Map<String, Value> {
        let mut taken = Map::new();
        for (name, value) in std::mem::take(&mut self.unread) {
            match document.property(schema, &name) {
                Some(property) if document.accepts(property, &value) => {
                    taken.insert(name, value);
                }
                Some(_) => {
                    let message = format!("must match its schema in spec/{}.yaml", document.name());
                    self.reject(&name, message);
                }
                None => {
                    self.unread.insert(name, value);
                }
            }
        }
        taken
    }

    /// Adds a problem with the field `name`.
    pub(crate) fn reject(&mut self, name: &str, message: impl Into<String>) {
        let field = format!("{}{name}", self.prefix);
        self.problems.push(Problem::new(field, message));
    }

    /// Returns the problems. Each field that has not been taken is a problem too.
    pub(crate) fn finish(mut self) -> Result<(), Vec<Problem>> {
        let unknown: Vec<_> = self.unread.keys().cloned().collect();
        for name in unknown {
            self.reject(&name, "is not a field of this request");
        }
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(self.problems)
        }
    }
}

/// Whether the content type of a request is JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let declared = headers.get(header::CONTENT_TYPE);
    let declared = declared.and_then(|value| value.to_str().ok());
    declared
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

/// Returns the reason phrase of a status as a code, such as `not_found`.
pub(crate) fn status_code_name(status: StatusCode) -> String {
    let reason = status.canonical_reason().unwrap_or("error");
    reason.to_lowercase().replace([' ', '-'], "_")
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::Fields;
    use crate::document::Document;

    fn fields(value: Value) -> Fields {
        match value {
            Value::Object(map) => Fields::new("[0].", map),
            _ => Fields::new("[0].", Map::new()),
        }
    }

    #[test]
    fn a_property_that_was_added_to_the_document_is_known_and_its_value_is_checked() {
        let text =
            "components: { schemas: { Update: { properties: { added: { type: integer } } } } }";
        let document = Document::new("x", text);
        for (body, taken, problem) in [
            (json!({"added": 7}), json!({"added": 7}), None),
            (json!({}), json!({}), None),
            (
                json!({"added": "7"}),
                json!({}),
                Some(("[0].added", "must match its schema in spec/x.yaml")),
            ),
            (
                json!({"adedd": 7}),
                json!({}),
                Some(("[0].adedd", "is not a field of this request")),
            ),
        ] {
            let mut fields = fields(body.clone());
            assert_eq!(
                Value::Object(fields.take_declared(&document, "Update")),
                taken,
                "{body}"
            );
            let problems = fields.finish().err().unwrap_or_default();
            let found = problems.first();
            let found = found.map(|it| (it.field.as_str(), it.message.as_str()));
            assert_eq!(found, problem, "{body}");
        }
    }
}
