//! Answers of success that differ by status.

use bytes::Bytes;
use shapes::successes::Client;
use shapes::successes::types::{ClassAnswer, Item, NullOrNothingAnswer, SeveralAnswer, Ticket};
use tests::{Answer, Recorder};

/// A client of a server that answers so.
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

/// A test for each answer: what it is read as.
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
    what_may_be_nothing_is_there: 200 r#"{"id":1}"#, maybe => Some(item(1));
    what_may_be_nothing_is_not_there: 204 "", maybe => None;
    a_later_status_may_be_the_one_with_something: 202 r#"{"ticket":"t"}"#, later => Some(ticket("t"));
    a_first_status_may_be_the_one_with_nothing: 200 "", later => None;
    one_of_several_is_told_by_200: 200 r#"{"id":1}"#, several => SeveralAnswer::Ok(item(1));
    one_of_several_is_told_by_202: 202 r#"{"ticket":"t"}"#, several => SeveralAnswer::Accepted(ticket("t"));
    one_of_several_may_be_text: 203 "a", several => SeveralAnswer::NonAuthoritative("a".to_owned());
    one_of_several_may_be_nothing: 204 "", several => SeveralAnswer::NoContent;
    a_status_without_an_answer_is_read_as_the_lowest: 207 r#"{"id":1}"#, several => SeveralAnswer::Ok(item(1));
    a_status_goes_before_its_class: 206 "\u{1}", class => ClassAnswer::PartialContent(Bytes::from_static(b"\x01"));
    a_class_is_for_all_other_statuses: 200 r#"[{"id":1}]"#, class => ClassAnswer::Success(vec![item(1)]);
    null_is_not_nothing: 200 "null", null_or_nothing => NullOrNothingAnswer::Ok(None);
    nothing_is_not_null: 204 "", null_or_nothing => NullOrNothingAnswer::NoContent;
    an_answer_by_default_is_of_success_where_it_is_the_only_one: 201 r#"{"id":1}"#, only_default => item(1);
}

#[tokio::test]
async fn a_status_that_has_something_cannot_answer_with_nothing() {
    let (_server, client) = client(200, "").await;
    let error = client.maybe().send().await.unwrap_err();
    assert!(error.to_string().contains("empty"), "{error}");
}

#[tokio::test]
async fn answers_that_are_written_alike_are_of_one_type() {
    for status in [200, 201] {
        let (_server, client) = client(status, r#"{"id":1}"#).await;
        assert_eq!(client.same().send().await.unwrap().id, 1);
    }
}

#[tokio::test]
async fn all_media_types_that_are_read_are_accepted() {
    let (server, client) = client(204, "").await;
    client.several().send().await.unwrap();
    let accept = server.requests()[0].header("accept").map(ToOwned::to_owned);
    assert_eq!(accept.as_deref(), Some("application/json, text/plain"));
}
