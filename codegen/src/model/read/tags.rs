//! Reads the tags of operations.

use std::collections::{HashMap, HashSet};

use super::text;
use crate::document::Node;
use crate::lower::tree::operation_nodes;
use crate::model::{Operation, Tag};
use crate::parts;

/// Reads the tags that the operations have, and sets those of each operation.
///
/// The tags that the document describes come first, in its order.
pub(super) fn read(root: &Node, operations: &mut [Operation]) -> Vec<Tag> {
    let used = |node: &Node| -> Vec<String> {
        let tags = node.get("tags").into_iter().flat_map(Node::items);
        tags.filter_map(Node::as_str)
            .map(ToOwned::to_owned)
            .collect()
    };
    let used: Vec<_> = operation_nodes(root).map(used).collect();
    let mut tags: Vec<Tag> = Vec::new();
    let mut indices: HashMap<&str, usize> = HashMap::new();
    let described = root.get("tags").into_iter().flat_map(Node::items);
    let described = described.filter_map(|node| Some((node.get_str("name")?, Some(node))));
    let described: Vec<_> = described.collect();
    let names: HashSet<_> = used.iter().flatten().map(String::as_str).collect();
    let others = used.iter().flatten().map(|name| (name.as_str(), None));
    let described = described
        .into_iter()
        .filter(|(name, _)| names.contains(name));
    for (name, node) in described.chain(others) {
        indices.entry(name).or_insert_with(|| {
            tags.push(Tag {
                name: name.to_owned(),
                description: node.and_then(|node| text(node, "description")),
                part: node.and_then(|node| text(node, parts::FEATURE)),
                feature: None,
            });
            tags.len() - 1
        });
    }
    for (operation, used) in operations.iter_mut().zip(&used) {
        for name in used {
            let index = indices[name.as_str()];
            if !operation.tags.contains(&index) {
                operation.tags.push(index);
            }
        }
    }
    tags
}
