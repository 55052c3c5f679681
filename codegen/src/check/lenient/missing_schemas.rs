//! References to schemas that are not there become free JSON.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::edit::{each_object, walked};
use crate::check::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, Node, Pointer};
use crate::openapi::objects::ObjectKind;

/// How many further places of one reference are shown.
const SHOWN: usize = 3;

/// Puts free JSON in place of each reference to a schema that is not there, and returns a warning for each such
/// schema.
pub(super) fn free(document: &mut Document) -> Vec<Diagnostic> {
    let missing = missing_schemas(document);
    let places: HashSet<Span> = missing.values().flatten().copied().collect();
    if !places.is_empty() {
        free_places(document.root_mut(), &places);
        document.retain_broken(|broken| !places.contains(&broken.span));
    }
    missing
        .iter()
        .map(|(target, places)| warning(target, places))
        .collect()
}

/// The places of the references to each schema that is not there, in the document's order.
fn missing_schemas(document: &Document) -> IndexMap<String, Vec<Span>> {
    let root = document.root();
    let walk = walked(document);
    let broken = document.broken().iter();
    let elsewhere: HashSet<_> = broken
        .filter(|broken| broken.code == Code::DanglingReference)
        .map(|broken| broken.span)
        .collect();
    let mut missing: IndexMap<String, Vec<Span>> = IndexMap::new();
    for reference in &walk.references {
        let is_missing = if reference.target.starts_with('#') {
            let pointer = Pointer::from_reference(reference.target);
            let target = pointer.and_then(|pointer| root.at(&pointer));
            !target.is_some_and(|target| may_be_schema(&walk, target))
        } else {
            elsewhere.contains(&reference.span)
        };
        if is_missing && reference.expected.kind == ObjectKind::Schema {
            let places = missing.entry(reference.target.to_owned()).or_default();
            places.push(reference.span);
        }
    }
    for places in missing.values_mut() {
        places.sort_unstable();
        places.dedup();
    }
    missing
}

fn may_be_schema(walk: &Walk<'_>, target: &Node) -> bool {
    match walk.kind_of(target) {
        Some(kind) => kind == ObjectKind::Schema,
        None => target.as_object().is_some(),
    }
}

fn free_places(root: &mut Node, places: &HashSet<Span>) {
    each_object(root, &mut |node| {
        let is_missing = node
            .get("$ref")
            .is_some_and(|reference| places.contains(&reference.span));
        if is_missing {
            *node = Node::object(node.span);
        }
    });
}

fn warning(target: &str, places: &[Span]) -> Diagnostic {
    let (first, others) = places.split_first().expect("it was found somewhere");
    let message = format!("`{target}` leads to no schema and is taken as free JSON");
    let mut warning = Diagnostic::new(Code::MissingSchema, *first, message)
        .with_label("not a schema")
        .with_help("correct the name, or add what it should lead to");
    for place in others.iter().take(SHOWN) {
        warning = warning.with_related(*place, "referred to here as well");
    }
    match others.len().saturating_sub(SHOWN) {
        0 => warning,
        1 => warning.with_note("and in 1 more place"),
        more => warning.with_note(format!("and in {more} more places")),
    }
}
