use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::runtime::rate_limits::rate_limit::RateLimit;

/// A response, with the value that was read from its body.
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    rate_limit: RateLimit,
    value: T,
}

impl<T> Response<T> {
    pub(crate) fn new(
        status: StatusCode,
        headers: HeaderMap,
        rate_limit: RateLimit,
        value: T,
    ) -> Self {
        Self {
            status,
            headers,
            rate_limit,
            value,
        }
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the rate limit that the headers report.
    pub fn rate_limit(&self) -> &RateLimit {
        &self.rate_limit
    }

    /// Returns a reference to the value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the value.
    pub fn into_value(self) -> T {
        self.value
    }
}

/// Omits the headers, since a server may repeat a credential in them.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("rate_limit", &self.rate_limit)
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
