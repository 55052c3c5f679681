use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::runtime::calls::exchange::NO_TLS;
use crate::runtime::calls::read::shorten;
use crate::runtime::{
    Document, ItemError, JobError, Operation, RateLimit, ReadError, Scheme, SchemeKind, Violation,
};

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

/// The error of an operation.
pub type ErrorOf<O> = Error<<<O as Operation>::Document as Document>::ErrorBody>;

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

/// Whether a status tells of a cause that may pass.
pub(crate) fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
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

/// Why a request was not sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// It breaks limits of the document.
    Limits {
        /// The operation's name.
        operation: &'static str,
        /// Every limit that it breaks; at least one.
        violations: Vec<Violation>,
    },
    /// A credential is missing.
    Credential(MissingCredential),
    /// A header that the caller gave cannot be sent.
    Header {
        /// The operation's name.
        operation: &'static str,
        /// The header's name, shortened.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The parameters do not make a URL, or the body cannot be written.
    Build {
        /// The operation's name.
        operation: &'static str,
        /// What went wrong.
        source: reqwest::Error,
    },
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limits {
                operation,
                violations,
            } => {
                write!(f, "{operation}: not sent")?;
                for (index, violation) in violations.iter().enumerate() {
                    write!(f, "{}{violation}", if index == 0 { ": " } else { "; " })?;
                }
                Ok(())
            }
            Self::Credential(missing) => missing.fmt(f),
            Self::Header {
                operation,
                name,
                problem,
            } => {
                write!(f, "{operation}: not sent: the header `{name}` {problem}")
            }
            Self::Build { operation, source } => {
                write!(f, "{operation}: not sent: {}", root_cause(source))
            }
        }
    }
}

impl StdError for InvalidRequest {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Build { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// The credential that a call needs and the client does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingCredential {
    operation: &'static str,
    remedy: String,
}

impl MissingCredential {
    pub(crate) fn new(
        operation: &'static str,
        alternatives: &[&[&'static str]],
        schemes: &[Scheme],
    ) -> Self {
        let remedy = |name: &str| match schemes.iter().find(|scheme| scheme.name == name) {
            Some(scheme) => remedy(scheme),
            None => format!("a credential for `{name}`"),
        };
        let together = |names: &&[&str]| {
            names
                .iter()
                .map(|name| remedy(name))
                .collect::<Vec<_>>()
                .join(" and ")
        };
        let remedy = alternatives
            .iter()
            .map(together)
            .collect::<Vec<_>>()
            .join(", or ");
        Self { operation, remedy }
    }

    /// How to set it: builder methods and environment variables.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }
}

fn remedy(scheme: &Scheme) -> String {
    let Scheme { method, env, .. } = scheme;
    match scheme.kind {
        SchemeKind::Basic => {
            format!(
                "`.{method}(user, password)` on the builder ({env}_USERNAME and {env}_PASSWORD for `from_env`)"
            )
        }
        _ => format!("`.{method}(…)` on the builder ({env} for `from_env`)"),
    }
}

impl fmt::Display for MissingCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: not sent: no credential; set {}",
            self.operation, self.remedy
        )
    }
}

impl StdError for MissingCredential {}

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
    fn is_passing(self) -> bool {
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

/// The errors of a chain, from the outermost to the innermost.
pub(crate) fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| {
        (*error).source()
    })
}

fn root_cause(error: &(dyn StdError + 'static)) -> String {
    chain(error)
        .last()
        .map(ToString::to_string)
        .unwrap_or_default()
        .replace(['\n', '\r'], " ")
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

/// The server's own error.
pub struct ApiError<B> {
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) rate_limit: RateLimit,
    pub(crate) body: Option<B>,
    pub(crate) raw: Bytes,
    pub(crate) in_doubt: bool,
}

impl<B> ApiError<B> {
    /// The operation's name.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What the headers say of the rate limit.
    pub fn rate_limit(&self) -> &RateLimit {
        &self.rate_limit
    }

    /// The body, where the document gives one for the status and this one is like it.
    pub fn body(&self) -> Option<&B> {
        self.body.as_ref()
    }

    /// The first 64 KiB of the body, as sent but for the client's credentials.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The server's name for this request, from a header such as `x-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        const NAMES: [&str; 5] = [
            "x-request-id",
            "request-id",
            "x-correlation-id",
            "x-amzn-requestid",
            "cf-ray",
        ];
        NAMES
            .iter()
            .find_map(|name| self.headers.get(*name)?.to_str().ok())
    }

    /// What the server says went wrong, as far as a body of JSON has such a text.
    fn message(&self) -> Option<String> {
        let body: Value = serde_json::from_slice(&self.raw).ok()?;
        let mut parts: Vec<_> = find_message(&body)
            .map(|text| shorten(text.trim()))
            .into_iter()
            .collect();
        parts.extend(find_fields(&body));
        parts.retain(|part| !part.is_empty());
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// How many fields an error's text tells of.
const FIELDS: usize = 3;

/// What the body says of single fields, whose list goes by any name.
fn find_fields(body: &Value) -> Vec<String> {
    const NAMES: [&str; 6] = ["field", "path", "pointer", "parameter", "property", "name"];
    let lists = body
        .as_object()
        .into_iter()
        .flat_map(|object| object.values())
        .filter_map(Value::as_array);
    lists
        .flatten()
        .filter_map(|item| {
            let field = NAMES.iter().find_map(|name| item.get(*name)?.as_str())?;
            let message = find_message(item).filter(|message| *message != field)?;
            Some(format!("{}: {}", shorten(field), shorten(message)))
        })
        .take(FIELDS)
        .collect()
}

fn find_message(body: &Value) -> Option<&str> {
    const NAMES: [&str; 6] = [
        "message",
        "detail",
        "error_description",
        "title",
        "error",
        "errors",
    ];
    match body {
        Value::String(text) => Some(text),
        Value::Array(items) => items.first().and_then(find_message),
        Value::Object(fields) => NAMES
            .iter()
            .find_map(|name| find_message(fields.get(*name)?)),
        _ => None,
    }
}

fn advice(status: StatusCode) -> Option<&'static str> {
    match status.as_u16() {
        401 => Some("check that the credential is right and still valid"),
        403 => Some("the credential does not allow this; check its permissions"),
        404 => Some("check the ids and the base URL"),
        429 => Some("the rate limit is reached; call less often, or later"),
        _ => None,
    }
}

impl<B> fmt::Display for ApiError<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.status)?;
        if let Some(message) = self.message() {
            write!(f, ": {message}")?;
        }
        if let Some(advice) = advice(self.status) {
            write!(f, ": {advice}")?;
        }
        if let Some(wait) = self
            .rate_limit
            .wait()
            .filter(|_| self.status.as_u16() == 429)
        {
            write!(f, " (in {} s)", wait.as_secs())?;
        }
        if let Some(id) = self.request_id() {
            write!(f, " [request {}]", shorten(id))?;
        }
        Ok(())
    }
}

/// Leaves the headers' values out, since a server may repeat a credential in them.
impl<B: fmt::Debug> fmt::Debug for ApiError<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("rate_limit", &self.rate_limit)
            .field("body", &self.body)
            .field("raw", &String::from_utf8_lossy(&self.raw))
            .finish_non_exhaustive()
    }
}

impl<B: fmt::Debug> StdError for ApiError<B> {}

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
