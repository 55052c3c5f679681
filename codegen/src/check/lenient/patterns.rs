//! Removes a `pattern` that is not a string.

use super::edit::{remove_at, repaired, walked};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::openapi::objects::ObjectKind;

pub(super) fn remove(document: &mut Document) -> Vec<Diagnostic> {
    let walk = walked(document);
    let schemas = walk.of_kind(ObjectKind::Schema);
    let patterns = schemas.filter_map(|schema| schema.node.get("pattern"));
    let mut wrong: Vec<_> = patterns
        .filter(|pattern| pattern.as_str().is_none() && !pattern.is_null())
        .map(|pattern| (pattern.span, pattern.kind()))
        .collect();
    wrong.sort_unstable();
    wrong.dedup();
    let places: Vec<_> = wrong.iter().map(|(span, _)| *span).collect();
    remove_at(document.root_mut(), "pattern", &places);
    let warnings = wrong.into_iter().map(|(span, kind)| {
        let message =
            format!("expected a string for `pattern`, found {kind}: the field is ignored");
        repaired(span, message, "quote the value, or remove the field")
    });
    warnings.collect()
}
