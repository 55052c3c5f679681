//! Pairs the operations of the documents and compares them.

use std::collections::{HashMap, HashSet};

use super::Comparer;
use super::matching::unique_pairs;
use crate::diff::change::{Change, Owner, Verdict};
use crate::diff::contract::Operation;
use crate::diff::same::is_same;
use crate::diff::text::quoted;
use crate::diff::{Kind, Level, Side};
use crate::document::{Node, version_of};
use crate::openapi::Version;
use crate::path_item;

const FAILS: Verdict = (Level::Breaking, "calls fail");

/// The keys of an operation that have rules.
pub(super) const HANDLED: &[&str] = &[
    "callbacks",
    "deprecated",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "security",
    "servers",
    "sunset",
    "x-batch",
    "x-confirm",
    "x-forms",
    "x-job",
    "x-pagination",
    "x-rate-limit",
    "x-retry",
    "x-stability-level",
    "x-sunset",
];

impl<'a> Comparer<'a> {
    pub(super) fn operations(&mut self) {
        let old = self.old.contract.operations.clone();
        let new = self.new.contract.operations.clone();
        self.operations = new.iter().map(Operation::label).collect();
        let mut pairs = paired(&old, &new);
        let gone = missing(&old, pairs.iter().map(|pair| pair.0));
        let fresh = missing(&new, pairs.iter().map(|pair| pair.1));
        let moved = self.moved(&old, &new, &gone, &fresh);
        self.report_moved(&old, &new, &moved);
        pairs.extend(moved);
        self.removed(&old, &new, &missing(&old, pairs.iter().map(|pair| pair.0)));
        for index in missing(&new, pairs.iter().map(|pair| pair.1)) {
            self.owner = Owner::Operation(index);
            let text = "was added";
            let change =
                Change::of_subject(Kind::OperationAdded, None, Some(new[index].node), text);
            self.add(change.with(Side::Structure, (Level::Compatible, "callers can use it")));
        }
        pairs.sort_by_key(|pair| pair.1);
        for (a, b) in pairs {
            self.owner = Owner::Operation(b);
            self.operation(&old[a], &new[b]);
        }
    }

    fn removed(&mut self, old: &[Operation<'a>], new: &[Operation<'a>], gone: &[usize]) {
        let mut by_path: HashMap<&str, Vec<usize>> = HashMap::new();
        for index in gone {
            by_path.entry(old[*index].path).or_default().push(*index);
        }
        for index in gone {
            let operation = &old[*index];
            let label = self.operations.len();
            self.operations.push(operation.label());
            self.owner = Owner::Operation(label);
            let siblings = &by_path[operation.path];
            let is_whole_path = siblings.len() > 1
                && old.iter().filter(|it| it.path == operation.path).count() == siblings.len()
                && !new.iter().any(|it| it.template == operation.template);
            let change = if is_whole_path {
                Change::new(
                    Kind::PathRemoved,
                    Some(operation.item),
                    None,
                    "the path was removed",
                )
            } else {
                let deprecated = operation.node.flag("deprecated");
                let text = if deprecated {
                    "was removed after it was deprecated"
                } else {
                    "was removed"
                };
                Change::of_subject(Kind::OperationRemoved, Some(operation.node), None, text)
            };
            self.add(change.with(Side::Structure, FAILS));
        }
    }

