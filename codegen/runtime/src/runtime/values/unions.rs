//! Enums whose variants have different schemas.

use std::cell::Cell;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde::ser::Serialize;
use serde_json::Value;

/// Implements serialization of a union.
///
/// The discriminator selects the variant if there is one. Without it, the variant is selected that
/// preserves most of the JSON, and the first of these if there are several. JSON that matches no
/// variant is `Unknown`.
#[allow(unused_macros, reason = "a document may have no union")]
macro_rules! union {
    ($type:ident { $($variant:ident = ($tag:expr, $values:expr)),* $(,)? }) => {
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
                let variants: &[$crate::runtime::internal::Variant<'_, Self>] = &[$(
                    $crate::runtime::internal::Variant {
                        tag: $tag,
                        values: $values,
                        // The type of the variant is not named here, because `D` would hide one with that name.
                        read: &(Self::$variant as fn(_) -> Self),
                    },
                )*];
                $crate::runtime::internal::read_union(deserializer, variants, Self::Unknown)
            }
        }
    };
}

#[allow(unused_imports, reason = "a document may have no union")]
pub(crate) use union;

/// A variant of the union `U` that is read.
pub struct Variant<'a, U> {
    /// The discriminator property.
    pub tag: Option<&'a str>,
    /// The values of the discriminator that select the variant, numbers and booleans as text.
    pub values: &'a [&'a str],
    /// The function that creates the variant.
    pub read: &'a dyn ReadVariant<U>,
}

impl<U> Variant<'_, U> {
    fn is_selected(&self, json: &Value) -> bool {
        match self.tag.and_then(|tag| json.get(tag)) {
            Some(Value::String(text)) => self.values.contains(&text.as_str()),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => {
                self.values.contains(&value.to_string().as_str())
            }
            _ => false,
        }
    }
}

/// A function that creates a variant of the union `U`.
pub trait ReadVariant<U> {
    /// Reads the variant.
    ///
    /// # Errors
    ///
    /// Returns an error if the JSON does not match it.
    fn read(&self, json: &Value) -> Result<U, serde_json::Error>;
}

impl<T: DeserializeOwned, U> ReadVariant<U> for fn(T) -> U {
    fn read(&self, json: &Value) -> Result<U, serde_json::Error> {
        T::deserialize(json).map(self)
    }
}

thread_local! {
    /// Whether JSON that matches no variant is an error.
    static IS_UNKNOWN_REFUSED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `read`. In it, JSON that matches no variant of a union is an error instead of `Unknown`.
pub fn refuse_unknown(read: &mut dyn FnMut()) {
    let before = IS_UNKNOWN_REFUSED.replace(true);
    read();
    IS_UNKNOWN_REFUSED.set(before);
}

/// Reads a union.
///
/// # Errors
///
/// Returns an error if the value is not JSON, and in [`refuse_unknown`] if no variant matches.
pub fn read_union<'de, U: Serialize, D: Deserializer<'de>>(
    deserializer: D,
    variants: &[Variant<'_, U>],
    unknown: fn(Value) -> U,
) -> Result<U, D::Error> {
    let json = Value::deserialize(deserializer)?;
    // If the discriminator selects variants, the others are read only if these do not match.
    for selected in [true, false] {
        let candidates = variants.iter();
        let candidates = candidates.filter(|it| it.is_selected(&json) == selected);
        let matches = candidates
            .filter_map(|it| it.read.read(&json).ok())
            .collect();
        if let Some(best) = best_match(&json, matches) {
            return Ok(best);
        }
    }
    if IS_UNKNOWN_REFUSED.get() {
        return Err(D::Error::custom(mismatch(&json, variants)));
    }
    Ok(unknown(json))
}

/// Describes why no variant matches, with the error of the variant that the discriminator selects.
fn mismatch<U>(json: &Value, variants: &[Variant<'_, U>]) -> String {
    const PROBLEM: &str = "matches no alternative of the document";
    let mut selected = variants.iter().filter(|it| it.is_selected(json));
    let only = selected.next().filter(|_| selected.next().is_none());
    match only.map(|it| it.read.read(json)) {
        Some(Err(error)) => format!("{PROBLEM}: {error}"),
        _ => PROBLEM.to_owned(),
    }
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
