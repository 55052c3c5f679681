//! Tests Kustomer's client against the sandbox over real sockets: both forms of a request, and their jobs.

use std::collections::BTreeSet;
use std::time::Duration;

use conversations_client::kustomer::types::*;
use conversations_client::kustomer::{Client, ClientBuilder, Error};
use conversations_client::runtime::{InvalidRequest, JobErrorKind, RetryPolicy};
use reqwest::StatusCode;
use sandbox::kustomer::JobPace;
use sandbox::{Fault, Faults, Sandbox, When};
use tests::{Answer, Recorder};

/// The timeout for a job that never ends. It is long enough for one poll.
const SHORT: Duration = Duration::from_secs(3);
/// Limits the jumps of the paused clock while data is in flight on a socket.
const HEARTBEAT: Duration = Duration::from_millis(10);

/// Starts a sandbox whose jobs are queued for the given number of polls.
async fn queued(times: u32) -> Sandbox {
    let pace = JobPace::Polls {
        queued: times,
        batch: 0,
    };
    let builder = Sandbox::builder().conversations(250).job_pace(pace);
    builder.heartbeat(HEARTBEAT).start().await.unwrap()
}

/// Starts a sandbox whose jobs are complete at the first poll.
async fn sandbox() -> Sandbox {
    queued(0).await
}

/// Returns a builder for clients without retries and pacing, so that a test sees the outcome of each request.
fn builder(url: &str, key: &str) -> ClientBuilder {
    let builder = Client::builder().api_key(key).base_url(url);
    builder.retry(RetryPolicy::off()).pacing(false)
}

fn client(sandbox: &Sandbox) -> Client {
    let builder = builder(&sandbox.kustomer_url(), sandbox.api_key());
    builder.build().unwrap()
}

/// Returns the IDs of all conversations in the sandbox.
fn ids(sandbox: &Sandbox) -> Vec<String> {
    let conversations = sandbox.kustomer_conversations();
    conversations.into_iter().map(|it| it.id).collect()
}

/// Returns the current value of an attribute in the sandbox.
fn kept(sandbox: &Sandbox, id: &str, attribute: &str) -> serde_json::Value {
    let mut conversations = sandbox.kustomer_conversations().into_iter();
    let conversation = conversations.find(|it| it.id == id);
    conversation.unwrap().attributes[attribute].clone()
}

fn puts(sandbox: &Sandbox) -> usize {
    let requests = sandbox.requests();
    requests.iter().filter(|it| it.method == "PUT").count()
}

mod wire {
    use super::*;

    const JOB: &str = r#"{"data":{"type":"bulk","id":"j","attributes":{"status":"queued"}}}"#;

    async fn recorder() -> (Recorder, Client) {
        let recorder = Recorder::start(Answer::json(201, JOB)).await.unwrap();
        let client = builder(&recorder.url(), "secret").build().unwrap();
        (recorder, client)
    }

    fn assert_refused(answer: Result<BulkAnswer, Error>, says: &str) {
        match answer {
            Err(Error::Invalid(error @ InvalidRequest::Constraints { .. })) => {
                assert!(error.to_string().contains(says), "{error}");
            }
            other => panic!("expected a constraint error: {other:?}"),
        }
    }

    #[tokio::test]
    async fn an_id_with_a_comma_is_not_sent() {
        let (recorder, client) = recorder().await;
        let error = client
            .update_conversations(["a,b"])
            .send()
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{error:?}");
        assert!(
            error.to_string().contains("`ids[0]` contains `,`"),
            "{error}"
        );
        assert_eq!(recorder.requests(), []);
    }

    #[tokio::test]
    async fn an_empty_id_is_not_sent() {
        let (recorder, client) = recorder().await;
        let says = "`ids[0]` has 0 characters; at least 1 is needed";
        assert_refused(client.update_conversations([""]).send().await, says);
        let each = client.update_each_conversation([ConversationEntry::new("")]);
        assert_refused(each.send().await, "`[0].id` has 0 characters");
        let error = client.update_conversations([""]).send_all().await;
        assert!(error.unwrap_err().to_string().ends_with(says));
        assert_eq!(recorder.requests(), []);
    }

