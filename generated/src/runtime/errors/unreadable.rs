use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use reqwest::StatusCode;

use super::read::ReadError;

/// An answer of success that could not be read.
#[derive(Debug)]
pub struct UnreadableError {
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) problem: ReadError,
    pub(crate) raw: Bytes,
}

impl UnreadableError {
    /// The operation's name.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Where in the body the problem is, and what was there.
    pub fn problem(&self) -> &ReadError {
        &self.problem
    }

    /// The first 64 KiB of the body, as sent but for the client's credentials.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }
}

impl fmt::Display for UnreadableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.operation, self.status, self.problem)
    }
}

impl StdError for UnreadableError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.problem)
    }
}
