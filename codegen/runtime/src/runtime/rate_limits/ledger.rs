use std::time::Duration;

use tokio::time::Instant;

use super::rate_limit::{ROUNDING, RateLimit};
use crate::runtime::clock::LONGEST;
use crate::runtime::document::{RateClass, Window};

/// The count of one class of requests, kept so that the server's own count is never above it.
///
/// A request counts from when it is sent until one window after its answer, by when any window that
/// the server may have counted it in is over, wherever that window began. This holds for sliding
/// windows and for fixed ones, and costs a request's duration a window. What the server's headers
/// say corrects it: requests of others are added, and where windows are fixed a reset ends them.
///
/// A run that starts inside a fixed window goes on at the window's end, and not one window after its
/// start. Since `Date` and the reset are in whole seconds, and a reset may be rounded either way, it
/// goes on up to two seconds late, and stays as late in the windows that follow.
///
/// Windows that are said to be fixed but take more requests than the limit before they end are
/// sliding ones, and are taken for such from then on. This is seen before a request is refused, if
/// answers take no more than a few seconds.
#[derive(Debug)]
pub(crate) struct Ledger {
    limit: u32,
    window: Duration,
    kind: Window,
    counted: Vec<Counted>,
    in_flight: u32,
    closed_until: Option<Instant>,
}

/// Requests that the server may still count.
#[derive(Clone, Copy, Debug)]
struct Counted {
    requests: usize,
    answered: Instant,
    until: Instant,
    /// The end of its window, if the server counted it in one of which the answer reported.
    window: Option<WindowEnd>,
}

/// When a window ends, by the headers of an answer: between these.
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

    /// Whether both are of one window, since two would end further apart.
    fn is_surely(&self, other: &Self, window: Duration) -> bool {
        self.latest < other.earliest + window && other.latest < self.earliest + window
    }
}

/// When to ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Full {
    /// At this time, when requests count no more.
    Until(Instant),
    /// At this time, which the server asked for.
    Closed(Instant),
    /// When a request that is under way ends.
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

    /// Takes back a request that was not sent.
    pub(crate) fn release(&mut self) {
        self.in_flight -= 1;
    }

    /// Takes in the end of a request, and what its answer says of the limit.
    pub(crate) fn settle(&mut self, sent: Instant, answered: Instant, reported: &RateLimit) {
        let window = WindowEnd::reported(sent, answered, reported);
        self.forget(answered);
        if window.is_some_and(|window| self.is_one_too_many(&window)) {
            self.slide();
        }
        self.take_in(sent, answered, reported, window);
    }

    /// Takes in the end of a request that was refused for the limit.
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

    /// Lets nothing through until then.
    pub(crate) fn close(&mut self, until: Instant) {
        self.closed_until = self.closed_until.max(Some(until));
    }

    /// Whether the window took more requests than a fixed one would.
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

    /// The requests that count at a time, those under way among them.
    fn used(&self, time: Instant) -> usize {
        let counted = self.counted.iter().filter(|counted| counted.until > time);
        let in_flight = usize::try_from(self.in_flight).unwrap_or(usize::MAX);
        counted.fold(in_flight, |sum, counted| {
            sum.saturating_add(counted.requests)
        })
    }

    /// Forgets what counts no more. A window longer than needed, since an answer may still speak of
    /// it, or show that the window slides.
    fn forget(&mut self, now: Instant) {
        let window = self.window;
        self.counted.retain(|counted| counted.until + window > now);
    }

    /// When the window is over in which the server counted a request. Requests whose answers had
    /// come when this one was sent were counted no later, so it is over for them too.
    fn end(&self, answered: Instant, reported: &RateLimit) -> Instant {
        let latest = answered + self.window;
        match reported.reset {
            Some(reset) if self.kind == Window::Fixed && reported.is_certain => {
                latest.min(answered + reset + ROUNDING)
            }
            _ => latest,
        }
    }

    /// Goes by the server's count where it is lower. It covers the request that was sent then, and
    /// those whose answers had come by then; if it is less than that, windows have ended since.
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

    /// Goes by the server's count where it is higher: others have sent requests. It was taken after
    /// this request was sent, and requests that are still under way may be in it.
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
