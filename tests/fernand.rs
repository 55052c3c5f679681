//! Tests Fernand's client against the sandbox over real sockets: every parameter, every field and every error.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use conversations_client::fernand::types::*;
use conversations_client::fernand::{Client, ClientBuilder, Error, ErrorBody};
use conversations_client::runtime::{ApiError, RetryPolicy, TransportErrorKind};
use reqwest::StatusCode;
use sandbox::fernand::{Conversation as Kept, Permission, Status};
use sandbox::{Class, Fault, RateLimits, Sandbox, Vendor, When};
use tests::{Answer, Recorder};

/// The start of the sandbox's clock, a Wednesday.
const START: &str = "2026-01-21T14:30:00Z";

/// Starts a sandbox whose clock shows [`START`].
async fn sandbox() -> Sandbox {
    let builder = Sandbox::builder().starting_at(time(START));
    builder.start().await.unwrap()
}

/// Returns a builder for clients without retries and pacing, so that a test sees the outcome of each request.
fn builder(url: &str, key: &str) -> ClientBuilder {
    let builder = Client::builder().api_key(key).base_url(url);
    builder.retry(RetryPolicy::off()).pacing(false)
}

fn client(sandbox: &Sandbox) -> Client {
    let builder = builder(&sandbox.fernand_url(), sandbox.api_key());
    builder.build().unwrap()
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Returns the first conversation that matches.
fn find(sandbox: &Sandbox, is_so: impl Fn(&Kept) -> bool) -> Kept {
    let mut conversations = sandbox.conversations().into_iter();
    conversations
        .find(is_so)
        .expect("the seed generates a matching conversation")
}

fn opened(kept: &Kept) -> bool {
    kept.status == Status::Opened
}

fn ids(conversations: &[Conversation]) -> Vec<i64> {
    conversations.iter().map(|it| it.id).collect()
}

fn api_error(error: Error) -> ApiError<ErrorBody> {
    match error {
        Error::Api(error) => *error,
        other => panic!("expected an error of the server: {other:?}"),
    }
}

fn assert_same(read: &Conversation, kept: &Kept) {
    assert_eq!(read.id, kept.id);
    assert_eq!(read.contact_id, kept.contact_id);
    assert_eq!(read.subject, kept.subject);
    assert_eq!(read.status, kept.status.as_str());
    assert_eq!(read.last_update, kept.last_update);
    assert_eq!(read.tags, kept.tags);
    assert_eq!(read.agent_id, kept.agent_id);
    assert_eq!(read.channel_id, kept.channel_id);
    assert_eq!(read.snooze_until, kept.snooze_until);
    let recipient = |it: &Recipient| serde_json::to_value(it).unwrap();
    let read: Vec<_> = read.recipients.iter().map(recipient).collect();
    let kept = serde_json::to_value(&kept.recipients).unwrap();
    assert_eq!(serde_json::Value::from(read), kept);
}

mod list {
    use super::*;

    #[tokio::test]
    async fn every_field_is_read() {
        let sandbox = sandbox().await;
        let list = client(&sandbox).list_conversations().limit(100);
        let page = list.send().await.unwrap();
        assert_eq!(page.data.len(), 100);
        for read in &page.data {
            assert_same(read, &sandbox.conversation(read.id).unwrap());
        }
    }

    #[tokio::test]
    async fn a_page_has_the_number_of_conversations_in_limit() {
        let sandbox = sandbox().await;
        for limit in [3, 25, 99] {
            let list = client(&sandbox).list_conversations().limit(limit);
            let page = list.send().await.unwrap();
            assert_eq!(i64::try_from(page.data.len()), Ok(limit));
        }
    }

    /// Returns the IDs of all conversations, sorted by a key.
    fn sorted<K: Ord>(sandbox: &Sandbox, key: impl Fn(&Kept) -> K) -> Vec<i64> {
        let mut kept = sandbox.conversations();
        kept.sort_by_key(|it| (key(it), it.id));
        kept.iter().map(|it| it.id).collect()
    }

    async fn listed(sandbox: &Sandbox, order: ConversationOrder) -> Vec<i64> {
        let list = client(sandbox).list_conversations().limit(250).order(order);
        ids(&list.send().await.unwrap().data)
    }

    #[tokio::test]
    async fn a_list_is_sorted_by_priority() {
        let sandbox = sandbox().await;
        let expected = sorted(&sandbox, |it| (u8::MAX - it.priority, it.last_update));
        assert_eq!(
            listed(&sandbox, ConversationOrder::Priority).await,
            expected
        );
    }

    #[tokio::test]
    async fn a_list_is_sorted_from_oldest_to_newest() {
        let sandbox = sandbox().await;
        let expected = sorted(&sandbox, |it| it.last_update);
        assert_eq!(listed(&sandbox, ConversationOrder::Oldest).await, expected);
    }

    #[tokio::test]
    async fn a_list_is_sorted_from_newest_to_oldest() {
        let sandbox = sandbox().await;
        let mut expected = sorted(&sandbox, |it| it.last_update);
        expected.reverse();
        assert_eq!(listed(&sandbox, ConversationOrder::Newest).await, expected);
    }

    #[tokio::test]
    async fn a_list_is_sorted_by_the_longest_wait() {
        let sandbox = sandbox().await;
        let expected = sorted(&sandbox, |it| match it.waiting_since {
            Some(since) => (0, since),
            None => (1, it.last_update),
        });
        assert_eq!(listed(&sandbox, ConversationOrder::Longest).await, expected);
    }

    /// Asserts that a search finds exactly the matching conversations, and at least one.
    async fn assert_finds(q: &str, is_so: impl Fn(&Sandbox, &Kept) -> bool) {
        let sandbox = sandbox().await;
        let list = client(&sandbox).list_conversations().q(q).limit(250);
        let found: BTreeSet<_> = ids(&list.send().await.unwrap().data).into_iter().collect();
        let kept = sandbox.conversations().into_iter();
        let expected: BTreeSet<_> = kept
            .filter(|it| is_so(&sandbox, it))
            .map(|it| it.id)
            .collect();
        assert!(!expected.is_empty());
        assert_eq!(found, expected, "{q}");
    }

    #[tokio::test]
    async fn a_search_by_status_finds_every_status() {
        let sandbox = sandbox().await;
        let client = client(&sandbox);
        let id = find(&sandbox, opened).id;
        for status in ConversationStatus::VALUES {
            let update = client.update_conversation(id).status(status.clone());
            update.send().await.unwrap();
            let q = format!("status:{}", status.as_str().to_lowercase());
            let list = client.list_conversations().q(q).limit(250);
            let found: BTreeSet<_> = ids(&list.send().await.unwrap().data).into_iter().collect();
            let kept = sandbox.conversations().into_iter();
            let expected = kept.filter(|it| it.status.as_str() == status.as_str());
            assert_eq!(found, expected.map(|it| it.id).collect(), "{status}");
            assert!(found.contains(&id), "{status}");
        }
    }

    #[tokio::test]
    async fn a_search_finds_conversations_by_agent() {
        assert_finds("assigned:jared@piedpiper.com", |sandbox, it| {
            let jared = sandbox
                .agents()
                .into_iter()
                .find(|it| it.email == "jared@piedpiper.com");
            it.agent_id == jared.map(|it| it.id)
        })
        .await;
    }

    #[tokio::test]
    async fn a_search_finds_unassigned_conversations() {
        assert_finds("unassigned:true", |_, it| it.agent_id.is_none()).await;
    }

    #[tokio::test]
    async fn a_search_finds_conversations_by_tag() {
        assert_finds("tag:urgent", |sandbox, it| {
            it.tags.contains(&sandbox.tags()["urgent"])
        })
        .await;
    }

    #[tokio::test]
    async fn a_search_finds_conversations_by_keyword() {
        assert_finds("refund", |_, it| it.subject.starts_with("Refund for order")).await;
    }

    #[tokio::test]
    async fn a_search_without_results_returns_an_empty_page() {
        let sandbox = sandbox().await;
        let list = client(&sandbox).list_conversations().q("no-such-word");
        let page = list.send().await.unwrap();
        assert_eq!((page.data, page.cursor), (vec![], None));
    }

    #[tokio::test]
    async fn cursors_lead_to_each_conversation_once() {
        let sandbox = sandbox().await;
        let client = client(&sandbox);
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let list = client
                .list_conversations()
                .limit(30)
                .order(ConversationOrder::Oldest);
            let list = match &cursor {
                Some(cursor) => list.cursor(cursor),
                None => list,
            };
            let page = list.send().await.unwrap();
            seen.extend(ids(&page.data));
            cursor = page.cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, sorted(&sandbox, |it| it.last_update));
        assert_eq!(sandbox.counts().received, 4);
    }

    #[tokio::test]
    async fn a_stream_returns_each_conversation_once() {
        let sandbox = sandbox().await;
        let list = client(&sandbox).list_conversations().limit(30);
        let mut stream = list.order(ConversationOrder::Newest).stream();
        let mut seen = Vec::new();
        while let Some(conversation) = stream.next().await.transpose().unwrap() {
            seen.push(conversation.id);
        }
        seen.reverse();
        assert_eq!(seen, sorted(&sandbox, |it| it.last_update));
        assert_eq!(sandbox.counts().received, 4);
    }

    #[tokio::test]
    async fn a_list_continues_after_the_cursor_of_a_conversation() {
        let sandbox = sandbox().await;
        let client = client(&sandbox);
        let page = client.list_conversations().limit(10).send().await.unwrap();
        let cursor = page.data[3].cursor.as_deref().unwrap();
        let list = client.list_conversations().limit(6).cursor(cursor);
        let rest = list.send().await.unwrap();
        assert_eq!(ids(&rest.data), ids(&page.data[4..]));
    }
}

