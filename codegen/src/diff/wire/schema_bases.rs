//! Compares the components that schemas extend by `allOf`.

use std::collections::{HashMap, HashSet};

use super::Comparer;
use super::references::{component, component_schema, reference};
use super::schema::{Pair, PairComparison, Site};
use crate::diff::Kind;
use crate::diff::change::Change;
use crate::diff::places::{NodeId, Places, Token};
use crate::diff::schema_view::SchemaView;
use crate::document::Node;

/// The components that only one of two schemas extends.
#[derive(Default)]
pub(super) struct OtherBases<'a> {
    bases: Vec<OtherBase<'a>>,
    /// For each part of both schemas, the base that it applies only because of, if the component is in both documents.
    of_part: HashMap<NodeId, Option<usize>>,
}

/// A component that only one of two schemas extends, or two that took each other's place.
struct OtherBase<'a> {
    /// The item of `allOf` in each version.
    items: [Option<&'a Node>; 2],
    /// The schema of each version that extends the component, or no longer does.
    holders: [&'a Node; 2],
}

/// A component that a schema refers to or extends.
struct Base<'a> {
    node: &'a Node,
    name: &'a str,
    is_item: bool,
}

impl<'a> OtherBase<'a> {
    /// The item of `allOf` in each version, or the schema without one.
    fn site(&self) -> [&'a Node; 2] {
        [0, 1].map(|it| self.items[it].unwrap_or(self.holders[it]))
    }

    /// The change of the component, which has no effect on the wire by itself.
    fn change(&self) -> Change<'a> {
        let name = |item: &Node| {
            item.reference()
                .and_then(component)
                .unwrap_or_default()
                .to_owned()
        };
        let text = match self.items.map(|item| item.map(name)) {
            [Some(old), Some(new)] => format!("extends `{new}` instead of `{old}`"),
            [Some(old), None] => format!("no longer extends `{old}`"),
            [None, new] => format!("now extends `{}`", new.unwrap_or_default()),
        };
        let [old, new] = self.site();
        let change = Change::new(Kind::ReferenceChanged, Some(old), Some(new), text);
        change.held_by(Some(self.holders[1]))
    }
}

