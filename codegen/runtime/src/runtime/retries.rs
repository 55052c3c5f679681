use std::fmt::Debug;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use reqwest::Method;

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

/// Whether a request may be sent again after it may have been processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// Sending it twice does what sending it once does.
    Idempotent,
    /// Sending it twice may do more than sending it once.
    NotIdempotent,
}

impl Idempotency {
    /// What holds for a method when the document says nothing: reads are safe, writes are not.
    pub(crate) fn of(method: &Method) -> Self {
        if method.is_safe() {
            Self::Idempotent
        } else {
            Self::NotIdempotent
        }
    }

    /// Safe, unless something that makes it unsafe is set.
    pub fn unless<const N: usize>(is_set: [bool; N]) -> Self {
        if is_set.contains(&true) {
            Self::NotIdempotent
        } else {
            Self::Idempotent
        }
    }
}

/// The retries that a client may still make, so that a failing server is left in peace. Successes
/// earn new ones.
#[derive(Debug)]
pub(crate) struct Budget {
    shares: AtomicU32,
    full: u32,
}

/// Successes that earn a retry.
const SHARES: u32 = 5;

impl Budget {
    pub(crate) fn new(retries: u32) -> Self {
        let full = retries.saturating_mul(SHARES);
        Self {
            shares: AtomicU32::new(full),
            full,
        }
    }

    /// Takes a retry, if one is left.
    pub(crate) fn draw(&self) -> bool {
        self.update(|left| left.checked_sub(SHARES))
    }

    /// Counts a success.
    pub(crate) fn earn(&self) {
        self.update(|left| Some(left.saturating_add(1).min(self.full)));
    }

    fn update(&self, step: impl Fn(u32) -> Option<u32>) -> bool {
        self.shares
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, step)
            .is_ok()
    }
}
