//! The nodes of a document with their references.

use std::collections::HashMap;

use crate::diagnostic::Span;
use crate::document::{Document, Node, Value};
use crate::path_item::ADDITIONAL;

/// The index of a node. A node follows the node that contains it.
pub(super) type NodeIndex = usize;

/// The nodes of a document. Each has an edge to the node that contains it, and one to the node that it refers to.
pub(super) struct Graph<'a> {
    nodes: Vec<GraphNode<'a>>,
    /// The nodes whose keys or values start at an offset.
    starts: HashMap<usize, Vec<NodeIndex>>,
    by_address: HashMap<usize, NodeIndex>,
    targets: HashMap<NodeIndex, NodeIndex>,
    referrers: HashMap<NodeIndex, Vec<NodeIndex>>,
}

/// The step from a node to one that it contains.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Key(&'a str),
    /// An item of an array with a `name`.
    Named(&'a str),
    Index(usize),
}

struct GraphNode<'a> {
    node: &'a Node,
    key: Option<Span>,
    parent: Option<NodeIndex>,
    token: Token<'a>,
    children: Vec<NodeIndex>,
}

fn is_scalar(node: &Node) -> bool {
    !matches!(node.value, Value::Object(_) | Value::Array(_))
}

fn address(node: &Node) -> usize {
    std::ptr::from_ref(node).addr()
}

impl<'a> Graph<'a> {
    pub(super) const ROOT: NodeIndex = 0;

    pub(super) fn of(document: &'a Document) -> Self {
        let mut graph = Self {
            nodes: Vec::new(),
            starts: HashMap::new(),
            by_address: HashMap::new(),
            targets: HashMap::new(),
            referrers: HashMap::new(),
        };
        graph.add_nodes(document.root());
        graph.add_references(document);
        graph
    }

    /// Adds all nodes. The walk has no recursion, because documents nest deeply.
    fn add_nodes(&mut self, root: &'a Node) {
        let mut rest = vec![(root, None, None, Token::Index(0))];
        while let Some((node, key, parent, token)) = rest.pop() {
            let index = self.nodes.len();
            if let Some(parent) = parent {
                let parent: &mut GraphNode<'_> = &mut self.nodes[parent];
                parent.children.push(index);
            }
            self.by_address.insert(address(node), index);
            self.nodes.push(GraphNode {
                node,
                key,
                parent,
                token,
                children: Vec::new(),
            });
            let key = key.map(|key: Span| key.start);
            let value = Some(node.span.start).filter(|start| key != Some(*start));
            for start in key.into_iter().chain(value) {
                self.starts.entry(start).or_default().push(index);
            }
            match &node.value {
                Value::Array(items) => {
                    let items = items.iter().enumerate().rev();
                    rest.extend(items.map(|(at, item)| {
                        let token = item.get_str("name").map_or(Token::Index(at), Token::Named);
                        (item, None, Some(index), token)
                    }));
                }
                Value::Object(map) => {
                    let entries = map.iter().rev();
                    rest.extend(entries.map(|(key, entry)| {
                        let token = Token::Key(key);
                        (&entry.value, Some(entry.key_span), Some(index), token)
                    }));
                }
                _ => {}
            }
        }
    }

    fn add_references(&mut self, document: &'a Document) {
        for (index, it) in self.nodes.iter().enumerate() {
            if it.node.reference().is_none() {
                continue;
            }
            let target = document.resolve(it.node).ok();
            if let Some(target) = target.and_then(|target| self.index(target)) {
                self.targets.insert(index, target);
                self.referrers.entry(target).or_default().push(index);
            }
        }
    }

