//! A discriminator whose mapping leads to no schema is left out.
//!
//! Without the mapping its values would be taken for the names of schemas, which they are not; without the
//! discriminator, a value is of the first alternative that it fits.

use super::edit::{remove_at, repaired, walked};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Document, Node, Pointer};
use crate::openapi::objects::ObjectKind;

pub(super) fn drop(document: &mut Document) -> Vec<Diagnostic> {
    let mut wrong: Vec<(Span, Vec<(Span, String)>)> = Vec::new();
    for schema in walked(document).of_kind(ObjectKind::Schema) {
        let Some(discriminator) = schema.node.get("discriminator") else {
            continue;
        };
        let mapping = discriminator.get("mapping");
        let values = mapping.into_iter().flat_map(Node::entries);
        let targets =
            values.filter_map(|(_, entry)| Some((entry.value.span, entry.value.as_str()?)));
        let missing: Vec<_> = targets
            .filter(|(_, target)| !is_schema(document.root(), target))
            .map(|(span, target)| (span, target.to_owned()))
            .collect();
        if !missing.is_empty() {
            wrong.push((discriminator.span, missing));
        }
    }
    wrong.sort_unstable();
    wrong.dedup();
    let places: Vec<_> = wrong.iter().map(|(span, _)| *span).collect();
    remove_at(document.root_mut(), "discriminator", &places);
    let missing: Vec<_> = wrong
        .iter()
        .flat_map(|(_, missing)| missing)
        .map(|(span, _)| *span)
        .collect();
    document.retain_broken(|broken| !missing.contains(&broken.span));
    let warnings = wrong.iter().filter_map(|(_, missing)| {
        let (span, target) = missing.first()?;
        let message = format!("`{target}` leads to no schema, so the discriminator is left out");
        let help =
            "correct the mapping; until then, a value is of the first alternative that it fits";
        Some(repaired(*span, message, help))
    });
    warnings.collect()
}

/// Whether a value of a mapping is a reference to something, or the name of a schema.
fn is_schema(root: &Node, target: &str) -> bool {
    let pointer = if target.starts_with('#') {
        Pointer::from_reference(target)
    } else {
        Some(Pointer::from_iter(["components", "schemas", target]))
    };
    pointer.is_some_and(|pointer| root.at(&pointer).is_some())
}
