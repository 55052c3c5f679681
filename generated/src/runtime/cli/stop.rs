use std::fmt;
use std::io;

use super::secrets::Secrets;
use super::status::ExitStatus;
use super::usage_error::UsageError;
use crate::runtime::errors::error::Error;
use crate::runtime::errors::invalid::InvalidRequest;

/// Why a command ends early.
#[derive(Debug)]
pub(super) enum Stop {
    /// The arguments or the environment are invalid. Nothing was sent.
    Usage(String),
    /// The command failed.
    Failure(String),
    /// The user interrupted the command.
    Interrupted(String),
    /// The reader of standard output has gone.
    Closed,
}

impl Stop {
    pub(super) fn failure(error: impl fmt::Display) -> Self {
        Self::Failure(error.to_string())
    }

    /// Returns why a request was not sent.
    pub(super) fn invalid(error: &InvalidRequest, secrets: &Secrets) -> Self {
        let message = secrets.error(error);
        match error {
            InvalidRequest::Constraints { .. }
            | InvalidRequest::Credential(_)
            | InvalidRequest::Header { .. }
            | InvalidRequest::Build { .. } => Self::Usage(message),
            _ => Self::Failure(message),
        }
    }

    /// Returns the error of a call.
    pub(super) fn error<B>(error: &Error<B>, message: String, secrets: &Secrets) -> Self {
        match error {
            Error::Invalid(error) => Self::invalid(error, secrets),
            _ => Self::Failure(message),
        }
    }

    /// Returns the same without secrets in its message.
    pub(super) fn without(self, secrets: &Secrets) -> Self {
        match self {
            Self::Usage(message) => Self::Usage(secrets.text(&message)),
            Self::Failure(message) => Self::Failure(secrets.text(&message)),
            Self::Interrupted(message) => Self::Interrupted(secrets.text(&message)),
            Self::Closed => Self::Closed,
        }
    }

    /// Returns the exit status.
    pub(super) fn status(&self) -> ExitStatus {
        match self {
            Self::Usage(_) => ExitStatus::Usage,
            Self::Failure(_) => ExitStatus::Failure,
            Self::Interrupted(_) => ExitStatus::Interrupted,
            Self::Closed => ExitStatus::Success,
        }
    }

    /// Returns the message for standard error.
    pub(super) fn message(&self) -> Option<String> {
        match self {
            Self::Usage(message) | Self::Failure(message) => Some(format!("error: {message}")),
            Self::Interrupted(message) => Some(message.clone()),
            Self::Closed => None,
        }
    }
}

impl From<UsageError> for Stop {
    fn from(error: UsageError) -> Self {
        Self::Usage(error.0)
    }
}

/// The error of writing to standard output.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Failure(format!("cannot write the output: {error}")),
        }
    }
}
