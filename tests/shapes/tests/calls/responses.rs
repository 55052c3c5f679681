//! Operations whose successful responses differ by status.

use bytes::Bytes;
use shapes::successes::Client;
use shapes::successes::types::{ClassAnswer, Item, NullOrNothingAnswer, SeveralAnswer, Ticket};
use tests::{Answer, Recorder};

/// Returns a server with a response, and a client of it.
async fn client(status: u16, body: &str) -> (Recorder, Client) {
    let server = Recorder::start(Answer::json(status, body)).await.unwrap();
    let client = Client::builder().base_url(server.url()).build().unwrap();
    (server, client)
}

fn item(id: i64) -> Item {
    serde_json::from_value(serde_json::json!({ "id": id })).unwrap()
}

fn ticket(name: &str) -> Ticket {
    serde_json::from_value(serde_json::json!({ "ticket": name })).unwrap()
}

/// Defines a test for each response, with the value that it is read as.
macro_rules! reads {
    ($($name:ident: $status:literal $body:literal, $operation:ident => $value:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let (_server, client) = client($status, $body).await;
            assert_eq!(client.$operation().send().await.unwrap(), $value);
        }
    )*};
}

reads! {
    an_optional_response_with_a_value: 200 r#"{"id":1}"#, maybe => Some(item(1));
    an_optional_response_without_a_value: 204 "", maybe => None;
    an_optional_response_with_a_value_for_the_second_status: 202 r#"{"ticket":"t"}"#, later => Some(ticket("t"));
    an_optional_response_without_a_value_for_the_first_status: 200 "", later => None;
    several_responses_with_status_200: 200 r#"{"id":1}"#, several => SeveralAnswer::Ok(item(1));
    several_responses_with_status_202: 202 r#"{"ticket":"t"}"#, several => SeveralAnswer::Accepted(ticket("t"));
    several_responses_with_a_text: 203 "a", several => SeveralAnswer::NonAuthoritative("a".to_owned());
    several_responses_with_an_empty_body: 204 "", several => SeveralAnswer::NoContent;
    an_undeclared_status_is_read_as_the_lowest_one: 207 r#"{"id":1}"#, several => SeveralAnswer::Ok(item(1));
    a_status_takes_precedence_over_its_class: 206 "\u{1}", class => ClassAnswer::PartialContent(Bytes::from_static(b"\x01"));
    a_class_is_used_for_all_other_statuses: 200 r#"[{"id":1}]"#, class => ClassAnswer::Success(vec![item(1)]);
    null_is_different_from_an_empty_body: 200 "null", null_or_nothing => NullOrNothingAnswer::Ok(None);
    an_empty_body_is_different_from_null: 204 "", null_or_nothing => NullOrNothingAnswer::NoContent;
    the_default_response_is_a_success_if_it_is_the_only_one: 201 r#"{"id":1}"#, only_default => item(1);
}

#[tokio::test]
async fn an_empty_body_for_a_status_with_a_value_is_an_error() {
    let (_server, client) = client(200, "").await;
    let error = client.maybe().send().await.unwrap_err();
    assert!(error.to_string().contains("empty"), "{error}");
}

#[tokio::test]
async fn responses_with_equal_schemas_have_the_same_type() {
    for status in [200, 201] {
        let (_server, client) = client(status, r#"{"id":1}"#).await;
        assert_eq!(client.same().send().await.unwrap().id, 1);
    }
}

#[tokio::test]
async fn accept_lists_all_media_types_of_the_responses() {
    let (server, client) = client(204, "").await;
    client.several().send().await.unwrap();
    let accept = server.requests()[0].header("accept").map(ToOwned::to_owned);
    assert_eq!(accept.as_deref(), Some("application/json, text/plain"));
}