mod update {
    use super::*;

    #[tokio::test]
    async fn the_updated_conversation_is_returned() {
        let sandbox = sandbox().await;
        let before = find(&sandbox, opened);
        let update = client(&sandbox).update_conversation(before.id);
        let read = update.subject("Refund of May").send().await.unwrap();
        assert_same(&read, &sandbox.conversation(before.id).unwrap());
    }

    #[tokio::test]
    async fn an_update_without_fields_changes_nothing() {
        let sandbox = sandbox().await;
        let before = find(&sandbox, |it| opened(it) && it.agent_id.is_some());
        client(&sandbox)
            .update_conversation(before.id)
            .subject("Refund of May")
            .send()
            .await
            .unwrap();
        let mut after = sandbox.conversation(before.id).unwrap();
        after.subject.clone_from(&before.subject);
        after.writes = before.writes;
        assert_eq!(after, before);
    }

    #[tokio::test]
    async fn each_status_is_set() {
        let sandbox = sandbox().await;
        let id = find(&sandbox, opened).id;
        for status in ConversationStatus::VALUES {
            let update = client(&sandbox)
                .update_conversation(id)
                .status(status.clone());
            assert_eq!(update.send().await.unwrap().status, *status);
            assert_eq!(
                sandbox.conversation(id).unwrap().status.as_str(),
                status.as_str()
            );
        }
    }

