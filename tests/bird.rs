//! Tests Bird's client against the sandbox over real sockets: every field, every error and both credentials.

use conversations_client::bird::operations::UpdateConversation;
use conversations_client::bird::types::*;
use conversations_client::bird::{Client, ClientBuilder, Error, ErrorBody};
use conversations_client::runtime::{Call, RetryPolicy};
use reqwest::StatusCode;
use sandbox::{Fault, Sandbox, When};
use serde_json::{Map, Value, json};
use tests::{Answer, Recorder};
use uuid::{Uuid, uuid};

/// The sandbox's conversation from the first example on Bird's page.
const CONVERSATION: Uuid = uuid!("907798f8-fd72-44d5-8042-fcc05c1bb570");
/// An ID that no conversation or workspace has.
const UNKNOWN_ID: Uuid = uuid!("67e4d358-ca94-421e-98b7-448860df9d33");

async fn sandbox() -> Sandbox {
    Sandbox::builder().start().await.unwrap()
}

/// Returns a builder for clients without retries and pacing, so that a test sees the outcome of each request.
fn builder(sandbox: &Sandbox) -> ClientBuilder {
    let builder = Client::builder().base_url(sandbox.bird_url());
    builder.retry(RetryPolicy::off()).pacing(false)
}

/// Returns a call that updates the conversation.
fn update(sandbox: &Sandbox) -> Call<UpdateConversation> {
    let client = builder(sandbox).access_key(sandbox.api_key());
    let client = client.build().unwrap();
    client.update_conversation(sandbox.bird_workspace(), CONVERSATION)
}

/// Returns the conversation's fields in the sandbox, without the time of the last update.
fn stored_fields(sandbox: &Sandbox) -> Map<String, Value> {
    let mut fields = sandbox.bird_conversation(CONVERSATION).unwrap().fields;
    fields.remove("updatedAt");
    fields
}

/// Defines a test for each field. The call must set the field to the value and change no other field.
macro_rules! changes {
    ($($test:ident: |$call:ident| $changed:expr => $name:literal: $value:tt;)*) => {$(
        #[tokio::test]
        async fn $test() {
            let sandbox = sandbox().await;
            let mut expected = stored_fields(&sandbox);
            let $call = update(&sandbox);
            $changed.send().await.unwrap();
            let before = expected.insert($name.to_owned(), json!($value));
            assert_ne!(before.as_ref(), Some(&json!($value)));
            assert_eq!(stored_fields(&sandbox), expected);
        }
    )*};
}

changes! {
    name_is_changed: |call| call.name("Re: Your refund") => "name": "Re: Your refund";
    name_is_cleared_by_null: |call| call.name(None) => "name": null;
    description_is_changed: |call| call.description("text") => "description": "text";
    status_is_changed: |call| call.status(ConversationStatus::Closed) => "status": "closed";
    visibility_is_changed: |call| call.visibility(ConversationVisibility::Private) => "visibility": "private";
    accessibility_is_changed: |call| call.accessibility(ConversationAccessibility::Open) => "accessibility": "open";
    attributes_are_changed: |call| call.attributes([("plan", json!("pro")), ("seats", json!(3))])
        => "attributes": { "plan": "pro", "seats": 3 };
    resource_is_changed: |call| call.resource(ResourceReference::new("task", "7"))
        => "resource": { "type": "task", "id": "7" };
}

#[tokio::test]
async fn description_is_cleared_by_null() {
    let sandbox = sandbox().await;
    update(&sandbox).description("text").send().await.unwrap();
    let response = update(&sandbox).description(None).send().await.unwrap();
    assert_eq!(response.description, None);
    assert_eq!(stored_fields(&sandbox)["description"], Value::Null);
}

#[tokio::test]
async fn an_attribute_is_removed_by_null() {
    let sandbox = sandbox().await;
    let attributes = [("plan", "pro"), ("region", "eu")];
    update(&sandbox)
        .attributes(attributes)
        .send()
        .await
        .unwrap();
    let removal = update(&sandbox).attributes([("plan", Value::Null)]);
    let attributes = removal.send().await.unwrap().attributes.unwrap();
    assert_eq!(Value::from(attributes), json!({ "region": "eu" }));
}

#[tokio::test]
async fn an_unknown_enum_value_can_be_sent_and_read() {
    let sandbox = sandbox().await;
    let status: ConversationStatus = "no-such-status".parse().unwrap();
    let response = update(&sandbox).status(status.clone()).send().await;
    assert!(matches!(&status, ConversationStatus::Unknown(_)));
    assert_eq!(response.unwrap().status, status);
}

#[tokio::test]
async fn a_call_with_a_whole_body_sends_the_body() {
    let sandbox = sandbox().await;
    let client = builder(&sandbox).access_key(sandbox.api_key());
    let client = client.build().unwrap();
    let body = ConversationUpdate::new().name("whole");
    let workspace = sandbox.bird_workspace();
    let call = client.update_conversation_with(workspace, CONVERSATION, body);
    assert_eq!(call.send().await.unwrap().name.as_deref(), Some("whole"));
}

