//! Values of a request that are given as JSON, and the texts of their errors.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_path_to_error::{Path, Segment};

use super::usage_error::UsageError;
use super::value_rules::{ValueRules, tip};
use crate::runtime::excerpt::shorten_to;
use crate::runtime::values::unlisted::read_request;

/// The maximum number of characters of a text in an error.
const MAX_CHARS: usize = 100;

/// The beginning of the error of a value that matches none of its alternatives.
const NO_ALTERNATIVE: &str = "matches no alternative of the document";

/// Why a value cannot be sent.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The place in the value. Empty for the value itself.
    path: String,
    what: What,
    /// Whether the value is sent if unknown values are allowed.
    is_sent_if_unknown: bool,
}

#[derive(Clone, Debug)]
enum What {
    /// The value at the path cannot be read.
    Invalid(String),
    /// The value at the path is null and would not be sent.
    Null,
    /// The property would not be sent.
    Unknown,
}

impl Problem {
    fn new(path: String, what: What) -> Self {
        Self {
            path,
            what,
            is_sent_if_unknown: false,
        }
    }

    /// Returns the problem as one of the property's value, if it is inside of that property.
    pub(crate) fn within(&self, property: &str) -> Option<Self> {
        let rest = self.path.strip_prefix(property)?;
        let path = match rest.strip_prefix('.') {
            Some(path) => path,
            None if rest.is_empty() || rest.starts_with('[') => rest,
            None => return None,
        };
        // Such a problem needs a name.
        if path.is_empty() && matches!(self.what, What::Null | What::Unknown) {
            return None;
        }
        Some(Self {
            path: path.to_owned(),
            what: self.what.clone(),
            ..*self
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.what {
            What::Invalid(text) if path.is_empty() => f.write_str(text),
            What::Invalid(text) => write!(f, "at `{path}`: {text}"),
            What::Null => write!(f, "`{path}` must not be null"),
            What::Unknown => write!(f, "`{path}` is not a property of the request"),
        }?;
        if self.is_sent_if_unknown {
            write!(f, "; {}", tip())?;
        }
        Ok(())
    }
}

/// Reads a value. Returns an error if a part of it would not be sent.
pub(crate) fn whole<T: DeserializeOwned + Serialize>(
    given: &Json,
    rules: ValueRules,
) -> Result<T, Problem> {
    read(given, rules).map_err(|problem| {
        let allowing = ValueRules {
            allows_unknown: true,
            ..rules
        };
        Problem {
            is_sent_if_unknown: !rules.allows_unknown && read::<T>(given, allowing).is_ok(),
            ..problem
        }
    })
}

fn read<T: DeserializeOwned + Serialize>(given: &Json, rules: ValueRules) -> Result<T, Problem> {
    let read = read_request(rules.allows_unknown, || {
        serde_path_to_error::deserialize(given)
    });
    let value = read.map_err(|error| {
        let found = at(given, error.path());
        let path = match error.path().to_string() {
            path if path == "." => String::new(),
            path => path,
        };
        let text = error.inner().to_string();
        let is_secret = rules.are_secret_at(&path) || found.is_some_and(|it| rules.has_secret(it));
        let text = if is_secret {
            without_value(&text, found)
        } else {
            in_words(&text, found)
        };
        Problem::new(shorten_to(MAX_CHARS, &path), What::Invalid(text))
    })?;
    let sent = serde_json::to_value(&value)
        .map_err(|error| Problem::new(String::new(), What::Invalid(error.to_string())))?;
    match lost(given, &sent) {
        None => Ok(value),
        Some(Lost { path, is_null }) => {
            let what = if is_null { What::Null } else { What::Unknown };
            Err(Problem::new(path, what))
        }
    }
}

/// Reads a value like [`whole`]. The error has the name of the value.
pub(super) fn whole_named<T: DeserializeOwned + Serialize>(
    given: &Json,
    name: &str,
    rules: ValueRules,
) -> Result<T, UsageError> {
    whole(given, rules).map_err(|problem| UsageError(format!("{name}: {problem}")))
}

/// Returns the value at a path.
fn at<'a>(given: &'a Json, path: &Path) -> Option<&'a Json> {
    path.iter().try_fold(given, |value, segment| match segment {
        Segment::Seq { index } => value.get(index),
        Segment::Map { key } => value.get(key),
        _ => None,
    })
}

