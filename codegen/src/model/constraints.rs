//! What a value that is sent must keep to.

use serde_json::Number;

/// The constraints of a value, and of the values inside it that have no name of their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Constraints {
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    /// A regular expression that `regex-lite` reads.
    pub pattern: Option<String>,
    pub minimum: Option<Bound>,
    pub maximum: Option<Bound>,
    pub multiple_of: Option<Number>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
    /// Those of each item of a list.
    pub items: Option<Box<Constraints>>,
    /// Those of each value of a map.
    pub values: Option<Box<Constraints>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bound {
    pub value: Number,
    pub exclusive: bool,
}

impl Constraints {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it, or what it says of values inside, has a pattern.
    pub(crate) fn has_pattern(&self) -> bool {
        let inner = [&self.items, &self.values];
        self.pattern.is_some() || inner.into_iter().flatten().any(|it| it.has_pattern())
    }
}