    /// Pairs removed with added operations that have the same ID, or that are alike and no other is.
    fn moved(
        &mut self,
        old: &[Operation<'a>],
        new: &[Operation<'a>],
        gone: &[usize],
        fresh: &[usize],
    ) -> Vec<(usize, usize)> {
        let mut moved = Vec::new();
        for &a in gone {
            let same_id = |b: &&usize| old[a].id().is_some() && old[a].id() == new[**b].id();
            let is_move =
                |b: &usize| old[a].method == new[*b].method || old[a].template == new[*b].template;
            if let Some(&b) = fresh.iter().find(same_id).filter(|b| is_move(b)) {
                moved.push((a, b));
            }
        }
        let gone: Vec<_> = gone
            .iter()
            .copied()
            .filter(|a| !moved.iter().any(|pair| pair.0 == *a))
            .collect();
        let fresh: Vec<_> = fresh
            .iter()
            .copied()
            .filter(|b| !moved.iter().any(|pair| pair.1 == *b))
            .collect();
        let pairs = unique_pairs(&gone, &fresh, |&a, &b| {
            let (a, b) = (&old[a], &new[b]);
            let is_move = (a.method == b.method) != (a.template == b.template);
            is_move && has_same_form(a, b) && self.operations_are_alike(a, b)
        });
        moved.extend(pairs.into_iter().map(|(a, b)| (gone[a], fresh[b])));
        moved
    }

    fn operations_are_alike(&mut self, old: &Operation<'a>, new: &Operation<'a>) -> bool {
        self.finds_nothing(|comparer| comparer.operation(old, new))
    }

    fn report_moved(
        &mut self,
        old: &[Operation<'a>],
        new: &[Operation<'a>],
        moved: &[(usize, usize)],
    ) {
        for &(a, b) in moved {
            let (from, to) = (&old[a], &new[b]);
            self.owner = Owner::Operation(b);
            let together = moved
                .iter()
                .filter(|(x, y)| old[*x].path == from.path && new[*y].path == to.path)
                .count();
            let is_path = together > 1
                && old.iter().filter(|it| it.path == from.path).count() == together
                && from.template != to.template;
            let change = if is_path {
                let text = format!("the path moved from `{}`", from.path);
                Change::new(Kind::PathMoved, Some(from.item), Some(to.item), text)
            } else if from.template == to.template {
                let text = format!("the method changed from {} to {}", from.method, to.method);
                Change::new(Kind::MethodChanged, Some(from.node), Some(to.node), text)
            } else {
                let is_certain = from.id().is_some() && from.id() == to.id();
                let verb = if is_certain {
                    "moved"
                } else {
                    "probably moved"
                };
                let text = format!("{verb} from `{}`", from.path);
                Change::of_subject(Kind::OperationMoved, Some(from.node), Some(to.node), text)
            };
            self.add(change.with(Side::Structure, FAILS));
        }
    }

    /// Compares two operations.
    fn operation(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        self.operation_id(old, new);
        self.deprecation(old.node, new.node, Side::Structure);
        self.sunset(old.node, new.node);
        self.stability(old.node, new.node);
        self.parameters(old, new);
        self.body(old, new);
        self.responses(old, new);
        self.callbacks(old, new);
        self.servers(old, new);
        self.security(old, new);
        self.extensions(old, new);
        let parts = self.has_parts().then_some("tags");
        let handled: Vec<_> = HANDLED.iter().copied().chain(parts).collect();
        self.rest(old.node, new.node, &handled, Side::Structure);
        self.path_item(old.item, new.item);
    }

    pub(super) fn path_item(&mut self, old: &'a Node, new: &'a Node) {
        let versions = [self.old.root(), self.new.root()].map(version_of);
        let newest = versions.into_iter().max().unwrap_or(Version::NEWEST);
        let mut handled: Vec<_> = path_item::fields(newest).collect();
        handled.extend(["$ref", "parameters", "servers"]);
        self.rest(old, new, &handled, Side::Structure);
    }

    fn operation_id(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let nodes = (old.node.get("operationId"), new.node.get("operationId"));
        let text = match nodes {
            (Some(a), Some(b)) if a.as_str() != b.as_str() => {
                format!("the ID changed from {} to {}", quoted(a), quoted(b))
            }
            (None, Some(b)) => format!("the ID {} was added", quoted(b)),
            (Some(a), None) => format!("the ID {} was removed", quoted(a)),
            _ => return,
        };
        let old_place = nodes.0.unwrap_or(old.node);
        let new_place = nodes.1.unwrap_or(new.node);
        self.add(Change::new(
            Kind::OperationIdChanged,
            Some(old_place),
            Some(new_place),
            text,
        ));
    }

    pub(super) fn deprecation(&mut self, old: &'a Node, new: &'a Node, side: Side) {
        let flag = |node: &'a Node| {
            node.get("deprecated")
                .filter(|it| it.as_bool() == Some(true))
        };
        let change = match (flag(old), flag(new)) {
            (None, Some(node)) => {
                Change::of_subject(Kind::Deprecated, Some(old), Some(node), "is now deprecated")
            }
            (Some(node), None) => Change::of_subject(
                Kind::Undeprecated,
                Some(node),
                Some(new),
                "is no longer deprecated",
            ),
            _ => return,
        };
        self.add(
            change
                .with(side, (Level::Compatible, "it still works"))
                .held_by(Some(new)),
        );
    }

    pub(super) fn sunset(&mut self, old: &'a Node, new: &'a Node) {
        const FAIL: &str = "calls fail after this date";
        for key in ["x-sunset", "sunset"] {
            let nodes = (old.get(key), new.get(key));
            let (text, effect) = match nodes {
                (Some(a), Some(b)) if !a.is_same(b) => {
                    let text = format!("sunset changed from {} to {}", quoted(a), quoted(b));
                    (text, FAIL)
                }
                (None, Some(b)) => (format!("sunset {} was added", quoted(b)), FAIL),
                (Some(a), None) => (
                    format!("sunset {} was removed", quoted(a)),
                    "the document no longer says when calls fail",
                ),
                _ => continue,
            };
            let change = Change::new(Kind::SunsetChanged, nodes.0, nodes.1, text);
            self.add(change.with(Side::Structure, (Level::Warning, effect)));
        }
    }

    pub(super) fn stability(&mut self, old: &'a Node, new: &'a Node) {
        const ORDER: &[&str] = &["draft", "experimental", "alpha", "beta", "stable"];
        const KEY: &str = "x-stability-level";
        let nodes = (old.get(KEY), new.get(KEY));
        let level = |node: Option<&Node>| match node.and_then(Node::as_str) {
            Some(text) => ORDER.iter().position(|it| *it == text),
            None => Some(ORDER.len() - 1),
        };
        if is_same(nodes) {
            return;
        }
        let is_raised = level(nodes.1) >= level(nodes.0);
        let (kind, level, effect) = if is_raised {
            (Kind::StabilityRaised, Level::Compatible, "it still works")
        } else {
            (
                Kind::StabilityLowered,
                Level::Warning,
                "it may change without notice",
            )
        };
        let name = |node: Option<&Node>| node.map_or("`stable`".to_owned(), quoted);
        let text = format!(
            "stability changed from {} to {}",
            name(nodes.0),
            name(nodes.1)
        );
        self.add(Change::new(kind, nodes.0, nodes.1, text).with(Side::Structure, (level, effect)));
    }

    /// Compares parts that have no rules, by name: whether they are there, and whether they are equal.
    pub(super) fn named_parts(
        &mut self,
        (old, new): (Option<&'a Node>, Option<&'a Node>),
        what: &str,
        [added, removed, changed]: [Kind; 3],
        verdict: Verdict,
    ) {
        for (name, node) in super::document::only_in(old, new) {
            let change = Change::new(
                removed,
                Some(node),
                None,
                format!("{what} `{name}` was removed"),
            );
            self.add(change.with(Side::Structure, verdict));
        }
        for (name, node) in super::document::only_in(new, old) {
            let change = Change::new(
                added,
                None,
                Some(node),
                format!("{what} `{name}` was added"),
            );
            self.add(change.with(Side::Structure, verdict));
        }
        for (name, entry) in old.into_iter().flat_map(Node::entries) {
            let Some(other) = new.and_then(|new| new.get(name)) else {
                continue;
            };
            if self.is_same_meaning(&entry.value, other) {
                continue;
            }
            let verdict = if self.is_same_link(&entry.value, other) {
                (Level::Docs, "")
            } else {
                verdict
            };
            let text = format!("{what} `{name}` changed");
            let change = Change::new(changed, Some(&entry.value), Some(other), text);
            self.add(change.with(Side::Structure, verdict));
        }
    }

    /// Whether two links differ in their description only.
    fn is_same_link(&self, old: &'a Node, new: &'a Node) -> bool {
        let (old, new) = (self.old.schemas.resolve(old), self.new.schemas.resolve(new));
        let has_target =
            |link: &Node| link.get("operationId").is_some() || link.get("operationRef").is_some();
        has_target(old) && super::rest::keys(old, new, &["description"]).is_empty()
    }

    /// Whether two nodes are equal after their references are followed. Circular references are taken as equal.
    pub(super) fn is_same_meaning(&self, old: &'a Node, new: &'a Node) -> bool {
        let mut seen = HashSet::new();
        let mut rest = vec![(old, new)];
        while let Some((old, new)) = rest.pop() {
            let (old, new) = (self.old.schemas.resolve(old), self.new.schemas.resolve(new));
            let ids = (
                crate::diff::places::NodeId::of(old),
                crate::diff::places::NodeId::of(new),
            );
            if !seen.insert(ids) {
                continue;
            }
            match (
                old.as_object(),
                new.as_object(),
                old.as_array(),
                new.as_array(),
            ) {
                (Some(a), Some(b), ..) => {
                    if a.len() != b.len() {
                        return false;
                    }
                    for (key, entry) in a.iter() {
                        match b.get(key) {
                            Some(other) => rest.push((&entry.value, other)),
                            None => return false,
                        }
                    }
                }
                (_, _, Some(a), Some(b)) if a.len() == b.len() => rest.extend(a.iter().zip(b)),
                _ if old.is_same(new) => {}
                _ => return false,
            }
        }
        true
    }
}

type Key<'k> = fn(&'k Operation<'_>) -> (&'k str, &'k str);

/// Pairs the operations with the same method and path: as written, or else apart from the names of parameters.
fn paired(old: &[Operation<'_>], new: &[Operation<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut rest: Vec<usize> = (0..old.len()).collect();
    let mut taken = HashSet::new();
    let keys: [Key<'_>; 2] = [|it| (it.method, it.path), |it| (it.method, &it.template)];
    for key in keys {
        let mut known: HashMap<_, usize> = HashMap::new();
        for (index, operation) in new.iter().enumerate() {
            if !taken.contains(&index) {
                known.entry(key(operation)).or_insert(index);
            }
        }
        rest.retain(|a| match known.remove(&key(&old[*a])) {
            Some(b) => {
                taken.insert(b);
                pairs.push((*a, b));
                false
            }
            None => true,
        });
    }
    pairs.extend(paired_by_address(old, new, &rest, &taken));
    pairs
}

/// Pairs the operations that are the only ones left with their method and address. The fragment of a path is not sent.
fn paired_by_address(
    old: &[Operation<'_>],
    new: &[Operation<'_>],
    rest: &[usize],
    taken: &HashSet<usize>,
) -> Vec<(usize, usize)> {
    let fresh: Vec<usize> = (0..new.len()).filter(|it| !taken.contains(it)).collect();
    let mut known: HashMap<_, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for &index in rest {
        known.entry(address(&old[index])).or_default().0.push(index);
    }
    for &index in &fresh {
        known.entry(address(&new[index])).or_default().1.push(index);
    }
    let pairs = rest
        .iter()
        .filter_map(|index| match known.get(&address(&old[*index]))? {
            (gone, fresh) if gone.len() == 1 && fresh.len() == 1 => Some((*index, fresh[0])),
            _ => None,
        });
    pairs.collect()
}

/// The method and the path without names and fragment.
fn address<'k>(operation: &'k Operation<'_>) -> (&'k str, &'k str) {
    let template = operation.template.split('#').next().unwrap_or_default();
    (operation.method, template)
}

/// Returns the indices that are in no pair.
fn missing(operations: &[Operation<'_>], paired: impl Iterator<Item = usize>) -> Vec<usize> {
    let paired: HashSet<_> = paired.collect();
    (0..operations.len())
        .filter(|index| !paired.contains(index))
        .collect()
}

/// Whether two operations have the same number of parts. This is faster than a comparison.
fn has_same_form(old: &Operation<'_>, new: &Operation<'_>) -> bool {
    old.parameters.len() == new.parameters.len()
        && old.body.is_some() == new.body.is_some()
        && old.responses.len() == new.responses.len()
}
