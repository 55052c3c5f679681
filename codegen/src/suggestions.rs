//! Near misses among names: what a word most likely stands for.

use std::cell::Cell;

use strsim::damerau_levenshtein;

/// Searches for near misses among names that a document gives, which can be many: after some searches, it gives up.
pub(crate) struct Suggestions {
    left: Cell<usize>,
}

impl Suggestions {
    const SEARCHES: usize = 200;
    const CANDIDATES: usize = 5_000;

    pub(crate) fn new() -> Self {
        Self {
            left: Cell::new(Self::SEARCHES),
        }
    }

    /// Returns what [`nearest`] does, as long as it searches.
    pub(crate) fn nearest<'a>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.search()?;
        nearest(word, candidates.into_iter().take(Self::CANDIDATES))
    }

    /// Returns what [`nearest_word`] does, as long as it searches.
    pub(crate) fn nearest_word<'a>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.search()?;
        nearest_word(word, candidates.into_iter().take(Self::CANDIDATES))
    }

    fn search(&self) -> Option<()> {
        self.left.set(self.left.get().checked_sub(1)?);
        Some(())
    }
}

/// Returns the candidate that `word` most likely stands for, if there is a likely one.
///
/// Of candidates that are equally near, the first is taken.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = word.chars().count();
    let allowed = allowance(length);
    if word.len() > LONG {
        return None;
    }
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONG)
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Returns what [`nearest`] does or, of a few words that are all there is, the only one with the same stem: `sliding` for
/// `slide`.
pub(crate) fn nearest_word<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let candidates: Vec<_> = candidates.into_iter().collect();
    nearest(word, candidates.iter().copied()).or_else(|| {
        let similar = |candidate: &&str| has_same_stem(word, candidate);
        let mut similar = candidates.iter().copied().filter(similar);
        similar.next().filter(|_| similar.next().is_none())
    })
}

/// Whether two words differ in their endings only.
fn has_same_stem(a: &str, b: &str) -> bool {
    const STEM: usize = 4;
    const ENDING: usize = 3;
    let common = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    common >= STEM && a.len().abs_diff(b.len()) <= ENDING && a.len().max(b.len()) <= common + ENDING
}

/// Longer words are not names.
const LONG: usize = 200;

/// Returns how many letters may differ for a word of that length to be taken for another: the shorter, the fewer.
fn allowance(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=11 => 2,
        _ => 3,
    }
}

fn distance(a: &str, b: &str) -> usize {
    if a.eq_ignore_ascii_case(b) {
        return usize::from(a != b);
    }
    damerau_levenshtein(a, b)
}
