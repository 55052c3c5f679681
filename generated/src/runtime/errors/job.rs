use std::error::Error as StdError;
use std::fmt::{self, Debug};
use std::time::Duration;

use crate::runtime::excerpt::shorten;
use crate::runtime::scrubber::Scrubber;

/// The error of a job that did not finish with results, or whose results leave out entries. It is
/// unknown which of these entries it has updated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobError {
    pub(crate) operation: &'static str,
    pub(crate) id: String,
    pub(crate) kind: JobErrorKind,
}

/// Why the outcome of entries of a job is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JobErrorKind {
    /// The job did not finish within this time, which is the
    /// `job_timeout` of the call. It may still be running.
    Unfinished(Duration),
    /// The job ended in this state, without results.
    Ended(String),
    /// The job finished, but its results do not name these entries, and do not imply their outcome.
    /// The text describes what is missing, such as `2 of 3 parts are listed`.
    Unaccounted(String),
}

impl JobErrorKind {
    #[allow(dead_code, reason = "a document may have no jobs")]
    pub(crate) fn scrubbed(self, scrubber: &Scrubber) -> Self {
        match self {
            Self::Ended(state) => Self::Ended(scrubber.text(&state)),
            kind @ (Self::Unfinished(_) | Self::Unaccounted(_)) => kind,
        }
    }
}

impl JobError {
    /// Returns the name of the operation that started the job.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the ID of the job.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns what went wrong.
    pub fn kind(&self) -> &JobErrorKind {
        &self.kind
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operation, id) = (self.operation, shorten(&self.id));
        write!(f, "{operation}: job {id} ")?;
        match &self.kind {
            JobErrorKind::Unfinished(timeout) => {
                write!(
                    f,
                    "did not finish within {timeout:?}; it may still be running"
                )
            }
            JobErrorKind::Ended(state) => {
                write!(
                    f,
                    "ended in the state `{}`, without results",
                    shorten(state)
                )
            }
            JobErrorKind::Unaccounted(problem) => {
                write!(
                    f,
                    "finished, but its results do not say what happened to these entries: {problem}"
                )
            }
        }
    }
}

impl StdError for JobError {}

/// The error of an entry that the server rejected, although it accepted the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemError {
    pub(crate) operation: &'static str,
    pub(crate) state: Option<String>,
    pub(crate) reason: Option<String>,
}

impl ItemError {
    /// Returns the name of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the state of the entry, by the name that the server uses.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// Returns the reason that the server gave: text, or JSON if it is not a string.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: entry rejected", self.operation)?;
        match (&self.reason, &self.state) {
            (Some(reason), _) => write!(f, ": {}", shorten(reason)),
            (None, Some(state)) => write!(f, ": its state is `{}`", shorten(state)),
            (None, None) => Ok(()),
        }
    }
}

impl StdError for ItemError {}
