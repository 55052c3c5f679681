//! Tests programs with the mock of each vendor, as consumers do: without sockets, and without waiting.

use std::time::Duration;

use conversations_client::bird::operations::UpdateConversation as UpdateBird;
use conversations_client::fernand::operations::*;
use conversations_client::fernand::types::*;
use conversations_client::fernand::{self, Client, Error, Mock};
use conversations_client::kustomer::operations::{
    GetBulk, ListBulkBatches, UpdateConversations, UpdateEachConversation,
};
use conversations_client::runtime::test_util::MockCall;
use conversations_client::runtime::{
    Batch, Failed, JobErrorKind, Outcome, TransportErrorKind, Unknown, WaitReason,
};
use conversations_client::{bird, kustomer};
use serde_json::{Value, json};
use uuid::uuid;

const MINUTE: Duration = Duration::from_secs(60);

/// Reads a value of a type that has no public constructor.
fn value<T: serde::de::DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

fn conversation(id: i64) -> Conversation {
    value(json!({
        "id": id, "contact_id": 1, "subject": "Hello", "status": "OPENED", "last_update": "2026-01-01T00:00:00Z",
        "tags": [], "recipients": []
    }))
}

fn page(ids: impl IntoIterator<Item = i64>, cursor: Option<&str>) -> ConversationPage {
    let data: Vec<_> = ids.into_iter().map(conversation).collect();
    value(json!({ "data": data, "cursor": cursor }))
}

/// Returns the IDs in the body of a bulk update.
fn ids(call: &MockCall) -> Vec<i64> {
    value(call.json()["ids"].clone())
}

fn updated(ids: impl IntoIterator<Item = i64>) -> BulkUpdated {
    let conversations: Vec<_> = ids.into_iter().map(conversation).collect();
    value(json!({ "conversations": conversations }))
}

mod program {
    use super::*;

    /// Closes all open conversations, and returns what happened to each.
    async fn close_all(
        client: &Client,
    ) -> Result<Outcome<i64, Conversation, fernand::ErrorBody>, Error> {
        let mut open = client.list_conversations().q("status:opened").stream();
        let mut ids = Vec::new();
        while let Some(conversation) = open.next().await.transpose()? {
            ids.push(conversation.id);
        }
        let call = client.bulk_update_conversations(ids);
        call.status(BulkStatus::Closed).send_all().await
    }

    /// Describes an outcome in one line.
    fn report(outcome: &Outcome<i64, Conversation, fernand::ErrorBody>) -> String {
        let causes: Vec<_> = outcome.errors().map(Error::to_string).collect();
        format!("{outcome}: {}", causes.join("; "))
    }

    #[tokio::test]
    async fn pages_and_batches_run_as_on_the_network() {
        let mock = Mock::new();
        mock.on::<ListConversations>()
            .answer(page(1..=200, Some("second")))
            .answer(page(201..=250, None))
            .times(1);
        mock.on::<BulkUpdateConversations>()
            .answer_with(|call| updated(ids(call).into_iter().filter(|id| id % 10 != 0)));

        let outcome = close_all(&mock.client()).await.unwrap();

        let text = "225 updated, 25 not updated, 0 failed, 0 unknown, 0 not tried";
        assert_eq!(outcome.to_string(), text);
        let lists = mock.calls_of::<ListConversations>();
        let cursors: Vec<_> = lists.iter().map(|call| call.query("cursor")).collect();
        assert_eq!(cursors, [None, Some("second")]);
        assert!(
            lists
                .iter()
                .all(|call| call.query("q") == Some("status:opened"))
        );
        let updates = mock.calls_of::<BulkUpdateConversations>();
        let sizes: Vec<_> = updates.iter().map(|call| ids(call).len()).collect();
        assert_eq!(sizes, [100, 100, 50]);
        assert!(updates.iter().all(|call| call.json()["status"] == "CLOSED"));
        assert_eq!(mock.elapsed(), Duration::ZERO);
        mock.verify();
    }

