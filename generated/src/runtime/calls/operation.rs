use std::fmt::Debug;

use crate::runtime::checks::check::Check;
use crate::runtime::client::transport::ApiDocument;
use crate::runtime::document::Endpoint;
use crate::runtime::errors::error::Error;
use crate::runtime::errors::read::ReadError;
use crate::runtime::retries::Idempotency;
use crate::runtime::sealed::Sealed;

/// Where an operation builds its request.
#[derive(Clone, Copy, Debug)]
pub struct RequestBase<'a> {
    /// The HTTP client.
    pub client: &'a reqwest::Client,
    /// The server's URL, without a slash at its end.
    pub baseurl: &'a str,
}

/// One call of an operation, with its parameters and body.
pub trait Operation: Sealed + Clone + Debug + Send + Sync + 'static {
    /// The document that the operation belongs to.
    type Document: ApiDocument;
    /// What the server answers with.
    type Output: Send + 'static;
    /// What is constant about the operation.
    const ENDPOINT: Endpoint;

    /// Checks the request against the document's limits.
    fn check(&self, check: &mut Check) {
        let _ = check;
    }

    /// Builds the request, without credentials.
    ///
    /// # Errors
    ///
    /// Fails when the parameters do not make a URL or the body cannot be written.
    fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request>;

    /// Reads the answer of a success status.
    ///
    /// # Errors
    ///
    /// Fails when the body is not what the document gives for the status.
    fn output(status: u16, body: &[u8]) -> Result<Self::Output, ReadError>;

    /// Reads the body of an error, where the document gives one for the status and it fits.
    fn error(status: u16, body: &[u8]) -> Option<<Self::Document as ApiDocument>::ErrorBody> {
        let _ = status;
        Self::Document::error(body)
    }

    /// Whether this request, with what it holds, may be sent twice.
    fn idempotency(&self) -> Idempotency {
        Idempotency::of(&Self::ENDPOINT.method)
    }
}

/// The error of an operation.
pub type ErrorOf<O> = Error<<<O as Operation>::Document as ApiDocument>::ErrorBody>;

/// Gives a call the setters of its body, which are written there.
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

/// The same for a body that is not sent unless something in it is set.
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