#[tokio::test]
async fn either_credential_is_accepted() {
    let sandbox = sandbox().await;
    let key = sandbox.api_key();
    let key_or_token: [fn(ClientBuilder, &str) -> ClientBuilder; 2] = [
        |builder, key| builder.access_key(key),
        |builder, key| builder.jwt(key),
    ];
    for credential in key_or_token {
        let client = credential(builder(&sandbox), key).build().unwrap();
        let call = client.update_conversation(sandbox.bird_workspace(), CONVERSATION);
        call.send().await.unwrap();
    }
}

#[tokio::test]
async fn the_error_without_a_credential_names_both_variables_and_nothing_is_sent() {
    let sandbox = sandbox().await;
    let client = builder(&sandbox).build().unwrap();
    let call = client.update_conversation(sandbox.bird_workspace(), CONVERSATION);
    let error = call.send().await.unwrap_err().to_string();
    for variable in ["BIRD_ACCESS_KEY", "BIRD_JWT"] {
        assert!(error.contains(variable), "{error}");
    }
    assert!(sandbox.requests().is_empty());
}

/// Sends a call that must fail, and returns the status and the body of the server's error.
async fn problem(call: Call<UpdateConversation>) -> (StatusCode, Problem) {
    let Err(Error::Api(error)) = call.send().await else {
        panic!("expected an error of the server");
    };
    match error.body() {
        Some(ErrorBody::Problem(problem)) => (error.status(), problem.clone()),
        other => panic!("expected a problem: {other:?}"),
    }
}

#[tokio::test]
async fn an_unknown_conversation_or_workspace_is_a_404_with_a_problem() {
    let sandbox = sandbox().await;
    let client = builder(&sandbox).access_key(sandbox.api_key());
    let client = client.build().unwrap();
    for (workspace, conversation) in [
        (sandbox.bird_workspace(), UNKNOWN_ID),
        (UNKNOWN_ID, CONVERSATION),
        (CONVERSATION, sandbox.bird_workspace()),
    ] {
        let call = client.update_conversation(workspace, conversation);
        let (status, problem) = problem(call).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert_eq!(problem.code.as_deref(), Some("NotFound"));
    }
}

#[tokio::test]
async fn a_resource_of_another_conversation_is_a_409_with_a_problem() {
    let sandbox = sandbox().await;
    let taken = "123e4567-e89b-12d3-a456-426614174000";
    let call = update(&sandbox).resource(ResourceReference::new("task", taken));
    let (status, problem) = problem(call).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let message = problem.message.as_deref();
    assert_eq!(message, Some("The resource already exists"));
}

#[tokio::test]
async fn an_invalid_body_is_a_422_with_a_problem_and_details() {
    let sandbox = sandbox().await;
    let before = stored_fields(&sandbox);
    let call = update(&sandbox).name("new").status("".parse().unwrap());
    let (status, problem) = problem(call).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let details = problem.details.unwrap();
    let named: Vec<_> = details.as_object().unwrap().keys().collect();
    assert_eq!(named, ["status"]);
    assert_eq!(stored_fields(&sandbox), before);
}

#[tokio::test]
async fn a_response_with_an_id_that_is_not_a_uuid_is_unreadable() {
    let response = include_str!("pages/bird-first.json").replace("907798f8-", "907798f8");
    let server = Recorder::start(Answer::json(200, response)).await.unwrap();
    let client = Client::builder().access_key("abcd").base_url(server.url());
    let call = client.build().unwrap();
    let call = call.update_conversation(UNKNOWN_ID, CONVERSATION);
    let Err(Error::Unreadable(error)) = call.send().await else {
        panic!("expected an error, because the ID is not a UUID");
    };
    assert!(error.to_string().contains("id: UUID"), "{error}");
}

/// Sends a call with retries to a sandbox that fails once after processing. Returns the status if the call fails.
async fn send_with_one_failure(
    call: Call<UpdateConversation>,
    sandbox: &Sandbox,
) -> Option<StatusCode> {
    let fault = Fault::Status(StatusCode::BAD_GATEWAY, When::AfterProcessing);
    sandbox.script_faults([Some(fault)]);
    let result = call.retry(RetryPolicy::default()).send().await;
    result.err().and_then(|error| error.status())
}

#[tokio::test(start_paused = true)]
async fn an_update_is_retried_after_a_failure() {
    let sandbox = sandbox().await;
    let call = update(&sandbox).name("new");
    assert_eq!(send_with_one_failure(call, &sandbox).await, None);
    assert_eq!(sandbox.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_update_of_the_resource_that_may_have_been_processed_is_not_retried() {
    let sandbox = sandbox().await;
    let call = update(&sandbox).resource(ResourceReference::new("task", "7"));
    let status = send_with_one_failure(call, &sandbox).await;
    assert_eq!(status, Some(StatusCode::BAD_GATEWAY));
    assert_eq!(sandbox.requests().len(), 1);
}
