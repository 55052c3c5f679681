//! Enums whose variants have different schemas.

use serde::Serialize;
use serde_json::Value;

/// Implements serialization of a union.
///
/// The discriminator selects the variant if there is one. Without it, the variant is selected that
/// preserves most of the JSON, and the first of these if there are several. JSON that matches no
/// variant is `Unknown`.
#[allow(unused_macros, reason = "a document may have no union")]
macro_rules! union {
    ($type:ident { $($variant:ident = ($inner:ty, $tag:expr, $values:expr)),* $(,)? }) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let json = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                // If the discriminator selects variants, the others are read only if these do not match.
                for selected in [true, false] {
                    let mut matches = Vec::new();
                    $(
                        if $crate::runtime::internal::is_selected(&json, $tag, $values) == selected
                            && let Ok(value) = <$inner as serde::Deserialize>::deserialize(&json)
                        {
                            matches.push(Self::$variant(value));
                        }
                    )*
                    if let Some(best) = $crate::runtime::internal::best_match(&json, matches) {
                        return Ok(best);
                    }
                }
                Ok(Self::Unknown(json))
            }
        }
    };
}

#[allow(unused_imports, reason = "a document may have no union")]
pub(crate) use union;

/// Returns whether the discriminator selects this variant.
pub fn is_selected(json: &Value, tag: Option<&str>, values: &[&str]) -> bool {
    let tagged = tag.and_then(|tag| json.get(tag)).and_then(Value::as_str);
    tagged.is_some_and(|tagged| values.contains(&tagged))
}

/// Returns the value that preserves most of the JSON, and the first of these if there are several.
pub fn best_match<T: Serialize>(json: &Value, mut matches: Vec<T>) -> Option<T> {
    if matches.len() <= 1 {
        return matches.pop();
    }
    let score = |value: &T| {
        let preserved = serde_json::to_value(value).unwrap_or_default();
        count_equal(json, &preserved)
    };
    // The last of several maxima is the first in the reverse order.
    matches.into_iter().rev().max_by_key(score)
}

/// Returns the number of equal values at equal paths.
fn count_equal(a: &Value, b: &Value) -> usize {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            1 + a
                .iter()
                .filter_map(|(key, a)| Some(count_equal(a, b.get(key)?)))
                .sum::<usize>()
        }
        (Value::Array(a), Value::Array(b)) => {
            1 + a
                .iter()
                .zip(b)
                .map(|(a, b)| count_equal(a, b))
                .sum::<usize>()
        }
        (a, b) => usize::from(a == b),
    }
}
