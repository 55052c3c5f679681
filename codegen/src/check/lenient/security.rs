//! Removes undefined schemes from security requirements.

use std::collections::{BTreeMap, HashSet};

use super::edit::{each_object, remove_entries, repaired, walked};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Document, Node};
use crate::openapi::objects::ObjectKind;

pub(super) fn remove(document: &mut Document) -> Vec<Diagnostic> {
    let walk = walked(document);
    let mut undefined: BTreeMap<Span, String> = BTreeMap::new();
    let mut unusable = HashSet::new();
    for requirement in walk.of_kind(ObjectKind::SecurityRequirement) {
        let mut has_defined = false;
        for (name, entry) in requirement.node.entries() {
            if walk.component("securitySchemes", name).is_some() {
                has_defined = true;
            } else {
                undefined.insert(entry.key_span, name.to_owned());
            }
        }
        let is_empty = requirement.node.entries().next().is_none();
        if !has_defined && !is_empty {
            unusable.insert(requirement.node.span);
        }
    }
    remove_requirements(document.root_mut(), &unusable);
    remove_entries(document.root_mut(), &undefined.keys().copied().collect());
    let warnings = undefined.into_iter().map(|(span, name)| {
        let message =
            format!("undefined security scheme `{name}`: the client sends no credentials for it");
        let help = "add it to `components.securitySchemes`, or correct the name";
        repaired(span, message, help)
    });
    warnings.collect()
}

/// Removes requirements from their lists. An empty one would say that no credentials are necessary.
fn remove_requirements(root: &mut Node, spans: &HashSet<Span>) {
    if spans.is_empty() {
        return;
    }
    each_object(root, &mut |node| {
        if let Some(requirements) = node.get_mut("security").and_then(Node::as_array_mut) {
            requirements.retain(|requirement| !spans.contains(&requirement.span));
        }
    });
}
