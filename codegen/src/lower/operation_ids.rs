//! Gives each operation a unique id that is a Rust name.
//!
//! Before: each form is an operation.
//!
//! After: each operation has a unique `operationId`, which is the name of its method.

use super::tree::each_operation;
use crate::document::Node;
use crate::names::{self, TakenNames};

pub(super) fn complete(root: &mut Node) {
    let mut taken = TakenNames::default();
    // Explicit ids take precedence over generated ones.
    each_operation(root, |_, _, operation| {
        if let Some(id) = written(operation).map(names::method_name) {
            set_id(operation, taken.unique(id));
        }
    });
    each_operation(root, |path, method, operation| {
        if written(operation).is_none() {
            let id = taken.unique(generated(path, method));
            set_id(operation, id);
        }
    });
}

/// The `operationId` that the document gives an operation.
pub(super) fn written(operation: &Node) -> Option<&str> {
    let id = operation.get_str("operationId")?.trim();
    (!id.is_empty()).then_some(id)
}

/// The name of the method for an operation without an `operationId`.
pub(super) fn generated(path: &str, method: &str) -> String {
    let path = path.replace(['{', '}'], " ");
    names::method_name(&format!("{} {path}", method.to_lowercase()))
}

fn set_id(operation: &mut Node, id: String) {
    let span = operation.span;
    if let Some(operation) = operation.as_object_mut() {
        operation.set("operationId", Node::string(id, span));
    }
}
