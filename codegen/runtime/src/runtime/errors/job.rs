use std::error::Error as StdError;
use std::fmt::{self, Debug};
use std::time::Duration;

use crate::runtime::excerpt::shorten;

/// A job that did not come to an end with results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobError {
    pub(crate) operation: &'static str,
    pub(crate) id: String,
    pub(crate) kind: JobErrorKind,
}

/// How a job went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JobErrorKind {
    /// It took longer than this, which is what the caller allows.
    Unfinished(Duration),
    /// It ended in this state, without results.
    Ended(String),
}

impl JobError {
    /// The name of the operation that started the job.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// What names the job.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What went wrong.
    pub fn kind(&self) -> &JobErrorKind {
        &self.kind
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operation, id) = (self.operation, shorten(&self.id));
        write!(f, "{operation}: the job {id} ")?;
        match &self.kind {
            JobErrorKind::Unfinished(patience) => {
                write!(f, "did not end within {patience:?}; it may go on")
            }
            JobErrorKind::Ended(state) => {
                write!(f, "ended as `{}`, without results", shorten(state))
            }
        }
    }
}

impl StdError for JobError {}

/// An entry that the server did not accept, while it carried out the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemError {
    pub(crate) operation: &'static str,
    pub(crate) state: Option<String>,
    pub(crate) reason: Option<String>,
}

impl ItemError {
    /// The name of the operation that was asked for.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The state of the entry, as the server names it.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// Why, as the server says it; JSON where it is more than a text.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: not done", self.operation)?;
        match (&self.reason, &self.state) {
            (Some(reason), _) => write!(f, ": {}", shorten(reason)),
            (None, Some(state)) => write!(f, ": it ended as `{}`", shorten(state)),
            (None, None) => Ok(()),
        }
    }
}

impl StdError for ItemError {}
