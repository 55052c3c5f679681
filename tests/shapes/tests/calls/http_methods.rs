//! Methods that have no field in a path item of OpenAPI 3.0.

use shapes::http_methods::operations::{CopyNote, QueryNotes};
use shapes::http_methods::{Client, Mock};
use tests::{Answer, Recorder};

use super::record;

fn client(url: String) -> Client {
    Client::builder().base_url(url).build().unwrap()
}

/// Defines a test for each call, with its request line and its body.
macro_rules! sends {
    ($($name:ident: |$client:ident| $call:expr => $line:literal, $body:literal;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let request = record(async |url| {
                let $client = client(url);
                $call.send().await.unwrap();
            });
            let request = request.await;
            let line = format!("{} {}", request.method, request.target);
            assert_eq!((line.as_str(), request.body.as_str()), ($line, $body));
        }
    )*};
}

sends! {
    post_beside_query: |client| client.add_note().text("a") => "POST /notes", r#"{"text":"a"}"#;
    get_beside_copy: |client| client.get_note("a") => "GET /notes/a", "";
    purge: |client| client.purge_notes("all") => "PURGE /notes", "all";
    copy: |client| client.copy_note("a b", "/notes/c").depth(1) => "COPY /notes/a%20b?depth=1", "";
    m_search: |client| client.m_search_notes_id("a") => "M-SEARCH /notes/a", "";
    a_method_in_lower_case: |client| client.touch_note("a") => "touch /notes/a", "";
}

#[tokio::test]
async fn query_has_a_body_and_a_response() {
    let server = Recorder::start(Answer::json(200, r#"[{"text":"b"}]"#))
        .await
        .unwrap();
    let notes = client(server.url())
        .query_notes()
        .text("a")
        .send()
        .await
        .unwrap();
    assert_eq!(notes[0].text.as_deref(), Some("b"));
    let [request] = &server.requests()[..] else {
        panic!("a call sends one request");
    };
    assert_eq!(request.method, "QUERY");
    assert_eq!(request.target, "/notes");
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.body, r#"{"text":"a"}"#);
}

#[tokio::test]
async fn the_mock_shows_the_method() {
    let mock = Mock::new();
    mock.on::<QueryNotes>().answer(Vec::new());
    mock.on::<CopyNote>().answer(());
    let client = mock.client();
    client.query_notes().send().await.unwrap();
    client.copy_note("a", "/b").send().await.unwrap();
    let calls = mock.calls();
    let methods: Vec<_> = calls.iter().map(|call| call.method().as_str()).collect();
    assert_eq!(methods, ["QUERY", "COPY"]);
}
