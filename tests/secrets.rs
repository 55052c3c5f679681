//! No key is shown by anything, and none follows a redirect to another origin.

use std::collections::BTreeMap;
use std::error::Error as StdError;

use conversations_client::fernand::{Client, ClientBuilder, Error};
use conversations_client::runtime::RetryPolicy;
use tests::{Answer, Recorder};

const KEY: &str = "sk_live_51HqLyjWDarjtT1zdp7dc";

/// Builds a client that sends each request once.
fn builder(url: &str, key: &str) -> ClientBuilder {
    let builder = Client::builder().api_key(key).base_url(url);
    builder.retry(RetryPolicy::off()).pacing(false)
}

/// Everything that an error shows, its causes too.
fn shown(error: &(dyn StdError + 'static)) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(" {error} {error:?}"));
        cause = error.source();
    }
    text
}

fn assert_hidden(what: &str, text: &str) {
    assert!(!text.contains(KEY), "{what} shows the key: {text}");
}

/// A server that repeats the key wherever it can.
async fn repeating(status: u16, body: impl Into<Vec<u8>>) -> Recorder {
    let answer = Answer::json(status, body)
        .header("x-request-id", KEY)
        .header("x-echo", KEY);
    Recorder::start(answer).await.unwrap()
}

#[tokio::test]
async fn no_key_is_shown_by_what_holds_them() {
    let builder = builder("http://127.0.0.1:1", KEY);
    assert_hidden("the builder", &format!("{builder:?} {builder:#?}"));
    let client = builder.build().unwrap();
    assert_hidden("the client", &format!("{client:?} {client:#?}"));
    let call = client.list_conversations().header("x-key", KEY);
    assert_hidden("a call", &format!("{call:?} {call:#?}"));
}

#[tokio::test]
async fn no_key_is_shown_by_an_answer() {
    let server = repeating(200, r#"{"data":[]}"#).await;
    let client = builder(&server.url(), KEY).build().unwrap();
    let response = client.list_conversations().send_response().await.unwrap();
    assert_hidden("an answer", &format!("{response:?}"));
}

#[tokio::test]
async fn no_key_is_shown_by_the_error_of_a_server_that_repeats_them() {
    let long = format!("{}é{KEY}", "x".repeat(65_535));
    let bodies = BTreeMap::from([
        (
            "JSON",
            format!(r#"{{"error":{{"message":"bad key {KEY}"}}}}"#).into_bytes(),
        ),
        ("a key of JSON", format!(r#"{{"{KEY}":1}}"#).into_bytes()),
        ("HTML", format!("<p>{KEY}</p>").into_bytes()),
        ("no UTF-8", [b"\xff", KEY.as_bytes()].concat()),
        (
            "a body that is cut in the middle of a character",
            long.into_bytes(),
        ),
    ]);
    for status in [400, 401, 403, 404, 429, 500] {
        for (what, body) in &bodies {
            let server = repeating(status, body.clone()).await;
            let client = builder(&server.url(), KEY).build().unwrap();
            let error = client.list_conversations().send().await.unwrap_err();
            assert_hidden(what, &shown(&error));
            let raw = String::from_utf8_lossy(error.as_api().unwrap().raw()).into_owned();
            assert_hidden(what, &raw);
        }
    }
}

#[tokio::test]
async fn no_key_is_shown_by_the_error_of_an_answer_that_cannot_be_read() {
    let bodies = [
        format!(r#"{{"data":[{{"id":"{KEY}"}}]}}"#),
        format!(r#"{{"data":{{"{KEY}":1}}}}"#),
        format!(r#"{{"data":[{KEY}"#),
        KEY.to_owned(),
    ];
    for body in bodies {
        let server = repeating(200, body).await;
        let client = builder(&server.url(), KEY).build().unwrap();
        let error = client.list_conversations().send().await.unwrap_err();
        assert!(matches!(error, Error::Unreadable(_)), "{error:?}");
        assert_hidden("an error", &shown(&error));
    }
}

#[tokio::test]
async fn no_key_is_shown_by_the_error_of_a_redirect() {
    let place = format!("http://{KEY}@127.0.0.1:1/{KEY}?key={KEY}");
    let answer = Answer::json(302, "").header("location", place);
    let server = Recorder::start(answer).await.unwrap();
    let client = builder(&server.url(), KEY).build().unwrap();
    let error = client.list_conversations().send().await.unwrap_err();
    assert_hidden("an error", &shown(&error));
}

#[tokio::test]
async fn no_key_is_shown_by_the_error_of_a_request_that_is_not_sent() {
    let client = builder("http://127.0.0.1:1", KEY).build().unwrap();
    let list = || client.list_conversations();
    let calls = [
        list(),
        list().limit(1),
        list().header("x-key", format!("{KEY}\n")),
        list().header("host", KEY),
    ];
    for call in calls {
        assert_hidden("an error", &shown(&call.send().await.unwrap_err()));
    }
}

#[test]
fn no_key_is_shown_by_the_error_of_a_client_that_cannot_be_built() {
    let builders = [
        builder("http://api.example.com", KEY),
        builder("nowhere", KEY),
        builder(&format!("https://{KEY}@api.example.com"), KEY),
        builder(&format!("https://api.example.com?key={KEY}"), KEY),
        builder("https://api.example.com", &format!("{KEY}\n")),
        builder("https://api.example.com", KEY).user_agent("a\nb"),
    ];
    for builder in builders {
        assert_hidden("an error", &shown(&builder.build().unwrap_err()));
    }
}

/// A server that sends every request on to `place`.
async fn pointing_to(status: u16, place: String) -> Recorder {
    let answer = Answer::json(status, "").header("location", place);
    Recorder::start(answer).await.unwrap()
}

#[tokio::test]
async fn no_request_follows_to_another_origin() {
    let away = Recorder::start(Answer::json(200, r#"{"data":[]}"#))
        .await
        .unwrap();
    for status in [301, 302, 303, 307, 308] {
        let server = pointing_to(status, format!("{}/conversations", away.url())).await;
        let client = builder(&server.url(), KEY).build().unwrap();
        let read = client.list_conversations().send().await;
        let write = client.update_conversation(1).send().await;
        let errors = [read.map(drop).unwrap_err(), write.map(drop).unwrap_err()];
        assert!(
            errors.iter().all(|it| matches!(it, Error::Redirect(_))),
            "{errors:?}"
        );
        assert_eq!(server.requests().len(), 2);
    }
    assert_eq!(away.requests(), []);
}

#[tokio::test]
async fn a_loop_within_the_origin_ends() {
    let server = pointing_to(307, "/conversations".to_owned()).await;
    let client = builder(&server.url(), KEY).build().unwrap();
    let error = client.list_conversations().send().await.unwrap_err();
    assert!(matches!(error, Error::Redirect(_)), "{error:?}");
    assert!(server.requests().len() < 20);
}
