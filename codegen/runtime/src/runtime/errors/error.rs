use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;

use super::api::{ApiError, is_passing};
use super::invalid::InvalidRequest;
use super::job::{ItemError, JobError};
use super::read::UnreadableError;
use super::transport::{RedirectError, TransportError};
use crate::runtime::excerpt::shorten;

/// Why a call did not give its value. `B` is what the document gives for the bodies of errors.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<B> {
    /// The request was not sent, since it is not one that the document allows.
    Invalid(InvalidRequest),
    /// The request could not be sent, or its answer did not arrive.
    Transport(TransportError),
    /// The wait for the rate limit would be longer than the caller allows.
    Wait(WaitError),
    /// The server pointed to a place to which the request does not follow.
    Redirect(RedirectError),
    /// The server answered with an error.
    Api(Box<ApiError<B>>),
    /// The server answered with success, but the answer could not be read.
    Unreadable(Box<UnreadableError>),
    /// The server gave a page that it had given before as the next, so that the pages have no end.
    RepeatedCursor(RepeatedCursor),
    /// The server took the request, and its job did not come to an end with results.
    Job(Box<JobError>),
    /// The server took the request, and did not do this part of it.
    Item(Box<ItemError>),
}

impl<B> Error<B> {
    /// The status that the server answered with, if it did.
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

    /// Whether the cause may pass, so that the same call can succeed later. Whether it is safe to
    /// repeat is another question; see [`may_have_been_processed`](Self::may_have_been_processed).
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Invalid(_)
            | Self::Redirect(_)
            | Self::RepeatedCursor(_)
            | Self::Job(_)
            | Self::Item(_) => false,
            Self::Wait(_) => true,
            Self::Transport(error) => error.kind.is_passing(),
            Self::Api(error) => is_passing(error.status),
            Self::Unreadable(error) => error.problem.is_cut_short(),
        }
    }

    /// Whether the server may have done what was asked, in this attempt or in an earlier one.
    pub fn may_have_been_processed(&self) -> bool {
        match self {
            Self::Invalid(_) | Self::Wait(_) | Self::Item(_) => false,
            Self::Transport(error) => error.in_doubt,
            Self::Redirect(error) => error.in_doubt,
            Self::Api(error) => error.in_doubt,
            Self::Unreadable(_) | Self::RepeatedCursor(_) | Self::Job(_) => true,
        }
    }

    /// The server's own error, if it answered with one.
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

impl<B: fmt::Debug> StdError for Error<B> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Invalid(InvalidRequest::Build { source, .. }) => Some(source),
            Self::Transport(error) => error.source(),
            Self::Unreadable(error) => Some(&error.problem),
            _ => None,
        }
    }
}

/// A wait for the rate limit that would be longer than the caller allows. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitError {
    pub(crate) operation: &'static str,
    pub(crate) class: &'static str,
    pub(crate) wait: Option<Duration>,
    pub(crate) max_wait: Duration,
}

impl WaitError {
    /// How long the wait would have been, where that was known.
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
            "{operation}: not sent: the rate limit of {class} is reached, and "
        )?;
        match self.wait {
            Some(wait) => write!(f, "{:.1} s are more", wait.as_secs_f64())?,
            None => f.write_str("others wait before it for more")?,
        }
        write!(f, " than the {max_wait:?} that it may wait")
    }
}

impl StdError for WaitError {}

/// A page that leads back to one before it.
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
            "{operation}: the page {} came up as the next again",
            shorten(cursor)
        )
    }
}

impl StdError for RepeatedCursor {}
