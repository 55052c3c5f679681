use std::collections::VecDeque;
use std::time::Duration;

use super::support::MINUTE;
use crate::runtime::RateLimit;
use crate::runtime::cli::estimate::{Pace, Window, time_left};
use crate::runtime::cli::pace_estimate::PaceEstimate;
use crate::runtime::clock::Clock;
use crate::runtime::internal::{Endpoint, RateClass};
use crate::runtime::rate_limits::pace::Pacer;
use crate::runtime::rate_limits::wait::WaitBounds;

const SECOND: Duration = Duration::from_secs(1);

fn pace(batch_time: Duration, limit: impl Into<Option<Window>>) -> Pace {
    Pace {
        batch_time,
        requests: 1,
        limit: limit.into(),
    }
}

fn window(requests: u32, seconds: u64, sent: u32, since_first: Duration) -> Window {
    Window {
        requests,
        length: Duration::from_secs(seconds),
        sent,
        since_first,
    }
}

#[test]
fn the_time_left_includes_the_waits() {
    let minute = 60;
    for (batches, pace, seconds) in [
        (0, pace(SECOND, None), 0),
        (7, pace(SECOND, None), 7),
        // What is left of the window is enough.
        (5, pace(SECOND, window(5, minute, 0, Duration::ZERO)), 5),
        (2, pace(SECOND, window(5, minute, 3, 10 * SECOND)), 2),
        // The sixth request is sent when the first has expired, one window after its response.
        (6, pace(SECOND, window(5, minute, 0, Duration::ZERO)), 62),
        (1, pace(SECOND, window(5, minute, 5, 5 * SECOND)), 57),
        (200, pace(SECOND, window(5, minute, 5, 5 * SECOND)), 2440),
        // The requests of the window have expired.
        (5, pace(SECOND, window(5, minute, 5, 61 * SECOND)), 5),
        // The requests are slower than the limit.
        (
            100,
            pace(20 * SECOND, window(5, minute, 3, 41 * SECOND)),
            2000,
        ),
        // Times that a server or a clock should not report.
        (3, pace(SECOND, window(0, 0, 9, Duration::MAX)), 3),
        (usize::MAX, pace(Duration::MAX, None), 315_360_000),
    ] {
        assert_eq!(time_left(batches, &pace).as_secs(), seconds, "{pace:?}");
    }
}

#[test]
fn the_requests_of_a_job_share_the_limit() {
    let pace = Pace {
        requests: 3,
        ..pace(3 * SECOND, window(3, 60, 0, Duration::ZERO))
    };
    assert_eq!(time_left(2, &pace), 64 * SECOND);
}

/// Sends the requests of a run as the client does: a request counts until one window after its response.
/// Returns the time of each batch's end and the count of the window then.
fn simulate(
    batches: usize,
    requests: u32,
    batch_time: Duration,
    limit: (u32, Duration),
) -> Vec<(Duration, Window)> {
    let (max, length) = limit;
    let request_time = batch_time / requests;
    let (mut now, mut counted) = (Duration::ZERO, VecDeque::<(Duration, Duration)>::new());
    let mut ends = Vec::new();
    for _ in 0..batches {
        for _ in 0..requests {
            if counted.len() == max as usize
                && let Some((_, expires)) = counted.pop_front()
            {
                now = now.max(expires);
            }
            let sent = now;
            now += request_time;
            counted.push_back((sent, now + length));
        }
        let alive: Vec<_> = counted
            .iter()
            .filter(|(_, expires)| *expires > now)
            .collect();
        let first = alive.first().map_or(now, |(sent, _)| *sent);
        ends.push((
            now,
            Window {
                requests: max,
                length,
                sent: u32::try_from(alive.len()).expect("few requests"),
                since_first: now.saturating_sub(first),
            },
        ));
    }
    ends
}

#[test]
fn the_time_left_is_that_of_a_simulated_run() {
    for (requests, batch_millis, max, seconds) in [
        (1, 200, 5, 60),
        (1, 1000, 5, 60),
        (1, 11_000, 5, 60),
        (1, 20_000, 5, 60),
        (1, 300, 100, 60),
        (1, 50, 20, 1),
        (2, 800, 5, 60),
        (3, 900, 10, 10),
        (5, 500, 2, 30),
    ] {
        let batch_time = Duration::from_millis(batch_millis);
        let limit = (max, Duration::from_secs(seconds));
        let ends = simulate(300, requests, batch_time, limit);
        let end = ends.last().expect("a batch").0;
        for (done, (now, window)) in ends.iter().enumerate() {
            let left = 300 - done - 1;
            let pace = Pace {
                batch_time,
                requests,
                limit: Some(*window),
            };
            let (estimated, actual) = (time_left(left, &pace), end.saturating_sub(*now));
            // Requests that were spread over a window expire one by one, which costs up to one window.
            let tolerance = limit.1.min(batch_time * max) + Duration::from_millis(1);
            assert!(
                estimated.abs_diff(actual) <= tolerance,
                "{left} left of {requests} × {batch_millis} ms at {max} per {seconds} s: \
                 {estimated:?}, actually {actual:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_time_left_follows_the_limit_that_the_server_reports() {
    let class = RateClass::fixed("all", &["POST"], 5, 60);
    let pacer = Pacer::new(&[class], &Clock::start());
    let limiter = pacer.limiter(&Endpoint::post("update", "/"));
    let left = || PaceEstimate::new(limiter).left(10);
    assert_eq!(left(), Some(MINUTE));
    let bounds = WaitBounds {
        deadline: None,
        max_server_delay: MINUTE,
    };
    let limiter = limiter.expect("the class of the endpoint");
    let permit = limiter.acquire(bounds, |_| {}).await;
    let reported = RateLimit {
        limit: Some(2),
        ..RateLimit::default()
    };
    permit.expect("a free slot").record_response(&reported);
    assert_eq!(left(), Some(4 * MINUTE));
}
