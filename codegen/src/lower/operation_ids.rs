//! Gives every operation an id that is a Rust name and its own.

use std::collections::HashSet;

use super::tree::each_operation;
use crate::document::Node;
use crate::names;

pub(super) fn complete(root: &mut Node) {
    let mut taken = HashSet::new();
    each_operation(root, |path, method, operation| {
        let span = operation.span;
        let id = operation
            .get_str("operationId")
            .filter(|id| !id.trim().is_empty());
        let name = id.map_or_else(
            || format!("{method} {}", path.replace(['{', '}'], " ")),
            ToOwned::to_owned,
        );
        let name = names::unique(names::field_name(&name), &mut taken);
        if let Some(operation) = operation.as_object_mut() {
            operation.set("operationId", Node::string(name, span));
        }
    });
}
