//! Finds out which schemas are used in requests and in responses. The payload of a webhook counts as a response.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use super::tree::{component_schemas, operation_nodes, schema_reference, webhook_nodes};
use crate::document::Node;
use crate::guard;

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

/// The number of operations from which a second thread is worth its start.
const MANY: usize = 1_000;

/// Returns the usage of each component schema, directly or inside another one. If there are many operations, another thread
/// finds the schemas in requests.
pub(crate) fn usage(root: &Node) -> HashMap<String, Usage> {
    let operations: Vec<_> = operation_nodes(root).collect();
    let within = |key| operations.iter().filter_map(move |it| it.get(key));
    let (requests, responses) = guard::beside_if(
        operations.len() >= MANY,
        || reached(root, within("parameters").chain(within("requestBody"))),
        || {
            // A receiver reads the payload of a webhook like the body of a response.
            let webhooks = webhook_nodes(root).map(|(_, webhook)| &webhook.value);
            reached(root, within("responses").chain(webhooks))
        },
    );
    let mut usage: HashMap<String, Usage> = HashMap::new();
    for name in requests {
        usage.entry(name.to_owned()).or_default().request = true;
    }
    for name in responses {
        usage.entry(name.to_owned()).or_default().response = true;
    }
    usage
}

/// Returns the names of the component schemas in the payloads of webhooks and callbacks, and whether a response has each of
/// them too.
pub(super) fn in_webhooks(root: &Node) -> HashMap<String, bool> {
    let mut webhooks = webhook_nodes(root).map(|(_, webhook)| &webhook.value);
    let Some(first) = webhooks.next() else {
        return HashMap::new();
    };
    let responses = operation_nodes(root).filter_map(|it| it.get("responses"));
    let responses = reached(root, responses);
    let webhooks = reached(root, std::iter::once(first).chain(webhooks)).into_iter();
    webhooks
        .map(|name| (name.to_owned(), responses.contains(name)))
        .collect()
}

/// The names of the component schemas that nodes refer to, directly or inside another one.
fn reached<'a>(
    root: &'a Node,
    starts: impl Iterator<Item = &'a Node>,
) -> HashSet<&'a str, RandomState> {
    let schemas = component_schemas(root);
    let mut reached = HashSet::default();
    let mut open: Vec<_> = starts.collect();
    while let Some(node) = open.pop() {
        if let Some(name) = schema_reference(node)
            && reached.insert(name)
        {
            open.extend(schemas.and_then(|schemas| schemas.get(name)));
        }
        // An example may contain an object that looks like a reference.
        let entries = node
            .entries()
            .filter(|(key, _)| !key.starts_with("example"));
        let inner = entries.map(|(_, entry)| &entry.value).chain(node.items());
        let is_scalar = |node: &Node| node.as_object().is_none() && node.as_array().is_none();
        open.extend(inner.filter(|inner| !is_scalar(inner)));
    }
    reached
}
