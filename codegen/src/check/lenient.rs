//! What is let pass when a document is taken leniently: mistakes whose meaning is plain.
//!
//! Each pass changes the document to what is meant and returns a warning for each such place.

mod mappings;
mod missing_schemas;
mod parameters;
mod path_parameters;
mod patterns;
mod reference_kinds;

#[cfg(test)]
mod tests;

pub(super) use path_parameters::repeated;

use super::references;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, Node, Value};
use crate::openapi::objects;

/// Mends what can be mended in a document, and returns a warning for each such thing.
pub(super) fn mend(document: &mut Document) -> Vec<Diagnostic> {
    let mut warnings = patterns::drop(document);
    warnings.extend(reference_kinds::convert(document));
    warnings.extend(missing_schemas::free(document));
    warnings.extend(mappings::drop(document));
    warnings.extend(parameters::keep_first(document));
    warnings.extend(path_parameters::assume(document.root_mut()));
    warnings
}

/// A warning about a mistake that is taken as its message says.
fn mended(span: Span, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::Mended, span, message).with_help(help)
}

/// Walks a document, and what its references lead to.
fn walked(document: &Document) -> Walk<'_> {
    let root = document.root();
    let mut walk = Walk::new(document.source());
    walk.object(root, &objects::DOCUMENT, root.span);
    references::follow(root, &mut walk);
    walk
}

/// Calls `visit` with every object of the tree, the inner ones first.
fn each_object(node: &mut Node, visit: &mut impl FnMut(&mut Node)) {
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
fn remove_at(root: &mut Node, key: &str, places: &[Span]) {
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
