//! What is let pass when a document is taken leniently: mistakes whose meaning is plain.
//!
//! Each pass changes the document to what is meant and returns a warning for each such place.

mod edit;
mod headers;
mod mappings;
mod missing_schemas;
mod parameters;
mod path_parameters;
mod patterns;
mod reference_kinds;

#[cfg(test)]
mod tests;

pub(super) use path_parameters::repeated;

use crate::diagnostic::Diagnostic;
use crate::document::Document;

/// Mends what can be repaired in a document, and returns a warning for each such thing.
pub(super) fn repair(document: &mut Document) -> Vec<Diagnostic> {
    let mut warnings = patterns::drop(document);
    warnings.extend(reference_kinds::convert(document));
    warnings.extend(missing_schemas::free(document));
    warnings.extend(mappings::drop(document));
    warnings.extend(parameters::keep_first(document));
    warnings.extend(headers::leave_out(document));
    warnings.extend(path_parameters::assume(document.root_mut()));
    warnings
}
