//! The one clock that everything in the sandbox reads.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// A wall clock that runs on tokio's clock.
///
/// It is set once, to a wall-clock time at an instant, and moves on with [`Instant`], so a test that pauses or
/// advances tokio's clock pauses or advances the server's time as well.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    wall: DateTime<Utc>,
    instant: Instant,
}

impl Clock {
    /// Returns a clock that shows `wall` now.
    pub fn starting_at(wall: DateTime<Utc>) -> Self {
        Self {
            wall,
            instant: Instant::now(),
        }
    }

    /// Returns the wall-clock time at which the clock was set.
    pub fn start(&self) -> DateTime<Utc> {
        self.wall
    }

    /// Returns the wall-clock time now.
    pub fn now(&self) -> DateTime<Utc> {
        self.at(Instant::now())
    }

    /// Returns the wall-clock time at `instant`; the start for an instant before it.
    pub fn at(&self, instant: Instant) -> DateTime<Utc> {
        self.wall + delta(instant.saturating_duration_since(self.instant))
    }
}

/// Returns `duration` as a difference of times, at most some hundred million years.
pub(crate) fn delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

/// Writes a time as the `Date` header has it.
pub(crate) fn http_date(time: DateTime<Utc>) -> String {
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Returns the Unix time of the first whole second that is not before `time`.
pub(crate) fn unix_seconds_rounded_up(time: DateTime<Utc>) -> i64 {
    time.timestamp() + i64::from(time.timestamp_subsec_nanos() > 0)
}
