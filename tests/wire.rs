//! Compares the complete request of each call: method, path, query, headers and body.

use std::collections::BTreeMap;
use std::future::Future;
use std::time::Duration;

use conversations_client::fernand::types::*;
use conversations_client::fernand::{Client, ClientBuilder, Error};
use conversations_client::runtime::{RetryPolicy, TransportErrorKind};
use tests::{Answer, Recorded, Recorder};

/// The headers of every request except `host`.
const COMMON_HEADERS: [(&str, &str); 3] = [
    ("accept", "application/json"),
    (
        "user-agent",
        concat!("conversations-client/", env!("CARGO_PKG_VERSION")),
    ),
    ("x-api-key", "sk_wire"),
];

/// Makes a call to a server that records it, and returns the request.
async fn record<F: Future>(call: impl FnOnce(Client) -> F) -> Recorded {
    let server = Recorder::start(Answer::json(200, "{}")).await.unwrap();
    call(client(&server)).await;
    let [request] = <[_; 1]>::try_from(server.requests()).expect("a call sends one request");
    assert_eq!(request.header("host"), server.url().strip_prefix("http://"));
    request
}

fn builder(url: &str) -> ClientBuilder {
    let builder = Client::builder().api_key("sk_wire").base_url(url);
    builder.retry(RetryPolicy::off()).pacing(false)
}

fn client(server: &Recorder) -> Client {
    builder(&server.url()).build().unwrap()
}

/// Returns the headers without `host`, whose port differs in each run.
fn headers(request: &Recorded) -> BTreeMap<&str, &str> {
    let headers = request.headers.iter();
    headers
        .filter(|(name, _)| *name != "host")
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

fn assert_sends(request: &Recorded, line: &str, body: &str) {
    assert_eq!(format!("{} {}", request.method, request.target), line);
    assert_eq!(request.body, body);
    let length = body.len().to_string();
    let mut expected = BTreeMap::from(COMMON_HEADERS);
    if !body.is_empty() {
        expected.insert("content-type", "application/json");
        expected.insert("content-length", &length);
    }
    assert_eq!(headers(request), expected);
}

/// Defines a test for each call, with its request line and its body.
macro_rules! sends {
    ($($name:ident: |$client:ident| $call:expr => $line:literal $($body:literal)?;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let request = record(async |$client| $call.send_raw().await.unwrap()).await;
            assert_sends(&request, $line, concat!($($body)?));
        }
    )*};
}

