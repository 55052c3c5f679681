use std::time::Duration;

use tokio::time::Instant;

use super::rate_limit::{ROUNDING, RateLimit};
use crate::runtime::clock::LONGEST;
use crate::runtime::document::{RateClass, Window};

/// The count of the requests of one class, which is never lower than the server's own count.
///
/// A request counts from when it is sent until one window after its response. By then, any window
/// in which the server may have counted the request is over, wherever that window began. This holds
/// for sliding and for fixed windows, and costs the duration of one request per window. Response
/// headers correct the count: requests of other clients are added, and the reset of a fixed window
/// ends it early.
///
/// After a client has used up a fixed window that began before its first request, it continues at
/// the end of that window instead of one window after its first request. `Date` and the reset are
/// in whole seconds, and the reset may be rounded either way. The client therefore continues up to
/// two seconds late, and stays that late in the windows that follow.
///
/// A class that is declared with fixed windows is treated as sliding as soon as one window takes
/// more requests than its limit. This is detected before a request is refused, provided that
/// responses take no more than a few seconds.
#[derive(Debug)]
pub(crate) struct Ledger {
    limit: u32,
    window: Duration,
    kind: Window,
    counted: Vec<Counted>,
    in_flight: u32,
    closed_until: Option<Instant>,
}

/// Finished requests that the server may still count.
#[derive(Clone, Copy, Debug)]
struct Counted {
    requests: usize,
    answered: Instant,
    until: Instant,
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
    fn reported(sent: Instant, answered: Instant, reported: &RateLimit) -> Option<Self> {
        let reset = reported.reset.filter(|_| reported.is_certain)?;
        Some(Self {
            earliest: sent + reset.saturating_sub(ROUNDING * 2),
            latest: answered + reset + ROUNDING,
        })
    }

    /// Returns whether both ranges belong to one window. The ends of two windows would be further
    /// apart.
    fn is_surely(&self, other: &Self, window: Duration) -> bool {
        self.latest < other.earliest + window && other.latest < self.earliest + window
    }
}

/// Why a request cannot be sent now, and when to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Full {
    /// The limit is reached. Some requests expire at this time.
    Until(Instant),
    /// The server asked to pause until this time.
    Closed(Instant),
    /// All requests that count are in flight. Try again when one of them ends.
    InFlight,
}

impl Ledger {
    pub(crate) fn new(class: &RateClass) -> Self {
        Self {
            limit: class.requests.max(1),
            window: class.window.min(LONGEST),
            kind: class.kind,
            counted: Vec::new(),
            in_flight: 0,
            closed_until: None,
        }
    }

    pub(crate) fn limit(&self) -> u32 {
        self.limit
    }

    /// Counts a request that is about to be sent.
    pub(crate) fn enter(&mut self, now: Instant) -> Result<(), Full> {
        self.forget(now);
        if let Some(until) = self.closed_until.filter(|until| *until > now) {
            return Err(Full::Closed(until));
        }
        if self.used(now) < self.most() {
            self.in_flight += 1;
            return Ok(());
        }
        let counted = self.counted.iter().map(|counted| counted.until);
        let next = counted.filter(|until| *until > now).min();
        Err(next.map_or(Full::InFlight, Full::Until))
    }

    /// Removes a request that was not sent.
    pub(crate) fn release(&mut self) {
        self.in_flight -= 1;
    }

    /// Records the end of a request, and the rate limit that its response reports.
    pub(crate) fn settle(&mut self, sent: Instant, answered: Instant, reported: &RateLimit) {
        let window = WindowEnd::reported(sent, answered, reported);
        self.forget(answered);
        if window.is_some_and(|window| self.is_one_too_many(&window)) {
            self.slide();
        }
        self.take_in(sent, answered, reported, window);
    }

    /// Records the end of a request that the server refused because of the rate limit.
    pub(crate) fn refuse(&mut self, sent: Instant, answered: Instant, reported: &RateLimit) {
        self.forget(answered);
        self.take_in(sent, answered, reported, None);
    }

