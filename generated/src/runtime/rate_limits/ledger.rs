use std::time::Duration;

use tokio::time::Instant;

use super::rate_limit::{ROUNDING, RateLimit};
use crate::runtime::clock::MAX_DURATION;
use crate::runtime::document::{RateClass, WindowKind};

/// The count of the requests of one class, which is never lower than the server's own count.
///
/// A request counts from when it is sent until one window after its response. By then, any window
/// in which the server may have counted the request is over, wherever that window began. This holds
/// for sliding and for fixed windows, and costs the duration of one request per window. Response
/// headers correct the count: requests of other clients are added, and the reset of a fixed window
/// ends it early.
///
/// A client that uses up a fixed window which began before its first request continues at the end of
/// that window, instead of one window after its first request. `Date` and the reset are in whole
/// seconds, and the reset may be rounded either way. The client therefore continues up to two
/// seconds late, and stays that late in the windows that follow.
///
/// A class that is declared with fixed windows is treated as sliding as soon as one window takes
/// more requests than its limit. This is detected before a request is refused, provided that
/// responses take no more than a few seconds.
#[derive(Debug)]
pub(crate) struct Ledger {
    limit: u32,
    window: Duration,
    kind: WindowKind,
    counted: Vec<CountedRequests>,
    in_flight: u32,
    paused_until: Option<Instant>,
}

/// Finished requests that the server may still count.
#[derive(Clone, Copy, Debug)]
struct CountedRequests {
    requests: usize,
    received: Instant,
    expires: Instant,
    /// The end of the window in which the server counted the request, if the response reported it.
    window: Option<WindowEnd>,
}

/// The end of a window by the headers of a response, as a range.
#[derive(Clone, Copy, Debug)]
struct WindowEnd {
    earliest: Instant,
    latest: Instant,
}

impl WindowEnd {
    fn from_rate_limit(sent: Instant, received: Instant, reported: &RateLimit) -> Option<Self> {
        let reset = reported.reset.filter(|_| reported.is_clock_independent)?;
        Some(Self {
            earliest: sent + reset.saturating_sub(ROUNDING * 2),
            latest: received + reset + ROUNDING,
        })
    }

    /// Returns whether both ranges belong to one window. The ends of two windows would be further
    /// apart.
    fn is_same_window(&self, other: &Self, window: Duration) -> bool {
        self.latest < other.earliest + window && other.latest < self.earliest + window
    }
}

/// Why a request cannot be sent now, and when to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unavailable {
    /// The limit is reached. Some requests expire at this time.
    LimitReached(Instant),
    /// The server asked to pause until this time.
    Paused(Instant),
    /// All requests that count are in flight. Try again when one of them ends.
    InFlight,
}

impl Ledger {
    pub(crate) fn new(class: &RateClass) -> Self {
        Self {
            limit: class.requests.max(1),
            window: class.window.min(MAX_DURATION),
            kind: class.kind,
            counted: Vec::new(),
            in_flight: 0,
            paused_until: None,
        }
    }

    pub(crate) fn limit(&self) -> u32 {
        self.limit
    }

    /// Counts a request that is about to be sent.
    pub(crate) fn try_acquire(&mut self, now: Instant) -> Result<(), Unavailable> {
        self.remove_expired(now);
        if let Some(until) = self.paused_until.filter(|until| *until > now) {
            return Err(Unavailable::Paused(until));
        }
        if self.used(now) < self.max_requests() {
            self.in_flight += 1;
            return Ok(());
        }
        let counted = self.counted.iter().map(|counted| counted.expires);
        let next = counted.filter(|until| *until > now).min();
        Err(next.map_or(Unavailable::InFlight, Unavailable::LimitReached))
    }

    /// Removes a request that was not sent.
    pub(crate) fn cancel(&mut self) {
        self.in_flight -= 1;
    }

    /// Records the end of a request, and the rate limit that its response reports.
    pub(crate) fn record_response(
        &mut self,
        sent: Instant,
        received: Instant,
        reported: &RateLimit,
    ) {
        let window = WindowEnd::from_rate_limit(sent, received, reported);
        self.remove_expired(received);
        if window.is_some_and(|window| self.exceeds_fixed_window(&window)) {
            self.switch_to_sliding();
        }
        self.record(sent, received, reported, window);
    }

    /// Records the end of a request that the server refused because of the rate limit.
    pub(crate) fn record_refusal(
        &mut self,
        sent: Instant,
        received: Instant,
        reported: &RateLimit,
    ) {
        self.remove_expired(received);
        self.record(sent, received, reported, None);
    }

