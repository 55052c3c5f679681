//! Replaces unresolved references to schemas by schemas that allow any JSON value.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::edit::{each_object, walked};
use crate::check::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, Node, Pointer};
use crate::openapi::objects::ObjectKind;

/// The number of further references to show.
const SHOWN: usize = 3;

/// Replaces unresolved references to schemas, and returns a warning for each missing schema.
pub(super) fn replace(document: &mut Document) -> Vec<Diagnostic> {
    let missing = missing_schemas(document);
    let spans: HashSet<Span> = missing.values().flatten().copied().collect();
    if !spans.is_empty() {
        replace_at(document.root_mut(), &spans);
        document.retain_file_errors(|error| !spans.contains(&error.span));
    }
    missing
        .iter()
        .map(|(target, spans)| warning(target, spans))
        .collect()
}

/// Returns the spans of the references to each missing schema, in the document's order.
fn missing_schemas(document: &Document) -> IndexMap<String, Vec<Span>> {
    let root = document.root();
    let walk = walked(document);
    let errors = document.file_errors().iter();
    let in_other_files: HashSet<_> = errors
        .filter(|error| error.code == Code::DanglingReference)
        .map(|error| error.span)
        .collect();
    let mut missing: IndexMap<String, Vec<Span>> = IndexMap::new();
    for reference in &walk.references {
        let is_missing = if reference.target.starts_with('#') {
            let pointer = Pointer::from_reference(reference.target);
            let target = pointer.and_then(|pointer| root.at(&pointer));
            !target.is_some_and(|target| may_be_schema(&walk, target))
        } else {
            in_other_files.contains(&reference.span)
        };
        if is_missing && reference.expected.kind == ObjectKind::Schema {
            let spans = missing.entry(reference.target.to_owned()).or_default();
            spans.push(reference.span);
        }
    }
    for spans in missing.values_mut() {
        spans.sort_unstable();
        spans.dedup();
    }
    missing
}

fn may_be_schema(walk: &Walk<'_>, target: &Node) -> bool {
    match walk.kind_of(target) {
        Some(kind) => kind == ObjectKind::Schema,
        None => target.as_object().is_some(),
    }
}

fn replace_at(root: &mut Node, spans: &HashSet<Span>) {
    each_object(root, &mut |node| {
        let is_missing = node
            .get("$ref")
            .is_some_and(|reference| spans.contains(&reference.span));
        if is_missing {
            *node = Node::object(node.span);
        }
    });
}

fn warning(target: &str, spans: &[Span]) -> Diagnostic {
    let (first, others) = spans
        .split_first()
        .expect("a missing schema has a reference");
    let message = format!("unresolved schema `{target}` is treated as any JSON value");
    let mut warning = Diagnostic::new(Code::MissingSchema, *first, message)
        .with_label("not a schema")
        .with_help("correct the reference, or add its target");
    for span in others.iter().take(SHOWN) {
        warning = warning.with_related(*span, "also referenced here");
    }
    match others.len().saturating_sub(SHOWN) {
        0 => warning,
        1 => warning.with_note("and in 1 more place"),
        more => warning.with_note(format!("and in {more} more places")),
    }
}