    #[tokio::test]
    async fn an_agent_is_assigned_by_id() {
        let sandbox = sandbox().await;
        let id = find(&sandbox, |it| it.agent_id.is_none()).id;
        let update = client(&sandbox).update_conversation(id).agent_id(43);
        assert_eq!(update.send().await.unwrap().agent_id, Some(43));
        assert_eq!(sandbox.conversation(id).unwrap().agent_id, Some(43));
    }

    #[tokio::test]
    async fn an_agent_is_assigned_by_email() {
        let sandbox = sandbox().await;
        let id = find(&sandbox, |it| it.agent_id.is_none()).id;
        let update = client(&sandbox)
            .update_conversation(id)
            .agent_email("grace@piedpiper.com");
        assert_eq!(update.send().await.unwrap().agent_id, Some(44));
    }

    #[tokio::test]
    async fn null_unassigns_the_agent() {
        let sandbox = sandbox().await;
        let id = find(&sandbox, |it| it.agent_id.is_some()).id;
        let update = client(&sandbox).update_conversation(id).agent_id(None);
        assert_eq!(update.send().await.unwrap().agent_id, None);
        assert_eq!(sandbox.conversation(id).unwrap().agent_id, None);
    }

    #[tokio::test]
    async fn the_subject_is_set() {
        let sandbox = sandbox().await;
        let id = find(&sandbox, opened).id;
        let subject = "Ça va? 😀".repeat(8);
        let update = client(&sandbox).update_conversation(id).subject(&subject);
        update.send().await.unwrap();
        assert_eq!(sandbox.conversation(id).unwrap().subject, subject);
    }

    #[tokio::test]
    async fn another_recipient_becomes_the_contact() {
        let sandbox = sandbox().await;
        let before = find(&sandbox, |it| it.recipients.len() > 1);
        let contact = before.recipients[1].contact_id;
        let update = client(&sandbox)
            .update_conversation(before.id)
            .contact_id(contact);
        assert_eq!(update.send().await.unwrap().contact_id, contact);
        assert_eq!(sandbox.conversation(before.id).unwrap().contact_id, contact);
    }

    #[tokio::test]
    async fn a_whole_body_is_sent() {
        let sandbox = sandbox().await;
        let id = find(&sandbox, |it| it.agent_id.is_some()).id;
        let body = ConversationUpdate::new().agent_id(None).subject("Whole");
        let update = client(&sandbox).update_conversation_with(id, body);
        let read = update.send().await.unwrap();
        assert_eq!((read.agent_id, read.subject.as_str()), (None, "Whole"));
    }
}

