//! How deeply the named schemas hold one another.

use std::collections::HashSet;

use super::tree::{component_schemas, schema_reference};
use crate::document::Node;

/// The length of the longest way from a schema to one that it holds and on, as a compiler walks it that looks at each
/// type once.
pub(super) fn of(root: &Node) -> usize {
    let Some(schemas) = component_schemas(root) else {
        return 0;
    };
    let mut seen = HashSet::new();
    let mut deepest = 0;
    for (name, entry) in schemas.entries() {
        if !seen.insert(name) {
            continue;
        }
        // Documents nest deeper than the stack has room for.
        let mut open = vec![held(&entry.value)];
        while let Some(holder) = open.last_mut() {
            let Some(name) = holder.pop() else {
                open.pop();
                continue;
            };
            if let Some(schema) = schemas.get(name).filter(|_| seen.insert(name)) {
                open.push(held(schema));
                deepest = deepest.max(open.len());
            }
        }
    }
    deepest
}

/// The named schemas that a schema holds.
fn held(schema: &Node) -> Vec<&str> {
    let mut names = Vec::new();
    let mut open = vec![schema];
    while let Some(node) = open.pop() {
        names.extend(schema_reference(node));
        open.extend(node.items());
        open.extend(
            node.entries()
                .filter(|(key, _)| !key.starts_with("example"))
                .map(|(_, entry)| &entry.value),
        );
    }
    names
}
