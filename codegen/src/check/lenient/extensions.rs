//! Removes invalid extensions. Other tools use some of the names with other values.

use std::collections::{BTreeMap, HashSet};

use super::edit::{remove_entries, repaired};
use crate::check::extensions::{Mistake, mistakes};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::document::Document;

pub(super) fn remove(document: &mut Document) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    loop {
        let invalid = invalid(document);
        if invalid.is_empty() {
            return warnings;
        }
        let keys: HashSet<_> = invalid.keys().copied().collect();
        remove_entries(document.root_mut(), &keys);
        // The next round finds extensions that refer to a removed one.
        warnings.extend(invalid.into_values().map(|mistake| {
            let Mistake {
                extension,
                key,
                found,
            } = mistake;
            let message = format!("`{extension}` is ignored: {}", found.message);
            let help = "correct it, or rename it if it is for another tool";
            repaired(key, message, help)
        }));
    }
}

/// The first mistake in each invalid extension.
fn invalid(document: &Document) -> BTreeMap<Span, Mistake> {
    let mistakes = mistakes(document.root()).into_iter();
    let errors = mistakes.filter(|mistake| mistake.found.severity() == Severity::Error);
    let mut first = BTreeMap::new();
    for mistake in errors {
        first.entry(mistake.key).or_insert(mistake);
    }
    first
}
