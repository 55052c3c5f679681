//! Diagnostics after which parsing continues.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span};

/// The number of diagnostics to keep, since a document can have very many.
const MAX_NOTED: usize = 200;

/// Adds a diagnostic unless there are too many. The first error is always added.
pub(super) fn note(found: &mut Diagnostics, diagnostic: Diagnostic) {
    let is_error = diagnostic.severity() == Severity::Error;
    if found.len() < MAX_NOTED || (is_error && !found.has_errors()) {
        found.push(diagnostic);
    }
}

/// Adds the diagnostic of a duplicate key.
pub(super) fn duplicate_key(found: &mut Diagnostics, key: &str, second: Span, first: Span) {
    let message = format!("duplicate key `{key}`");
    let diagnostic = Diagnostic::new(Code::DuplicateKey, second, message)
        .with_label("duplicate")
        .with_related(first, "first given here")
        .with_help("remove or rename one of them");
    note(found, diagnostic);
}
