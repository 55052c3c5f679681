//! What is noted while a text is read and does not end the reading.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span};

/// How much is noted while reading; a document can have more mistakes than anybody wants to read.
const MAX_NOTED: usize = 200;

/// Notes what does not end the reading. The first error is always noted.
pub(super) fn note(found: &mut Diagnostics, diagnostic: Diagnostic) {
    let is_error = diagnostic.severity() == Severity::Error;
    if found.len() < MAX_NOTED || (is_error && !found.has_errors()) {
        found.push(diagnostic);
    }
}

/// Notes that a key is given twice in an object.
pub(super) fn duplicate_key(found: &mut Diagnostics, key: &str, second: Span, first: Span) {
    let message = format!("the key `{key}` is given twice");
    let diagnostic = Diagnostic::new(Code::DuplicateKey, second, message)
        .with_label("the second")
        .with_related(first, "the first")
        .with_help("remove or rename one of them");
    note(found, diagnostic);
}
