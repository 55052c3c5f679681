//! Functions that the passes share.

use std::collections::HashSet;

use crate::check::references;
use crate::check::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, Node, Value};
use crate::openapi::objects;

/// Returns the warning about a repaired mistake.
pub(super) fn repaired(
    span: Span,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(Code::Repaired, span, message).with_help(help)
}

/// Walks a document and the targets of its references.
pub(super) fn walked(document: &Document) -> Walk<'_> {
    let root = document.root();
    let mut walk = Walk::new(document);
    walk.object(root, &objects::DOCUMENT, root.span);
    references::follow(root, &mut walk);
    walk
}

/// Calls `visit` with every object of the tree, inner objects first.
pub(super) fn each_object(node: &mut Node, visit: &mut impl FnMut(&mut Node)) {
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, visit)),
        Value::Object(map) => {
            map.values_mut().for_each(|value| each_object(value, visit));
            visit(node);
        }
        _ => {}
    }
}

/// Removes the entries of objects whose keys have one of the spans.
pub(super) fn remove_entries(root: &mut Node, keys: &HashSet<Span>) {
    if keys.is_empty() {
        return;
    }
    each_object(root, &mut |node| {
        if let Some(map) = node.as_object_mut() {
            map.retain(|_, entry| !keys.contains(&entry.key_span));
        }
    });
}
