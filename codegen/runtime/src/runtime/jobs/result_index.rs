//! Matches the results of a job with its entries.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::job_operation::{ItemReport, JobPart, JobSettings};
use crate::runtime::batches::entry_keys::EntryKeys;

/// How the results of a job name an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// By the item at this index.
    Item(usize),
    /// By its ID, as updated.
    Id,
}

/// A key, with its index among the keys of an entry.
type Key<'a> = (usize, &'a str);

/// The results of a job by the keys of their entries.
#[derive(Debug)]
pub(crate) struct ResultIndex<'a, E> {
    entries: E,
    parts: &'a [JobPart],
    items: HashMap<Key<'a>, usize>,
    /// The keys of more than one entry. A result with such a key names none of them.
    shared_keys: HashSet<Key<'a>>,
    /// The listed IDs, except those of more than one entry. Few results name entries only by ID.
    ids: OnceCell<HashSet<&'a str>>,
}

impl<'a, E: Iterator<Item = &'a EntryKeys> + Clone> ResultIndex<'a, E> {
    pub(crate) fn new(
        entries: E,
        reports: &'a [ItemReport],
        parts: &'a [JobPart],
        settings: &JobSettings,
    ) -> Self {
        Self {
            parts,
            items: index_items(reports, settings),
            shared_keys: repeated(entries.clone().flat_map(|entry| keys(&entry.keys))),
            entries,
            ids: OnceCell::new(),
        }
    }

    /// Returns how the results name the entry with these keys.
    pub(crate) fn find(&self, entry: &EntryKeys) -> Option<Named> {
        let item = keys(&entry.keys)
            .filter(|key| !self.shared_keys.contains(key))
            .find_map(|key| self.items.get(&key));
        if let Some(index) = item {
            return Some(Named::Item(*index));
        }
        let ids = self.ids.get_or_init(|| self.index_ids());
        ids.contains(entry.id.as_deref()?).then_some(Named::Id)
    }

    fn index_ids(&self) -> HashSet<&'a str> {
        let ids = self.parts.iter().filter_map(|part| part.ids.as_ref());
        let mut ids: HashSet<_> = ids.flatten().map(String::as_str).collect();
        let entries = self.entries.clone();
        for shared in repeated(entries.filter_map(|entry| entry.id.as_deref())) {
            ids.remove(shared);
        }
        ids
    }
}

/// Returns the index of the item for each key. Of two items with the same key, one that succeeded
/// counts.
fn index_items<'a>(reports: &'a [ItemReport], settings: &JobSettings) -> HashMap<Key<'a>, usize> {
    let mut items: HashMap<_, usize> = HashMap::new();
    for (index, report) in reports.iter().enumerate() {
        for key in keys(&report.keys) {
            let is_success = |at: usize| reports[at].is_success(settings);
            let at = items.entry(key).or_insert(index);
            if !is_success(*at) {
                *at = index;
            }
        }
    }
    items
}

fn keys(keys: &[Option<String>]) -> impl Iterator<Item = Key<'_>> {
    let keys = keys.iter().enumerate();
    keys.filter_map(|(position, key)| Some((position, key.as_deref()?)))
}

/// Returns the values that occur more than once.
fn repeated<T: Copy + Eq + std::hash::Hash>(values: impl Iterator<Item = T>) -> HashSet<T> {
    let mut seen = HashSet::new();
    values.filter(|value| !seen.insert(*value)).collect()
}
