//! Removes discriminators whose mapping has an unresolved schema.
//!
//! Without only the mapping, the values would be names of schemas. Without the discriminator, a value is read as the first
//! alternative that matches.

use super::edit::{remove_at, repaired, walked};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Document, Node, Pointer};
use crate::openapi::objects::ObjectKind;

pub(super) fn remove(document: &mut Document) -> Vec<Diagnostic> {
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
            .filter(|(_, target)| !is_resolved(document.root(), target))
            .map(|(span, target)| (span, target.to_owned()))
            .collect();
        if !missing.is_empty() {
            wrong.push((discriminator.span, missing));
        }
    }
    wrong.sort_unstable();
    wrong.dedup();
    let spans: Vec<_> = wrong.iter().map(|(span, _)| *span).collect();
    remove_at(document.root_mut(), "discriminator", &spans);
    let missing: Vec<_> = wrong
        .iter()
        .flat_map(|(_, missing)| missing)
        .map(|(span, _)| *span)
        .collect();
    document.retain_file_errors(|error| !missing.contains(&error.span));
    let warnings = wrong.iter().filter_map(|(_, missing)| {
        let (span, target) = missing.first()?;
        let message = format!("unresolved schema `{target}`: the discriminator is ignored");
        let help =
            "correct the mapping; until then, a value is read as the first alternative that matches";
        Some(repaired(*span, message, help))
    });
    warnings.collect()
}

/// Whether the target of a mapping's value exists. The value is a reference or the name of a schema.
fn is_resolved(root: &Node, target: &str) -> bool {
    let pointer = if target.starts_with('#') {
        Pointer::from_reference(target)
    } else {
        Some(Pointer::from_iter(["components", "schemas", target]))
    };
    pointer.is_some_and(|pointer| root.at(&pointer).is_some())
}