    fn take_in(
        &mut self,
        sent: Instant,
        answered: Instant,
        reported: &RateLimit,
        window: Option<WindowEnd>,
    ) {
        self.in_flight -= 1;
        let until = self.end(answered, reported);
        for counted in self
            .counted
            .iter_mut()
            .filter(|counted| counted.answered <= sent)
        {
            counted.until = counted.until.min(until);
        }
        if let Some(limit) = reported.limit.and_then(|limit| u32::try_from(limit).ok()) {
            self.limit = limit.max(1);
        }
        let used = reported.remaining.map(|remaining| {
            let used = u64::from(self.limit).saturating_sub(remaining);
            usize::try_from(used).unwrap_or(usize::MAX)
        });
        if let Some(used) = used {
            self.drop_oldest(used, sent);
        }
        self.counted.push(Counted {
            requests: 1,
            answered,
            until,
            window,
        });
        if let Some(used) = used {
            self.fill_up(used, sent, answered, until);
        }
    }

    /// Blocks all requests until then.
    pub(crate) fn close(&mut self, until: Instant) {
        self.closed_until = self.closed_until.max(Some(until));
    }

    /// Returns whether the window took more requests than a fixed window would.
    fn is_one_too_many(&self, window: &WindowEnd) -> bool {
        let windows = self.counted.iter().filter_map(|counted| counted.window);
        let same = windows.filter(|other| other.is_surely(window, self.window));
        self.kind == Window::Fixed && same.count() >= self.most()
    }

    fn slide(&mut self) {
        self.kind = Window::Sliding;
        for counted in &mut self.counted {
            counted.until = counted.answered + self.window;
        }
    }

    fn most(&self) -> usize {
        usize::try_from(self.limit).unwrap_or(usize::MAX)
    }

    /// Returns the number of requests that count at `time`, including those in flight.
    fn used(&self, time: Instant) -> usize {
        let counted = self.counted.iter().filter(|counted| counted.until > time);
        let in_flight = usize::try_from(self.in_flight).unwrap_or(usize::MAX);
        counted.fold(in_flight, |sum, counted| {
            sum.saturating_add(counted.requests)
        })
    }

    /// Removes expired requests, one window after they expire. Until then, a late response may
    /// refer to them, or show that the window slides.
    fn forget(&mut self, now: Instant) {
        let window = self.window;
        self.counted.retain(|counted| counted.until + window > now);
    }

    /// Returns the time at which the window in which the server counted a request is over. Requests
    /// whose responses arrived before this one was sent were counted earlier, so the same time
    /// applies to them.
    fn end(&self, answered: Instant, reported: &RateLimit) -> Instant {
        let latest = answered + self.window;
        match reported.reset {
            Some(reset) if self.kind == Window::Fixed && reported.is_certain => {
                latest.min(answered + reset + ROUNDING)
            }
            _ => latest,
        }
    }

    /// Lowers the count to the server's. The server's count includes the request that was sent at
    /// `sent` and those whose responses had arrived by then. If it is lower than their number,
    /// windows have ended since.
    fn drop_oldest(&mut self, used: usize, sent: Instant) {
        let is_covered = |counted: &&mut Counted| counted.answered <= sent;
        let mut covered: Vec<_> = self.counted.iter_mut().filter(is_covered).collect();
        covered.sort_by_key(|counted| counted.until);
        let sum = covered.iter().fold(1, |sum: usize, counted| {
            sum.saturating_add(counted.requests)
        });
        let mut ended = sum.saturating_sub(used);
        for counted in covered {
            let fewer = counted.requests.min(ended);
            counted.requests -= fewer;
            ended -= fewer;
        }
    }

    /// Raises the count to the server's: other clients have sent requests. The server counted after
    /// `sent`, so its count may include requests that are still in flight.
    fn fill_up(&mut self, used: usize, sent: Instant, answered: Instant, until: Instant) {
        let requests = used.saturating_sub(self.used(sent));
        if requests > 0 {
            self.counted.push(Counted {
                requests,
                answered,
                until,
                window: None,
            });
        }
    }
}