/// Returns the text of an error in words of JSON instead of Rust.
fn in_words(error: &str, found: Option<&Json>) -> String {
    if let Some(reason) = error.strip_prefix(NO_ALTERNATIVE) {
        return match reason.strip_prefix(": ") {
            Some(reason) => format!("{NO_ALTERNATIVE}: {}", in_words(reason, None)),
            None => NO_ALTERNATIVE.to_owned(),
        };
    }
    let missing = error.strip_prefix("missing field ");
    if let Some(name) = missing {
        return format!("the property {name} is missing");
    }
    let of_type = error.strip_prefix("invalid type: ");
    let of_value = of_type.or_else(|| error.strip_prefix("invalid value: "));
    let expected_in_words = match of_type {
        Some(_) => expected_type,
        None => expected_value,
    };
    if let Some((given, expected)) = of_value.and_then(|it| it.rsplit_once(", expected ")) {
        let given = match given {
            "sequence" => "an array",
            "map" => "an object",
            given => &shorten_to(MAX_CHARS, given),
        };
        return format!("found {given}, expected {}", expected_in_words(expected));
    }
    match found {
        Some(Json::String(text)) if !error.contains(text.as_str()) => {
            let text = shorten_to(MAX_CHARS, text);
            format!("{text:?} cannot be used: {error}")
        }
        _ => error.to_owned(),
    }
}

/// Returns what the text of an error says about a secret value: what is missing or expected.
fn without_value(error: &str, found: Option<&Json>) -> String {
    if error.starts_with(NO_ALTERNATIVE) {
        return NO_ALTERNATIVE.to_owned();
    }
    if error.starts_with("missing field ") {
        return in_words(error, None);
    }
    if let Some((kind, expected)) = error.rsplit_once(", expected ") {
        let is_type = kind.starts_with("invalid type: ");
        let words = if is_type {
            expected_type
        } else {
            expected_value
        };
        return format!("expected {}", words(expected));
    }
    let quoted = found
        .and_then(Json::as_str)
        .map(|text| format!("{text:?} "));
    match quoted.and_then(|quoted| error.strip_prefix(&quoted)) {
        // The values of an enum are those of the document.
        Some(rest) => rest.to_owned(),
        None => "has a value that cannot be used".to_owned(),
    }
}

/// The words for the values of a type.
fn expected_value(expected: &str) -> String {
    let integer = |min: i64, max: i64| format!("an integer from {min} to {max}");
    match expected {
        "i8" => integer(i8::MIN.into(), i8::MAX.into()),
        "i16" => integer(i16::MIN.into(), i16::MAX.into()),
        "i32" => integer(i32::MIN.into(), i32::MAX.into()),
        "u8" => integer(0, u8::MAX.into()),
        "u16" => integer(0, u16::MAX.into()),
        "u32" => integer(0, u32::MAX.into()),
        "i64" => integer(i64::MIN, i64::MAX),
        "u64" => format!("an integer from 0 to {}", u64::MAX),
        expected => expected_type(expected),
    }
}

/// The words for a type.
fn expected_type(expected: &str) -> String {
    let words = match expected {
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => "an integer",
        "f32" | "f64" => "a number",
        "a sequence" => "an array",
        "a map" => "an object",
        expected if expected.starts_with("struct ") => "an object",
        expected => expected,
    };
    words.to_owned()
}

/// A property that was given and would not be sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    pub(crate) path: String,
    pub(crate) is_null: bool,
}

/// Returns the first property that is in `given` and not in `sent`.
pub(crate) fn lost(given: &Json, sent: &Json) -> Option<Lost> {
    let within = |step: String, found: Lost| Lost {
        path: match found.path.as_str() {
            "" => step,
            path if path.starts_with('[') => format!("{step}{path}"),
            path => format!("{step}.{path}"),
        },
        ..found
    };
    match (given, sent) {
        (Json::Object(given), Json::Object(sent)) => given.iter().find_map(|(name, value)| {
            let found = match sent.get(name) {
                Some(sent) => lost(value, sent)?,
                None => Lost {
                    path: String::new(),
                    is_null: value.is_null(),
                },
            };
            Some(within(name.clone(), found))
        }),
        (Json::Array(given), Json::Array(sent)) => {
            let mut pairs = given.iter().zip(sent).enumerate();
            pairs.find_map(|(index, (given, sent))| {
                Some(within(format!("[{index}]"), lost(given, sent)?))
            })
        }
        _ => None,
    }
}
