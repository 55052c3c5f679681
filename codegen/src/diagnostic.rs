//! Messages about a document, each with its place in the text.
//!
//! Every stage speaks in these terms: a [`Diagnostic`] has a stable [`Code`], a [`Span`] of the text and a message;
//! [`Diagnostics`] keeps them with the [`SourceMap`] that they are about, ordered by place, and renders them.

mod code;
mod render;
mod source;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

pub use code::{Code, Severity, UnknownCode};
pub use render::{ColorChoice, Format};
pub use source::{LineColumn, SourceMap, Span};

/// One message about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing is wrong; decides the severity.
    pub code: Code,
    /// The part of the text that the message is about.
    pub span: Span,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// A few words beside the caret.
    pub label: Option<String>,
    /// How to mend it.
    pub help: Option<String>,
    /// Further facts, one a line.
    pub notes: Vec<String>,
    /// Other places that belong to the message.
    pub related: Vec<Related>,
}

/// Another place that a [`Diagnostic`] points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The part of the text.
    pub span: Span,
    /// What is there.
    pub message: String,
}

impl Diagnostic {
    /// Creates a diagnostic without help, notes or related places.
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

    /// Sets how to mend it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets how to mend it, where there is something to say.
    #[must_use]
    pub fn with_help_if_some(mut self, help: Option<impl Into<String>>) -> Self {
        self.help = help.map(Into::into).or(self.help);
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related {
            span,
            message: message.into(),
        });
        self
    }

    /// Moves all that it points at as much further on.
    #[must_use]
    pub(crate) fn shifted(mut self, by: usize) -> Self {
        self.span = self.span.shifted(by);
        for related in &mut self.related {
            related.span = related.span.shifted(by);
        }
        self
    }

    /// Returns whether it stops generation, or is only worth knowing.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The diagnostics of one document and the files that it refers to, ordered by file and place.
///
/// Diagnostics at the same place keep the order in which they were added; one that is equal to another is kept once.
#[derive(Clone, Debug)]
pub struct Diagnostics {
    source: Arc<SourceMap>,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Creates an empty collection about `source`.
    #[must_use]
    pub fn new(source: Arc<SourceMap>) -> Self {
        Self {
            source,
            list: Vec::new(),
        }
    }

    /// Returns the texts that the diagnostics are about.
    pub fn source(&self) -> &Arc<SourceMap> {
        &self.source
    }

    /// Adds a diagnostic at its place.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let place = |d: &Diagnostic| (d.span.start, d.span.end);
        let new = place(&diagnostic);
        let end = self.list.partition_point(|d| place(d) <= new);
        let known = self.list[..end]
            .iter()
            .rev()
            .take_while(|d| place(d) == new)
            .any(|d| *d == diagnostic);
        if !known {
            self.list.insert(end, diagnostic);
        }
    }

    /// Returns an iterator over the diagnostics, ordered by place.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Returns the number of diagnostics.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns whether there is nothing to say.
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

    /// Renders all diagnostics in a format, each ended by a line break.
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
