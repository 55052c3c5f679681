//! The mock of the server.

use std::sync::Mutex;
use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::json;

use super::support::*;
use crate::runtime::clock::{Clock, Elapsed};
use crate::runtime::internal::{MockResponse, mock_operations};
use crate::runtime::test_util::{Mock, MockCall};
use crate::runtime::*;

mod operations {
    pub(super) use super::super::support::{BulkThings, GetThing, ListThings, MakeThing};
}

mock_operations!(operations {
    GetThing: output => MockResponse::json(200, output),
    MakeThing: () => MockResponse::empty(204),
    ListThings: output => MockResponse::json(200, output),
    BulkThings: output => MockResponse::json(200, output),
});

const BULK_WRITES: usize = 11;

fn thing(id: i64) -> Thing {
    Thing {
        id,
        tags: Vec::new(),
    }
}

fn page(data: impl Into<Vec<i64>>, cursor: Option<&str>) -> ThingPage {
    ThingPage {
        data: data.into(),
        cursor: cursor.map(str::to_owned),
    }
}

/// Returns the output of [`BulkThings`] in which the server has changed all things of the call.
fn all_changed(call: &MockCall) -> Changed {
    let ids = call.json()["ids"].as_array().cloned().unwrap_or_default();
    let ids = ids.iter().filter_map(serde_json::Value::as_i64);
    Changed {
        things: ids.map(thing).collect(),
    }
}

fn get(client: &Client, id: i64) -> Call<GetThing> {
    client.call(get_thing(id))
}

#[tokio::test]
async fn answers_are_given_in_order_and_the_last_is_repeated() {
    let mock = Mock::<Demo>::new();
    mock.on::<GetThing>()
        .answer(thing(1))
        .answer_with(|call| thing(call.path().len().try_into().unwrap_or_default()))
        .times(2)
        .answer(thing(3));
    let client = mock.client();
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(get(&client, 7).send().await.expect("an answer").id);
    }
    assert_eq!(ids, [1, 9, 9, 3, 3]);
    mock.verify();
}

#[tokio::test]
async fn an_empty_output_and_any_response_can_be_answered() {
    let mock = Mock::<Demo>::new();
    mock.on::<MakeThing>().answer(());
    mock.on::<GetThing>()
        .respond(200, "<html>")
        .header("x-request-id", "r1");
    let client = mock.client();
    let made = client.call(make_thing()).send_response().await;
    assert_eq!(made.expect("an answer").status(), StatusCode::NO_CONTENT);
    let error = get(&client, 1).send().await.expect_err("not JSON");
    let text = "get_thing: 200 OK: expected JSON, but the body is HTML or XML";
    assert_eq!(error.to_string(), text);
    let raw = get(&client, 1).send_raw().await.expect("an answer");
    assert_eq!(raw.headers()["x-request-id"], "r1");
}

#[tokio::test]
async fn answers_with_a_condition_come_first_and_later_ones_before_earlier_ones() {
    let mock = Mock::<Demo>::new();
    mock.on::<GetThing>().path("/things/1").answer(thing(10));
    mock.on::<GetThing>()
        .when(|call| call.path().starts_with("/things/"))
        .when(|call| call.path().ends_with('2'))
        .answer(thing(20));
    mock.on::<GetThing>().answer(thing(0));
    mock.on::<GetThing>().answer(thing(99)).times(1);
    let client = mock.client();
    let mut ids = Vec::new();
    for id in [1, 2, 3, 3] {
        ids.push(get(&client, id).send().await.expect("an answer").id);
    }
    assert_eq!(ids, [10, 20, 99, 0]);
}

#[tokio::test]
async fn a_condition_can_use_the_mock() {
    let mock = Mock::<Demo>::new();
    let seen = mock.clone();
    mock.on::<GetThing>()
        .when(move |_| seen.calls().len() > 1)
        .answer(thing(2));
    mock.on::<GetThing>().answer(thing(1));
    let client = mock.client();
    assert_eq!(get(&client, 1).send().await.expect("an answer").id, 1);
    assert_eq!(get(&client, 1).send().await.expect("an answer").id, 2);
}

