//! Enums of which each variant has a schema of its own.

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
                let mut best: Option<(usize, Self)> = None;
                $(
                    if let Ok(value) = <$inner as serde::Deserialize>::deserialize(&json) {
                        let tagged = $crate::runtime::internal::is_tagged(&json, $tag, $values);
                        let kept = $crate::runtime::internal::kept(&json, &value, tagged);
                        if best.as_ref().is_none_or(|(most, _)| kept > *most) {
                            best = Some((kept, Self::$variant(value)));
                        }
                    }
                )*
                Ok(best.map_or(Self::Unknown(json), |(_, value)| value))
            }
        }
    };
}

#[allow(unused_imports, reason = "a document may have no union")]
pub(crate) use union;

/// Returns whether the discriminator selects this variant.
pub fn is_tagged(json: &Value, tag: Option<&str>, values: &[&str]) -> bool {
    let tagged = tag.and_then(|tag| json.get(tag)).and_then(Value::as_str);
    tagged.is_some_and(|tagged| values.contains(&tagged))
}

/// Returns a score of how much of the JSON a variant preserves. The variant that the discriminator
/// selects has the highest score.
pub fn kept<T: Serialize>(json: &Value, value: &T, is_tagged: bool) -> usize {
    let again = serde_json::to_value(value).unwrap_or_default();
    usize::from(is_tagged) * (usize::MAX / 2) + common(json, &again)
}

/// Returns the number of equal values at equal paths.
fn common(a: &Value, b: &Value) -> usize {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            1 + a
                .iter()
                .filter_map(|(key, a)| Some(common(a, b.get(key)?)))
                .sum::<usize>()
        }
        (Value::Array(a), Value::Array(b)) => {
            1 + a.iter().zip(b).map(|(a, b)| common(a, b)).sum::<usize>()
        }
        (a, b) => usize::from(a == b),
    }
}
