use std::time::Duration;

use crate::runtime::clock::LONGEST;

/// When and how often a call is repeated.
///
/// Only what can pass is repeated: no connection, a broken one, no answer in time, and the statuses
/// 408, 429, 500, 502, 503 and 504; and only where the server cannot have done it yet, or where
/// doing it twice is the same as doing it once. A 429 counts as not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    total_time: Duration,
    first: Duration,
    longest: Duration,
}

impl RetryPolicy {
    /// Five attempts within two minutes, after random waits of up to 0.5, 1, 2 and 4 seconds.
    pub const fn new() -> Self {
        Self {
            attempts: 5,
            total_time: Duration::from_secs(120),
            first: Duration::from_millis(500),
            longest: Duration::from_secs(20),
        }
    }

    /// One attempt.
    #[must_use]
    pub const fn off() -> Self {
        Self::new().attempts(1)
    }

    /// Bounds the attempts, the first among them.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Bounds the time from the first attempt to the start of the last, waits for the rate limit
    /// aside. A server that asks for a longer pause than this is not waited for, by any call.
    #[must_use]
    pub const fn total_time(mut self, time: Duration) -> Self {
        self.total_time = time;
        self
    }

    /// Bounds the waits: the first is up to `first`, each further one up to twice as long, none
    /// longer than `longest`.
    #[must_use]
    pub const fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// Whether another attempt may follow this one, if it starts after `elapsed`.
    pub(crate) fn allows(&self, attempt: u32, elapsed: Duration) -> bool {
        attempt < self.attempts && elapsed <= self.total_time
    }

    /// The longest pause that the server may ask for.
    pub(crate) fn longest_pause(&self) -> Duration {
        self.total_time.min(LONGEST)
    }

    /// The wait after a failed attempt: full jitter, for a `share` from 0 to 1.
    pub(crate) fn delay(&self, attempt: u32, share: f64) -> Duration {
        let doublings = attempt.saturating_sub(1).min(31);
        let bound = self.first.saturating_mul(1 << doublings).min(self.longest);
        bound.min(LONGEST).mul_f64(share)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}
