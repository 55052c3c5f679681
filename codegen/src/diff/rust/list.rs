//! Pairs the items of two lists.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// The items of two lists: those that both have, those that only the old one has, and those that only the new one has.
pub(super) struct Paired<'a, T> {
    pub both: Vec<(&'a T, &'a T)>,
    pub old: Vec<&'a T>,
    pub new: Vec<&'a T>,
}

/// Pairs items with equal keys. Each list has distinct keys.
pub(super) fn paired<'a, T, K: Eq + Hash>(
    old: impl IntoIterator<Item = &'a T>,
    new: impl IntoIterator<Item = &'a T>,
    old_key: impl Fn(&'a T) -> K,
    new_key: impl Fn(&'a T) -> K,
) -> Paired<'a, T> {
    let mut known: HashMap<K, (usize, &'a T)> = HashMap::new();
    for (index, item) in old.into_iter().enumerate() {
        known.insert(old_key(item), (index, item));
    }
    let mut pairs = Paired {
        both: Vec::new(),
        old: Vec::new(),
        new: Vec::new(),
    };
    for item in new {
        match known.remove(&new_key(item)) {
            Some((_, old)) => pairs.both.push((old, item)),
            None => pairs.new.push(item),
        }
    }
    let mut left: Vec<_> = known.into_values().collect();
    left.sort_by_key(|(index, _)| *index);
    pairs.old = left.into_iter().map(|(_, item)| item).collect();
    pairs
}

impl<'a, T> Paired<'a, T> {
    /// Takes the pairs of an item that only the old list has and one that only the new list has, if their keys are equal.
    /// Items without a key, or with the key of another item in their list, are in no pair.
    pub(super) fn take_alike<K: Eq + Hash>(
        &mut self,
        old_key: impl Fn(&'a T) -> Option<K>,
        new_key: impl Fn(&'a T) -> Option<K>,
    ) -> Vec<(&'a T, &'a T)> {
        let mut by_key: HashMap<K, [Vec<usize>; 2]> = HashMap::new();
        let old = self.old.iter().map(|item| old_key(item)).enumerate();
        for (index, key) in old.filter_map(|(index, key)| Some((index, key?))) {
            by_key.entry(key).or_default()[0].push(index);
        }
        let new = self.new.iter().map(|item| new_key(item)).enumerate();
        for (index, key) in new.filter_map(|(index, key)| Some((index, key?))) {
            by_key.entry(key).or_default()[1].push(index);
        }
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for indices in by_key.into_values() {
            if let ([old], [new]) = (&indices[0][..], &indices[1][..]) {
                taken.push((*old, *new));
            }
        }
        taken.sort_unstable();
        let pairs = taken.iter();
        let pairs: Vec<_> = pairs
            .map(|(old, new)| (self.old[*old], self.new[*new]))
            .collect();
        let (old, new): (HashSet<usize>, HashSet<usize>) = taken.into_iter().unzip();
        self.old = without(&self.old, &old);
        self.new = without(&self.new, &new);
        pairs
    }
}

fn without<'a, T>(items: &[&'a T], taken: &HashSet<usize>) -> Vec<&'a T> {
    let items = items.iter().enumerate();
    let left = items.filter(|(index, _)| !taken.contains(index));
    left.map(|(_, item)| *item).collect()
}
