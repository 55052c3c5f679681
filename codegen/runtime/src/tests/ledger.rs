use std::time::Duration;

use tokio::time::Instant;

use super::support::MINUTE;
use crate::runtime::RateLimit;
use crate::runtime::internal::{RateClass, RateHeaders, WindowKind};
use crate::runtime::rate_limits::ledger::{Ledger, Unavailable};

const SECOND: Duration = Duration::from_secs(1);

fn ledger(kind: WindowKind, requests: u32) -> Ledger {
    Ledger::new(&RateClass {
        name: "all",
        methods: &[],
        requests,
        window: MINUTE,
        kind,
    })
}

fn report(limit: u64, remaining: u64, reset: Option<u64>) -> RateLimit {
    let headers = [
        ("x-ratelimit-limit", limit),
        ("x-ratelimit-remaining", remaining),
    ];
    let reset = reset.map(|seconds| ("reset", seconds));
    let headers = headers
        .into_iter()
        .chain(reset)
        .map(|(name, value)| (reqwest::header::HeaderName::from_static(name), value.into()));
    let names = RateHeaders {
        reset: Some(("reset", crate::runtime::internal::ResetFormat::Seconds)),
        ..RateHeaders::COMMON
    };
    RateLimit::read(
        &headers.collect(),
        &names,
        std::time::SystemTime::UNIX_EPOCH,
    )
}

/// Sends a request that takes one second.
fn send(ledger: &mut Ledger, at: Instant, report: &RateLimit) {
    ledger.try_acquire(at).expect("the limit is not reached");
    ledger.record_response(at, at + SECOND, report);
}

#[test]
fn a_request_counts_until_one_window_after_its_response() {
    let mut ledger = ledger(WindowKind::Sliding, 2);
    let start = Instant::now();
    send(&mut ledger, start, &RateLimit::default());
    send(&mut ledger, start + SECOND, &RateLimit::default());
    assert_eq!(
        ledger.try_acquire(start + MINUTE),
        Err(Unavailable::LimitReached(start + MINUTE + SECOND))
    );
    assert_eq!(ledger.try_acquire(start + MINUTE + SECOND), Ok(()));
}

#[test]
fn requests_in_flight_count() {
    let mut ledger = ledger(WindowKind::Fixed, 2);
    let start = Instant::now();
    assert_eq!(
        [ledger.try_acquire(start), ledger.try_acquire(start)],
        [Ok(()), Ok(())]
    );
    assert_eq!(
        ledger.try_acquire(start + MINUTE),
        Err(Unavailable::InFlight)
    );
    ledger.cancel();
    assert_eq!(ledger.try_acquire(start + MINUTE), Ok(()));
}

#[test]
fn a_reset_ends_only_fixed_windows() {
    for (kind, until) in [
        (WindowKind::Fixed, SECOND * 12),
        (WindowKind::Sliding, MINUTE + SECOND),
    ] {
        let mut ledger = ledger(kind, 1);
        let start = Instant::now();
        send(&mut ledger, start, &report(1, 0, Some(10)));
        assert_eq!(
            ledger.try_acquire(start + SECOND),
            Err(Unavailable::LimitReached(start + until)),
            "{kind:?}"
        );
    }
}

#[test]
fn requests_of_other_clients_are_counted() {
    let mut ledger = ledger(WindowKind::Fixed, 5);
    let start = Instant::now();
    send(&mut ledger, start, &report(5, 1, None));
    assert_eq!(ledger.try_acquire(start + SECOND), Ok(()));
    assert!(ledger.try_acquire(start + SECOND).is_err());
}

#[test]
fn a_lower_reported_count_means_a_new_window() {
    let mut ledger = ledger(WindowKind::Fixed, 2);
    let start = Instant::now();
    send(&mut ledger, start, &report(2, 1, None));
    send(&mut ledger, start + SECOND * 5, &report(2, 1, None));
    assert_eq!(ledger.try_acquire(start + SECOND * 7), Ok(()));
}

