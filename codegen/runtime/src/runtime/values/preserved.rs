//! How much of JSON a value preserves that was read from it. The generator includes this file, so that
//! it shows examples as they are read.

use serde_json::Value;

/// More values are better than more equal ones, because a number, a date or a UUID may be written in
/// another way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Preserved {
    /// The number of values at equal paths. Null and empty values do not count, since they may be
    /// left out.
    values: usize,
    /// The number of equal scalars and empty values.
    equal: usize,
}

impl Preserved {
    /// Compares JSON with what is written of the value that was read from it.
    pub(crate) fn of(json: &Value, written: &Value) -> Self {
        let is_empty = match json {
            Value::Null => true,
            Value::Array(items) => items.is_empty(),
            Value::Object(properties) => properties.is_empty(),
            _ => false,
        };
        let is_same_kind = std::mem::discriminant(json) == std::mem::discriminant(written);
        let own = Self {
            values: usize::from(!is_empty && is_same_kind),
            equal: 0,
        };
        match (json, written) {
            (Value::Object(a), Value::Object(b)) if !is_empty => a
                .iter()
                .filter_map(|(key, a)| Some(Self::of(a, b.get(key)?)))
                .fold(own, Self::add),
            (Value::Array(a), Value::Array(b)) if !is_empty => {
                let items = a.iter().zip(b).map(|(a, b)| Self::of(a, b));
                items.fold(own, Self::add)
            }
            (a, b) => Self {
                equal: usize::from(a == b),
                ..own
            },
        }
    }

    fn add(self, other: Self) -> Self {
        Self {
            values: self.values + other.values,
            equal: self.equal + other.equal,
        }
    }
}

/// Whether what is written has all values of the JSON, apart from the discriminator.
pub(crate) fn is_complete(json: &Value, written: &Value, tag: Option<&str>) -> bool {
    let mut json = json.clone();
    if let (Some(object), Some(tag)) = (json.as_object_mut(), tag) {
        object.remove(tag);
    }
    Preserved::of(&json, written).values == Preserved::of(&json, &json).values
}
