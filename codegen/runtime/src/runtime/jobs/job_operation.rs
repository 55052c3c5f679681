use std::fmt::{Debug, Display};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::runtime::batches::batched::Batched;
use crate::runtime::calls::operation::Operation;
use crate::runtime::events::JobProgress;

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

    /// Returns the results that a response contains.
    fn read_results(response: <Self::Results as Operation>::Output) -> JobResults<Self::Item>;

    /// Converts the result of an entry to the form that all jobs share.
    fn report(item: &Self::Item) -> ItemReport;

    /// Returns the keys by which the results may identify an entry.
    fn keys(entry: &Self::Entry) -> EntryKeys;

    /// Returns the value of an updated entry, given its result. `None` means that the response
    /// names only the ID of the entry.
    fn value(item: Option<Self::Item>) -> Self::Value;
}

/// The polling interval of a job, and the names of its states.
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
}

/// The results of a job.
#[derive(Debug)]
pub struct JobResults<T> {
    /// The results of single entries.
    pub items: Vec<T>,
    /// The IDs of updated entries. An entry may be here, in `items`, or in both.
    pub ids: Vec<String>,
    /// The errors that name no entry.
    pub reasons: Vec<Value>,
}

impl<T> Default for JobResults<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            ids: Vec::new(),
            reasons: Vec::new(),
        }
    }
}

/// The result of an entry.
#[derive(Debug)]
pub struct ItemReport {
    /// The keys that identify the entry. Each is compared with the one at the same index of
    /// [`EntryKeys::keys`].
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

/// The keys by which the results of a job may identify an entry.
#[derive(Debug)]
pub struct EntryKeys {
    /// The ID of the entry.
    pub id: Option<String>,
    /// The keys, in order of precedence.
    pub keys: Vec<Option<String>>,
}

/// Converts a value to text: a string as it is, any other JSON as JSON text. Returns `None` for
/// null.
pub fn text(value: &impl Serialize) -> Option<String> {
    match serde_json::to_value(value).ok()? {
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

/// Converts the items of a list to text.
pub fn texts(list: &impl Serialize) -> Vec<String> {
    values(list).iter().filter_map(text).collect()
}
