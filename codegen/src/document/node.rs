use std::fmt;

use serde_json::Number;

use super::map::{Entry, Map};
use super::pointer::{self, Pointer};
use crate::diagnostic::Span;

/// A value of a document with its position in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// The part of the text that the value was parsed from. A generated value has the span of its origin.
    pub span: Span,
}

/// The value of a [`Node`], as in JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number. Signed and unsigned integers of 64 bits are exact.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object, in the document's order.
    Object(Map),
}

/// The kind of a [`Value`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are self-explanatory")]
pub enum NodeKind {
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
}

impl fmt::Display for NodeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

impl Node {
    /// Creates a node.
    #[must_use]
    pub fn new(value: Value, span: Span) -> Self {
        Self { value, span }
    }

    /// Creates a string at `span`.
    #[must_use]
    pub fn string(text: impl Into<String>, span: Span) -> Self {
        Self::new(Value::String(text.into()), span)
    }

    /// Creates a boolean at `span`.
    #[must_use]
    pub fn bool(value: bool, span: Span) -> Self {
        Self::new(Value::Bool(value), span)
    }

    /// Creates an array at `span`.
    #[must_use]
    pub fn array(items: Vec<Self>, span: Span) -> Self {
        Self::new(Value::Array(items), span)
    }

    /// Creates an empty object at `span`.
    #[must_use]
    pub fn object(span: Span) -> Self {
        Self::new(Value::Object(Map::new()), span)
    }

    /// Creates a node from JSON. The node and its descendants get the same span.
    #[must_use]
    pub fn from_json(value: serde_json::Value, span: Span) -> Self {
        use serde_json::Value as Json;
        let value = match value {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(value),
            Json::Number(number) => Value::Number(number),
            Json::String(text) => Value::String(text),
            Json::Array(items) => Value::Array(
                items
                    .into_iter()
                    .map(|item| Self::from_json(item, span))
                    .collect(),
            ),
            Json::Object(object) => Value::Object(
                object
                    .into_iter()
                    .map(|(key, value)| (key, Entry::new(span, Self::from_json(value, span))))
                    .collect(),
            ),
        };
        Self::new(value, span)
    }

    /// Returns the value as JSON.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(number) => Json::Number(number.clone()),
            Value::String(text) => Json::String(text.clone()),
            Value::Array(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Value::Object(map) => Json::Object(
                map.iter()
                    .map(|(key, entry)| (key.to_owned(), entry.value.to_json()))
                    .collect(),
            ),
        }
    }

    /// Returns the number of values: the node and all its descendants.
    pub(crate) fn count(&self) -> usize {
        let within: usize = match &self.value {
            Value::Array(items) => items.iter().map(Self::count).sum(),
            Value::Object(map) => map.values().map(Self::count).sum(),
            _ => 0,
        };
        1 + within
    }

    /// Moves the spans of the node and its descendants forward by `by` bytes.
    pub(super) fn shift(&mut self, by: usize) {
        self.span = self.span.shifted(by);
        match &mut self.value {
            Value::Array(items) => items.iter_mut().for_each(|item| item.shift(by)),
            Value::Object(map) => {
                for (_, entry) in map.iter_mut() {
                    entry.key_span = entry.key_span.shifted(by);
                    entry.value.shift(by);
                }
            }
            _ => {}
        }
    }

    /// Returns the kind of the value.
    pub fn kind(&self) -> NodeKind {
        match &self.value {
            Value::Null => NodeKind::Null,
            Value::Bool(_) => NodeKind::Bool,
            Value::Number(_) => NodeKind::Number,
            Value::String(_) => NodeKind::String,
            Value::Array(_) => NodeKind::Array,
            Value::Object(_) => NodeKind::Object,
        }
    }

    /// Returns whether the value is null.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// Returns the value if it is a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the value if it is a number.
    pub fn as_number(&self) -> Option<&Number> {
        match &self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Returns the value if it is an integer that fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// Returns the value if it is a non-negative integer that fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_number()?.as_u64()
    }

    /// Returns the value if it is a number. An integer that a double cannot represent is rounded.
    pub fn as_f64(&self) -> Option<f64> {
        self.as_number()?.as_f64()
    }

    /// Returns the value if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the items if the value is an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the items for modification if the value is an array.
    pub fn as_array_mut(&mut self) -> Option<&mut Vec<Self>> {
        match &mut self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the entries if the value is an object.
    pub fn as_object(&self) -> Option<&Map> {
        match &self.value {
            Value::Object(map) => Some(map),
            _ => None,
        }
    }

    /// Returns the entries for modification if the value is an object.
    pub fn as_object_mut(&mut self) -> Option<&mut Map> {
        match &mut self.value {
            Value::Object(map) => Some(map),
            _ => None,
        }
    }

    /// Returns the items of an array. Other values have no items.
    pub fn items(&self) -> impl DoubleEndedIterator<Item = &Self> + ExactSizeIterator {
        self.as_array().unwrap_or_default().iter()
    }

    /// Returns the keys and entries of an object. Other values have none.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (&str, &Entry)> {
        self.as_object().into_iter().flat_map(Map::iter)
    }

    /// Returns the value of a key if the value is an object with that key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_object()?.get(key)
    }

    /// Returns the value of a key for modification if the value is an object with that key.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        self.as_object_mut()?.get_mut(key)
    }

    /// Returns the value of a key if the value is an object with that key, and that value is a string.
    pub fn get_str(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// Returns whether the value is an object in which the value of a key is `true`.
    pub fn flag(&self, key: &str) -> bool {
        self.get(key).and_then(Self::as_bool) == Some(true)
    }

    /// Returns whether two values are equal as JSON. The order of keys has no meaning, and `1` equals `1.0`.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Number(a), Value::Number(b)) => is_same_number(a, b),
            (Value::Array(a), Value::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_same(b))
            }
            (Value::Object(a), Value::Object(b)) => {
                let is_in_b = |(key, entry): (&str, &Entry)| {
                    b.get(key).is_some_and(|other| entry.value.is_same(other))
                };
                a.len() == b.len() && a.iter().all(is_in_b)
            }
            (a, b) => a == b,
        }
    }

    /// Returns the `$ref` if the value is an object with one.
    pub fn reference(&self) -> Option<&str> {
        self.get_str("$ref")
    }

    /// Returns the descendant at a pointer.
    pub fn at(&self, pointer: &Pointer) -> Option<&Self> {
        pointer
            .tokens()
            .try_fold(self, |node, token| node.child(token))
    }

    /// Returns the child at a key or an index.
    pub(super) fn child(&self, token: &str) -> Option<&Self> {
        match &self.value {
            Value::Object(map) => map.get(token),
            Value::Array(items) => items.get(pointer::index(token)?),
            _ => None,
        }
    }

    /// Returns the descendant at a pointer for modification.
    pub fn at_mut(&mut self, pointer: &Pointer) -> Option<&mut Self> {
        pointer
            .tokens()
            .try_fold(self, |node, token| match &mut node.value {
                Value::Object(map) => map.get_mut(token),
                Value::Array(items) => items.get_mut(pointer::index(token)?),
                _ => None,
            })
    }
}

/// Whether two numbers are equal. Integers are compared exactly.
fn is_same_number(a: &Number, b: &Number) -> bool {
    a == b || (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()
}
