use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::api::{ApiError, is_transient_status};
use super::invalid::InvalidRequest;
use super::job::{ItemError, JobError};
use super::read::UnreadableError;
use super::transport::{RedirectError, TransportError};

/// The error of a call. `B` is the type of the error bodies that the document declares.
#[non_exhaustive]
pub enum Error<B> {
    /// The request is invalid and was not sent.
    Invalid(InvalidRequest),
    /// The request could not be sent, or no complete response arrived.
    Transport(TransportError),
    /// The wait for the rate limit would be longer than allowed. The request was not sent.
    Wait(WaitError),
    /// The server responded with a redirect that the client does not follow.
    Redirect(RedirectError),
    /// The server responded with an error status.
    Api(Box<ApiError<B>>),
    /// The server responded with a success status, but the body could not be read.
    Unreadable(Box<UnreadableError>),
    /// The server returned the cursor of an earlier page as that of the next page.
    RepeatedCursor(RepeatedCursor),
    /// The server accepted the request, but its job did not finish with results.
    Job(Box<JobError>),
    /// The server accepted the request, but rejected this entry.
    Item(Box<ItemError>),
}

impl<B> Error<B> {
    /// Returns the status of the response, if there is one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Invalid(_)
            | Self::Wait(_)
            | Self::Transport(_)
            | Self::RepeatedCursor(_)
            | Self::Job(_)
            | Self::Item(_) => None,
            Self::Redirect(error) => Some(error.status),
            Self::Api(error) => Some(error.status),
            Self::Unreadable(error) => Some(error.status),
        }
    }

    /// Returns whether the failure is transient, so that the same call may succeed later.
    ///
    /// This does not tell whether the call is safe to repeat; see
    /// [`may_have_been_processed`](Self::may_have_been_processed).
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Invalid(_)
            | Self::Redirect(_)
            | Self::RepeatedCursor(_)
            | Self::Job(_)
            | Self::Item(_) => false,
            Self::Wait(_) => true,
            Self::Transport(error) => error.kind.is_transient(),
            Self::Api(error) => is_transient_status(error.status),
            Self::Unreadable(error) => error.problem.is_cut_short(),
        }
    }

    /// Returns whether the server may have processed the request, in any attempt.
    pub fn may_have_been_processed(&self) -> bool {
        match self {
            Self::Invalid(_) | Self::Wait(_) | Self::Item(_) => false,
            Self::Transport(error) => error.maybe_processed,
            Self::Redirect(error) => error.maybe_processed,
            Self::Api(error) => error.maybe_processed,
            Self::Unreadable(_) | Self::RepeatedCursor(_) | Self::Job(_) => true,
        }
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::Transport(_) => "transport",
            Self::Wait(_) => "wait",
            Self::Redirect(_) => "redirect",
            Self::Api(_) => "api",
            Self::Unreadable(_) => "unreadable",
            Self::RepeatedCursor(_) => "repeated_cursor",
            Self::Job(_) => "job",
            Self::Item(_) => "item",
        }
    }

    /// Returns the server's error response, if there is one.
    pub fn as_api(&self) -> Option<&ApiError<B>> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }
}

impl<B> fmt::Display for Error<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Redirect(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Unreadable(error) => error.fmt(f),
            Self::Wait(error) => error.fmt(f),
            Self::RepeatedCursor(error) => error.fmt(f),
            Self::Job(error) => error.fmt(f),
            Self::Item(error) => error.fmt(f),
        }
    }
}

/// Formats the message, and then the fields, since a `main` that returns an error prints its `Debug`.
impl<B: fmt::Debug> fmt::Debug for Error<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} (")?;
        match self {
            Self::Invalid(error) => fmt::Debug::fmt(error, f),
            Self::Transport(error) => fmt::Debug::fmt(error, f),
            Self::Redirect(error) => fmt::Debug::fmt(error, f),
            Self::Api(error) => fmt::Debug::fmt(error, f),
            Self::Unreadable(error) => fmt::Debug::fmt(error, f),
            Self::Wait(error) => fmt::Debug::fmt(error, f),
            Self::RepeatedCursor(error) => fmt::Debug::fmt(error, f),
            Self::Job(error) => fmt::Debug::fmt(error, f),
            Self::Item(error) => fmt::Debug::fmt(error, f),
        }?;
        f.write_str(")")
    }
}

/// Serializes the kind of the error, the status of the response, and the message.
impl<B> Serialize for Error<B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut error = serializer.serialize_struct("Error", 3)?;
        error.serialize_field("kind", self.kind())?;
        let status = self.status().map(|status| status.as_u16());
        error.serialize_field("status", &status)?;
        error.serialize_field("message", &self.to_string())?;
        error.end()
    }
}

/// Has no source, since its text contains the cause.
impl<B: fmt::Debug> StdError for Error<B> {}

/// The error of a call whose wait for the rate limit would be longer than allowed. The request was
/// not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitError {
    pub(crate) operation: &'static str,
    pub(crate) class: &'static str,
    pub(crate) wait: Option<Duration>,
    pub(crate) max_wait: Duration,
}

impl WaitError {
    /// Returns the expected duration of the wait. `None` if it is unknown because other calls wait
    /// first.
    pub fn wait(&self) -> Option<Duration> {
        self.wait
    }
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            class,
            max_wait,
            ..
        } = self;
        write!(
            f,
            "{operation}: not sent: the rate limit of {class} is reached; "
        )?;
        match self.wait {
            Some(wait) => write!(f, "the wait of {:.1} s exceeds", wait.as_secs_f64())?,
            None => f.write_str("other calls wait first, for longer than")?,
        }
        write!(f, " the maximum of {max_wait:?}")
    }
}

impl StdError for WaitError {}

/// The error of a stream whose next page has the cursor of an earlier page, so that it would never
/// end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedCursor {
    pub(crate) operation: &'static str,
    pub(crate) cursor: String,
}

impl fmt::Display for RepeatedCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, cursor } = self;
        write!(
            f,
            "{operation}: the server returned the cursor {cursor} a second time, so the pages would not end"
        )
    }
}

impl StdError for RepeatedCursor {}