mod snooze {
    use super::*;

    /// Each format of `snooze_until`, with the end of a snooze that starts at [`START`].
    const FORMS: [(&str, &str); 14] = [
        ("5m", "2026-01-21T14:35:00Z"),
        ("+30", "2026-01-21T15:00:00Z"),
        ("tomorrow", "2026-01-22T09:00:00Z"),
        ("monday", "2026-01-26T09:00:00Z"),
        ("tuesday", "2026-01-27T09:00:00Z"),
        ("wednesday", "2026-01-28T09:00:00Z"),
        ("thursday", "2026-01-22T09:00:00Z"),
        ("friday", "2026-01-23T09:00:00Z"),
        ("saturday", "2026-01-24T09:00:00Z"),
        ("sunday", "2026-01-25T09:00:00Z"),
        ("one week", "2026-01-28T14:30:00Z"),
        ("one month", "2026-02-21T14:30:00Z"),
        ("2026-03-01T08:00:00Z", "2026-03-01T08:00:00Z"),
        ("2026-03-01T08:00:00.250+02:00", "2026-03-01T06:00:00.250Z"),
    ];

    fn assert_ends(conversation: &Conversation, form: &str, end: &str) {
        assert_eq!(conversation.status, ConversationStatus::Snoozed, "{form}");
        let late = conversation.snooze_until.unwrap() - time(end);
        // The sandbox's clock has advanced since the start.
        assert!(
            TimeDelta::zero() <= late && late < TimeDelta::minutes(1),
            "{form}: {late}"
        );
    }

    #[tokio::test]
    async fn an_update_accepts_each_format_of_snooze_until() {
        let sandbox = sandbox().await;
        let id = find(&sandbox, opened).id;
        for (form, end) in FORMS {
            let update = client(&sandbox).update_conversation(id);
            let update = update
                .status(ConversationStatus::Snoozed)
                .snooze_until(form);
            assert_ends(&update.send().await.unwrap(), form, end);
        }
    }

    #[tokio::test]
    async fn a_bulk_update_accepts_each_format_of_snooze_until() {
        let sandbox = sandbox().await;
        let id = find(&sandbox, opened).id;
        for (form, end) in FORMS {
            let bulk = client(&sandbox).bulk_update_conversations([id]);
            let bulk = bulk.status(BulkStatus::Snoozed).snooze_until(form);
            assert_ends(&bulk.send().await.unwrap().conversations[0], form, end);
        }
    }