    fn record(
        &mut self,
        sent: Instant,
        received: Instant,
        reported: &RateLimit,
        window: Option<WindowEnd>,
    ) {
        self.in_flight -= 1;
        let expires = self.window_end(received, reported);
        for counted in self
            .counted
            .iter_mut()
            .filter(|counted| counted.received <= sent)
        {
            counted.expires = counted.expires.min(expires);
        }
        if let Some(limit) = reported.limit.and_then(|limit| u32::try_from(limit).ok()) {
            self.limit = limit.max(1);
        }
        let used = reported.remaining.map(|remaining| {
            let used = u64::from(self.limit).saturating_sub(remaining);
            usize::try_from(used).unwrap_or(usize::MAX)
        });
        if let Some(used) = used {
            self.lower_count(used, sent);
        }
        self.counted.push(CountedRequests {
            requests: 1,
            received,
            expires,
            window,
        });
        if let Some(used) = used {
            self.raise_count(used, sent, received, expires);
        }
    }

    /// Blocks all requests until `until`.
    pub(crate) fn pause_until(&mut self, until: Instant) {
        self.paused_until = self.paused_until.max(Some(until));
    }

    /// Returns whether the window took more requests than a fixed window would.
    fn exceeds_fixed_window(&self, window: &WindowEnd) -> bool {
        let windows = self.counted.iter().filter_map(|counted| counted.window);
        let same = windows.filter(|other| other.is_same_window(window, self.window));
        self.kind == WindowKind::Fixed && same.count() >= self.max_requests()
    }

    fn switch_to_sliding(&mut self) {
        self.kind = WindowKind::Sliding;
        for counted in &mut self.counted {
            counted.expires = counted.received + self.window;
        }
    }

    fn max_requests(&self) -> usize {
        usize::try_from(self.limit).unwrap_or(usize::MAX)
    }

    /// Returns the number of requests that count at `time`, including those in flight.
    fn used(&self, time: Instant) -> usize {
        let counted = self.counted.iter().filter(|counted| counted.expires > time);
        let in_flight = usize::try_from(self.in_flight).unwrap_or(usize::MAX);
        counted.fold(in_flight, |sum, counted| {
            sum.saturating_add(counted.requests)
        })
    }

    /// Removes expired requests, one window after they expire. Until then, a late response may
    /// refer to them, or show that the window slides.
    fn remove_expired(&mut self, now: Instant) {
        let window = self.window;
        self.counted
            .retain(|counted| counted.expires + window > now);
    }

    /// Returns the time at which the window in which the server counted a request is over. Requests
    /// whose responses arrived before this one was sent were counted earlier, so the same time
    /// applies to them.
    fn window_end(&self, received: Instant, reported: &RateLimit) -> Instant {
        let latest = received + self.window;
        match reported.reset {
            Some(reset) if self.kind == WindowKind::Fixed && reported.is_clock_independent => {
                latest.min(received + reset + ROUNDING)
            }
            _ => latest,
        }
    }

    /// Lowers the count to the server's. The server's count includes the request that was sent at
    /// `sent` and those whose responses had arrived by then. If it is lower than their number,
    /// windows have ended since.
    fn lower_count(&mut self, used: usize, sent: Instant) {
        let is_covered = |counted: &CountedRequests| counted.received <= sent;
        let covered = self.counted.iter().filter(|counted| is_covered(counted));
        let sum = covered.fold(1, |sum: usize, counted| {
            sum.saturating_add(counted.requests)
        });
        let mut ended = sum.saturating_sub(used);
        if ended == 0 {
            return;
        }
        let covered = self.counted.iter_mut();
        let mut covered: Vec<_> = covered.filter(|counted| is_covered(counted)).collect();
        covered.sort_by_key(|counted| counted.expires);
        for counted in covered {
            let fewer = counted.requests.min(ended);
            counted.requests -= fewer;
            ended -= fewer;
        }
    }

    /// Raises the count to the server's: other clients have sent requests. The server counted after
    /// `sent`, so its count may include requests that are still in flight.
    fn raise_count(&mut self, used: usize, sent: Instant, received: Instant, expires: Instant) {
        let requests = used.saturating_sub(self.used(sent));
        if requests > 0 {
            self.counted.push(CountedRequests {
                requests,
                received,
                expires,
                window: None,
            });
        }
    }
}
