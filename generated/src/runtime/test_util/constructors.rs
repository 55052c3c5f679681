//! Constructors of errors, responses and waits, for tests of functions that take them.

use std::fmt::Display;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::header::HeaderMap;
use serde::Serialize;

use super::mock_operation::MockResponse;
use super::parse::{parse_header, parse_status};
use crate::runtime::calls::attempts::is_in_doubt;
use crate::runtime::calls::operation::Operation;
use crate::runtime::calls::response::Response;
use crate::runtime::checks::check::Violation;
use crate::runtime::client::base_url;
use crate::runtime::client::transport::ApiDocument;
use crate::runtime::errors::api::ApiError;
use crate::runtime::errors::error::{Error, RepeatedCursor, WaitError};
use crate::runtime::errors::invalid::MissingCredential;
use crate::runtime::errors::job::{ItemError, JobError, JobErrorKind};
use crate::runtime::errors::read::UnreadableError;
use crate::runtime::errors::transport::{RedirectError, TransportError, TransportErrorKind};
use crate::runtime::events::{Wait, WaitReason};
use crate::runtime::rate_limits::rate_limit::RateLimit;

impl<B> Error<B> {
    /// Creates the error of an operation that was answered with an error status and a JSON body.
    /// Requires the feature `test-util`.
    ///
    /// # Panics
    ///
    /// Panics if `status` is not an HTTP status, or if the body cannot be serialized.
    #[track_caller]
    pub fn api<O>(status: u16, body: impl Serialize) -> Self
    where
        O: Operation<Document: ApiDocument<ErrorBody = B>>,
    {
        Self::Api(Box::new(ApiError::of::<O>(status, body)))
    }

    /// Creates the error of an operation without a response. Requires the feature `test-util`.
    pub fn transport<O>(kind: TransportErrorKind) -> Self
    where
        O: Operation<Document: ApiDocument<ErrorBody = B>>,
    {
        Self::Transport(TransportError::of::<O>(kind))
    }
}

impl<B> ApiError<B> {
    /// Creates the error of an operation that was answered with an error status and a JSON body.
    /// Requires the feature `test-util`.
    ///
    /// # Panics
    ///
    /// Panics if `status` is not an HTTP status, or if the body cannot be serialized.
    #[track_caller]
    pub fn of<O>(status: u16, body: impl Serialize) -> Self
    where
        O: Operation<Document: ApiDocument<ErrorBody = B>>,
    {
        Self::with_headers::<O>(status, &[], body)
    }

    /// Like [`of`](Self::of), but the response has headers, such as `("retry-after", "30")`. Requires
    /// the feature `test-util`.
    ///
    /// # Panics
    ///
    /// Panics if `status` is not an HTTP status, if a name or a value is not valid in a header, or if
    /// the body cannot be serialized.
    #[track_caller]
    pub fn with_headers<O>(status: u16, headers: &[(&str, &str)], body: impl Serialize) -> Self
    where
        O: Operation<Document: ApiDocument<ErrorBody = B>>,
    {
        let mut response = MockResponse::json(status, &body);
        let headers = headers
            .iter()
            .map(|(name, value)| parse_header(name, value));
        response.headers.extend(headers);
        let names = <O::Document as ApiDocument>::API.limits.headers;
        Self {
            operation: O::ENDPOINT.id,
            status: response.status,
            rate_limit: RateLimit::read(&response.headers, &names, SystemTime::now()),
            headers: response.headers,
            body: O::error(status, &response.body),
            raw: response.body,
            is_cut_short: false,
            maybe_processed: is_in_doubt(response.status),
            has_secrets: O::ENDPOINT.has_secrets,
        }
    }
}