impl<'a> PairComparison<'_, 'a> {
    /// Finds the components that only one of the schemas extends.
    pub(super) fn find_other_bases(&mut self) {
        // Everything in a replaced object is a consequence of its replacement.
        if self.site().is_some() {
            return;
        }
        self.bases.bases = self.other_bases();
        if !self.bases.bases.is_empty() {
            let parts = [self.parts_of_bases(0), self.parts_of_bases(1)];
            self.bases.of_part = parts.into_iter().flatten().collect();
        }
    }

    fn other_bases(&self) -> Vec<OtherBase<'a>> {
        let [old_schemas, new_schemas] = [&self.comparer.old.schemas, &self.comparer.new.schemas];
        let mut others = Vec::new();
        let mut seen = HashSet::new();
        let mut rest = vec![[self.old.nodes.clone(), self.new.nodes.clone()]];
        while let Some([old, new]) = rest.pop() {
            let ([old_first, ..], [new_first, ..]) = (&old[..], &new[..]) else {
                continue;
            };
            let holders = [
                old_schemas.resolve(old_first),
                new_schemas.resolve(new_first),
            ];
            if !seen.insert([*old_first, *new_first].map(NodeId::of)) {
                continue;
            }
            let is_inside = seen.len() > 1;
            let (mut gone, mut fresh) = (bases(&old, is_inside), bases(&new, is_inside));
            let mut pairs = self.pair_bases(&mut gone, &mut fresh);
            // One version can refer to a component where the other one states its schema.
            gone = self.within_components(gone, true);
            fresh = self.within_components(fresh, false);
            pairs.extend(self.pair_bases(&mut gone, &mut fresh));
            rest.extend(pairs.into_iter().map(|[old, new]| {
                [
                    vec![old_schemas.resolve(old)],
                    vec![new_schemas.resolve(new)],
                ]
            }));
            let (mut gone, mut fresh) = (gone.into_iter(), fresh.into_iter());
            loop {
                let items = [gone.next(), fresh.next()].map(|it| it.map(|it| it.node));
                if items == [None; 2] {
                    break;
                }
                others.push(OtherBase { items, holders });
            }
        }
        others
    }

    /// Takes out the components that both schemas extend. One that was renamed is the same component.
    fn pair_bases(
        &self,
        gone: &mut Vec<Base<'a>>,
        fresh: &mut Vec<Base<'a>>,
    ) -> Vec<[&'a Node; 2]> {
        let mut pairs = Vec::new();
        let mut take = |is_same: &dyn Fn(&Base<'_>, &Base<'_>) -> bool| {
            gone.retain(|old| match fresh.iter().position(|new| is_same(old, new)) {
                Some(index) => {
                    pairs.push([old.node, fresh.remove(index).node]);
                    false
                }
                None => true,
            });
        };
        take(&|old, new| old.name == new.name);
        take(&|old, new| !self.comparer.is_other_component(old.node, new.node));
        pairs
    }

    /// Replaces references to schemas by the components that those extend.
    fn within_components(&self, bases: Vec<Base<'a>>, is_old: bool) -> Vec<Base<'a>> {
        let revision = if is_old {
            &self.comparer.old
        } else {
            &self.comparer.new
        };
        let within = bases.into_iter().flat_map(|base| {
            if base.is_item {
                return vec![base];
            }
            let mut items = Vec::new();
            add_items(revision.schemas.resolve(base.node), &mut items);
            items
        });
        within.collect()
    }

    /// The parts that a schema has only because of the components that the other one does not extend.
    fn parts_of_bases(&self, version: usize) -> HashMap<NodeId, Option<usize>> {
        let (view, revision, other) = match version {
            0 => (&self.old, &self.comparer.old, &self.comparer.new),
            _ => (&self.new, &self.comparer.new, &self.comparer.old),
        };
        let items = self.bases.bases.iter().map(|base| base.items[version]);
        let without: HashSet<_> = items.clone().flatten().map(NodeId::of).collect();
        let ids = |nodes: &[&'a Node], without: &HashSet<NodeId>| {
            let parts = revision.schemas.parts_without(nodes, None, without);
            parts.into_iter().map(NodeId::of)
        };
        let kept: HashSet<_> = ids(&view.nodes, &without).collect();
        let own = view.parts.iter().map(|part| (NodeId::of(part), None));
        let mut parts: HashMap<_, _> = own.collect();
        for (index, item) in items.enumerate() {
            let is_replaced = self.bases.bases[index].items.iter().all(Option::is_some);
            let is_in_other = |item: &Node| {
                let name = item.reference().and_then(component);
                name.is_some_and(|name| component_schema(other.root(), name).is_some())
            };
            let Some(item) = item.filter(|item| is_replaced || is_in_other(item)) else {
                continue;
            };
            for part in ids(&[item], &HashSet::new()).filter(|part| !kept.contains(part)) {
                parts.entry(part).or_default().get_or_insert(index);
            }
        }
        parts
    }

    /// Reports the changes inside components that only one of the schemas extends where the components are stated.
    pub(super) fn report_other_bases(&mut self) {
        if self.bases.bases.is_empty() || self.comparer.trial.is_some() {
            return;
        }
        let mut of_base: Vec<Vec<Change<'a>>> = Vec::new();
        of_base.resize_with(self.bases.bases.len(), Vec::new);
        for change in std::mem::take(&mut self.compared.changes) {
            let base = self.base_of_change(&change);
            match base {
                Some(base) => of_base[base].push(change),
                None => self.compared.changes.push(change),
            }
        }
        for (base, changes) in self.bases.bases.iter().zip(of_base) {
            let change = self
                .comparer
                .with_consequences(base.change(), base.site(), changes);
            self.compared.changes.push(change);
        }
    }

    /// The component that states what changed. A keyword that was removed from it has no place in the new schema.
    fn base_of_change(&self, change: &Change<'a>) -> Option<usize> {
        let is_part = |node: &Node| self.bases.of_part.contains_key(&NodeId::of(node));
        match change.new {
            Some(node) if !is_part(node) => self.base_of(node),
            _ => change.old.and_then(|node| self.base_of(node)),
        }
    }

    /// Returns the site of the component that the other schema does not extend, and that states all these nodes.
    pub(super) fn site_of_base(&mut self, new: &[&'a Node]) -> Option<Site> {
        let mut bases = new.iter().map(|node| self.base_of(node));
        let first = bases.next().flatten()?;
        if !bases.all(|base| base == Some(first)) {
            return None;
        }
        let base = &self.bases.bases[first];
        Some(self.comparer.sites.add(base.site(), Some(base.change())))
    }

    /// Whether a property of either schema is stated by a component that the other one does not extend.
    pub(super) fn is_in_other_base(&self, schemas: &[&Node]) -> bool {
        let first = schemas.first();
        first.is_some_and(|node| self.base_of(node).is_some())
    }

    /// The parts of a schema without those of components that the other schema does not extend.
    pub(super) fn own_parts(&self, is_old: bool) -> Vec<&'a Node> {
        let view = if is_old { &self.old } else { &self.new };
        let parts = view.parts.iter().copied();
        let base = |part: &Node| self.bases.of_part.get(&NodeId::of(part)).copied();
        parts
            .filter(|part| base(part).flatten().is_none())
            .collect()
    }

    /// Returns the base because of which the part that contains a node applies.
    fn base_of(&self, node: &Node) -> Option<usize> {
        let of_part = &self.bases.of_part;
        let [old, new] = [self.comparer.old.places, self.comparer.new.places];
        let parent = |node: &&Node| old.parent(node).or_else(|| new.parent(node));
        let first = Some(node).filter(|_| !of_part.is_empty());
        let mut ancestors = std::iter::successors(first, parent);
        let part = ancestors.find_map(|node| of_part.get(&NodeId::of(node)));
        part.copied().flatten()
    }
}

