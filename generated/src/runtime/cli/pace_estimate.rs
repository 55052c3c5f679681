use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::estimate::{Pace, Window, time_left};
use crate::runtime::rate_limits::pace::ClassLimiter;

/// Estimates the time that is left of a batched run from the batches so far.
#[derive(Debug)]
pub(crate) struct PaceEstimate<'a> {
    /// The limiter of the requests, which knows the limit that the server reports.
    limiter: Option<&'a ClassLimiter>,
    /// When the batches of the current window were sent.
    sent: VecDeque<Instant>,
    batches: u32,
    active: Duration,
}

impl<'a> PaceEstimate<'a> {
    pub(crate) fn new(limiter: Option<&'a ClassLimiter>) -> Self {
        Self {
            limiter,
            sent: VecDeque::new(),
            batches: 0,
            active: Duration::ZERO,
        }
    }

    /// Adds a batch that was sent and answered at these times.
    pub(crate) fn add(&mut self, sent: Instant, answered: Instant) {
        self.batches = self.batches.saturating_add(1);
        self.active += answered.saturating_duration_since(sent);
        self.sent.push_back(sent);
        if let Some(limiter) = self.limiter {
            let window = limiter.class().window;
            let is_over = |sent: &Instant| answered.saturating_duration_since(*sent) > window;
            while self.sent.front().is_some_and(is_over) {
                self.sent.pop_front();
            }
        } else {
            self.sent.clear();
        }
    }

    /// Returns the time that this many batches take. `None` if there are none.
    pub(crate) fn left(&self, batches: usize) -> Option<Duration> {
        if batches == 0 {
            return None;
        }
        let first = self.sent.front();
        let limit = self.limiter.map(|limiter| Window {
            requests: limiter.limit(),
            length: limiter.class().window,
            sent: u32::try_from(self.sent.len()).unwrap_or(u32::MAX),
            since_first: first.map_or(Duration::ZERO, Instant::elapsed),
        });
        let pace = Pace {
            batch_time: self.active / self.batches.max(1),
            requests: 1,
            limit,
        };
        Some(time_left(batches, &pace))
    }
}
