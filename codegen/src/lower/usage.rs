//! Finds out which schemas are used in requests and in responses. The payload of a webhook counts as a response.

use std::collections::HashMap;

use super::tree::{component_schemas, operation_nodes, schema_reference, webhook_nodes};
use crate::document::Node;

/// Whether a schema is used in requests and in responses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub request: bool,
    pub response: bool,
}

impl Usage {
    pub(crate) fn is_only_read(self) -> bool {
        self.response && !self.request
    }
}

/// Returns the usage of each component schema, directly or inside another one.
pub(crate) fn usage(root: &Node) -> HashMap<String, Usage> {
    let schemas = component_schemas(root);
    let mut usage: HashMap<String, Usage> = HashMap::new();
    for node in operation_nodes(root) {
        for key in ["parameters", "requestBody"] {
            spread(node.get(key), schemas, &mut usage, |usage| {
                &mut usage.request
            });
        }
        spread(node.get("responses"), schemas, &mut usage, |usage| {
            &mut usage.response
        });
    }
    // A receiver reads the payload of a webhook like the body of a response.
    for (_, webhook) in webhook_nodes(root) {
        spread(Some(&webhook.value), schemas, &mut usage, |usage| {
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
            let known = match usage.get_mut(name) {
                Some(known) => known,
                None => usage.entry(name.to_owned()).or_default(),
            };
            if !std::mem::replace(side(known), true) {
                open.extend(schemas.and_then(|schemas| schemas.get(name)));
            }
        }
        // An example may contain an object that looks like a reference.
        open.extend(
            node.entries()
                .filter(|(key, _)| !key.starts_with("example"))
                .map(|(_, entry)| &entry.value),
        );
        open.extend(node.items());
    }
}
