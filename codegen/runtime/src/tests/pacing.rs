use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::limiter::{Limited, Rules};
use super::support::*;
use crate::runtime::clock::Clock;
use crate::runtime::internal::*;
use crate::runtime::rate_limits::pace::Pacer;
use crate::runtime::*;

/// The expected refusals of a server that refused no request.
const NO_REFUSALS: [u64; 0] = [];

const IDS: std::ops::Range<i64> = 0..5000;

/// Changes 5,000 things in batches of 100 and returns how long that took.
async fn change_all(limited: &Limited, client: &Client) -> Duration {
    let started = Instant::now();
    let outcome = client.bulk(IDS).send_all().await.expect("an outcome");
    assert!(
        outcome.is_complete(),
        "{:?} {:?}",
        outcome.failed,
        outcome.unknown
    );
    assert_eq!(outcome.updated.len(), 5000);
    assert_eq!(limited.stub.seen().len(), 50 + limited.refused().len());
    started.elapsed()
}

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

#[tokio::test(start_paused = true)]
async fn fixed_windows_are_used_fully_without_a_429() {
    for into_window in [0.0, 0.7, 17.3, 30.0, 59.5] {
        for rounds_reset_up in [true, false] {
            for skew in [0, -317, 3600] {
                let into_window = seconds(into_window);
                let rules = Rules {
                    into_window,
                    skew,
                    rounds_reset_up,
                    ..Rules::default()
                };
                let limited = Limited::start(rules).await;
                let took = change_all(&limited, &client(&limited.stub.url)).await;
                assert_eq!(limited.refused(), NO_REFUSALS, "{rules:?}");
                let from_start_of_window = took + into_window;
                assert!(
                    from_start_of_window <= seconds(540.0 * 1.02),
                    "{took:?} {rules:?}"
                );
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_start_at_the_end_of_a_window_causes_no_429() {
    let rules = Rules {
        into_window: seconds(59.99),
        ..Rules::default()
    };
    let limited = Limited::start(rules).await;
    let took = change_all(&limited, &client(&limited.stub.url)).await;
    assert_eq!(limited.refused(), NO_REFUSALS);
    assert!(took <= seconds(540.0 * 1.02), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn unreported_windows_cause_no_429() {
    for kind in [WindowKind::Fixed, WindowKind::Sliding] {
        for (reports_reset, reports_remaining) in [(false, false), (false, true)] {
            for into_window in [0.0, 17.3, 59.5].map(seconds) {
                let rules = Rules {
                    kind,
                    into_window,
                    reports_reset,
                    reports_remaining,
                    ..Rules::default()
                };
                let limited = Limited::start(rules).await;
                let took = change_all(&limited, &client(&limited.stub.url)).await;
                assert_eq!(limited.refused(), NO_REFUSALS, "{rules:?}");
                assert!(took <= seconds(540.0 * 1.02), "{took:?} {rules:?}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_unreported_clock_difference_causes_no_429() {
    for skew in [-317, -20, 0, 20, 317] {
        let rules = Rules {
            skew,
            reports_date: false,
            ..Rules::default()
        };
        let limited = Limited::start(rules).await;
        let took = change_all(&limited, &client(&limited.stub.url)).await;
        assert_eq!(limited.refused(), NO_REFUSALS, "{rules:?}");
        assert!(took <= seconds(540.0 * 1.02), "{took:?} {rules:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn another_client_with_the_same_key_causes_at_most_one_429_per_window() {
    // The requests left in each window, and the number of windows that fifty requests then take.
    for (taken_at_start, taken_between, full_windows) in [
        ([2, 2], 0, 16),
        ([3, 3], 0, 24),
        ([2, 3], 0, 19),
        ([0, 0], 1, 16),
        ([1, 0], 1, 19),
    ] {
        for into_window in [0.0, 31.0].map(seconds) {
            let rules = Rules {
                into_window,
                taken_between,
                taken_at_start,
                ..Rules::default()
            };
            let limited = Limited::start(rules).await;
            let took = change_all(&limited, &client(&limited.stub.url)).await + into_window;
            let best = Duration::from_secs(60 * full_windows);
            assert!(took <= best.mul_f64(1.1), "{took:?} {best:?} {rules:?}");
            let mut refused = limited.refused();
            let all = refused.len();
            refused.dedup();
            assert_eq!(refused.len(), all, "{rules:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn headers_can_raise_the_limit() {
    let limited = Limited::start(Rules {
        limit: 10,
        ..Rules::default()
    })
    .await;
    let took = change_all(&limited, &client(&limited.stub.url)).await;
    assert_eq!(limited.refused(), NO_REFUSALS);
    assert!(took <= seconds(240.0 * 1.02), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn headers_can_lower_the_limit() {
    let limited = Limited::start(Rules {
        limit: 2,
        ..Rules::default()
    })
    .await;
    change_all(&limited, &client(&limited.stub.url)).await;
    assert_eq!(limited.refused(), NO_REFUSALS);
}

#[tokio::test(start_paused = true)]
async fn the_callers_limit_overrides_the_documents() {
    let rules = Rules {
        limit: 50,
        reports_remaining: false,
        reports_reset: false,
        ..Rules::default()
    };
    let limited = Limited::start(rules).await;
    let client = builder(&limited.stub.url)
        .credential(0, KEY)
        .rate_limit("writes", 25, MINUTE);
    let took = change_all(&limited, &client.build().expect("a client")).await;
    assert!(took > seconds(60.0) && took < seconds(70.0), "{took:?}");
}

#[test]
fn a_limit_for_an_unknown_class_is_a_build_error() {
    for (class, hint) in [
        ("wrties", r#"did you mean "writes"? "#),
        ("Write", r#"did you mean "writes"? "#),
        ("read", r#"did you mean "reads"? "#),
        ("updates", ""),
        ("", ""),
    ] {
        let builder = builder("http://127.0.0.1:1").rate_limit(class, 1, MINUTE);
        assert_eq!(
            builder.build().expect_err("a misspelling").to_string(),
            format!(
                "unknown rate limit class {class:?}; {hint}the document declares reads, writes"
            )
        );
    }
}

#[test]
fn a_class_with_a_short_name_is_suggested_only_for_one_edit() {
    let known = vec!["ai", "eu"];
    for (class, hint) in [("a", r#"did you mean "ai"? "#), ("up", "")] {
        let error = BuildError::UnknownClass {
            class: class.to_owned(),
            known: known.clone(),
        };
        assert_eq!(
            error.to_string(),
            format!("unknown rate limit class {class:?}; {hint}the document declares ai, eu")
        );
    }
}

#[test]
fn the_class_that_an_operation_names_comes_before_that_of_its_method() {
    let classes = [
        RateClass::fixed("reads", &["GET"], 5, 60),
        RateClass::fixed("exports", &[], 1, 60),
    ];
    let pacer = Pacer::new(&classes, &Clock::start());
    let class = |endpoint: &Endpoint| Some(pacer.limiter(endpoint)?.class().name);
    let get = || Endpoint::get("get", "/");
    assert_eq!(class(&get()), Some("reads"));
    assert_eq!(class(&get().class("exports")), Some("exports"));
    assert_eq!(class(&Endpoint::post("post", "/")), None);
    assert_eq!(
        class(&Endpoint::post("post", "/").class("reads")),
        Some("reads")
    );
}

#[test]
fn a_limit_without_requests_or_window_is_a_build_error() {
    for (requests, window) in [(0, MINUTE), (5, Duration::ZERO)] {
        let builder = builder("http://127.0.0.1:1").rate_limit("writes", requests, window);
        assert_eq!(
            builder.build().expect_err("no limit").to_string(),
            "the rate limit of \"writes\" has no requests or no window; \
             to turn the waits off, call `.pacing(false)` on the builder"
        );
    }
}

async fn use_up_writes(client: &Client) {
    for _ in 0..5 {
        client.call(make_thing()).send().await.expect("a response");
    }
}

#[tokio::test(start_paused = true)]
async fn reads_and_writes_have_separate_limits() {
    let limited = Limited::start(Rules {
        limit: 20,
        reports_remaining: false,
        ..Rules::default()
    })
    .await;
    let client = client(&limited.stub.url);
    use_up_writes(&client).await;
    let started = Instant::now();
    client.call(get_thing(1)).send().await.expect("a response");
    assert!(started.elapsed() < seconds(1.0));
}

#[tokio::test(start_paused = true)]
async fn clones_share_the_limit() {
    let limited = Limited::start(Rules::default()).await;
    let client = client(&limited.stub.url);
    let clone = Client(client.0.clone());
    use_up_writes(&client).await;
    clone.call(make_thing()).send().await.expect("a response");
    assert_eq!(limited.refused(), NO_REFUSALS);
}

#[tokio::test(start_paused = true)]
async fn concurrent_calls_keep_to_the_limit() {
    let limited = Limited::start(Rules::default()).await;
    let client = client(&limited.stub.url);
    let calls: Vec<_> = (0..25)
        .map(|_| tokio::spawn(client.call(make_thing()).send()))
        .collect();
    let started = Instant::now();
    for call in calls {
        call.await
            .expect("the task does not panic")
            .expect("a response");
    }
    assert_eq!(limited.refused(), NO_REFUSALS);
    assert!(
        started.elapsed() < seconds(240.0 * 1.02),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn a_timeout_does_not_include_the_wait_for_the_rate_limit() {
    let limited = Limited::start(Rules::default()).await;
    let client = client(&limited.stub.url);
    use_up_writes(&client).await;
    let call = client.call(make_thing()).timeout(Duration::from_secs(1));
    call.send().await.expect("a response after a minute");
}

#[tokio::test(start_paused = true)]
async fn a_wait_longer_than_max_wait_fails_immediately() {
    let limited = Limited::start(Rules::default()).await;
    let client = client(&limited.stub.url);
    use_up_writes(&client).await;
    let started = Instant::now();
    let call = client.call(make_thing()).max_wait(Duration::from_secs(10));
    let error = call.send().await.expect_err("a longer wait");
    assert_eq!(started.elapsed(), Duration::ZERO);
    assert_eq!(
        error.to_string(),
        "make_thing: not sent: the rate limit of writes is reached; the wait of 59.7 s exceeds \
         the maximum of 10s"
    );
    assert!(!error.may_have_been_processed());
    assert_eq!(limited.stub.seen().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn max_wait_applies_to_queued_calls() {
    let limited = Limited::start(Rules::default()).await;
    let client = client(&limited.stub.url);
    use_up_writes(&client).await;
    let first = tokio::spawn(client.call(make_thing()).send());
    tokio::task::yield_now().await;
    let started = Instant::now();
    let call = client.call(make_thing()).max_wait(Duration::from_secs(10));
    let error = call.send().await.expect_err("a longer wait");
    assert!(matches!(error, Error::Wait(_)), "{error}");
    assert!(started.elapsed() <= Duration::from_secs(10));
    first
        .await
        .expect("the task does not panic")
        .expect("a response");
}

#[tokio::test(start_paused = true)]
async fn a_dropped_wait_is_not_counted() {
    let limited = Limited::start(Rules::default()).await;
    let client = client(&limited.stub.url);
    use_up_writes(&client).await;
    for _ in 0..20 {
        let wait = timeout(Duration::from_secs(1), client.call(make_thing()).send()).await;
        assert!(wait.is_err(), "the call waits");
    }
    tokio::time::advance(MINUTE).await;
    let started = Instant::now();
    use_up_writes(&client).await;
    assert!(started.elapsed() < seconds(1.0), "{:?}", started.elapsed());
    assert_eq!(limited.refused(), NO_REFUSALS);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_that_was_sent_is_counted() {
    let limited = Limited::start(Rules {
        latency: seconds(2.0),
        ..Rules::default()
    })
    .await;
    let client = client(&limited.stub.url);
    for _ in 0..5 {
        let call = timeout(Duration::from_secs(1), client.call(make_thing()).send()).await;
        assert!(call.is_err(), "the call takes two seconds");
    }
    client.call(make_thing()).send().await.expect("a response");
    assert_eq!((limited.stub.seen().len(), limited.refused().len()), (6, 0));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_not_sent_is_not_counted() {
    let url = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        format!("http://{}", listener.local_addr().expect("an address"))
    };
    let client = builder(&url)
        .credential(0, KEY)
        .retry(RetryPolicy::off())
        .build();
    let client = client.expect("a client");
    let started = Instant::now();
    for _ in 0..20 {
        client
            .call(make_thing())
            .send()
            .await
            .expect_err("a connect error");
    }
    assert!(started.elapsed() < seconds(1.0), "{:?}", started.elapsed());
}

#[tokio::test(start_paused = true)]
async fn without_pacing_a_429_is_retried_after_the_reset() {
    let limited = Limited::start(Rules::default()).await;
    let client = builder(&limited.stub.url)
        .credential(0, KEY)
        .pacing(false)
        .build();
    let client = client.expect("a client");
    use_up_writes(&client).await;
    let started = Instant::now();
    client.call(make_thing()).send().await.expect("a response");
    assert_eq!(limited.refused(), [0]);
    assert!(started.elapsed() >= seconds(59.0) && started.elapsed() < seconds(63.0));
}

#[tokio::test(start_paused = true)]
async fn a_429_pauses_all_clones() {
    let stub = Stub::start(|seen| match seen.header("x-first") {
        Some(_) => Reply::new(429, &[("retry-after", "17")], ""),
        None => ok(),
    })
    .await;
    let client = client(&stub.url);
    let refused = client
        .call(make_thing())
        .header("x-first", "1")
        .retry(RetryPolicy::off());
    refused.send().await.expect_err("a 429");
    let started = Instant::now();
    let clone = Client(client.0.clone());
    clone.call(make_thing()).send().await.expect("a response");
    assert!(
        started.elapsed() >= Duration::from_secs(17),
        "{:?}",
        started.elapsed()
    );
}

/// A server with one write per fixed window refuses a request that is sent a little too early. Its
/// window ends two seconds later, and the next request is sent then.
#[tokio::test(start_paused = true)]
async fn a_refused_request_does_not_make_a_fixed_window_sliding() {
    let requests = AtomicU32::new(0);
    let stub = Stub::start(move |_| {
        let (status, date, reset) = match requests.fetch_add(1, Ordering::Relaxed) {
            0 => (200, "Tue, 14 Nov 2023 22:00:00 GMT", "1699999260"),
            1 => (429, "Tue, 14 Nov 2023 22:01:01 GMT", "1699999263"),
            _ => (200, "Tue, 14 Nov 2023 22:01:04 GMT", "1699999323"),
        };
        let headers = [
            ("date", date),
            ("x-ratelimit-limit", "1"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", reset),
        ];
        Reply::new(status, &headers, "")
    })
    .await;
    let client = client(&stub.url);
    let started = Instant::now();
    for _ in 0..2 {
        client.call(make_thing()).send().await.expect("a response");
    }
    assert_eq!(stub.seen().len(), 3);
    assert!(started.elapsed() < seconds(70.0), "{:?}", started.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_requested_pause_of_a_day_fails_all_calls() {
    let stub = Stub::start(|_| Reply::new(429, &[("retry-after", "86400")], "")).await;
    let client = client(&stub.url);
    let refused = client.call(make_thing()).send().await.expect_err("a 429");
    assert!(matches!(refused, Error::Api(_)), "{refused}");
    let started = Instant::now();
    let error = client
        .call(make_thing())
        .send()
        .await
        .expect_err("a long pause");
    assert_eq!(
        error.to_string(),
        "make_thing: not sent: the rate limit of writes is reached; the wait of 86400.0 s exceeds \
         the maximum of 120s"
    );
    assert_eq!((started.elapsed(), stub.seen().len()), (Duration::ZERO, 1));
}

#[tokio::test(start_paused = true)]
async fn the_total_time_of_retries_does_not_include_waits_for_the_rate_limit() {
    let requests = AtomicU32::new(0);
    let stub = Stub::start(move |_| match requests.fetch_add(1, Ordering::Relaxed) {
        5 => Reply::new(503, &[], ""),
        _ => ok(),
    })
    .await;
    let client = client(&stub.url);
    use_up_writes(&client).await;
    let policy = RetryPolicy::new().total_time(Duration::from_secs(5));
    let call = client
        .call(make_thing())
        .idempotency(Idempotency::Idempotent)
        .retry(policy);
    call.send().await.expect("a response at the second attempt");
}

#[tokio::test(start_paused = true)]
async fn each_wait_is_reported_before_it_begins() {
    let limited = Limited::start(Rules::default()).await;
    let waits = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&waits);
    let client = builder(&limited.stub.url)
        .credential(0, KEY)
        .on_wait(move |wait| log.lock().expect("not poisoned").push(wait.to_string()))
        .build()
        .expect("a client");
    use_up_writes(&client).await;
    client.call(make_thing()).send().await.expect("a response");
    assert_eq!(
        *waits.lock().expect("not poisoned"),
        ["make_thing: waiting 59.7 s: the rate limit of writes is 5 per 60s"]
    );
}
