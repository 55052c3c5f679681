//! Which schemas are sent, and which are read.

use std::collections::HashMap;

use super::tree::{METHODS, schema_reference};
use crate::api::Usage;
use crate::document::Node;

/// Where each named schema travels, itself or as a part of another.
pub(super) fn usage(root: &Node) -> HashMap<String, Usage> {
    let schemas = root
        .get("components")
        .and_then(|components| components.get("schemas"));
    let mut usage: HashMap<String, Usage> = HashMap::new();
    let nodes = root
        .get("paths")
        .into_iter()
        .flat_map(Node::entries)
        .flat_map(|(_, item)| item.value.entries());
    let nodes = nodes
        .filter(|(method, _)| METHODS.contains(method))
        .map(|(_, entry)| &entry.value);
    for node in nodes {
        for key in ["parameters", "requestBody"] {
            spread(node.get(key), schemas, &mut usage, |usage| {
                &mut usage.request
            });
        }
        spread(node.get("responses"), schemas, &mut usage, |usage| {
            &mut usage.response
        });
    }
    usage
}

fn spread(
    start: Option<&Node>,
    schemas: Option<&Node>,
    usage: &mut HashMap<String, Usage>,
    side: fn(&mut Usage) -> &mut bool,
) {
    let mut open: Vec<&Node> = start.into_iter().collect();
    while let Some(node) = open.pop() {
        if let Some(name) = schema_reference(node) {
            let seen = side(usage.entry(name.to_owned()).or_default());
            if !std::mem::replace(seen, true) {
                open.extend(schemas.and_then(|schemas| schemas.get(name)));
            }
        }
        // Examples may hold anything, also what looks like a reference.
        open.extend(
            node.entries()
                .filter(|(key, _)| !key.starts_with("example"))
                .map(|(_, entry)| &entry.value),
        );
        open.extend(node.items());
    }
}
