use std::time::{Duration, SystemTime};

use tokio::time::Instant;

/// The longest time that is reckoned with: ten years. Servers and callers may give any number, and
/// sums of times must not overflow.
pub(crate) const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// The wall clock, read once and carried on by the timer's own clock, so that what pauses the one
/// pauses the other.
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
