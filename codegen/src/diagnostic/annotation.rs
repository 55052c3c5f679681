//! Annotations of GitHub Actions.

use std::fmt;

use super::render::printable;
use super::{LineColumn, Severity};

/// A workflow command of GitHub Actions, which annotates a file. Its text is escaped when it is displayed.
///
/// No text can end the command or start another one: line breaks are escaped, and other control characters become
/// visible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// How serious it is.
    pub level: AnnotationLevel,
    /// The path of the file in the repository, unless the annotation is about no file.
    pub file: Option<String>,
    /// The first character of the part of the file.
    pub start: Option<LineColumn>,
    /// The end of the part of the file.
    pub end: Option<LineColumn>,
    /// A few words.
    pub title: String,
    /// The text, which can have several lines.
    pub message: String,
}

/// How serious an [`Annotation`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnnotationLevel {
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// Information.
    Notice,
}

impl AnnotationLevel {
    /// Returns the name of the workflow command: `error`, `warning` or `notice`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

impl From<Severity> for AnnotationLevel {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
        }
    }
}

impl fmt::Display for Annotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "::{} ", self.level.as_str())?;
        if let Some(file) = &self.file {
            write!(f, "file={},", property(file))?;
        }
        if let Some(start) = self.start {
            write!(f, "line={},", start.line)?;
            if let Some(end) = self.end {
                write!(f, "endLine={},", end.line)?;
            }
            // Columns only mean something to GitHub within one line.
            if self.end.is_none_or(|end| end.line == start.line) {
                write!(f, "col={},", start.column)?;
                if let Some(end) = self.end {
                    write!(f, "endColumn={},", end.column)?;
                }
            }
        }
        write!(
            f,
            "title={}::{}",
            property(&self.title),
            data(&self.message)
        )
    }
}

fn data(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('%', "%25");
    printable(&text).replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
