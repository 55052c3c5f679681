//! Inlines component schemas that do not become types, such as strings and arrays.
//!
//! Before: each schema that becomes a type is a component, and references have `nullable`.
//!
//! After: each component schema becomes a type, and references only point to these. An alias that contains itself, or that
//! would be very large when inlined, stays a component.

use super::shape::becomes_type;
use super::tree::{schema_reference, schemas_mut, share_schemas};
use crate::document::{Entry, Map, Node};

/// The maximum number of schemas in an inlined alias.
const SIZE: usize = 64;

pub(super) fn inline(root: &mut Node) {
    let Some(schemas) = schemas_mut(root) else {
        return;
    };
    let all = std::mem::take(schemas);
    let candidates = all.iter().filter(|(_, entry)| !becomes_type(&entry.value));
    let candidates: Map = candidates
        .map(|(name, entry)| (name.to_owned(), entry.clone()))
        .collect();
    let mut aliases = Map::new();
    for (name, entry) in all {
        // An array that contains itself cannot be inlined.
        if becomes_type(&entry.value) || is_large(&name, &candidates) {
            schemas.insert(name, entry);
        } else {
            aliases.insert(name, entry);
        }
    }
    share_schemas(root, |schema| expand(schema, &aliases));
}

fn expand(schema: &mut Node, aliases: &Map) {
    for _ in 0..SIZE {
        let Some(target) = schema_reference(schema).and_then(|name| aliases.get(name)) else {
            return;
        };
        let mut expanded = target.clone();
        if let Some(object) = expanded.as_object_mut() {
            let own = schema.entries().filter(|(key, _)| *key != "$ref");
            object.extend(own.map(|(key, entry): (&str, &Entry)| (key.to_owned(), entry.clone())));
        }
        *schema = expanded;
    }
}

/// Whether an alias contains itself, or too many other aliases to inline them.
fn is_large(name: &str, aliases: &Map) -> bool {
    let mut open: Vec<&Node> = aliases.get(name).into_iter().collect();
    let mut size = 0;
    while let Some(node) = open.pop() {
        size += 1;
        if size > SIZE {
            return true;
        }
        open.extend(schema_reference(node).and_then(|target| aliases.get(target)));
        for key in ["items", "additionalProperties", "not"] {
            open.extend(node.get(key));
        }
        for key in ["allOf", "oneOf", "anyOf", "prefixItems"] {
            open.extend(node.get(key).into_iter().flat_map(Node::items));
        }
    }
    false
}
