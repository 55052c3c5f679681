//! Pages and batches whose parameters are in different places of the request.

use shapes::{batches, pages};
use tests::{Answer, Recorder};

#[tokio::test]
async fn a_32_bit_offset_advances_by_the_number_of_items() {
    let page = r#"{ "data": [{ "id": 1 }], "meta": {} }"#;
    let server = Recorder::start(Answer::json(200, page)).await.unwrap();
    let client = pages::Client::builder().base_url(server.url());
    let mut items = client.build().unwrap().by_narrow_offset().stream();
    for _ in 0..2 {
        items.next().await.unwrap().unwrap();
    }
    let targets: Vec<_> = server.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(targets, ["/by-narrow-offset", "/by-narrow-offset?skip=1"]);
}

#[tokio::test]
async fn a_cursor_in_the_body_is_sent() {
    let page = r#"{ "data": [{ "id": 1 }], "meta": { "next": "b" } }"#;
    let server = Recorder::start(Answer::json(200, page)).await.unwrap();
    let client = pages::Client::builder().base_url(server.url());
    let mut items = client.build().unwrap().by_body("words").stream();
    items.next().await.unwrap().unwrap();
    // The server returns the same cursor again, which is an error.
    items.next().await.unwrap().unwrap_err();
    let bodies: Vec<_> = server.requests().into_iter().map(|it| it.body).collect();
    assert_eq!(
        bodies,
        [r#"{"words":"words"}"#, r#"{"words":"words","after":"b"}"#]
    );
}

#[tokio::test]
async fn the_entries_of_a_batch_are_sent_with_the_other_arguments() {
    let closed = r#"{ "closed": [{ "id": 1 }, { "id": 2 }] }"#;
    let server = Recorder::start(Answer::json(200, closed)).await.unwrap();
    let client = batches::Client::builder().base_url(server.url());
    let call = client.build().unwrap().move_([1, 2], "a b", "attic", 7);
    let outcome = call.send_all().await.unwrap();
    assert_eq!(outcome.updated.len(), 2);
    let [request] = <[_; 1]>::try_from(server.requests()).unwrap();
    assert_eq!(request.target, "/rooms/a%20b/move");
    assert_eq!(request.body, r#"{"target":"attic","ids":[1,2],"order":7}"#);
}
