use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::ledger::{Full, Ledger};
use super::rate_limit::RateLimit;
use crate::runtime::document::{Endpoint, RateClass};

/// Delays the requests of a client and its clones to keep to the rate limits.
#[derive(Debug)]
pub(crate) struct Pacer {
    lanes: Vec<Lane>,
}

/// The limiter of one class of requests. Waiting calls queue for `queue`, and the first of them
/// watches the ledger.
#[derive(Debug)]
pub(crate) struct Lane {
    class: RateClass,
    line: tokio::sync::Mutex<()>,
    ledger: Mutex<Ledger>,
    freed: Notify,
}

/// How long a request may wait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// The time by which the request must be sent.
    pub(crate) deadline: Option<Instant>,
    /// The longest pause that the server may ask for.
    pub(crate) longest_pause: Duration,
}

/// The request would have to wait longer than allowed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooLong {
    pub(crate) wait: Option<Duration>,
}

impl Pacer {
    pub(crate) fn new(classes: &[RateClass]) -> Self {
        Self {
            lanes: classes.iter().copied().map(Lane::new).collect(),
        }
    }

    /// Returns the limiter of an operation: that of the class that it names, or that of its method.
    pub(crate) fn lane(&self, endpoint: &Endpoint) -> Option<&Lane> {
        self.lanes.iter().find(|lane| match endpoint.class {
            Some(name) => lane.class.name == name,
            None => lane.class.methods.contains(&endpoint.method.as_str()),
        })
    }
}

impl Lane {
    fn new(class: RateClass) -> Self {
        Self {
            class,
            line: tokio::sync::Mutex::new(()),
            ledger: Mutex::new(Ledger::new(&class)),
            freed: Notify::new(),
        }
    }

    pub(crate) fn class(&self) -> &RateClass {
        &self.class
    }

    /// Returns the maximum number of requests per window, as corrected by response headers.
    pub(crate) fn limit(&self) -> u32 {
        self.ledger().limit()
    }

    /// Waits until a request can be sent. Calls `on_wait` before each wait.
    pub(crate) async fn enter(
        &self,
        patience: Patience,
        mut tell: impl FnMut(Duration),
    ) -> Result<Permit<'_>, TooLong> {
        let deadline = patience.deadline;
        let _turn = match deadline {
            Some(deadline) => timeout_at(deadline, self.line.lock())
                .await
                .map_err(|_| TooLong { wait: None })?,
            None => self.line.lock().await,
        };
        let mut announced = None;
        loop {
            let now = Instant::now();
            let full = match self.ledger().enter(now) {
                Ok(()) => {
                    return Ok(Permit {
                        lane: self,
                        sent: now,
                    });
                }
                Err(full) => full,
            };
            let (until, deadline) = match full {
                Full::Until(until) => (Some(until), deadline),
                Full::Closed(until) => {
                    let pause_end = now + patience.longest_pause;
                    (
                        Some(until),
                        Some(deadline.unwrap_or(pause_end).min(pause_end)),
                    )
                }
                Full::InFlight => (None, deadline),
            };
            if let (Some(until), Some(deadline)) = (until, deadline)
                && until > deadline
            {
                return Err(TooLong {
                    wait: Some(until - now),
                });
            }
            if let Some(until) = until.filter(|until| announced != Some(*until)) {
                tell(until - now);
                announced = Some(until);
            }
            self.freed_or(until.or(deadline)).await;
            if deadline.is_some_and(|deadline| deadline < Instant::now()) {
                return Err(TooLong { wait: None });
            }
        }
    }

    /// Blocks all requests for the duration of `pause`.
    pub(crate) fn close(&self, pause: Duration) {
        self.ledger().close(Instant::now() + pause);
    }

    async fn freed_or(&self, until: Option<Instant>) {
        match until {
            Some(until) => {
                let _either = timeout_at(until, self.freed.notified()).await;
            }
            None => self.freed.notified().await,
        }
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Permission to send one request. Dropping the permit counts the request as sent, since it may
/// have been.
#[must_use]
pub(crate) struct Permit<'a> {
    lane: &'a Lane,
    sent: Instant,
}

impl Permit<'_> {
    /// Records the rate limit that the response reports.
    pub(crate) fn settle(self, reported: &RateLimit) {
        self.end(|ledger, sent| ledger.settle(sent, Instant::now(), reported));
    }

    /// Records that the server refused the request, and the rate limit that the response reports.
    pub(crate) fn refuse(self, reported: &RateLimit) {
        self.end(|ledger, sent| ledger.refuse(sent, Instant::now(), reported));
    }

    /// Removes the request from the count, since it was not sent.
    pub(crate) fn release(self) {
        self.end(|ledger, _| ledger.release());
    }

    fn end(self, end: impl FnOnce(&mut Ledger, Instant)) {
        end(&mut self.lane.ledger(), self.sent);
        self.lane.freed.notify_one();
        std::mem::forget(self);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.lane
            .ledger()
            .settle(self.sent, Instant::now(), &RateLimit::default());
        self.lane.freed.notify_one();
    }
}

impl fmt::Debug for Permit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit")
            .field("sent", &self.sent)
            .finish_non_exhaustive()
    }
}
