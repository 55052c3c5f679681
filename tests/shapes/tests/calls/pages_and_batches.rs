//! Pages and batches whose parameters are in different places of the request.

use std::borrow::Cow;

use shapes::runtime::IntoEntry;
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
async fn a_response_that_is_the_list_of_items_is_a_page() {
    let page = Answer::json(200, r#"[{ "id": 1 }]"#);
    let server = Recorder::start(page).await.unwrap();
    let client = pages::Client::builder().base_url(server.url());
    let client = client.build().unwrap();
    let mut items = client.lists_by_number().size(1).stream();
    for _ in 0..2 {
        assert_eq!(items.next().await.unwrap().unwrap().id, 1);
    }
    let mut items = client.lists_by_number().size(2).stream();
    assert!(items.next().await.is_some());
    assert!(items.next().await.is_none(), "the page is not full");
    let targets: Vec<_> = server.requests().into_iter().map(|it| it.target).collect();
    let expected = ["?size=1", "?page=2&size=1", "?size=2"];
    assert_eq!(
        targets,
        expected.map(|query| format!("/lists-by-number{query}"))
    );
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

/// A caller's own type of ID.
struct Ticket(i64);

impl IntoEntry<i64> for Ticket {
    fn into_entry(self) -> i64 {
        self.0
    }
}

#[tokio::test]
async fn the_entries_of_a_batch_can_be_borrowed() {
    let server = Recorder::start(Answer::json(200, r#"{ "closed": [] }"#))
        .await
        .unwrap();
    let client = batches::Client::builder()
        .base_url(server.url())
        .build()
        .unwrap();
    let ids = vec![1, 2];
    macro_rules! close {
        ($($ids:expr),* $(,)?) => {
            $(client.close($ids).send().await.unwrap();)*
        };
    }
    close!(
        &ids,
        &ids[..],
        ids.iter(),
        &[1, 2],
        1..=2,
        [Ticket(1), Ticket(2)],
        ids.clone()
    );
    let bodies: Vec<_> = server.requests().into_iter().map(|it| it.body).collect();
    assert_eq!(bodies, [r#"{"ids":[1,2]}"#; 7]);
}

#[tokio::test]
async fn the_entries_of_a_batch_can_be_any_strings() {
    let server = Recorder::start(Answer::json(200, r#"{ "closed": [] }"#))
        .await
        .unwrap();
    let client = batches::Client::builder()
        .base_url(server.url())
        .build()
        .unwrap();
    let owned = vec!["a".to_owned(), "b".to_owned()];
    let borrowed: &[&str] = &["a", "b"];
    macro_rules! open {
        ($($ids:expr),* $(,)?) => {
            $(client.open($ids).send().await.unwrap();)*
        };
    }
    open!(
        &owned,
        &owned[..],
        borrowed,
        ["a", "b"],
        owned.iter().map(Cow::from),
        owned.iter().map(|id| Box::<str>::from(&**id)),
        owned.clone()
    );
    let targets: Vec<_> = server.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(targets, ["/open?ids=a%2Cb"; 7]);
}
