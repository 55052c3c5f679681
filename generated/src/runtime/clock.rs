use std::time::{Duration, SystemTime};

use tokio::time::Instant;

/// The maximum duration in calculations: ten years. Servers and callers can give any number, and longer
/// durations are clamped so that adding them to a time does not overflow.
pub(crate) const MAX_DURATION: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// The wall clock, read once and advanced by tokio's clock, so that tests that pause tokio's clock
/// also pause this one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    wall: SystemTime,
    anchor: Instant,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            wall: SystemTime::now(),
            anchor: Instant::now(),
        }
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.wall + self.anchor.elapsed()
    }
}
