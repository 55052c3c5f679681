//! How long a request waits for the rate limit.

use std::time::Duration;

use tokio::time::Instant;

/// How long a request may wait.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "a document may have no rate limits")]
pub(crate) struct WaitBounds {
    /// The time by which the request must be sent.
    pub(crate) deadline: Option<Instant>,
    /// The longest pause that the server may ask for.
    pub(crate) max_server_delay: Duration,
}

/// The request would have to wait longer than allowed.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "a document may have no rate limits")]
pub(crate) struct WaitTooLong {
    pub(crate) wait: Option<Duration>,
}
