use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::StatusCode;
use serde_json::{Value, json};

use super::{Conversation, Permission, Status, snooze};
use crate::document::FERNAND;
use crate::testing::{Answer, Caller, start};
use crate::{Builder, Sandbox};

async fn caller() -> Caller {
    Caller::start(Sandbox::builder()).await
}

/// Reads all pages of a listing and returns the IDs. `between` runs after each page but the last.
async fn walk(caller: &Caller, parameters: &str, mut between: impl FnMut(&Sandbox)) -> Vec<i64> {
    let mut ids = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/conversations?{parameters}{cursor}");
        let page = caller.get(&path).await.json();
        ids.extend(ids_of(&page["data"]));
        match page["cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return ids,
        }
        between(&caller.sandbox);
    }
}

fn ids_of(list: &Value) -> Vec<i64> {
    let list = list.as_array().expect("the value is an array");
    let id = |item: &Value| item["id"].as_i64().expect("the item has an ID");
    list.iter().map(id).collect()
}

fn problem_fields(response: &Answer) -> Vec<String> {
    let body = response.json();
    let fields = body["error"]["fields"]
        .as_array()
        .expect("the error has fields");
    let name = |problem: &Value| {
        problem["field"]
            .as_str()
            .expect("the problem has a field")
            .to_owned()
    };
    fields.iter().map(name).collect()
}

fn find_conversation(sandbox: &Sandbox, matches: impl Fn(&Conversation) -> bool) -> Conversation {
    let mut all = sandbox.conversations().into_iter();
    all.find(matches)
        .expect("the seed generates a matching conversation")
}

#[tokio::test]
async fn a_request_with_a_missing_or_wrong_api_key_is_a_401() {
    let mut caller = caller().await;
    for header in [("x-api-key", "sk_wrong"), ("authorization", "sk_sandbox")] {
        caller.authorization = (header.0, header.1.to_owned());
        let response = caller.get("/conversations").await;
        assert_eq!(response.status, StatusCode::UNAUTHORIZED, "{header:?}");
        assert!(response.json()["error"]["message"].is_string());
    }
}

