//! Compares the alternatives of `oneOf` and `anyOf`.

use std::collections::HashMap;
use std::rc::Rc;

use indexmap::IndexMap;

use super::matching::unique_pairs;
use super::references::{component, component_schema};
use super::schema::{Pair, PairComparison};
use super::verdicts::{READ_BEFORE, REJECTED, SENT_BEFORE, UNREADABLE};
use crate::diff::change::{Change, Verdict};
use crate::diff::schema_view::{CHOICES, Choice, SchemaView};
use crate::diff::text::{quoted, value};
use crate::diff::{Kind, Level};
use crate::document::Node;

/// The largest number of comparisons that pair the alternatives of a choice. The rest of a larger one is paired in order.
const MAX_COMPARISONS: usize = 10_000;

const OTHER_BRANCH: Verdict = (
    Level::Warning,
    "a value may now be read as another alternative",
);

impl<'a> PairComparison<'_, 'a> {
    /// Compares a schema without a choice with a schema that is only a choice. Returns whether the two are such schemas.
    pub(super) fn wrapped(&mut self) -> bool {
        let (old, new) = (Rc::clone(&self.old), Rc::clone(&self.new));
        match (old.choices.as_slice(), new.choices.as_slice()) {
            ([], [choice]) if new.is_choice_of(old.kind()) && !old.is_any() => {
                self.choice_or_schema(choice, false);
            }
            ([choice], []) if old.is_choice_of(new.kind()) && !new.is_any() => {
                self.choice_or_schema(choice, true);
            }
            _ => return false,
        }
        true
    }

    /// Compares a choice of one version with the only alternative of the other as alternatives.
    pub(super) fn keep_only_alternatives(&mut self) {
        for keyword in CHOICES {
            let has = |view: &SchemaView<'a>| view.choices.iter().any(|it| it.keyword == keyword);
            match (has(&self.old), has(&self.new)) {
                (true, false) => {
                    let schemas = &mut self.comparer.new.schemas;
                    let id = schemas.id_with_choice(self.pair.new, keyword);
                    self.new = schemas.view(id);
                }
                (false, true) => {
                    let schemas = &mut self.comparer.old.schemas;
                    let id = schemas.id_with_choice(self.pair.old, keyword);
                    self.old = schemas.view(id);
                }
                _ => {}
            }
        }
    }

    /// Compares a choice of one version with a schema of the other, which may be one of the alternatives.
    fn choice_or_schema(&mut self, choice: &Choice<'a>, is_old: bool) {
        let branches = choice.branches.iter();
        let pairs: Vec<_> = branches.map(|it| self.branch_pair(it, is_old)).collect();
        let Some(counterpart) = self.counterpart(&pairs) else {
            return self.replaced(choice, is_old);
        };
        let branches = choice.branches.iter().zip(&pairs);
        for (branch, _) in branches.filter(|(_, pair)| **pair != counterpart) {
            if is_old {
                self.branch_removed(branch);
            } else {
                self.branch_added(branch, UNREADABLE);
            }
        }
        self.compared.children.push(counterpart);
        if let ([old], [new, ..]) | ([old, ..], [new]) = (&self.old.parts[..], &self.new.parts[..])
            && old.get(choice.keyword).is_some()
            && new.get(choice.keyword).is_some()
        {
            let (old, new) = (*old, *new);
            self.other_keys(&[old], &[new]);
        }
    }

    /// The pair of an alternative and the schema of the other version, or the only alternative of that schema.
    fn branch_pair(&mut self, branch: &'a Node, is_old: bool) -> Pair {
        let is_in_other_object = self.is_in_other_object();
        let (old, new) = (
            &mut self.comparer.old.schemas,
            &mut self.comparer.new.schemas,
        );
        let mut pair = Pair {
            site: self.pair.site.filter(|_| is_in_other_object),
            ..self.pair
        };
        let branch = &[branch];
        if is_old {
            pair.old = old.id(branch);
            pair.new = new.id_of_only_alternative(pair.new);
        } else {
            pair.old = old.id_of_only_alternative(pair.old);
            pair.new = new.id(branch);
        }
        pair
    }

    fn branch_removed(&mut self, branch: &'a Node) {
        let text = format!("alternative {} was removed", self.name(branch, true));
        let response = (Level::Compatible, "it is no longer received");
        let nodes = self.places((Some(branch), None));
        self.keyword(Kind::BranchRemoved, nodes, text, REJECTED, response);
    }

    fn branch_added(&mut self, branch: &'a Node, response: Verdict) {
        let text = format!("alternative {} was added", self.name(branch, false));
        let nodes = self.places((None, Some(branch)));
        self.keyword(Kind::BranchAdded, nodes, text, SENT_BEFORE, response);
    }

    /// Adds the change of a choice from or to a schema that is none of the alternatives.
    fn replaced(&mut self, choice: &Choice<'a>, is_old: bool) {
        let (kind, text, nodes) = if is_old {
            let nodes = (Some(choice.node), self.new_place(choice.node));
            let text = "one schema replaced the alternatives";
            (Kind::ChoiceRemoved, text, nodes)
        } else {
            let nodes = (self.old.node(), Some(choice.node));
            let text = "several alternatives replaced the schema";
            (Kind::ChoiceAdded, text, nodes)
        };
        let nodes = self.places(nodes);
        let change = Change::new(kind, nodes.0, nodes.1, text);
        let holder = nodes.1.filter(|_| is_old);
        self.add(change.held_by(holder), Some(REJECTED), Some(UNREADABLE));
    }

    /// Returns the part of the new document at the place of an old choice, if it is the new schema.
    fn new_place(&mut self, choice: &Node) -> Option<&'a Node> {
        let comparer = &mut *self.comparer;
        let old = comparer.old.places.parent(choice)?;
        let new = comparer.new.root().at(&comparer.old.places.pointer(old))?;
        (comparer.new.schemas.id(&[new]) == self.pair.new).then_some(new)
    }

    /// Finds the pair that is alike, or else the only one that is similar.
    fn counterpart(&mut self, pairs: &[Pair]) -> Option<Pair> {
        let comparer = &mut *self.comparer;
        let alike = pairs.iter().find(|pair| comparer.is_alike(**pair));
        if let Some(pair) = alike {
            return Some(*pair);
        }
        let views = |pair: &Pair| {
            (
                comparer.old.schemas.view(pair.old),
                comparer.new.schemas.view(pair.new),
            )
        };
        let mut similar = pairs.iter().filter(|pair| {
            let (old, new) = views(pair);
            is_similar(&old, &new)
        });
        match (similar.next(), similar.next()) {
            (Some(pair), None) => Some(*pair),
            _ => None,
        }
    }

    pub(super) fn choices(&mut self) {
        let (old, new) = (Rc::clone(&self.old), Rc::clone(&self.new));
        let is_removed_from_any = new.is_any() && !old.choices.is_empty();
        let is_added_to_any = old.is_any() && !new.choices.is_empty();
        let mut unpaired = Vec::new();
        for pair in choice_pairs(&old.choices, &new.choices) {
            match pair {
                (Some(old), Some(new)) => self.choice(old, new, &mut unpaired),
                (None, Some(choice)) => {
                    let text = if is_added_to_any {
                        "only the alternatives are allowed instead of any value"
                    } else {
                        "a choice was added"
                    };
                    let nodes = (None, Some(choice.node));
                    let response = READ_BEFORE;
                    self.keyword(
                        Kind::ChoiceAdded,
                        nodes,
                        text.to_owned(),
                        REJECTED,
                        response,
                    );
                }
                (Some(choice), None) => {
                    let text = if is_removed_from_any {
                        "any value is allowed instead of the alternatives"
                    } else {
                        "a choice was removed"
                    };
                    let nodes = (Some(choice.node), None);
                    self.keyword(
                        Kind::ChoiceRemoved,
                        nodes,
                        text.to_owned(),
                        SENT_BEFORE,
                        UNREADABLE,
                    );
                }
                (None, None) => {}
            }
        }
        self.discriminator(&old, &new, &unpaired);
    }

    /// Compares two choices. `unpaired` gets the components that are in one of them only.
    fn choice(&mut self, old: &Choice<'a>, new: &Choice<'a>, unpaired: &mut Vec<&'a str>) {
        if old.keyword != new.keyword {
            let text = format!("`{}` became `{}`", old.keyword, new.keyword);
            let unsure = (
                Level::Warning,
                "a value may match another number of alternatives",
            );
            let nodes = (Some(old.node), Some(new.node));
            self.keyword(Kind::ChoiceChanged, nodes, text, unsure, unsure);
        }
        let pairs = self.branch_pairs(&old.branches, &new.branches);
        let has_tag =
            self.old.first("discriminator").is_some() && self.new.first("discriminator").is_some();
        let is_sorted = pairs.is_sorted_by_key(|&(_, new)| new);
        if !has_tag && !is_sorted {
            let text = "the order of the alternatives changed".to_owned();
            let nodes = (Some(old.node), Some(new.node));
            self.keyword(
                Kind::BranchOrderChanged,
                nodes,
                text,
                OTHER_BRANCH,
                OTHER_BRANCH,
            );
        }
        let is_paired = |index: usize, side: fn(&(usize, usize)) -> usize| {
            pairs.iter().any(|pair| side(pair) == index)
        };
        for (index, branch) in old.branches.iter().enumerate() {
            if !is_paired(index, |pair| pair.0) {
                unpaired.extend(branch.reference().and_then(component));
                self.branch_removed(branch);
            }
        }
        for (index, branch) in new.branches.iter().enumerate() {
            if !is_paired(index, |pair| pair.1) {
                unpaired.extend(branch.reference().and_then(component));
                let response = (
                    Level::Warning,
                    "callers that know only the other alternatives may receive it",
                );
                self.branch_added(branch, response);
            }
        }
        for (a, b) in pairs {
            self.child(&[old.branches[a]], &[new.branches[b]]);
        }
    }

    /// Pairs the alternatives, sorted by the old ones: by the name of the schema, then those that are written alike, then those
    /// that are alike, then the most similar.
    fn branch_pairs(&mut self, old: &[&'a Node], new: &[&'a Node]) -> Vec<(usize, usize)> {
        let mut rest: (Vec<_>, Vec<_>) = ((0..old.len()).collect(), (0..new.len()).collect());
        let mut pairs = Vec::new();
        let mut take = |found: Vec<(usize, usize)>, rest: &mut (Vec<usize>, Vec<usize>)| {
            rest.0
                .retain(|index| !found.iter().any(|pair| pair.0 == *index));
            rest.1
                .retain(|index| !found.iter().any(|pair| pair.1 == *index));
            pairs.extend(found);
        };
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        for index in &rest.1 {
            if let Some(name) = new[*index].reference() {
                by_name.entry(name).or_insert(*index);
            }
        }
        let named = rest.0.iter().filter_map(|&index| {
            let name = old[index].reference()?;
            Some((index, by_name.remove(name)?))
        });
        let named = named.collect();
        take(named, &mut rest);
        // The components in them may differ. That is a change of the components.
        let mut by_text: HashMap<String, usize> = HashMap::new();
        for index in &rest.1 {
            by_text.entry(value(new[*index])).or_insert(*index);
        }
        let written = rest.0.iter();
        let written =
            written.filter_map(|&index| Some((index, by_text.remove(&value(old[index]))?)));
        let written = written.collect();
        take(written, &mut rest);
        let direction = self.direction();
        let comparer = &mut *self.comparer;
        if comparer.trial.is_some() {
            // A trial inside a trial could take exponential time.
            let in_order = rest.0.iter().copied().zip(rest.1.iter().copied()).collect();
            take(in_order, &mut rest);
        } else {
            let mut alike = Vec::new();
            let mut free = rest.1.clone();
            let mut comparisons = 0;
            for &a in &rest.0 {
                let found = free.iter().position(|&b| {
                    comparisons += 1;
                    comparisons <= MAX_COMPARISONS && comparer.are_alike(old[a], new[b], direction)
                });
                if let Some(found) = found {
                    alike.push((a, free.remove(found)));
                }
            }
            take(alike, &mut rest);
            if comparisons > MAX_COMPARISONS {
                let in_order = rest.0.iter().copied().zip(rest.1.iter().copied()).collect();
                take(in_order, &mut rest);
            }
            let is_similar = |a: &usize, b: &usize| {
                let old = comparer.old.schemas.id(&[old[*a]]);
                let new = comparer.new.schemas.id(&[new[*b]]);
                is_similar(
                    &comparer.old.schemas.view(old),
                    &comparer.new.schemas.view(new),
                )
            };
            let similar = unique_pairs(&rest.0, &rest.1, is_similar);
            let similar = similar
                .into_iter()
                .map(|(a, b)| (rest.0[a], rest.1[b]))
                .collect();
            take(similar, &mut rest);
        }
        pairs.sort_unstable();
        pairs
    }

    /// The name of an alternative in messages.
    fn name(&mut self, branch: &'a Node, is_old: bool) -> String {
        if let Some(name) = branch.reference().and_then(component) {
            return format!("`{name}`");
        }
        let schemas = if is_old {
            &mut self.comparer.old.schemas
        } else {
            &mut self.comparer.new.schemas
        };
        let id = schemas.id(&[branch]);
        let view = schemas.view(id);
        match (view.first("title"), view.kind()) {
            (Some(title), _) => quoted(title),
            (None, Some(kind)) => format!("of type `{kind}`"),
            (None, None) => "without a type".to_owned(),
        }
    }

    fn discriminator(&mut self, old: &SchemaView<'a>, new: &SchemaView<'a>, unpaired: &[&str]) {
        if old.choices.is_empty() != new.choices.is_empty() {
            // The change of the choice says it. Without a choice, the discriminator may be that of an alternative.
            return;
        }
        let nodes = (old.first("discriminator"), new.first("discriminator"));
        match nodes {
            (None, None) => {}
            // Those of two components that the schemas extend are not versions of each other.
            (Some(before), Some(after)) if self.comparer.are_other_components(before, after) => {}
            (None, Some(_)) => {
                let text = "a discriminator was added".to_owned();
                self.keyword(
                    Kind::DiscriminatorAdded,
                    nodes,
                    text,
                    OTHER_BRANCH,
                    OTHER_BRANCH,
                );
            }
            (Some(_), None) => {
                let text = "the discriminator was removed".to_owned();
                self.keyword(
                    Kind::DiscriminatorRemoved,
                    nodes,
                    text,
                    OTHER_BRANCH,
                    OTHER_BRANCH,
                );
            }
            (Some(before), Some(after)) => {
                let names = (before.get("propertyName"), after.get("propertyName"));
                if let (Some(a), Some(b)) = names
                    && a.as_str() != b.as_str()
                {
                    let text = format!(
                        "the discriminator changed from {} to {}",
                        quoted(a),
                        quoted(b)
                    );
                    self.keyword(
                        Kind::DiscriminatorPropertyChanged,
                        names,
                        text,
                        REJECTED,
                        UNREADABLE,
                    );
                }
                // The change of an alternative says that its value was added or removed.
                let is_paired = |target: &String| !unpaired.contains(&target.as_str());
                let (mut old, mut new) = (mapping(before, old), mapping(after, new));
                old.retain(|value, (_, target)| new.contains_key(value) || is_paired(target));
                new.retain(|value, (_, target)| old.contains_key(value) || is_paired(target));
                self.mapping(before, (&old, &new));
                for change in super::rest::keys(before, after, &["propertyName", "mapping"]) {
                    self.add(
                        change,
                        Some(super::rest::UNJUDGED),
                        Some(super::rest::UNJUDGED),
                    );
                }
            }
        }
    }

    fn mapping(&mut self, old_node: &'a Node, (old, new): (&Mapping<'a>, &Mapping<'a>)) {
        for (value, (node, _)) in old {
            if !new.contains_key(value) {
                let text = format!("discriminator value `{value}` was removed");
                let nodes = (Some(*node), None);
                self.keyword(
                    Kind::DiscriminatorMappingRemoved,
                    nodes,
                    text,
                    REJECTED,
                    UNREADABLE,
                );
            }
        }
        for (value, (node, target)) in new {
            match old.get(value) {
                None => {
                    let text = format!("discriminator value `{value}` was added");
                    let response = (
                        Level::Warning,
                        "callers may receive a value that they do not know",
                    );
                    let nodes = (None, Some(*node));
                    self.keyword(
                        Kind::DiscriminatorMappingAdded,
                        nodes,
                        text,
                        SENT_BEFORE,
                        response,
                    );
                }
                Some((_, before)) if before != target && !self.is_same_target(before, target) => {
                    let text = format!(
                        "discriminator value `{value}` now means `{target}` instead of `{before}`"
                    );
                    let nodes = (Some(old_node), Some(*node));
                    self.keyword(
                        Kind::DiscriminatorMappingChanged,
                        nodes,
                        text,
                        REJECTED,
                        UNREADABLE,
                    );
                }
                Some(_) => {}
            }
        }
    }

    /// Whether two components with different names are alike, as after a rename.
    fn is_same_target(&mut self, old: &str, new: &str) -> bool {
        let (old, new) = (
            component_schema(self.comparer.old.root(), old),
            component_schema(self.comparer.new.root(), new),
        );
        let direction = self.direction();
        match (old, new) {
            (Some(old), Some(new)) if self.comparer.trial.is_none() => {
                self.comparer.are_alike(old, new, direction)
            }
            _ => false,
        }
    }
}