#[tokio::test]
async fn the_error_of_an_unexpected_call_shows_the_call_and_what_is_set_up() {
    let mock = Mock::<Demo>::new();
    let client = mock.client();
    let call = || {
        client.call(ListThings {
            cursor: Some("a b".to_owned()),
            q: Some("open".to_owned()),
        })
    };
    let nothing = call().send().await.expect_err("unexpected").to_string();
    let line = line!() + 1;
    mock.on::<ListThings>()
        .path("/other")
        .answer(page([], None));
    mock.on::<ListThings>().answer(page([], None)).times(1);
    mock.on::<MakeThing>().answer(());
    let _ = call().send().await.expect("an answer");
    let error = call().send().await.expect_err("unexpected");

    let call = "list_things: the mock has no answer for GET /things?cursor=a b&q=open";
    assert_eq!(
        nothing,
        format!("{call}\n  no answer is set up for list_things")
    );
    let (file, second) = (file!(), line + 3);
    let expected = format!(
        "{call}
  list_things, with a condition ({file}:{line}:10): its condition is not met
  list_things ({file}:{second}:10): all its answers were given, to 1 call
  other operations with answers: make_thing"
    );
    assert_eq!(error.to_string(), expected);
    assert!(!error.may_have_been_processed() && !error.is_retryable());
    let unexpected = match &error {
        Error::Invalid(InvalidRequest::Unexpected(unexpected)) => unexpected,
        other => panic!("{other:?}"),
    };
    assert_eq!(unexpected.operation(), "list_things");
    assert_eq!(unexpected.call(), "GET /things?cursor=a b&q=open");
}

