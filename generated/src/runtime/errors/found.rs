//! Description of the value at a path in JSON.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::{Number, Value};
use serde_path_to_error::{Path, Segment};

use super::short_texts::length;
use crate::runtime::excerpt::{MAX_BYTES, prefix};

/// Describes the value at `path` without reading the values around it. Returns `None` if there is none.
/// The JSON before the value is valid.
pub(crate) fn found(body: &[u8], path: &Path) -> Option<String> {
    let value = value_at(body, path)?;
    if value.trim_ascii_start().starts_with(b"{") {
        return Some("an object".to_owned());
    }
    serde_json::Deserializer::from_slice(value)
        .deserialize_any(Description)
        .ok()
}

/// Returns the number at `path`, if the value there is one. The JSON before it is valid.
pub(crate) fn number_at(body: &[u8], path: &Path) -> Option<Number> {
    let value = value_at(body, path)?.trim_ascii_start();
    let is_part = |it: &u8| it.is_ascii_digit() || b"+-.eE".contains(it);
    let end = value.iter().position(|it| !is_part(it));
    serde_json::from_slice(&value[..end.unwrap_or(value.len())]).ok()
}

/// Returns the JSON from the value at `path` on.
fn value_at<'a>(body: &'a [u8], path: &Path) -> Option<&'a [u8]> {
    path.iter().try_fold(body, |value, segment| match segment {
        Segment::Seq { index } => item(value, *index),
        Segment::Map { key } => property(value, key),
        _ => None,
    })
}

/// Returns the JSON from the item of an array on.
fn item(array: &[u8], index: usize) -> Option<&[u8]> {
    let mut items = array.trim_ascii_start().strip_prefix(b"[")?;
    for _ in 0..index {
        items = skip_value(items)?.strip_prefix(b",")?;
    }
    Some(items)
}

/// Returns the JSON from the value of a property on.
fn property<'a>(object: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let mut properties = object.trim_ascii_start().strip_prefix(b"{")?;
    loop {
        let text = properties.trim_ascii_start();
        let end = length(text.strip_prefix(b"\"")?)? + 2;
        let (key, value) = text.split_at_checked(end)?;
        let value = value.trim_ascii_start().strip_prefix(b":")?;
        let is_name = if key.contains(&b'\\') {
            serde_json::from_slice::<String>(key).is_ok_and(|key| key == name)
        } else {
            key[1..end - 1] == *name.as_bytes()
        };
        if is_name {
            return Some(value);
        }
        properties = skip_value(value)?.strip_prefix(b",")?;
    }
}

/// Returns the JSON after the first value in an array or object, which starts with `,`, `]` or `}`.
fn skip_value(json: &[u8]) -> Option<&[u8]> {
    let (mut depth, mut at) = (0, 0);
    loop {
        match json.get(at)? {
            b',' | b']' | b'}' if depth == 0 => return Some(&json[at..]),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            b'"' => at += length(&json[at + 1..])? + 1,
            _ => {}
        }
        at += 1;
    }
}

/// Describes a value that is not an object.
struct Description;

impl<'de> Visitor<'de> for Description {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_f64<E>(self, value: f64) -> Result<String, E> {
        Ok(Value::from(value).to_string())
    }

    fn visit_str<E>(self, value: &str) -> Result<String, E> {
        Ok(Value::from(prefix(value, MAX_BYTES)).to_string())
    }

    fn visit_unit<E>(self) -> Result<String, E> {
        Ok("null".to_owned())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<String, A::Error> {
        let mut count = 0;
        while items.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(format!("an array of {count}"))
    }
}
