//! Reading the body of an answer.

use std::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

/// Characters that an error shows of what was there.
const EXCERPT: usize = 60;

/// Reads JSON.
///
/// # Errors
///
/// Fails when the body is not JSON, or not of the type's shape.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ReadError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::of(Problem::Empty));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().clone();
        ReadError::json(body, &path, &error.into_inner())
    })?;
    deserializer
        .end()
        .map_err(|error| ReadError::of(Problem::NotJson(error.to_string())))?;
    Ok(value)
}

/// Reads nothing; a body that is there all the same does no harm.
///
/// # Errors
///
/// Never fails; the type is that of its siblings.
pub fn empty(_body: &[u8]) -> Result<(), ReadError> {
    Ok(())
}

/// Reads text.
///
/// # Errors
///
/// Fails when the body is not UTF-8.
pub fn text(body: &[u8]) -> Result<String, ReadError> {
    String::from_utf8(body.to_vec()).map_err(|_| ReadError::of(Problem::NotUtf8))
}

/// Takes the body as it is.
///
/// # Errors
///
/// Never fails; the type is that of its siblings.
pub fn bytes(body: &[u8]) -> Result<Bytes, ReadError> {
    Ok(Bytes::copy_from_slice(body))
}

/// Why the body of an answer could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Empty,
    Html,
    NotUtf8,
    NotJson(String),
    CutShort,
    Shape {
        path: String,
        message: String,
        found: Option<String>,
    },
    Undocumented,
}

impl ReadError {
    /// The answer of a status for which the document has none.
    pub fn undocumented() -> Self {
        Self::of(Problem::Undocumented)
    }

    /// The place in the JSON, such as `data[3].status`, where its shape is at fault.
    pub fn path(&self) -> Option<&str> {
        match &self.problem {
            Problem::Shape { path, .. } => Some(path),
            _ => None,
        }
    }

    /// What was at [`path`](Self::path), shortened.
    pub fn found(&self) -> Option<&str> {
        match &self.problem {
            Problem::Shape { found, .. } => found.as_deref(),
            _ => None,
        }
    }

    /// Whether the body ended before its JSON did.
    pub fn is_cut_short(&self) -> bool {
        self.problem == Problem::CutShort
    }

    fn of(problem: Problem) -> Self {
        Self { problem }
    }

    fn json(body: &[u8], path: &Path, error: &serde_json::Error) -> Self {
        let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
        Self::of(match error.classify() {
            _ if first == Some(&b'<') => Problem::Html,
            Category::Eof => Problem::CutShort,
            Category::Syntax | Category::Io => Problem::NotJson(error.to_string()),
            Category::Data => Problem::Shape {
                path: show(path),
                message: reason(error),
                found: found(body, path),
            },
        })
    }

    /// Rewrites what it shows of the body.
    pub(crate) fn map_text(self, edit: impl Fn(&str) -> String) -> Self {
        Self::of(match self.problem {
            Problem::NotJson(message) => Problem::NotJson(edit(&message)),
            Problem::Shape {
                path,
                message,
                found,
            } => Problem::Shape {
                path: edit(&path),
                message: edit(&message),
                found: found.map(|found| edit(&found)),
            },
            other => other,
        })
    }
}

/// The message without its line and column, which mean nothing in a body of one line.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => shorten(&text[..end]),
        None => shorten(&text),
    }
}

fn show(path: &Path) -> String {
    let text = path.to_string();
    if text == "." {
        "the top of the JSON".to_owned()
    } else {
        text
    }
}

fn found(body: &[u8], path: &Path) -> Option<String> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let there = path
        .iter()
        .try_fold(&value, |value, segment| match segment {
            Segment::Seq { index } => value.get(index),
            Segment::Map { key } => value.get(key),
            Segment::Enum { .. } | Segment::Unknown => None,
        })?;
    Some(match there {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(items) => format!("an array of {}", items.len()),
        scalar => shorten(&scalar.to_string()),
    })
}

pub(crate) fn shorten(text: &str) -> String {
    let line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = line.clone().take(EXCERPT).collect();
    if line.count() > EXCERPT {
        short.push('…');
    }
    short
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::Empty => f.write_str("the body is empty where JSON was expected"),
            Problem::Html => f.write_str("the body is HTML or XML where JSON was expected"),
            Problem::NotUtf8 => f.write_str("the body is not UTF-8"),
            Problem::NotJson(message) => write!(f, "the body is not JSON: {message}"),
            Problem::CutShort => f.write_str("the body ends before its JSON does"),
            Problem::Shape {
                path,
                message,
                found,
            } => {
                write!(f, "{path}: {message}")?;
                match found {
                    Some(found) => write!(f, "; {found} was there"),
                    None => Ok(()),
                }
            }
            Problem::Undocumented => {
                f.write_str("the document does not know an answer of this status")
            }
        }
    }
}

impl std::error::Error for ReadError {}
