//! Removes the values of discriminators whose schema is missing.

use std::collections::BTreeMap;

use super::edit::{remove_entries, repaired, walked};
use crate::check::schemas;
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Document, Entry, Node};
use crate::openapi::Version;
use crate::openapi::objects::ObjectKind;

pub(super) fn remove(document: &mut Document) -> Vec<Diagnostic> {
    let root = document.root();
    let mut wrong: BTreeMap<Span, (Span, String, &str)> = BTreeMap::new();
    let walk = walked(document);
    for schema in walk.of_kind(ObjectKind::Schema) {
        let Some(discriminator) = schema.node.get("discriminator") else {
            continue;
        };
        let mapping = discriminator.get("mapping").into_iter();
        for (value, entry) in mapping.flat_map(Node::entries) {
            if let Some(target) = unresolved(root, entry) {
                let message = format!(
                    "unresolved schema `{target}`: the value `{value}` of the mapping is ignored"
                );
                wrong.insert(entry.key_span, (entry.value.span, message, "this value"));
            }
        }
        let default = discriminator.as_object();
        let default = default.and_then(|it| it.entry("defaultMapping"));
        if walk.version >= Version::V3_2
            && let Some(entry) = default
            && let Some(target) = unresolved(root, entry)
        {
            let message = format!("unresolved schema `{target}`: the `defaultMapping` is ignored");
            wrong.insert(entry.key_span, (entry.value.span, message, "another value"));
        }
    }
    remove_entries(document.root_mut(), &wrong.keys().copied().collect());
    document.retain_file_errors(|error| wrong.values().all(|(span, ..)| *span != error.span));
    let warnings = wrong.into_values().map(|(span, message, value)| {
        let help = format!(
            "correct the reference, or add the schema; until then, {value} selects no alternative"
        );
        repaired(span, message, help)
    });
    warnings.collect()
}

/// The target of a mapping's value, if it does not exist.
fn unresolved<'a>(root: &Node, entry: &'a Entry) -> Option<&'a str> {
    let target = entry.value.as_str()?;
    let pointer = schemas::mapping_target(target);
    let is_resolved = pointer.is_some_and(|pointer| root.at(&pointer).is_some());
    (!is_resolved).then_some(target)
}
