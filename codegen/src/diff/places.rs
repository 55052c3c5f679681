//! The place of each node in its document.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::diagnostic::Span;
use crate::document::{Document, Node, Pointer, Value};

/// The identity of a node: its address. A document is not modified while it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NodeId(usize);

impl NodeId {
    pub(super) fn of(node: &Node) -> Self {
        Self(std::ptr::from_ref(node).addr())
    }
}

/// The places of a document's nodes.
pub(super) struct Places<'a> {
    pub(super) document: &'a Document,
    parents: HashMap<NodeId, Parent<'a>, RandomState>,
}

#[derive(Clone, Copy)]
struct Parent<'a> {
    node: &'a Node,
    token: Token<'a>,
}

/// A step from a node to a child.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token<'a> {
    Key(&'a str, Span),
    Index(usize),
}

impl<'a> Places<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let mut parents = HashMap::default();
        let mut rest = vec![document.root()];
        while let Some(node) = rest.pop() {
            let mut add = |child: &'a Node, token| {
                parents.insert(NodeId::of(child), Parent { node, token });
                rest.push(child);
            };
            match &node.value {
                Value::Array(items) => {
                    for (index, item) in items.iter().enumerate() {
                        add(item, Token::Index(index));
                    }
                }
                Value::Object(map) => {
                    for (key, entry) in map.iter() {
                        add(&entry.value, Token::Key(key, entry.key_span));
                    }
                }
                _ => {}
            }
        }
        Self { document, parents }
    }

    /// The number of nodes without the root.
    pub(super) fn len(&self) -> usize {
        self.parents.len()
    }

    /// Returns the nodes and the steps from the root to a node, outermost first.
    pub(super) fn steps(&self, node: &Node) -> Vec<(&'a Node, Token<'a>)> {
        let mut steps = Vec::new();
        let mut id = NodeId::of(node);
        while let Some(parent) = self.parents.get(&id) {
            steps.push((parent.node, parent.token));
            id = NodeId::of(parent.node);
        }
        steps.reverse();
        steps
    }

    pub(super) fn pointer(&self, node: &Node) -> Pointer {
        let steps = self.steps(node).into_iter();
        steps
            .map(|(_, token)| match token {
                Token::Key(key, _) => key.to_owned(),
                Token::Index(index) => index.to_string(),
            })
            .collect()
    }

    /// Returns the node that contains a node.
    pub(super) fn parent(&self, node: &Node) -> Option<&'a Node> {
        self.parents.get(&NodeId::of(node)).map(|it| it.node)
    }

    /// Returns the part of the text that a reader looks at: the key of the node, or its value in an array.
    pub(super) fn span(&self, node: &Node) -> Span {
        match self.parents.get(&NodeId::of(node)) {
            Some(Parent {
                token: Token::Key(_, key),
                ..
            }) => *key,
            _ => Span::new(node.span.start, node.span.start),
        }
    }

    /// Returns the text of the node with its key.
    pub(super) fn extent(&self, node: &Node) -> Span {
        let start = self.span(node).start.min(node.span.start);
        Span::new(start, node.span.end.max(start))
    }

    /// Returns the smallest node at an offset of the text.
    pub(super) fn at(&self, offset: usize) -> &'a Node {
        let mut node = self.document.root();
        let has_offset = |child: &&Node| {
            let extent = self.extent(child);
            extent.start <= offset && offset < extent.end
        };
        while let Some(child) = children(node).find(has_offset) {
            node = child;
        }
        node
    }

    /// Returns the key of a node that is the value of one.
    pub(super) fn key(&self, node: &Node) -> Option<&'a str> {
        match self.parents.get(&NodeId::of(node))?.token {
            Token::Key(key, _) => Some(key),
            Token::Index(_) => None,
        }
    }
}

/// Returns the values and the items of a node.
fn children(node: &Node) -> impl Iterator<Item = &Node> {
    let values = node.entries().map(|(_, entry)| &entry.value);
    values.chain(node.items())
}
