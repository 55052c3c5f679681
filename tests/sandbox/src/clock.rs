//! The clock of the sandbox.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// A wall clock that is driven by Tokio's clock.
///
/// The clock is set once, to a wall-clock time at an [`Instant`], and advances with Tokio's clock. A test that pauses
/// or advances Tokio's clock pauses or advances the server's time as well.
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

    /// Returns the wall-clock time at `instant`, or the start if `instant` is earlier.
    pub fn at(&self, instant: Instant) -> DateTime<Utc> {
        self.wall + delta(instant.saturating_duration_since(self.instant))
    }
}

/// Converts a duration to a time difference, with [`TimeDelta::MAX`] as the upper bound.
pub(crate) fn delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

/// Formats a time for the `Date` header.
pub(crate) fn http_date(time: DateTime<Utc>) -> String {
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Returns a Unix time in seconds, rounded up.
pub(crate) fn unix_seconds_rounded_up(time: DateTime<Utc>) -> i64 {
    time.timestamp() + i64::from(time.timestamp_subsec_nanos() > 0)
}
