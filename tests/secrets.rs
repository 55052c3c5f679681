//! Checks that no output reveals the API key, and that the key is not sent to another origin after a redirect.

use std::error::Error as StdError;

use conversations_client::fernand::{Client, ClientBuilder, Error};
use conversations_client::runtime::RetryPolicy;
use tests::{Answer, Recorder};

const KEY: &str = "sk_fake_this_is_not_a_real_key";

/// Returns a builder for clients without retries and pacing.
fn builder(url: &str, key: &str) -> ClientBuilder {
    let builder = Client::builder().api_key(key).base_url(url);
    builder.retry(RetryPolicy::off()).pacing(false)
}

/// Returns all texts of an error and of its sources.
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
    let start = &KEY[..10];
    for text in [text, &text.replace("%5f", "_")] {
        assert!(!text.contains(start), "{what} reveals the key: {text}");
    }
}

#[tokio::test]
async fn debug_output_does_not_reveal_the_key() {
    let builder = builder("http://127.0.0.1:1", KEY);
    assert_hidden("the builder", &format!("{builder:?} {builder:#?}"));
    let client = builder.build().unwrap();
    assert_hidden("the client", &format!("{client:?} {client:#?}"));
    let call = client.list_conversations().header("x-key", KEY);
    assert_hidden("a call", &format!("{call:?} {call:#?}"));
}

#[tokio::test]
async fn the_debug_output_of_a_response_does_not_reveal_the_key() {
    let answer = Answer::json(200, r#"{"data":[]}"#).header("x-request-id", KEY);
    let server = Recorder::start(answer).await.unwrap();
    let client = builder(&server.url(), KEY).build().unwrap();
    let response = client.list_conversations().send_response().await.unwrap();
    assert_hidden("a response", &format!("{response:?}"));
}

/// Checks the error of a response, for each status that has its own message.
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
async fn an_error_with_the_key_in_the_body_does_not_reveal_the_key() {
    let bodies = [
        format!(r#"{{"error":{{"message":"bad key {KEY}"}}}}"#),
        format!(r#"{{"{KEY}":1}}"#),
        format!("<p>{KEY}</p>"),
        format!(
            r#"{{"error":{{"message":"bad key {}"}}}}"#,
            KEY.replace('_', r"\u005F")
        ),
        format!(
            r#"{{"error":{{"message":"bad key {}"}}}}"#,
            KEY.replace('_', "%5f")
        ),
        format!(r#"{{"error":{{"message":"{}{KEY}"}}}}"#, "x".repeat(50)),
    ];
    for body in &bodies {
        assert_hidden_in_error(body, |status| Answer::json(status, body.clone())).await;
    }
}

#[tokio::test]
async fn an_error_with_the_key_in_a_binary_body_does_not_reveal_the_key() {
    let body = [b"\xff", KEY.as_bytes()].concat();
    assert_hidden_in_error("the body", |status| Answer::json(status, body.clone())).await;
}

#[tokio::test]
async fn an_error_with_the_key_in_a_truncated_body_does_not_reveal_the_key() {
    // An error keeps the first 64 KiB of the body. Here they end inside a character or inside the key.
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
                "the body ends with {}",
                &raw[raw.len() - 40..]
            );
        }
    }
}

#[tokio::test]
async fn an_error_with_the_key_in_a_header_does_not_reveal_the_key() {
    for name in ["x-request-id", "x-correlation-id", "x-echo"] {
        assert_hidden_in_error(name, |status| Answer::json(status, "{}").header(name, KEY)).await;
    }
}

#[tokio::test]
async fn the_error_of_an_unreadable_response_does_not_reveal_the_key() {
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
async fn the_error_of_a_redirect_does_not_reveal_the_key() {
    let place = format!("http://{KEY}@127.0.0.1:1/{KEY}?key={KEY}");
    let answer = Answer::json(302, "").header("location", place);
    let server = Recorder::start(answer).await.unwrap();
    let client = builder(&server.url(), KEY).build().unwrap();
    let error = client.list_conversations().send().await.unwrap_err();
    assert_hidden("an error", &shown(&error));
}

#[tokio::test]
async fn the_error_of_an_invalid_request_does_not_reveal_the_key() {
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
fn the_error_of_an_invalid_builder_does_not_reveal_the_key() {
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

/// Starts a server that redirects every request to `place`.
async fn pointing_to(status: u16, place: String) -> Recorder {
    let answer = Answer::json(status, "").header("location", place);
    Recorder::start(answer).await.unwrap()
}

#[tokio::test]
async fn redirects_to_another_origin_are_not_followed() {
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
async fn a_redirect_loop_within_the_origin_ends() {
    let server = pointing_to(307, "/conversations".to_owned()).await;
    let client = builder(&server.url(), KEY).build().unwrap();
    let error = client.list_conversations().send().await.unwrap_err();
    assert!(matches!(error, Error::Redirect(_)), "{error:?}");
    assert!(server.requests().len() < 20);
}