    #[tokio::test]
    async fn a_request_without_ids_or_with_more_than_one_hundred_is_not_sent() {
        let (recorder, client) = recorder().await;
        for (count, says) in [(101, "at most 100"), (0, "at least 1")] {
            let ids = (0..count).map(|id| id.to_string());
            let entries = ids.clone().map(ConversationEntry::new);
            assert_refused(client.update_conversations(ids).send().await, says);
            let each = client.update_each_conversation(entries);
            assert_refused(each.send().await, says);
        }
        assert_eq!(recorder.requests(), []);
    }
}

mod truth {
    use serde_json::{Value, json};

    use super::*;

    fn job(status: &str) -> Answer {
        let batches = json!({ "complete": 1, "total": 1 });
        let attributes = json!({ "status": status, "batches": batches });
        let job = json!({ "data": { "id": "j", "attributes": attributes } });
        Answer::json(200, job.to_string())
    }

    /// Returns which of the conversations `a` and `b` are updated, not updated and unknown, after a job that is complete and
    /// whose batches have these attributes.
    async fn outcome_of(batches: &[Value]) -> [Vec<String>; 3] {
        let batches = batches.iter().map(|it| json!({ "attributes": it }));
        let batches = json!({ "data": batches.collect::<Vec<_>>() }).to_string();
        let routes = [
            ("/v1/bulk/j", job("complete")),
            ("/v1/bulk/j/batches", Answer::json(200, batches)),
        ];
        let recorder = Recorder::start_with(job("queued"), routes).await.unwrap();
        let client = builder(&recorder.url(), "secret").build().unwrap();
        let call = client.update_conversations(["a", "b"]).ended(true);
        let outcome = call.send_all().await.unwrap();
        assert_eq!((outcome.len(), outcome.failed.len()), (2, 0));
        let unknown = outcome.unknown.into_iter().flat_map(|it| it.ids);
        [
            outcome.updated.into_iter().map(|(id, _)| id).collect(),
            outcome.not_updated,
            unknown.collect(),
        ]
    }

    #[tokio::test(start_paused = true)]
    async fn a_conversation_that_is_not_listed_is_not_updated_only_if_the_counts_say_so() {
        let none: &[&str] = &[];
        let both: &[&str] = &["a", "b"];
        let complete = |succeeded, failed, ids: Value| {
            json!({
                "status": "complete",
                "successCount": succeeded,
                "failureCount": failed,
                "objectIds": ids,
            })
        };
        let queued = json!({ "status": "queued", "successCount": 0, "failureCount": 0 });
        let cases: &[(&[Value], [&[&str]; 3])] = &[
            (&[complete(1, 1, json!(["a"]))], [&["a"], &["b"], none]),
            (&[complete(2, 0, Value::Null)], [both, none, none]),
            (&[complete(0, 2, Value::Null)], [none, both, none]),
            (&[complete(1, 1, Value::Null)], [none, none, both]),
            (std::slice::from_ref(&queued), [none, none, both]),
            (
                &[complete(1, 0, json!(["a"])), queued.clone()],
                [&["a"], none, &["b"]],
            ),
            (&[json!({ "status": "complete" })], [none, none, both]),
            (&[], [none, none, both]),
        ];
        for (batches, expected) in cases {
            assert_eq!(outcome_of(batches).await, *expected, "{batches:?}");
        }
    }

    #[tokio::test]
    async fn a_reference_of_two_entries_is_not_sent() {
        let recorder = Recorder::start(job("queued")).await.unwrap();
        let client = builder(&recorder.url(), "secret").build().unwrap();
        let entries = ["a", "b"].map(|id| ConversationEntry::new(id).client_ref("crm-1"));
        let error = client.update_each_conversation(&entries).send_all().await;
        let error = error.unwrap_err().to_string();
        assert!(
            error.contains("`[0]._clientRef` is the same as that of `[1]`"),
            "{error}"
        );
        assert_eq!(recorder.requests(), []);
    }
}

