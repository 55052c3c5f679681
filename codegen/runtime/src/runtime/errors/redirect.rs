use std::error::Error as StdError;
use std::fmt;

use reqwest::StatusCode;

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
