use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::estimate::{Pace, Window, time_left};
use crate::runtime::document::{Api, Endpoint, RateClass};

/// Estimates the time that is left of a batched run from the batches so far.
#[derive(Debug)]
pub(super) struct PaceEstimate {
    class: Option<RateClass>,
    /// When the batches of the current window were sent.
    sent: VecDeque<Instant>,
    batches: u32,
    active: Duration,
}

impl PaceEstimate {
    pub(super) fn new(api: &Api, endpoint: &Endpoint) -> Self {
        let mut classes = api.limits.classes.iter();
        let class = match endpoint.class {
            Some(name) => classes.find(|class| class.name == name),
            None => classes.find(|class| class.methods.contains(&endpoint.method.as_str())),
        };
        Self {
            class: class.copied(),
            sent: VecDeque::new(),
            batches: 0,
            active: Duration::ZERO,
        }
    }

    /// Adds a batch that was sent and answered at these times.
    pub(super) fn add(&mut self, sent: Instant, answered: Instant) {
        self.batches = self.batches.saturating_add(1);
        self.active += answered.saturating_duration_since(sent);
        self.sent.push_back(sent);
        if let Some(class) = &self.class {
            let is_over = |sent: &Instant| answered.saturating_duration_since(*sent) > class.window;
            while self.sent.front().is_some_and(is_over) {
                self.sent.pop_front();
            }
        } else {
            self.sent.clear();
        }
    }

    /// Returns the time that this many batches take. `None` if there are none.
    pub(super) fn left(&mut self, batches: usize) -> Option<Duration> {
        if batches == 0 {
            return None;
        }
        let first = self.sent.front();
        let limit = self.class.map(|class| Window {
            requests: class.requests,
            length: class.window,
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
