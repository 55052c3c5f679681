//! Inserts targets in other files into the document.

use super::component;
use super::locations::PendingTarget;
use super::rewrite::Rewriter;
use super::target::Target;
use crate::diagnostic::Span;
use crate::document::{Entry, Node};

/// Inserts a target at its location in `root`, and rewrites its references.
pub(super) fn insert(rewriter: &mut Rewriter<'_>, root: &mut Node, pending: &PendingTarget) {
    let files = &mut rewriter.references.files;
    let Target { file, pointer } = &pending.target;
    let Some(node) = files.node(&pending.target) else {
        return;
    };
    let (count, span) = (node.count(), node.span);
    let key_span = match pointer.split_last() {
        Some((parent, key)) => files
            .root(*file)
            .and_then(|root| root.at(&parent)?.as_object()?.entry(key))
            .map_or(span, |entry| entry.key_span),
        None => Span::new(span.start, span.start),
    };
    if !files.has_room(count, span) {
        return;
    }
    let Some(mut node) = files.node(&pending.target).cloned() else {
        return;
    };
    rewriter.object_or_reference(&mut node, pending.object_type, *file);
    let Some((parent, name)) = pending.location.split_last() else {
        return;
    };
    let mut holder = root;
    for key in parent.tokens() {
        let Some(map) = component::open(holder, span) else {
            return;
        };
        if !map.contains_key(key) {
            map.set(key, Node::object(span));
        }
        match map.get_mut(key) {
            Some(inner) => holder = inner,
            None => return,
        }
    }
    if let Some(map) = component::open(holder, span) {
        match map.get_mut(name) {
            Some(there) => *there = node,
            None => {
                map.insert(name, Entry::new(key_span, node));
            }
        }
    }
}
