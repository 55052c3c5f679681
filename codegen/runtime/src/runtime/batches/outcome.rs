use std::fmt::{self, Debug};

use crate::runtime::errors::error::Error;

/// The outcome of the given ids. Each id is in exactly one of the four lists.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome<I, V, B> {
    /// What was updated, with the value that the server gave.
    pub updated: Vec<(I, V)>,
    /// What the server left out of its answer, which means that it was not updated.
    pub not_updated: Vec<I>,
    /// What was not done, with the error of its request.
    pub failed: Vec<Failed<I, B>>,
    /// What may or may not have been done.
    pub unknown: Vec<Unknown<I, B>>,
    /// Why something went wrong, as the server gave it where it did not tell of a single id.
    pub reasons: Vec<serde_json::Value>,
}

/// The ids of a request that was not carried out.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failed<I, B> {
    /// The ids.
    pub ids: Vec<I>,
    /// Why.
    pub error: Error<B>,
}

/// The ids of a request whose outcome is unknown.
#[derive(Debug)]
#[non_exhaustive]
pub struct Unknown<I, B> {
    /// The ids.
    pub ids: Vec<I>,
    /// What became of the answer; nothing when it came, and does not tell what was done.
    pub error: Option<Error<B>>,
}

impl<I, V, B> Default for Outcome<I, V, B> {
    fn default() -> Self {
        Self {
            updated: Vec::new(),
            not_updated: Vec::new(),
            failed: Vec::new(),
            unknown: Vec::new(),
            reasons: Vec::new(),
        }
    }
}

impl<I, V, B> Outcome<I, V, B> {
    /// The number of ids.
    pub fn len(&self) -> usize {
        let [updated, not_updated, failed, unknown] = self.counts();
        updated + not_updated + failed + unknown
    }

    fn counts(&self) -> [usize; 4] {
        let failed = self.failed.iter().map(|failed| failed.ids.len()).sum();
        let unknown = self.unknown.iter().map(|unknown| unknown.ids.len()).sum();
        [self.updated.len(), self.not_updated.len(), failed, unknown]
    }

    /// Whether there was nothing to do.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether every id was updated.
    pub fn is_complete(&self) -> bool {
        self.updated.len() == self.len()
    }

    /// Adds the outcome of another request.
    pub fn merge(&mut self, other: Self) {
        self.updated.extend(other.updated);
        self.not_updated.extend(other.not_updated);
        self.failed.extend(other.failed);
        self.unknown.extend(other.unknown);
        self.reasons.extend(other.reasons);
    }

    /// The outcome of a request that failed.
    pub(crate) fn of_error(ids: Vec<I>, error: Error<B>) -> Self {
        if error.may_have_been_processed() {
            return Self::of_unknown(ids, Some(error));
        }
        Self {
            failed: vec![Failed { ids, error }],
            ..Self::default()
        }
    }

    /// The outcome of a request whose result is unknown.
    pub(crate) fn of_unknown(ids: Vec<I>, error: Option<Error<B>>) -> Self {
        Self {
            unknown: vec![Unknown { ids, error }],
            ..Self::default()
        }
    }

    pub(crate) fn unless_unsent(mut self) -> Result<Self, Error<B>> {
        let unsent = |failed: &Failed<I, B>| matches!(failed.error, Error::Invalid(_));
        let nothing_sent = self.failed.iter().all(unsent)
            && self.updated.is_empty()
            && self.not_updated.is_empty()
            && self.unknown.is_empty();
        if nothing_sent && !self.failed.is_empty() {
            return Err(self.failed.swap_remove(0).error);
        }
        Ok(self)
    }
}

/// Says how many there are of each, such as `98 updated, 2 not updated, 0 failed, 0 unknown`.
impl<I, V, B> fmt::Display for Outcome<I, V, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [updated, not_updated, failed, unknown] = self.counts();
        write!(
            f,
            "{updated} updated, {not_updated} not updated, {failed} failed, {unknown} unknown"
        )
    }
}
