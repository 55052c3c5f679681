//! Checks of the number of items, and of equal items.

use std::collections::HashMap;
use std::hash::Hash;

use super::check::{Check, Scope, join};
use super::items::Items;
use super::quantities::{count, too_few};

impl Check {
    /// Checks the minimum number of items.
    pub fn min_items(&mut self, name: &str, value: &impl Items, min: usize) {
        if let Some(items) = value.items().filter(|items| items.len() < min) {
            self.add_list_violation(name, items, too_few(&count(items.len(), "item"), min));
        }
    }

    /// Checks the maximum number of items.
    pub fn max_items(&mut self, name: &str, value: &impl Items, max: usize) {
        if let Some(items) = value.items().filter(|items| items.len() > max) {
            let has = count(items.len(), "item");
            let problem = format!("has {has}; at most {max} are allowed");
            self.add_list_violation(name, items, problem);
        }
    }

    /// Checks that no two items are equal.
    pub fn unique_items<I: Items<Item: Eq + Hash>>(&mut self, name: &str, value: &I) {
        let mut first_by_item = HashMap::new();
        self.unique_items_by(name, value, |items, at| {
            let first = *first_by_item.entry(&items[at]).or_insert(at);
            (first != at).then_some(first)
        });
    }

    /// Checks that no two items are equal, by comparing each pair of them. For items that cannot be
    /// hashed, such as floating-point numbers.
    pub fn unique_inexact_items<I: Items<Item: PartialEq>>(&mut self, name: &str, value: &I) {
        self.unique_items_by(name, value, |items, at| {
            items[..at].iter().position(|other| *other == items[at])
        });
    }

    /// Checks that no two items are equal. `first` returns the index of the first item before the one
    /// at an index that is equal to it.
    fn unique_items_by<'a, I: Items>(
        &mut self,
        name: &str,
        value: &'a I,
        mut first: impl FnMut(&'a [I::Item], usize) -> Option<usize>,
    ) {
        let Some(items) = value.items() else {
            return;
        };
        let duplicate = (0..items.len()).find_map(|at| Some((first(items, at)?, at)));
        if let Some((first, second)) = duplicate {
            let problem = format!("has equal items at {first} and {second}; items must be unique");
            self.add_list_violation(name, items, problem);
        }
    }

    /// Checks that no two items have the same value of `property`, which `key` returns. Both items
    /// violate it.
    pub fn distinct<I: Items>(
        &mut self,
        name: &str,
        value: &I,
        property: &str,
        key: impl Fn(&I::Item) -> Option<String>,
    ) {
        let Some(items) = value.items() else {
            return;
        };
        let mut first_by_key = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            let Some(key) = key(item) else {
                continue;
            };
            let first = *first_by_key.entry(key).or_insert(index);
            if first != index {
                self.add_same(name, items, property, [first, index]);
            }
        }
    }

    fn add_same<T>(&mut self, name: &str, items: &[T], property: &str, pair: [usize; 2]) {
        let [first, second] = pair;
        self.at(name, |check| {
            for (index, other) in [(first, second), (second, first)] {
                let other = join(&check.path, &check.item_label(items, other));
                let problem = format!("is the same as that of `{other}`; it must be unique");
                check.at_item(items, index, |check| {
                    check.add_violation(property, problem);
                });
            }
        });
    }

    /// Records a violation of a list, not of an item.
    fn add_list_violation<T>(&mut self, name: &str, items: &[T], problem: String) {
        let scope = self.scope;
        if self.are_entries(items) {
            self.scope = Scope::Entries;
        }
        self.add_violation(name, problem);
        self.scope = scope;
    }

    fn item_label<T>(&self, items: &[T], index: usize) -> String {
        format!("[{}]", self.position(items, index))
    }
}
