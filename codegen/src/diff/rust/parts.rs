//! Compares the parts of the crate: the Cargo features of tags, and the operations that they enable.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Comparer, Item, Origin};
use crate::diagnostic::Span;
use crate::diff::Step;
use crate::diff::wire::matching::unique_pairs;
use crate::model::Features;
use crate::surface::{OperationSurface, Part, PartTag, Surface, TypeSurface};

/// A tag whose part is another feature in the new version.
pub(super) struct MovedTag<'a> {
    from: &'a str,
    to: &'a str,
    /// The parts of the documents that decide on the features.
    origin: Origin,
}

impl Comparer<'_> {
    /// Compares the features. The feature without parts counts, if the crate has parts.
    pub(super) fn parts(&mut self) {
        let (old, new) = (self.old, self.new);
        for feature in features(old).filter(|it| !has(new, it)) {
            let moved = self.moved_tags.iter().find(|tag| tag.from == feature);
            let origin = match moved {
                Some(tag) => tag.origin,
                None => Origin::old(origin(old, new, &feature)),
            };
            self.removed(&Item::new(format!("feature `{feature}`"), origin));
        }
        for feature in features(new).filter(|it| !has(old, it)) {
            let moved = self.moved_tags.iter().find(|tag| tag.to == feature);
            let origin = match moved {
                Some(tag) => tag.origin,
                None => Origin::new(origin(new, old, &feature)),
            };
            self.added(&Item::new(format!("feature `{feature}`"), origin));
        }
    }

    /// Compares the features that enable an operation.
    pub(super) fn part_of_operation(
        &mut self,
        item: &Item,
        old: &OperationSurface,
        new: &OperationSurface,
    ) {
        let item = item.from(Origin::of(old.tags_origin, new.tags_origin));
        self.enabled_by(&item, (&old.features, &new.features), |_| true);
    }

    /// Compares the features that enable a type.
    ///
    /// The feature of the module without its parts does not count. It enables a type that all parts have, but has no
    /// operation that uses the type.
    pub(super) fn part_of_type(&mut self, item: &Item, old: &TypeSurface, new: &TypeSurface) {
        let base = self.old.base_feature();
        self.enabled_by(item, (&old.features, &new.features), |it| it != base);
    }

    /// Compares the features of an item, among those that both versions have and that count.
    fn enabled_by(
        &mut self,
        item: &Item,
        (old, new): (&Features, &Features),
        counts: impl Fn(&str) -> bool,
    ) {
        let only_in = |a: &Features, b: &Features| {
            let features = self.shared_features.iter().filter(|it| counts(it));
            let only = features.filter(|it| a.contain(it) && !b.contain(it));
            only.map(String::as_str).collect::<Vec<_>>()
        };
        let (left, joined) = (only_in(old, new), only_in(new, old));
        let follows = |tag: &&MovedTag<'_>| {
            (left.contains(&tag.from) && new.contain(tag.to))
                || (joined.contains(&tag.to) && old.contain(tag.from))
        };
        let moved = self.moved_tags.iter().find(follows);
        let item = &moved.map_or_else(|| item.clone(), |tag| item.from(tag.origin));
        let (step, change) = match (listed(&left), listed(&joined)) {
            (None, None) => return,
            (Some(left), None) => (Step::Major, format!("is no longer enabled by {left}")),
            (None, Some(_)) if new.is_empty() => (Step::Minor, "is now in every part".to_owned()),
            (None, Some(joined)) => (Step::Minor, format!("is also enabled by {joined}")),
            (Some(left), Some(joined)) => (Step::Major, format!("moved from {left} to {joined}")),
        };
        self.change(item, step, change);
    }
}

/// The features that both crates have, except for those of the modules.
pub(super) fn shared_features(old: &Surface, new: &Surface) -> Vec<String> {
    features(old).filter(|it| has(new, it)).collect()
}

/// The names of the features of a crate with parts, except for the feature of the module.
fn features(surface: &Surface) -> impl Iterator<Item = String> {
    surface.features().filter(|it| *it != surface.module)
}

/// The tags whose parts have different features, because `x-feature` differs or the tag was renamed.
pub(super) fn moved_tags<'a>(old: &'a Surface, new: &'a Surface) -> Vec<MovedTag<'a>> {
    let counterparts: HashMap<_, _> = tags(new)
        .map(|(part, tag)| (&tag.name, (part, tag)))
        .collect();
    let mut moved: Vec<_> = tags(old)
        .filter_map(|(part, tag)| {
            let (to, after) = counterparts.get(&tag.name)?;
            (part.feature != to.feature).then(|| MovedTag {
                from: &part.feature,
                to: &to.feature,
                origin: Origin::of(tag.part_origin, after.part_origin),
            })
        })
        .collect();
    moved.extend(renamed_tags(old, new));
    moved
}

/// The tags that were renamed: the only ones whose features are gone and new and have the same operations.
fn renamed_tags<'a>(old: &'a Surface, new: &'a Surface) -> impl Iterator<Item = MovedTag<'a>> {
    let parts = |surface: &'a Surface, other: &Surface| {
        let parts = surface
            .parts
            .iter()
            .filter(|part| !has(other, &part.feature));
        let parts = parts.map(|part| (part, operations(surface, other, &part.feature)));
        parts.collect::<Vec<_>>()
    };
    let (gone, fresh) = (parts(old, new), parts(new, old));
    let pairs = unique_pairs(&gone, &fresh, |(_, old), (_, new)| {
        !old.is_empty() && old == new
    });
    pairs.into_iter().map(move |(a, b)| {
        let (from, to) = (gone[a].0, fresh[b].0);
        MovedTag {
            from: &from.feature,
            to: &to.feature,
            origin: Origin::of(described(from), described(to)),
        }
    })
}

/// The names of the operations of a feature that the other surface has as well.
fn operations<'a>(surface: &'a Surface, other: &Surface, feature: &str) -> BTreeSet<&'a str> {
    let others: HashSet<_> = other.operations.iter().map(|it| &it.name).collect();
    let operations = surface.operations.iter().filter(|operation| {
        let mut names = operation.features.names();
        others.contains(&operation.name) && names.any(|name| name == feature)
    });
    operations.map(|it| it.name.as_str()).collect()
}

/// The description of a part's first tag, or the tags of its first operation.
fn described(part: &Part) -> Option<Span> {
    let described = part.tags.iter().find_map(|tag| tag.described);
    described.or(part.origin)
}

fn tags(surface: &Surface) -> impl Iterator<Item = (&Part, &PartTag)> {
    let parts = surface.parts.iter();
    parts.flat_map(|part| part.tags.iter().map(move |tag| (part, tag)))
}

/// The part of the document that a feature comes from, which the other version lacks.
fn origin(surface: &Surface, other: &Surface, feature: &str) -> Option<Span> {
    if other.parts.is_empty() {
        return surface.parts_origin;
    }
    let part = surface.parts.iter().find(|part| part.feature == feature);
    part.and_then(|part| part.origin)
}

/// The names of features in a sentence.
fn listed(names: &[&str]) -> Option<String> {
    match names {
        [] => None,
        [name] => Some(format!("the feature `{name}`")),
        names => Some(format!("the features `{}`", names.join("`, `"))),
    }
}

fn has(surface: &Surface, feature: &str) -> bool {
    features(surface).any(|it| it == feature)
}
