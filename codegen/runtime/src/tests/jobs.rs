use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::support::*;
use crate::runtime::internal::*;
use crate::runtime::*;

const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// `POST /jobs`, which starts a job.
#[derive(Clone, Debug, Default, Serialize)]
struct ChangeThings {
    things: Vec<Change>,
}

#[derive(Clone, Debug, Serialize)]
struct Change {
    id: String,
    #[serde(rename = "ref")]
    reference: Option<String>,
}

#[derive(Debug, Deserialize)]
struct JobCreated {
    job: i64,
}

/// `GET /jobs/{id}` and `GET /jobs/{id}/results`.
macro_rules! job_request {
    ($name:ident, $output:ty, $path:literal) => {
        #[derive(Clone, Debug)]
        struct $name(i64, Option<String>);

        impl crate::runtime::sealed::Sealed for $name {}

        impl Operation for $name {
            type Document = Demo;
            type Output = $output;
            const ENDPOINT: Endpoint = Endpoint::get($path, $path).security(&[&["header"]]);

            fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request> {
                let path = $path.replace("{id}", &self.0.to_string());
                let request = base.client.get(format!("{}{path}", base.baseurl));
                request.query(&query::form("cursor", &self.1)).build()
            }

            fn output(_status: u16, body: &mut Bytes) -> Result<$output, ReadError> {
                read::json(body)
            }
        }
    };
}

job_request!(GetJob, StatusBody, "/jobs/{id}");
job_request!(GetResults, ResultsBody, "/jobs/{id}/results");

impl Paged for GetResults {
    type Item = PartBody;
    type Cursor = String;

    fn cursor(&self) -> Option<String> {
        self.1.clone()
    }

    fn set_cursor(&mut self, cursor: String) {
        self.1 = Some(cursor);
    }

    fn next(&self, page: &ResultsBody) -> Option<String> {
        page.next.clone()
    }

    fn items(page: ResultsBody) -> Vec<PartBody> {
        page.parts
    }
}

