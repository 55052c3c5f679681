//! How much of JSON a value preserves that the generated code reads from it. The runtime has the same rules for the
//! alternatives of a union.

use serde_json::Value;

/// More values are better than more equal ones, because a number, a date or a UUID may be written in another way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Preserved {
    /// The number of values at equal paths. Null and empty values do not count, since they may be left out.
    pub(super) values: usize,
    /// The number of equal scalars and empty values.
    pub(super) equal: usize,
}

impl Preserved {
    pub(super) fn of(json: &Value, preserved: &Value) -> Self {
        let is_empty = match json {
            Value::Null => true,
            Value::Array(items) => items.is_empty(),
            Value::Object(properties) => properties.is_empty(),
            _ => false,
        };
        let is_same_kind = std::mem::discriminant(json) == std::mem::discriminant(preserved);
        let own = Self {
            values: usize::from(!is_empty && is_same_kind),
            equal: 0,
        };
        match (json, preserved) {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Preserved;

    #[test]
    fn values_count_before_equal_ones() {
        let preserved =
            |value| Preserved::of(&json!({"a": 5, "b": "x", "c": null, "d": []}), &value);
        let order = [
            json!({}),
            json!({"a": "5"}),
            json!({"a": 5.0}),
            json!({"a": 5}),
            json!({"a": 5, "c": null, "d": []}),
            json!({"a": 5.0, "b": "y"}),
            json!({"a": 5, "b": "x"}),
        ];
        let order = order.map(preserved);
        assert!(order.is_sorted(), "{order:?}");
        assert!(order[1] < order[2] && order[4] < order[5]);
    }
}
