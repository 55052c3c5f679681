//! Reads the tags of operations.

use std::collections::{HashMap, HashSet};

use super::text;
use crate::diagnostic::Span;
use crate::document::Node;
use crate::lower::tree::operation_nodes;
use crate::model::{Operation, PartName, Tag};
use crate::parts;

/// Reads the tags that the operations have, and sets those of each operation.
///
/// The tags that the document describes come first, in its order.
pub(super) fn read(root: &Node, operations: &mut [Operation]) -> Vec<Tag> {
    let used = |node: &Node| -> Vec<(String, Span)> {
        let tags = node.get("tags").into_iter().flat_map(Node::items);
        tags.filter_map(|tag| Some((tag.as_str()?.to_owned(), tag.span)))
            .collect()
    };
    let used: Vec<_> = operation_nodes(root).map(used).collect();
    let mut tags: Vec<Tag> = Vec::new();
    let mut indices: HashMap<&str, usize> = HashMap::new();
    let described = root.get("tags").into_iter().flat_map(Node::items);
    let described = described.filter_map(|node| {
        let name = node.get("name")?;
        Some((name.as_str()?, name.span, Some(node)))
    });
    let described: Vec<_> = described.collect();
    let uses = || {
        used.iter()
            .flatten()
            .map(|(name, span)| (name.as_str(), *span))
    };
    let names: HashSet<_> = uses().map(|(name, _)| name).collect();
    let others = uses().map(|(name, span)| (name, span, None));
    let described = described
        .into_iter()
        .filter(|(name, ..)| names.contains(name));
    for (name, span, node) in described.chain(others) {
        indices.entry(name).or_insert_with(|| {
            tags.push(Tag {
                name: name.to_owned(),
                description: node.and_then(|node| text(node, "description")),
                span,
                is_described: node.is_some(),
                part: node.and_then(part),
                feature: None,
            });
            tags.len() - 1
        });
    }
    for (operation, used) in operations.iter_mut().zip(&used) {
        for (name, _) in used {
            let index = indices[name.as_str()];
            if !operation.tags.contains(&index) {
                operation.tags.push(index);
            }
        }
    }
    tags
}

/// The name that a tag gives its part.
fn part(tag: &Node) -> Option<PartName> {
    let node = tag.get(parts::FEATURE)?;
    Some(PartName {
        text: node.as_str()?.to_owned(),
        span: node.span,
    })
}
