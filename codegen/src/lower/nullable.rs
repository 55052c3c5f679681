//! Moves `nullable` from component schemas to references, since a field can be null, but a type cannot.
//!
//! Before: each schema that becomes a type is a component.
//!
//! After: no component schema is `nullable` or has null in its enum. References to schemas that were nullable are
//! `nullable`.

use std::collections::HashSet;

use super::tree::{schema_reference, schemas_mut, share_schemas};
use crate::document::{Map, Node};

pub(super) fn move_to_uses(root: &mut Node) {
    let mut nullable = HashSet::new();
    for (name, entry) in schemas_mut(root).into_iter().flat_map(Map::iter_mut) {
        let had_null = remove_null_value(&mut entry.value);
        let Some(schema) = entry.value.as_object_mut() else {
            continue;
        };
        let was_nullable = schema
            .remove("nullable")
            .is_some_and(|entry| entry.value.as_bool() == Some(true));
        if was_nullable || had_null {
            nullable.insert(name.to_owned());
        }
    }
    share_schemas(root, |schema| {
        let nullable = schema_reference(schema).is_some_and(|name| nullable.contains(name));
        let span = schema.span;
        if let Some(schema) = schema.as_object_mut().filter(|_| nullable) {
            schema.set("nullable", Node::bool(true, span));
        }
    });
}

/// Removes null from the values of an enum. Returns whether it had null.
fn remove_null_value(schema: &mut Node) -> bool {
    let Some(values) = schema.get_mut("enum").and_then(Node::as_array_mut) else {
        return false;
    };
    let before = values.len();
    values.retain(|value| !value.is_null());
    values.len() < before
}
