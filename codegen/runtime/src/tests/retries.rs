use std::collections::HashSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

use super::support::*;
use crate::runtime::retries::RetryBudget;
use crate::runtime::*;

const DATE: (&str, &str) = ("date", "Tue, 14 Nov 2023 22:00:00 GMT");

/// Creates a client without rate limits.
#[test]
fn requests_with_a_safe_method_are_idempotent() {
    for safe in ["GET", "HEAD", "OPTIONS", "QUERY", "TRACE"] {
        assert_eq!(Idempotency::of(safe), Idempotency::Idempotent, "{safe}");
    }
    for other in ["POST", "PUT", "PATCH", "DELETE", "COPY", "query"] {
        assert_eq!(
            Idempotency::of(other),
            Idempotency::NotIdempotent,
            "{other}"
        );
    }
}

fn unpaced(url: &str) -> ClientBuilder<Demo> {
    builder(url).credential(0, KEY).pacing(false)
}

fn make(url: &str) -> Client {
    unpaced(url).build().expect("a client")
}

#[tokio::test(start_paused = true)]
async fn transient_statuses_are_retried_if_idempotent() {
    for (status, reads, writes) in [
        (400, 1, 1),
        (401, 1, 1),
        (404, 1, 1),
        (408, 5, 1),
        (409, 1, 1),
        (429, 5, 5),
        (500, 5, 1),
        (501, 1, 1),
        (502, 5, 1),
        (503, 5, 1),
        (504, 5, 1),
    ] {
        let stub = Stub::start(move |_| Reply::new(status, &[], "")).await;
        let client = make(&stub.url);
        client
            .call(get_thing(1))
            .send()
            .await
            .expect_err("an error");
        assert_eq!(stub.seen().len(), reads, "a read that fails with {status}");
        client
            .call(make_thing())
            .send()
            .await
            .expect_err("an error");
        assert_eq!(
            stub.seen().len() - reads,
            writes,
            "a write that fails with {status}"
        );
        let call = client
            .call(make_thing())
            .idempotency(Idempotency::Idempotent);
        call.send().await.expect_err("an error");
        assert_eq!(
            stub.seen().len() - reads - writes,
            reads,
            "an idempotent write that fails with {status}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_truncated_response_is_retried_if_idempotent() {
    let short = "HTTP/1.1 200 \r\ncontent-length: 99\r\n\r\n{";
    let truncated = "HTTP/1.1 200 \r\n\r\n{\"id\": 1";
    for bytes in ["", "HTTP/1.1 2", short, truncated] {
        let stub = Stub::start(move |_| Reply::raw(bytes)).await;
        let client = make(&stub.url);
        client
            .call(get_thing(1))
            .send()
            .await
            .expect_err("an error");
        assert_eq!(stub.seen().len(), 5, "{bytes:?}");
        if bytes != truncated {
            client
                .call(make_thing())
                .send()
                .await
                .expect_err("an error");
            assert_eq!(stub.seen().len(), 6, "{bytes:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_timeout_is_retried_if_idempotent() {
    let stub = Stub::start(|_| Reply::close().stalled()).await;
    let client = make(&stub.url);
    client
        .call(get_thing(1))
        .timeout(Duration::from_secs(1))
        .send()
        .await
        .expect_err("an error");
    assert_eq!(stub.seen().len(), 5);
    client
        .call(make_thing())
        .timeout(Duration::from_secs(1))
        .send()
        .await
        .expect_err("an error");
    assert_eq!(stub.seen().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_response_is_not_retried() {
    let stub = Stub::start(|_| Reply::new(200, &[], "<html>")).await;
    make(&stub.url)
        .call(get_thing(1))
        .send()
        .await
        .expect_err("an error");
    assert_eq!(stub.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn connect_errors_are_retried_for_any_call() {
    let attempts = Arc::new(AtomicU32::new(1));
    let log = Arc::clone(&attempts);
    let client = unpaced(&unused_address()).on_wait(move |_| {
        log.fetch_add(1, Ordering::Relaxed);
    });
    let client = client.build().expect("a client");
    client
        .call(make_thing())
        .send()
        .await
        .expect_err("a connect error");
    assert_eq!(attempts.load(Ordering::Relaxed), 5);
}

fn unused_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

#[tokio::test(start_paused = true)]
async fn a_retry_sends_the_same_bytes() {
    let stub = Stub::start(|_| Reply::new(429, &[], "")).await;
    make(&stub.url)
        .call(make_thing())
        .header("x-one", "1")
        .send()
        .await
        .expect_err("an error");
    let seen = stub.seen();
    assert_eq!(seen.len(), 5);
    for other in &seen {
        assert_eq!(
            (&other.body, &other.headers),
            (&seen[0].body, &seen[0].headers)
        );
    }
}

async fn refuse_once(status: u16, headers: &'static [(&'static str, &'static str)]) -> Duration {
    let first = AtomicU32::new(0);
    let stub = Stub::start(move |_| match first.fetch_add(1, Ordering::Relaxed) {
        0 => Reply::new(status, headers, ""),
        _ => ok(),
    })
    .await;
    let started = Instant::now();
    make(&stub.url)
        .call(get_thing(1))
        .send()
        .await
        .expect("a response");
    started.elapsed()
}

#[tokio::test(start_paused = true)]
async fn a_requested_delay_overrides_backoff() {
    for (status, headers, seconds) in [
        (503, &[("retry-after", "17")][..], 17),
        (503, &[("retry-after", "120")], 120),
        (429, &[("retry-after", "17")], 17),
        (
            429,
            &[("retry-after", "Tue, 14 Nov 2023 22:00:44 GMT"), DATE],
            44,
        ),
        (429, &[("x-ratelimit-reset", "1699999230"), DATE], 31),
        (
            429,
            &[
                ("x-ratelimit-reset", "1699999230"),
                ("retry-after", "3"),
                DATE,
            ],
            3,
        ),
    ] {
        let took = refuse_once(status, headers).await;
        let asked = Duration::from_secs(seconds);
        assert!(
            took >= asked && took < asked + Duration::from_secs(1),
            "{took:?} {headers:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_reset_does_not_delay_retries_of_other_failures() {
    let took = refuse_once(500, &[("x-ratelimit-reset", "1699999230"), DATE]).await;
    assert!(took < Duration::from_secs(1), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn backoff_stays_within_its_bounds() {
    for _ in 0..20 {
        assert!(refuse_once(500, &[]).await <= Duration::from_millis(510));
    }
}

#[test]
fn random_numbers_differ_and_are_less_than_one() {
    let Client(transport) = make("http://127.0.0.1:1");
    let numbers = [(); 9].map(|()| transport.core().random());
    assert!(numbers.iter().all(|number| (0.0..1.0).contains(number)));
    let distinct: HashSet<_> = numbers.iter().map(|number| number.to_bits()).collect();
    assert_eq!(distinct.len(), numbers.len(), "{numbers:?}");
}

#[test]
fn backoff_doubles_up_to_the_maximum() {
    let policy = RetryPolicy::new().backoff(Duration::from_secs(1), Duration::from_secs(10));
    let bounds: Vec<_> = (1..7)
        .map(|attempt| policy.delay(attempt, 1.0).as_secs())
        .collect();
    assert_eq!(bounds, [1, 2, 4, 8, 10, 10]);
    assert_eq!(policy.delay(u32::MAX, 1.0).as_secs(), 10);
    assert_eq!(policy.delay(3, 0.0), Duration::ZERO);
    let policy = policy.backoff(Duration::MAX, Duration::MAX);
    assert!(policy.delay(9, 0.999_999_999) > Duration::from_secs(1_000_000));
}

#[tokio::test(start_paused = true)]
async fn a_requested_delay_over_the_total_time_fails() {
    let stub = Stub::start(|_| Reply::new(503, &[("retry-after", "3600")], "")).await;
    let started = Instant::now();
    make(&stub.url)
        .call(get_thing(1))
        .send()
        .await
        .expect_err("an error");
    assert_eq!((stub.seen().len(), started.elapsed()), (1, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn extreme_durations_do_not_overflow() {
    for header in [
        ("retry-after", "18446744073709551615"),
        ("x-ratelimit-reset", "99999999999999"),
    ] {
        let stub = Stub::start(move |_| Reply::new(429, &[header], "")).await;
        let client = builder(&stub.url)
            .credential(0, KEY)
            .timeout(Duration::MAX)
            .max_wait(Duration::MAX)
            .rate_limit("reads", u32::MAX, Duration::MAX)
            .build()
            .expect("a client");
        client
            .call(get_thing(1))
            .send()
            .await
            .expect_err("an error");
    }
}

#[tokio::test(start_paused = true)]
async fn the_policy_of_a_call_overrides_that_of_the_client() {
    let stub = Stub::start(|_| Reply::new(500, &[], "")).await;
    let client = unpaced(&stub.url)
        .retry(RetryPolicy::off())
        .build()
        .expect("a client");
    client
        .call(get_thing(1))
        .send()
        .await
        .expect_err("an error");
    assert_eq!(stub.seen().len(), 1);
    let call = client
        .call(get_thing(1))
        .retry(RetryPolicy::new().attempts(3));
    call.send().await.expect_err("an error");
    assert_eq!(stub.seen().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn the_total_time_limits_the_attempts() {
    let stub = Stub::start(|_| Reply::new(503, &[("retry-after", "10")], "")).await;
    let policy = RetryPolicy::new()
        .attempts(100)
        .total_time(Duration::from_secs(35));
    let started = Instant::now();
    make(&stub.url)
        .call(get_thing(1))
        .retry(policy)
        .send()
        .await
        .expect_err("an error");
    assert_eq!(stub.seen().len(), 4);
    assert!(started.elapsed() < Duration::from_secs(35));
}

#[tokio::test(start_paused = true)]
async fn ten_minutes_of_503_use_only_the_retry_budget() {
    let stub = Stub::start(|_| Reply::new(503, &[], "")).await;
    let policy = RetryPolicy::new()
        .attempts(u32::MAX)
        .total_time(Duration::from_secs(600));
    let client = unpaced(&stub.url)
        .retry(policy)
        .retry_budget(20)
        .build()
        .expect("a client");
    let started = Instant::now();
    let mut calls = 0;
    while started.elapsed() < Duration::from_secs(600) {
        let clone = Client(client.0.clone());
        clone.call(get_thing(1)).send().await.expect_err("an error");
        calls += 1;
        tokio::time::advance(Duration::from_secs(10)).await;
    }
    assert_eq!(stub.seen().len(), calls + 20);
}

#[test]
fn five_successes_allow_another_retry_up_to_the_budget() {
    let budget = RetryBudget::new(2);
    assert_eq!([(); 3].map(|()| budget.withdraw()), [true, true, false]);
    (0..4).for_each(|_| budget.deposit());
    assert!(!budget.withdraw());
    budget.deposit();
    assert!(budget.withdraw());
    (0..100).for_each(|_| budget.deposit());
    assert_eq!([(); 3].map(|()| budget.withdraw()), [true, true, false]);
}

#[tokio::test(start_paused = true)]
async fn a_raw_call_returns_the_last_response() {
    let stub = Stub::start(|_| Reply::new(503, &[], "down")).await;
    let response = make(&stub.url)
        .call(get_thing(1))
        .send_raw()
        .await
        .expect("a response");
    assert_eq!((response.status().as_u16(), stub.seen().len()), (503, 5));
}

#[tokio::test(start_paused = true)]
async fn earlier_attempts_count_as_maybe_processed() {
    let first = AtomicU32::new(0);
    let stub = Stub::start(move |_| match first.fetch_add(1, Ordering::Relaxed) {
        0 => Reply::close(),
        _ => Reply::new(422, &[], ""),
    })
    .await;
    let call = make(&stub.url)
        .call(make_thing())
        .idempotency(Idempotency::Idempotent);
    let error = call.send().await.expect_err("an error");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
    assert!(error.may_have_been_processed());
}

#[tokio::test(start_paused = true)]
async fn a_retry_is_reported_before_its_wait() {
    let stub = Stub::start(|_| Reply::new(503, &[("retry-after", "9")], "")).await;
    let waits = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&waits);
    let client = unpaced(&stub.url)
        .retry(RetryPolicy::new().attempts(2))
        .on_wait(move |wait| log.lock().expect("not poisoned").push(wait.to_string()));
    let client = client.build().expect("a client");
    client
        .call(get_thing(1))
        .send()
        .await
        .expect_err("an error");
    assert_eq!(
        *waits.lock().expect("not poisoned"),
        ["get_thing: waiting 9.0 s: attempt 1 failed with 503 Service Unavailable"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_wait_after_an_attempt_without_a_response_has_its_cause() {
    for (reply, cause) in [
        (
            Reply::close as fn() -> Reply,
            "the connection was interrupted",
        ),
        (
            || Reply::new(200, &[], "{}").after(Duration::from_secs(60)),
            "no complete response within 30s",
        ),
    ] {
        let server = Stub::start(move |_| reply()).await;
        let waits = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&waits);
        let listener = move |wait: &Wait| {
            log.lock().expect("not poisoned").push(wait.to_string());
        };
        let builder = builder(&server.url).credential(0, KEY).on_wait(listener);
        let client = builder.build().expect("a client");
        let result = client.call(get_thing(1)).send().await;
        result.expect_err("no response");
        let waits = waits.lock().expect("not poisoned");
        assert!(
            waits[0].ends_with(&format!("attempt 1 failed: {cause}")),
            "{waits:?}"
        );
    }
}