#[derive(Debug, Deserialize)]
struct StatusBody {
    state: String,
    complete: Option<u32>,
    total: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct ResultsBody {
    parts: Vec<PartBody>,
    next: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct PartBody {
    state: Option<String>,
    succeeded: Option<u32>,
    failed: Option<u32>,
    results: Option<Vec<EntryResult>>,
    ids: Option<Vec<String>>,
    errors: Option<Vec<Value>>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct EntryResult {
    #[serde(rename = "ref")]
    reference: Option<String>,
    id: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

impl crate::runtime::sealed::Sealed for ChangeThings {}

impl Operation for ChangeThings {
    type Document = Demo;
    type Output = JobCreated;
    const ENDPOINT: Endpoint = Endpoint::post("change_things", "/jobs").security(&[&["header"]]);

    fn check(&self, check: &mut Check) {
        check.min_items("things", &self.things, 1);
        check.distinct("things", &self.things, "ref", |thing| {
            thing.reference.clone()
        });
    }

    fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request> {
        base.client
            .post(format!("{}/jobs", base.baseurl))
            .json(self)
            .build()
    }

    fn output(_status: u16, body: &mut Bytes) -> Result<JobCreated, ReadError> {
        read::json(body)
    }
}

impl Batched for ChangeThings {
    type Entry = Change;
    type Id = String;
    type Value = Option<EntryResult>;
    const SIZE: usize = 100;
    const DEDUPLICATE: bool = false;

    fn entries(&mut self) -> &mut Vec<Change> {
        &mut self.things
    }

    fn id(entry: &Change) -> String {
        entry.id.clone()
    }

    fn keys(entry: &Change) -> EntryKeys {
        EntryKeys {
            id: text(&entry.id),
            keys: vec![text(&entry.reference), text(&entry.id)],
        }
    }

    fn send_batch(call: Call<Self>) -> BatchFuture<Self> {
        send_job_batch(call)
    }
}

impl JobOperation for ChangeThings {
    type JobId = i64;
    type Status = GetJob;
    type Results = GetResults;
    type Item = EntryResult;
    const JOB: JobSettings = JobSettings {
        poll_interval: POLL_INTERVAL,
        done: &["done"],
        failed: &["crashed"],
        succeeded: &["changed"],
        total_counts_parts: true,
        part_done: &["done"],
        part_counts: true,
    };

    fn job_id(output: &JobCreated) -> i64 {
        output.job
    }

    fn status_request(id: i64) -> GetJob {
        GetJob(id, None)
    }

    fn progress(response: &StatusBody) -> JobProgress {
        JobProgress {
            state: response.state.clone(),
            complete: count(&response.complete),
            total: count(&response.total),
        }
    }

    fn results_request(id: i64) -> GetResults {
        GetResults(id, None)
    }

    fn next_page(request: &GetResults, response: &ResultsBody) -> Option<NextPage<GetResults>> {
        next_page(request, response)
    }

    fn read_results(response: ResultsBody) -> JobResults<EntryResult> {
        let mut results = JobResults::default();
        for part in response.parts {
            results.parts.push(JobPart {
                state: text(&part.state),
                succeeded: count(&part.succeeded),
                failed: count(&part.failed),
                ids: texts(&part.ids),
            });
            results.reasons.extend(values(&part.errors));
            results.items.extend(part.results.unwrap_or_default());
        }
        results
    }

    fn report(item: &EntryResult) -> ItemReport {
        ItemReport {
            keys: vec![text(&item.reference), text(&item.id)],
            state: text(&item.state),
            reason: text(&item.error),
        }
    }

    fn value(item: Option<EntryResult>) -> Option<EntryResult> {
        item
    }
}

type JobOutcome = OutcomeOf<ChangeThings>;

/// Starts a server whose jobs pass through `states` and stay in the last. Their results are those of
/// one finished part.
async fn server(states: &'static [&'static str], results: Value) -> Stub {
    server_of_pages(states, vec![vec![finished(results)]]).await
}

/// Starts a server whose jobs pass through `states` and stay in the last. Each page of their results
/// has the given parts, and leads to the next page by its number.
async fn server_of_pages(states: &'static [&'static str], pages: Vec<Vec<Value>>) -> Stub {
    let polls = AtomicUsize::new(0);
    let total = pages.iter().map(Vec::len).sum();
    Stub::start(
        move |seen| match (seen.method.as_str(), seen.target.as_str()) {
            ("POST", _) => Reply::json(201, &json!({ "job": 7 })),
            (_, "/jobs/7") => {
                let poll = polls.fetch_add(1, Ordering::Relaxed);
                state(states[poll.min(states.len() - 1)], total)
            }
            (_, target) => {
                let page = target
                    .strip_prefix("/jobs/7/results")
                    .expect("a known target");
                let page = page.strip_prefix("?cursor=");
                let page: usize = page.map_or(0, |page| page.parse().expect("a number"));
                let next = (page + 1 < pages.len()).then(|| (page + 1).to_string());
                Reply::json(200, &json!({ "parts": pages[page], "next": next }))
            }
        },
    )
    .await
}

/// Completes a part that is done. It counts the entries that it names.
fn finished(mut part: Value) -> Value {
    let list = |name: &str| part[name].as_array().cloned().unwrap_or_default();
    let changed = list("results");
    let changed = changed.iter().filter(|line| line["state"] == "changed");
    let succeeded = list("ids").len() + changed.count();
    let fields = part.as_object_mut().expect("an object");
    fields.entry("state").or_insert_with(|| json!("done"));
    fields
        .entry("succeeded")
        .or_insert_with(|| json!(succeeded));
    part
}

fn state(name: &str, total: usize) -> Reply {
    let complete = if name == "done" { total } else { 0 };
    let body = json!({ "state": name, "complete": complete, "total": total });
    Reply::json(200, &body)
}

fn unpaced(stub: &Stub) -> Client {
    let builder = builder(&stub.url).credential(0, KEY);
    builder.pacing(false).build().expect("a client")
}

fn change(id: &str) -> Change {
    Change {
        id: id.to_owned(),
        reference: None,
    }
}

fn change_with_reference(id: &str, reference: &str) -> Change {
    Change {
        reference: Some(reference.to_owned()),
        ..change(id)
    }
}

fn call(stub: &Stub, things: &[Change]) -> Call<ChangeThings> {
    let things = things.to_vec();
    unpaced(stub).call(ChangeThings { things })
}

async fn outcome(stub: &Stub, things: &[Change]) -> JobOutcome {
    call(stub, things).send_all().await.expect("an outcome")
}

fn updated(outcome: &JobOutcome) -> Vec<&str> {
    outcome.updated.iter().map(|(id, _)| id.as_str()).collect()
}

/// Returns the failed IDs, each with the message of its error.
fn failures(outcome: &JobOutcome) -> Vec<(&str, String)> {
    let failed = outcome.failed.iter();
    failed
        .map(|it| (it.ids[0].as_str(), it.error.to_string()))
        .collect()
}

fn targets(stub: &Stub) -> Vec<String> {
    stub.seen().into_iter().map(|seen| seen.target).collect()
}

fn job_error(error: &DemoError) -> &JobErrorKind {
    match error {
        Error::Job(error) => error.kind(),
        other => panic!("not an error of a job: {other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_is_awaited_and_each_entry_has_an_outcome() {
    let results = json!({ "results": [
        { "id": "a", "state": "changed" },
        { "id": "b", "state": "refused", "error": "it is locked" },
    ] });
    let stub = server(&["queued", "running", "done"], results).await;
    let outcome = outcome(&stub, &[change("a"), change("b"), change("c")]).await;
    assert_eq!(updated(&outcome), ["a"]);
    assert_eq!(outcome.not_updated, ["c"]);
    assert_eq!(
        failures(&outcome),
        [(
            "b",
            "change_things: entry rejected: it is locked".to_owned()
        )]
    );
    let Error::Item(error) = &outcome.failed[0].error else {
        panic!("not an error of an entry: {outcome:?}");
    };
    assert_eq!(error.operation(), "change_things");
    assert_eq!(error.state(), Some("refused"));
    assert_eq!(error.reason(), Some("it is locked"));
    assert_eq!(outcome.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_job_is_polled_at_the_declared_interval() {
    let stub = server(&["queued", "running", "done"], json!({})).await;
    let started = Instant::now();
    let _ = outcome(&stub, &[change("a")]).await;
    let expected = ["/jobs", "/jobs/7", "/jobs/7", "/jobs/7", "/jobs/7/results"];
    assert_eq!(targets(&stub), expected);
    assert_eq!(started.elapsed().as_secs(), 3 * POLL_INTERVAL.as_secs());
}

#[tokio::test(start_paused = true)]
async fn the_interval_of_a_call_replaces_the_declared_one() {
    for (interval, seconds) in [
        (Duration::ZERO, 0),
        (Duration::from_millis(500), 1),
        (Duration::from_secs(60), 3 * 60),
    ] {
        let stub = server(&["queued", "running", "done"], json!({})).await;
        let started = Instant::now();
        let call = call(&stub, &[change("a")]).job_interval(interval);
        let _ = call.send_all().await.expect("an outcome");
        assert_eq!(targets(&stub).len(), 5, "{interval:?}");
        assert_eq!(started.elapsed().as_secs(), seconds, "{interval:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_longest_interval_of_a_call_does_not_overflow() {
    let stub = server(&["done"], json!({})).await;
    let timeout = Duration::from_secs(9);
    let call = call(&stub, &[change("a")]).job_interval(Duration::MAX);
    let mut job = call.job_timeout(timeout).send_job().await.expect("a job");
    let error = job.wait().await.expect_err("the timeout is shorter");
    assert_eq!(*job_error(&error), JobErrorKind::Unfinished(timeout));
}

#[tokio::test(start_paused = true)]
async fn entries_of_a_failed_job_are_unknown() {
    let stub = server(&["running", "crashed"], json!({})).await;
    let outcome = outcome(&stub, &[change("a"), change("b")]).await;
    assert_eq!(outcome.unknown[0].ids, ["a", "b"]);
    let error = outcome.unknown[0].error.as_ref().expect("an error");
    assert_eq!(*job_error(error), JobErrorKind::Ended("crashed".to_owned()));
    let Error::Job(error) = error else {
        panic!("not an error of a job: {error:?}");
    };
    assert_eq!((error.operation(), error.id()), ("change_things", "7"));
    assert_eq!(outcome.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn entries_are_unknown_and_not_sent_again_if_polling_fails() {
    let stub = Stub::start(|seen| match seen.method.as_str() {
        "POST" => Reply::json(201, &json!({ "job": 7 })),
        _ => Reply::new(404, &[], ""),
    })
    .await;
    let outcome = outcome(&stub, &[change("a")]).await;
    assert_eq!(outcome.unknown[0].ids, ["a"]);
    assert_eq!(targets(&stub), ["/jobs", "/jobs/7"]);
}

#[tokio::test(start_paused = true)]
async fn a_transient_failure_of_a_status_request_is_retried() {
    let polls = AtomicUsize::new(0);
    let stub = Stub::start(move |seen| match seen.target.as_str() {
        "/jobs" => Reply::json(201, &json!({ "job": 7 })),
        "/jobs/7" if polls.fetch_add(1, Ordering::Relaxed) == 0 => Reply::new(503, &[], ""),
        "/jobs/7" => state("done", 1),
        _ => Reply::json(
            200,
            &json!({ "parts": [finished(json!({ "ids": ["a"] }))] }),
        ),
    })
    .await;
    assert_eq!(updated(&outcome(&stub, &[change("a")]).await), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn status_requests_are_retried_though_the_call_is_not_idempotent() {
    let polls = AtomicUsize::new(0);
    let stub = Stub::start(move |seen| match seen.target.as_str() {
        "/jobs" => Reply::json(201, &json!({ "job": 7 })),
        "/jobs/7" if polls.fetch_add(1, Ordering::Relaxed) == 0 => Reply::close(),
        "/jobs/7" => state("done", 1),
        _ => Reply::json(
            200,
            &json!({ "parts": [finished(json!({ "ids": ["a"] }))] }),
        ),
    })
    .await;
    let call = call(&stub, &[change("a")]).idempotency(Idempotency::NotIdempotent);
    let outcome = call.send_all().await.expect("an outcome");
    assert_eq!(updated(&outcome), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn ids_without_results_are_updated() {
    let stub = server(&["done"], json!({ "ids": ["b"] })).await;
    let outcome = outcome(&stub, &[change("a"), change("b")]).await;
    assert_eq!(updated(&outcome), ["b"]);
    assert_eq!(outcome.updated[0].1, None);
    assert_eq!(outcome.not_updated, ["a"]);
}

#[tokio::test(start_paused = true)]
async fn a_result_overrides_the_list_of_ids() {
    let results = json!({
        "ids": ["a"],
        "results": [{ "id": "a", "state": "refused" }],
    });
    let stub = server(&["done"], results).await;
    let outcome = outcome(&stub, &[change("a")]).await;
    let expected = "change_things: entry rejected: its state is `refused`";
    assert_eq!(failures(&outcome), [("a", expected.to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn a_result_in_an_unknown_state_is_failed() {
    for line in [json!({ "id": "a", "state": "new" }), json!({ "id": "a" })] {
        let stub = server(&["done"], json!({ "results": [line] })).await;
        let outcome = outcome(&stub, &[change("a")]).await;
        assert_eq!(outcome.failed[0].ids, ["a"], "{line}");
        assert!(!outcome.failed[0].error.may_have_been_processed());
    }
}

#[tokio::test(start_paused = true)]
async fn entries_are_matched_by_reference_before_id() {
    let results = json!({ "succeeded": 1, "results": [
        { "ref": "two", "state": "refused", "error": "by reference" },
        { "id": "b", "state": "changed" },
        { "id": "a", "state": "changed" },
    ] });
    let stub = server(&["done"], results).await;
    let things = [
        change_with_reference("a", "one"),
        change_with_reference("b", "two"),
        change("c"),
    ];
    let outcome = outcome(&stub, &things).await;
    assert_eq!(updated(&outcome), ["a"]);
    assert_eq!(outcome.failed[0].ids, ["b"]);
    assert_eq!(outcome.not_updated, ["c"]);
}

/// Returns the IDs of the outcome by list: updated, not updated, failed and unknown.
fn lists(outcome: &JobOutcome) -> [Vec<&str>; 4] {
    let mut lists = [updated(outcome), Vec::new(), Vec::new(), Vec::new()];
    lists[1].extend(outcome.not_updated.iter().map(String::as_str));
    let failed = outcome.failed.iter().flat_map(|it| &it.ids);
    lists[2].extend(failed.map(String::as_str));
    let unknown = outcome.unknown.iter().flat_map(|it| &it.ids);
    lists[3].extend(unknown.map(String::as_str));
    lists
}

#[tokio::test(start_paused = true)]
async fn entries_without_a_result_are_updated_or_not_only_if_the_counts_say_so() {
    let refused = json!([{ "id": "c", "state": "refused" }]);
    let all: &[&str] = &["a", "b", "c"];
    let none: &[&str] = &[];
    let counts = "they do not count the entries that were updated";
    let cases = [
        (json!({ "succeeded": 0 }), [none, all, none, none], ""),
        (
            json!({ "succeeded": 0, "failed": 3 }),
            [none, all, none, none],
            "",
        ),
        (json!({ "succeeded": 3 }), [all, none, none, none], ""),
        (
            json!({ "succeeded": 3, "failed": 0 }),
            [all, none, none, none],
            "",
        ),
        (
            json!({ "succeeded": 2, "failed": 1, "results": refused }),
            [&["a", "b"], none, &["c"], none],
            "",
        ),
        (
            json!({ "succeeded": 1, "failed": 2, "ids": ["b"] }),
            [&["b"], &["a", "c"], none, none],
            "",
        ),
        (
            json!({ "succeeded": 2 }),
            [none, none, none, all],
            "2 were updated, and 0 of them are named",
        ),
        (
            json!({ "succeeded": 0, "failed": 1 }),
            [none, none, none, all],
            "0 were updated, and 0 of them are named",
        ),
        (
            json!({ "succeeded": 2, "failed": 1, "ids": ["b"] }),
            [&["b"], none, none, &["a", "c"]],
            "2 were updated, and 1 of them are named",
        ),
        (
            json!({ "succeeded": null }),
            [none, none, none, all],
            counts,
        ),
        (
            json!({ "succeeded": null, "ids": ["a"] }),
            [&["a"], none, none, &["b", "c"]],
            counts,
        ),
        (
            json!({ "state": "queued", "succeeded": 0, "failed": 0, "ids": [] }),
            [none, none, none, all],
            "1 part is not complete",
        ),
        (
            json!({ "state": null, "succeeded": 1, "failed": 2, "ids": ["a"] }),
            [&["a"], none, none, &["b", "c"]],
            "1 part is not complete",
        ),
    ];
    for (part, expected, reason) in cases {
        let stub = server(&["done"], part.clone()).await;
        let outcome = outcome(&stub, &[change("a"), change("b"), change("c")]).await;
        assert_eq!(lists(&outcome), expected, "{part}");
        let error = outcome.unknown.first().and_then(|it| it.error.as_ref());
        let says = error.map(|error| match job_error(error) {
            JobErrorKind::Unaccounted(problem) => problem.as_str(),
            other => panic!("another kind: {other:?}"),
        });
        assert_eq!(says.unwrap_or_default(), reason, "{part}");
    }
}

#[tokio::test(start_paused = true)]
async fn entries_of_a_part_that_is_announced_and_not_listed_are_unknown() {
    let stub = Stub::start(|seen| match seen.target.as_str() {
        "/jobs" => Reply::json(201, &json!({ "job": 7 })),
        "/jobs/7" => state("done", 2),
        _ => Reply::json(
            200,
            &json!({ "parts": [finished(json!({ "ids": ["a"] }))] }),
        ),
    })
    .await;
    let outcome = outcome(&stub, &[change("a"), change("b")]).await;
    let expected: [&[&str]; 4] = [&["a"], &[], &[], &["b"]];
    assert_eq!(lists(&outcome), expected);
    let error = outcome.unknown[0].error.as_ref().expect("an error");
    assert_eq!(
        error.to_string(),
        "change_things: job 7 finished, but its results do not say what happened to these \
         entries: 1 of 2 parts are listed"
    );
}

#[tokio::test(start_paused = true)]
async fn all_pages_of_the_results_are_read() {
    let pages = vec![
        vec![finished(json!({ "failed": 0, "ids": ["a"] }))],
        vec![finished(json!({ "failed": 1, "ids": [] }))],
        vec![finished(json!({ "failed": 0, "ids": ["c"] }))],
    ];
    let stub = server_of_pages(&["done"], pages).await;
    let outcome = outcome(&stub, &[change("a"), change("b"), change("c")]).await;
    let expected: [&[&str]; 4] = [&["a", "c"], &["b"], &[], &[]];
    assert_eq!(lists(&outcome), expected);
    let results = targets(&stub).split_off(2);
    let expected = ["", "?cursor=1", "?cursor=2"].map(|page| format!("/jobs/7/results{page}"));
    assert_eq!(results, expected);
}

#[tokio::test(start_paused = true)]
async fn a_repeated_page_of_the_results_is_an_error() {
    let stub = Stub::start(|seen| match seen.target.as_str() {
        "/jobs" => Reply::json(201, &json!({ "job": 7 })),
        "/jobs/7" => state("done", 1),
        _ => Reply::json(200, &json!({ "parts": [], "next": "x" })),
    })
    .await;
    let outcome = outcome(&stub, &[change("a")]).await;
    let error = outcome.unknown[0].error.as_ref().expect("an error");
    assert!(matches!(error, Error::RepeatedCursor(_)), "{error}");
    assert_eq!(targets(&stub).len(), 4);
}

#[tokio::test(start_paused = true)]
async fn after_an_attempt_in_doubt_only_entries_that_are_named_as_updated_are_certain() {
    let results = json!({ "failed": 2, "ids": ["a"], "results": [
        { "id": "b", "state": "refused" },
    ] });
    let stub = server_that_loses_the_first_answer(results).await;
    let things = [change("a"), change("b"), change("c")];
    let call = call(&stub, &things).idempotency(Idempotency::Idempotent);
    let outcome = call.send_all().await.expect("an outcome");
    let expected: [&[&str]; 4] = [&["a"], &[], &[], &["b", "c"]];
    assert_eq!(lists(&outcome), expected);
    let errors = outcome.unknown.iter().map(|it| it.error.as_ref());
    let errors: Vec<_> = errors
        .map(|error| error.expect("an error").to_string())
        .collect();
    assert_eq!(
        errors,
        [
            "change_things: entry rejected: its state is `refused`",
            "change_things: job 7 finished, but its results do not say what happened to these \
             entries: an earlier attempt of the request may have been processed",
        ]
    );
}

/// Starts a server that closes the connection of the first request that starts a job.
async fn server_that_loses_the_first_answer(results: Value) -> Stub {
    let posts = AtomicUsize::new(0);
    let results = finished(results);
    Stub::start(move |seen| match seen.target.as_str() {
        "/jobs" if posts.fetch_add(1, Ordering::Relaxed) == 0 => Reply::close(),
        "/jobs" => Reply::json(201, &json!({ "job": 7 })),
        "/jobs/7" => state("done", 1),
        _ => Reply::json(200, &json!({ "parts": [results] })),
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn a_reference_that_is_given_twice_in_a_request_is_not_sent() {
    let stub = server(&["done"], json!({})).await;
    let things = [
        change_with_reference("a", "one"),
        change("b"),
        change_with_reference("c", "one"),
    ];
    let error = call(&stub, &things).send().await.expect_err("not sent");
    assert_eq!(
        error.to_string(),
        "change_things: not sent: `things[0].ref` is the same as that of `things[2]`; it must be \
         unique; `things[2].ref` is the same as that of `things[0]`; it must be unique"
    );
    assert_eq!(targets(&stub), [""; 0]);
}

/// Returns the IDs and references of the entries of each request that started a job.
fn sent(stub: &Stub) -> Vec<Vec<(String, String)>> {
    let requests = stub
        .seen()
        .into_iter()
        .filter(|seen| seen.target == "/jobs");
    let entries = |seen: Seen| {
        let body: Value = serde_json::from_str(&seen.body).expect("JSON");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let things = body["things"].as_array().expect("an array").iter();
        things
            .map(|it| (text(&it["id"]), text(&it["ref"])))
            .collect()
    };
    requests.map(entries).collect()
}

#[tokio::test(start_paused = true)]
async fn entries_whose_results_could_not_be_told_apart_are_sent_in_separate_requests() {
    let stub = server(&["done"], json!({ "succeeded": 1, "ids": ["a"] })).await;
    let things = [
        change_with_reference("a", "one"),
        change_with_reference("a", "two"),
        change("b"),
        change("a"),
        change_with_reference("a", "two"),
    ];
    let mut batches = call(&stub, &things).batches();
    let mut taken = Vec::new();
    while let Some(batch) = batches.next().await {
        taken.push(batch.taken);
    }
    let entry = |id: &str, reference: &str| (id.to_owned(), reference.to_owned());
    let expected = [
        vec![entry("a", "one"), entry("a", "two"), entry("b", "")],
        vec![entry("a", "")],
        vec![entry("a", "two")],
    ];
    assert_eq!(sent(&stub), expected);
    assert_eq!(taken, [3, 4, 5]);
}

#[tokio::test(start_paused = true)]
async fn a_result_that_names_several_entries_names_none_of_them() {
    let things = [
        change_with_reference("a", "one"),
        change_with_reference("a", "two"),
    ];
    for (succeeded, updated, unknown) in [(1, 0, 2), (2, 2, 0)] {
        let part = json!({ "succeeded": succeeded, "ids": ["a"] });
        let stub = server(&["done"], part).await;
        let outcome = outcome(&stub, &things).await;
        let [is_updated, _, _, is_unknown] = lists(&outcome);
        assert_eq!((is_updated.len(), is_unknown.len()), (updated, unknown));
    }
}

#[tokio::test(start_paused = true)]
async fn keys_are_compared_only_with_the_same_kind_of_key() {
    let results = json!({ "succeeded": 0, "results": [{ "ref": "a", "state": "changed" }] });
    let stub = server(&["done"], results).await;
    let outcome = outcome(&stub, &[change("a")]).await;
    assert_eq!(outcome.not_updated, ["a"]);
}

#[tokio::test(start_paused = true)]
async fn entries_with_the_same_id_are_all_sent_and_counted() {
    let results = json!({ "results": [
        { "ref": "one", "state": "changed" },
        { "ref": "two", "state": "refused" },
    ] });
    let stub = server(&["done"], results).await;
    let outcome = outcome(
        &stub,
        &[
            change_with_reference("a", "one"),
            change_with_reference("a", "two"),
        ],
    )
    .await;
    assert_eq!(updated(&outcome), ["a"]);
    assert_eq!((outcome.failed.len(), outcome.len()), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn reasons_without_an_entry_are_in_the_outcome() {
    let stub = server(&["done"], json!({ "errors": [{ "why": 1 }, "late"] })).await;
    let outcome = outcome(&stub, &[change("a")]).await;
    assert_eq!(outcome.reasons, [json!({ "why": 1 }), json!("late")]);
}

#[tokio::test(start_paused = true)]
async fn the_error_of_an_incomplete_outcome_has_the_first_reason() {
    for (reason, expected) in [
        (json!("late"), "late"),
        (json!({ "message": "no such\nthing" }), "no such thing"),
        (json!({ "why": 1 }), r#"{"why":1}"#),
        (json!("x".repeat(90)), &format!("{}…", "x".repeat(60))),
    ] {
        let stub = server(&["done"], json!({ "errors": [reason, "second"] })).await;
        let outcome = outcome(&stub, &[change("a")]).await;
        let error = outcome.into_result().expect_err("it is not updated");
        let message = error.to_string();
        let expected = format!("; the first reason of the server: {expected}");
        assert!(message.ends_with(&expected), "{message}");
    }
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_job_times_out() {
    let stub = server(&["running"], json!({})).await;
    let started = Instant::now();
    let timeout = Duration::from_secs(9);
    let call = call(&stub, &[change("a")]).job_timeout(timeout);
    let outcome = call.send_all().await.expect("an outcome");
    assert_eq!(started.elapsed().as_secs(), 9);
    assert_eq!(outcome.unknown[0].ids, ["a"]);
    let error = outcome.unknown[0].error.as_ref().expect("an error");
    assert_eq!(*job_error(error), JobErrorKind::Unfinished(timeout));
}

#[tokio::test(start_paused = true)]
async fn the_default_job_timeout_is_15_minutes() {
    let stub = server(&["running"], json!({})).await;
    let started = Instant::now();
    let outcome = outcome(&stub, &[change("a")]).await;
    assert_eq!(outcome.unknown.len(), 1);
    assert_eq!(started.elapsed().as_secs(), 15 * 60);
}

#[tokio::test(start_paused = true)]
async fn a_rejected_request_starts_no_job() {
    for (status, is_unknown) in [(422, false), (500, true)] {
        let stub = Stub::start(move |_| Reply::new(status, &[], "")).await;
        let outcome = outcome(&stub, &[change("a")]).await;
        let counts = (outcome.failed.len(), outcome.unknown.len());
        let expected = if is_unknown { (0, 1) } else { (1, 0) };
        assert_eq!(counts, expected, "{status}");
        assert_eq!(targets(&stub), ["/jobs"]);
    }
}

#[tokio::test(start_paused = true)]
async fn each_batch_starts_its_own_job() {
    let stub = server(
        &["done"],
        json!({ "succeeded": 1, "failed": 1, "ids": ["0", "1", "2", "3"] }),
    )
    .await;
    let things: Vec<_> = (0..5).map(|id| change(&id.to_string())).collect();
    let mut batches = call(&stub, &things).batch_size(2).batches();
    let mut taken = Vec::new();
    while let Some(batch) = batches.next().await {
        taken.push((batch.taken, batch.outcome.updated.len()));
    }
    assert_eq!(taken, [(2, 2), (4, 2), (5, 0)]);
}

#[tokio::test(start_paused = true)]
async fn a_stopped_stream_awaits_the_job_in_flight() {
    let stub = server(&["queued", "running", "done"], json!({ "ids": ["0", "1"] })).await;
    let things: Vec<_> = (0..5).map(|id| change(&id.to_string())).collect();
    let mut batches = call(&stub, &things).batch_size(2).batches();
    let second = Duration::from_secs(1);
    let waiting = tokio::time::timeout(second, batches.next()).await;
    assert!(waiting.is_err());
    assert_eq!(batches.in_flight(), ["0", "1"]);
    batches.stop();
    let first = batches.next().await.expect("a batch").outcome;
    assert_eq!(updated(&first), ["0", "1"]);
    let second = batches.next().await.expect("a batch").outcome;
    assert_eq!(second.not_tried, ["2", "3", "4"]);
    assert_eq!(sent(&stub).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_job_that_may_not_be_read_stops_the_call() {
    for status in [401, 403] {
        let stub = Stub::start(move |seen| match seen.method.as_str() {
            "POST" => Reply::json(201, &json!({ "job": 7 })),
            _ => Reply::new(status, &[], ""),
        })
        .await;
        let call = call(&stub, &[change("a"), change("b")]).batch_size(1);
        let outcome = call.send_all().await.expect("an outcome");
        assert_eq!(outcome.unknown[0].ids, ["a"], "{status}");
        assert_eq!(outcome.not_tried, ["b"], "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_403_after_a_job_that_failed_is_about_its_batch() {
    let jobs = AtomicUsize::new(0);
    let stub = Stub::start(move |seen| match seen.method.as_str() {
        "POST" if jobs.fetch_add(1, Ordering::Relaxed) == 1 => Reply::new(403, &[], ""),
        "POST" => Reply::json(201, &json!({ "job": 7 })),
        _ => state("crashed", 1),
    })
    .await;
    let call = call(&stub, &["a", "b", "c"].map(change)).batch_size(1);
    let outcome = call.send_all().await.expect("an outcome");
    assert_eq!(lists(&outcome)[2], ["b"]);
    assert_eq!((outcome.unknown.len(), outcome.not_tried.len()), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn entries_with_the_same_reference_fail_and_the_others_are_sent() {
    let stub = server(&["done"], json!({ "ids": ["b"] })).await;
    let things = [
        change_with_reference("a", "one"),
        change("b"),
        change_with_reference("c", "one"),
    ];
    let outcome = outcome(&stub, &things).await;
    let expected: [&[&str]; 4] = [&["b"], &[], &["a", "c"], &[]];
    assert_eq!(lists(&outcome), expected);
    assert_eq!(sent(&stub), [vec![("b".to_owned(), String::new())]]);
}

#[tokio::test(start_paused = true)]
async fn a_job_reports_its_progress() {
    let stub = server(&["queued", "done"], json!({})).await;
    let call = call(&stub, &[change("a")]);
    let mut job = call.send_job().await.expect("a job");
    assert_eq!(*job.id(), 7);
    let progress = job.progress().await.expect("progress");
    assert_eq!(progress.to_string(), "queued, 0 of 1 done");
    assert_eq!((progress.complete, progress.total), (Some(0), Some(1)));
}

#[tokio::test(start_paused = true)]
async fn waiting_resumes_after_a_dropped_future() {
    let stub = server(&["running", "running", "done"], json!({ "ids": ["a"] })).await;
    let call = call(&stub, &[change("a")]);
    let mut job = call.send_job().await.expect("a job");
    let second = Duration::from_secs(1);
    let outcome = loop {
        if let Ok(outcome) = tokio::time::timeout(second, job.wait()).await {
            break outcome.expect("an outcome");
        }
    };
    assert_eq!(updated(&outcome), ["a"]);
    let posts = targets(&stub).iter().filter(|it| *it == "/jobs").count();
    assert_eq!(posts, 1);
}

#[tokio::test(start_paused = true)]
async fn waiting_resumes_after_an_error() {
    let stub = server(&["running", "done"], json!({ "ids": ["a"] })).await;
    let call = call(&stub, &[change("a")]).job_timeout(POLL_INTERVAL + POLL_INTERVAL / 2);
    let mut job = call.send_job().await.expect("a job");
    let error = job.wait().await.expect_err("it takes longer");
    assert!(matches!(job_error(&error), JobErrorKind::Unfinished(_)));
    assert!(job.wait().await.expect("an outcome").is_complete());
}

#[tokio::test(start_paused = true)]
async fn waits_for_a_job_are_reported() {
    let stub = server(&["queued", "done"], json!({})).await;
    let waits = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&waits);
    let client = builder(&stub.url)
        .credential(0, KEY)
        .pacing(false)
        .on_wait(move |wait| log.lock().expect("not poisoned").push(wait.to_string()))
        .build()
        .expect("a client");
    let things = vec![change("a")];
    let call = client.call(ChangeThings { things });
    let _ = call.send_all().await.expect("an outcome");
    let expected = [
        "change_things: waiting 2.0 s: job 7 has started",
        "change_things: waiting 2.0 s: job 7 is queued, 0 of 1 done",
    ];
    assert_eq!(*waits.lock().expect("not poisoned"), expected);
}

#[tokio::test(start_paused = true)]
async fn status_requests_keep_to_the_rate_limit() {
    let stub = server(&["running"], json!({})).await;
    let client = client(&stub.url);
    let things = vec![change("a")];
    let call = client.call(ChangeThings { things });
    let call = call.job_timeout(Duration::from_secs(59));
    let _ = call.send_all().await.expect("an outcome");
    // The document allows 20 reads per minute. One every two seconds would be 29.
    assert_eq!(stub.seen().len(), 1 + 20);
}

#[tokio::test(start_paused = true)]
async fn a_credential_in_a_reason_is_redacted() {
    let error = format!("no such key: {KEY}");
    let results = json!({ "results": [{ "id": "a", "state": "refused", "error": error }] });
    let stub = server(&["done"], results).await;
    let outcome = outcome(&stub, &[change("a")]).await;
    let Error::Item(error) = &outcome.failed[0].error else {
        panic!("not an error of an entry: {outcome:?}");
    };
    assert!(!format!("{error} {error:?}").contains(KEY), "{error:?}");
    assert!(
        error
            .reason()
            .is_some_and(|it| it.starts_with("no such key"))
    );
}

#[test]
fn jobs_are_send() {
    fn is_send(_: &impl Send) {}
    let client = client("http://127.0.0.1:1");
    let call = || client.call(ChangeThings::default());
    is_send(&call().send_job());
    is_send(&call().send_all());
    is_send(&async {
        let mut job = call().send_job().await?;
        job.progress().await?;
        job.wait().await
    });
}

#[test]
fn any_value_converts_to_text() {
    let cases = [
        (json!(null), None),
        (json!("a"), Some("a")),
        (json!(5), Some("5")),
        (json!({ "a": 1 }), Some("{\"a\":1}")),
    ];
    for (value, expected) in cases {
        assert_eq!(text(&value).as_deref(), expected, "{value}");
    }
    assert_eq!(texts(&Some(["a"])), Some(vec!["a".to_owned()]));
    assert_eq!(texts(&None::<Vec<String>>), None);
}