/// Pairs the choices with the same keyword, then the others in order.
fn choice_pairs<'c, 'a>(
    old: &'c [Choice<'a>],
    new: &'c [Choice<'a>],
) -> Vec<(Option<&'c Choice<'a>>, Option<&'c Choice<'a>>)> {
    let mut fresh: Vec<_> = new.iter().collect();
    let mut gone = Vec::new();
    let mut pairs = Vec::new();
    for choice in old {
        let found = fresh.iter().position(|it| it.keyword == choice.keyword);
        match found {
            Some(index) => pairs.push((Some(choice), Some(fresh.remove(index)))),
            None => gone.push(choice),
        }
    }
    for index in 0..gone.len().max(fresh.len()) {
        pairs.push((gone.get(index).copied(), fresh.get(index).copied()));
    }
    pairs
}

/// The component of each discriminator value, with the node that states it.
type Mapping<'a> = IndexMap<String, (&'a Node, String)>;

/// Returns the stated and the implied values of a discriminator. The name of a component stands for it unless a value is
/// stated.
fn mapping<'a>(node: &'a Node, view: &SchemaView<'a>) -> Mapping<'a> {
    let mut mapping = Mapping::new();
    for (value, entry) in node.get("mapping").into_iter().flat_map(Node::entries) {
        let target = entry.value.as_str().unwrap_or_default();
        let name = component(target).unwrap_or(target);
        mapping.insert(value.to_owned(), (&entry.value, name.to_owned()));
    }
    let branches = view.choices.iter().flat_map(|choice| &choice.branches);
    let names = branches.filter_map(|branch| Some((branch, component(branch.reference()?)?)));
    for (branch, name) in names {
        if !mapping.values().any(|(_, target)| target == name) {
            mapping.insert(name.to_owned(), (*branch, name.to_owned()));
        }
    }
    mapping
}

