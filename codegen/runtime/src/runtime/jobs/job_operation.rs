use std::fmt::{Debug, Display};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::runtime::batches::batched::Batched;
use crate::runtime::calls::operation::Operation;
use crate::runtime::events::JobProgress;
use crate::runtime::pages::Paged;

/// An operation that starts a job and returns its ID.
pub trait JobOperation: Batched {
    /// The type of the job's ID.
    type JobId: Clone + Debug + Display + Send + Sync + 'static;
    /// The operation that returns the status of a job.
    type Status: Operation<Document = Self::Document>;
    /// The operation that returns the results of a job.
    type Results: Operation<Document = Self::Document>;
    /// The type of the result of an entry.
    type Item: Send + 'static;
    /// The states of jobs and entries, and the polling interval.
    const JOB: JobSettings;

    /// Returns the ID of the job that the response names.
    fn job_id(output: &Self::Output) -> Self::JobId;

    /// Creates the request for the status of a job.
    fn status_request(id: Self::JobId) -> Self::Status;

    /// Returns the progress that a status response reports.
    fn progress(response: &<Self::Status as Operation>::Output) -> JobProgress;

    /// Creates the request for the results of a job.
    fn results_request(id: Self::JobId) -> Self::Results;

    /// Returns the request for the page of results after `response`, which is the response to
    /// `request`, or `None` if there is none.
    fn next_page(
        request: &Self::Results,
        response: &<Self::Results as Operation>::Output,
    ) -> Option<NextPage<Self::Results>> {
        let _ = (request, response);
        None
    }

    /// Returns the results that a response contains.
    fn read_results(response: <Self::Results as Operation>::Output) -> JobResults<Self::Item>;

    /// Converts the result of an entry to the form that all jobs share.
    fn report(item: &Self::Item) -> ItemReport;

    /// Returns the value of an updated entry, given its result. `None` means that the response
    /// names only the ID of the entry.
    fn value(item: Option<Self::Item>) -> Self::Value;
}

/// The polling interval of a job, the names of its states, and what its results declare.
#[derive(Clone, Copy, Debug)]
pub struct JobSettings {
    /// The interval between two status requests.
    pub poll_interval: Duration,
    /// The states of a job that has finished with results.
    pub done: &'static [&'static str],
    /// The states of a job that has ended without results.
    pub failed: &'static [&'static str],
    /// The states of an entry that was updated. Any other state is a failure.
    pub succeeded: &'static [&'static str],
    /// Whether [`JobProgress::total`] counts the parts of the results.
    pub total_counts_parts: bool,
    /// The states of a part of the results that is complete. Empty if parts have no state.
    pub part_done: &'static [&'static str],
    /// Whether a part of the results counts the entries that succeeded.
    pub part_counts: bool,
}

/// The request for the next page of results.
#[derive(Debug)]
pub struct NextPage<R> {
    /// The request.
    pub request: R,
    /// The cursor of the page as text.
    pub cursor: String,
}

/// Returns the request for the page after `page`, which is the response to `request`.
pub fn next_page<O: Paged>(request: &O, page: &O::Output) -> Option<NextPage<O>> {
    let cursor = request.next(page)?;
    let mut next = request.clone();
    next.set_cursor(cursor.clone());
    Some(NextPage {
        request: next,
        cursor: format!("{cursor:?}"),
    })
}

/// The results of a job.
#[derive(Debug)]
pub struct JobResults<T> {
    /// The results of single entries.
    pub items: Vec<T>,
    /// The state, the counts and the IDs that each part of the results reports.
    pub parts: Vec<JobPart>,
    /// The errors that name no entry.
    pub reasons: Vec<Value>,
}

impl<T> Default for JobResults<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            parts: Vec::new(),
            reasons: Vec::new(),
        }
    }
}

impl<T> JobResults<T> {
    pub(crate) fn merge(&mut self, other: Self) {
        self.items.extend(other.items);
        self.parts.extend(other.parts);
        self.reasons.extend(other.reasons);
    }
}

/// The state, the counts and the IDs that a part of the results reports.
#[derive(Debug, Default)]
pub struct JobPart {
    /// The state of the part.
    pub state: Option<String>,
    /// The number of entries that succeeded.
    pub succeeded: Option<u64>,
    /// The number of entries that failed.
    pub failed: Option<u64>,
    /// The IDs of updated entries, if the part lists them. An entry may be here, in the items, or
    /// in both.
    pub ids: Option<Vec<String>>,
}

/// The result of an entry.
#[derive(Debug)]
pub struct ItemReport {
    /// The keys that identify the entry. Each is compared with the one at the same index of
    /// [`EntryKeys::keys`](crate::runtime::internal::EntryKeys::keys).
    pub keys: Vec<Option<String>>,
    /// The state of the entry.
    pub state: Option<String>,
    /// The reason for the failure.
    pub reason: Option<String>,
}

impl ItemReport {
    pub(crate) fn is_success(&self, settings: &JobSettings) -> bool {
        let state = self.state.as_deref();
        state.is_some_and(|state| settings.succeeded.contains(&state))
    }
}

/// Converts a value to text: a string as it is, any other JSON as JSON text. Returns `None` for
/// null.
pub fn text(value: &impl Serialize) -> Option<String> {
    into_text(serde_json::to_value(value).ok()?)
}

fn into_text(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// Converts a value to a count. Returns `None` if it is not a non-negative integer.
pub fn count(value: &impl Serialize) -> Option<u64> {
    serde_json::to_value(value).ok()?.as_u64()
}

/// Converts a list to JSON values. Null is an empty list, and any other value is a list of one.
pub fn values(list: &impl Serialize) -> Vec<Value> {
    match serde_json::to_value(list) {
        Ok(Value::Array(items)) => items,
        Ok(Value::Null) | Err(_) => Vec::new(),
        Ok(other) => vec![other],
    }
}

/// Converts the items of a list to text. Returns `None` for null.
pub fn texts(list: &impl Serialize) -> Option<Vec<String>> {
    match serde_json::to_value(list) {
        Ok(Value::Array(items)) => Some(items.into_iter().filter_map(into_text).collect()),
        _ => None,
    }
}
