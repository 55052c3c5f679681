use std::fmt;

use foldhash::fast::RandomState;
use indexmap::IndexMap;
use indexmap::map::Entry as Slot;
use serde_json::Number;

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

/// The entries of an object, in the document's order.
///
/// Passes look up many keys in many small maps, so the map uses a fast hash function, seeded per process.
#[derive(Clone, Debug, Default)]
pub struct Map(IndexMap<String, Entry, RandomState>);

/// The value of a key, with the position of the key.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The part of the text that the key was parsed from.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Entry {
    /// Creates an entry.
    #[must_use]
    pub fn new(key_span: Span, value: Node) -> Self {
        Self { key_span, value }
    }
}

impl Map {
    /// Creates an empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether the map has a key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.0.get(key).map(|entry| &entry.value)
    }

    /// Returns the value of a key for modification.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.0.get_mut(key).map(|entry| &mut entry.value)
    }

    /// Returns the entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.0.get(key)
    }

    /// Returns the entry of a key for modification.
    pub fn entry_mut(&mut self, key: &str) -> Option<&mut Entry> {
        self.0.get_mut(key)
    }

    /// Inserts an entry, or replaces it in the same position. Returns the previous value.
    pub fn insert(&mut self, key: impl Into<String>, entry: Entry) -> Option<Entry> {
        self.0.insert(key.into(), entry)
    }

    /// Inserts or replaces the value of a key. The key gets the span of the value. Returns the previous value.
    pub fn set(&mut self, key: impl Into<String>, value: Node) -> Option<Entry> {
        match self.0.entry(key.into()) {
            Slot::Occupied(mut slot) => {
                let key_span = slot.get().key_span;
                Some(slot.insert(Entry::new(key_span, value)))
            }
            Slot::Vacant(slot) => {
                slot.insert(Entry::new(value.span, value));
                None
            }
        }
    }

    /// Removes and returns the entry of a key. The other entries keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        self.0.shift_remove(key)
    }

    /// Changes the key of an entry, which keeps its position. Returns `false` if the map has no key `from`, or already has
    /// a key `to`.
    pub fn rename(&mut self, from: &str, to: impl Into<String>) -> bool {
        let to = to.into();
        if self.0.contains_key(&to) {
            return false;
        }
        let Some((index, _, entry)) = self.0.shift_remove_full(from) else {
            return false;
        };
        self.0.shift_insert(index, to, entry);
        true
    }

    /// Keeps the entries for which `keep` returns `true`.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &mut Entry) -> bool) {
        self.0.retain(|key, entry| keep(key, entry));
    }

    /// Returns an iterator over keys and entries.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Entry)> + ExactSizeIterator {
        self.0.iter().map(|(key, entry)| (key.as_str(), entry))
    }

    /// Returns an iterator over keys and mutable entries.
    pub fn iter_mut(
        &mut self,
    ) -> impl DoubleEndedIterator<Item = (&str, &mut Entry)> + ExactSizeIterator {
        self.0.iter_mut().map(|(key, entry)| (key.as_str(), entry))
    }

    /// Returns an iterator over the keys.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.0.keys().map(String::as_str)
    }

    /// Returns an iterator over the values.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Node> + ExactSizeIterator {
        self.0.values().map(|entry| &entry.value)
    }

    /// Returns an iterator over mutable values.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut Node> + ExactSizeIterator {
        self.0.values_mut().map(|entry| &mut entry.value)
    }

    /// Adds an entry. If the map has the key, returns it with the span of the existing key.
    pub(super) fn add(&mut self, key: String, entry: Entry) -> Result<(), (String, Span)> {
        match self.0.entry(key) {
            Slot::Occupied(slot) => Err((slot.key().clone(), slot.get().key_span)),
            Slot::Vacant(slot) => {
                slot.insert(entry);
                Ok(())
            }
        }
    }
}

impl PartialEq for Map {
    /// Returns whether the maps have equal entries in the same order.
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl FromIterator<(String, Entry)> for Map {
    fn from_iter<I: IntoIterator<Item = (String, Entry)>>(iter: I) -> Self {
        Self(iter.into_iter().collect())
    }
}

impl Extend<(String, Entry)> for Map {
    fn extend<I: IntoIterator<Item = (String, Entry)>>(&mut self, iter: I) {
        self.0.extend(iter);
    }
}

impl IntoIterator for Map {
    type Item = (String, Entry);
    type IntoIter = indexmap::map::IntoIter<String, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
