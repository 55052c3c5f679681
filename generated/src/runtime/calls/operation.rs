use std::fmt::Debug;

use bytes::Bytes;

use super::http_client::HttpClient;
use crate::runtime::checks::check::Check;
use crate::runtime::client::transport::ApiDocument;
use crate::runtime::document::Endpoint;
use crate::runtime::errors::error::Error;
use crate::runtime::errors::read::ReadError;
use crate::runtime::retries::Idempotency;
use crate::runtime::sealed::Sealed;

/// The HTTP client and URL from which an operation builds its request.
#[derive(Clone, Copy, Debug)]
pub struct RequestBase<'a> {
    /// The HTTP client.
    pub client: HttpClient<'a>,
    /// The base URL, without a trailing slash.
    pub baseurl: &'a str,
}

/// An operation of a document, with the parameters and the body of one call.
pub trait Operation: Sealed + Clone + Debug + Send + Sync + 'static {
    /// The document that the operation belongs to.
    type Document: ApiDocument;
    /// The type of a successful response.
    type Output: Send + 'static;
    /// The metadata of the operation.
    const ENDPOINT: Endpoint;

    /// Checks the request against the constraints of the document.
    fn check(&self, check: &mut Check) {
        let _ = check;
    }

    /// Builds the request, without credentials.
    ///
    /// # Errors
    ///
    /// Returns an error if the parameters do not form a URL, or if the body cannot be serialized.
    fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request>;

    /// Reads the body of a successful response. A body that becomes the output is taken and not copied.
    ///
    /// # Errors
    ///
    /// Returns an error if the body does not match what the document declares for the status. The body
    /// is then unchanged.
    fn output(status: u16, body: &mut Bytes) -> Result<Self::Output, ReadError>;

    /// Reads the body of an error response. Returns `None` if the document declares no body for the
    /// status, or if the body does not match it.
    fn error(status: u16, body: &[u8]) -> Option<<Self::Document as ApiDocument>::ErrorBody> {
        let _ = status;
        Self::Document::error(body)
    }

    /// Returns whether this request is idempotent, given its parameters and body.
    fn idempotency(&self) -> Idempotency {
        Idempotency::of(Self::ENDPOINT.method)
    }
}

/// The error type of an operation.
pub type ErrorOf<O> = Error<<<O as Operation>::Document as ApiDocument>::ErrorBody>;

/// Implements the setters of a required body for a call.
#[allow(unused_macros, reason = "a document may have no operation with a body")]
macro_rules! body_setters {
    ($operation:ident { $($(#[$attribute:meta])* fn $method:ident($field:ident: $argument:ty $(,)?);)* }) => {
        impl<S> $crate::runtime::Call<$operation, S> {
            $(
                $(#[$attribute])*
                pub fn $method(mut self, $field: $argument) -> Self {
                    self.operation.body = self.operation.body.$field($field);
                    self
                }
            )*
        }
    };
}

/// Implements the setters of an optional body for a call. The body is sent only if one of them is
/// called.
#[allow(unused_macros, reason = "a document may have no such operation")]
macro_rules! optional_body_setters {
    ($operation:ident { $($(#[$attribute:meta])* fn $method:ident($field:ident: $argument:ty $(,)?);)* }) => {
        impl<S> $crate::runtime::Call<$operation, S> {
            $(
                $(#[$attribute])*
                pub fn $method(mut self, $field: $argument) -> Self {
                    let body = self.operation.body.unwrap_or_default();
                    self.operation.body = Some(body.$field($field));
                    self
                }
            )*
        }
    };
}

#[allow(
    unused_imports,
    reason = "a document may have no operation with a body"
)]
pub(crate) use {body_setters, optional_body_setters};
