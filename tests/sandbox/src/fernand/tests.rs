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

/// Reads a listing to its end, doing something to the sandbox after each page; returns the ids.
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
    let list = list.as_array().expect("it is a list");
    let id = |item: &Value| item["id"].as_i64().expect("it has an id");
    list.iter().map(id).collect()
}

fn problem_fields(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let fields = body["error"]["fields"].as_array().expect("it has fields");
    let name = |problem: &Value| problem["field"].as_str().expect("it has a name").to_owned();
    fields.iter().map(name).collect()
}

fn one_with(sandbox: &Sandbox, wanted: impl Fn(&Conversation) -> bool) -> Conversation {
    let mut all = sandbox.conversations().into_iter();
    all.find(wanted)
        .expect("the seed makes such a conversation")
}

#[tokio::test]
async fn a_request_without_the_right_key_is_a_401() {
    let mut caller = caller().await;
    for header in [("x-api-key", "sk_wrong"), ("authorization", "sk_sandbox")] {
        caller.authorization = (header.0, header.1.to_owned());
        let answer = caller.get("/conversations").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{header:?}");
        assert!(answer.json()["error"]["message"].is_string());
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
        let answer = caller.get(&format!("/conversations?{query}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(problem_fields(&answer), [field], "{query}");
    }
}

#[tokio::test]
async fn a_page_has_25_conversations_unless_the_limit_says_otherwise() {
    let caller = Caller::start(Sandbox::builder().conversations(300)).await;
    for (query, size) in [("", 25), ("?limit=3", 3), ("?limit=250", 250)] {
        let page = caller.get(&format!("/conversations{query}")).await.json();
        assert_eq!(ids_of(&page["data"]).len(), size, "{query}");
    }
}

#[tokio::test]
async fn the_last_page_has_no_cursor_even_when_it_is_full() {
    let caller = Caller::start(Sandbox::builder().conversations(6)).await;
    let first = caller.get("/conversations?limit=3").await.json();
    let cursor = first["cursor"].as_str().expect("there is more");
    let last = caller
        .get(&format!("/conversations?limit=3&cursor={cursor}"))
        .await
        .json();
    assert_eq!(ids_of(&last["data"]).len(), 3);
    assert_eq!(last["cursor"], Value::Null);
}

#[tokio::test]
async fn each_order_sorts_as_it_says() {
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
        let found = |id: &i64| caller.sandbox.conversation(*id).expect("it is there");
        let keys: Vec<_> = ids.iter().map(found).map(|it| key(&it)).collect();
        assert!(keys.is_sorted(), "{order}");
        assert_eq!(keys.len(), 100, "{order}");
    }
}

#[tokio::test]
async fn newest_is_oldest_backwards() {
    let caller = caller().await;
    let mut newest = walk(&caller, "order=newest", |_| ()).await;
    newest.reverse();
    assert_eq!(newest, walk(&caller, "order=oldest", |_| ()).await);
}

#[tokio::test]
async fn a_search_finds_what_it_says_and_nothing_else() {
    type Wanted = fn(&Conversation) -> bool;
    let caller = Caller::start(Sandbox::builder().conversations(200)).await;
    let searches: [(&str, Wanted); 12] = [
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
    for (query, wanted) in searches {
        let found = walk(&caller, &format!("limit=250&q={query}"), |_| ()).await;
        let found: BTreeSet<_> = found.into_iter().collect();
        let all = caller.sandbox.conversations();
        let expected: BTreeSet<_> = all.iter().filter(|it| wanted(it)).map(|it| it.id).collect();
        assert_eq!(found, expected, "{query}");
    }
}

#[tokio::test]
async fn every_order_gives_each_conversation_once_while_others_move_come_and_go() {
    for order in ["priority", "oldest", "newest", "longest"] {
        let caller = caller().await;
        let before: Vec<_> = caller
            .sandbox
            .conversations()
            .iter()
            .map(|it| it.id)
            .collect();
        let gone = before[50];
        let mut turn = 0;
        let ids = walk(&caller, &format!("order={order}&limit=7"), |sandbox| {
            turn += 1;
            for place in [turn, 30 + turn, 99 - turn] {
                assert!(sandbox.receive_message(before[place]));
            }
            sandbox.open_conversation("While you were reading");
            sandbox.delete_conversation(gone);
        })
        .await;
        let unique: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(unique.len(), ids.len(), "{order}: none comes twice");
        let missed: Vec<_> = before.iter().filter(|id| !unique.contains(id)).collect();
        assert!(missed.iter().all(|id| **id == gone), "{order}: {missed:?}");
    }
}

#[tokio::test]
async fn closing_what_a_page_gave_makes_the_next_page_skip_nothing() {
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
async fn a_cursor_is_refused_with_another_search_or_order() {
    let caller = caller().await;
    let page = caller.get("/conversations?q=status:opened").await.json();
    let cursor = page["cursor"].as_str().expect("there is more");
    for other in ["", "&q=status:closed", "&q=status:opened&order=newest"] {
        let answer = caller
            .get(&format!("/conversations?cursor={cursor}{other}"))
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{other}");
    }
}

#[tokio::test]
async fn the_cursor_of_a_conversation_goes_on_after_it() {
    let caller = caller().await;
    let page = caller.get("/conversations").await.json();
    let cursor = page["data"][4]["cursor"].as_str().expect("it has a cursor");
    let rest = caller
        .get(&format!("/conversations?cursor={cursor}"))
        .await
        .json();
    assert_eq!(ids_of(&rest["data"])[..20], ids_of(&page["data"])[5..]);
}

#[tokio::test]
async fn a_conversation_has_exactly_the_fields_of_the_page() {
    let caller = caller().await;
    let page = caller.get("/conversations").await.json();
    let fields = page["data"][0].as_object().expect("it is an object");
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
async fn an_update_changes_the_field_that_it_names_and_no_other() {
    let caller = caller().await;
    let before = one_with(&caller.sandbox, |it| {
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
        let answer = caller.patch(&path, body.clone()).await;
        assert_eq!(answer.status, StatusCode::OK, "{body}: {}", answer.text);
        let expected = expected.as_mut().expect("it is JSON");
        expected[field] = value;
        expected["cursor"] = Value::Null;
        assert_eq!(answer.json(), *expected, "{body}");
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
        let answer = caller.patch("/conversations/12345", body.clone()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(problem_fields(&answer), [field], "{body}");
    }
    assert_eq!(caller.sandbox.conversations(), before);
}

#[tokio::test]
async fn an_update_of_what_is_not_there_is_a_404() {
    let caller = caller().await;
    let answer = caller
        .patch("/conversations/1", json!({"status": "CLOSED"}))
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_id_that_is_no_integer_is_a_422() {
    let caller = caller().await;
    let answer = caller.patch("/conversations/one", json!({})).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_update_of_a_locked_conversation_is_a_409() {
    let caller = caller().await;
    assert!(caller.sandbox.lock_conversation(12345, true));
    let answer = caller.patch("/conversations/12345", json!({})).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_body_that_is_not_declared_as_json_is_a_415() {
    let caller = caller().await;
    let url = format!("{}/conversations/12345", caller.sandbox.url());
    let request = caller
        .client
        .patch(url)
        .header("x-api-key", caller.sandbox.api_key());
    let response = request.body("{}").send().await.expect("there is an answer");
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_permission_that_the_key_lacks_is_a_403_for_what_needs_it_only() {
    let every = [
        (Permission::ConversationStatus, json!({"status": "CLOSED"})),
        (Permission::ConversationAssign, json!({"agent_id": null})),
        (Permission::ConversationUpdate, json!({"subject": "New"})),
    ];
    for (denied, _) in &every {
        let caller = Caller::start(Sandbox::builder().without_permission(*denied)).await;
        for (permission, body) in &every {
            let answer = caller.patch("/conversations/12345", body.clone()).await;
            let forbidden = answer.status == StatusCode::FORBIDDEN;
            assert_eq!(forbidden, permission == denied, "{denied:?} {body}");
        }
    }
}

#[tokio::test]
async fn blocking_needs_its_permission_only_beside_spam() {
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
        let answer = caller.post("/conversations/bulk", body.clone()).await;
        assert_eq!(answer.status, status, "{body}");
    }
}

#[test]
fn a_snooze_ends_when_its_form_says() {
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
        let end: DateTime<Utc> = end.parse().expect("it is a time");
        assert_eq!(snooze::parse(text, start()), Some(end), "{text}");
    }
}

#[test]
fn a_weekday_is_today_while_nine_is_still_to_come() {
    let early = "2026-01-21T08:59:59Z".parse().expect("it is a time");
    let nine = "2026-01-21T09:00:00Z".parse().ok();
    assert_eq!(snooze::parse("wednesday", early), nine);
}

#[test]
fn a_form_that_the_page_does_not_name_is_no_snooze() {
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
async fn a_snoozed_conversation_opens_when_its_time_comes() {
    let caller = caller().await;
    let body = json!({"status": "SNOOZED", "snooze_until": "5m"});
    let answer = caller.patch("/conversations/12345", body).await.json();
    assert_eq!(answer["status"], "SNOOZED");
    tokio::time::advance(Duration::from_secs(301)).await;
    let after = caller.sandbox.conversation(12345).expect("it is there");
    assert_eq!((after.status, after.snooze_until), (Status::Opened, None));
}

#[tokio::test]
async fn an_end_of_snooze_means_nothing_where_nothing_is_snoozed() {
    let caller = caller().await;
    let body = json!({"status": "CLOSED", "snooze_until": "tomorrow"});
    let answer = caller.patch("/conversations/12345", body).await.json();
    assert_eq!(answer["snooze_until"], Value::Null);
}

#[tokio::test]
async fn the_bulk_call_gives_back_each_conversation_that_it_changed_once() {
    let caller = caller().await;
    caller.sandbox.lock_conversation(12347, true);
    let body = json!({"ids": [12350, 1, 12347, 12345, 12350], "status": "CLOSED", "agent_id": 61});
    let answer = caller.post("/conversations/bulk", body).await.json();
    assert_eq!(ids_of(&answer["conversations"]), [12350, 12345]);
    for id in [12345, 12350] {
        let after = caller.sandbox.conversation(id).expect("it is there");
        assert_eq!((after.status, after.agent_id), (Status::Closed, Some(61)));
        assert_eq!(after.writes, 1);
    }
}

#[tokio::test]
async fn a_deleted_conversation_is_gone_and_not_in_the_answer() {
    let caller = caller().await;
    let body = json!({"ids": [12345, 12346], "status": "DELETE"});
    let answer = caller.post("/conversations/bulk", body).await;
    assert_eq!(answer.json(), json!({"conversations": []}));
    assert_eq!(caller.sandbox.conversation(12346), None);
}

#[tokio::test]
async fn spam_blocks_the_contact_when_it_is_told_to() {
    let caller = caller().await;
    let contact = |id| caller.sandbox.conversation(id).map(|it| it.contact_id);
    let blocked = contact(12346).expect("it is there");
    for (id, block) in [(12345, false), (12346, true)] {
        let body = json!({"ids": [id], "status": "SPAM", "block": block});
        caller.post("/conversations/bulk", body).await;
    }
    assert_eq!(caller.sandbox.blocked_contacts(), BTreeSet::from([blocked]));
}

#[tokio::test]
async fn tags_are_added_and_removed_by_name_and_made_when_they_are_new() {
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
            .expect("it is there")
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
        let answer = caller.post("/conversations/bulk", body.clone()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(problem_fields(&answer), [field], "{body}");
    }
    assert_eq!(caller.sandbox.conversations(), before);
}

#[tokio::test]
async fn the_same_seed_and_start_give_the_same_bytes() {
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
    let [id, other] = [0, 1].map(|place: usize| ids[place].id);
    for status in FERNAND.texts("ConversationStatus") {
        let path = format!("/conversations/{id}");
        let answer = caller.patch(&path, json!({ "status": status })).await;
        assert_eq!(answer.json()["status"], status);
    }
    for status in FERNAND.texts("BulkStatus").filter(|it| *it != "DELETE") {
        let body = json!({ "ids": [other], "status": status });
        let answer = caller.post("/conversations/bulk", body).await;
        assert_eq!(answer.json()["conversations"][0]["status"], status);
    }
    for order in FERNAND.texts("ConversationOrder") {
        let answer = caller.get(&format!("/conversations?order={order}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{order}");
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