    #[tokio::test]
    async fn each_batch_has_the_outcome_of_its_answer() {
        let mock = Mock::new();
        mock.on::<ListConversations>().answer(page(1..=450, None));
        mock.on::<BulkUpdateConversations>()
            .answer_with(|call| updated(ids(call)))
            .fail(422, json!({ "message": "unknown agent" }))
            .lose_answer()
            .fail(429, json!({}))
            .header("retry-after", "30")
            .answer_with(|call| updated(ids(call)));

        let outcome = close_all(&mock.client()).await.unwrap();

        let text = "250 updated, 0 not updated, 100 failed, 100 unknown, 0 not tried: \
                    bulk_update_conversations: 422 Unprocessable Entity: unknown agent; \
                    bulk_update_conversations: the connection to https://api.getfernand.com was interrupted";
        assert_eq!(report(&outcome), text);
        let unknown: Vec<_> = (201..=300).collect();
        assert_eq!(outcome.unknown[0].ids, unknown);
        // The refused request is repeated after the time that the server asks for. It and those before it use up the
        // limit of five writes a minute.
        let waits = mock.waits();
        let reasons: Vec<_> = waits.iter().map(ToString::to_string).collect();
        let wait =
            "bulk_update_conversations: waiting 30.0 s: the rate limit of writes is 5 per 60s";
        assert_eq!(reasons, [wait, wait]);
        mock.verify();
    }

    #[test]
    fn a_report_is_tested_with_an_outcome_that_no_server_gave() {
        let mut outcome = Outcome::default();
        outcome.updated.push((1, conversation(1)));
        let locked = Error::api::<BulkUpdateConversations>(409, json!({ "message": "locked" }));
        outcome.failed.push(Failed::new([2, 3], locked));
        let lost = Error::transport::<BulkUpdateConversations>(TransportErrorKind::Interrupted);
        outcome.unknown.push(Unknown::new([4], Some(lost)));
        let text = "1 updated, 0 not updated, 2 failed, 1 unknown, 0 not tried: \
                    bulk_update_conversations: 409 Conflict: locked; \
                    bulk_update_conversations: the connection to https://api.getfernand.com was interrupted";
        let batch = Batch::new(0, 4, outcome);
        assert_eq!(report(&batch.outcome), text);
    }