sends! {
    list_without_parameters: |client| client.list_conversations()
        => "GET /conversations";
    list_limit: |client| client.list_conversations().limit(250)
        => "GET /conversations?limit=250";
    list_q: |client| client.list_conversations().q("status:opened")
        => "GET /conversations?q=status%3Aopened";
    list_q_from_a_string: |client| client.list_conversations().q(String::from("invoice"))
        => "GET /conversations?q=invoice";
    list_q_with_reserved_characters: |client| client.list_conversations().q("a b&c=d+e%20#f?/\"é\u{1f600}")
        => "GET /conversations?q=a+b%26c%3Dd%2Be%2520%23f%3F%2F%22%C3%A9%F0%9F%98%80";
    list_q_with_an_empty_value: |client| client.list_conversations().q("")
        => "GET /conversations?q=";
    list_cursor: |client| client.list_conversations().cursor("cur_1234+/==")
        => "GET /conversations?cursor=cur_1234%2B%2F%3D%3D";
    list_order_priority: |client| client.list_conversations().order(ConversationOrder::Priority)
        => "GET /conversations?order=priority";
    list_order_oldest: |client| client.list_conversations().order(ConversationOrder::Oldest)
        => "GET /conversations?order=oldest";
    list_order_newest: |client| client.list_conversations().order(ConversationOrder::Newest)
        => "GET /conversations?order=newest";
    list_order_longest: |client| client.list_conversations().order(ConversationOrder::Longest)
        => "GET /conversations?order=longest";
    list_with_a_parameter_set_twice_sends_the_last_value: |client| client.list_conversations().limit(3).limit(4)
        => "GET /conversations?limit=4";

    update_status_opened: |client| client.update_conversation(1).status(ConversationStatus::Opened)
        => "PATCH /conversations/1" r#"{"status":"OPENED"}"#;
    update_status_closed: |client| client.update_conversation(1).status(ConversationStatus::Closed)
        => "PATCH /conversations/1" r#"{"status":"CLOSED"}"#;
    update_status_spam: |client| client.update_conversation(1).status(ConversationStatus::Spam)
        => "PATCH /conversations/1" r#"{"status":"SPAM"}"#;
    update_status_snoozed: |client| client.update_conversation(1).status(ConversationStatus::Snoozed)
        => "PATCH /conversations/1" r#"{"status":"SNOOZED"}"#;
    update_status_with_an_unknown_value: |client| {
        let status: ConversationStatus = "ARCHIVED".parse().unwrap();
        client.update_conversation(1).status(status)
    } => "PATCH /conversations/1" r#"{"status":"ARCHIVED"}"#;
    update_snooze_until: |client| client.update_conversation(1).snooze_until("+30")
        => "PATCH /conversations/1" r#"{"snooze_until":"+30"}"#;
    update_agent_id_none_is_null: |client| client.update_conversation(1).agent_id(None)
        => "PATCH /conversations/1" r#"{"agent_id":null}"#;
    update_agent_id: |client| client.update_conversation(1).agent_id(7)
        => "PATCH /conversations/1" r#"{"agent_id":7}"#;
    update_agent_id_some: |client| client.update_conversation(1).agent_id(Some(7))
        => "PATCH /conversations/1" r#"{"agent_id":7}"#;
    update_agent_email: |client| client.update_conversation(1).agent_email("jared@piedpiper.com")
        => "PATCH /conversations/1" r#"{"agent_email":"jared@piedpiper.com"}"#;
    update_agent_id_and_email_together: |client| client.update_conversation(1).agent_id(7).agent_email("a@b.c")
        => "PATCH /conversations/1" r#"{"agent_id":7,"agent_email":"a@b.c"}"#;
    update_subject: |client| client.update_conversation(1).subject("Ça \"va\"?\n\t\u{1}\u{1f600}")
        => "PATCH /conversations/1" r#"{"subject":"Ça \"va\"?\n\t\u0001😀"}"#;
    update_subject_with_an_empty_value: |client| client.update_conversation(1).subject("")
        => "PATCH /conversations/1" r#"{"subject":""}"#;
    update_contact_id: |client| client.update_conversation(1).contact_id(789)
        => "PATCH /conversations/1" r#"{"contact_id":789}"#;
    update_ids_at_their_limits: |client| client.update_conversation(i64::MAX).contact_id(i64::MIN)
        => "PATCH /conversations/9223372036854775807" r#"{"contact_id":-9223372036854775808}"#;
    update_with_a_negative_id: |client| client.update_conversation(-1).contact_id(2)
        => "PATCH /conversations/-1" r#"{"contact_id":2}"#;
    update_with_a_body: |client| {
        let body = ConversationUpdate::new().agent_id(None).subject("s");
        client.update_conversation_with(1, body)
    } => "PATCH /conversations/1" r#"{"agent_id":null,"subject":"s"}"#;
    update_with_a_body_and_a_method: |client| {
        let body = ConversationUpdate::new().agent_id(None).subject("s");
        client.update_conversation_with(1, body).agent_id(4)
    } => "PATCH /conversations/1" r#"{"agent_id":4,"subject":"s"}"#;

    bulk_ids: |client| client.bulk_update_conversations([3, 1, 2]).tag("a")
        => "POST /conversations/bulk" r#"{"ids":[3,1,2],"tag":"a"}"#;
    bulk_ids_from_an_iterator: |client| client.bulk_update_conversations((1..=3).rev()).tag("a")
        => "POST /conversations/bulk" r#"{"ids":[3,2,1],"tag":"a"}"#;
    bulk_status_opened: |client| client.bulk_update_conversations([1]).status(BulkStatus::Opened)
        => "POST /conversations/bulk" r#"{"ids":[1],"status":"OPENED"}"#;
    bulk_status_closed: |client| client.bulk_update_conversations([1]).status(BulkStatus::Closed)
        => "POST /conversations/bulk" r#"{"ids":[1],"status":"CLOSED"}"#;
    bulk_status_spam: |client| client.bulk_update_conversations([1]).status(BulkStatus::Spam)
        => "POST /conversations/bulk" r#"{"ids":[1],"status":"SPAM"}"#;
    bulk_status_snoozed: |client| client.bulk_update_conversations([1]).status(BulkStatus::Snoozed)
        => "POST /conversations/bulk" r#"{"ids":[1],"status":"SNOOZED"}"#;
    bulk_status_delete: |client| client.bulk_update_conversations([1]).status(BulkStatus::Delete)
        => "POST /conversations/bulk" r#"{"ids":[1],"status":"DELETE"}"#;
    bulk_snooze_until: |client| client.bulk_update_conversations([1]).snooze_until("5m")
        => "POST /conversations/bulk" r#"{"ids":[1],"snooze_until":"5m"}"#;
    bulk_agent_id_none_is_null: |client| client.bulk_update_conversations([1]).agent_id(None)
        => "POST /conversations/bulk" r#"{"ids":[1],"agent_id":null}"#;
    bulk_agent_id: |client| client.bulk_update_conversations([1]).agent_id(7)
        => "POST /conversations/bulk" r#"{"ids":[1],"agent_id":7}"#;
    bulk_agent_email: |client| client.bulk_update_conversations([1]).agent_email("a@b.c")
        => "POST /conversations/bulk" r#"{"ids":[1],"agent_email":"a@b.c"}"#;
    bulk_tag: |client| client.bulk_update_conversations([1]).tag("urgent")
        => "POST /conversations/bulk" r#"{"ids":[1],"tag":"urgent"}"#;
    bulk_untag: |client| client.bulk_update_conversations([1]).untag("urgent")
        => "POST /conversations/bulk" r#"{"ids":[1],"untag":"urgent"}"#;
    bulk_block: |client| client.bulk_update_conversations([1]).block(true)
        => "POST /conversations/bulk" r#"{"ids":[1],"block":true}"#;
    bulk_block_false: |client| client.bulk_update_conversations([1]).block(false)
        => "POST /conversations/bulk" r#"{"ids":[1],"block":false}"#;
    bulk_with_a_body_and_a_method: |client| {
        let body = BulkUpdate::new([1, 2]).status(BulkStatus::Closed);
        client.bulk_update_conversations_with(body).tag("t")
    } => "POST /conversations/bulk" r#"{"ids":[1,2],"status":"CLOSED","tag":"t"}"#;
}