#[tokio::test]
async fn unused_answers_and_unexpected_calls_fail_the_verification() {
    let mock = Mock::<Demo>::new();
    let line = line!() + 1;
    mock.on::<GetThing>()
        .answer(thing(1))
        .answer(thing(2))
        .times(2);
    let client = mock.client();
    for _ in 0..2 {
        let _ = get(&client, 1).send().await.expect("an answer");
    }
    let file = file!();
    let unused = format!("get_thing ({file}:{line}:10): answer 2 of 2 was given 1 of 2 times");
    assert_eq!(mock.unused(), std::slice::from_ref(&unused));
    let _ = client.call(make_thing()).send().await;
    let panic = std::panic::catch_unwind(|| mock.verify()).expect_err("an unused answer");
    let message = panic.downcast_ref::<String>().expect("a message");
    let expected = format!(
        "the mock was not used as it was set up:
make_thing: the mock has no answer for POST /things {{\"name\":\"first\"}}
  no answer is set up for make_thing
  other operations with answers: get_thing
not used: {unused}"
    );
    assert_eq!(*message, expected);
}

#[tokio::test]
async fn calls_are_recorded_without_credentials() {
    let mock = Mock::<Demo>::new();
    mock.on::<BulkThings>().answer_with(all_changed);
    mock.on::<ListThings>().answer(page([], None));
    let client = mock.client_builder().base_url("https://api.test/v2");
    let client = client.build().expect("a client");
    let outcome = client.bulk([1, 2]).header("x-secret", "hidden").send_all();
    assert!(outcome.await.expect("an outcome").is_complete());
    let list = ListThings {
        q: Some("a&b".to_owned()),
        cursor: None,
    };
    let _ = client.call(list).send().await.expect("an answer");

    let calls = mock.calls();
    let [bulk, list] = &calls[..] else {
        panic!("{calls:?}");
    };
    assert_eq!(bulk.operation(), "bulk_things");
    assert_eq!(
        (bulk.method(), bulk.path()),
        (&Method::POST, "/things/bulk")
    );
    assert_eq!(bulk.json(), json!({ "ids": [1, 2] }));
    assert_eq!(bulk.body().len(), r#"{"ids":[1,2]}"#.len());
    assert_eq!(bulk.header("x-secret"), Some("hidden"));
    assert_eq!(bulk.header("x-api-key"), None);
    assert_eq!(bulk.headers().len(), 2, "{:?}", bulk.headers());
    let shown = format!("{bulk:?}");
    assert!(
        shown.starts_with("MockCall { operation: \"bulk_things\""),
        "{shown}"
    );
    assert!(!shown.contains("hidden"), "{shown}");
    assert_eq!(bulk.to_string(), r#"POST /things/bulk {"ids":[1,2]}"#);
    assert_eq!(list.query("q"), Some("a&b"));
    assert_eq!(list.query("cursor"), None);
    assert_eq!(list.query_pairs(), [("q".to_owned(), "a&b".to_owned())]);
    assert_eq!(list.json(), json!(null));
    assert_eq!(mock.calls_of::<ListThings>().len(), 1);
    assert_eq!(mock.calls_of::<GetThing>().len(), 0);
}

#[test]
fn debug_shows_what_a_mock_is_set_up_for() {
    let mock = Mock::<Demo>::new();
    mock.on::<BulkThings>().answer_with(all_changed);
    mock.on::<MakeThing>().lose_answer();
    let shown = format!("{mock:?}");
    assert!(shown.starts_with("Mock { rules: [Rule { name: "), "{shown}");
    for part in [
        "bulk_things",
        "answer: Computed",
        "make_thing",
        "answer: Interrupted",
    ] {
        assert!(shown.contains(part), "{shown}");
    }
}

#[tokio::test]
async fn a_retry_takes_no_real_time_and_its_wait_is_recorded() {
    let mock = Mock::<Demo>::new();
    mock.on::<GetThing>()
        .fail(429, json!({}))
        .header("retry-after", "30")
        .answer(thing(1));
    let client = mock.client();
    assert_eq!(get(&client, 1).send().await.expect("an answer").id, 1);
    assert_eq!(mock.calls().len(), 2);
    assert_eq!(mock.elapsed(), Duration::from_secs(30));
    let waits = mock.waits();
    let [wait] = &waits[..] else {
        panic!("{waits:?}");
    };
    assert_eq!(wait.duration, Duration::from_secs(30));
}

#[tokio::test]
async fn waits_before_retries_are_the_same_in_every_run() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let mock = Mock::<Demo>::new();
        mock.on::<GetThing>().refuse_connection();
        let error = get(&mock.client(), 1).send().await.expect_err("refused");
        let text = "get_thing: no connection to https://api.example.com";
        assert_eq!(error.to_string(), text);
        assert!(!error.may_have_been_processed());
        assert_eq!(mock.calls().len(), 5);
        runs.push((mock.waits(), mock.elapsed()));
    }
    assert_eq!(runs[0], runs[1]);
    assert_eq!(runs[0].0.len(), 4);
}

#[tokio::test]
async fn a_lost_answer_and_a_timeout_make_the_outcome_unknown() {
    let mock = Mock::<Demo>::new();
    mock.on::<BulkThings>().lose_answer().time_out();
    let client = mock.client();
    for (kind, elapsed) in [
        (TransportErrorKind::Interrupted, Duration::ZERO),
        (
            TransportErrorKind::Timeout(Duration::from_secs(30)),
            Duration::from_secs(30),
        ),
    ] {
        let outcome = client.bulk([1, 2]).send_all().await.expect("an outcome");
        let [unknown] = &outcome.unknown[..] else {
            panic!("{outcome:?}");
        };
        assert_eq!(unknown.ids, [1, 2]);
        match &unknown.error {
            Some(Error::Transport(error)) => assert_eq!(error.kind(), kind),
            other => panic!("{other:?}"),
        }
        assert_eq!(mock.elapsed(), elapsed);
    }
    assert_eq!(mock.calls().len(), 2);
}

#[tokio::test]
async fn a_refused_connection_after_a_lost_answer_leaves_the_outcome_unknown() {
    let mock = Mock::<Demo>::new();
    mock.on::<MakeThing>().lose_answer().refuse_connection();
    let call = mock.client().call(make_thing());
    let call = call.idempotency(Idempotency::Idempotent);
    let error = call.send().await.expect_err("no answer");
    let Error::Transport(transport) = &error else {
        panic!("{error}")
    };
    assert_eq!(transport.kind(), TransportErrorKind::Connect);
    assert!(error.may_have_been_processed());
}

#[tokio::test]
async fn the_rate_limit_takes_no_real_time_and_its_waits_are_recorded() {
    let mock = Mock::<Demo>::new();
    mock.on::<BulkThings>().answer_with(all_changed);
    let ids = (0..).take(BULK_WRITES);
    let outcome = mock.client().bulk(ids).batch_size(1).send_all().await;
    assert!(outcome.expect("an outcome").is_complete());
    let durations: Vec<_> = mock.waits().iter().map(|wait| wait.duration).collect();
    assert_eq!(durations, [MINUTE, MINUTE]);
    assert_eq!(mock.elapsed(), MINUTE * 2);
}

#[tokio::test]
async fn a_wait_of_exactly_the_maximum_is_allowed() {
    let mock = Mock::<Demo>::new();
    mock.on::<MakeThing>().answer(());
    let client = mock.client_builder().max_wait(MINUTE);
    let client = client.build().expect("a client");
    for _ in 0..6 {
        client.call(make_thing()).send().await.expect("an answer");
    }
    assert_eq!(mock.elapsed(), MINUTE);
}

#[tokio::test]
async fn settings_of_the_builder_apply() {
    let mock = Mock::<Demo>::new();
    mock.on::<MakeThing>().answer(());
    let client = mock.client_builder().max_wait(Duration::from_secs(59));
    let client = client.build().expect("a client");
    for _ in 0..5 {
        client.call(make_thing()).send().await.expect("an answer");
    }
    let error = client.call(make_thing()).send().await.expect_err("a wait");
    assert!(matches!(error, Error::Wait(_)), "{error}");
    assert_eq!(mock.elapsed(), Duration::ZERO);
}

#[tokio::test]
async fn pages_are_fetched_as_on_the_network() {
    let mock = Mock::<Demo>::new();
    mock.on::<ListThings>().answer(page([1, 2], Some("b")));
    mock.on::<ListThings>()
        .when(|call| call.query("cursor") == Some("b"))
        .answer(page([3], None));
    let mut items = mock.client().call(ListThings::default()).stream();
    let mut found = Vec::new();
    while let Some(item) = items.next().await.transpose().expect("an answer") {
        found.push(item);
    }
    assert_eq!(found, [1, 2, 3]);
    mock.verify();
}

#[tokio::test]
async fn a_redirect_is_followed_as_on_the_network() {
    let mock = Mock::<Demo>::new();
    mock.on::<GetThing>()
        .respond(307, "")
        .header("location", "/moved")
        .answer(thing(1));
    assert_eq!(
        get(&mock.client(), 1).send().await.expect("an answer").id,
        1
    );
    assert_eq!(mock.calls()[1].path(), "/moved");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_on_several_threads_share_the_answers_and_the_clock() {
    let mock = Mock::<Demo>::new();
    mock.on::<GetThing>()
        .fail(503, json!({}))
        .times(4)
        .answer(thing(1));
    let clients = [mock.client(), mock.client()].map(std::sync::Arc::new);
    let tasks: Vec<_> = (0..40)
        .map(|index| {
            let client = std::sync::Arc::clone(&clients[index % 2]);
            tokio::spawn(async move { get(&client, 1).send().await.map(|thing| thing.id) })
        })
        .collect();
    for task in tasks {
        let id = task.await.expect("no panic").expect("an answer");
        assert_eq!(id, 1);
    }
    assert_eq!(mock.calls().len(), 44);
    // The requests of at least one client exceed its limit of 20 a minute.
    assert!(mock.elapsed() >= MINUTE, "{:?}", mock.elapsed());
    mock.verify();
}

/// A network needs the drivers of the runtime, a mock does not.
#[test]
fn a_mock_needs_neither_sockets_nor_timers() {
    let mock = Mock::<Demo>::new();
    mock.on::<GetThing>().time_out().answer(thing(1));
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let client = mock.client();
    let answer = runtime.expect("a runtime").block_on(get(&client, 1).send());
    assert_eq!(answer.expect("an answer").id, 1);
    assert!(mock.elapsed() >= Duration::from_secs(30));
}

#[tokio::test]
async fn a_batch_that_waits_can_be_stopped() {
    let mock = Mock::<Demo>::new();
    mock.on::<BulkThings>().answer_with(all_changed);
    let client = mock.client();
    let mut batches = client.bulk(0..20).batch_size(2).batches();
    let mut outcome = Outcome::default();
    while let Some(batch) = batches.next().await {
        if batch.index == 2 {
            batches.stop();
        }
        outcome.merge(batch.outcome);
    }
    assert_eq!((outcome.updated.len(), outcome.not_tried.len()), (6, 14));
}

#[tokio::test]
async fn a_call_in_flight_can_be_cancelled() {
    let mock = Mock::<Demo>::new();
    mock.on::<GetThing>().answer(thing(1));
    let client = mock.client();
    let won = tokio::select! {
        biased;
        _ = get(&client, 1).send() => "the call",
        () = std::future::ready(()) => "the other branch",
    };
    assert_eq!(won, "the other branch");
    assert_eq!(mock.calls().len(), 0);
}

#[test]
#[should_panic(expected = "200 is not an error status; use `answer` or `respond`")]
fn a_failure_has_an_error_status() {
    Mock::<Demo>::new().on::<GetThing>().fail(200, json!({}));
}

#[test]
#[should_panic(expected = "`a b: c` is not a header")]
fn an_invalid_header_is_refused() {
    let mock = Mock::<Demo>::new();
    mock.on::<GetThing>().answer(thing(1)).header("a b", "c");
}

mod constructors {
    use super::*;

    #[test]
    fn an_api_error_is_that_of_the_client() {
        let body = json!({ "code": "locked", "message": "the thing is locked" });
        let error = DemoError::api::<GetThing>(409, &body);
        assert_eq!(
            error.to_string(),
            "get_thing: 409 Conflict: the thing is locked"
        );
        let api = error.as_api().expect("an API error");
        let code = |ErrorBody::Problem(problem): &ErrorBody| problem.code.clone();
        assert_eq!(api.body().map(code), Some("locked".to_owned()));
        for (status, is_in_doubt) in [(404, false), (408, true), (429, false), (503, true)] {
            let error = DemoError::api::<GetThing>(status, json!({}));
            assert_eq!(error.may_have_been_processed(), is_in_doubt, "{status}");
        }
        let headers = [("retry-after", "30"), ("x-request-id", "r1")];
        let error = ApiError::<ErrorBody>::with_headers::<GetThing>(429, &headers, json!({}));
        assert_eq!(error.rate_limit().wait(), Some(Duration::from_secs(30)));
        assert_eq!(error.request_id(), Some("r1"));
    }

    #[tokio::test]
    async fn an_api_error_is_equal_to_that_of_a_mock() {
        let mock = Mock::<Demo>::new();
        let body = json!({ "code": "locked" });
        mock.on::<GetThing>().fail(409, &body);
        let sent = get(&mock.client(), 1).send().await.expect_err("a failure");
        let made = DemoError::api::<GetThing>(409, &body);
        assert_eq!(format!("{sent:?}"), format!("{made:?}"));
        mock.on::<GetThing>().lose_answer();
        let call = get(&mock.client(), 1).retry(RetryPolicy::off());
        let sent = call.send().await.expect_err("a failure");
        let made = DemoError::transport::<GetThing>(TransportErrorKind::Interrupted);
        assert_eq!(format!("{sent:?}"), format!("{made:?}"));
    }

    #[test]
    fn a_transport_error_is_in_doubt_unless_there_was_no_connection() {
        use TransportErrorKind::{Connect, Interrupted, Other, Proxy, Timeout, Tls};
        for (kind, is_in_doubt) in [
            (Connect, false),
            (Proxy, false),
            (Tls, false),
            (Timeout(MINUTE), true),
            (Interrupted, true),
            (Other, true),
        ] {
            let error = DemoError::transport::<GetThing>(kind);
            assert_eq!(error.may_have_been_processed(), is_in_doubt, "{kind:?}");
        }
    }

    #[test]
    fn every_other_error_can_be_made() {
        let invalid = InvalidRequest::Constraints {
            operation: "get_thing",
            violations: vec![Violation::new("id", "is empty")],
        };
        let errors: [(DemoError, &str); 8] = [
            (
                Error::Redirect(RedirectError::of::<GetThing>(302, "https://other.test")),
                "get_thing: 302 Found: redirect to https://other.test not followed; \
                 if this is the address of the API, set it as the base URL",
            ),
            (
                Error::Unreadable(Box::new(UnreadableError::of::<GetThing>(200, "<html>"))),
                "get_thing: 200 OK: expected JSON, but the body is HTML or XML",
            ),
            (
                Error::Wait(WaitError::of::<GetThing>("reads", MINUTE, MINUTE / 2)),
                "get_thing: not sent: the rate limit of reads is reached; \
                 the wait of 60.0 s exceeds the maximum of 30s",
            ),
            (
                Error::RepeatedCursor(RepeatedCursor::of::<ListThings>("a")),
                "list_things: the server returned the cursor a a second time, \
                 so the pages would not end",
            ),
            (
                Error::Job(Box::new(JobError::of::<BulkThings>(
                    7,
                    JobErrorKind::Ended("crashed".to_owned()),
                ))),
                "bulk_things: job 7 ended in the state `crashed`, without results",
            ),
            (
                Error::Item(Box::new(ItemError::of::<BulkThings>("failed", "is gone"))),
                "bulk_things: entry rejected: is gone",
            ),
            (
                Error::Invalid(InvalidRequest::Credential(
                    MissingCredential::of::<GetThing>(),
                )),
                "get_thing: not sent: missing credential; set `.header(…)` on the builder \
                 (DEMO_API_KEY for `from_env`)",
            ),
            (
                Error::Invalid(invalid),
                "get_thing: not sent: `id` is empty",
            ),
        ];
        for (error, expected) in errors {
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn outcomes_batches_pages_responses_and_waits_can_be_made() {
        let error = || DemoError::api::<BulkThings>(422, json!({}));
        let mut outcome = Outcome::default();
        outcome.updated.push((1, thing(1)));
        outcome.failed.push(Failed::new([2, 3], error()));
        outcome.unknown.push(Unknown::new([4], None));
        let text = "1 updated, 0 not updated, 2 failed, 1 unknown, 0 not tried";
        assert_eq!(outcome.to_string(), text);
        let batch = Batch::new(0, 4, outcome);
        assert_eq!((batch.index, batch.taken, batch.outcome.len()), (0, 4, 4));
        let page: Page<ListThings> = Page {
            value: page([1], None),
            cursor: None,
            next: None,
        };
        assert_eq!(page.into_items(), [1]);
        let response = Response::of(201, thing(1));
        assert_eq!(response.status(), StatusCode::CREATED);
        let reason = WaitReason::Retry {
            attempt: 1,
            status: None,
            cause: None,
        };
        let wait = Wait::of::<GetThing>(MINUTE, reason);
        assert_eq!(
            wait.to_string(),
            "get_thing: waiting 60.0 s: attempt 1 failed"
        );
    }
}

#[tokio::test]
async fn concurrent_waits_end_in_the_order_of_their_ends() {
    let clock = Clock::start_virtual();
    let ends = Mutex::new(Vec::new());
    let wait = async |seconds| {
        clock.sleep(Duration::from_secs(seconds)).await;
        ends.lock()
            .expect("not poisoned")
            .push((seconds, clock.elapsed().as_secs()));
    };
    let held = clock.sleep(Duration::from_secs(10));
    let mut held = std::pin::pin!(held);
    let not_polled_again = std::future::poll_fn(|context| {
        assert!(held.as_mut().poll(context).is_pending());
        std::task::Poll::Ready(())
    });
    tokio::join!(not_polled_again, wait(60), wait(1), wait(30), wait(1));
    let ends = ends.into_inner().expect("not poisoned");
    assert_eq!(ends, [(1, 1), (1, 1), (30, 30), (60, 60)]);
}

#[tokio::test]
async fn a_deadline_ends_a_virtual_wait() {
    let clock = Clock::start_virtual();
    let second = Duration::from_secs(1);
    let limited = clock.timeout_at(clock.now() + second * 5, async {
        for _ in 0..10 {
            clock.sleep(second * 2).await;
        }
    });
    assert_eq!(limited.await, Err(Elapsed));
    assert_eq!(clock.elapsed(), second * 6);
    let limited = clock.timeout_at(clock.now() + second, async { 7 });
    assert_eq!(limited.await, Ok(7));
}
