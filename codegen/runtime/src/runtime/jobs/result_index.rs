//! Matches the results of a job with its entries.

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
pub(crate) struct ResultIndex<'a> {
    items: HashMap<Key<'a>, usize>,
    ids: HashSet<&'a str>,
    /// The keys and IDs of more than one entry. A result with such a key names none of them.
    shared_keys: HashSet<Key<'a>>,
    shared_ids: HashSet<&'a str>,
}

impl<'a> ResultIndex<'a> {
    pub(crate) fn new(
        entries: impl Iterator<Item = &'a EntryKeys> + Clone,
        reports: &'a [ItemReport],
        parts: &'a [JobPart],
        settings: &JobSettings,
    ) -> Self {
        let ids = parts.iter().filter_map(|part| part.ids.as_ref());
        Self {
            items: index_items(reports, settings),
            ids: ids.flatten().map(String::as_str).collect(),
            shared_keys: repeated(entries.clone().flat_map(|entry| keys(&entry.keys))),
            shared_ids: repeated(entries.filter_map(|entry| entry.id.as_deref())),
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
        let id = entry.id.as_deref()?;
        (self.ids.contains(id) && !self.shared_ids.contains(id)).then_some(Named::Id)
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
