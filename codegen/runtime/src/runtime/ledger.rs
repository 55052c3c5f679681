use std::time::Duration;

use tokio::time::Instant;

use super::{Class, RateLimit, Window};

/// What a reset in whole seconds may leave out.
const ROUNDING: Duration = Duration::from_secs(1);

/// The count of one class of requests, kept so that the server's own count is never above it.
///
/// A request counts from when it is sent until one window after its answer, by when any window that
/// the server may have counted it in is over, wherever that window began. This holds for sliding
/// windows and for fixed ones, and costs a request's duration a window. What the server's headers
/// say corrects it: requests of others are added, and where windows are fixed a reset ends them.
#[derive(Debug)]
pub(crate) struct Ledger {
    limit: u32,
    window: Duration,
    kind: Window,
    counted: Vec<Counted>,
    in_flight: u32,
    closed_until: Option<Instant>,
}

/// A request that the server may still count.
#[derive(Clone, Copy, Debug)]
struct Counted {
    answered: Instant,
    until: Instant,
}

/// When to ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Full {
    /// At this time.
    Until(Instant),
    /// When a request that is under way ends.
    InFlight,
}

impl Ledger {
    pub(crate) fn new(class: &Class) -> Self {
        Self {
            limit: class.requests.max(1),
            window: class.window,
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
        if let Some(until) = self.closed_until {
            return Err(Full::Until(until));
        }
        if self.used() < self.limit {
            self.in_flight += 1;
            return Ok(());
        }
        let next = self.counted.iter().map(|counted| counted.until).min();
        Err(next.map_or(Full::InFlight, Full::Until))
    }

    /// Takes back a request that was not sent.
    pub(crate) fn release(&mut self) {
        self.in_flight -= 1;
    }

    /// Takes in the end of a request, and what its answer says of the limit.
    pub(crate) fn settle(&mut self, sent: Instant, answered: Instant, told: &RateLimit) {
        self.in_flight -= 1;
        self.forget(answered);
        let earlier = self
            .counted
            .iter()
            .filter(|counted| counted.answered <= sent)
            .count();
        self.count(answered);
        if let Some(limit) = told.limit.and_then(|limit| u32::try_from(limit).ok()) {
            self.limit = limit.max(1);
        }
        if let Some(remaining) = told.remaining {
            let used = u64::from(self.limit).saturating_sub(remaining);
            self.correct(
                usize::try_from(used).unwrap_or(usize::MAX),
                earlier,
                sent,
                answered,
            );
        }
        if let (Window::Fixed, true, Some(reset)) = (self.kind, told.is_certain, told.reset) {
            self.end_by(answered + reset + ROUNDING);
        }
    }

    /// Lets nothing through until then.
    pub(crate) fn close(&mut self, until: Instant) {
        self.closed_until = self.closed_until.max(Some(until));
    }

    fn used(&self) -> u32 {
        u32::try_from(self.counted.len())
            .unwrap_or(u32::MAX)
            .saturating_add(self.in_flight)
    }

    fn forget(&mut self, now: Instant) {
        self.counted.retain(|counted| counted.until > now);
        self.closed_until = self.closed_until.filter(|until| *until > now);
    }

    fn count(&mut self, answered: Instant) {
        let until = answered + self.window;
        self.counted.push(Counted { answered, until });
    }

    /// Goes by the server's count. It covers this request and the `earlier` ones, whose answers
    /// had come when this one was sent; less than that means that windows have ended since.
    fn correct(&mut self, used: usize, earlier: usize, sent: Instant, answered: Instant) {
        for _ in used..=earlier {
            let oldest = (0..self.counted.len())
                .filter(|index| self.counted[*index].answered <= sent)
                .min_by_key(|index| self.counted[*index].until);
            if let Some(oldest) = oldest {
                self.counted.remove(oldest);
            }
        }
        let most = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let in_flight = usize::try_from(self.in_flight).unwrap_or(usize::MAX);
        while self.counted.len().saturating_add(in_flight) < used.min(most) {
            self.count(answered);
        }
    }

    fn end_by(&mut self, end: Instant) {
        for counted in &mut self.counted {
            counted.until = counted.until.min(end);
        }
    }
}