#[tokio::test]
async fn a_header_of_a_call_is_sent_with_that_call() {
    let call = async |client: Client| {
        let list = client.list_conversations().header("X-Trace", "abc");
        list.send_raw().await.unwrap()
    };
    assert_eq!(record(call).await.header("x-trace"), Some("abc"));
}

#[tokio::test]
async fn a_header_of_a_call_replaces_the_header_of_the_client() {
    let call = async |client: Client| {
        let list = client.list_conversations().header("User-Agent", "triage/1");
        list.send_raw().await.unwrap()
    };
    assert_eq!(record(call).await.header("user-agent"), Some("triage/1"));
}

#[tokio::test]
async fn the_user_agent_of_the_builder_is_sent() {
    let server = Recorder::start(Answer::json(200, "{}")).await.unwrap();
    let builder = builder(&server.url()).user_agent("triage/1");
    let client = builder.build().unwrap();
    client.list_conversations().send_raw().await.unwrap();
    assert_eq!(server.requests()[0].header("user-agent"), Some("triage/1"));
}

#[tokio::test]
async fn the_path_of_the_base_url_is_a_prefix_of_the_path() {
    for suffix in ["/v1", "/v1/"] {
        let server = Recorder::start(Answer::json(200, "{}")).await.unwrap();
        let client = builder(&format!("{}{suffix}", server.url()));
        let client = client.build().unwrap();
        client
            .update_conversation(1)
            .contact_id(2)
            .send_raw()
            .await
            .unwrap();
        assert_eq!(server.requests()[0].target, "/v1/conversations/1");
    }
}