impl<'a> Comparer<'a> {
    /// The parts of two schemas, and whether each is the same component in both.
    pub(super) fn shared_components(&self, pair: Pair) -> HashMap<NodeId, bool> {
        let [old, new] = [
            self.old.schemas.view(pair.old),
            self.new.schemas.view(pair.new),
        ];
        let named = |view: &SchemaView<'a>, places: &Places<'a>| {
            let parts = view.parts.iter();
            let named = parts.map(|part| (NodeId::of(part), component_with_part(places, part)));
            named.collect::<Vec<_>>()
        };
        let parts = [named(&old, self.old.places), named(&new, self.new.places)];
        let [old, new] = [0, 1].map(|it: usize| {
            let names = parts[it].iter().filter_map(|(_, name)| *name);
            names.collect::<HashSet<_>>()
        });
        let is_shared = |name: &str| old.contains(name) && new.contains(name);
        let parts = parts.iter().flatten();
        parts
            .map(|(part, name)| (*part, name.is_some_and(is_shared)))
            .collect()
    }

    /// Whether a change is within a component that is shared.
    pub(super) fn is_within(&self, change: &Change<'a>, parts: &HashMap<NodeId, bool>) -> bool {
        let is_in = |places: &Places<'a>, node: &'a Node| {
            let mut ancestors = std::iter::successors(Some(node), |node| places.parent(node));
            let part = ancestors.find_map(|node| parts.get(&NodeId::of(node)));
            part.is_some_and(|is_shared| *is_shared)
        };
        change.old.is_none_or(|node| is_in(self.old.places, node))
            && change.new.is_none_or(|node| is_in(self.new.places, node))
    }

    /// Whether two nodes are in different components, which both documents have.
    pub(super) fn are_other_components(&self, old: &Node, new: &Node) -> bool {
        let names = (
            component_of(self.old.places, old),
            component_of(self.new.places, new),
        );
        let (Some(old), Some(new)) = names else {
            return false;
        };
        old != new
            && component_schema(self.new.root(), old).is_some()
            && component_schema(self.old.root(), new).is_some()
    }
}

/// The name of the component that a part of a schema is, or is in the `allOf` of.
fn component_with_part<'a>(places: &Places<'a>, part: &Node) -> Option<&'a str> {
    let steps = places.steps(part);
    let mut within = steps.get(3..)?.iter().map(|(_, token)| token);
    let is_part = within.all(|it| matches!(it, Token::Key("allOf", _) | Token::Index(_)));
    component_of(places, part).filter(|_| is_part)
}

/// The name of the component that contains a node.
fn component_of<'a>(places: &Places<'a>, node: &Node) -> Option<&'a str> {
    match places.steps(node).get(..3)? {
        [
            (_, Token::Key("components", _)),
            (_, Token::Key("schemas", _)),
            (_, Token::Key(name, _)),
        ] => Some(name),
        _ => None,
    }
}

/// The components that schemas refer to, or else extend. Inside a component, `allOf` with one item is no reference.
fn bases<'a>(nodes: &[&'a Node], is_inside: bool) -> Vec<Base<'a>> {
    let mut bases = Vec::new();
    for node in nodes {
        match reference(node).filter(|_| !is_inside) {
            Some(reference) => bases.extend(base(reference, false)),
            None => add_items(node, &mut bases),
        }
    }
    bases
}

/// Adds the components in the `allOf` of a schema, and in the inline schemas there.
fn add_items<'a>(node: &'a Node, bases: &mut Vec<Base<'a>>) {
    let items = |node: &'a Node| node.get("allOf").into_iter().flat_map(Node::items).rev();
    let mut rest: Vec<_> = items(node).collect();
    while let Some(item) = rest.pop() {
        match item.reference() {
            Some(_) => bases.extend(base(item, true)),
            None => rest.extend(items(item)),
        }
    }
}

fn base(node: &Node, is_item: bool) -> Option<Base<'_>> {
    let name = component(node.reference()?)?;
    Some(Base {
        node,
        name,
        is_item,
    })
}