#[test]
fn an_immediate_response_is_counted() {
    let mut ledger = ledger(WindowKind::Fixed, 2);
    let start = Instant::now();
    for remaining in [1, 0] {
        ledger.try_acquire(start).expect("the limit is not reached");
        ledger.record_response(start, start, &report(2, remaining, None));
    }
    assert_eq!(
        ledger.try_acquire(start),
        Err(Unavailable::LimitReached(start + MINUTE))
    );
}

#[test]
fn a_response_out_of_order_does_not_lower_the_count() {
    let mut ledger = ledger(WindowKind::Fixed, 3);
    let start = Instant::now();
    for _ in 0..3 {
        ledger.try_acquire(start).expect("the limit is not reached");
    }
    for remaining in [0, 2, 1] {
        ledger.record_response(start, start + SECOND, &report(3, remaining, None));
    }
    assert!(ledger.try_acquire(start + SECOND).is_err());
}

#[test]
fn the_latest_pause_wins() {
    let mut ledger = ledger(WindowKind::Fixed, 3);
    let start = Instant::now();
    ledger.pause_until(start + SECOND * 9);
    ledger.pause_until(start + SECOND);
    assert_eq!(
        ledger.try_acquire(start + SECOND * 2),
        Err(Unavailable::Paused(start + SECOND * 9))
    );
    assert_eq!(ledger.try_acquire(start + SECOND * 9), Ok(()));
}

#[test]
fn extreme_numbers_do_not_overflow() {
    for number in [u64::MAX, u64::MAX / 2, i64::MAX.unsigned_abs(), 1 << 40] {
        let mut ledger = Ledger::new(&RateClass {
            name: "all",
            methods: &[],
            requests: u32::MAX,
            window: Duration::MAX,
            kind: WindowKind::Fixed,
        });
        let start = Instant::now();
        let all_taken = report(u64::from(u32::MAX), 0, None);
        let report = report(number, number, Some(number));
        send(&mut ledger, start, &report);
        send(&mut ledger, start, &all_taken);
        ledger.pause_until(start + report.wait().expect("a reset"));
        assert!(ledger.try_acquire(start).is_err());
    }
}

#[test]
fn a_limit_of_zero_counts_as_one() {
    let mut ledger = ledger(WindowKind::Fixed, 0);
    let start = Instant::now();
    send(&mut ledger, start, &report(0, 0, None));
    assert_eq!(ledger.try_acquire(start + MINUTE * 2), Ok(()));
}

#[test]
fn a_fixed_window_that_exceeds_its_limit_becomes_sliding() {
    let mut ledger = ledger(WindowKind::Fixed, 2);
    let start = Instant::now();
    // A sliding window that reports when its oldest request expires. The third request is sent
    // after the first has expired.
    send(&mut ledger, start, &report(2, 1, Some(60)));
    send(&mut ledger, start + SECOND * 20, &report(2, 0, Some(40)));
    let third = start + MINUTE + SECOND * 2;
    send(&mut ledger, third, &report(2, 0, Some(18)));
    assert_eq!(
        ledger.try_acquire(third + SECOND),
        Err(Unavailable::LimitReached(start + MINUTE + SECOND * 21))
    );
    assert_eq!(ledger.try_acquire(start + MINUTE + SECOND * 21), Ok(()));
    assert_eq!(
        ledger.try_acquire(start + MINUTE + SECOND * 22),
        Err(Unavailable::LimitReached(third + MINUTE + SECOND))
    );
}

#[test]
fn a_refused_request_does_not_switch_to_sliding() {
    let mut ledger = ledger(WindowKind::Fixed, 1);
    let start = Instant::now();
    send(&mut ledger, start, &report(1, 0, Some(60)));
    let later = start + MINUTE + SECOND;
    ledger.try_acquire(later).expect("the limit is not reached");
    ledger.record_refusal(later, later, &report(1, 0, Some(2)));
    assert_eq!(ledger.try_acquire(later + SECOND * 3), Ok(()));
}
