//! Compares the components that schemas extend by `allOf`.

use std::collections::{HashMap, HashSet};

use super::schema::{PairComparison, Site};
use super::schema_choices::{component, component_schema, reference};
use crate::diff::Kind;
use crate::diff::change::Change;
use crate::diff::places::NodeId;
use crate::diff::schema_view::SchemaView;
use crate::document::Node;

/// The components that only one of two schemas extends.
#[derive(Default)]
pub(super) struct OtherBases<'a> {
    bases: Vec<OtherBase<'a>>,
    /// The base of each part that applies only because of it, if the component is in both documents.
    of_part: HashMap<NodeId, usize>,
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
    fn parts_of_bases(&self, version: usize) -> HashMap<NodeId, usize> {
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
        let mut parts = HashMap::new();
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
                parts.entry(part).or_insert(index);
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
        let is_part = |node: &'a Node| {
            self.part(node, &self.new)
                .is_some_and(|it| std::ptr::eq(it, node))
        };
        match change.new {
            Some(node) if !is_part(node) => self.base_of(node, &self.new),
            _ => change.old.and_then(|node| self.base_of(node, &self.old)),
        }
    }

    /// Returns the site of the component that the other schema does not extend, and that states all these nodes.
    pub(super) fn site_of_base(&mut self, new: &[&'a Node]) -> Option<Site> {
        let mut bases = new.iter().map(|node| self.base_of(node, &self.new));
        let first = bases.next().flatten()?;
        if !bases.all(|base| base == Some(first)) {
            return None;
        }
        let base = &self.bases.bases[first];
        Some(self.comparer.sites.add(base.site(), Some(base.change())))
    }

    /// Whether a property of either schema is stated by a component that the other one does not extend.
    pub(super) fn is_in_other_base(&self, schemas: &[&'a Node]) -> bool {
        let is_in = |node: &&'a Node| {
            [&self.old, &self.new]
                .iter()
                .any(|view| self.base_of(node, view).is_some())
        };
        schemas.first().is_some_and(is_in)
    }

    /// The parts of a schema without those of components that the other schema does not extend.
    pub(super) fn own_parts(&self, is_old: bool) -> Vec<&'a Node> {
        let view = if is_old { &self.old } else { &self.new };
        let parts = view.parts.iter().copied();
        parts
            .filter(|part| !self.bases.of_part.contains_key(&NodeId::of(part)))
            .collect()
    }

    fn base_of(&self, node: &'a Node, view: &SchemaView<'a>) -> Option<usize> {
        if self.bases.of_part.is_empty() {
            return None;
        }
        let part = self.part(node, view)?;
        self.bases.of_part.get(&NodeId::of(part)).copied()
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
