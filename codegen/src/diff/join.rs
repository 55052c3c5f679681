//! Joins changes in Rust to the changes of a document that cause them.

mod graph;
mod uses;

#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::collections::HashMap;

use super::RustChange;
use super::rust::Origin;
use crate::diagnostic::Span;
use crate::document::Document;
use crate::keep_types;
use graph::{Graph, NodeIndex};
use uses::Uses;

/// A change of a document: the changed part in each version, from its key to the end of its value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cause {
    pub(super) old: Option<Span>,
    pub(super) new: Option<Span>,
}

/// The changes in Rust, by their causes.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    /// The changes of each cause.
    pub(super) by_cause: Vec<Vec<RustChange>>,
    /// The changes without a cause.
    pub(super) others: Vec<RustChange>,
}

impl Joined {
    /// Gives the changes without a cause to the cause of a type that they name and that was added or removed with it.
    pub(super) fn adopt(&mut self) {
        let types = self.by_cause.iter().enumerate().flat_map(|(cause, items)| {
            let types = items.iter().filter(|it| {
                it.item.starts_with("types::")
                    && ["was added", "was removed"].contains(&&*it.change)
            });
            types.map(move |it| (it.item.clone(), cause))
        });
        let types: HashMap<_, _> = types.collect();
        for change in std::mem::take(&mut self.others) {
            let cause = names(&change.change).find_map(|name| types.get(name).copied());
            match cause {
                Some(cause) => self.by_cause[cause].push(change),
                None => self.others.push(change),
            }
        }
    }
}

/// The paths in a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !(it.is_alphanumeric() || it == '_' || it == ':'))
}

/// The nodes and the references of both documents.
pub(super) struct Graphs<'a> {
    old: Graph<'a>,
    new: Graph<'a>,
}

impl<'a> Graphs<'a> {
    pub(super) fn new(old: &'a Document, new: &'a Document) -> Self {
        Self {
            old: Graph::of(old),
            new: Graph::of(new),
        }
    }

    /// Joins each change in Rust to its cause.
    ///
    /// The cause is the smallest changed part that is within the part that the item comes from, or that contains it. If
    /// there is none, it is the changed part that is the nearest by references: a field whose type is a component changes
    /// because of the component. If there is none either, it is a part next to the item, such as the ID of its operation,
    /// or a part that uses the item.
    pub(super) fn join(&self, causes: &[Cause], changes: Vec<RustChange>) -> Joined {
        let mut joined = Joined {
            by_cause: vec![Vec::new(); causes.len()],
            others: Vec::new(),
        };
        if causes.is_empty() || changes.is_empty() {
            joined.others = changes;
            return joined;
        }
        let versions = [
            Version::of(&self.new, causes.iter().map(|cause| cause.new)),
            Version::of(&self.old, causes.iter().map(|cause| cause.old)),
        ];
        for change in changes {
            match cause(&versions, &change) {
                Some(cause) => joined.by_cause[cause].push(change),
                None => joined.others.push(change),
            }
        }
        joined
    }
}

/// A cause and the number of steps to it.
type Found = (usize, usize);

/// A version of the document, with the causes that are found from each of its nodes.
struct Version<'a> {
    graph: &'a Graph<'a>,
    /// The cause that is or contains the node.
    around: Vec<Option<Found>>,
    /// The nearest cause that is or is inside the node.
    within: Vec<Option<Found>>,
    /// The nearest cause inside the node or a node that it refers to.
    below: Vec<Option<Found>>,
    /// The nearest cause that contains the node, or that contains a reference to it.
    above: Vec<Option<Found>>,
    /// The nearest cause in an operation that uses the node.
    beneath: Vec<Option<Found>>,
    /// For each node, the scalars and lists of scalars in it that have a cause.
    keys: HashMap<NodeIndex, Vec<(NodeIndex, Found)>>,
    /// The causes, and the nodes that have one.
    own: (Vec<Option<Found>>, Vec<NodeIndex>),
    /// `above` and `beneath` without the operations that are a cause as a whole.
    inside: OnceCell<[Vec<Option<Found>>; 2]>,
    uses: OnceCell<Vec<Uses>>,
}

