//! Suggestions for misspelled names.

use std::cell::Cell;

use strsim::damerau_levenshtein;

/// Searches for suggestions among the names of a document. Since these can be many, the number of searches is limited.
pub(crate) struct Suggestions {
    remaining: Cell<usize>,
}

impl Suggestions {
    const SEARCHES: usize = 200;
    const CANDIDATES: usize = 5_000;

    pub(crate) fn new() -> Self {
        Self {
            remaining: Cell::new(Self::SEARCHES),
        }
    }

    /// Calls [`nearest`] until the limit is reached.
    pub(crate) fn nearest<'a>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.search()?;
        nearest(word, candidates.into_iter().take(Self::CANDIDATES))
    }

    /// Calls [`nearest_word`] until the limit is reached.
    pub(crate) fn nearest_word<'a>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.search()?;
        nearest_word(word, candidates.into_iter().take(Self::CANDIDATES))
    }

    fn search(&self) -> Option<()> {
        self.remaining.set(self.remaining.get().checked_sub(1)?);
        Some(())
    }
}

/// Returns the candidate that is most similar to `word`, if there is a similar one.
///
/// Returns the first of equally similar candidates.
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

/// Returns what [`nearest`] does or else the only candidate with the same stem, such as `sliding` for `slide`. This is for
/// a small set of candidates.
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

/// The maximum length of a name.
const LONG: usize = 200;

/// Returns the maximum edit distance for a word of a length.
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
