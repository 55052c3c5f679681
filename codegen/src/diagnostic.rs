//! Messages about a document, each with its position in the text.
//!
//! Every stage reports problems as [`Diagnostic`]s, which have a stable [`Code`], a [`Span`] of the text and a message.
//! [`Diagnostics`] sorts them by position, keeps them with their [`SourceMap`], and renders them.

mod annotation;
mod code;
mod render;
mod source;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

pub use annotation::{Annotation, AnnotationLevel};
pub use code::{Code, Severity, UnknownCode};
pub use render::{ColorChoice, Format};
pub use source::{LineColumn, SourceMap, Span};

/// One message about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem it is. The code determines the severity.
    pub code: Code,
    /// The part of the text that the message is about.
    pub span: Span,
    /// What is wrong, in one sentence without a final period.
    pub message: String,
    /// A few words beside the caret.
    pub label: Option<String>,
    /// How to fix it.
    pub help: Option<String>,
    /// Additional facts.
    pub notes: Vec<String>,
    /// Other parts of the text that are involved.
    pub related: Vec<Related>,
}

/// Another part of the text that a [`Diagnostic`] points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The part of the text.
    pub span: Span,
    /// A few words beside the caret.
    pub message: String,
}

impl Diagnostic {
    /// Creates a diagnostic without a label, help, notes or related spans.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            span,
            message: message.into(),
            label: None,
            help: None,
            notes: Vec::new(),
            related: Vec::new(),
        }
    }

    /// Sets the words beside the caret.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Sets how to fix it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets how to fix it. `None` leaves the help unchanged.
    #[must_use]
    pub fn with_help_if_some(mut self, help: Option<impl Into<String>>) -> Self {
        self.help = help.map(Into::into).or(self.help);
        self
    }

    /// Adds a note.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds another part of the text.
    #[must_use]
    pub fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related {
            span,
            message: message.into(),
        });
        self
    }

    /// Moves all spans forward by `by` bytes.
    #[must_use]
    pub(crate) fn shifted(mut self, by: usize) -> Self {
        self.span = self.span.shifted(by);
        for related in &mut self.related {
            related.span = related.span.shifted(by);
        }
        self
    }

    /// Returns the severity.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The diagnostics of one document and the files that it references, sorted by file and position.
///
/// Diagnostics at the same position keep the order in which they were added. Equal diagnostics are kept once.
#[derive(Clone, Debug)]
pub struct Diagnostics {
    source: Arc<SourceMap>,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Creates an empty collection for `source`.
    #[must_use]
    pub fn new(source: Arc<SourceMap>) -> Self {
        Self {
            source,
            list: Vec::new(),
        }
    }

    /// Returns the texts that the diagnostics point into.
    pub fn source(&self) -> &Arc<SourceMap> {
        &self.source
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let end = self.list.partition_point(|d| d.span <= diagnostic.span);
        let is_duplicate = self.list[..end]
            .iter()
            .rev()
            .take_while(|d| d.span == diagnostic.span)
            .any(|d| *d == diagnostic);
        if !is_duplicate {
            self.list.insert(end, diagnostic);
        }
    }

    /// Returns an iterator over the diagnostics, sorted by position.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Returns the number of diagnostics.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns whether there are no diagnostics.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns whether any diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.error_count() > 0
    }

    /// Returns the number of errors.
    pub fn error_count(&self) -> usize {
        self.count(Severity::Error)
    }

    /// Returns the number of warnings.
    pub fn warning_count(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        self.list
            .iter()
            .filter(|d| d.severity() == severity)
            .count()
    }

    /// Keeps the diagnostics for which `keep` returns `true`.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// Renders all diagnostics in a format. Each ends with a line break.
    pub fn render(&self, format: Format, color: ColorChoice) -> String {
        render::render(&self.source, &self.list, format, color)
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, iter: I) {
        iter.into_iter().for_each(|d| self.push(d));
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Format::Text, ColorChoice::Never))
    }
}

impl std::error::Error for Diagnostics {}
