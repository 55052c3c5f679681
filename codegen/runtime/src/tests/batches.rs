use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_core::Stream;
use serde_json::json;

use super::support::*;
use crate::runtime::*;

type DemoOutcome = Outcome<i64, Thing, ErrorBody>;

fn unpaced(url: &str) -> Client {
    builder(url)
        .credential(0, KEY)
        .pacing(false)
        .build()
        .expect("a client")
}

/// Changes all things except every tenth.
fn change_most(seen: &Seen) -> Reply {
    let ids: Vec<_> = ids(seen).into_iter().filter(|id| id % 10 != 0).collect();
    Reply::new(200, &[], &changed(&ids))
}

/// Returns all IDs of an outcome, including duplicates.
fn all(outcome: &DemoOutcome) -> Vec<i64> {
    let mut all: Vec<_> = outcome.updated.iter().map(|(id, _)| *id).collect();
    all.extend(&outcome.not_updated);
    all.extend(outcome.failed.iter().flat_map(|failed| &failed.ids));
    all.extend(outcome.unknown.iter().flat_map(|unknown| &unknown.ids));
    all.extend(&outcome.not_tried);
    all.sort_unstable();
    all
}

#[tokio::test]
async fn ids_are_sent_in_batches_and_each_has_one_outcome() {
    let stub = Stub::start(change_most).await;
    let outcome = unpaced(&stub.url)
        .bulk(0..250)
        .send_all()
        .await
        .expect("an outcome");
    let sizes: Vec<_> = stub.seen().iter().map(|seen| ids(seen).len()).collect();
    assert_eq!(sizes, [100, 100, 50]);
    assert_eq!(
        (outcome.updated.len(), outcome.not_updated.len()),
        (225, 25)
    );
    assert_eq!(all(&outcome), (0..250).collect::<Vec<_>>());
    assert_eq!(outcome.len(), 250);
    assert_eq!(
        outcome.to_string(),
        "225 updated, 25 not updated, 0 failed, 0 unknown, 0 not tried"
    );
    assert!(!outcome.is_complete() && outcome.updated.iter().all(|(id, thing)| thing.id == *id));
    assert!(!outcome.is_empty());
}

