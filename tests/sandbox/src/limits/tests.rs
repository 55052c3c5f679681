use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use serde_json::json;

use super::{Class, Limit, Limiter, Quota, RateLimits, RetryAfter, Windows};
use crate::document::{BIRD, FERNAND, KUSTOMER};
use crate::testing::Caller;
use crate::{Sandbox, Vendor};

fn time(seconds: f64) -> DateTime<Utc> {
    let start: DateTime<Utc> = "2026-01-21T14:30:40Z".parse().expect("the time is valid");
    start + TimeDelta::from_std(Duration::from_secs_f64(seconds)).expect("the duration is short")
}

fn limiter(windows: Windows) -> Limiter {
    let two = Limit::a_minute(2);
    RateLimits::off()
        .quota(Vendor::Fernand, Quota::Shared(two))
        .windows(windows)
        .limiter(Vendor::Fernand)
        .expect("the vendor has a quota")
}

/// Sends a request at each time, and compares whether it is admitted and when the window resets.
fn check(windows: Windows, expected: &[(f64, bool, f64)]) {
    let mut limiter = limiter(windows);
    for (at, admitted, reset) in expected {
        let status = limiter.admit(Class::Read, time(*at));
        assert_eq!(status.admitted, *admitted, "{windows:?} at {at}");
        assert_eq!(status.reset, time(*reset), "{windows:?} at {at}");
    }
}

#[test]
fn a_window_starts_with_the_first_request_after_the_previous_window() {
    let expected = [
        (5.0, true, 65.0),
        (64.9, true, 65.0),
        (64.95, false, 65.0),
        (65.0, true, 125.0),
        (300.0, true, 360.0),
    ];
    check(Windows::FromFirstRequest, &expected);
}

#[test]
fn windows_of_the_clock_are_aligned_to_minutes() {
    let expected = [
        (5.5, true, 20.0),
        (19.9, true, 20.0),
        (19.95, false, 20.0),
        (20.0, true, 80.0),
        (300.0, true, 320.0),
    ];
    check(Windows::OfTheClock, &expected);
}

#[test]
fn a_sliding_window_admits_a_request_when_the_oldest_one_expires() {
    let expected = [
        (0.0, true, 60.0),
        (30.0, true, 60.0),
        (59.9, false, 60.0),
        (60.0, true, 90.0),
        (60.1, false, 90.0),
        (90.0, true, 120.0),
    ];
    check(Windows::Sliding, &expected);
}

#[test]
fn limits_are_parsed_from_text() {
    for (text, described) in [
        ("off", "no limits"),
        ("documented", "reads: 20 per 60s, writes: 5 per 60s"),
        ("10x", "reads: 200 per 60s, writes: 50 per 60s"),
    ] {
        let limits: RateLimits = text.parse().expect("the limits are valid");
        assert_eq!(limits.describe(Vendor::Fernand), described);
    }
    for text in ["", "on", "x", "0x", "-1x", "1.5x"] {
        assert!(text.parse::<RateLimits>().is_err(), "{text}");
    }
}

/// Starts a sandbox with rate limits, whose paused clock advances in short steps.
#[test]
fn the_documented_limits_are_those_of_the_documents() {
    let methods = |vendor| match vendor {
        Vendor::Fernand => (&FERNAND, ["GET", "PATCH"]),
        Vendor::Kustomer => (&KUSTOMER, ["GET", "PUT"]),
        Vendor::Bird => (&BIRD, ["GET", "PATCH"]),
    };
    for &vendor in Vendor::ALL {
        let (document, [read, write]) = methods(vendor);
        let limit = |method| document.rate_limit(method).expect("the method has a limit");
        let expected = match Quota::documented(vendor) {
            Quota::Shared(limit) => [limit, limit],
            Quota::PerClass { reads, writes } => [reads, writes],
        };
        let expected = expected.map(|it| (u64::from(it.requests), it.window.as_secs()));
        assert_eq!([limit(read), limit(write)], expected, "{vendor}");
    }
}

async fn limited(limits: RateLimits) -> Caller {
    let beat = Duration::from_millis(20);
    Caller::start(Sandbox::builder().rate_limits(limits).heartbeat(beat)).await
}

