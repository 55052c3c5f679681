//! No key is shown by anything, and none follows a redirect to another origin.

use std::error::Error as StdError;

use conversations_client::fernand::{Client, ClientBuilder, Error};
use conversations_client::runtime::RetryPolicy;
use tests::{Answer, Recorder};

const KEY: &str = "sk_fake_this_is_not_a_real_key";

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

#[tokio::test]
async fn no_key_is_shown_by_what_holds_it() {
    let builder = builder("http://127.0.0.1:1", KEY);
    assert_hidden("the builder", &format!("{builder:?} {builder:#?}"));
    let client = builder.build().unwrap();
    assert_hidden("the client", &format!("{client:?} {client:#?}"));
    let call = client.list_conversations().header("x-key", KEY);
    assert_hidden("a call", &format!("{call:?} {call:#?}"));
}

#[tokio::test]
async fn no_key_is_shown_by_an_answer() {
    let answer = Answer::json(200, r#"{"data":[]}"#).header("x-request-id", KEY);
    let server = Recorder::start(answer).await.unwrap();
    let client = builder(&server.url(), KEY).build().unwrap();
    let response = client.list_conversations().send_response().await.unwrap();
    assert_hidden("an answer", &format!("{response:?}"));
}

/// Checks the error of an answer with this body, for each status that has a text of its own.
async fn assert_hidden_in_error(what: &str, answer: impl Fn(u16) -> Answer) {
    for status in [400, 401, 403, 404, 429, 500] {
        let server = Recorder::start(answer(status)).await.unwrap();
        let client = builder(&server.url(), KEY).build().unwrap();
        let error = client.list_conversations().send().await.unwrap_err();
        assert_hidden(what, &shown(&error));
        let raw = error.as_api().unwrap().raw();
        assert_hidden(what, &String::from_utf8_lossy(raw));
    }
}

#[tokio::test]
async fn no_key_is_shown_by_the_error_of_a_server_that_repeats_it_in_the_body() {
    let bodies = [
        format!(r#"{{"error":{{"message":"bad key {KEY}"}}}}"#),
        format!(r#"{{"{KEY}":1}}"#),
        format!("<p>{KEY}</p>"),
    ];
    for body in &bodies {
        assert_hidden_in_error(body, |status| Answer::json(status, body.clone())).await;
    }
}

#[tokio::test]
async fn no_key_is_shown_by_the_error_of_a_server_that_repeats_it_in_a_body_that_is_no_text() {
    let body = [b"\xff", KEY.as_bytes()].concat();
    assert_hidden_in_error("the body", |status| Answer::json(status, body.clone())).await;
}

#[tokio::test]
async fn no_key_is_shown_by_the_error_of_a_server_that_repeats_it_in_a_body_that_is_cut() {
    // An error keeps 64 KiB, which here end within a character, or within the key.
    for padding in [64 * 1024 - 1 - KEY.len(), 64 * 1024 - KEY.len() + 1] {
        let body = format!("{}{KEY}é", "x".repeat(padding));
        for status in [400, 500] {
            let server = Recorder::start(Answer::json(status, body.clone()))
                .await
                .unwrap();
            let client = builder(&server.url(), KEY).build().unwrap();
            let error = client.list_conversations().send().await.unwrap_err();
            let raw = String::from_utf8_lossy(error.as_api().unwrap().raw()).into_owned();
            assert!(
                !raw.contains(&KEY[..KEY.len() - 1]),
                "the end is {}",
                &raw[raw.len() - 40..]
            );
        }
    }
}

#[tokio::test]
async fn no_key_is_shown_by_the_error_of_a_server_that_repeats_it_in_a_header() {
    for name in ["x-request-id", "x-correlation-id", "x-echo"] {
        assert_hidden_in_error(name, |status| Answer::json(status, "{}").header(name, KEY)).await;
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
        let server = Recorder::start(Answer::json(200, body)).await.unwrap();
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
        let write = client.update_conversation(1).contact_id(2).send().await;
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