    #[tokio::test]
    async fn an_unknown_format_of_snooze_until_is_rejected() {
        let sandbox = sandbox().await;
        let id = find(&sandbox, opened).id;
        let update = client(&sandbox).update_conversation(id);
        let update = update
            .status(ConversationStatus::Snoozed)
            .snooze_until("whenever");
        let error = api_error(update.send().await.unwrap_err());
        assert_eq!(error.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
}

mod bulk {
    use super::*;

    /// Returns the IDs of the first open conversations.
    fn open_ids(sandbox: &Sandbox, count: usize) -> Vec<i64> {
        let kept = sandbox.conversations().into_iter();
        kept.filter(opened).map(|it| it.id).take(count).collect()
    }

    #[tokio::test]
    async fn each_status_except_delete_is_set() {
        let sandbox = sandbox().await;
        let ids = open_ids(&sandbox, 3);
        for status in BulkStatus::VALUES {
            if *status == BulkStatus::Delete {
                continue;
            }
            let bulk = client(&sandbox).bulk_update_conversations(ids.clone());
            let done = bulk.status(*status).send().await.unwrap();
            assert_eq!(super::ids(&done.conversations), ids);
            for read in &done.conversations {
                assert_eq!(read.status, status.as_str());
                assert_same(read, &sandbox.conversation(read.id).unwrap());
            }
        }
    }

    #[tokio::test]
    async fn an_unknown_conversation_is_omitted() {
        let sandbox = sandbox().await;
        let ids = open_ids(&sandbox, 2);
        let bulk = client(&sandbox).bulk_update_conversations([ids[0], 1, ids[1], 2]);
        let done = bulk.status(BulkStatus::Closed).send().await.unwrap();
        assert_eq!(super::ids(&done.conversations), ids);
    }

    #[tokio::test]
    async fn a_locked_conversation_is_omitted() {
        let sandbox = sandbox().await;
        let ids = open_ids(&sandbox, 2);
        sandbox.lock_conversation(ids[0], true);
        let bulk = client(&sandbox).bulk_update_conversations(ids.clone());
        let done = bulk.status(BulkStatus::Closed).send().await.unwrap();
        assert_eq!(super::ids(&done.conversations), [ids[1]]);
    }

    #[tokio::test]
    async fn conversations_are_deleted() {
        let sandbox = sandbox().await;
        let ids = open_ids(&sandbox, 3);
        let bulk = client(&sandbox).bulk_update_conversations(ids.clone());
        let done = bulk.status(BulkStatus::Delete).send().await.unwrap();
        assert_eq!(done.conversations, []);
        assert!(ids.iter().all(|id| sandbox.conversation(*id).is_none()));
        assert_eq!(sandbox.conversations().len(), 97);
    }

    #[tokio::test]
    async fn conversations_are_marked_as_spam_and_their_contacts_blocked() {
        let sandbox = sandbox().await;
        let kept = find(&sandbox, opened);
        let bulk = client(&sandbox).bulk_update_conversations([kept.id]);
        bulk.status(BulkStatus::Spam)
            .block(true)
            .send()
            .await
            .unwrap();
        assert_eq!(
            sandbox.blocked_contacts(),
            BTreeSet::from([kept.contact_id])
        );
    }

    #[tokio::test]
    async fn conversations_are_marked_as_spam_without_blocking_their_contacts() {
        let sandbox = sandbox().await;
        let id = find(&sandbox, opened).id;
        let bulk = client(&sandbox).bulk_update_conversations([id]);
        bulk.status(BulkStatus::Spam)
            .block(false)
            .send()
            .await
            .unwrap();
        assert_eq!(sandbox.blocked_contacts(), BTreeSet::new());
    }

    #[tokio::test]
    async fn an_agent_is_assigned_by_id() {
        let sandbox = sandbox().await;
        let ids = open_ids(&sandbox, 3);
        let bulk = client(&sandbox).bulk_update_conversations(ids);
        let done = bulk.agent_id(57).send().await.unwrap();
        assert!(done.conversations.iter().all(|it| it.agent_id == Some(57)));
    }

    #[tokio::test]
    async fn an_agent_is_assigned_by_email() {
        let sandbox = sandbox().await;
        let ids = open_ids(&sandbox, 3);
        let bulk = client(&sandbox).bulk_update_conversations(ids);
        let done = bulk
            .agent_email("linus@piedpiper.com")
            .send()
            .await
            .unwrap();
        assert!(done.conversations.iter().all(|it| it.agent_id == Some(57)));
    }

    #[tokio::test]
    async fn null_unassigns_the_agent() {
        let sandbox = sandbox().await;
        let ids = open_ids(&sandbox, 9);
        let bulk = client(&sandbox).bulk_update_conversations(ids);
        let done = bulk.agent_id(None).send().await.unwrap();
        assert!(done.conversations.iter().all(|it| it.agent_id.is_none()));
    }

    #[tokio::test]
    async fn a_tag_is_added_by_name() {
        let sandbox = sandbox().await;
        let ids = open_ids(&sandbox, 9);
        let bulk = client(&sandbox).bulk_update_conversations(ids);
        let done = bulk.tag("a new tag").send().await.unwrap();
        let tag = sandbox.tags()["a new tag"];
        assert!(done.conversations.iter().all(|it| it.tags.contains(&tag)));
    }

    #[tokio::test]
    async fn a_tag_is_removed_by_name() {
        let sandbox = sandbox().await;
        let tag = sandbox.tags()["urgent"];
        let id = find(&sandbox, |it| it.tags.contains(&tag)).id;
        let bulk = client(&sandbox).bulk_update_conversations([id]);
        let done = bulk.untag("urgent").send().await.unwrap();
        assert!(!done.conversations[0].tags.contains(&tag));
    }

    #[tokio::test]
    async fn a_whole_body_is_sent() {
        let sandbox = sandbox().await;
        let ids = open_ids(&sandbox, 2);
        let body = BulkUpdate::new(ids.clone()).status(BulkStatus::Closed);
        let bulk = client(&sandbox).bulk_update_conversations_with(body);
        let done = bulk.send().await.unwrap();
        assert_eq!(super::ids(&done.conversations), ids);
    }

    #[tokio::test]
    async fn any_number_of_ids_is_sent_in_batches() {
        let sandbox = sandbox().await;
        let ids = open_ids(&sandbox, 50);
        sandbox.lock_conversation(ids[3], true);
        let bulk = client(&sandbox).bulk_update_conversations([&ids[..], &[1], &ids[..]].concat());
        let bulk = bulk.status(BulkStatus::Closed).batch_size(20);
        let done = bulk.send_all().await.unwrap();
        let updated: BTreeSet<_> = done.updated.iter().map(|(id, _)| *id).collect();
        let mut expected = BTreeSet::from_iter(ids.clone());
        expected.remove(&ids[3]);
        assert_eq!(updated, expected);
        assert_eq!(done.not_updated, [ids[3], 1]);
        assert_eq!((done.failed.len(), done.unknown.len()), (0, 0));
        assert_eq!(sandbox.counts().received, 3);
        let json = serde_json::to_value(&done).unwrap();
        assert_eq!(json["not_updated"], serde_json::json!([ids[3], 1]));
        let (first, value) = &done.updated[0];
        assert_eq!(json["updated"][0]["id"], *first);
        assert_eq!(json["updated"][0]["value"]["subject"], value.subject);
    }

    #[tokio::test]
    async fn it_stops_at_a_wrong_key() {
        let sandbox = sandbox().await;
        let builder = Client::builder().api_key("sk_wrong");
        let client = builder.base_url(sandbox.fernand_url()).build().unwrap();
        let bulk = client.bulk_update_conversations(0..10_000);
        let done = bulk.status(BulkStatus::Closed).send_all().await.unwrap();
        assert_eq!(
            (done.failed[0].ids.len(), done.not_tried.len()),
            (100, 9900)
        );
        assert_eq!(sandbox.counts().received, 1);
        let error = done.into_result().unwrap_err().to_string();
        let expected = "0 updated, 0 not updated, 100 failed, 0 unknown, 9900 not tried: \
                        bulk_update_conversations: 401 Unauthorized";
        assert!(error.contains(expected), "{error}");
    }

    #[tokio::test]
    async fn the_outcome_of_a_deletion_is_unknown() {
        let sandbox = sandbox().await;
        let ids = open_ids(&sandbox, 2);
        let bulk = client(&sandbox).bulk_update_conversations(ids.clone());
        let done = bulk.status(BulkStatus::Delete).send_all().await.unwrap();
        assert_eq!(done.unknown[0].ids, ids);
        assert!(done.unknown[0].error.is_none());
    }
}

mod responses {
    use super::*;

    #[tokio::test]
    async fn an_empty_cursor_ends_a_list() {
        let body = r#"{"data":[],"cursor":""}"#;
        let server = Recorder::start(Answer::json(200, body)).await.unwrap();
        let client = builder(&server.url(), "sk_test").build().unwrap();
        let mut pages = client.list_conversations().pages();
        assert_eq!(pages.next().await.unwrap().unwrap().next, None);
        assert!(pages.is_done());
    }

    #[tokio::test]
    async fn the_status_and_the_headers_are_available() {
        let sandbox = sandbox().await;
        let list = client(&sandbox).list_conversations();
        let response = list.send_response().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["x-request-id"], "req_00000001");
        assert_eq!(response.value().data.len(), 25);
    }

    #[tokio::test]
    async fn the_rate_limit_headers_are_read() {
        let sandbox = Sandbox::builder().rate_limits(RateLimits::documented());
        let sandbox = sandbox.start().await.unwrap();
        let list = client(&sandbox).list_conversations();
        let response = list.send_response().await.unwrap();
        let limit = response.rate_limit();
        assert_eq!((limit.limit, limit.remaining), (Some(20), Some(19)));
    }

    #[tokio::test]
    async fn send_raw_returns_the_body_as_bytes() {
        let sandbox = sandbox().await;
        let list = client(&sandbox).list_conversations();
        let response = list.send_raw().await.unwrap();
        let page: ConversationPage = serde_json::from_slice(response.value()).unwrap();
        assert_eq!(page.data.len(), 25);
    }

    #[tokio::test]
    async fn send_raw_returns_an_error_response_as_a_response() {
        let sandbox = sandbox().await;
        let response = client(&sandbox)
            .update_conversation(1)
            .subject("Refund of May")
            .send_raw()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn an_unknown_enum_value_in_a_response_is_kept() {
        let body = r#"{"data":[{"id":1,"contact_id":2,"subject":"s","status":"ARCHIVED",
            "last_update":"2026-01-21T14:30:00.5+02:00","tags":[],"recipients":[{"kind":"reply-to"}],"later":{}}]}"#;
        let server = Recorder::start(Answer::json(200, body)).await.unwrap();
        let client = builder(&server.url(), "sk_test").build().unwrap();
        let page = client.list_conversations().send().await.unwrap();
        assert_eq!(page.data[0].status, "ARCHIVED");
        assert_eq!(
            page.data[0].recipients[0].kind.as_ref().unwrap(),
            &"reply-to"
        );
        assert_eq!(page.data[0].last_update, time("2026-01-21T12:30:00.5Z"));
    }

    #[tokio::test]
    async fn an_unknown_enum_value_can_be_sent_back() {
        let server = Recorder::start(Answer::json(200, "{}")).await.unwrap();
        let client = builder(&server.url(), "sk_test").build().unwrap();
        let status: ConversationStatus = serde_json::from_str(r#""ARCHIVED""#).unwrap();
        client
            .update_conversation(1)
            .status(status)
            .send_raw()
            .await
            .unwrap();
        assert_eq!(server.requests()[0].body, r#"{"status":"ARCHIVED"}"#);
    }
}

mod errors {
    use super::*;

    /// Asserts the status of an error, and that its message is one line and contains all parts.
    fn assert_reads(error: Error, status: StatusCode, parts: &[&str]) -> ApiError<ErrorBody> {
        assert_eq!(error.status(), Some(status));
        let text = error.to_string();
        assert!(!text.contains('\n'), "{text}");
        for part in parts {
            assert!(text.contains(part), "{part} is not in: {text}");
        }
        api_error(error)
    }

    #[tokio::test]
    async fn a_wrong_api_key_is_a_401() {
        let sandbox = sandbox().await;
        let client = builder(&sandbox.fernand_url(), "sk_wrong").build().unwrap();
        let error = client.list_conversations().send().await.unwrap_err();
        assert!(!error.is_retryable());
        let parts = ["list_conversations", "401", "credential"];
        assert_reads(error, StatusCode::UNAUTHORIZED, &parts);
    }

    #[tokio::test]
    async fn each_missing_permission_is_a_403() {
        for permission in [
            Permission::ConversationStatus,
            Permission::ConversationAssign,
            Permission::ConversationUpdate,
        ] {
            let sandbox = Sandbox::builder().without_permission(permission);
            let sandbox = sandbox.start().await.unwrap();
            let id = find(&sandbox, opened).id;
            let update = client(&sandbox)
                .update_conversation(id)
                .agent_id(None)
                .subject("s");
            let error = update
                .status(ConversationStatus::Closed)
                .send()
                .await
                .unwrap_err();
            let parts = ["403", permission.as_str(), "permissions"];
            assert_reads(error, StatusCode::FORBIDDEN, &parts);
        }
    }

    #[tokio::test]
    async fn blocking_without_the_permission_is_a_403() {
        let sandbox = Sandbox::builder().without_permission(Permission::ContactBlock);
        let sandbox = sandbox.start().await.unwrap();
        let id = find(&sandbox, opened).id;
        let bulk = client(&sandbox).bulk_update_conversations([id]);
        let error = bulk
            .status(BulkStatus::Spam)
            .block(true)
            .send()
            .await
            .unwrap_err();
        assert_reads(error, StatusCode::FORBIDDEN, &["403", "contact.block"]);
    }

    #[tokio::test]
    async fn an_unknown_conversation_is_a_404() {
        let sandbox = sandbox().await;
        let error = client(&sandbox)
            .update_conversation(1)
            .subject("Refund of May")
            .send()
            .await
            .unwrap_err();
        let parts = [
            "update_conversation",
            "404",
            "the conversation does not exist",
            "IDs",
        ];
        let error = assert_reads(error, StatusCode::NOT_FOUND, &parts);
        assert_eq!(error.request_id(), Some("req_00000001"));
    }

    #[tokio::test]
    async fn a_locked_conversation_is_a_409() {
        let sandbox = sandbox().await;
        let id = find(&sandbox, opened).id;
        sandbox.lock_conversation(id, true);
        let update = client(&sandbox).update_conversation(id).subject("s");
        let error = update.send().await.unwrap_err();
        assert_reads(
            error,
            StatusCode::CONFLICT,
            &["409", "the conversation is locked"],
        );
    }

    #[tokio::test]
    async fn an_unknown_agent_is_a_422_with_an_error_body() {
        let sandbox = sandbox().await;
        let id = find(&sandbox, opened).id;
        let update = client(&sandbox).update_conversation(id).agent_id(1);
        let error = update.send().await.unwrap_err();
        let error = assert_reads(error, StatusCode::UNPROCESSABLE_ENTITY, &["422"]);
        let Some(ErrorBody::Json(body)) = error.body() else {
            panic!("expected a JSON body: {error:?}");
        };
        assert_eq!(body["error"]["fields"][0]["field"], "agent_id");
        assert_eq!(
            serde_json::from_slice::<serde_json::Value>(error.raw()).unwrap(),
            *body
        );
    }

    #[tokio::test]
    async fn a_request_over_the_rate_limit_is_a_429() {
        let sandbox = Sandbox::builder().rate_limits(RateLimits::documented());
        let sandbox = sandbox.start().await.unwrap();
        sandbox.take_requests(Vendor::Fernand, Class::Write, 5);
        let error = client(&sandbox)
            .update_conversation(1)
            .subject("Refund of May")
            .send()
            .await
            .unwrap_err();
        assert!(error.is_retryable());
        assert!(!error.may_have_been_processed());
        let error = assert_reads(error, StatusCode::TOO_MANY_REQUESTS, &["429", "rate limit"]);
        let limit = error.rate_limit();
        assert_eq!((limit.limit, limit.remaining), (Some(5), Some(0)));
    }

    #[tokio::test]
    async fn an_html_error_page_is_an_api_error_without_a_body() {
        let sandbox = sandbox().await;
        let fault = Fault::HtmlPage(StatusCode::BAD_GATEWAY, When::BeforeProcessing);
        sandbox.script_faults([Some(fault)]);
        let error = client(&sandbox)
            .list_conversations()
            .send()
            .await
            .unwrap_err();
        assert!(error.is_retryable());
        let error = assert_reads(error, StatusCode::BAD_GATEWAY, &["502 Bad Gateway"]);
        assert_eq!(error.body(), None);
        assert!(error.raw().starts_with(b"<!DOCTYPE html>"));
    }

    #[tokio::test]
    async fn an_html_page_with_status_200_is_unreadable_and_the_error_mentions_html() {
        let sandbox = sandbox().await;
        let fault = Fault::HtmlPage(StatusCode::OK, When::BeforeProcessing);
        sandbox.script_faults([Some(fault)]);
        let error = client(&sandbox)
            .list_conversations()
            .send()
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Unreadable(_)), "{error:?}");
        assert!(error.to_string().contains("HTML"), "{error}");
    }

    #[tokio::test]
    async fn the_error_of_an_unexpected_response_names_the_path() {
        let body = r#"{"data":[{"id":1,"contact_id":2,"subject":null}]}"#;
        let server = Recorder::start(Answer::json(200, body)).await.unwrap();
        let client = builder(&server.url(), "sk_test").build().unwrap();
        let Err(Error::Unreadable(error)) = client.list_conversations().send().await else {
            panic!("expected an error, because the subject is null");
        };
        assert_eq!(error.problem().path(), Some("data[0].subject"));
        assert_eq!(error.problem().found(), Some("null"));
    }

    /// Returns the kind of transport error that a fault causes.
    async fn kind(fault: Fault) -> TransportErrorKind {
        let sandbox = sandbox().await;
        sandbox.script_faults([Some(fault)]);
        let list = client(&sandbox).list_conversations();
        match list.timeout(Duration::from_millis(300)).send().await {
            Err(Error::Transport(error)) => error.kind(),
            other => panic!("expected a transport error: {other:?}"),
        }
    }

    #[tokio::test]
    async fn a_broken_connection_is_interrupted() {
        for fault in [
            Fault::Close(When::AfterProcessing),
            Fault::CloseMidway,
            Fault::CutShort,
        ] {
            assert_eq!(kind(fault).await, TransportErrorKind::Interrupted);
        }
    }

    #[tokio::test]
    async fn a_response_that_does_not_arrive_is_a_timeout() {
        let limit = TransportErrorKind::Timeout(Duration::from_millis(300));
        for fault in [Fault::Stall(When::BeforeProcessing), Fault::StallMidway] {
            assert_eq!(kind(fault).await, limit);
        }
    }

    #[tokio::test]
    async fn a_stopped_server_is_a_connect_error() {
        let url = sandbox().await.fernand_url();
        let client = builder(&url, "sk_test").build().unwrap();
        let Err(Error::Transport(error)) = client.list_conversations().send().await else {
            panic!("expected an error, because the server has stopped");
        };
        assert_eq!(error.kind(), TransportErrorKind::Connect);
    }

    #[tokio::test]
    async fn a_response_that_is_too_large_is_an_error() {
        let sandbox = sandbox().await;
        let builder = builder(&sandbox.fernand_url(), sandbox.api_key());
        let client = builder.max_response_bytes(100).build().unwrap();
        let Err(Error::Transport(error)) = client.list_conversations().send().await else {
            panic!("expected an error, because the page is larger");
        };
        assert_eq!(error.kind(), TransportErrorKind::TooLarge(100));
    }
}
