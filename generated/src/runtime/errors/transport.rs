use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;

/// Why a request could not be sent, or its answer did not arrive.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) operation: &'static str,
    pub(crate) kind: TransportErrorKind,
    pub(crate) origin: String,
    pub(crate) in_doubt: bool,
    pub(crate) source: Option<reqwest::Error>,
}

/// What went wrong between this machine and the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made.
    Connect,
    /// A connection was made, but not a secure one.
    Tls,
    /// The answer did not arrive in time.
    Timeout(Duration),
    /// The connection broke before the end of the answer.
    Interrupted,
    /// The answer is larger than this many bytes, which the client allows.
    TooLarge(usize),
    /// Something else.
    Other,
}

impl TransportErrorKind {
    pub(crate) fn is_passing(self) -> bool {
        matches!(self, Self::Connect | Self::Timeout(_) | Self::Interrupted)
    }
}

impl TransportError {
    /// What went wrong.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The operation's name.
    pub fn operation(&self) -> &'static str {
        self.operation
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation, origin, ..
        } = self;
        write!(f, "{operation}: ")?;
        match self.kind {
            TransportErrorKind::Connect => write!(f, "no connection to {origin}")?,
            TransportErrorKind::Tls => write!(f, "no secure connection to {origin}")?,
            TransportErrorKind::Timeout(limit) => {
                write!(f, "no full answer from {origin} within {limit:?}")?;
            }
            TransportErrorKind::Interrupted => write!(f, "the connection to {origin} broke")?,
            TransportErrorKind::TooLarge(limit) => write!(
                f,
                "the answer of {origin} is larger than {limit} bytes; \
                 `.max_response_bytes(…)` on the builder allows more"
            )?,
            TransportErrorKind::Other => write!(f, "the request to {origin} failed")?,
        }
        match &self.source {
            Some(source) => {
                let cause = root_cause(source);
                write!(f, ": {cause}")?;
                let is_without_tls = cause.contains(NO_TLS);
                f.write_str(if is_without_tls {
                    "; turn on a TLS feature of this crate"
                } else {
                    ""
                })
            }
            None => Ok(()),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// TLS libraries are not ours to name, but their errors say what they are.
pub(crate) fn speaks_of_tls(error: &reqwest::Error) -> bool {
    chain(error).any(|error| says_tls(&error.to_string()))
}

/// What the HTTP client says of `https` when it was compiled without TLS.
const NO_TLS: &str = "scheme is not http";

pub(crate) fn says_tls(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["certificate", "tls", "ssl", "handshake", NO_TLS]
        .iter()
        .any(|word| text.contains(word))
}

/// A redirect that the request does not follow: to another origin, of a request that is not a plain
/// read, or one too many.
#[derive(Debug)]
pub struct RedirectError {
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) to: Option<String>,
    pub(crate) in_doubt: bool,
}

impl RedirectError {
    /// Scheme, host and port that the server pointed to, if they could be read.
    pub fn to(&self) -> Option<&str> {
        self.to.as_deref()
    }
}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = self.to.as_deref().unwrap_or("a place that is not a URL");
        write!(
            f,
            "{}: {} to {to}, which is not followed; if it is the API's address, give it as base URL",
            self.operation, self.status
        )
    }
}

impl StdError for RedirectError {}

/// The errors of a chain, from the outermost to the innermost.
pub(crate) fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| {
        (*error).source()
    })
}

pub(crate) fn root_cause(error: &(dyn StdError + 'static)) -> String {
    chain(error)
        .last()
        .map(ToString::to_string)
        .unwrap_or_default()
        .replace(['\n', '\r'], " ")
}
