use http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::examples::{FIRST, SECOND};
use crate::testing::Caller;
use crate::{Class, Limit, Quota, RateLimits, Sandbox, Vendor};

async fn caller() -> Caller {
    Caller::start(Sandbox::builder())
        .await
        .with_scheme("AccessKey")
}

fn path(caller: &Caller, id: Uuid) -> String {
    let workspace = caller.sandbox.bird_workspace();
    format!("/workspaces/{workspace}/conversations/{id}")
}

fn fields(caller: &Caller, id: Uuid) -> Value {
    let found = caller.sandbox.bird_conversation(id);
    Value::Object(found.expect("the conversation exists").fields)
}

#[tokio::test]
async fn the_schemes_access_key_and_bearer_are_accepted() {
    for (scheme, status) in [
        ("AccessKey", StatusCode::OK),
        ("Bearer", StatusCode::OK),
        ("Basic", StatusCode::UNAUTHORIZED),
    ] {
        let caller = Caller::start(Sandbox::builder()).await.with_scheme(scheme);
        let response = caller.patch(&path(&caller, FIRST), json!({})).await;
        assert_eq!(response.status, status, "{scheme}");
    }
}

#[tokio::test]
async fn the_first_example_on_the_page_changes_only_its_fields() {
    let caller = caller().await;
    let mut expected = fields(&caller, FIRST);
    let body = json!({
        "name": "new name",
        "description": "description",
        "visibility": "private",
        "attributes": { "my-attribute": "123" },
    });
    let response = caller.patch(&path(&caller, FIRST), body.clone()).await;
    assert_eq!(response.status, StatusCode::OK);
    let mut response = response.json();
    for name in ["name", "description", "visibility", "attributes"] {
        expected[name] = body[name].clone();
    }
    let updated = response["updatedAt"].take();
    assert_ne!(updated, expected["updatedAt"].take());
    assert_eq!(response, expected);
}

#[tokio::test]
async fn the_second_example_on_the_page_is_accepted() {
    let caller = caller().await;
    let resource = json!({"type": "task", "id": "123e4567-e89b-12d3-a456-426614174000"});
    let body = json!({
        "name": "Re: Your refund request",
        "description": "text",
        "status": "active",
        "visibility": "public",
        "accessibility": "open",
        "attributes": { "myCustomField": "abc" },
        "resource": resource,
    });
    let response = caller
        .patch(&path(&caller, SECOND), body.clone())
        .await
        .json();
    for (name, value) in body.as_object().expect("the value is an object") {
        assert_eq!(response[name], *value, "{name}");
    }
}

#[tokio::test]
async fn null_clears_a_field_and_an_absent_field_is_unchanged() {
    let caller = caller().await;
    let path = path(&caller, FIRST);
    for (body, name, description) in [
        (
            json!({"name": "a", "description": "b"}),
            json!("a"),
            json!("b"),
        ),
        (json!({"name": null}), Value::Null, json!("b")),
        (json!({"description": null}), Value::Null, Value::Null),
    ] {
        let response = caller.patch(&path, body.clone()).await.json();
        assert_eq!(
            (&response["name"], &response["description"]),
            (&name, &description),
            "{body}"
        );
    }
}

#[tokio::test]
async fn attributes_are_merged_and_null_removes_an_attribute() {
    let caller = caller().await;
    let path = path(&caller, FIRST);
    for (attributes, expected) in [
        (json!({"a": "1", "b": "1"}), json!({"a": "1", "b": "1"})),
        (json!({"b": "2"}), json!({"a": "1", "b": "2"})),
        (json!({"a": null}), json!({"b": "2"})),
        (json!({}), json!({"b": "2"})),
    ] {
        let body = json!({ "attributes": attributes });
        let response = caller.patch(&path, body.clone()).await.json();
        assert_eq!(response["attributes"], expected, "{body}");
    }
}

#[tokio::test]
async fn a_resource_of_another_conversation_is_a_409() {
    let caller = caller().await;
    let resource = fields(&caller, SECOND)["resource"].clone();
    let response = caller
        .patch(&path(&caller, FIRST), json!({ "resource": resource }))
        .await;
    assert_eq!(response.status, StatusCode::CONFLICT);
    let body = response.json();
    assert_eq!(body["message"], "The resource already exists");
    assert!(body["code"].is_string() && body["details"].is_object());
}

#[tokio::test]
async fn an_unknown_conversation_or_workspace_is_a_404() {
    let caller = caller().await;
    let workspace = caller.sandbox.bird_workspace();
    for path in [
        format!("/workspaces/{workspace}/conversations/{workspace}"),
        format!("/workspaces/{FIRST}/conversations/{FIRST}"),
    ] {
        let response = caller.patch(&path, json!({})).await;
        assert_eq!(response.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(response.json()["code"], "NotFound");
    }
}

#[tokio::test]
async fn a_malformed_request_is_a_422_with_details_and_changes_nothing() {
    let caller = caller().await;
    let before = fields(&caller, FIRST);
    for (body, field) in [
        (json!({"name": 1}), "name"),
        (json!({"status": ""}), "status"),
        (json!({"status": null}), "status"),
        (json!({"visibility": false}), "visibility"),
        (json!({"attributes": "none"}), "attributes"),
        (json!({"attributes": null}), "attributes"),
        (json!({"resource": {"type": "task"}}), "resource"),
        (json!({"title": "x", "name": "y"}), "title"),
        (json!([]), "body"),
    ] {
        let response = caller.patch(&path(&caller, FIRST), body.clone()).await;
        assert_eq!(response.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let details = response.json()["details"].clone();
        let fields: Vec<_> = details
            .as_object()
            .expect("the value is an object")
            .keys()
            .collect();
        assert_eq!(fields, [field], "{body}");
    }
    assert_eq!(fields(&caller, FIRST), before);
}

#[tokio::test]
async fn an_id_that_is_not_a_uuid_is_a_422() {
    let caller = caller().await;
    let response = caller
        .patch("/workspaces/one/conversations/two", json!({}))
        .await;
    assert_eq!(response.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_request_over_the_limit_is_a_429_in_birds_format_without_rate_limit_headers() {
    let quota = Quota::Shared(Limit::a_minute(1));
    let limits = RateLimits::off().quota(Vendor::Bird, quota);
    let caller = Caller::start(Sandbox::builder().rate_limits(limits)).await;
    let caller = caller.with_scheme("AccessKey");
    assert_eq!(
        caller.sandbox.take_requests(Vendor::Bird, Class::Write, 1),
        1
    );
    let response = caller.patch(&path(&caller, FIRST), json!({})).await;
    assert_eq!(response.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(response.json()["code"], "TooManyRequests");
    assert!(!response.headers.contains_key("x-ratelimit-limit"));
}

#[tokio::test]
async fn generated_conversations_have_unique_ids_and_one_of_them_has_a_resource() {
    let caller = caller().await;
    let all = caller.sandbox.bird_conversations();
    assert_eq!(all.len(), 100);
    assert!(all.iter().all(|it| it.fields["id"] == json!(it.id)));
    let with_resource = all.iter().filter(|it| it.fields.contains_key("resource"));
    assert_eq!(with_resource.count(), 1);
}