    #[tokio::test]
    async fn the_error_of_an_unexpected_call_names_what_is_set_up() {
        let mock = Mock::new();
        let client = mock.client();
        mock.on::<ListConversations>().answer(page([12345], None));
        let line = line!() + 1;
        mock.on::<UpdateConversation>()
            .when(|call| call.json()["status"] == "CLOSED")
            .answer(conversation(12345));
        let error = close_all(&client).await.unwrap_err();
        let expected = r#"bulk_update_conversations: the mock has no answer for POST /conversations/bulk {"ids":[12345],"status":"CLOSED"}
  no answer is set up for bulk_update_conversations
  other operations with answers: list_conversations, update_conversation"#;
        assert_eq!(error.to_string(), expected);
        let call = client.update_conversation(12345).subject("Hello");
        let error = call.send().await.unwrap_err();
        let expected = format!(
            r#"update_conversation: the mock has no answer for PATCH /conversations/12345 {{"subject":"Hello"}}
  update_conversation, with a condition ({}:{line}:14): its condition is not met
  other operations with answers: list_conversations"#,
            file!()
        );
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn the_rate_limit_of_the_document_holds() {
    let mock = Mock::new();
    mock.on::<UpdateConversation>()
        .answer_with(|call| conversation(call.path()["/conversations/".len()..].parse().unwrap()));
    let client = mock.client();
    for id in 1..=11 {
        let conversation = client.update_conversation(id).agent_id(7).send().await;
        assert_eq!(conversation.unwrap().id, id);
    }
    let durations: Vec<_> = mock.waits().iter().map(|wait| wait.duration).collect();
    assert_eq!(durations, [MINUTE, MINUTE]);
    let client = mock.client_builder().pacing(false).build().unwrap();
    for id in 1..=11 {
        client
            .update_conversation(id)
            .agent_id(7)
            .send()
            .await
            .unwrap();
    }
    assert_eq!(mock.elapsed(), MINUTE * 2);
    assert_eq!(mock.calls().len(), 22);
}

mod kustomer_jobs {
    use super::*;

    const IDS: [&str; 3] = [
        "507f1f77bcf86cd799439011",
        "507f1f77bcf86cd799439012",
        "507f1f77bcf86cd799439013",
    ];

    fn job(status: &str, complete: u32) -> kustomer::types::BulkAnswer {
        let batches = json!({ "total": 1, "complete": complete });
        let attributes = json!({ "status": status, "batches": batches });
        value(json!({ "data": { "type": "bulk", "id": "j1", "attributes": attributes } }))
    }

    fn results(updated: &[&str], failed: u32) -> kustomer::types::BulkBatches {
        let attributes = json!({
            "status": "complete", "successCount": updated.len(), "failureCount": failed, "objectIds": updated
        });
        value(json!({ "data": [{ "attributes": attributes }] }))
    }

    #[tokio::test]
    async fn a_job_is_polled_and_its_results_are_read() {
        let mock = kustomer::Mock::new();
        mock.on::<UpdateConversations>().answer(job("queued", 0));
        mock.on::<GetBulk>()
            .answer(job("processing", 0))
            .answer(job("complete", 1));
        mock.on::<ListBulkBatches>().answer(results(&IDS[..2], 1));

        let call = mock.client().update_conversations(IDS);
        let done = kustomer::types::ConversationStatus::Done;
        let outcome = call.status(done).send_all().await.unwrap();

        let text = "2 updated, 1 not updated, 0 failed, 0 unknown, 0 not tried";
        assert_eq!(outcome.to_string(), text);
        let waits = mock.waits();
        let of_job = |reason: &WaitReason| matches!(reason, WaitReason::Job { .. });
        assert!(waits.iter().all(|wait| of_job(&wait.reason)), "{waits:?}");
        assert_eq!(mock.elapsed(), Duration::from_secs(4));
        let paths: Vec<_> = mock
            .calls()
            .iter()
            .map(|call| call.path().to_owned())
            .collect();
        assert_eq!(paths[1..3], ["/v1/bulk/j1", "/v1/bulk/j1"]);
        mock.verify();
    }

    #[tokio::test]
    async fn a_job_that_does_not_end_is_given_up_after_its_timeout() {
        let mock = kustomer::Mock::new();
        mock.on::<UpdateEachConversation>().answer(job("queued", 0));
        mock.on::<GetBulk>().answer(job("processing", 0));
        let entries = IDS.map(|id| kustomer::types::ConversationEntry::new(id).priority(3));
        let call = mock.client().update_each_conversation(entries);
        let outcome = call.send_all().await.unwrap();
        let [unknown] = &outcome.unknown[..] else {
            panic!("{outcome:?}");
        };
        let timeout = MINUTE * 15;
        match &unknown.error {
            Some(kustomer::Error::Job(error)) => {
                assert_eq!(*error.kind(), JobErrorKind::Unfinished(timeout));
            }
            other => panic!("{other:?}"),
        }
        // The status is requested every two seconds, and not after the end.
        assert!(mock.calls_of::<GetBulk>().len() < 450);
        assert!((timeout..timeout + Duration::from_secs(2)).contains(&mock.elapsed()));
    }
}

#[tokio::test]
async fn bird_updates_a_conversation() {
    let mock = bird::Mock::new();
    let (workspace, id) = (
        uuid!("a1405560-c8d3-4b1a-877d-3f449ad95352"),
        uuid!("907798f8-fd72-44d5-8042-fcc05c1bb570"),
    );
    let time = "2026-01-01T00:00:00Z";
    let answer: bird::types::Conversation = value(json!({
        "id": id, "name": "new name", "status": "active", "channelId": id, "createdAt": time, "updatedAt": time,
        "featuredParticipants": [], "visibility": "public", "accessibility": "open"
    }));
    mock.on::<UpdateBird>()
        .path(format!("/workspaces/{workspace}/conversations/{id}"))
        .answer(answer.clone());
    let call = mock.client().update_conversation(workspace, id);
    let call = call.name("new name").description(None);
    assert_eq!(call.send().await.unwrap(), answer);
    let body = json!({ "name": "new name", "description": null });
    assert_eq!(mock.calls()[0].json(), body);
    mock.verify();
}
