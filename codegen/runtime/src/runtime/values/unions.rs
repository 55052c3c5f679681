//! Enums whose variants have different schemas.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde::ser::Serialize;
use serde_json::Value;

use super::preserved::{Preserved, is_complete};
use super::read_once::read_once;
use super::unlisted::{Reading, reading};
use super::whole_numbers::with_integers;

/// Implements serialization of a union.
///
/// The discriminator selects the variant if there is one. Without it, the variant is selected that
/// preserves most of the JSON, and the first of these if there are several. A variant with `Excluded`
/// is not read from JSON with another value of the discriminator, and one with `Selected` is the
/// variant of JSON whose value selects no other. JSON that matches no variant is `Unknown`.
#[allow(unused_macros, reason = "a document may have no union")]
macro_rules! union {
    ($type:ident { $($variant:ident = ($tag:expr, $values:expr $(, $others:ident)?)),* $(,)? }) => {
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
                        others: [
                            $($crate::runtime::internal::OtherValues::$others,)?
                            $crate::runtime::internal::OtherValues::Possible,
                        ][0],
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
    /// Whether JSON with another value of the discriminator may be the variant.
    pub others: OtherValues,
    /// The function that creates the variant.
    pub read: &'a dyn ReadVariant<U>,
}

/// What the schema of a variant says about values of the discriminator that do not select it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherValues {
    /// It allows them.
    Possible,
    /// It lists all of its values.
    Excluded,
    /// The document names it as the default.
    Selected,
}

impl<U> Variant<'_, U> {
    /// Whether the discriminator of the JSON has a value of the variant.
    fn has_value(&self, json: &Value) -> bool {
        match self.tag.and_then(|tag| json.get(tag)) {
            Some(Value::String(text)) => self.values.contains(&text.as_str()),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => {
                self.values.contains(&value.to_string().as_str())
            }
            _ => false,
        }
    }

    /// Whether the variant is the one of objects that select no other.
    fn is_default(&self, json: &Value) -> bool {
        self.others == OtherValues::Selected && json.is_object()
    }

    /// Whether the discriminator leaves open that the variant is meant.
    fn is_possible(&self, json: &Value) -> bool {
        let tag = self.tag.filter(|_| !self.values.is_empty());
        tag.is_none_or(|tag| json.get(tag).is_none())
    }

    /// Whether JSON that does not select the variant may still be read as it.
    fn may_be(&self, json: &Value) -> bool {
        self.others == OtherValues::Possible || self.is_possible(json)
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

/// Reads a union.
///
/// # Errors
///
/// Returns an error if the value is not JSON, and in `read_request` if no variant matches.
pub fn read_union<'de, U: Clone + Serialize + 'static, D: Deserializer<'de>>(
    deserializer: D,
    variants: &[Variant<'_, U>],
    unknown: fn(Value) -> U,
) -> Result<U, D::Error> {
    let json = Value::deserialize(deserializer)?;
    let with_integers = with_integers(&json);
    let readable = with_integers.as_ref().unwrap_or(&json);
    match read_once(readable, || read_variant(readable, variants)) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Ok(unknown(json)),
        Err(mismatch) => Err(D::Error::custom(mismatch)),
    }
}

/// Reads the variant that is meant, if there is one. Returns why none matches if that is an error.
fn read_variant<U: Serialize>(
    json: &Value,
    variants: &[Variant<'_, U>],
) -> Result<Option<U>, String> {
    let reading = reading();
    let (mut selected, mut others) = partition(variants, |it| it.has_value(json));
    let is_listed = !selected.is_empty();
    if !is_listed {
        (selected, others) = partition(variants, |it| it.is_default(json));
    }
    others.retain(|it| match reading {
        Reading::Listed => selected.is_empty() && it.is_possible(json),
        Reading::Best | Reading::Whole => it.may_be(json),
    });
    let read = |variants: &[&Variant<'_, U>]| {
        let matches = variants.iter().filter_map(|it| it.read.read(json).ok());
        best_match(json, matches.collect())
    };
    let mut best = read(&selected);
    if best.is_none() {
        best = read(&others);
        // The document says that another variant is meant.
        if !selected.is_empty() {
            best = best.filter(|value| is_complete(json, &to_json(value), tag_of(variants)));
        }
    }
    if let Some(value) = best {
        let is_lossy = || serde_json::to_value(&value).is_ok_and(|preserved| preserved != *json);
        let is_kept = reading != Reading::Whole || is_listed || !is_lossy();
        return Ok(is_kept.then_some(value));
    }
    if reading == Reading::Listed {
        return Err(mismatch(json, variants, &selected));
    }
    Ok(None)
}

/// Returns the discriminator property of a union, if it has one.
fn tag_of<'v, U>(variants: &[Variant<'v, U>]) -> Option<&'v str> {
    variants.iter().find_map(|variant| variant.tag)
}

fn to_json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// Returns the variants that match a condition, and the others.
fn partition<'a, 'v, U>(
    variants: &'a [Variant<'v, U>],
    matches: impl Fn(&Variant<'v, U>) -> bool,
) -> (Vec<&'a Variant<'v, U>>, Vec<&'a Variant<'v, U>>) {
    variants.iter().partition(|it| matches(it))
}

/// Describes why no variant matches: the error of the variant that the discriminator selects, or the
/// discriminators.
fn mismatch<U>(json: &Value, variants: &[Variant<'_, U>], selected: &[&Variant<'_, U>]) -> String {
    const PROBLEM: &str = "matches no alternative of the document";
    match selected {
        [] => {}
        [only] => {
            let error = only.read.read(json).err();
            let error = error.map(|it| format!(": {it}")).unwrap_or_default();
            return format!("{PROBLEM}{error}");
        }
        _ => return PROBLEM.to_owned(),
    }
    let Some(tag) = tag_of(variants).filter(|_| json.is_object()) else {
        return PROBLEM.to_owned();
    };
    let values: Vec<_> = variants.iter().flat_map(|it| it.values).collect();
    match values.split_last() {
        Some((last, others)) if !others.is_empty() => {
            let others: Vec<_> = others.iter().map(|it| format!("`{it}`")).collect();
            format!(
                "{PROBLEM}: `{tag}` must be {} or `{last}`",
                others.join(", ")
            )
        }
        Some((only, _)) => format!("{PROBLEM}: `{tag}` must be `{only}`"),
        None => PROBLEM.to_owned(),
    }
}

/// Returns the value that preserves most of the JSON, and the first of these if there are several.
pub fn best_match<T: Serialize>(json: &Value, mut matches: Vec<T>) -> Option<T> {
    if matches.len() <= 1 {
        return matches.pop();
    }
    let preserved = |value: &T| Preserved::of(json, &to_json(value));
    // The last of several maxima is the first in the reverse order.
    matches.into_iter().rev().max_by_key(preserved)
}
