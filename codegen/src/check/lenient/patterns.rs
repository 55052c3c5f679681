//! Removes a `pattern` that is not a string.

use std::collections::BTreeMap;

use super::edit::{remove_entries, repaired, walked};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::openapi::objects::ObjectKind;

pub(super) fn remove(document: &mut Document) -> Vec<Diagnostic> {
    let walk = walked(document);
    let schemas = walk.of_kind(ObjectKind::Schema);
    let patterns =
        schemas.filter_map(|schema| schema.node.as_object().and_then(|it| it.entry("pattern")));
    let wrong: BTreeMap<_, _> = patterns
        .filter(|entry| entry.value.as_str().is_none() && !entry.value.is_null())
        .map(|entry| (entry.key_span, (entry.value.span, entry.value.kind())))
        .collect();
    remove_entries(document.root_mut(), &wrong.keys().copied().collect());
    let warnings = wrong.into_values().map(|(span, kind)| {
        let message =
            format!("expected a string for `pattern`, found {kind}: the field is ignored");
        repaired(span, message, "quote the value, or remove the field")
    });
    warnings.collect()
}