#[tokio::test]
async fn a_client_without_an_api_key_sends_nothing() {
    let server = Recorder::start(Answer::json(200, "{}")).await.unwrap();
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let error = client.list_conversations().send().await.unwrap_err();
    assert!(error.to_string().contains("FERNAND_API_KEY"), "{error}");
    assert_eq!(server.requests(), []);
}

/// Defines a test for each invalid request. The error must contain all parts, and nothing is sent.
macro_rules! rejects {
    ($($name:ident: |$client:ident| $call:expr => $($part:literal),+;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let server = Recorder::start(Answer::json(200, "{}")).await.unwrap();
            let $client = client(&server);
            let error = $call.send().await.unwrap_err();
            assert!(matches!(error, Error::Invalid(_)), "{error:?}");
            let text = error.to_string();
            for part in [$($part),+] {
                assert!(text.contains(part), "{part} is not in: {text}");
            }
            assert_eq!(server.requests(), []);
        }
    )*};
}

rejects! {
    rejected_limit_below_the_minimum: |client| client.list_conversations().limit(2)
        => "list_conversations: not sent", "`limit` is 2", "at least 3";
    rejected_limit_above_the_maximum: |client| client.list_conversations().limit(251)
        => "list_conversations: not sent", "`limit` is 251", "at most 250";
    rejected_subject_that_is_too_long: |client| client.update_conversation(1).subject("é".repeat(81))
        => "update_conversation: not sent", "`subject` has 81 characters", "at most 80";
    rejected_subject_that_is_too_long_in_a_body: |client| {
        client.update_conversation_with(1, ConversationUpdate::new().subject("é".repeat(81)))
    } => "update_conversation: not sent", "`subject` has 81 characters", "at most 80";
    rejected_tag_that_is_too_long: |client| client.bulk_update_conversations([1]).tag("é".repeat(51))
        => "bulk_update_conversations: not sent", "`tag` has 51 characters", "at most 50";
    rejected_without_ids: |client| client.bulk_update_conversations([0; 0])
        => "bulk_update_conversations: not sent", "`ids` has 0 items", "at least 1";
    rejected_update_without_a_change: |client| client.update_conversation(1)
        => "update_conversation: not sent", "0 properties", "at least 1";
    rejected_bulk_update_without_a_change: |client| client.bulk_update_conversations([1])
        => "bulk_update_conversations: not sent", "1 property", "at least 2";
    rejected_with_two_violations: |client| client.bulk_update_conversations([0; 0]).tag("é".repeat(51))
        => "`ids` has 0 items", "`tag` has 51 characters";
    rejected_header_with_an_invalid_value: |client| client.list_conversations().header("X-Trace", "a\nb")
        => "list_conversations: not sent", "`X-Trace`";
    rejected_header_that_determines_the_body_length: |client| client.list_conversations().header("Content-Length", "0")
        => "list_conversations: not sent", "`Content-Length`";
}

#[tokio::test]
async fn values_at_their_limits_are_sent() {
    let server = Recorder::start(Answer::json(200, "{}")).await.unwrap();
    let client = client(&server);
    let subject = client.update_conversation(1).subject("é".repeat(80));
    subject.send_raw().await.unwrap();
    let tag = client.bulk_update_conversations([1]).tag("é".repeat(50));
    tag.send_raw().await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_call_fails_after_its_timeout() {
    // The connection is queued in the backlog, but never accepted.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let list = builder(&url).build().unwrap().list_conversations();
    let limit = Duration::from_millis(20);
    let Err(Error::Transport(error)) = list.timeout(limit).send().await else {
        panic!("expected a timeout");
    };
    assert_eq!(error.kind(), TransportErrorKind::Timeout(limit));
}