    fn index(&self, node: &Node) -> Option<NodeIndex> {
        self.by_address.get(&address(node)).copied()
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn parent(&self, node: NodeIndex) -> Option<NodeIndex> {
        self.nodes[node].parent
    }

    pub(super) fn children(&self, node: NodeIndex) -> &[NodeIndex] {
        &self.nodes[node].children
    }

    pub(super) fn target(&self, node: NodeIndex) -> Option<NodeIndex> {
        self.targets.get(&node).copied()
    }

    /// Whether a node is the value of a key.
    pub(super) fn is_key(&self, node: NodeIndex, key: &str) -> bool {
        self.nodes[node].token == Token::Key(key)
    }

    /// Whether a node is the value of a `$ref`.
    pub(super) fn is_reference(&self, node: NodeIndex) -> bool {
        self.is_key(node, "$ref")
    }

    /// The alternatives that a node is one of.
    pub(super) fn choice(&self, node: NodeIndex) -> Option<NodeIndex> {
        let parent = self.parent(node)?;
        let is_choice = self.is_key(parent, "oneOf") || self.is_key(parent, "anyOf");
        is_choice.then_some(parent)
    }

    /// The operation that contains a node.
    pub(super) fn operation(&self, node: NodeIndex) -> Option<NodeIndex> {
        let mut inner = [node; 3];
        let mut node = node;
        while let Some(parent) = self.parent(node) {
            let token = self.nodes[node].token;
            if parent == Self::ROOT {
                let [_, field, inside] = inner;
                let is_additional = self.nodes[field].token == Token::Key(ADDITIONAL);
                let operation = if is_additional { inside } else { field };
                let is_path = token == Token::Key("paths");
                return is_path.then_some(operation);
            }
            inner = [node, inner[0], inner[1]];
            node = parent;
        }
        None
    }

    /// Whether a node is a schema in `components.schemas`.
    pub(super) fn is_component_schema(&self, node: NodeIndex) -> bool {
        let is_at = |node: NodeIndex, key| self.nodes[node].token == Token::Key(key);
        let schemas = self.parent(node).filter(|it| is_at(*it, "schemas"));
        let components = schemas.and_then(|schemas| self.parent(schemas));
        let components = components.filter(|it| is_at(*it, "components"));
        components.is_some_and(|components| self.parent(components) == Some(Self::ROOT))
    }

    pub(super) fn referrers(&self, node: NodeIndex) -> &[NodeIndex] {
        self.referrers.get(&node).map_or(&[], Vec::as_slice)
    }

    /// The node at the same pointer in another document. An item of an array matches an item with the same `name`, and a
    /// scalar matches an equal one.
    pub(super) fn counterpart(&self, node: NodeIndex, other: &Graph<'_>) -> Option<NodeIndex> {
        let mut path = vec![node];
        while let Some(parent) = self.parent(path[path.len() - 1]) {
            path.push(parent);
        }
        let mut steps = path.iter().rev().skip(1);
        steps.try_fold(Self::ROOT, |place, step| {
            let GraphNode { node, token, .. } = &self.nodes[*step];
            if let Token::Key(key) = token {
                return other.index(other.nodes[place].node.get(key)?);
            }
            let is_match = |it: &GraphNode<'_>| {
                if is_scalar(node) {
                    it.node.is_same(node)
                } else {
                    it.token == *token
                }
            };
            let mut children = other.children(place).iter();
            children
                .find(|child| is_match(&other.nodes[**child]))
                .copied()
        })
    }

    /// Whether a node is a scalar or a list of scalars.
    pub(super) fn is_plain(&self, node: NodeIndex) -> bool {
        match &self.nodes[node].node.value {
            Value::Array(items) => items.iter().all(is_scalar),
            _ => is_scalar(self.nodes[node].node),
        }
    }

    /// The node with this span: that of a key with its value, of a key, or of a value.
    pub(super) fn find(&self, span: Span) -> Option<NodeIndex> {
        let nodes = self.starts.get(&span.start)?;
        let is_part = |node: &GraphNode<'_>| {
            let key = node.key.unwrap_or(node.node.span);
            Span::new(key.start, node.node.span.end.max(key.end)) == span
        };
        let ways: [&dyn Fn(&GraphNode<'_>) -> bool; 3] =
            [&is_part, &|node| node.key == Some(span), &|node| {
                node.node.span == span
            }];
        let exact = ways.iter().find_map(|is| {
            let mut nodes = nodes.iter();
            nodes.find(|node| is(&self.nodes[**node]))
        });
        exact.or(nodes.first()).copied()
    }
}
