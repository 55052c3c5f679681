//! Compares which types are one type in Rust, because equal schemas share it.

use std::collections::HashMap;

use super::{Comparer, Item, Origin};
use crate::diff::Step;
use crate::surface::{Surface, TypeSurface};

impl Comparer<'_> {
    /// Compares the aliases of the types that both surfaces have.
    ///
    /// A program only sees whether two names denote one type, not which of them is the alias.
    pub(super) fn aliases(&mut self, both: &[(&TypeSurface, &TypeSurface)]) {
        let (old, new) = (targets(self.old), targets(self.new));
        if old.is_empty() && new.is_empty() {
            return;
        }
        let before = |pair: &(&TypeSurface, &TypeSurface)| target(&old, &pair.0.name).to_owned();
        let after = |pair: &(&TypeSurface, &TypeSurface)| target(&new, &pair.1.name).to_owned();
        let of_old = representatives(both, |pair| (before(pair), pair.0.name.clone()));
        let of_new = representatives(both, |pair| (after(pair), pair.1.name.clone()));
        for (index, pair) in both.iter().enumerate() {
            let (was, now) = (before(pair), after(pair));
            let origin = Origin::of(pair.0.origin, pair.1.origin);
            let item = Item::new(format!("types::{}", pair.1.name), origin);
            if let Some(other) = of_old.get(&was).filter(|other| **other != index)
                && after(&both[*other]) != now
            {
                let other = &both[*other].1.name;
                let change = format!("is no longer the same type as `types::{other}`");
                self.change(&item, Step::Major, change);
            }
            // A program that implements a trait for both types does not compile any more.
            if let Some(other) = of_new.get(&now).filter(|other| **other != index)
                && before(&both[*other]) != was
            {
                let other = &both[*other].1.name;
                let change = format!("is now the same type as `types::{other}`");
                self.change(&item, Step::Major, change);
            }
        }
    }
}

/// The target of each alias.
fn targets(surface: &Surface) -> HashMap<&str, &str> {
    let types = surface.types.iter();
    let targets = types.filter_map(|ty| Some((ty.name.as_str(), ty.alias_of.as_deref()?)));
    targets.collect()
}

fn target<'a>(targets: &HashMap<&str, &'a str>, name: &'a str) -> &'a str {
    targets.get(name).copied().unwrap_or(name)
}

/// For each target, the pair that stands for its aliases: that of the target, or else the first. `names` returns the
/// target and the name of a pair.
fn representatives(
    both: &[(&TypeSurface, &TypeSurface)],
    names: impl Fn(&(&TypeSurface, &TypeSurface)) -> (String, String),
) -> HashMap<String, usize> {
    let mut found = HashMap::new();
    for (index, pair) in both.iter().enumerate() {
        let (target, name) = names(pair);
        if target == name {
            found.insert(target, index);
        } else {
            found.entry(target).or_insert(index);
        }
    }
    found
}