#[tokio::test(start_paused = true)]
async fn the_sixth_write_in_a_minute_is_a_429_and_the_next_minute_admits_writes() {
    let caller = limited(RateLimits::documented()).await;
    for remaining in ["4", "3", "2", "1", "0"] {
        let response = caller.patch("/conversations/12345", json!({})).await;
        assert_eq!(response.status, StatusCode::OK);
        assert_eq!(response.header("x-ratelimit-remaining"), remaining);
    }
    let rejected = caller.patch("/conversations/12345", json!({})).await;
    assert_eq!(rejected.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(rejected.json()["error"]["message"].is_string());
    tokio::time::advance(Duration::from_secs(60)).await;
    let response = caller.patch("/conversations/12345", json!({})).await;
    assert_eq!(response.status, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn reads_do_not_count_as_writes() {
    let caller = limited(RateLimits::documented()).await;
    caller.patch("/conversations/12345", json!({})).await;
    let response = caller.get("/conversations").await;
    assert_eq!(response.header("x-ratelimit-limit"), "20");
    assert_eq!(response.header("x-ratelimit-remaining"), "19");
}

#[tokio::test(start_paused = true)]
async fn the_reset_header_is_the_end_of_the_window_in_unix_seconds_rounded_up() {
    let caller = limited(RateLimits::documented()).await;
    tokio::time::advance(Duration::from_millis(250)).await;
    let response = caller.get("/conversations").await;
    let reset: i64 = response
        .header("x-ratelimit-reset")
        .parse()
        .expect("the header is a number");
    assert_eq!(reset, crate::testing::start().timestamp() + 61);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_waits_for_each_reset_is_never_rejected() {
    for windows in [
        Windows::FromFirstRequest,
        Windows::OfTheClock,
        Windows::Sliding,
    ] {
        let caller = limited(RateLimits::documented().windows(windows)).await;
        tokio::time::advance(Duration::from_micros(12_345_678)).await;
        for _ in 0..50 {
            let response = caller.patch("/conversations/12345", json!({})).await;
            assert_eq!(response.status, StatusCode::OK, "{windows:?}");
            if response.header("x-ratelimit-remaining") == "0" {
                let reset = response.header("x-ratelimit-reset").parse();
                let reset = DateTime::from_timestamp(reset.expect("the header is a number"), 0);
                let wait = reset.expect("the header is a time") - caller.sandbox.clock().now();
                tokio::time::sleep(wait.to_std().expect("the reset is in the future")).await;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_sent_only_if_it_is_configured() {
    for (option, expected) in [
        (RetryAfter::Absent, None),
        (RetryAfter::Seconds, Some("60")),
        (RetryAfter::Date, Some("Wed, 21 Jan 2026 14:31:00 GMT")),
    ] {
        let limits = RateLimits::documented().windows(Windows::OfTheClock);
        let caller = limited(limits.retry_after(option)).await;
        caller
            .sandbox
            .take_requests(Vendor::Fernand, Class::Read, 20);
        let response = caller.get("/conversations").await;
        let header = response.headers.get("retry-after");
        let header = header.map(|value| value.to_str().expect("the header is text"));
        assert_eq!(header, expected, "{option:?}");
    }
}

#[tokio::test]
async fn responses_without_limits_have_no_rate_limit_headers() {
    let caller = limited(RateLimits::off()).await;
    let response = caller.get("/conversations").await;
    assert!(!response.headers.contains_key("x-ratelimit-limit"));
}

#[tokio::test(start_paused = true)]
async fn requests_of_another_client_count_in_the_same_window() {
    let caller = limited(RateLimits::documented()).await;
    assert_eq!(
        caller
            .sandbox
            .take_requests(Vendor::Fernand, Class::Write, 3),
        3
    );
    let response = caller.patch("/conversations/12345", json!({})).await;
    assert_eq!(response.header("x-ratelimit-remaining"), "1");
    assert_eq!(
        caller
            .sandbox
            .take_requests(Vendor::Fernand, Class::Write, 3),
        1
    );
}

#[tokio::test(start_paused = true)]
async fn another_client_sends_requests_at_each_interval() {
    let caller = limited(RateLimits::documented()).await;
    let minute = Duration::from_secs(60);
    caller
        .sandbox
        .add_other_client(Vendor::Fernand, Class::Write, 2, minute);
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        let response = caller.patch("/conversations/12345", json!({})).await;
        assert_eq!(response.header("x-ratelimit-remaining"), "2");
        tokio::time::sleep(minute).await;
    }
}

#[tokio::test]
async fn a_request_without_an_api_key_does_not_count() {
    let mut caller = limited(RateLimits::documented()).await;
    let key = std::mem::take(&mut caller.authorization.1);
    caller.get("/conversations").await;
    caller.authorization.1 = key;
    let response = caller.get("/conversations").await;
    assert_eq!(response.header("x-ratelimit-remaining"), "19");
}
