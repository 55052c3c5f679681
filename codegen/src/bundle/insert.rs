//! Puts what comes from other files in its home.

use super::component;
use super::homes::PendingTarget;
use super::rewrite::Rewriter;
use super::target::Target;
use crate::diagnostic::Span;
use crate::document::{Entry, Node};

/// Puts a part in its home in `root`, and rewrites its references.
pub(super) fn place(rewriter: &mut Rewriter<'_>, root: &mut Node, part: &PendingTarget) {
    let files = &mut rewriter.references.files;
    let Target { file, pointer } = &part.target;
    let Some(node) = files.node(&part.target) else {
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
    let Some(mut node) = files.node(&part.target).cloned() else {
        return;
    };
    rewriter.object_or_reference(&mut node, part.object_type, *file);
    let Some((parent, name)) = part.home.split_last() else {
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
