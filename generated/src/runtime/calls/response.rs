use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::runtime::rate_limits::rate_limit::RateLimit;

/// What the server answered, with the value that was read from it.
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

    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value alone.
    pub fn into_value(self) -> T {
        self.value
    }
}

/// Leaves the headers' values out, since a server may repeat a credential in them.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("rate_limit", &self.rate_limit)
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
