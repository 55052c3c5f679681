//! Whether operations send or receive the parts of a document.

use super::graph::{Graph, NodeIndex};
use super::used;

/// Whether operations send a node, receive it, or do so in a callback.
pub(super) type Uses = [bool; 3];

/// The keys of an operation that lead to what is used in each way.
const KEYS: [&[&str]; 3] = [
    &["parameters", "requestBody"],
    &["responses"],
    &["callbacks"],
];

/// Returns the uses of each node.
pub(super) fn uses(graph: &Graph<'_>) -> Vec<Uses> {
    let mut uses = vec![Uses::default(); graph.len()];
    for (way, keys) in KEYS.iter().enumerate() {
        let is_key = |node: &NodeIndex| keys.iter().any(|key| graph.is_key(*node, key));
        let nodes = (0..graph.len()).filter(is_key);
        let mut rest: Vec<_> = nodes.filter(|node| is_in_operation(graph, *node)).collect();
        while let Some(node) = rest.pop() {
            if !std::mem::replace(&mut uses[node][way], true) {
                used(graph, node, &mut rest);
            }
        }
    }
    uses
}

/// Whether a node is the value of a key of an operation, or of a path.
fn is_in_operation(graph: &Graph<'_>, node: NodeIndex) -> bool {
    let operation = graph.operation(node);
    operation.is_some_and(|it| it == node || Some(it) == graph.parent(node))
}
