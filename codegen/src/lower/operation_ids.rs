//! Gives every operation an id that is a Rust name and its own.

use std::collections::HashSet;

use super::tree::each_operation;
use crate::document::Node;
use crate::names;

/// Methods that every client has.
const CLIENT_METHODS: &[&str] = &["builder", "clone", "from", "from_env"];

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
        let name = match names::field_name(&name) {
            name if CLIENT_METHODS.contains(&name.as_str()) => format!("{name}_operation"),
            name => name,
        };
        let name = names::unique(name, &mut taken);
        if let Some(operation) = operation.as_object_mut() {
            operation.set("operationId", Node::string(name, span));
        }
    });
}
