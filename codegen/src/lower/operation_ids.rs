//! Gives each operation a unique id that is a Rust name.
//!
//! Before: each form is an operation.
//!
//! After: each operation has a unique `operationId`, which is the name of its method.

use std::collections::HashSet;

use super::tree::each_operation;
use crate::document::Node;
use crate::names;

pub(super) fn complete(root: &mut Node) {
    let mut taken = HashSet::new();
    // Explicit ids take precedence over generated ones.
    each_operation(root, |_, _, operation| {
        if let Some(id) = id(operation).map(names::method_name) {
            set_id(operation, names::unique(id, &mut taken));
        }
    });
    each_operation(root, |path, method, operation| {
        if id(operation).is_none() {
            let id = format!(
                "{} {}",
                method.to_lowercase(),
                path.replace(['{', '}'], " ")
            );
            set_id(
                operation,
                names::unique(names::method_name(&id), &mut taken),
            );
        }
    });
}

fn id(operation: &Node) -> Option<&str> {
    operation
        .get_str("operationId")
        .filter(|id| !id.trim().is_empty())
}

fn set_id(operation: &mut Node, id: String) {
    let span = operation.span;
    if let Some(operation) = operation.as_object_mut() {
        operation.set("operationId", Node::string(id, span));
    }
}
