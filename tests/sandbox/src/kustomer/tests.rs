use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::JobPace;
use crate::document::KUSTOMER;
use crate::testing::{Answer, Caller};
use crate::{Builder, RateLimits, Sandbox};

const BULK: &str = "/v1/conversations/bulk";

async fn start(builder: Builder) -> Caller {
    Caller::start(builder).await.with_scheme("Bearer")
}

/// Starts a sandbox whose jobs are complete at the first poll.
async fn at_once() -> Caller {
    let pace = JobPace::Clock {
        queued: Duration::ZERO,
        batch: Duration::ZERO,
    };
    start(Sandbox::builder().job_pace(pace)).await
}

fn ids(caller: &Caller, count: usize) -> Vec<String> {
    let all = caller.sandbox.kustomer_conversations();
    all.into_iter().take(count).map(|it| it.id).collect()
}

fn attribute(caller: &Caller, id: &str, name: &str) -> Value {
    let found = caller.sandbox.kustomer_conversation(id);
    found.expect("the conversation exists").attributes[name].clone()
}

/// Submits a request that must be accepted, and returns the path of its job.
async fn submit(caller: &Caller, path: &str, body: Value) -> String {
    let answer = caller.put(path, body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    let id = answer.json()["data"]["id"].as_str().map(str::to_owned);
    format!("/v1/bulk/{}", id.expect("the job has an ID"))
}

async fn batches(caller: &Caller, job: &str) -> Vec<Value> {
    let answer = caller.get(&format!("{job}/batches")).await.json();
    let data = answer["data"].as_array().expect("the data is an array");
    data.iter()
        .map(|batch| batch["attributes"].clone())
        .collect()
}

async fn job_attributes(caller: &Caller, job: &str) -> Value {
    caller.get(job).await.json()["data"]["attributes"].clone()
}

fn messages(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let errors = body["errors"].as_array().expect("the response has errors");
    let message = |it: &Value| {
        it["message"]
            .as_str()
            .expect("the error has a message")
            .to_owned()
    };
    errors.iter().map(message).collect()
}

#[tokio::test]
async fn only_the_scheme_bearer_is_accepted() {
    let mut caller = start(Sandbox::builder()).await;
    for (header, value, status) in [
        ("authorization", "Bearer sk_sandbox", StatusCode::NOT_FOUND),
        ("authorization", "Bearer sk_wrong", StatusCode::UNAUTHORIZED),
        (
            "authorization",
            "AccessKey sk_sandbox",
            StatusCode::UNAUTHORIZED,
        ),
        ("authorization", "sk_sandbox", StatusCode::UNAUTHORIZED),
        ("x-api-key", "sk_sandbox", StatusCode::UNAUTHORIZED),
    ] {
        caller.authorization = (header, value.to_owned());
        let answer = caller.get("/v1/bulk/none").await;
        assert_eq!(answer.status, status, "{header}: {value}");
    }
}

#[tokio::test]
async fn a_request_returns_a_queued_job_and_changes_nothing_yet() {
    let caller = start(Sandbox::builder()).await;
    let before = caller.sandbox.kustomer_conversations();
    let ids = ids(&caller, 2).join(",");
    let answer = caller
        .put(&format!("{BULK}?ids={ids}"), json!({"status": "done"}))
        .await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let data = &answer.json()["data"];
    assert_eq!(data["type"], "bulk");
    assert_eq!(data["attributes"]["status"], "queued");
    assert_eq!(caller.sandbox.kustomer_conversations(), before);
}

#[tokio::test]
async fn the_form_with_ids_applies_the_same_changes_to_all_conversations() {
    let caller = at_once().await;
    let ids = ids(&caller, 3);
    let path = format!("{BULK}?ids={}", ids.join("%2C"));
    let job = submit(&caller, &path, json!({"status": "done", "tags": ["stale"]})).await;
    let batches = batches(&caller, &job).await;
    assert_eq!(batches[0]["objectIds"], json!(ids));
    assert_eq!(batches[0].get("results"), None);
    for id in &ids {
        assert_eq!(attribute(&caller, id, "status"), "done");
        assert_eq!(attribute(&caller, id, "tags"), json!(["stale"]));
    }
}

#[tokio::test]
async fn the_array_form_applies_different_changes_and_returns_a_result_for_each() {
    let caller = at_once().await;
    let ids = ids(&caller, 2);
    let body = json!([
        {"id": ids[0], "status": "done", "customer": "5f0000000000000000000001", "_clientRef": "a"},
        {"id": "none", "status": "done", "_clientRef": "b"},
        {"id": ids[1], "name": "Renamed", "_clientRef": "c"},
    ]);
    let job = submit(&caller, BULK, body).await;
    let batches = batches(&caller, &job).await;
    assert_eq!(batches[0]["successCount"], 2);
    assert_eq!(batches[0]["failureCount"], 1);
    let message = "the conversation does not exist";
    assert_eq!(
        batches[0]["results"],
        json!([
            {"_clientRef": "a", "objectId": ids[0], "status": "updated"},
            {"_clientRef": "b", "status": "error", "error": message},
            {"_clientRef": "c", "objectId": ids[1], "status": "updated"},
        ])
    );
    assert_eq!(
        attribute(&caller, &ids[0], "customer"),
        "5f0000000000000000000001"
    );
    assert_eq!(attribute(&caller, &ids[1], "name"), "Renamed");
}

#[tokio::test]
async fn failures_of_records_without_references_are_in_errors() {
    let caller = at_once().await;
    let ids = ids(&caller, 1);
    let path = format!("{BULK}?ids={},none", ids[0]);
    let job = submit(&caller, &path, json!({"status": "done"})).await;
    let batches = batches(&caller, &job).await;
    assert_eq!(batches[0]["objectIds"], json!(ids));
    assert_eq!(batches[0]["errors"][0]["meta"]["id"], "none");
}

#[tokio::test]
async fn every_field_in_the_script_is_accepted() {
    let caller = at_once().await;
    let ids = ids(&caller, 1);
    let body = json!({
        "id": ids[0],
        "externalId": "crm-1",
        "name": "Renamed",
        "direction": "in",
        "priority": 3,
        "satisfaction": 4.5,
        "status": "snoozed",
        "replyChannel": "email",
        "subStatus": "waiting",
        "snooze": {"time": "2026-02-01T09:00:00Z", "status": "scheduled"},
        "tags": ["a"],
        "suggestedTags": [{"tag": "b", "confidence": 0.5}],
        "sentiment": {"polarity": -1, "confidence": 0.9},
        "assignedUsers": ["5f0000000000000000000001"],
        "assignedTeams": ["5f0000000000000000000002"],
        "custom": {"ordersNum": 2, "seenAt": "2026-01-01T00:00:00Z", "noteStr": null, "vipBool": true},
        "deleted": false,
        "ended": true,
        "endedAt": "2026-01-20T09:00:00Z",
        "endedReason": "solved",
        "endedBy": "5f0000000000000000000001",
        "endedByType": "user",
        "locked": false,
        "rev": 1,
        "defaultLang": "en_us",
        "queue": {},
    });
    let path = format!("{BULK}?ids={}", ids[0]);
    submit(&caller, &path, body.clone()).await;
    let sent = body.as_object().expect("the body is an object");
    for (name, value) in sent
        .iter()
        .filter(|(name, _)| !["id", "rev"].contains(&name.as_str()))
    {
        assert_eq!(attribute(&caller, &ids[0], name), *value, "{name}");
    }
}

#[tokio::test]
async fn a_malformed_request_is_a_400_that_starts_no_job() {
    let caller = at_once().await;
    let before = caller.sandbox.kustomer_conversations();
    let with_ids = format!("{BULK}?ids={}", before[0].id);
    let many = |count: usize| Value::from(vec![json!({"id": "x"}); count]);
    for (path, body, says) in [
        (&*with_ids, json!([]), "must be an object"),
        (BULK, json!({}), "must be an array"),
        (BULK, json!([]), "1 to 100"),
        (BULK, many(101), "1 to 100"),
        (BULK, json!([1]), "[0] must be an object"),
        (BULK, json!([{"status": "done"}]), "[0].id is required"),
        (
            BULK,
            json!([{"id": "x", "status": "no-such-status"}]),
            "[0].status",
        ),
        (
            BULK,
            json!([{"id": "x", "_clientRef": ""}]),
            "_clientRef must not be empty",
        ),
        (
            BULK,
            json!([{"id": "x", "_clientRef": "a"}, {"id": "y"}]),
            "every record or on none",
        ),
        (
            BULK,
            json!([{"id": "x", "_clientRef": "a"}, {"id": "y", "_clientRef": "a"}]),
            "different",
        ),
        (
            &*with_ids,
            json!({"_clientRef": "a"}),
            "_clientRef is not a field",
        ),
        (
            &*with_ids,
            json!({"customer": "x"}),
            "customer is not a field",
        ),
        (
            &*with_ids,
            json!({"sentiment": {"polarity": 1000, "confidence": 1}}),
            "sentiment",
        ),
        (
            &*with_ids,
            json!({"snooze": {"time": "2026-02-01T09:00:00Z"}}),
            "snooze",
        ),
        (
            &*with_ids,
            json!({"suggestedTags": [{"tag": "a"}]}),
            "suggestedTags",
        ),
        (&*with_ids, json!({"custom": {"orders": 2}}), "custom"),
        (&*with_ids, json!({"custom": {"ordersNum": "2"}}), "custom"),
        (&*with_ids, json!({"endedAt": "yesterday"}), "endedAt"),
        (
            &*with_ids,
            json!({"priority": 0.5}),
            "priority must be an integer",
        ),
        (
            &*with_ids,
            json!({"priority": 1e30}),
            "priority must be an integer",
        ),
        (
            &*with_ids,
            json!({"priority": 9_223_372_036_854_775_808_u64}),
            "priority must be an integer",
        ),
        (&*with_ids, json!({"rev": 0.5}), "rev must be an integer"),
        (&*format!("{BULK}?ids="), json!({}), "ids must be"),
        (&*format!("{BULK}?ids=a&ids=b"), json!({}), "given twice"),
        (&*format!("{BULK}?id=a"), json!({}), "not a parameter"),
    ] {
        let answer = caller.put(path, body.clone()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {body}");
        let messages = messages(&answer);
        assert!(
            messages.iter().any(|it| it.contains(says)),
            "{body}: {messages:?}"
        );
    }
    assert_eq!(caller.sandbox.kustomer_conversations(), before);
}

#[tokio::test]
async fn one_hundred_records_are_divided_into_three_batches() {
    let caller = at_once().await;
    let ids = ids(&caller, 100).join(",");
    let job = submit(
        &caller,
        &format!("{BULK}?ids={ids}"),
        json!({"ended": true}),
    )
    .await;
    let counts: Vec<_> = batches(&caller, &job)
        .await
        .iter()
        .map(|it| it["successCount"].clone())
        .collect();
    assert_eq!(counts, [40, 40, 20]);
}

#[tokio::test]
async fn an_outdated_revision_fails_and_the_current_one_succeeds() {
    let caller = at_once().await;
    let id = &ids(&caller, 1)[0];
    for (rev, name, kept) in [
        (1, "First", "First"),
        (1, "Second", "First"),
        (2, "Third", "Third"),
    ] {
        let body = json!({ "rev": rev, "name": name });
        submit(&caller, &format!("{BULK}?ids={id}"), body).await;
        assert_eq!(attribute(&caller, id, "name"), kept, "{name}");
    }
    assert_eq!(attribute(&caller, id, "rev"), 3);
}

#[tokio::test]
async fn custom_attributes_are_merged() {
    let caller = at_once().await;
    let id = &ids(&caller, 1)[0];
    for custom in [json!({"aNum": 1, "bNum": 1}), json!({"bNum": 2})] {
        submit(
            &caller,
            &format!("{BULK}?ids={id}"),
            json!({ "custom": custom }),
        )
        .await;
        caller.get("/v1/bulk/none").await;
    }
    assert_eq!(
        attribute(&caller, id, "custom"),
        json!({"aNum": 1, "bNum": 2})
    );
}

#[tokio::test(start_paused = true)]
async fn with_the_pace_clock_batches_complete_as_time_passes() {
    let beat = Duration::from_micros(100);
    let caller = start(Sandbox::builder().heartbeat(beat)).await;
    let list = ids(&caller, 60).join(",");
    let job = submit(
        &caller,
        &format!("{BULK}?ids={list}"),
        json!({"status": "done"}),
    )
    .await;
    let mut seen = Vec::new();
    for _ in 0..4 {
        tokio::time::advance(Duration::from_millis(800)).await;
        let attributes = job_attributes(&caller, &job).await;
        seen.push((
            attributes["status"].clone(),
            attributes["batches"]["complete"].clone(),
        ));
    }
    let expected = [
        ("queued", 0),
        ("running", 0),
        ("running", 1),
        ("complete", 2),
    ];
    assert_eq!(
        seen,
        expected.map(|(status, count)| (json!(status), json!(count)))
    );
}

#[tokio::test]
async fn with_the_pace_polls_a_job_advances_at_each_poll() {
    let pace = JobPace::Polls {
        queued: 2,
        batch: 1,
    };
    let caller = start(Sandbox::builder().job_pace(pace)).await;
    let list = ids(&caller, 60).join(",");
    let job = submit(
        &caller,
        &format!("{BULK}?ids={list}"),
        json!({"status": "done"}),
    )
    .await;
    let mut seen = Vec::new();
    for _ in 0..5 {
        seen.push(job_attributes(&caller, &job).await["status"].clone());
    }
    assert_eq!(seen, ["queued", "queued", "running", "running", "complete"]);
}

#[tokio::test]
async fn a_batch_that_has_not_run_has_no_results() {
    let pace = JobPace::Polls {
        queued: 1,
        batch: 1,
    };
    let caller = start(Sandbox::builder().job_pace(pace)).await;
    let id = &ids(&caller, 1)[0];
    let job = submit(&caller, BULK, json!([{"id": id, "_clientRef": "a"}])).await;
    let batches = batches(&caller, &job).await;
    assert_eq!(batches[0]["status"], "queued");
    assert_eq!(batches[0].get("results"), None);
}

#[tokio::test]
async fn an_unknown_job_is_a_404() {
    let caller = start(Sandbox::builder()).await;
    for path in ["/v1/bulk/none", "/v1/bulk/none/batches"] {
        assert_eq!(
            caller.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn reads_and_writes_share_a_limit_without_a_reset_header() {
    let limits = RateLimits::documented();
    let caller = start(Sandbox::builder().rate_limits(limits)).await;
    caller.put(BULK, json!([])).await;
    let answer = caller.get("/v1/bulk/none").await;
    assert_eq!(answer.header("x-ratelimit-limit"), "300");
    assert_eq!(answer.header("x-ratelimit-remaining"), "298");
    assert!(!answer.headers.contains_key("x-ratelimit-reset"));
}

#[tokio::test]
async fn each_enum_value_of_the_document_is_accepted() {
    let caller = at_once().await;
    for (field, schema) in [
        ("direction", "Direction"),
        ("status", "ConversationStatus"),
        ("endedByType", "EndedByType"),
    ] {
        for value in KUSTOMER.values(schema) {
            let item = json!([{ "id": "a", field: value }]);
            let answer = caller.put(BULK, item).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{field}: {value}");
        }
    }
}
