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

    /// Whether the length of a text is limited.
    pub(crate) fn limits_text(&self) -> bool {
        self.min_length.is_some() || self.max_length.is_some()
    }

    /// Whether a number is limited.
    pub(crate) fn limits_number(&self) -> bool {
        let is_bounded = self.minimum.is_some() || self.maximum.is_some();
        is_bounded || self.is_finite || self.multiple_of.is_some()
    }

    /// Whether the number of items is limited, or the items must differ.
    pub(crate) fn limits_list(&self) -> bool {
        self.min_items.is_some() || self.max_items.is_some() || self.unique_items
    }

    /// Whether the number of properties is limited, or the values of a map are.
    pub(crate) fn limits_map(&self) -> bool {
        let is_counted = self.min_properties.is_some() || self.max_properties.is_some();
        is_counted || self.values.is_some()
    }

    /// Calls `visit` with the constraints of the value and of all values inside it.
    pub(crate) fn each(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
        let inner = [&self.items, &self.values].into_iter().flatten();
        for it in inner.map(|it| &**it).chain(&self.tuple) {
            it.each(visit);
        }
    }
}
