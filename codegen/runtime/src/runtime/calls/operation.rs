use std::fmt::Debug;

use crate::runtime::checks::check::Check;
use crate::runtime::client::document::Document;
use crate::runtime::document::endpoint::Endpoint;
use crate::runtime::errors::error::Error;
use crate::runtime::errors::read::ReadError;
use crate::runtime::retries::repeat::Repeat;
use crate::runtime::sealed::Sealed;

/// Where an operation builds its request.
#[derive(Clone, Copy, Debug)]
pub struct Wire<'a> {
    /// The HTTP client.
    pub client: &'a reqwest::Client,
    /// The server's URL, without a slash at its end.
    pub baseurl: &'a str,
}

/// One call of an operation, with its parameters and body.
pub trait Operation: Sealed + Clone + Debug + Send + Sync + 'static {
    /// The document that the operation belongs to.
    type Document: Document;
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
    fn request(&self, wire: &Wire<'_>) -> reqwest::Result<reqwest::Request>;

    /// Reads the answer of a success status.
    ///
    /// # Errors
    ///
    /// Fails when the body is not what the document gives for the status.
    fn output(status: u16, body: &[u8]) -> Result<Self::Output, ReadError>;

    /// Reads the body of an error, where the document gives one for the status and it fits.
    fn error(status: u16, body: &[u8]) -> Option<<Self::Document as Document>::ErrorBody> {
        let _ = status;
        Self::Document::error(body)
    }

    /// Whether this request, with what it holds, may be sent twice.
    fn repeat(&self) -> Repeat {
        Repeat::of(&Self::ENDPOINT.method)
    }
}

/// The error of an operation.
pub type ErrorOf<O> = Error<<<O as Operation>::Document as Document>::ErrorBody>;
