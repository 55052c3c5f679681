use std::fmt::{self, Debug};

use serde::{Serialize, Serializer};

use crate::runtime::errors::error::Error;
use crate::runtime::errors::invalid::InvalidRequest;

/// The outcome of a batched call. Each ID of the call is in exactly one of the lists
/// [`updated`](Self::updated), [`not_updated`](Self::not_updated), [`failed`](Self::failed),
/// [`unknown`](Self::unknown) and [`not_tried`](Self::not_tried).
///
/// A call succeeds although it does not update every ID. If that is an error for the caller,
/// [`into_result`](Self::into_result) returns it as one.
///
/// An outcome serializes to JSON of this shape. `status` is null if there was no response, and
/// `error` of an unknown outcome is null if there is no error. The kinds of errors are `invalid`,
/// `transport`, `wait`, `redirect`, `api`, `unreadable`, `repeated_cursor`, `job` and `item`, after
/// the variants of [`Error`].
///
/// ```json
/// {
///   "updated": [{ "id": 1, "value": { "subject": "Hello" } }],
///   "not_updated": [2],
///   "failed": [{ "ids": [3], "error": { "kind": "api", "status": 422, "message": "…" } }],
///   "unknown": [{ "ids": [4], "error": null }],
///   "not_tried": [5],
///   "reasons": []
/// }
/// ```
#[derive(Debug, Serialize)]
#[serde(bound(serialize = "I: Serialize, V: Serialize"))]
#[must_use = "an outcome may have IDs that were not updated; `into_result` makes them an error"]
#[non_exhaustive]
pub struct Outcome<I, V, B> {
    /// The updated IDs, each with the value that the server returned for it.
    #[serde(serialize_with = "serialize_updated")]
    pub updated: Vec<(I, V)>,
    /// The IDs that were not updated: the server processed the request, and its response does not
    /// include them.
    pub not_updated: Vec<I>,
    /// The IDs that were not updated because of an error, each with its error.
    pub failed: Vec<Failed<I, B>>,
    /// The IDs whose outcome is unknown: the server may or may not have updated them.
    pub unknown: Vec<Unknown<I, B>>,
    /// The IDs that were not sent, since the call was stopped: by
    /// [`Batches::stop`](crate::runtime::Batches::stop), or by an error that every further request
    /// would have had.
    pub not_tried: Vec<I>,
    /// The errors that the server reported without naming an ID, as JSON.
    pub reasons: Vec<serde_json::Value>,
}

/// IDs that were not updated because of an error.
#[derive(Debug, Serialize)]
#[serde(bound(serialize = "I: Serialize"))]
#[non_exhaustive]
pub struct Failed<I, B> {
    /// The IDs.
    pub ids: Vec<I>,
    /// The error.
    pub error: Error<B>,
}

/// IDs whose outcome is unknown.
#[derive(Debug, Serialize)]
#[serde(bound(serialize = "I: Serialize"))]
#[non_exhaustive]
pub struct Unknown<I, B> {
    /// The IDs.
    pub ids: Vec<I>,
    /// The error that makes the outcome unknown. `None` if the response arrived. The response may
    /// then omit entries that were processed: deleted entries, or entries that an earlier attempt
    /// of the request changed.
    pub error: Option<Error<B>>,
}

impl<I, V, B> Default for Outcome<I, V, B> {
    fn default() -> Self {
        Self {
            updated: Vec::new(),
            not_updated: Vec::new(),
            failed: Vec::new(),
            unknown: Vec::new(),
            not_tried: Vec::new(),
            reasons: Vec::new(),
        }
    }
}

impl<I, V, B> Outcome<I, V, B> {
    /// Returns the number of IDs.
    pub fn len(&self) -> usize {
        self.counts().into_iter().sum()
    }

    fn counts(&self) -> [usize; 5] {
        let failed = self.failed.iter().map(|failed| failed.ids.len()).sum();
        let unknown = self.unknown.iter().map(|unknown| unknown.ids.len()).sum();
        let (updated, not_updated) = (self.updated.len(), self.not_updated.len());
        [updated, not_updated, failed, unknown, self.not_tried.len()]
    }

    /// Returns whether there are no IDs.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether every ID was updated.
    pub fn is_complete(&self) -> bool {
        self.updated.len() == self.len()
    }

    /// Returns the errors of failed IDs and of those whose outcome is unknown.
    pub fn errors(&self) -> impl Iterator<Item = &Error<B>> {
        let failed = self.failed.iter().map(|failed| &failed.error);
        let unknown = self.unknown.iter();
        failed.chain(unknown.filter_map(|unknown| unknown.error.as_ref()))
    }

    /// Adds the outcome of another batch.
    pub fn merge(&mut self, other: Self) {
        append(&mut self.updated, other.updated);
        append(&mut self.not_updated, other.not_updated);
        append(&mut self.failed, other.failed);
        append(&mut self.unknown, other.unknown);
        append(&mut self.not_tried, other.not_tried);
        append(&mut self.reasons, other.reasons);
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

    /// Creates the outcome of IDs that were not sent.
    pub(crate) fn from_not_tried(ids: Vec<I>) -> Self {
        Self {
            not_tried: ids,
            ..Self::default()
        }
    }

    /// Returns an error if no request was sent because all entries were invalid.
    pub(crate) fn error_if_none_sent(mut self) -> Result<Self, Error<B>> {
        let is_invalid = |failed: &Failed<I, B>| matches!(failed.error, Error::Invalid(_));
        let [updated, not_updated, _, unknown, _] = self.counts();
        if updated + not_updated + unknown > 0 || !self.failed.iter().all(is_invalid) {
            return Ok(self);
        }
        let failed = std::mem::take(&mut self.failed).into_iter();
        match failed.map(|failed| failed.error).reduce(merge_invalid) {
            Some(error) => Err(error),
            None => Ok(self),
        }
    }
}

/// Returns one error for two invalid requests: the first that is not about constraints, or one with
/// the violations of both.
fn merge_invalid<B>(first: Error<B>, second: Error<B>) -> Error<B> {
    use InvalidRequest::Constraints;
    match (first, second) {
        (
            Error::Invalid(Constraints {
                operation,
                mut violations,
            }),
            Error::Invalid(Constraints {
                violations: more, ..
            }),
        ) => {
            violations.extend(more);
            Error::Invalid(Constraints {
                operation,
                violations,
            })
        }
        (Error::Invalid(Constraints { .. }), other) | (other, _) => other,
    }
}

/// Serializes updated IDs as objects with `id` and `value`.
fn serialize_updated<I: Serialize, V: Serialize, S: Serializer>(
    updated: &[(I, V)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Updated<'a, I, V> {
        id: &'a I,
        value: &'a V,
    }
    serializer.collect_seq(updated.iter().map(|(id, value)| Updated { id, value }))
}

/// Appends a list to another. An empty one is replaced, so that nothing is copied.
fn append<T>(to: &mut Vec<T>, from: Vec<T>) {
    if to.is_empty() {
        *to = from;
    } else {
        to.extend(from);
    }
}

/// Formats the number of IDs in each list, such as
/// `98 updated, 2 not updated, 0 failed, 0 unknown, 0 not tried`.
impl<I, V, B> fmt::Display for Outcome<I, V, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [updated, not_updated, failed, unknown, not_tried] = self.counts();
        write!(
            f,
            "{updated} updated, {not_updated} not updated, {failed} failed, {unknown} unknown, \
             {not_tried} not tried"
        )
    }
}
