use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;

use crate::runtime::scrubber::Scrubber;

/// The error of a request that could not be sent, or whose response did not arrive completely.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) operation: &'static str,
    pub(crate) kind: TransportErrorKind,
    pub(crate) origin: String,
    pub(crate) proxy: Option<String>,
    pub(crate) maybe_processed: bool,
    /// The texts of the underlying error and of its sources. The error itself is not kept, since
    /// its texts may contain what the server sent.
    pub(crate) causes: Vec<String>,
}

/// The kind of a [`TransportError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The connection could not be established.
    Connect,
    /// The connection through the [`proxy`](TransportError::proxy) could not be established.
    Proxy,
    /// A TLS connection could not be established.
    Tls,
    /// The attempt took longer than this.
    Timeout(Duration),
    /// The connection was closed before the end of the response.
    Interrupted,
    /// The response body is larger than this number of bytes, which is the
    /// [`max_response_bytes`](crate::runtime::ClientBuilder::max_response_bytes) of the client.
    TooLarge(usize),
    /// Any other error.
    Other,
}

impl TransportErrorKind {
    pub(crate) fn is_transient(self) -> bool {
        matches!(
            self,
            Self::Connect | Self::Proxy | Self::Timeout(_) | Self::Interrupted
        )
    }
}

impl TransportError {
    /// Creates an error without a cause. The server may have processed the request, unless no
    /// connection was established.
    #[cfg(feature = "test-util")]
    pub(crate) fn new(operation: &'static str, kind: TransportErrorKind, origin: String) -> Self {
        use TransportErrorKind::{Connect, Proxy, Tls};
        Self {
            operation,
            kind,
            origin,
            proxy: None,
            maybe_processed: !matches!(kind, Connect | Proxy | Tls),
            causes: Vec::new(),
        }
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the name of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the address of the proxy that the environment sets for the request, without
    /// credentials. `None` if there is none, or if the proxies are those of
    /// [`http`](crate::runtime::ClientBuilder::http).
    pub fn proxy(&self) -> Option<&str> {
        self.proxy.as_deref()
    }

    /// Removes the secrets from the causes.
    pub(crate) fn scrubbed(mut self, scrubber: &Scrubber) -> Self {
        for cause in &mut self.causes {
            *cause = scrubber.text(cause);
        }
        self
    }
}

/// Formats the kind in a few words, such as `no connection`.
impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect => f.write_str("no connection"),
            Self::Proxy => f.write_str("no connection through the proxy"),
            Self::Tls => f.write_str("no secure connection"),
            Self::Timeout(limit) => write!(f, "no complete response within {limit:?}"),
            Self::Interrupted => f.write_str("the connection was interrupted"),
            Self::TooLarge(limit) => write!(f, "the response is larger than {limit} bytes"),
            Self::Other => f.write_str("the request failed"),
        }
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
            TransportErrorKind::Proxy => {
                let proxy = self.proxy.as_deref().unwrap_or("of the environment");
                write!(f, "no connection to {origin} through the proxy {proxy}")?;
            }
            TransportErrorKind::Tls => write!(f, "no secure connection to {origin}")?,
            TransportErrorKind::Timeout(limit) => {
                write!(f, "no complete response from {origin} within {limit:?}")?;
            }
            TransportErrorKind::Interrupted => {
                write!(f, "the connection to {origin} was interrupted")?;
            }
            TransportErrorKind::TooLarge(limit) => write!(
                f,
                "the response from {origin} is larger than {limit} bytes; \
                 set `.max_response_bytes(…)` on the builder to allow more"
            )?,
            TransportErrorKind::Other => write!(f, "the request to {origin} failed")?,
        }
        match self.causes.last() {
            Some(cause) => {
                write!(f, ": {}", one_line(cause))?;
                let is_without_tls = cause.contains(NO_TLS);
                f.write_str(if is_without_tls {
                    "; enable a TLS feature of this crate"
                } else {
                    ""
                })
            }
            None => Ok(()),
        }
    }
}

/// Has no source, since its text contains the cause.
impl StdError for TransportError {}

/// Returns whether an error is from a TLS library. This crate does not depend on one directly, so
/// the error is recognized by its text.
pub(crate) fn is_tls_error(error: &reqwest::Error) -> bool {
    chain(error).any(|error| mentions_tls(&error.to_string()))
}

/// The error text of the HTTP client for `https` when it was compiled without TLS.
const NO_TLS: &str = "scheme is not http";

pub(crate) fn mentions_tls(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["certificate", "tls", "ssl", "handshake", NO_TLS]
        .iter()
        .any(|word| text.contains(word))
}

/// A redirect that the client does not follow: to another origin, of a request that would lose its
/// method and body, or after too many other redirects.
#[derive(Debug)]
pub struct RedirectError {
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) to: Option<String>,
    pub(crate) maybe_processed: bool,
}

impl RedirectError {
    /// Returns the scheme, host and port of the redirect target. `None` if it is not a URL.
    pub fn to(&self) -> Option<&str> {
        self.to.as_deref()
    }
}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = self.to.as_deref().unwrap_or("an invalid URL");
        write!(
            f,
            "{}: {}: redirect to {to} not followed; \
             if this is the address of the API, set it as the base URL",
            self.operation, self.status
        )
    }
}

impl StdError for RedirectError {}

/// Returns an error and its sources, starting with the error itself.
pub(crate) fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| {
        (*error).source()
    })
}

pub(crate) fn root_cause(error: &(dyn StdError + 'static)) -> String {
    let cause = chain(error).last().map(ToString::to_string);
    one_line(&cause.unwrap_or_default())
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