#[tokio::test(start_paused = true)]
async fn the_form_with_ids_applies_the_same_changes_to_all_conversations() {
    let sandbox = sandbox().await;
    let ids = ids(&sandbox);
    let call = client(&sandbox).update_conversations(&ids);
    let call = call.status(ConversationStatus::Done);
    let outcome = call.send_all().await.unwrap();
    assert!(outcome.is_complete(), "{outcome}");
    let updated: BTreeSet<_> = outcome.updated.iter().map(|(id, _)| id).collect();
    assert_eq!(updated, ids.iter().collect());
    assert_eq!(puts(&sandbox), 3);
    let conversations = sandbox.kustomer_conversations();
    for conversation in conversations {
        assert_eq!(conversation.attributes["status"], "done");
        assert_eq!(conversation.writes, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn the_array_form_applies_different_changes_to_each_conversation() {
    let sandbox = sandbox().await;
    let ids = ids(&sandbox);
    let entries = ids.iter().map(|id| {
        let entry = ConversationEntry::new(id).name(format!("name of {id}"));
        entry.client_ref(format!("ref of {id}"))
    });
    let call = client(&sandbox).update_each_conversation(entries);
    let outcome = call.send_all().await.unwrap();
    assert!(outcome.is_complete(), "{outcome}");
    for (id, result) in &outcome.updated {
        let result = result.as_ref().unwrap();
        assert_eq!(result.object_id.as_ref(), Some(id));
        assert_eq!(kept(&sandbox, id, "name"), format!("name of {id}"));
    }
    assert_eq!((outcome.len(), puts(&sandbox)), (250, 3));
}

/// Returns an entry for an unknown conversation, and one for a conversation that exists.
fn good_and_bad(sandbox: &Sandbox) -> [ConversationEntry; 2] {
    let id = &ids(sandbox)[0];
    ["none", id].map(|id| ConversationEntry::new(id).status(ConversationStatus::Done))
}

#[tokio::test(start_paused = true)]
async fn the_error_of_a_failed_entry_has_the_reason() {
    let sandbox = sandbox().await;
    let entries = good_and_bad(&sandbox);
    let entries = entries.map(|it| {
        let reference = format!("ref of {}", it.id);
        it.client_ref(reference)
    });
    let call = client(&sandbox).update_each_conversation(entries);
    let outcome = call.send_all().await.unwrap();
    assert_eq!((outcome.len(), outcome.updated.len()), (2, 1));
    assert_eq!(outcome.failed[0].ids, ["none"]);
    let Error::Item(error) = &outcome.failed[0].error else {
        panic!("expected an error of an item: {outcome:?}");
    };
    assert_eq!(error.reason(), Some("the conversation does not exist"));
    assert_eq!(error.state(), Some("error"));
}

#[tokio::test(start_paused = true)]
async fn entries_without_references_are_confirmed_by_their_ids() {
    let sandbox = sandbox().await;
    let entries = good_and_bad(&sandbox);
    let call = client(&sandbox).update_each_conversation(entries);
    let outcome = call.send_all().await.unwrap();
    assert_eq!((outcome.len(), outcome.updated.len()), (2, 1));
    assert_eq!(outcome.not_updated, ["none"]);
    assert_eq!(
        outcome.reasons[0]["message"],
        "the conversation does not exist"
    );
}

#[tokio::test(start_paused = true)]
async fn an_unknown_id_is_not_updated() {
    let sandbox = sandbox().await;
    let id = ids(&sandbox).remove(0);
    let call = client(&sandbox).update_conversations([id.as_str(), "none"]);
    let outcome = call.ended(true).send_all().await.unwrap();
    assert_eq!(outcome.updated[0].0, id);
    assert_eq!(outcome.not_updated, ["none"]);
}

#[tokio::test(start_paused = true)]
async fn a_running_job_reports_its_progress() {
    let sandbox = queued(1).await;
    let ids = ids(&sandbox).split_off(150);
    let call = client(&sandbox).update_conversations(ids);
    let mut job = call.ended(true).send_job().await.unwrap();
    let progress = job.progress().await.unwrap();
    assert_eq!(progress.state, "queued");
    assert_eq!((progress.complete, progress.total), (Some(0), Some(3)));
    assert!(job.wait().await.unwrap().is_complete());
}

#[tokio::test(start_paused = true)]
async fn the_outcome_of_a_job_that_exceeds_the_timeout_is_unknown() {
    let sandbox = queued(u32::MAX).await;
    let ids = ids(&sandbox).split_off(150);
    let call = client(&sandbox).update_conversations(&ids);
    let call = call.ended(true).job_timeout(SHORT);
    let outcome = call.send_all().await.unwrap();
    assert_eq!(outcome.unknown[0].ids, ids);
    match &outcome.unknown[0].error {
        Some(Error::Job(error)) => assert_eq!(*error.kind(), JobErrorKind::Unfinished(SHORT)),
        other => panic!("expected an error of a job: {other:?}"),
    }
}

mod faults {
    use conversations_client::kustomer::operations::UpdateConversations;
    use conversations_client::runtime::OutcomeOf;

    use super::*;

    /// Updates one conversation while the requests have the given faults, and returns the outcome.
    async fn outcome(
        policy: RetryPolicy,
        faults: impl IntoIterator<Item = Option<Fault>>,
    ) -> (Sandbox, OutcomeOf<UpdateConversations>) {
        let sandbox = sandbox().await;
        sandbox.script_faults(faults);
        let builder = builder(&sandbox.kustomer_url(), sandbox.api_key());
        let client = builder.retry(policy).build().unwrap();
        let call = client.update_conversations([ids(&sandbox).remove(0)]);
        let outcome = call.ended(true).send_all().await.unwrap();
        assert_eq!(outcome.len(), 1);
        (sandbox, outcome)
    }

    fn unavailable() -> Fault {
        Fault::Status(StatusCode::SERVICE_UNAVAILABLE, When::BeforeProcessing)
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_may_have_been_processed_is_unknown_and_not_retried() {
        for fault in [
            Fault::Close(When::AfterProcessing),
            Fault::Status(StatusCode::BAD_GATEWAY, When::AfterProcessing),
            Fault::WrongJson,
        ] {
            let (sandbox, outcome) = outcome(RetryPolicy::new(), [Some(fault)]).await;
            assert_eq!((outcome.unknown.len(), puts(&sandbox)), (1, 1));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_rejected_request_is_failed() {
        let refused = Fault::Status(StatusCode::FORBIDDEN, When::BeforeProcessing);
        let (_, outcome) = outcome(RetryPolicy::new(), [Some(refused)]).await;
        assert_eq!(outcome.failed.len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn polls_are_retried_after_transient_failures() {
        let faults = [
            None,
            Some(unavailable()),
            Some(Fault::Close(When::BeforeProcessing)),
            None,
            Some(Fault::CutShort),
        ];
        let (sandbox, outcome) = outcome(RetryPolicy::new(), faults).await;
        assert!(outcome.is_complete(), "{outcome:?}");
        assert_eq!((puts(&sandbox), sandbox.requests().len()), (1, 6));
    }

    #[tokio::test(start_paused = true)]
    async fn the_outcome_is_unknown_if_a_poll_fails() {
        for faults in [
            vec![None, Some(unavailable())],
            vec![None, None, Some(unavailable())],
        ] {
            let (_, outcome) = outcome(RetryPolicy::off(), faults).await;
            assert_eq!(outcome.unknown.len(), 1);
            let error = outcome.unknown[0].error.as_ref().unwrap();
            assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn outcomes_match_the_data_despite_faults() {
        for seed in 0..30 {
            let sandbox = sandbox().await;
            sandbox.set_faults(Faults::mixed(seed, 0.3));
            let builder = builder(&sandbox.kustomer_url(), sandbox.api_key());
            let client = builder.retry(RetryPolicy::new()).build().unwrap();
            let mut ids = ids(&sandbox);
            ids.push("none".to_owned());
            let call = client.update_conversations(&ids).ended(true);
            let outcome = call.batch_size(20).send_all().await.unwrap();
            assert_eq!(outcome.len(), ids.len());
            let writes = |id: &String| sandbox.kustomer_conversation(id).map_or(0, |it| it.writes);
            for (id, _) in &outcome.updated {
                assert_eq!(
                    writes(id),
                    1,
                    "{id} was not updated exactly once, seed {seed}"
                );
            }
            let failed = outcome.failed.iter().flat_map(|failed| &failed.ids);
            let untouched = failed.chain(&outcome.not_updated);
            for id in untouched.chain(&outcome.not_tried) {
                assert_eq!(writes(id), 0, "{id} was updated, seed {seed}");
            }
            let unknown = outcome.unknown.iter().flat_map(|unknown| &unknown.ids);
            for id in unknown {
                assert!(writes(id) <= 1, "{id} was updated twice, seed {seed}");
            }
        }
    }
}
