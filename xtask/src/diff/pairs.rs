//! Pairs the documents of two versions.

use std::collections::{BTreeMap, HashMap};

use super::documents::Document;

/// A document in both versions, or in one of them.
#[derive(Clone, Copy)]
pub(super) enum Pair<'a> {
    Both {
        old: &'a Document,
        new: &'a Document,
    },
    Renamed {
        old: &'a Document,
        new: &'a Document,
    },
    Added(&'a Document),
    Removed(&'a Document),
}

impl Pair<'_> {
    /// Returns the module of the new document, or of the removed one.
    fn module(&self) -> &str {
        match self {
            Self::Both { new, .. } | Self::Renamed { new, .. } | Self::Added(new) => &new.module,
            Self::Removed(old) => &old.module,
        }
    }
}

/// Pairs documents by their modules, in the order of the modules.
///
/// A removed and an added document are one renamed document if their contents are alike, and neither is like another.
pub(super) fn pairs<'a>(old: &'a [Document], new: &'a [Document]) -> Vec<Pair<'a>> {
    let old_modules = by_module(old);
    let new_modules = by_module(new);
    let is_in = |modules: &BTreeMap<&str, &Document>, it: &Document| {
        modules.contains_key(it.module.as_str())
    };
    let removed = old_modules.values().copied();
    let removed: Vec<_> = removed.filter(|it| !is_in(&new_modules, it)).collect();
    let added = new_modules.values().copied();
    let added: Vec<_> = added.filter(|it| !is_in(&old_modules, it)).collect();
    let renamed = renamed(&removed, &added);

    let mut pairs = Vec::new();
    for new in new_modules.values().copied() {
        let from = renamed.iter().find(|(_, to)| std::ptr::eq(*to, new));
        pairs.push(match (old_modules.get(new.module.as_str()), from) {
            (Some(old), _) => Pair::Both { old, new },
            (None, Some((old, _))) => Pair::Renamed { old, new },
            (None, None) => Pair::Added(new),
        });
    }
    let is_renamed = |old: &&Document| renamed.iter().any(|(from, _)| std::ptr::eq(*from, *old));
    let gone = removed.into_iter().filter(|old| !is_renamed(old));
    pairs.extend(gone.map(Pair::Removed));
    pairs.sort_by(|a, b| a.module().cmp(b.module()));
    pairs
}

/// Returns the documents by module. The generator rejects a second document of a module.
fn by_module(documents: &[Document]) -> BTreeMap<&str, &Document> {
    let mut modules = BTreeMap::new();
    for document in documents {
        modules.entry(document.module.as_str()).or_insert(document);
    }
    modules
}

/// Returns the pairs of a removed and an added document that are like each other and like no other document.
fn renamed<'a>(
    removed: &[&'a Document],
    added: &[&'a Document],
) -> Vec<(&'a Document, &'a Document)> {
    let mut alike = Vec::new();
    for old in removed {
        let lines = Lines::of(old.text());
        let like_old = added.iter().filter(|new| lines.are_like(new.text()));
        alike.extend(like_old.map(|new| (*old, *new)));
    }
    let is_unique = |(old, new): &(&Document, &Document)| {
        let of_old = alike.iter().filter(|(other, _)| std::ptr::eq(*other, *old));
        let of_new = alike.iter().filter(|(_, other)| std::ptr::eq(*other, *new));
        of_old.count() == 1 && of_new.count() == 1
    };
    alike.iter().copied().filter(is_unique).collect()
}

/// The lines of a document, without indentation and line endings.
struct Lines<'a> {
    counts: HashMap<&'a str, usize>,
    bytes: usize,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let mut counts = HashMap::new();
        let mut bytes = 0;
        for line in text.lines().map(str::trim) {
            *counts.entry(line).or_default() += 1;
            bytes += line.len();
        }
        Self { counts, bytes }
    }

    /// Returns whether at least half of the larger text is in both texts.
    fn are_like(&self, text: &str) -> bool {
        let mut counts = self.counts.clone();
        let (mut common, mut bytes) = (0, 0);
        for line in text.lines().map(str::trim) {
            bytes += line.len();
            if let Some(count) = counts.get_mut(line).filter(|count| **count > 0) {
                *count -= 1;
                common += line.len();
            }
        }
        common > 0 && 2 * common >= bytes.max(self.bytes)
    }
}

#[cfg(test)]
mod tests;
