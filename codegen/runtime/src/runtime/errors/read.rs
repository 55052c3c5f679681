use std::error::Error as StdError;
use std::fmt::{self, Write as _};

use bytes::Bytes;
use reqwest::StatusCode;
use serde_json::error::Category;
use serde_path_to_error::Path;

use super::found::found;
use crate::runtime::document::Endpoint;
use crate::runtime::excerpt::{MAX_BYTES, prefix, shorten_to};
use crate::runtime::scrubber::Scrubber;

/// The error of a successful response whose body could not be read.
///
/// If the document has values with the format `password` in the request or in a response of the
/// operation, neither the text nor `Debug` shows values of the body.
pub struct UnreadableError {
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) problem: ReadError,
    pub(crate) raw: Bytes,
    has_secrets: bool,
}

impl UnreadableError {
    pub(crate) fn new(
        endpoint: &Endpoint,
        status: StatusCode,
        problem: ReadError,
        raw: Bytes,
    ) -> Self {
        let has_secrets = endpoint.has_secrets;
        Self {
            operation: endpoint.id,
            status,
            problem: if has_secrets {
                problem.without_values()
            } else {
                problem
            },
            raw,
            has_secrets,
        }
    }

    /// Returns the name of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns what is wrong with the body, and where.
    pub fn problem(&self) -> &ReadError {
        &self.problem
    }

    /// Returns the first 64 KiB of the body. Credentials in it are replaced by `[secret]`.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }
}

impl fmt::Debug for UnreadableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("UnreadableError");
        debug
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("problem", &self.problem);
        if self.has_secrets {
            debug.finish_non_exhaustive()
        } else {
            debug.field("raw", &self.raw).finish()
        }
    }
}

impl fmt::Display for UnreadableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.operation, self.status, self.problem)
    }
}

/// Has no source, since its text contains the problem.
impl StdError for UnreadableError {}

/// The error of reading the body of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    problem: ReadProblem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReadProblem {
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
}

impl ReadError {
    /// Returns the path of the JSON value that has an unexpected shape, such as `data[3].status`.
    /// `None` for other errors.
    pub fn path(&self) -> Option<&str> {
        match &self.problem {
            ReadProblem::Shape { path, .. } => Some(path),
            _ => None,
        }
    }

    /// Returns the value at [`path`](Self::path), shortened to 60 characters. `None` if the operation
    /// has secrets.
    pub fn found(&self) -> Option<&str> {
        match &self.problem {
            ReadProblem::Shape { found, .. } => found.as_deref(),
            _ => None,
        }
    }

    /// Returns whether the JSON is truncated.
    pub fn is_cut_short(&self) -> bool {
        self.problem == ReadProblem::CutShort
    }

    pub(crate) fn new(problem: ReadProblem) -> Self {
        Self { problem }
    }

    pub(crate) fn json(body: &[u8], path: &Path, error: &serde_json::Error) -> Self {
        let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
        Self::new(match error.classify() {
            _ if first == Some(&b'<') => ReadProblem::Html,
            Category::Eof => ReadProblem::CutShort,
            Category::Syntax | Category::Io => ReadProblem::NotJson(error.to_string()),
            Category::Data => ReadProblem::Shape {
                path: path_text(path),
                message: reason(error),
                found: found(body, path),
            },
        })
    }

    /// Removes the values of the body.
    fn without_values(self) -> Self {
        Self::new(match self.problem {
            ReadProblem::Shape { path, message, .. } => ReadProblem::Shape {
                path,
                message: without_value(&message),
                found: None,
            },
            other => other,
        })
    }

    /// Removes the secrets from all texts from the body, then shortens them.
    pub(crate) fn scrubbed(self, scrubber: &Scrubber) -> Self {
        Self::new(match self.problem {
            ReadProblem::NotJson(message) => ReadProblem::NotJson(scrubber.excerpt(&message)),
            ReadProblem::Shape {
                path,
                message,
                found,
            } => ReadProblem::Shape {
                path: shorten_to(MAX_PATH_CHARS, &scrubber.text(&path)),
                message: scrubber.excerpt(&message),
                found: found.map(|found| scrubber.excerpt(&found)),
            },
            other => other,
        })
    }
}

/// The maximum number of characters of a path.
const MAX_PATH_CHARS: usize = 200;

/// Returns the message without line and column, which are not useful for JSON on one line.
fn reason(error: &serde_json::Error) -> String {
    let mut text = Limited(String::new());
    let is_whole = write!(text, "{error}").is_ok();
    let Limited(mut text) = text;
    if let Some(end) = text.rfind(" at line ").filter(|_| is_whole) {
        text.truncate(end);
    }
    text
}

/// Returns a message of serde without the value that it is about.
fn without_value(message: &str) -> String {
    match message.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None if message.starts_with("missing field `") => message.to_owned(),
        None => "has a value that cannot be read".to_owned(),
    }
}

/// The beginning of a text.
struct Limited(String);

impl fmt::Write for Limited {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let prefix = prefix(text, MAX_BYTES - self.0.len());
        self.0.push_str(prefix);
        if prefix.len() < text.len() {
            return Err(fmt::Error);
        }
        Ok(())
    }
}

fn path_text(path: &Path) -> String {
    let text = path.to_string();
    if text == "." {
        "the top level".to_owned()
    } else {
        text
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            ReadProblem::Empty => f.write_str("expected JSON, but the body is empty"),
            ReadProblem::Html => f.write_str("expected JSON, but the body is HTML or XML"),
            ReadProblem::NotUtf8 => f.write_str("the body is not UTF-8"),
            ReadProblem::NotJson(message) => write!(f, "the body is not JSON: {message}"),
            ReadProblem::CutShort => f.write_str("the JSON in the body is truncated"),
            ReadProblem::Shape {
                path,
                message,
                found,
            } => {
                write!(f, "{path}: {message}")?;
                match found {
                    Some(found) => write!(f, "; found {found}"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for ReadError {}