/// A way to find the cause of a change from the node of its item.
type Way = fn(&Version<'_>, NodeIndex) -> Option<Found>;

/// The ways in the order of preference.
const WAYS: &[Way] = &[
    |version, node| version.around[node].filter(|(steps, _)| *steps == 0),
    |version, node| version.within[node],
    |version, node| version.around[node],
    |version, node| version.in_choice(node),
    |version, node| version.below[node],
    |version, node| version.beside(node),
    |version, node| version.above[node],
    |version, node| version.beneath[node],
];

/// The ways for a change that follows from where the item is used.
const WAYS_OF_USE: &[Way] = &[
    |version, node| version.above[node],
    |version, node| version.in_use(node),
    |version, node| version.beneath[node],
    |version, _| version.kept(),
    |version, node| version.below[node],
];

/// The ways for such a change of an item that is sent and received as before. An operation that was added is not the cause.
const WAYS_OF_SAME_USE: &[Way] = &[
    |version, node| version.inside()[0][node],
    |version, node| version.in_use(node),
    |version, node| version.inside()[1][node],
    |version, _| version.kept(),
    |version, node| version.below[node],
    |version, node| version.above[node],
    |version, node| version.beneath[node],
];

/// The cause of a change, as an index.
fn cause(versions: &[Version<'_>; 2], change: &RustChange) -> Option<usize> {
    let origin = Origin {
        old: change.old,
        new: change.new,
    };
    let ways = match change.follows_from_use || is_other_use(versions, origin) {
        true if has_same_uses(versions, origin) => WAYS_OF_SAME_USE,
        true => WAYS_OF_USE,
        false => WAYS,
    };
    let own = nearest(versions, origin, ways);
    own.or_else(|| nearest(versions, change.owner, WAYS))
}

/// Whether an item of one version is the type of a component schema that both versions have, and only one of them uses.
fn is_other_use([new, old]: &[Version<'_>; 2], origin: Origin) -> bool {
    let is_in_one = origin.old.is_some() != origin.new.is_some();
    is_in_one
        && match nodes([new.graph, old.graph], origin) {
            [Some(node), Some(_)] => new.graph.is_component_schema(node),
            _ => false,
        }
}

/// Whether the part that an item comes from is sent and received in both versions, or as little in one as in the other.
fn has_same_uses([new, old]: &[Version<'_>; 2], origin: Origin) -> bool {
    match nodes([new.graph, old.graph], origin) {
        [Some(a), Some(b)] => new.uses()[a] == old.uses()[b],
        _ => false,
    }
}

/// The cause that the first successful way finds. If it finds one in both versions, the nearer one.
fn nearest(versions: &[Version<'_>; 2], origin: Origin, ways: &[Way]) -> Option<usize> {
    let [new, old] = versions;
    let nodes = nodes([new.graph, old.graph], origin);
    let find = |way: &Way| {
        let nodes = versions.iter().zip(nodes);
        let found = nodes.filter_map(|(version, node)| way(version, node?));
        found.min_by_key(|(steps, _)| *steps)
    };
    ways.iter().find_map(find).map(|(_, cause)| cause)
}

/// The nodes of an item in the new and in the old document. An item that is in one of them only, such as a setter, may come
/// from a part that is in both.
fn nodes([new, old]: [&Graph<'_>; 2], origin: Origin) -> [Option<NodeIndex>; 2] {
    let in_new = origin.new.and_then(|span| new.find(span));
    let in_old = origin.old.and_then(|span| old.find(span));
    [
        in_new.or_else(|| old.counterpart(in_old?, new)),
        in_old.or_else(|| new.counterpart(in_new?, old)),
    ]
}

/// The number of nodes around an item whose keys may be the cause of a change.
const LEVELS: usize = 12;

impl<'a> Version<'a> {
    fn of(graph: &'a Graph<'a>, causes: impl Iterator<Item = Option<Span>>) -> Self {
        let mut own = vec![None; graph.len()];
        let mut starts = Vec::new();
        for (cause, span) in causes.enumerate() {
            let node = span.and_then(|span| graph.find(span));
            // A change of the whole document is the cause of no item.
            if let Some(node) = node.filter(|node| *node != Graph::ROOT)
                && own[node].is_none()
            {
                own[node] = Some((0, cause));
                starts.push(node);
            }
        }
        let (of_operations, operations) = operations(graph, &own, &starts);
        let within = spread(&own, &starts, |node, next| next.extend(graph.parent(node)));
        Self {
            around: around(graph, &own),
            keys: keys(graph, &within),
            within,
            below: spread(&own, &starts, |node, next| {
                next.extend(graph.parent(node));
                next.extend(graph.referrers(node));
            }),
            above: spread(&own, &starts, |node, next| used(graph, node, next)),
            beneath: spread(&of_operations, &operations, |node, next| {
                used(graph, node, next);
            }),
            graph,
            inside: OnceCell::new(),
            uses: OnceCell::new(),
            own: (own, starts),
        }
    }

    fn inside(&self) -> &[Vec<Option<Found>>; 2] {
        self.inside.get_or_init(|| {
            let graph = self.graph;
            let (own, starts) = &self.own;
            let starts = starts.iter().copied();
            let starts: Vec<_> = starts
                .filter(|node| graph.operation(*node) != Some(*node))
                .collect();
            let (of_operations, operations) = operations(graph, own, &starts);
            [(own, &starts), (&of_operations, &operations)]
                .map(|(own, starts)| spread(own, starts, |node, next| used(graph, node, next)))
        })
    }

    fn uses(&self) -> &[Uses] {
        self.uses.get_or_init(|| uses::uses(self.graph))
    }

    /// The nearest cause inside or beside a node that refers to this one, such as a `readOnly` beside the reference, or in
    /// another alternative.
    fn in_use(&self, node: NodeIndex) -> Option<Found> {
        let users = self.graph.referrers(node).iter();
        let found = users.filter_map(|user| {
            let own = self.within[*user].or_else(|| self.beside(*user));
            own.or_else(|| self.within[self.graph.choice(*user)?])
        });
        found.min_by_key(|(steps, _)| *steps)
    }

    /// The nearest cause in the choice of a discriminator, such as an alternative.
    fn in_choice(&self, node: NodeIndex) -> Option<Found> {
        let is_discriminator = self.graph.is_key(node, "discriminator");
        let choice = self.graph.parent(node).filter(|_| is_discriminator)?;
        self.within[choice]
    }

    /// The cause in the list of schemas that have types although nothing uses them.
    fn kept(&self) -> Option<Found> {
        let keys = self.keys.get(&Graph::ROOT)?;
        let kept = keys
            .iter()
            .find(|(key, _)| self.graph.is_key(*key, keep_types::KEY));
        kept.map(|(_, found)| *found)
    }

    /// The nearest cause in a key beside a node or beside one that contains it, such as `required`.
    fn beside(&self, node: NodeIndex) -> Option<Found> {
        let mut node = node;
        for level in 1..=LEVELS {
            let parent = self.graph.parent(node)?;
            let keys = self.keys.get(&parent).into_iter().flatten();
            let found = keys
                .filter(|(key, _)| *key != node)
                .map(|(_, found)| *found);
            if let Some((steps, cause)) = found.min_by_key(|(steps, _)| *steps) {
                return Some((steps + level, cause));
            }
            node = parent;
        }
        None
    }
}

/// The operations that contain causes, each with its first cause.
fn operations(
    graph: &Graph<'_>,
    own: &[Option<Found>],
    causes: &[NodeIndex],
) -> (Vec<Option<Found>>, Vec<NodeIndex>) {
    let mut found = vec![None; own.len()];
    let mut operations = Vec::new();
    for cause in causes {
        if let Some(operation) = graph.operation(*cause)
            && found[operation].is_none()
        {
            found[operation] = own[*cause];
            operations.push(operation);
        }
    }
    (found, operations)
}

/// For each node, the cause that contains it. A node follows the one that contains it.
fn around(graph: &Graph<'_>, own: &[Option<Found>]) -> Vec<Option<Found>> {
    let mut around = own.to_vec();
    for node in 0..around.len() {
        if around[node].is_none() {
            let outer = graph.parent(node).and_then(|parent| around[parent]);
            around[node] = outer.map(|(steps, cause)| (steps + 1, cause));
        }
    }
    around
}

/// For each node, the scalars and lists of scalars in it that have a cause.
fn keys(
    graph: &Graph<'_>,
    within: &[Option<Found>],
) -> HashMap<NodeIndex, Vec<(NodeIndex, Found)>> {
    let mut keys: HashMap<_, Vec<_>> = HashMap::new();
    for (node, found) in within.iter().enumerate() {
        if let (Some(found), Some(parent)) = (found, graph.parent(node))
            && graph.is_plain(node)
        {
            keys.entry(parent).or_default().push((node, *found));
        }
    }
    keys
}

/// Adds the nodes that a node contains or refers to. The key `$ref` refers to the target as well.
fn used(graph: &Graph<'_>, node: NodeIndex, next: &mut Vec<NodeIndex>) {
    next.extend(graph.children(node));
    next.extend(graph.target(node));
    let holder = graph.parent(node).filter(|_| graph.is_reference(node));
    next.extend(holder.and_then(|holder| graph.target(holder)));
}

/// For each node, the nearest cause from which `next` leads to it, in a breadth-first walk.
fn spread(
    own: &[Option<Found>],
    starts: &[NodeIndex],
    next: impl Fn(NodeIndex, &mut Vec<NodeIndex>),
) -> Vec<Option<Found>> {
    let mut found = own.to_vec();
    let mut front = starts.to_vec();
    let mut reached = Vec::new();
    let mut steps = 0;
    while !front.is_empty() {
        steps += 1;
        let mut after = Vec::new();
        for node in front {
            let Some((_, cause)) = found[node] else {
                continue;
            };
            next(node, &mut reached);
            for node in reached.drain(..) {
                if found[node].is_none() {
                    found[node] = Some((steps, cause));
                    after.push(node);
                }
            }
        }
        front = after;
    }
    found
}
