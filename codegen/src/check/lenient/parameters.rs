//! Removes duplicate parameters from a list, and keeps the first.

use std::collections::{HashMap, HashSet};

use super::edit::{each_object, repaired, walked};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Document, Node, resolve};
use crate::openapi::objects::ObjectKind;

pub(super) fn keep_first(document: &mut Document) -> Vec<Diagnostic> {
    let walk = walked(document);
    let holders = walk.visits.iter();
    let holders =
        holders.filter(|visit| matches!(visit.kind, ObjectKind::PathItem | ObjectKind::Operation));
    let holders: HashSet<Span> = holders.map(|visit| visit.node.span).collect();
    let original = document.root().clone();
    let mut warnings = Vec::new();
    each_object(document.root_mut(), &mut |node| {
        if holders.contains(&node.span) {
            keep_first_of(&original, node, &mut warnings);
        }
    });
    warnings
}

fn keep_first_of(root: &Node, holder: &mut Node, warnings: &mut Vec<Diagnostic>) {
    let Some(parameters) = holder.get_mut("parameters").and_then(Node::as_array_mut) else {
        return;
    };
    let mut first: HashMap<(String, String), Span> = HashMap::new();
    parameters.retain(|node| {
        let Some((name, location)) = identity(root, node) else {
            return true;
        };
        let Some(&before) = first.get(&(name.clone(), location.clone())) else {
            first.insert((name, location), node.span);
            return true;
        };
        let message = format!("duplicate {location} parameter `{name}`: the first one is used");
        warnings.push(
            repaired(node.span, message, "remove or rename one of them")
                .with_label("ignored")
                .with_related(before, "first declared here"),
        );
        false
    });
}

fn identity(root: &Node, node: &Node) -> Option<(String, String)> {
    let parameter = resolve(root, node).ok()?;
    let name = parameter.get_str("name")?.to_owned();
    Some((name, parameter.get_str("in")?.to_owned()))
}
