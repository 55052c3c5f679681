//! Time that passes only while something waits for it.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use tokio::sync::Notify;
use tokio::time::Instant;

/// How often a wait lets other tasks run before the clock advances, although another call is busy or is
/// due to continue. A call that is not polled stays so.
const MAX_YIELDS: usize = 10_000;

/// A clock that waits advance, so that waiting takes no real time. The clones of a clock have the
/// same time.
///
/// Concurrent waits end in the order of their ends, as on a real clock.
#[derive(Clone, Debug)]
pub(crate) struct VirtualTime(Arc<State>);

#[derive(Debug)]
struct State {
    timers: Mutex<Timers>,
    advanced: Notify,
}

#[derive(Debug)]
struct Timers {
    now: Instant,
    /// The ends of the waits, each with a number of its own.
    ends: BTreeSet<(Instant, usize)>,
    created: usize,
    /// The number of calls that are about to end or to wait.
    busy: usize,
}

impl VirtualTime {
    pub(crate) fn start(now: Instant) -> Self {
        Self(Arc::new(State {
            timers: Mutex::new(Timers {
                now,
                ends: BTreeSet::new(),
                created: 0,
                busy: 0,
            }),
            advanced: Notify::new(),
        }))
    }

    pub(crate) fn now(&self) -> Instant {
        self.timers().now
    }

    /// Marks a call as busy until the guard is dropped. Waits of other calls do not end while it is.
    pub(crate) fn busy(&self) -> BusyGuard {
        self.timers().busy += 1;
        BusyGuard(self.clone())
    }

    /// Like [`sleep_until`](Self::sleep_until), for a call that is busy. It is not busy during the wait.
    pub(crate) async fn sleep_busy_until(&self, until: Instant) {
        self.timers().busy -= 1;
        let _idle = IdleGuard(self.clone());
        self.sleep_until(until).await;
    }

    /// Waits until the clock has reached `until`, and advances it if no call is busy.
    ///
    /// Other tasks run before the clock advances and after it, so that a wait can be cancelled, and so
    /// that deadlines are noticed.
    pub(crate) async fn sleep_until(&self, until: Instant) {
        if until <= self.now() {
            return;
        }
        let _timer = self.register(until);
        let mut yields = 0;
        loop {
            yield_now().await;
            let mut timers = self.timers();
            if timers.now >= until {
                return;
            }
            if timers.is_occupied() && yields < MAX_YIELDS {
                yields += 1;
                continue;
            }
            timers.advance();
            drop(timers);
            self.0.advanced.notify_waiters();
            yields = 0;
        }
    }

    /// Like [`sleep_until`](Self::sleep_until), but ends when `event` completes.
    pub(crate) async fn sleep_until_or(&self, until: Instant, event: impl Future<Output = ()>) {
        let (mut event, mut sleep) = (pin!(event), pin!(self.sleep_until(until)));
        poll_fn(|context| match event.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(()),
            Poll::Pending => sleep.as_mut().poll(context),
        })
        .await;
    }

    /// Completes with the output of `future`, or with `None` when the clock has reached `deadline`. It
    /// does not advance the clock.
    pub(crate) async fn timeout_at<T>(
        &self,
        deadline: Instant,
        future: impl Future<Output = T>,
    ) -> Option<T> {
        let mut future = pin!(future);
        let mut advanced = pin!(self.0.advanced.notified());
        poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Some(output));
            }
            while self.now() < deadline {
                if advanced.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                advanced.set(self.0.advanced.notified());
            }
            Poll::Ready(None)
        })
        .await
    }

    fn register(&self, end: Instant) -> TimerGuard {
        let mut timers = self.timers();
        timers.created += 1;
        let timer = (end, timers.created);
        timers.ends.insert(timer);
        drop(timers);
        TimerGuard(self.clone(), timer)
    }

    fn timers(&self) -> MutexGuard<'_, Timers> {
        self.0.timers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timers {
    /// Returns whether a call is busy, or is due to continue after its wait.
    fn is_occupied(&self) -> bool {
        let first = self.ends.first();
        self.busy > 0 || first.is_some_and(|(end, _)| *end <= self.now)
    }

    /// Advances the clock to the next end of a wait.
    fn advance(&mut self) {
        let mut ends = self.ends.iter().map(|(end, _)| *end);
        if let Some(next) = ends.find(|end| *end > self.now) {
            self.now = next;
        }
    }
}

/// A registered wait. Dropping it removes the wait.
struct TimerGuard(VirtualTime, (Instant, usize));

impl Drop for TimerGuard {
    fn drop(&mut self) {
        let Self(time, timer) = self;
        time.timers().ends.remove(timer);
    }
}

/// A busy call that waits.
struct IdleGuard(VirtualTime);

impl Drop for IdleGuard {
    fn drop(&mut self) {
        self.0.timers().busy += 1;
    }
}

/// A call that is about to end or to wait.
#[derive(Debug)]
pub(crate) struct BusyGuard(VirtualTime);

impl Drop for BusyGuard {
    fn drop(&mut self) {
        self.0.timers().busy -= 1;
    }
}

/// Lets other tasks run.
pub(crate) async fn yield_now() {
    let mut has_yielded = false;
    poll_fn(|context| {
        if has_yielded {
            return Poll::Ready(());
        }
        has_yielded = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
