//! Constraints on values in requests.

use serde_json::Number;

/// The constraints of a value, and of the unnamed values inside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Constraints {
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    /// A regular expression in the syntax of `regex-lite`.
    pub pattern: Option<String>,
    /// Whether NaN and infinity are refused, which JSON cannot express.
    pub is_finite: bool,
    pub minimum: Option<Bound>,
    pub maximum: Option<Bound>,
    pub multiple_of: Option<Number>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
    /// The constraints of each item of a list.
    pub items: Option<Box<Constraints>>,
    /// The constraints of the items of a tuple, by their position. Empty if there are none.
    pub tuple: Vec<Constraints>,
    /// The constraints of each value of a map.
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

    /// Whether the value, or a value inside it, has a pattern.
    pub(crate) fn has_pattern(&self) -> bool {
        self.pattern.is_some() || self.inner().any(Self::has_pattern)
    }

    /// Whether the value, or a value inside it, is a tuple with constraints on its items.
    pub(crate) fn has_tuple(&self) -> bool {
        !self.tuple.is_empty() || self.inner().any(Self::has_tuple)
    }

    /// The constraints of the values inside the value.
    fn inner(&self) -> impl Iterator<Item = &Self> {
        let inner = [&self.items, &self.values].into_iter().flatten();
        inner.map(|it| &**it).chain(&self.tuple)
    }
}
