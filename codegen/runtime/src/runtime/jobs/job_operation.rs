use std::fmt::{Debug, Display};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::runtime::batches::batched::Batched;
use crate::runtime::calls::operation::Operation;
use crate::runtime::events::JobProgress;

/// An operation whose answer names a job, which does later what was asked.
pub trait JobOperation: Batched {
    /// What names a job.
    type JobId: Clone + Debug + Display + Send + Sync + 'static;
    /// The operation that tells where a job stands.
    type Status: Operation<Document = Self::Document>;
    /// The operation that gives what a job did.
    type Results: Operation<Document = Self::Document>;
    /// What the server tells of an entry.
    type Item: Send + 'static;
    /// How the server puts things.
    const JOB: JobTerms;

    /// The job that the answer names.
    fn job(output: &Self::Output) -> Self::JobId;

    /// Asks where the job stands.
    fn status_request(id: Self::JobId) -> Self::Status;

    /// Where the job stands.
    fn progress(answer: &<Self::Status as Operation>::Output) -> JobProgress;

    /// Asks what the job did.
    fn results_request(id: Self::JobId) -> Self::Results;

    /// What the job did.
    fn read_results(answer: <Self::Results as Operation>::Output) -> JobResults<Self::Item>;

    /// The result of an entry, in the form that all jobs share.
    fn report(item: &Self::Item) -> ItemReport;

    /// What names an entry in the results.
    fn keys(entry: &Self::Entry) -> EntryKeys;

    /// What the caller gets for an entry that was updated, of what is told of it.
    fn value(item: Option<Self::Item>) -> Self::Value;
}

/// The words of a server for where its jobs and their entries stand.
#[derive(Clone, Copy, Debug)]
pub struct JobTerms {
    /// The pause between two questions.
    pub every: Duration,
    /// The states of a job whose results can be read.
    pub done: &'static [&'static str],
    /// The states in which a job has ended without results.
    pub failed: &'static [&'static str],
    /// The states of an entry that was updated; any other is a failure.
    pub succeeded: &'static [&'static str],
}

/// What a job did.
#[derive(Debug)]
pub struct JobResults<T> {
    /// What is told of single entries.
    pub items: Vec<T>,
    /// The ids of entries that were updated, whether or not more is told of them.
    pub ids: Vec<String>,
    /// Why something went wrong, where it is not told of a single entry.
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

/// What is told of an entry.
#[derive(Debug)]
pub struct ItemReport {
    /// What it names the entry by: at each place what stands there in [`EntryKeys::keys`].
    pub keys: Vec<Option<String>>,
    /// The state of the entry.
    pub state: Option<String>,
    /// Why it failed.
    pub reason: Option<String>,
}

impl ItemReport {
    pub(crate) fn is_success(&self, terms: &JobTerms) -> bool {
        let state = self.state.as_deref();
        state.is_some_and(|state| terms.succeeded.contains(&state))
    }
}

/// What names an entry in the results of a job.
#[derive(Debug)]
pub struct EntryKeys {
    /// Its id.
    pub id: Option<String>,
    /// What else names it, the surest first.
    pub keys: Vec<Option<String>>,
}

/// A value of JSON as text, however it may be optional: a string as it is, nothing for null.
pub fn text(value: &impl Serialize) -> Option<String> {
    match serde_json::to_value(value).ok()? {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// A count, however it may be optional.
pub fn count(value: &impl Serialize) -> Option<u64> {
    serde_json::to_value(value).ok()?.as_u64()
}

/// The items of a list, however it may be optional; null has none.
pub fn values(list: &impl Serialize) -> Vec<Value> {
    match serde_json::to_value(list) {
        Ok(Value::Array(items)) => items,
        Ok(Value::Null) | Err(_) => Vec::new(),
        Ok(other) => vec![other],
    }
}

/// The items of a list as texts, however it may be optional.
pub fn texts(list: &impl Serialize) -> Vec<String> {
    values(list).iter().filter_map(text).collect()
}