impl TransportError {
    /// Creates the error of an operation without a response. The server may have processed the request,
    /// unless the kind is [`Connect`](TransportErrorKind::Connect),
    /// [`Proxy`](TransportErrorKind::Proxy) or [`Tls`](TransportErrorKind::Tls). Requires the feature
    /// `test-util`.
    pub fn of<O: Operation>(kind: TransportErrorKind) -> Self {
        let api = <O::Document as ApiDocument>::API;
        let url = base_url::from_servers(&api, &[]).and_then(|url| base_url::parse(&url, None));
        let origin = url.map_or_else(|_| "the server".to_owned(), |url| base_url::origin(&url));
        Self::new(O::ENDPOINT.id, kind, origin)
    }
}

impl RedirectError {
    /// Creates the error of an operation that was redirected to the origin `to`. Requires the feature
    /// `test-util`.
    ///
    /// # Panics
    ///
    /// Panics if `status` is not an HTTP status.
    #[track_caller]
    pub fn of<O: Operation>(status: u16, to: impl Into<String>) -> Self {
        Self {
            operation: O::ENDPOINT.id,
            status: parse_status(status),
            to: Some(to.into()),
            maybe_processed: !matches!(status, 307 | 308),
        }
    }
}

impl UnreadableError {
    /// Creates the error of an operation whose response has a body that cannot be read. Requires the
    /// feature `test-util`.
    ///
    /// # Panics
    ///
    /// Panics if `status` is not an HTTP status, or if the body can be read.
    #[track_caller]
    pub fn of<O: Operation>(status: u16, body: impl Into<Bytes>) -> Self {
        let mut body = body.into();
        let Err(problem) = O::output(status, &mut body) else {
            panic!("the body can be read");
        };
        Self::new(&O::ENDPOINT, parse_status(status), problem, body)
    }
}

impl WaitError {
    /// Creates the error of an operation whose wait for the rate limit of `class` would be longer than
    /// `max_wait`. Requires the feature `test-util`.
    pub fn of<O: Operation>(class: &'static str, wait: Duration, max_wait: Duration) -> Self {
        Self {
            operation: O::ENDPOINT.id,
            class,
            wait: Some(wait),
            max_wait,
        }
    }
}

impl RepeatedCursor {
    /// Creates the error of an operation whose pages do not end. Requires the feature `test-util`.
    pub fn of<O: Operation>(cursor: impl Into<String>) -> Self {
        Self {
            operation: O::ENDPOINT.id,
            cursor: cursor.into(),
        }
    }
}

impl MissingCredential {
    /// Creates the error of an operation whose client has no credential. Requires the feature
    /// `test-util`.
    pub fn of<O: Operation>() -> Self {
        let api = <O::Document as ApiDocument>::API;
        let security = O::ENDPOINT.security.unwrap_or(api.security);
        Self::new(O::ENDPOINT.id, security, api.schemes)
    }
}

impl Violation {
    /// Creates the violation of a constraint by the value at `field`. Requires the feature
    /// `test-util`.
    pub fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            problem: problem.into(),
        }
    }
}

impl JobError {
    /// Creates the error of a job that an operation started. Requires the feature `test-util`.
    pub fn of<O: Operation>(id: impl Display, kind: JobErrorKind) -> Self {
        Self {
            operation: O::ENDPOINT.id,
            id: id.to_string(),
            kind,
        }
    }
}

impl ItemError {
    /// Creates the error of an entry that the server rejected. Requires the feature `test-util`.
    pub fn of<O: Operation>(state: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            operation: O::ENDPOINT.id,
            state: Some(state.into()),
            reason: Some(reason.into()),
        }
    }
}

impl<T> Response<T> {
    /// Creates a response without headers. Requires the feature `test-util`.
    ///
    /// # Panics
    ///
    /// Panics if `status` is not an HTTP status.
    #[track_caller]
    pub fn of(status: u16, value: T) -> Self {
        let status = parse_status(status);
        Self::new(status, HeaderMap::new(), RateLimit::default(), value)
    }
}

impl Wait {
    /// Creates a wait of an operation. Requires the feature `test-util`.
    pub fn of<O: Operation>(duration: Duration, reason: WaitReason) -> Self {
        Self {
            operation: O::ENDPOINT.id,
            duration,
            reason,
        }
    }
}
