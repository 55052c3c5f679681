use std::collections::HashMap;
use std::{mem, vec};

use foldhash::fast::RandomState;

use super::node::Node;
use crate::diagnostic::Span;

/// The number of entries up to which a key is found faster by comparing all keys than by its hash.
const SMALL: usize = 16;

/// The entries of an object, in the document's order.
///
/// A document has many small maps, whose entries need little memory and are found without a hash.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Vec<(String, Entry)>,
    /// The position of each key, once the map has had more than [`SMALL`] entries.
    positions: Option<Box<Positions>>,
}

/// The positions of keys. The hash function is fast, and seeded per process.
type Positions = HashMap<String, usize, RandomState>;

/// The value of a key, with the position of the key.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The part of the text that the key was parsed from.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Entry {
    /// Creates an entry.
    #[must_use]
    pub fn new(key_span: Span, value: Node) -> Self {
        Self { key_span, value }
    }
}

impl Map {
    /// Creates an empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns whether the map has a key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Returns the value of a key for modification.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entry_mut(key).map(|entry| &mut entry.value)
    }

    /// Returns the entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.position(key).map(|position| &self.entries[position].1)
    }

    /// Returns the entry of a key for modification.
    pub fn entry_mut(&mut self, key: &str) -> Option<&mut Entry> {
        self.position(key)
            .map(|position| &mut self.entries[position].1)
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.positions {
            Some(positions) => positions.get(key).copied(),
            None => self.entries.iter().position(|(other, _)| other == key),
        }
    }

    /// Inserts an entry, or replaces it in the same position. Returns the previous value.
    pub fn insert(&mut self, key: impl Into<String>, entry: Entry) -> Option<Entry> {
        let key = key.into();
        if let Some(old) = self.entry_mut(&key) {
            return Some(mem::replace(old, entry));
        }
        self.push(key, entry);
        None
    }

    /// Appends an entry whose key is not in the map.
    fn push(&mut self, key: String, entry: Entry) {
        if let Some(positions) = &mut self.positions {
            positions.insert(key.clone(), self.entries.len());
        }
        self.entries.push((key, entry));
        if self.positions.is_none() && self.len() > SMALL {
            self.index();
        }
    }

    /// Finds the positions of all keys.
    fn index(&mut self) {
        let keys = self.keys().map(ToOwned::to_owned);
        let positions = keys.enumerate().map(|(position, key)| (key, position));
        self.positions = Some(Box::new(positions.collect()));
    }

    /// Inserts or replaces the value of a key. The key gets the span of the value. Returns the previous value.
    pub fn set(&mut self, key: impl Into<String>, value: Node) -> Option<Entry> {
        let key = key.into();
        let key_span = self
            .entry(&key)
            .map_or(value.span, |previous| previous.key_span);
        self.insert(key, Entry::new(key_span, value))
    }

    /// Removes and returns the entry of a key. The other entries keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        let position = self.position(key)?;
        let (_, entry) = self.entries.remove(position);
        if let Some(positions) = &mut self.positions {
            positions.remove(key);
            let after = positions.values_mut().filter(|it| **it > position);
            after.for_each(|it| *it -= 1);
        }
        Some(entry)
    }

    /// Changes the key of an entry, which keeps its position. Returns `false` if the map has no key `from`, or already has
    /// a key `to`.
    pub fn rename(&mut self, from: &str, to: impl Into<String>) -> bool {
        let to = to.into();
        if self.contains_key(&to) {
            return false;
        }
        let Some(position) = self.position(from) else {
            return false;
        };
        if let Some(positions) = &mut self.positions {
            positions.remove(from);
            positions.insert(to.clone(), position);
        }
        self.entries[position].0 = to;
        true
    }

    /// Keeps the entries for which `keep` returns `true`.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &mut Entry) -> bool) {
        let before = self.len();
        self.entries.retain_mut(|(key, entry)| keep(key, entry));
        if self.positions.is_some() && self.len() < before {
            self.index();
        }
    }

    /// Returns an iterator over keys and entries.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Entry)> + ExactSizeIterator {
        self.entries
            .iter()
            .map(|(key, entry)| (key.as_str(), entry))
    }

    /// Returns an iterator over keys and mutable entries.
    pub fn iter_mut(
        &mut self,
    ) -> impl DoubleEndedIterator<Item = (&str, &mut Entry)> + ExactSizeIterator {
        let entries = self.entries.iter_mut();
        entries.map(|(key, entry)| (key.as_str(), entry))
    }

    /// Returns an iterator over the keys.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.iter().map(|(key, _)| key)
    }

    /// Returns an iterator over the values.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Node> + ExactSizeIterator {
        self.iter().map(|(_, entry)| &entry.value)
    }

    /// Returns an iterator over mutable values.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut Node> + ExactSizeIterator {
        self.iter_mut().map(|(_, entry)| &mut entry.value)
    }

    /// Adds an entry. If the map has the key, returns it with the span of the existing key.
    pub(super) fn add(&mut self, key: String, entry: Entry) -> Result<(), (String, Span)> {
        if let Some(first) = self.entry(&key) {
            return Err((key, first.key_span));
        }
        self.push(key, entry);
        Ok(())
    }

    /// Frees the memory that is reserved for more entries.
    pub(super) fn shrink(&mut self) {
        self.entries.shrink_to_fit();
    }
}

