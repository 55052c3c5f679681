//! `x-job`: how an operation that answers with a job is followed to its end.

use super::{AnswerPath, Type, TypeId};

#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// Where the answer names the job.
    pub id: AnswerPath,
    /// The id of an entry, and its type.
    pub key: EntryPart,
    pub key_type: Type,
    pub status: JobStatus,
    pub results: JobResults,
}

/// A value in an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EntryPart {
    /// The entry, which is a plain value.
    Itself,
    Field(String),
}

/// An operation that is asked about a job.
#[derive(Clone, Debug)]
pub(crate) struct JobRequest {
    /// Its index among the model's operations.
    pub operation: usize,
    /// The field of its parameter for the job's id.
    pub argument: String,
}

/// Where an answer has a state, and the values of it that are good.
#[derive(Clone, Debug)]
pub(crate) struct JobState {
    pub path: AnswerPath,
    pub good: Vec<String>,
}

/// How to ask where a job stands.
#[derive(Clone, Debug)]
pub(crate) struct JobStatus {
    pub question: JobRequest,
    pub answer: Type,
    pub state: JobState,
    /// The states in which it has ended without results.
    pub failed: Vec<String>,
    pub progress: Option<JobProgress>,
    /// Seconds between two questions.
    pub every: u64,
}

/// Where an answer counts the parts of a job.
#[derive(Clone, Debug)]
pub(crate) struct JobProgress {
    /// The way to the object that has both counts.
    pub within: AnswerPath,
    pub complete: AnswerPath,
    pub total: AnswerPath,
}

/// How to ask what a job did.
#[derive(Clone, Debug)]
pub(crate) struct JobResults {
    pub question: JobRequest,
    pub answer: Type,
    /// The list in whose items the other paths start.
    pub within: Option<AnswerPath>,
    pub items: Option<JobItems>,
    /// The ids of entries that were updated.
    pub ids: Option<AnswerPath>,
    /// What went wrong beside what the items say.
    pub errors: Option<AnswerPath>,
}

/// What is said of single entries.
#[derive(Clone, Debug)]
pub(crate) struct JobItems {
    pub path: AnswerPath,
    /// The named type of an item.
    pub ty: TypeId,
    /// The fields of an item, each with what has the same value in its entry.
    pub matches: Vec<(String, EntryPart)>,
    pub state: JobState,
    pub error: Option<AnswerPath>,
}
