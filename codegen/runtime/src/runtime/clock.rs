use std::time::SystemTime;

use tokio::time::Instant;

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