/// Whether two alternatives are probably versions of each other.
fn is_similar(old: &SchemaView<'_>, new: &SchemaView<'_>) -> bool {
    if old.kind() != new.kind() {
        return false;
    }
    if constants(old).any(|(name, value)| is_other_constant(new, name, value)) {
        return false;
    }
    let items = [old, new].map(|view| view.first("items").and_then(Node::reference));
    if let [Some(old), Some(new)] = items
        && old != new
    {
        return false;
    }
    let (old, new) = (old.properties(), new.properties());
    let common = old.keys().filter(|name| new.contains_key(*name)).count();
    let all = old.len() + new.len() - common;
    all == 0 || 2 * common >= all
}

/// The only value of a schema, and those of its properties with their names, which tell it from other alternatives.
fn constants<'a>(view: &SchemaView<'a>) -> impl Iterator<Item = (Option<&'a str>, &'a Node)> {
    let own = view.all("enum").filter_map(only).map(|value| (None, value));
    let properties = view.properties().into_iter();
    let inside = properties.flat_map(|(name, schemas)| {
        let values = schemas.into_iter().filter_map(|it| only(it.get("enum")?));
        values
            .map(move |value| (Some(name), value))
            .collect::<Vec<_>>()
    });
    own.chain(inside)
}

/// Whether a schema or its property allows only another value.
fn is_other_constant(view: &SchemaView<'_>, name: Option<&str>, value: &Node) -> bool {
    let mut others = constants(view).filter(|(other, _)| *other == name);
    others.any(|(_, other)| !other.is_same(value))
}

/// The only value of an enum.
fn only(values: &Node) -> Option<&Node> {
    match values.as_array()? {
        [only] => Some(only),
        _ => None,
    }
}
