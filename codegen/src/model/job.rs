//! `x-job`: an operation that starts a job.

use super::{ResponsePath, Type, TypeId};
use crate::diagnostic::Span;

#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// The field of the response with the ID of the job.
    pub id: ResponsePath,
    /// The ID of an entry and its type.
    pub key: EntryPart,
    pub key_type: Type,
    pub status: JobStatus,
    pub results: JobResults,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

/// A value in an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EntryPart {
    /// The entry itself, which is not an object.
    Entry,
    Field(String),
}

/// A request about a job.
#[derive(Clone, Debug)]
pub(crate) struct JobRequest {
    /// The index of the operation in the model.
    pub operation: usize,
    /// The field of the operation that holds the ID of the job.
    pub argument: String,
}

/// A field with a state, and the states that mean success.
#[derive(Clone, Debug)]
pub(crate) struct JobState {
    pub path: ResponsePath,
    pub success_states: Vec<String>,
}

/// How the status of a job is read.
#[derive(Clone, Debug)]
pub(crate) struct JobStatus {
    pub request: JobRequest,
    pub response: Type,
    pub state: JobState,
    /// The states in which a job has ended without results.
    pub failed: Vec<String>,
    pub progress: Option<JobProgress>,
    /// The seconds between two requests.
    pub poll_interval: u64,
}

/// Where a response counts the parts of a job.
#[derive(Clone, Debug)]
pub(crate) struct JobProgress {
    /// The object with both counts.
    pub within: ResponsePath,
    pub complete: ResponsePath,
    pub total: ResponsePath,
    /// Whether the counts are of the parts of the results.
    pub counts_parts: bool,
}

/// How the results of a job are read.
#[derive(Clone, Debug)]
pub(crate) struct JobResults {
    pub request: JobRequest,
    pub response: Type,
    /// The list whose items the other paths start from, or `None` if they start from the response.
    pub within: Option<ResponsePath>,
    pub part: Option<JobPart>,
    pub items: Option<JobItems>,
    /// The IDs of updated entries.
    pub ids: Option<ResponsePath>,
    /// Errors that are not about a single entry.
    pub errors: Option<ResponsePath>,
}

/// Where a part of the results has its state and its counts.
#[derive(Clone, Debug)]
pub(crate) struct JobPart {
    pub state: Option<JobState>,
    /// The numbers of entries that succeeded and that failed.
    pub succeeded: Option<ResponsePath>,
    pub failed: Option<ResponsePath>,
}

/// The results of single entries.
#[derive(Clone, Debug)]
pub(crate) struct JobItems {
    pub path: ResponsePath,
    /// The named type of an item.
    pub ty: TypeId,
    /// The fields of an item, each with the value of the entry that it is equal to.
    pub matches: Vec<(String, EntryPart)>,
    pub state: JobState,
    pub error: Option<ResponsePath>,
}