#[tokio::test]
async fn a_malformed_list_request_is_a_422_that_names_the_parameter() {
    let caller = caller().await;
    for (query, field) in [
        ("limit=2", "limit"),
        ("limit=251", "limit"),
        ("limit=ten", "limit"),
        ("limit=", "limit"),
        ("limit=10&limit=10", "limit"),
        ("order=no-such-order", "order"),
        ("q=status:no-such-status", "q"),
        ("q=unassigned:false", "q"),
        ("cursor=cur_1234567890", "cursor"),
        ("cursor=", "cursor"),
        ("page=2", "page"),
    ] {
        let response = caller.get(&format!("/conversations?{query}")).await;
        assert_eq!(response.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(problem_fields(&response), [field], "{query}");
    }
}

#[tokio::test]
async fn a_page_has_25_conversations_or_the_number_in_limit() {
    let caller = Caller::start(Sandbox::builder().conversations(300)).await;
    for (query, size) in [("", 25), ("?limit=3", 3), ("?limit=250", 250)] {
        let page = caller.get(&format!("/conversations{query}")).await.json();
        assert_eq!(ids_of(&page["data"]).len(), size, "{query}");
    }
}

#[tokio::test]
async fn a_full_last_page_has_no_cursor() {
    let caller = Caller::start(Sandbox::builder().conversations(6)).await;
    let first = caller.get("/conversations?limit=3").await.json();
    let cursor = first["cursor"].as_str().expect("the page has a cursor");
    let last = caller
        .get(&format!("/conversations?limit=3&cursor={cursor}"))
        .await
        .json();
    assert_eq!(ids_of(&last["data"]).len(), 3);
    assert_eq!(last["cursor"], Value::Null);
}

#[tokio::test]
async fn each_order_sorts_by_its_fields() {
    type Key = fn(&Conversation) -> (i64, DateTime<Utc>);
    let caller = caller().await;
    let ascending: [(&str, Key); 3] = [
        ("priority", |it| (-i64::from(it.priority), it.last_update)),
        ("oldest", |it| (0, it.last_update)),
        ("longest", |it| {
            let group = i64::from(it.waiting_since.is_none());
            (group, it.waiting_since.unwrap_or(it.last_update))
        }),
    ];
    for (order, key) in ascending {
        let ids = walk(&caller, &format!("order={order}"), |_| ()).await;
        let conversation = |id: &i64| {
            caller
                .sandbox
                .conversation(*id)
                .expect("the conversation exists")
        };
        let keys: Vec<_> = ids.iter().map(conversation).map(|it| key(&it)).collect();
        assert!(keys.is_sorted(), "{order}");
        assert_eq!(keys.len(), 100, "{order}");
    }
}

#[tokio::test]
async fn newest_is_the_reverse_of_oldest() {
    let caller = caller().await;
    let mut newest = walk(&caller, "order=newest", |_| ()).await;
    newest.reverse();
    assert_eq!(newest, walk(&caller, "order=oldest", |_| ()).await);
}

#[tokio::test]
async fn a_search_returns_exactly_the_matching_conversations() {
    type Matches = fn(&Conversation) -> bool;
    let caller = Caller::start(Sandbox::builder().conversations(200)).await;
    let searches: [(&str, Matches); 12] = [
        ("status:opened", |it| it.status == Status::Opened),
        ("status:CLOSED", |it| it.status == Status::Closed),
        ("status:spam", |it| it.status == Status::Spam),
        ("status:snoozed", |it| it.status == Status::Snoozed),
        ("assigned:jared@piedpiper.com", |it| it.agent_id == Some(42)),
        ("assigned:nobody@piedpiper.com", |_| false),
        ("unassigned:true", |it| it.agent_id.is_none()),
        ("tag:urgent", |it| it.tags.contains(&1)),
        ("tag:%22needs+reply%22", |it| it.tags.contains(&22)),
        ("BILLING", |it| it.subject.contains("billing")),
        ("csv+archive", |it| it.text.contains("CSV")),
        ("status:opened+unassigned:true+refund", |it| {
            it.status == Status::Opened && it.agent_id.is_none() && it.subject.contains("Refund")
        }),
    ];
    for (query, matches) in searches {
        let found = walk(&caller, &format!("limit=250&q={query}"), |_| ()).await;
        let found: BTreeSet<_> = found.into_iter().collect();
        let all = caller.sandbox.conversations();
        let expected: BTreeSet<_> = all
            .iter()
            .filter(|it| matches(it))
            .map(|it| it.id)
            .collect();
        assert_eq!(found, expected, "{query}");
    }
}

#[tokio::test]
async fn each_order_returns_every_conversation_once_despite_concurrent_changes() {
    for order in ["priority", "oldest", "newest", "longest"] {
        let caller = caller().await;
        let before: Vec<_> = caller
            .sandbox
            .conversations()
            .iter()
            .map(|it| it.id)
            .collect();
        let deleted = before[50];
        let mut turn = 0;
        let ids = walk(&caller, &format!("order={order}&limit=7"), |sandbox| {
            turn += 1;
            for index in [turn, 30 + turn, 99 - turn] {
                assert!(sandbox.receive_message(before[index]));
            }
            sandbox.open_conversation("While you were reading");
            sandbox.delete_conversation(deleted);
        })
        .await;
        let unique: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(
            unique.len(),
            ids.len(),
            "{order}: a conversation was returned twice"
        );
        let missed: Vec<_> = before.iter().filter(|id| !unique.contains(id)).collect();
        assert!(
            missed.iter().all(|id| **id == deleted),
            "{order}: {missed:?}"
        );
    }
}

#[tokio::test]
async fn closing_the_conversations_of_a_page_does_not_shift_the_next_page() {
    let caller = caller().await;
    let opened = caller.sandbox.conversations();
    let opened = opened
        .iter()
        .filter(|it| it.status == Status::Opened)
        .count();
    let mut closed = 0;
    let mut cursor = String::new();
    loop {
        let path = format!("/conversations?q=status:opened&limit=10{cursor}");
        let page = caller.get(&path).await.json();
        let ids = ids_of(&page["data"]);
        closed += ids.len();
        let body = json!({ "ids": ids, "status": "CLOSED" });
        caller.post("/conversations/bulk", body).await;
        match page["cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(closed, opened);
}

#[tokio::test]
async fn a_cursor_is_rejected_with_another_search_or_order() {
    let caller = caller().await;
    let page = caller.get("/conversations?q=status:opened").await.json();
    let cursor = page["cursor"].as_str().expect("the page has a cursor");
    for other in ["", "&q=status:closed", "&q=status:opened&order=newest"] {
        let response = caller
            .get(&format!("/conversations?cursor={cursor}{other}"))
            .await;
        assert_eq!(response.status, StatusCode::UNPROCESSABLE_ENTITY, "{other}");
    }
}

#[tokio::test]
async fn the_cursor_of_a_conversation_continues_after_it() {
    let caller = caller().await;
    let page = caller.get("/conversations").await.json();
    let cursor = page["data"][4]["cursor"]
        .as_str()
        .expect("the conversation has a cursor");
    let rest = caller
        .get(&format!("/conversations?cursor={cursor}"))
        .await
        .json();
    assert_eq!(ids_of(&rest["data"])[..20], ids_of(&page["data"])[5..]);
}

#[tokio::test]
async fn a_conversation_has_exactly_the_documented_fields() {
    let caller = caller().await;
    let page = caller.get("/conversations").await.json();
    let fields = page["data"][0]
        .as_object()
        .expect("the conversation is an object");
    let fields: BTreeSet<_> = fields.keys().map(String::as_str).collect();
    let expected = [
        "id",
        "contact_id",
        "subject",
        "status",
        "last_update",
        "tags",
        "recipients",
        "agent_id",
        "channel_id",
        "snooze_until",
        "cursor",
    ];
    assert_eq!(fields, BTreeSet::from(expected));
}

#[tokio::test]
async fn an_update_changes_only_its_fields() {
    let caller = caller().await;
    let before = find_conversation(&caller.sandbox, |it| {
        it.status == Status::Opened && it.agent_id == Some(42) && it.recipients.len() > 1
    });
    let contact = before.recipients[1].contact_id;
    for (body, field, value) in [
        (json!({"status": "CLOSED"}), "status", json!("CLOSED")),
        (json!({"status": "SPAM"}), "status", json!("SPAM")),
        (json!({"status": "OPENED"}), "status", json!("OPENED")),
        (json!({"agent_id": 57}), "agent_id", json!(57)),
        (json!({"agent_id": null}), "agent_id", Value::Null),
        (
            json!({"agent_email": "ada@piedpiper.com"}),
            "agent_id",
            json!(43),
        ),
        (
            json!({"agent_id": 42, "agent_email": "ada@piedpiper.com"}),
            "agent_id",
            json!(42),
        ),
        (
            json!({"subject": "é".repeat(80)}),
            "subject",
            json!("é".repeat(80)),
        ),
        (json!({"contact_id": contact}), "contact_id", json!(contact)),
        (json!({}), "id", json!(before.id)),
    ] {
        let path = format!("/conversations/{}", before.id);
        let mut expected = serde_json::to_value(caller.sandbox.conversation(before.id));
        let response = caller.patch(&path, body.clone()).await;
        assert_eq!(response.status, StatusCode::OK, "{body}: {}", response.text);
        let expected = expected.as_mut().expect("the conversation serializes");
        expected[field] = value;
        expected["cursor"] = Value::Null;
        assert_eq!(response.json(), *expected, "{body}");
    }
}

#[tokio::test]
async fn a_malformed_update_is_a_422_that_names_the_field_and_changes_nothing() {
    let caller = caller().await;
    let before = caller.sandbox.conversations();
    for (body, field) in [
        (json!({"status": "DELETE"}), "status"),
        (json!({"status": "opened"}), "status"),
        (json!({"status": null}), "status"),
        (
            json!({"status": "SNOOZED", "snooze_until": "later"}),
            "snooze_until",
        ),
        (json!({"subject": "x".repeat(81)}), "subject"),
        (json!({"subject": 1, "status": "CLOSED"}), "subject"),
        (json!({"agent_id": 1}), "agent_id"),
        (json!({"agent_id": "42"}), "agent_id"),
        (json!({"agent_email": "nobody@example.com"}), "agent_email"),
        (json!({"agent_email": null}), "agent_email"),
        (json!({"contact_id": 1}), "contact_id"),
        (json!({"tag": "urgent"}), "tag"),
        (json!([]), "body"),
    ] {
        let response = caller.patch("/conversations/12345", body.clone()).await;
        assert_eq!(response.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(problem_fields(&response), [field], "{body}");
    }
    assert_eq!(caller.sandbox.conversations(), before);
}

#[tokio::test]
async fn an_update_of_an_unknown_conversation_is_a_404() {
    let caller = caller().await;
    let response = caller
        .patch("/conversations/1", json!({"status": "CLOSED"}))
        .await;
    assert_eq!(response.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_id_that_is_not_an_integer_is_a_422() {
    let caller = caller().await;
    let response = caller.patch("/conversations/one", json!({})).await;
    assert_eq!(response.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_update_of_a_locked_conversation_is_a_409() {
    let caller = caller().await;
    assert!(caller.sandbox.lock_conversation(12345, true));
    let response = caller.patch("/conversations/12345", json!({})).await;
    assert_eq!(response.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_body_without_the_json_content_type_is_a_415() {
    let caller = caller().await;
    let url = format!("{}/conversations/12345", caller.sandbox.url());
    let request = caller
        .client
        .patch(url)
        .header("x-api-key", caller.sandbox.api_key());
    let response = request
        .body("{}")
        .send()
        .await
        .expect("a response is received");
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_missing_permission_is_a_403_only_for_requests_that_need_it() {
    let every = [
        (Permission::ConversationStatus, json!({"status": "CLOSED"})),
        (Permission::ConversationAssign, json!({"agent_id": null})),
        (Permission::ConversationUpdate, json!({"subject": "New"})),
    ];
    for (denied, _) in &every {
        let caller = Caller::start(Sandbox::builder().without_permission(*denied)).await;
        for (permission, body) in &every {
            let response = caller.patch("/conversations/12345", body.clone()).await;
            let forbidden = response.status == StatusCode::FORBIDDEN;
            assert_eq!(forbidden, permission == denied, "{denied:?} {body}");
        }
    }
}

#[tokio::test]
async fn blocking_needs_its_permission_only_with_the_status_spam() {
    let builder: Builder = Sandbox::builder().without_permission(Permission::ContactBlock);
    let caller = Caller::start(builder).await;
    for (body, status) in [
        (
            json!({"ids": [12345], "status": "SPAM", "block": true}),
            StatusCode::FORBIDDEN,
        ),
        (
            json!({"ids": [12345], "status": "SPAM", "block": false}),
            StatusCode::OK,
        ),
        (
            json!({"ids": [12345], "status": "CLOSED", "block": true}),
            StatusCode::OK,
        ),
    ] {
        let response = caller.post("/conversations/bulk", body.clone()).await;
        assert_eq!(response.status, status, "{body}");
    }
}

#[test]
fn each_format_of_snooze_until_is_parsed() {
    for (text, end) in [
        ("5m", "2026-01-21T14:35:00Z"),
        ("+30", "2026-01-21T15:00:00Z"),
        ("90m", "2026-01-21T16:00:00Z"),
        ("tomorrow", "2026-01-22T09:00:00Z"),
        ("Tomorrow", "2026-01-22T09:00:00Z"),
        ("thursday", "2026-01-22T09:00:00Z"),
        ("monday", "2026-01-26T09:00:00Z"),
        ("tuesday", "2026-01-27T09:00:00Z"),
        ("wednesday", "2026-01-28T09:00:00Z"),
        ("one week", "2026-01-28T14:30:00Z"),
        ("one month", "2026-02-21T14:30:00Z"),
        ("2026-01-22T09:00:00Z", "2026-01-22T09:00:00Z"),
        ("2026-01-22T09:00:00+02:00", "2026-01-22T07:00:00Z"),
        ("2026-01-22T09:00:00.500Z", "2026-01-22T09:00:00.500Z"),
        ("2026-01-22T09:00", "2026-01-22T09:00:00Z"),
    ] {
        let end: DateTime<Utc> = end.parse().expect("the time is valid");
        assert_eq!(snooze::parse(text, start()), Some(end), "{text}");
    }
}

#[test]
fn a_weekday_is_the_current_day_before_nine() {
    let early = "2026-01-21T08:59:59Z".parse().expect("the time is valid");
    let nine = "2026-01-21T09:00:00Z".parse().ok();
    assert_eq!(snooze::parse("wednesday", early), nine);
}

#[test]
fn an_unknown_format_of_snooze_until_is_rejected() {
    for text in [
        "",
        "5",
        "m",
        "+",
        "-5m",
        "+-5",
        "5h",
        "later",
        "one year",
        "2026-01-22",
        "<string>",
    ] {
        assert_eq!(snooze::parse(text, start()), None, "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_snoozed_conversation_opens_when_the_snooze_ends() {
    let caller = caller().await;
    let body = json!({"status": "SNOOZED", "snooze_until": "5m"});
    let response = caller.patch("/conversations/12345", body).await.json();
    assert_eq!(response["status"], "SNOOZED");
    tokio::time::advance(Duration::from_secs(301)).await;
    let after = caller
        .sandbox
        .conversation(12345)
        .expect("the conversation exists");
    assert_eq!((after.status, after.snooze_until), (Status::Opened, None));
}

#[tokio::test]
async fn snooze_until_has_no_effect_on_a_conversation_that_is_not_snoozed() {
    let caller = caller().await;
    let body = json!({"status": "CLOSED", "snooze_until": "tomorrow"});
    let response = caller.patch("/conversations/12345", body).await.json();
    assert_eq!(response["snooze_until"], Value::Null);
}

#[tokio::test]
async fn a_bulk_update_returns_each_updated_conversation_once() {
    let caller = caller().await;
    caller.sandbox.lock_conversation(12347, true);
    let body = json!({"ids": [12350, 1, 12347, 12345, 12350], "status": "CLOSED", "agent_id": 61});
    let response = caller.post("/conversations/bulk", body).await.json();
    assert_eq!(ids_of(&response["conversations"]), [12350, 12345]);
    for id in [12345, 12350] {
        let after = caller
            .sandbox
            .conversation(id)
            .expect("the conversation exists");
        assert_eq!((after.status, after.agent_id), (Status::Closed, Some(61)));
        assert_eq!(after.writes, 1);
    }
}

#[tokio::test]
async fn a_deleted_conversation_is_not_in_the_response() {
    let caller = caller().await;
    let body = json!({"ids": [12345, 12346], "status": "DELETE"});
    let response = caller.post("/conversations/bulk", body).await;
    assert_eq!(response.json(), json!({"conversations": []}));
    assert_eq!(caller.sandbox.conversation(12346), None);
}

#[tokio::test]
async fn the_status_spam_blocks_the_contact_if_block_is_set() {
    let caller = caller().await;
    let contact = |id| caller.sandbox.conversation(id).map(|it| it.contact_id);
    let blocked = contact(12346).expect("the conversation exists");
    for (id, block) in [(12345, false), (12346, true)] {
        let body = json!({"ids": [id], "status": "SPAM", "block": block});
        caller.post("/conversations/bulk", body).await;
    }
    assert_eq!(caller.sandbox.blocked_contacts(), BTreeSet::from([blocked]));
}

#[tokio::test]
async fn tags_are_added_and_removed_by_name_and_created_if_necessary() {
    let caller = caller().await;
    for (body, tagged) in [
        (json!({"ids": [12345], "tag": "stale"}), true),
        (json!({"ids": [12345], "tag": "stale"}), true),
        (json!({"ids": [12345], "untag": "no such tag"}), true),
        (json!({"ids": [12345], "untag": "stale"}), false),
    ] {
        caller.post("/conversations/bulk", body.clone()).await;
        let id = caller.sandbox.tags()["stale"];
        let tags = caller
            .sandbox
            .conversation(12345)
            .expect("the conversation exists")
            .tags;
        let times = tags.iter().filter(|tag| **tag == id).count();
        assert_eq!(times, usize::from(tagged), "{body}");
    }
}

#[tokio::test]
async fn a_malformed_bulk_request_is_a_422_that_names_the_field_and_changes_nothing() {
    let caller = caller().await;
    let before = caller.sandbox.conversations();
    for (body, field) in [
        (json!({"status": "CLOSED"}), "ids"),
        (json!({"ids": []}), "ids"),
        (json!({"ids": [12345, "12346"]}), "ids"),
        (json!({"ids": null}), "ids"),
        (
            json!({"ids": [12345], "status": "no-such-status"}),
            "status",
        ),
        (json!({"ids": [12345], "tag": "x".repeat(51)}), "tag"),
        (json!({"ids": [12345], "block": "yes"}), "block"),
        (json!({"ids": [12345], "subject": "New"}), "subject"),
        (
            json!({"ids": [12345], "status": "CLOSED", "agent_id": 1}),
            "agent_id",
        ),
    ] {
        let response = caller.post("/conversations/bulk", body.clone()).await;
        assert_eq!(response.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(problem_fields(&response), [field], "{body}");
    }
    assert_eq!(caller.sandbox.conversations(), before);
}

#[tokio::test]
async fn responses_are_identical_for_the_same_seed_and_start() {
    let text = async |seed| {
        let caller = Caller::start(Sandbox::builder().seed(seed)).await;
        caller.get("/conversations?limit=100").await.text
    };
    assert_eq!(text(7).await, text(7).await);
    assert_ne!(text(7).await, text(8).await);
}

#[tokio::test]
async fn each_enum_value_of_the_document_is_accepted_and_returned() {
    let caller = caller().await;
    let ids = caller.sandbox.conversations();
    let [id, other] = [0, 1].map(|index: usize| ids[index].id);
    for status in FERNAND.texts("ConversationStatus") {
        let path = format!("/conversations/{id}");
        let response = caller.patch(&path, json!({ "status": status })).await;
        assert_eq!(response.json()["status"], status);
    }
    for status in FERNAND.texts("BulkStatus").filter(|it| *it != "DELETE") {
        let body = json!({ "ids": [other], "status": status });
        let response = caller.post("/conversations/bulk", body).await;
        assert_eq!(response.json()["conversations"][0]["status"], status);
    }
    for order in FERNAND.texts("ConversationOrder") {
        let response = caller.get(&format!("/conversations?order={order}")).await;
        assert_eq!(response.status, StatusCode::OK, "{order}");
    }
}

#[test]
fn a_status_without_special_handling_keeps_its_name() {
    for name in ["OPENED", "ARCHIVED"] {
        let status = Status::of(name);
        assert_eq!(status.as_str(), name);
        assert_eq!(serde_json::to_value(status).ok(), Some(json!(name)));
    }
    assert_eq!(Status::of("ARCHIVED"), Status::Other("ARCHIVED"));
}
