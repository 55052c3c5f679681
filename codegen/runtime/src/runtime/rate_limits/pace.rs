use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::ledger::{Ledger, Unavailable};
use super::rate_limit::RateLimit;
use super::wait::{WaitBounds, WaitTooLong};
use crate::runtime::clock::{Clock, Elapsed};
use crate::runtime::document::{Endpoint, RateClass};

/// Delays the requests of a client and its clones to keep to the rate limits.
#[derive(Debug)]
pub(crate) struct Pacer {
    limiters: Vec<ClassLimiter>,
}

/// The limiter of one class of requests. Calls queue for the lock `queue`, and the call that holds
/// it waits until the ledger accepts a request.
#[derive(Debug)]
pub(crate) struct ClassLimiter {
    class: RateClass,
    clock: Clock,
    queue: tokio::sync::Mutex<()>,
    ledger: Mutex<Ledger>,
    slot_freed: Notify,
}

impl Pacer {
    pub(crate) fn new(classes: &[RateClass], clock: &Clock) -> Self {
        let limiter = |class: &RateClass| ClassLimiter::new(*class, clock.clone());
        Self {
            limiters: classes.iter().map(limiter).collect(),
        }
    }

    /// Returns the limiter of an operation: that of the class that it names, or that of its method.
    pub(crate) fn limiter(&self, endpoint: &Endpoint) -> Option<&ClassLimiter> {
        self.limiters.iter().find(|limiter| match endpoint.class {
            Some(name) => limiter.class.name == name,
            None => limiter.class.methods.contains(&endpoint.method),
        })
    }
}

impl ClassLimiter {
    fn new(class: RateClass, clock: Clock) -> Self {
        Self {
            class,
            clock,
            queue: tokio::sync::Mutex::new(()),
            ledger: Mutex::new(Ledger::new(&class)),
            slot_freed: Notify::new(),
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
    pub(crate) async fn acquire(
        &self,
        bounds: WaitBounds,
        mut on_wait: impl FnMut(Duration),
    ) -> Result<Permit<'_>, WaitTooLong> {
        let deadline = bounds.deadline;
        let _guard = match deadline {
            Some(deadline) => self
                .clock
                .timeout_at(deadline, self.queue.lock())
                .await
                .map_err(|Elapsed| WaitTooLong { wait: None })?,
            None => self.queue.lock().await,
        };
        let mut reported_until = None;
        loop {
            let now = self.clock.now();
            let unavailable = match self.ledger().try_acquire(now) {
                Ok(()) => {
                    return Ok(Permit {
                        limiter: self,
                        sent: now,
                    });
                }
                Err(unavailable) => unavailable,
            };
            let (until, deadline) = match unavailable {
                Unavailable::LimitReached(until) => (Some(until), deadline),
                Unavailable::Paused(until) => {
                    let pause_end = now + bounds.max_server_delay;
                    (
                        Some(until),
                        Some(deadline.unwrap_or(pause_end).min(pause_end)),
                    )
                }
                Unavailable::InFlight => (None, deadline),
            };
            if let (Some(until), Some(deadline)) = (until, deadline)
                && until > deadline
            {
                return Err(WaitTooLong {
                    wait: Some(until - now),
                });
            }
            if let Some(until) = until.filter(|until| reported_until != Some(*until)) {
                on_wait(until - now);
                reported_until = Some(until);
            }
            self.wait_for_slot(until, deadline).await;
            if deadline.is_some_and(|deadline| deadline < self.clock.now()) {
                return Err(WaitTooLong { wait: None });
            }
        }
    }

    /// Blocks all requests for the duration of `pause`.
    pub(crate) fn pause(&self, pause: Duration) {
        self.ledger().pause_until(self.clock.now() + pause);
    }

    /// Waits until a request in flight ends, at most until `until`, or else until `deadline`.
    async fn wait_for_slot(&self, until: Option<Instant>, deadline: Option<Instant>) {
        let freed = self.slot_freed.notified();
        match (until, deadline) {
            (Some(until), _) => self.clock.sleep_until_or(until, freed).await,
            (None, Some(deadline)) => {
                let _either = self.clock.timeout_at(deadline, freed).await;
            }
            (None, None) => freed.await,
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
    limiter: &'a ClassLimiter,
    sent: Instant,
}

impl Permit<'_> {
    /// Records the rate limit that the response reports.
    pub(crate) fn record_response(self, reported: &RateLimit) {
        self.finish(|ledger, sent, now| ledger.record_response(sent, now, reported));
    }

    /// Records that the server refused the request, and the rate limit that the response reports.
    pub(crate) fn record_refusal(self, reported: &RateLimit) {
        self.finish(|ledger, sent, now| ledger.record_refusal(sent, now, reported));
    }

    /// Removes the request from the count, since it was not sent.
    pub(crate) fn cancel(self) {
        self.finish(|ledger, _, _| ledger.cancel());
    }

    fn finish(self, record: impl FnOnce(&mut Ledger, Instant, Instant)) {
        let now = self.limiter.clock.now();
        record(&mut self.limiter.ledger(), self.sent, now);
        self.limiter.slot_freed.notify_one();
        std::mem::forget(self);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let now = self.limiter.clock.now();
        self.limiter
            .ledger()
            .record_response(self.sent, now, &RateLimit::default());
        self.limiter.slot_freed.notify_one();
    }
}

impl fmt::Debug for Permit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit")
            .field("sent", &self.sent)
            .finish_non_exhaustive()
    }
}