#[tokio::test]
async fn an_id_that_is_given_twice_is_sent_once() {
    let stub = Stub::start(change_most).await;
    let twice = (1..6).chain(1..6);
    let call = unpaced(&stub.url).bulk(twice).batch_size(3);
    let outcome = call.send_all().await.expect("an outcome");
    let sent: Vec<_> = stub.seen().iter().map(ids).collect();
    assert_eq!(sent, [vec![1, 2, 3], vec![4, 5]]);
    assert_eq!(all(&outcome), [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn batches_send_an_id_once_over_all_batches() {
    let stub = Stub::start(change_most).await;
    let call = unpaced(&stub.url).bulk([1, 1, 2, 1, 2, 3]);
    let mut batches = call.batch_size(1).batches();
    let mut taken = Vec::new();
    while let Some(batch) = batches.next().await {
        taken.push(batch.taken);
    }
    let sent: Vec<_> = stub.seen().iter().map(ids).collect();
    assert_eq!(sent, [[1], [2], [3]]);
    assert_eq!(taken, [1, 3, 6]);
}

#[tokio::test]
async fn no_ids_send_no_request() {
    let stub = Stub::start(change_most).await;
    let outcome = unpaced(&stub.url)
        .bulk(Vec::<i64>::new())
        .send_all()
        .await
        .expect("an outcome");
    assert!(outcome.is_empty() && stub.seen().is_empty());
}

/// A caller's own type of ID.
struct OwnId(i64);

impl IntoEntry<i64> for OwnId {
    fn into_entry(self) -> i64 {
        self.0
    }
}

#[tokio::test]
async fn ids_can_be_borrowed_and_converted() {
    let stub = Stub::start(change_most).await;
    let ids = vec![1, 2];
    let call = unpaced(&stub.url).bulk(&ids);
    assert!(call.send_all().await.expect("an outcome").is_complete());
    assert!(unpaced(&stub.url).bulk(ids.iter()).send().await.is_ok());
    let own = ids.into_iter().map(OwnId);
    assert!(unpaced(&stub.url).bulk(own).send().await.is_ok());
}

#[tokio::test]
async fn a_whole_body_can_be_split() {
    let stub = Stub::start(change_most).await;
    let body = BulkThings {
        ids: (1..6).collect(),
        ..BulkThings::default()
    };
    let outcome = unpaced(&stub.url)
        .call(body)
        .batch_size(2)
        .send_all()
        .await
        .expect("an outcome");
    assert_eq!((outcome.len(), stub.seen().len()), (5, 3));
}

/// Sends three batches and returns their outcome. The server sends `reply` to the second batch and accepts the others.
async fn second_of_three(reply: impl Fn() -> Reply + Send + Sync + 'static) -> DemoOutcome {
    let stub = Stub::start(move |seen| {
        if ids(seen)[0] == 3 {
            reply()
        } else {
            change_most(seen)
        }
    })
    .await;
    let call = unpaced(&stub.url).bulk([1, 2, 3, 4, 5, 6]).batch_size(2);
    let outcome = call.send_all().await.expect("an outcome");
    assert_eq!(
        outcome
            .updated
            .iter()
            .map(|(id, _)| *id)
            .collect::<Vec<_>>(),
        [1, 2, 5, 6]
    );
    assert_eq!(all(&outcome), [1, 2, 3, 4, 5, 6]);
    assert_eq!(stub.seen().len(), 3);
    outcome
}

#[tokio::test]
async fn a_rejected_batch_is_failed_and_does_not_stop_the_rest() {
    let outcome = second_of_three(|| Reply::new(422, &[], "")).await;
    assert_eq!(outcome.failed[0].ids, [3, 4]);
    assert_eq!(
        outcome.failed[0]
            .error
            .status()
            .map(|status| status.as_u16()),
        Some(422)
    );
}

#[tokio::test]
async fn a_batch_without_a_response_is_unknown() {
    for reply in [
        Reply::close,
        || Reply::raw(TRUNCATED),
        || Reply::new(200, &[], "<html>"),
    ] {
        let outcome = second_of_three(reply).await;
        assert_eq!(outcome.unknown[0].ids, [3, 4]);
        assert!(outcome.unknown[0].error.is_some());
    }
}

/// A truncated response.
const TRUNCATED: &str = "HTTP/1.1 200 \r\ncontent-length: 99\r\n\r\n{";

#[tokio::test]
async fn a_batch_that_may_have_been_processed_is_unknown() {
    for status in [500, 502, 503, 504] {
        let outcome = second_of_three(move || Reply::new(status, &[], "")).await;
        assert_eq!(outcome.unknown[0].ids, [3, 4], "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_was_never_sent_is_failed() {
    let url = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        format!("http://{}", listener.local_addr().expect("an address"))
    };
    let outcome = unpaced(&url)
        .bulk([1, 2])
        .send_all()
        .await
        .expect("an outcome");
    assert_eq!(outcome.failed[0].ids, [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn ids_absent_after_an_attempt_in_doubt_are_unknown() {
    for lost in [
        Reply::close,
        || Reply::new(503, &[], ""),
        || Reply::new(200, &[], "{").after(MINUTE),
        || Reply::raw(TRUNCATED),
    ] {
        let requests = AtomicU32::new(0);
        let stub = Stub::start(move |_| match requests.fetch_add(1, Ordering::Relaxed) {
            0 => lost(),
            1 => Reply::new(429, &[], ""),
            _ => Reply::new(200, &[], &changed(&[2])),
        })
        .await;
        let body = BulkThings {
            ids: vec![1, 2],
            is_safe: true,
            ..BulkThings::default()
        };
        let call = unpaced(&stub.url).call(body);
        let outcome = call.send_all().await.expect("an outcome");
        assert_eq!((outcome.updated[0].0, stub.seen().len()), (2, 3));
        assert_eq!(outcome.unknown[0].ids, [1]);
        assert!(outcome.unknown[0].error.is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn ids_absent_after_a_refused_attempt_are_not_updated() {
    let requests = AtomicU32::new(0);
    let stub = Stub::start(move |_| match requests.fetch_add(1, Ordering::Relaxed) {
        0 => Reply::new(429, &[], ""),
        _ => Reply::new(200, &[], &changed(&[2])),
    })
    .await;
    let call = unpaced(&stub.url).bulk([1, 2]);
    let outcome = call.send_all().await.expect("an outcome");
    assert_eq!(outcome.not_updated, [1]);
}

#[tokio::test]
async fn ids_absent_from_an_unconfirmed_response_are_unknown() {
    let stub = Stub::start(|_| Reply::new(200, &[], &changed(&[]))).await;
    let body = BulkThings {
        ids: vec![1, 2],
        deletes: true,
        ..BulkThings::default()
    };
    let outcome = unpaced(&stub.url)
        .call(body)
        .send_all()
        .await
        .expect("an outcome");
    assert_eq!(outcome.unknown[0].ids, [1, 2]);
    assert!(outcome.unknown[0].error.is_none());
}

#[tokio::test]
async fn results_for_other_ids_are_ignored() {
    let stub = Stub::start(|_| Reply::new(200, &[], &changed(&[1, 1, 9]))).await;
    let outcome = unpaced(&stub.url)
        .bulk([1, 2])
        .send_all()
        .await
        .expect("an outcome");
    assert_eq!((outcome.updated.len(), outcome.not_updated), (1, vec![2]));
}

#[tokio::test]
async fn a_call_without_any_valid_request_is_an_error() {
    let stub = Stub::start(change_most).await;
    let client = builder(&stub.url).build().expect("a client");
    let error = client
        .bulk(1..500)
        .send_all()
        .await
        .expect_err("no credential");
    assert!(
        matches!(error, Error::Invalid(InvalidRequest::Credential(_))),
        "{error}"
    );
    assert!(stub.seen().is_empty());
}

/// Returns the failed IDs, each with the message of its error.
fn failures(outcome: &DemoOutcome) -> Vec<(&[i64], String)> {
    let failed = outcome.failed.iter();
    failed
        .map(|failed| (failed.ids.as_slice(), failed.error.to_string()))
        .collect()
}

#[tokio::test]
async fn an_invalid_entry_fails_by_itself_and_is_named_by_its_position_in_the_call() {
    let stub = Stub::start(change_most).await;
    let given = [1, 2, 2, 3, -4, 5, 6, -7, -8, 9];
    let call = unpaced(&stub.url).bulk(given).batch_size(3);
    let outcome = call.send_all().await.expect("an outcome");
    let sent: Vec<_> = stub.seen().iter().map(ids).collect();
    assert_eq!(sent, [vec![1, 2, 3], vec![5, 6], vec![9]]);
    let says = |position: usize, id: i64| {
        format!("bulk_things: not sent: `ids[{position}]` is {id}; at least 0 is needed")
    };
    assert_eq!(
        failures(&outcome),
        [
            (&[-4][..], says(4, -4)),
            (&[-7], says(7, -7)),
            (&[-8], says(8, -8))
        ]
    );
    assert_eq!((outcome.len(), outcome.updated.len()), (9, 6));
}

#[tokio::test]
async fn a_call_of_invalid_entries_only_is_an_error_that_names_them_all() {
    let stub = Stub::start(change_most).await;
    let call = unpaced(&stub.url).bulk([-1, -2, -3]).batch_size(2);
    let error = call.send_all().await.expect_err("nothing is sent");
    let Error::Invalid(InvalidRequest::Constraints { violations, .. }) = error else {
        panic!("another error: {error}");
    };
    let fields: Vec<_> = violations.iter().map(Violation::field).collect();
    assert_eq!(fields, ["ids[0]", "ids[1]", "ids[2]"]);
    assert!(stub.seen().is_empty());
}

#[tokio::test]
async fn a_call_with_one_entry_that_was_sent_has_an_outcome() {
    for deletes in [false, true] {
        let stub = Stub::start(|_| Reply::new(200, &[], &changed(&[]))).await;
        let body = BulkThings {
            ids: vec![-1, 2],
            deletes,
            ..BulkThings::default()
        };
        let outcome = unpaced(&stub.url).call(body).send_all().await;
        let outcome = outcome.expect("an outcome");
        let counts = [
            outcome.updated.len(),
            outcome.not_updated.len(),
            outcome.failed.len(),
            outcome.unknown.len(),
        ];
        let [not_updated, unknown] = [usize::from(!deletes), usize::from(deletes)];
        assert_eq!(counts, [0, not_updated, 1, unknown]);
    }
}

#[tokio::test]
async fn the_message_of_many_invalid_entries_has_the_first() {
    let client = unpaced("http://127.0.0.1:1");
    let error = client.bulk(-1000..0).send_all().await;
    let error = error.expect_err("nothing is sent");
    let message = error.to_string();
    assert!(
        message.contains("`ids[9]` is -991; at least 0 is needed; and 990 more"),
        "{message}"
    );
    let Error::Invalid(InvalidRequest::Constraints { violations, .. }) = error else {
        panic!("another error: {error}");
    };
    assert_eq!(violations.len(), 1000);
}

#[tokio::test]
async fn a_batch_of_invalid_entries_only_does_not_stop_the_rest() {
    let stub = Stub::start(change_most).await;
    let call = unpaced(&stub.url).bulk([-1, -2, 3]).batch_size(2);
    let outcome = call.send_all().await.expect("an outcome");
    assert_eq!((outcome.failed.len(), outcome.updated.len()), (2, 1));
}

fn with_a_long_tag() -> BulkThings {
    BulkThings {
        ids: (0..500).collect(),
        tag: "too long".to_owned(),
        ..BulkThings::default()
    }
}

#[tokio::test]
async fn a_request_that_is_invalid_apart_from_its_entries_fails_once() {
    let stub = Stub::start(change_most).await;
    let client = unpaced(&stub.url);
    let call = client.call(with_a_long_tag());
    let error = call.send_all().await.expect_err("nothing is sent");
    assert_eq!(
        error.to_string(),
        "bulk_things: not sent: `tag` has 8 characters; at most 5 are allowed"
    );
    let mut batches = client.call(with_a_long_tag()).batches();
    let first = batches.next().await.expect("a batch").outcome;
    assert_eq!((first.failed[0].ids.len(), first.len()), (100, 100));
    let second = batches.next().await.expect("a batch").outcome;
    assert_eq!((second.not_tried.len(), second.len()), (400, 400));
    assert!(stub.seen().is_empty());
}

#[tokio::test]
async fn an_error_that_every_request_would_have_stops_the_call() {
    for status in [401, 403] {
        let stub = Stub::start(move |_| Reply::new(status, &[], "")).await;
        let call = unpaced(&stub.url).bulk(0..1000);
        let outcome = call.send_all().await.expect("an outcome");
        let expected: Vec<_> = (100..1000).collect();
        assert_eq!(outcome.not_tried, expected, "{status}");
        assert_eq!((outcome.failed[0].ids.len(), outcome.len()), (100, 1000));
        assert_eq!(stub.seen().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_missing_credential_stops_the_batches() {
    let stub = Stub::start(change_most).await;
    let client = builder(&stub.url).build().expect("a client");
    let mut batches = client.bulk(0..).batches();
    let first = batches.next().await.expect("a batch").outcome;
    assert_eq!(first.failed[0].ids.len(), 100);
    let second = batches.next().await.expect("a batch").outcome;
    assert_eq!(second.not_tried.len(), 100);
}

#[tokio::test]
async fn entries_that_are_not_tried_come_lazily_in_batches_of_the_usual_size() {
    let stub = Stub::start(|_| Reply::new(401, &[], "")).await;
    let taken = Cell::new(0);
    let endless = (0..).inspect(|_| taken.set(taken.get() + 1));
    let mut batches = unpaced(&stub.url).bulk(endless).batch_size(10).batches();
    for index in 0..3 {
        let batch = batches.next().await.expect("a batch");
        assert_eq!((batch.index, batch.taken), (index, taken.get()));
        let not_tried = if index == 0 { 0 } else { 10 };
        assert_eq!(
            (batch.outcome.not_tried.len(), batch.outcome.len()),
            (not_tried, 10)
        );
    }
    assert_eq!(stub.seen().len(), 1);
}

#[tokio::test]
async fn a_403_after_a_batch_that_succeeded_is_about_its_batch() {
    let outcome = second_of_three(|| Reply::new(403, &[], "")).await;
    assert_eq!(
        (outcome.failed[0].ids.as_slice(), outcome.not_tried.len()),
        (&[3, 4][..], 0)
    );
}

#[tokio::test]
async fn a_403_after_a_batch_that_was_accepted_is_about_its_batch() {
    let stub = Stub::start(|seen| match ids(seen)[0] {
        2 => Reply::new(403, &[], ""),
        _ => Reply::new(200, &[], &changed(&[])),
    })
    .await;
    let body = BulkThings {
        ids: vec![1, 2, 3],
        deletes: true,
        ..BulkThings::default()
    };
    let call = unpaced(&stub.url).call(body).batch_size(1);
    let outcome = call.send_all().await.expect("an outcome");
    assert_eq!((outcome.unknown.len(), outcome.failed.len()), (2, 1));
    assert_eq!(outcome.not_tried, [0; 0]);
}

#[tokio::test]
async fn a_401_after_a_batch_that_succeeded_stops_the_call() {
    let stub = Stub::start(|seen| match ids(seen)[0] {
        1 => change_most(seen),
        _ => Reply::new(401, &[], ""),
    })
    .await;
    let call = unpaced(&stub.url).bulk([1, 2, 3, 4, 5]).batch_size(2);
    let outcome = call.send_all().await.expect("an outcome");
    assert_eq!((outcome.updated.len(), outcome.not_tried), (2, vec![5]));
}

#[tokio::test]
async fn an_outcome_is_a_result_if_every_id_was_updated() {
    let stub = Stub::start(change_most).await;
    let client = unpaced(&stub.url);
    let outcome = client.bulk([1, 2]).send_all().await.expect("an outcome");
    let updated = outcome.into_result().expect("all are updated");
    assert_eq!(updated.len(), 2);
    let outcome = client.bulk([1, 10]).send_all().await.expect("an outcome");
    let error = outcome.into_result().expect_err("one is not updated");
    assert_eq!(
        error.to_string(),
        "not every ID was updated: 1 updated, 1 not updated, 0 failed, 0 unknown, 0 not tried"
    );
    assert_eq!(error.outcome().not_updated, [10]);
    assert_eq!(error.into_outcome().updated.len(), 1);
}

#[tokio::test]
async fn an_incomplete_outcome_says_its_first_causes_once() {
    let stub = Stub::start(|seen| {
        let first = ids(seen)[0];
        Reply::new(u16::try_from(422 + first / 4).expect("a status"), &[], "")
    })
    .await;
    let call = unpaced(&stub.url).bulk(0..20).batch_size(2);
    let outcome = call.send_all().await.expect("an outcome");
    let error = outcome.into_result().expect_err("none is updated");
    let expected = "not every ID was updated: 0 updated, 0 not updated, 20 failed, 0 unknown, \
                    0 not tried: bulk_things: 422 Unprocessable Entity; \
                    bulk_things: 423 Locked; bulk_things: 424 Failed Dependency; …";
    assert_eq!(error.to_string(), expected);
    assert_eq!(
        format!("{error:?}"),
        format!("IncompleteOutcome({expected})")
    );
}

#[tokio::test]
async fn an_outcome_serializes_to_the_documented_shape() {
    let stub = Stub::start(|seen| match ids(seen)[0] {
        1 => change_most(seen),
        10 => Reply::close(),
        _ => Reply::json(401, &json!({ "message": format!("who is {KEY}?") })),
    })
    .await;
    let call = unpaced(&stub.url).bulk([-1, 1, 10, 2, 20, 3, 4, 5]);
    let outcome = call.batch_size(2).send_all().await.expect("an outcome");
    let says = |error: &DemoError| error.to_string();
    let closed = outcome.unknown[0].error.as_ref().map(says);
    let outcome = serde_json::to_value(&outcome).expect("JSON");
    let error = |kind: &str, status: Option<u16>, message: &str| {
        let message = format!("bulk_things: {message}");
        json!({ "kind": kind, "status": status, "message": message })
    };
    let invalid = error(
        "invalid",
        None,
        "not sent: `ids[0]` is -1; at least 0 is needed",
    );
    let advice = "check that the credential is correct and still valid";
    let message = format!("401 Unauthorized: who is [secret]?: {advice}");
    let rejected = error("api", Some(401), &message);
    let expected = json!({
        "updated": [{ "id": 1, "value": { "id": 1, "tags": [] } }],
        "not_updated": [],
        "failed": [
            { "ids": [-1], "error": invalid },
            { "ids": [20, 3], "error": rejected },
        ],
        "unknown": [
            {
                "ids": [10, 2],
                "error": { "kind": "transport", "status": null, "message": closed },
            },
        ],
        "not_tried": [4, 5],
        "reasons": [],
    });
    assert_eq!(outcome, expected);
}

#[tokio::test]
async fn an_unknown_outcome_without_an_error_serializes_as_null() {
    let stub = Stub::start(|_| Reply::new(200, &[], &changed(&[]))).await;
    let body = BulkThings {
        ids: vec![1],
        deletes: true,
        ..BulkThings::default()
    };
    let mut batches = unpaced(&stub.url).call(body).batches();
    let batch = batches.next().await.expect("a batch");
    let batch = serde_json::to_value(&batch).expect("JSON");
    let unknown = json!([{ "ids": [1], "error": null }]);
    assert_eq!((&batch["index"], &batch["taken"]), (&json!(0), &json!(1)));
    assert_eq!(batch["outcome"]["unknown"], unknown);
}

#[tokio::test(start_paused = true)]
async fn a_stopped_stream_awaits_the_batch_in_flight_and_sends_no_other() {
    let stub = Stub::start(|seen| change_most(seen).after(Duration::from_secs(3))).await;
    let mut batches = unpaced(&stub.url).bulk(1..6).batch_size(2).batches();
    assert_eq!(batches.in_flight(), [0; 0]);
    assert!(waits(&mut batches).await);
    assert_eq!(batches.in_flight(), [1, 2]);
    batches.stop();
    assert_eq!(batches.in_flight(), [1, 2]);
    let outcome = rest(&mut batches).await;
    assert_eq!(
        (outcome.updated.len(), outcome.not_tried),
        (2, vec![3, 4, 5])
    );
    assert_eq!((stub.seen().len(), batches.in_flight().len()), (1, 0));
}

/// Polls the stream for a second, and returns whether it yields nothing.
async fn waits<I: Iterator<Item = i64>>(batches: &mut Batches<BulkThings, I>) -> bool {
    let second = Duration::from_secs(1);
    tokio::time::timeout(second, batches.next()).await.is_err()
}

/// Returns the outcome of all batches that remain.
async fn rest<I: Iterator<Item = i64>>(batches: &mut Batches<BulkThings, I>) -> DemoOutcome {
    let mut outcome = DemoOutcome::default();
    while let Some(batch) = batches.next().await {
        outcome.merge(batch.outcome);
    }
    outcome
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_only_waits_for_the_rate_limit_is_not_tried_after_a_stop() {
    let stub = Stub::start(change_most).await;
    let mut batches = client(&stub.url).bulk(0..20).batch_size(1).batches();
    while !waits(&mut batches).await {}
    assert_eq!((stub.seen().len(), batches.in_flight()), (5, &[][..]));
    batches.stop();
    let outcome = rest(&mut batches).await;
    assert_eq!(outcome.not_tried, (5..20).collect::<Vec<_>>());
    assert_eq!(stub.seen().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_waits_for_a_retry_keeps_its_last_error_after_a_stop() {
    for (reply, is_unknown) in [
        (Reply::close as fn() -> Reply, true),
        (|| Reply::new(503, &[("retry-after", "30")], ""), true),
        (|| Reply::new(429, &[("retry-after", "30")], ""), false),
    ] {
        for is_paced in [false, true] {
            let stub = Stub::start(move |_| reply()).await;
            let builder = builder(&stub.url).credential(0, KEY).pacing(is_paced);
            let policy = RetryPolicy::new().backoff(MINUTE, MINUTE);
            let client = builder.retry(policy).build().expect("a client");
            let body = BulkThings {
                ids: vec![1, 2, -3],
                is_safe: true,
                ..BulkThings::default()
            };
            let mut batches = client.call(body).batches();
            assert!(waits(&mut batches).await);
            let before = stub.seen().len();
            batches.stop();
            let outcome = rest(&mut batches).await;
            let lists = (outcome.unknown.len(), outcome.failed.len());
            assert_eq!(lists, if is_unknown { (1, 1) } else { (0, 2) });
            assert_eq!((outcome.len(), stub.seen().len()), (3, before));
        }
    }
}

#[tokio::test]
async fn a_stream_that_is_stopped_at_once_tries_nothing() {
    let stub = Stub::start(change_most).await;
    let mut batches = unpaced(&stub.url).bulk([1, 2]).batches();
    batches.stop();
    assert_eq!(rest(&mut batches).await.not_tried, [1, 2]);
    assert!(stub.seen().is_empty());
}

#[tokio::test]
async fn the_ids_that_remain_after_a_stop_come_in_one_batch_if_the_iterator_ends_soon() {
    let stub = Stub::start(change_most).await;
    let client = unpaced(&stub.url);
    let ids = vec![1, 2, 3, 2, 4, 5];
    let filtered = ids.clone().into_iter().filter(|id| *id != 4);
    let cases: [(Box<dyn Iterator<Item = i64>>, Vec<i64>); 4] = [
        (Box::new(ids.into_iter()), vec![1, 2, 3, 4, 5]),
        (Box::new(filtered), vec![1, 2, 3, 5]),
        (Box::new(1..), vec![1, 2]),
        (Box::new(1..i64::MAX), vec![1, 2]),
    ];
    for (index, (ids, expected)) in cases.into_iter().enumerate() {
        let mut batches = client.bulk(ids).batch_size(2).batches();
        batches.stop();
        let batch = batches.next().await.expect("a batch");
        assert_eq!(batch.outcome.not_tried, expected, "of case {index}");
        assert_eq!(batches.next().await.is_none(), index < 2, "of case {index}");
    }
    assert!(stub.seen().is_empty());
}

#[tokio::test]
async fn batches_take_ids_lazily() {
    let stub = Stub::start(change_most).await;
    let taken = Cell::new(0);
    let endless = (1..).inspect(|_| taken.set(taken.get() + 1));
    let mut batches = unpaced(&stub.url).bulk(endless).batch_size(10).batches();
    assert_eq!(taken.get(), 0);
    for index in 0..3 {
        let batch = batches.next().await.expect("a batch");
        assert_eq!((batch.index, batch.taken), (index, (index + 1) * 10));
        assert_eq!((batch.outcome.len(), taken.get()), (10, batch.taken));
    }
}

#[tokio::test]
async fn taken_counts_duplicate_ids() {
    let stub = Stub::start(change_most).await;
    let given = [1, 1, 2, 3, 4];
    let mut batches = unpaced(&stub.url).bulk(given).batch_size(2).batches();
    let first = batches.next().await.expect("a batch");
    assert_eq!(given[first.taken..], [3, 4]);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_future_does_not_send_a_batch_twice() {
    let stub = Stub::start(|seen| change_most(seen).after(Duration::from_secs(3))).await;
    let mut batches = unpaced(&stub.url).bulk([1, 2]).batches();
    let second = Duration::from_secs(1);
    let batch = loop {
        if let Ok(batch) = tokio::time::timeout(second, batches.next()).await {
            break batch.expect("a batch");
        }
    };
    assert_eq!((batch.outcome.len(), stub.seen().len()), (2, 1));
    assert!(batches.next().await.is_none());
}

#[test]
fn debug_shows_the_progress_of_batches() {
    let batches = client("http://127.0.0.1:1").bulk([1]).batches();
    let shown = format!("{batches:?}");
    assert!(
        shown.starts_with("Batches { operation: BulkThings {"),
        "{shown}"
    );
    assert!(shown.ends_with("size: 100, taken: 0, .. }"), "{shown}");
}

#[test]
fn batches_are_streams_and_send() {
    fn is_stream(_: Pin<&mut (impl Stream + Send)>) {}
    fn is_send(_: &impl Send) {}
    let client = client("http://127.0.0.1:1");
    is_stream(Pin::new(&mut client.bulk([1]).batches()));
    is_send(&client.bulk([1]).send_all());
}

/// Returns a random fault for one request: whether it is processed, and the reply.
fn fault(random: &mut fastrand::Rng, body: &str) -> (bool, Reply) {
    let good = || Reply::new(200, &[], body);
    if random.f64() >= 0.3 {
        return (true, good());
    }
    match random.u8(..10) {
        8 => (false, Reply::new(403, &[], "")),
        9 if random.u8(..8) == 0 => (false, Reply::new(401, &[], "")),
        0 => (false, Reply::new(503, &[], "")),
        1 => (false, Reply::new(429, &[("retry-after", "1")], "")),
        2 => (true, Reply::new(500, &[], "")),
        3 => (false, Reply::close()),
        4 => (true, Reply::close()),
        5 => (true, Reply::raw(TRUNCATED)),
        6 => (true, Reply::new(200, &[], "<html>")),
        _ => (true, good().after(MINUTE)),
    }
}

#[tokio::test(start_paused = true)]
async fn outcomes_are_correct_under_random_faults() {
    let mut lists = [0; 5];
    for seed in 0..200 {
        let is_safe = seed % 2 == 0;
        // Some servers name a conversation only in the answer to the request that changed it.
        let names_once = seed % 4 < 2;
        let changes = Arc::new(Mutex::new(BTreeMap::<i64, u32>::new()));
        let state = Arc::clone(&changes);
        let random = Mutex::new(fastrand::Rng::with_seed(seed));
        let stub = Stub::start(move |seen| {
            let changed_ids: Vec<_> = ids(seen).into_iter().filter(|id| id % 10 != 0).collect();
            let mut state = state.lock().expect("not poisoned");
            let is_named = |id: &&i64| !(names_once && state.contains_key(id));
            let named: Vec<_> = changed_ids.iter().filter(is_named).copied().collect();
            let mut random = random.lock().expect("not poisoned");
            let (is_processed, reply) = fault(&mut random, &changed(&named));
            if is_processed {
                changed_ids
                    .iter()
                    .for_each(|id| *state.entry(*id).or_default() += 1);
            }
            reply
        })
        .await;
        let body = BulkThings {
            ids: (-200..200).filter(|id| *id >= 0 || id % 17 == 0).collect(),
            is_safe,
            ..BulkThings::default()
        };
        let given = body.ids.clone();
        let mut batches = unpaced(&stub.url).call(body).batch_size(10).batches();
        let outcome = until_stopped(&mut batches, seed).await;
        assert_eq!(all(&outcome), given);
        tally(&mut lists, &outcome);
        let changes = changes.lock().expect("not poisoned");
        for (id, _) in &outcome.updated {
            assert!(changes.contains_key(id), "{id} is not updated, seed {seed}");
        }
        let untouched: BTreeSet<_> = outcome
            .failed
            .iter()
            .flat_map(|failed| &failed.ids)
            .collect();
        let untouched = untouched.into_iter().chain(&outcome.not_updated);
        for id in untouched.chain(&outcome.not_tried) {
            assert!(!changes.contains_key(id), "{id} is updated, seed {seed}");
        }
        if !is_safe {
            let most = changes.values().max().copied().unwrap_or_default();
            assert!(most <= 1, "an ID was processed twice, seed {seed}");
        }
    }
    assert!(lists.iter().all(|list| *list > 0), "{lists:?}");
}

/// Returns the outcome of all batches. Every third stream is stopped while a batch is in flight.
async fn until_stopped<I: Iterator<Item = i64>>(
    batches: &mut Batches<BulkThings, I>,
    seed: u64,
) -> DemoOutcome {
    let mut outcome = DemoOutcome::default();
    if seed.is_multiple_of(3) {
        for _ in 0..seed % 30 {
            let patience = Duration::from_millis(seed);
            match tokio::time::timeout(patience, batches.next()).await {
                Ok(Some(batch)) => outcome.merge(batch.outcome),
                Ok(None) => break,
                Err(_) => {}
            }
        }
        batches.stop();
    }
    outcome.merge(rest(batches).await);
    outcome
}

/// Adds the number of IDs in each list.
fn tally(lists: &mut [usize; 5], outcome: &DemoOutcome) {
    let unknown = outcome.unknown.iter().map(|unknown| unknown.ids.len());
    lists[0] += outcome.updated.len();
    lists[1] += outcome.not_updated.len();
    lists[2] += outcome.failed.len();
    lists[3] += unknown.sum::<usize>();
    lists[4] += outcome.not_tried.len();
}

#[tokio::test(start_paused = true)]
async fn an_idempotent_batch_is_retried_until_its_outcome_is_known() {
    let requests = AtomicU32::new(0);
    let stub = Stub::start(move |seen| match requests.fetch_add(1, Ordering::Relaxed) {
        0 => Reply::close(),
        1 => Reply::new(503, &[], ""),
        _ => change_most(seen),
    })
    .await;
    let body = BulkThings {
        ids: vec![1, 2],
        is_safe: true,
        ..BulkThings::default()
    };
    let outcome = unpaced(&stub.url)
        .call(body)
        .send_all()
        .await
        .expect("an outcome");
    assert!(outcome.is_complete());
}
