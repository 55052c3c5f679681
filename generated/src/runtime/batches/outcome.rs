use std::fmt::{self, Debug};

use crate::runtime::errors::error::Error;

/// The outcome of a batched call. Each ID of the call is in exactly one of the lists
/// [`updated`](Self::updated), [`not_updated`](Self::not_updated), [`failed`](Self::failed) and
/// [`unknown`](Self::unknown).
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome<I, V, B> {
    /// The updated IDs, each with the value that the server returned for it.
    pub updated: Vec<(I, V)>,
    /// The IDs that were not updated: the server processed the request, and its response does not
    /// include them.
    pub not_updated: Vec<I>,
    /// The IDs that were not updated because of an error, each with its error.
    pub failed: Vec<Failed<I, B>>,
    /// The IDs whose outcome is unknown: the server may or may not have updated them.
    pub unknown: Vec<Unknown<I, B>>,
    /// The errors that the server reported without naming an ID, as JSON.
    pub reasons: Vec<serde_json::Value>,
}

/// IDs that were not updated because of an error.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failed<I, B> {
    /// The IDs.
    pub ids: Vec<I>,
    /// The error.
    pub error: Error<B>,
}

/// IDs whose outcome is unknown.
#[derive(Debug)]
#[non_exhaustive]
pub struct Unknown<I, B> {
    /// The IDs.
    pub ids: Vec<I>,
    /// The error because of which the outcome is unknown. `None` if the response arrived, but may
    /// not name all entries that were processed: they were deleted, or an earlier attempt of the
    /// request may have been processed.
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
    /// Returns the number of IDs.
    pub fn len(&self) -> usize {
        let [updated, not_updated, failed, unknown] = self.counts();
        updated + not_updated + failed + unknown
    }

    fn counts(&self) -> [usize; 4] {
        let failed = self.failed.iter().map(|failed| failed.ids.len()).sum();
        let unknown = self.unknown.iter().map(|unknown| unknown.ids.len()).sum();
        [self.updated.len(), self.not_updated.len(), failed, unknown]
    }

    /// Returns whether there are no IDs.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether every ID was updated.
    pub fn is_complete(&self) -> bool {
        self.updated.len() == self.len()
    }

    /// Adds the outcome of another batch.
    pub fn merge(&mut self, other: Self) {
        self.updated.extend(other.updated);
        self.not_updated.extend(other.not_updated);
        self.failed.extend(other.failed);
        self.unknown.extend(other.unknown);
        self.reasons.extend(other.reasons);
    }

    /// Creates the outcome of a request that failed with `error`.
    pub(crate) fn from_error(ids: Vec<I>, error: Error<B>) -> Self {
        if error.may_have_been_processed() {
            return Self::from_unknown(ids, Some(error));
        }
        Self {
            failed: vec![Failed { ids, error }],
            ..Self::default()
        }
    }

    /// Creates the outcome of a request whose effect is unknown.
    pub(crate) fn from_unknown(ids: Vec<I>, error: Option<Error<B>>) -> Self {
        Self {
            unknown: vec![Unknown { ids, error }],
            ..Self::default()
        }
    }

    pub(crate) fn error_if_none_sent(mut self) -> Result<Self, Error<B>> {
        let is_unsent = |failed: &Failed<I, B>| matches!(failed.error, Error::Invalid(_));
        let none_sent = self.failed.iter().all(is_unsent)
            && self.updated.is_empty()
            && self.not_updated.is_empty()
            && self.unknown.is_empty();
        if none_sent && !self.failed.is_empty() {
            return Err(self.failed.swap_remove(0).error);
        }
        Ok(self)
    }
}

/// Formats the number of IDs in each list, such as
/// `98 updated, 2 not updated, 0 failed, 0 unknown`.
impl<I, V, B> fmt::Display for Outcome<I, V, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [updated, not_updated, failed, unknown] = self.counts();
        write!(
            f,
            "{updated} updated, {not_updated} not updated, {failed} failed, {unknown} unknown"
        )
    }
}
