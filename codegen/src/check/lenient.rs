//! Repairs mistakes with an obvious correction, for `--lenient`.
//!
//! Each pass repairs one kind of mistake and returns a warning for each repair.

mod edit;
mod extensions;
mod headers;
mod mappings;
mod missing_schemas;
mod parameters;
mod path_parameters;
mod patterns;
mod reference_kinds;
mod security;
mod versions;

#[cfg(test)]
mod tests;

pub(super) use path_parameters::duplicate_names;

use crate::diagnostic::Diagnostic;
use crate::document::Document;

/// Removes invalid extensions, and returns a warning for each.
pub(super) fn remove_extensions(document: &mut Document) -> Vec<Diagnostic> {
    extensions::remove(document)
}

/// Repairs a document, and returns a warning for each repair.
pub(super) fn repair(document: &mut Document) -> Vec<Diagnostic> {
    let mut warnings = versions::accept(document);
    warnings.extend(patterns::remove(document));
    warnings.extend(reference_kinds::convert(document));
    warnings.extend(missing_schemas::replace(document));
    warnings.extend(mappings::remove(document));
    warnings.extend(security::remove(document));
    warnings.extend(parameters::keep_first(document));
    warnings.extend(headers::remove(document));
    warnings.extend(path_parameters::declare_missing(document.root_mut()));
    warnings
}
