//! A change between two versions of a document, as reports show it.

use std::fmt;

use serde_json::Value;

use super::{Kind, RustChange, Step};
use crate::document::Pointer;

/// A change between two versions of a document.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The kind of the change.
    pub kind: Kind,
    /// What the change does to callers on the wire.
    pub level: Level,
    /// The side that has this level.
    pub side: Side,
    /// Whether the effect is on this side only, in each of the operations.
    pub is_one_sided: bool,
    /// The module of the document.
    pub document: String,
    /// The affected operations, such as `PUT /conversations/{id}`, in the document's order.
    pub operations: Vec<String>,
    /// The changed part of the new document, or of the old one if it was removed.
    pub pointer: Pointer,
    /// The old value, if it is short.
    pub old: Option<Value>,
    /// The new value, if it is short.
    pub new: Option<Value>,
    /// The schema, parameter or operation that changed, such as `Conversation.status`.
    pub subject: String,
    /// What changed, such as `` `snoozed` was removed ``.
    pub change: String,
    /// Whether the change is the rest of a sentence that the subject starts, such as `was removed`.
    pub is_predicate: bool,
    /// What this does to callers on the wire: on the side with the level, and on others if it is as bad there or at least a
    /// warning. Empty if nothing.
    pub effect: String,
    /// What the change does in Rust.
    pub rust: FindingRust,
    /// The place in the new document, or the place in the old one if the part was removed.
    pub location: Location,
    /// The place in the old document, if the part was there.
    pub old_location: Option<Location>,
    /// The place in the new document. If the part was removed, this is the smallest part around it that is left. `None` if
    /// the document was removed.
    pub nearest: Option<Location>,
    /// Identifies the change by its document, kind, names and values, independent of line numbers.
    pub fingerprint: String,
}

/// What a change does in Rust.
#[derive(Clone, Debug, Default)]
pub struct FindingRust {
    /// The step that the items ask of the crate's version.
    pub step: Step,
    /// The changed items.
    pub items: Vec<RustChange>,
}

/// What a change does to callers on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Requests and responses are the same.
    Docs,
    /// Callers keep working.
    Compatible,
    /// Callers may fail, or get other results. The documents do not tell.
    Warning,
    /// Callers fail, or get other results.
    Breaking,
}

/// The part of a document's contract that has the level of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// What callers send.
    Request,
    /// What servers answer.
    Response,
    /// What servers send to receivers of webhooks and callbacks.
    Payload,
    /// Operations, servers, security and the document itself.
    Structure,
    /// The crate alone.
    Rust,
}

/// A place in a version of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The name of the file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, in characters, counted from 1.
    pub column: usize,
    /// The version of the document.
    pub revision: Revision,
}

/// One of the two compared versions of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Revision {
    /// The version before the change.
    Old,
    /// The version after the change.
    New,
}

impl Finding {
    /// Returns the subject, the change and its effect as one sentence.
    pub fn message(&self) -> String {
        let mut message = self.title();
        if !self.effect.is_empty() {
            message.push_str("; ");
            message.push_str(&self.effect);
        }
        message
    }

    /// Returns the subject and the change.
    pub fn title(&self) -> String {
        if self.subject.is_empty() {
            self.change.clone()
        } else {
            format!("{}{}{}", self.subject, self.joint(), self.change)
        }
    }

    /// Returns what joins the subject and the change: a space if they are one sentence, or else a colon.
    pub fn joint(&self) -> &'static str {
        if self.is_predicate { " " } else { ": " }
    }

    /// Returns whether a program compiles but behaves differently because of a changed item.
    pub fn is_silent_in_rust(&self) -> bool {
        self.rust.items.iter().any(|item| item.is_silent)
    }
}

impl Level {
    /// Returns the word for the level: `docs`, `compatible`, `warning` or `breaking`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Compatible => "compatible",
            Self::Warning => "warning",
            Self::Breaking => "breaking",
        }
    }
}

impl Side {
    /// Returns the word for the side: `request`, `response`, `payload`, `structure` or `rust`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Payload => "payload",
            Self::Structure => "structure",
            Self::Rust => "rust",
        }
    }
}

impl Revision {
    /// Returns the word for the version: `old` or `new`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}
