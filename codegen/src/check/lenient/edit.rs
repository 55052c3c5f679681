//! What each pass needs to find what is to be repaired, to change it and to tell of it.

use crate::check::references;
use crate::check::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, Node, Value};
use crate::openapi::objects;

/// A warning about a mistake that is taken as its message says.
pub(super) fn repaired(
    span: Span,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(Code::Mended, span, message).with_help(help)
}

/// Walks a document, and what its references lead to.
pub(super) fn walked(document: &Document) -> Walk<'_> {
    let root = document.root();
    let mut walk = Walk::new(document.source());
    walk.object(root, &objects::DOCUMENT, root.span);
    references::follow(root, &mut walk);
    walk
}

/// Calls `visit` with every object of the tree, the inner ones first.
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

/// Takes a key out of every object in which its value stands at one of the places.
pub(super) fn remove_at(root: &mut Node, key: &str, places: &[Span]) {
    if places.is_empty() {
        return;
    }
    each_object(root, &mut |node| {
        let is_there = |node: &Node| places.contains(&node.span);
        if let Some(map) = node.as_object_mut()
            && map.get(key).is_some_and(is_there)
        {
            map.remove(key);
        }
    });
}