impl PartialEq for Map {
    /// Returns whether the maps have equal entries in the same order.
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl FromIterator<(String, Entry)> for Map {
    fn from_iter<I: IntoIterator<Item = (String, Entry)>>(iter: I) -> Self {
        let entries = iter.into_iter();
        let mut map = Self {
            entries: Vec::with_capacity(entries.size_hint().0),
            positions: None,
        };
        map.extend(entries);
        map
    }
}

impl Extend<(String, Entry)> for Map {
    fn extend<I: IntoIterator<Item = (String, Entry)>>(&mut self, iter: I) {
        for (key, entry) in iter {
            self.insert(key, entry);
        }
    }
}

impl IntoIterator for Map {
    type Item = (String, Entry);
    type IntoIter = vec::IntoIter<(String, Entry)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Map, SMALL};
    use crate::diagnostic::Span;
    use crate::document::Node;

    /// Calls that change a map, each with one or two keys.
    const CALLS: &[&str] = &["insert", "set", "add", "remove", "rename", "retain"];

    #[test]
    fn a_map_of_any_size_finds_its_entries_in_their_order() {
        for seed in 0..200 {
            let mut random = fastrand::Rng::with_seed(seed);
            let mut map = Map::new();
            let mut expected: Vec<(String, usize)> = Vec::new();
            for step in 0..60 {
                let keys = 3 * SMALL;
                let [key, other] = [(); 2].map(|()| format!("key{}", random.usize(..keys)));
                let calls = &CALLS[..if step < keys { 3 } else { CALLS.len() }];
                let call = calls[random.usize(..calls.len())];
                apply(call, &mut map, (&key, &other), step);
                model(call, &mut expected, (&key, &other), step);
                let entries = map.iter().map(|(key, it)| (key.to_owned(), number(it)));
                assert_eq!(entries.collect::<Vec<_>>(), expected, "{seed} {call}");
                for number in 0..keys {
                    let key = format!("key{number}");
                    let is_expected = expected.iter().any(|(other, _)| *other == key);
                    assert_eq!(map.contains_key(&key), is_expected, "{seed} {call} {key}");
                }
            }
        }
    }

    fn apply(call: &str, map: &mut Map, (key, other): (&str, &str), step: usize) {
        let span = Span::new(step, step);
        let entry = Entry::new(span, Node::string("", span));
        match call {
            "insert" => _ = map.insert(key, entry),
            "set" => _ = map.set(key, entry.value),
            "add" => _ = map.add(key.to_owned(), entry),
            "remove" => _ = map.remove(key),
            "rename" => _ = map.rename(key, other),
            _ => map.retain(|it, _| it.len() != key.len()),
        }
    }

    /// Does the same to a list of keys and steps.
    fn model(call: &str, list: &mut Vec<(String, usize)>, (key, other): (&str, &str), step: usize) {
        let position = |key: &str| list.iter().position(|(it, _)| it == key);
        match (call, position(key)) {
            ("insert" | "set", Some(position)) => list[position].1 = step,
            ("insert" | "set" | "add", None) => list.push((key.to_owned(), step)),
            ("remove", Some(position)) => _ = list.remove(position),
            ("rename", Some(from)) if position(other).is_none() => {
                list[from].0 = other.to_owned();
            }
            ("retain", _) => list.retain(|(it, _)| it.len() != key.len()),
            _ => {}
        }
    }

    /// The step that wrote the value of an entry.
    fn number(entry: &Entry) -> usize {
        entry.value.span.start
    }
}
