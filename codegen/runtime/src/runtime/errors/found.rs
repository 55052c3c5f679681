//! Description of the value at a path in JSON.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::runtime::excerpt::{MAX_BYTES, prefix};

/// Describes the value at `path` without building the values around it. Returns `None` if there is
/// none.
pub(crate) fn found(body: &[u8], path: &Path) -> Option<String> {
    let segments: Vec<_> = path.iter().collect();
    let mut description = None;
    let at = At {
        path: &segments,
        description: &mut description,
    };
    // The rest of the body is not read, which is an error that does not matter.
    let _ = at.deserialize(&mut serde_json::Deserializer::from_slice(body));
    description
}

/// The place of the value in the value that is read next.
struct At<'a> {
    path: &'a [&'a Segment],
    description: &'a mut Option<String>,
}

impl At<'_> {
    fn describe(self, value: &Value) {
        if self.path.is_empty() {
            *self.description = Some(value.to_string());
        }
    }
}

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.describe(&value.into());
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.describe(&value.into());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.describe(&value.into());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.describe(&value.into());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.describe(&prefix(value, MAX_BYTES).into());
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.describe(&Value::Null);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Some((segment, rest)) = self.path.split_first() else {
            let mut count = 0;
            while items.next_element::<IgnoredAny>()?.is_some() {
                count += 1;
            }
            *self.description = Some(format!("an array of {count}"));
            return Ok(());
        };
        let Segment::Seq { index } = segment else {
            return Ok(());
        };
        for _ in 0..*index {
            items.next_element::<IgnoredAny>()?;
        }
        let at = At { path: rest, ..self };
        items.next_element_seed(at).map(drop)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<(), A::Error> {
        let Some((segment, rest)) = self.path.split_first() else {
            *self.description = Some("an object".to_owned());
            return Ok(());
        };
        let Segment::Map { key } = segment else {
            return Ok(());
        };
        while let Some(is_key) = properties.next_key_seed(IsKey(key))? {
            if is_key {
                return properties.next_value_seed(At { path: rest, ..self });
            }
            properties.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Compares a key of an object with this one.
struct IsKey<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for IsKey<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for IsKey<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}
