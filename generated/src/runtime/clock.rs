use std::time::{Duration, SystemTime};

use tokio::time::Instant;

#[cfg(feature = "test-util")]
use super::virtual_time::{BusyGuard, VirtualTime};

/// The maximum duration in calculations: ten years. Servers and callers can give any number, and longer
/// durations are clamped so that adding them to a time does not overflow.
pub(crate) const MAX_DURATION: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// The time of a client: that of tokio's clock, or virtual time.
///
/// The wall clock is read once and advanced by this clock, so that tests that pause tokio's clock
/// also pause it.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    wall: SystemTime,
    anchor: Instant,
    #[cfg(feature = "test-util")]
    virtual_time: Option<VirtualTime>,
}

/// A future did not complete before its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Elapsed;

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            wall: SystemTime::now(),
            anchor: Instant::now(),
            #[cfg(feature = "test-util")]
            virtual_time: None,
        }
    }

    /// Creates a clock of virtual time. Its clones have the same time.
    #[cfg(feature = "test-util")]
    pub(crate) fn start_virtual() -> Self {
        let anchor = Instant::now();
        Self {
            wall: SystemTime::now(),
            anchor,
            virtual_time: Some(VirtualTime::start(anchor)),
        }
    }

    pub(crate) fn now(&self) -> Instant {
        #[cfg(feature = "test-util")]
        if let Some(time) = &self.virtual_time {
            return time.now();
        }
        Instant::now()
    }

    /// Returns the time since `then`.
    pub(crate) fn since(&self, then: Instant) -> Duration {
        self.now().saturating_duration_since(then)
    }

    /// Returns the time since the start of the clock.
    pub(crate) fn elapsed(&self) -> Duration {
        self.since(self.anchor)
    }

    /// Returns the time of the wall clock.
    pub(crate) fn wall(&self) -> SystemTime {
        self.wall + self.elapsed()
    }

    pub(crate) async fn sleep(&self, duration: Duration) {
        self.sleep_until(self.now() + duration.min(MAX_DURATION))
            .await;
    }

    /// Marks a call as busy until the result is dropped, so that virtual time does not pass.
    #[cfg(feature = "test-util")]
    pub(crate) fn busy(&self) -> Option<BusyGuard> {
        self.virtual_time.as_ref().map(VirtualTime::busy)
    }

    /// Waits for virtual time in a call that is busy.
    #[cfg(feature = "test-util")]
    pub(crate) async fn sleep_busy(&self, duration: Duration) {
        if let Some(time) = &self.virtual_time {
            let until = time.now() + duration.min(MAX_DURATION);
            time.sleep_busy_until(until).await;
        }
    }

    pub(crate) async fn sleep_until(&self, until: Instant) {
        #[cfg(feature = "test-util")]
        if let Some(time) = &self.virtual_time {
            return time.sleep_until(until).await;
        }
        tokio::time::sleep_until(until).await;
    }

    /// Waits until `until`, or until `event` completes.
    #[allow(dead_code, reason = "a document may have no rate limits")]
    pub(crate) async fn sleep_until_or(&self, until: Instant, event: impl Future<Output = ()>) {
        #[cfg(feature = "test-util")]
        if let Some(time) = &self.virtual_time {
            return time.sleep_until_or(until, event).await;
        }
        let _either = tokio::time::timeout_at(until, event).await;
    }

    /// Completes with the output of `future`, or fails at `deadline`.
    pub(crate) async fn timeout_at<T>(
        &self,
        deadline: Instant,
        future: impl Future<Output = T>,
    ) -> Result<T, Elapsed> {
        #[cfg(feature = "test-util")]
        if let Some(time) = &self.virtual_time {
            return time.timeout_at(deadline, future).await.ok_or(Elapsed);
        }
        let limited = tokio::time::timeout_at(deadline, future).await;
        limited.map_err(|_| Elapsed)
    }
}
