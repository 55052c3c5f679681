//! Compares the parts of the crate: the Cargo features of tags, and the operations that they enable.

use super::{Comparer, Item, Origin};
use crate::diagnostic::Span;
use crate::diff::Step;
use crate::model::Features;
use crate::surface::{OperationSurface, Surface, TypeSurface};

impl Comparer<'_> {
    /// Compares the features. The feature without parts counts, if the crate has parts.
    pub(super) fn parts(&mut self) {
        let (old, new) = (self.old, self.new);
        for feature in features(old).filter(|it| !has(new, it)) {
            let origin = Origin::old(origin(old, new, &feature));
            self.removed(&Item::new(format!("feature `{feature}`"), origin));
        }
        for feature in features(new).filter(|it| !has(old, it)) {
            let origin = Origin::new(origin(new, old, &feature));
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
            listed(&only.map(|it| format!("`{it}`")).collect::<Vec<_>>())
        };
        let (step, change) = match (only_in(old, new), only_in(new, old)) {
            (None, None) => return,
            (Some(left), None) => (Step::Major, format!("is no longer enabled by {left}")),
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

/// The part of the document that a feature comes from, which the other version lacks.
fn origin(surface: &Surface, other: &Surface, feature: &str) -> Option<Span> {
    if other.parts.is_empty() {
        return surface.parts_origin;
    }
    let part = surface.parts.iter().find(|part| part.feature == feature);
    part.and_then(|part| part.origin)
}

/// The names of features in a sentence.
fn listed(names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [name] => Some(format!("the feature {name}")),
        names => Some(format!("the features {}", names.join(", "))),
    }
}

fn has(surface: &Surface, feature: &str) -> bool {
    features(surface).any(|it| it == feature)
}
