//! The time that is left of a batched run, with the waits that the rate limit forces.

use std::time::Duration;

use crate::runtime::clock::MAX_DURATION;

/// How fast the batches of a run go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// The mean time of a batch so far, without waits for the rate limit.
    pub(crate) batch_time: Duration,
    /// The number of requests of a batch that share the rate limit. 0 counts as 1.
    pub(crate) requests: u32,
    /// The rate limit. `None` if there is none, or if it is not kept to.
    pub(crate) limit: Option<Window>,
}

/// A rate limit and the requests that it counts now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    /// The maximum number of requests per window.
    pub(crate) requests: u32,
    /// The length of a window.
    pub(crate) length: Duration,
    /// The number of requests in the current window.
    pub(crate) sent: u32,
    /// The time since the first of them was sent.
    pub(crate) since_first: Duration,
}

/// Returns the time until `batches` more batches are finished, one after the other.
///
/// A request counts until one window after its response, as in the client. A full window of requests
/// therefore takes the length of the window and the time of one request, or the time of its requests if
/// that is longer.
pub(crate) fn time_left(batches: usize, pace: &Pace) -> Duration {
    let seconds = seconds_left(batches, pace).min(MAX_DURATION.as_secs_f64());
    Duration::try_from_secs_f64(seconds).unwrap_or(MAX_DURATION)
}

fn seconds_left(batches: usize, pace: &Pace) -> f64 {
    let a_batch = f64::from(pace.requests.max(1));
    let a_request = pace.batch_time.as_secs_f64() / a_batch;
    let requests = number(batches) * a_batch;
    let Some(window) = pace.limit else {
        return requests * a_request;
    };
    let limit = f64::from(window.requests.max(1));
    let period = window.length.as_secs_f64() + a_request;
    let since_first = window.since_first.as_secs_f64();
    // Without a request in the current window, or after its end, the next window begins now.
    let (sent, until_next) = match window.sent {
        0 => (0.0, period),
        _ if since_first >= period => (0.0, period),
        sent => (f64::from(sent).min(limit), period - since_first),
    };
    let now = limit - sent;
    if requests <= now {
        return requests * a_request;
    }
    let later = requests - now;
    let full_windows = (later / limit).ceil() - 1.0;
    let last = later - full_windows * limit;
    let first = until_next.max(now * a_request);
    first + full_windows * period.max(limit * a_request) + last * a_request
}

/// Returns the number of batches. A run has far fewer than a float can count exactly.
#[allow(clippy::cast_precision_loss)]
fn number(batches: usize) -> f64 {
    batches as f64
}
