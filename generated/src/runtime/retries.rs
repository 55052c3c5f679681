use std::fmt::Debug;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::runtime::clock::MAX_DURATION;

/// When and how often a failed request is retried.
///
/// A request is retried after a transient failure: no connection, a broken connection, a timeout,
/// or one of the statuses 408, 429, 500, 502, 503 and 504. It is retried only if the server cannot
/// have processed it, or if it is [idempotent](Idempotency::Idempotent). A request that was
/// answered with 429 counts as not processed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    total_time: Duration,
    initial_delay: Duration,
    max_delay: Duration,
}

impl RetryPolicy {
    /// Creates the default policy: five attempts within two minutes, with random delays of up to
    /// 0.5, 1, 2 and 4 seconds between them.
    pub const fn new() -> Self {
        Self {
            attempts: 5,
            total_time: Duration::from_secs(120),
            initial_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(20),
        }
    }

    /// Creates a policy that makes one attempt and does not retry.
    #[must_use]
    pub const fn off() -> Self {
        Self::new().attempts(1)
    }

    /// Sets the maximum number of attempts, including the first.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the maximum time from the start of the first attempt to the start of the last. Time
    /// spent waiting for the rate limit does not count.
    ///
    /// If the server asks for a delay longer than this, for example by `Retry-After`, the call
    /// fails without waiting.
    #[must_use]
    pub const fn total_time(mut self, time: Duration) -> Self {
        self.total_time = time;
        self
    }

    /// Sets the bounds of the random delay before a retry.
    ///
    /// The bound of the first delay is `initial`. It doubles with each retry, up to `max`.
    #[must_use]
    pub const fn backoff(mut self, initial: Duration, max: Duration) -> Self {
        self.initial_delay = initial;
        self.max_delay = max;
        self
    }

    /// Returns whether another attempt may follow attempt number `attempt`, if it starts after
    /// `elapsed`.
    pub(crate) fn allows(&self, attempt: u32, elapsed: Duration) -> bool {
        attempt < self.attempts && elapsed <= self.total_time
    }

    /// Returns the longest delay that the server may ask for.
    pub(crate) fn max_server_delay(&self) -> Duration {
        self.total_time.min(MAX_DURATION)
    }

    /// Returns the delay after attempt number `attempt`: exponential backoff with full jitter, for
    /// a random number `random` from 0 to 1.
    pub(crate) fn delay(&self, attempt: u32, random: f64) -> Duration {
        let doublings = attempt.saturating_sub(1).min(31);
        let bound = self
            .initial_delay
            .saturating_mul(1 << doublings)
            .min(self.max_delay);
        bound.min(MAX_DURATION).mul_f64(random)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a request can be sent again after the server may have processed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// Sending the request twice has the same effect as sending it once.
    Idempotent,
    /// Sending the request twice may have a different effect from sending it once.
    NotIdempotent,
}

impl Idempotency {
    /// Returns the default for a method: safe methods are idempotent, all others are not.
    pub(crate) fn of(method: &str) -> Self {
        match method {
            "GET" | "HEAD" | "OPTIONS" | "QUERY" | "TRACE" => Self::Idempotent,
            _ => Self::NotIdempotent,
        }
    }

    /// Returns [`NotIdempotent`](Self::NotIdempotent) if any element of `is_set` is true. The
    /// elements are the parameters that make a request not idempotent.
    pub fn unless<const N: usize>(is_set: [bool; N]) -> Self {
        if is_set.contains(&true) {
            Self::NotIdempotent
        } else {
            Self::Idempotent
        }
    }
}

/// Limits the retries of a client while the server keeps failing. Each retry withdraws tokens, and
/// each success deposits one.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    tokens: AtomicU32,
    capacity: u32,
}

/// The tokens that a retry costs. A success deposits one.
const TOKENS_PER_RETRY: u32 = 5;

impl RetryBudget {
    pub(crate) fn new(retries: u32) -> Self {
        let capacity = retries.saturating_mul(TOKENS_PER_RETRY);
        Self {
            tokens: AtomicU32::new(capacity),
            capacity,
        }
    }

    /// Withdraws the tokens of a retry. Returns `false` if too few are left.
    pub(crate) fn withdraw(&self) -> bool {
        self.update(|left| left.checked_sub(TOKENS_PER_RETRY))
    }

    /// Deposits the token of a success.
    pub(crate) fn deposit(&self) {
        self.update(|left| Some(left.saturating_add(1).min(self.capacity)));
    }

    fn update(&self, step: impl Fn(u32) -> Option<u32>) -> bool {
        self.tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, step)
            .is_ok()
    }
}
