use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;

use super::support::*;
use crate::runtime::internal::*;
use crate::runtime::*;

secured!(ByHeader, &[&["header"]]);
secured!(ByQuery, &[&["query"]]);
secured!(ByBearer, &[&["bearer"]]);

fn client_with_all(url: &str) -> Client {
    (0..5)
        .fold(builder(url), |builder, index| {
            builder.credential(index, KEY)
        })
        .build()
        .expect("a client")
}

fn moved(status: u16, to: &str) -> Reply {
    Reply::new(status, &[("location", to)], "")
}

#[tokio::test]
async fn redirects_to_another_origin_are_not_followed() {
    let other = Stub::start(|_| ok()).await;
    let target = format!("{}/elsewhere?token={KEY}", other.url);
    for status in [301, 302, 303, 307, 308] {
        let target = target.clone();
        let server = Stub::start(move |_| moved(status, &target)).await;
        let client = client_with_all(&server.url);
        let errors = [
            client.call(ByHeader).send().await.expect_err("a redirect"),
            client.call(ByQuery).send().await.expect_err("a redirect"),
            client.call(ByBearer).send().await.expect_err("a redirect"),
        ];
        for error in errors {
            let Error::Redirect(redirect) = &error else {
                panic!("{error}")
            };
            assert_eq!(redirect.to(), Some(other.url.as_str()));
            assert!(!format!("{error} {error:?}").contains(KEY), "{error:?}");
        }
    }
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn redirects_within_the_origin_are_followed_with_the_credential() {
    for (status, target) in [
        (301, "/new"),
        (302, "new"),
        (303, "/new"),
        (307, "/new"),
        (308, "/new"),
    ] {
        let server = Stub::start(move |seen| {
            if seen.target.starts_with("/new") {
                ok()
            } else {
                moved(status, target)
            }
        })
        .await;
        let client = client_with_all(&server.url);
        client.call(ByQuery).send().await.expect("a response");
        let last = server.seen().pop().expect("a request");
        assert_eq!(last.target, format!("/new?key={KEY}"));
        assert_eq!(last.header("referer"), None);
    }
}

#[tokio::test]
async fn redirects_307_and_308_keep_method_and_body() {
    for status in [307, 308] {
        let server = Stub::start(move |seen| {
            if seen.target == "/new" {
                ok()
            } else {
                moved(status, "/new")
            }
        })
        .await;
        client(&server.url)
            .call(make_thing())
            .send()
            .await
            .expect("a response");
        let last = server.seen().pop().expect("a request");
        assert_eq!(
            (last.method.as_str(), last.body.as_str()),
            ("POST", r#"{"name":"first"}"#)
        );
        assert_eq!(last.header("x-api-key"), Some(KEY));
    }
}

#[tokio::test]
async fn a_redirect_does_not_turn_a_write_into_a_read() {
    for status in [301, 302, 303] {
        let server = Stub::start(move |_| moved(status, "/new")).await;
        let error = client(&server.url)
            .call(make_thing())
            .send()
            .await
            .expect_err("a redirect");
        assert!(matches!(error, Error::Redirect(_)), "{error}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_redirect_loop_is_an_error() {
    let server = Stub::start(|_| moved(307, "/again")).await;
    let error = client(&server.url)
        .call(make_thing())
        .send()
        .await
        .expect_err("too many redirects");
    assert!(matches!(error, Error::Redirect(_)), "{error}");
    assert_eq!(server.seen().len(), 11);
}

#[tokio::test]
async fn an_invalid_redirect_target_is_not_shown() {
    let server = Stub::start(|_| moved(302, "http://[oops?key=sk_live_0123456789")).await;
    let error = client(&server.url)
        .call(make_thing())
        .send()
        .await
        .expect_err("a redirect");
    assert_eq!(
        error.to_string(),
        "make_thing: 302 Found: redirect to an invalid URL not followed; \
         if this is the address of the API, set it as the base URL"
    );
}

#[tokio::test(start_paused = true)]
async fn a_request_that_was_redirected_is_not_reported_as_not_sent() {
    for (replies, may_have_been_processed) in [(vec![], false), (vec![500], true)] {
        // The HTTP client refuses to send a URL of this length.
        let target = format!("/{}", "a".repeat(70_000));
        let replies = Mutex::new(replies.into_iter());
        let server = Stub::start(move |_| {
            let first = replies.lock().expect("not poisoned").next();
            first.map_or_else(|| moved(307, &target), |status| Reply::new(status, &[], ""))
        })
        .await;
        let call = client(&server.url).call(make_thing());
        let call = call.idempotency(Idempotency::Idempotent);
        let error = call.send().await.expect_err("a redirect");
        let Error::Redirect(redirect) = &error else {
            panic!("{error}")
        };
        assert_eq!(redirect.to(), Some(server.url.as_str()));
        assert_eq!(error.may_have_been_processed(), may_have_been_processed);
    }
}

/// `GET /once`, whose request can be built only once.
#[derive(Clone, Debug, Default)]
struct BuiltOnce(Arc<AtomicBool>);

impl crate::runtime::sealed::Sealed for BuiltOnce {}

impl Operation for BuiltOnce {
    type Document = Demo;
    type Output = ();
    const ENDPOINT: Endpoint = Endpoint::new("built_once", "GET", "/once");

    fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request> {
        let is_built = self.0.swap(true, Ordering::Relaxed);
        let url = if is_built {
            "not a URL".to_owned()
        } else {
            format!("{}/once", base.baseurl)
        };
        base.client.get(url).build()
    }

    fn output(_status: u16, body: &mut Bytes) -> Result<(), ReadError> {
        read::empty(body)
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_was_sent_is_not_reported_as_not_sent_if_it_cannot_be_built_again() {
    for (status, location, expected) in [
        (302, "/new", "redirect"),
        (307, "http://example.com/new", "redirect"),
        (503, "", "api"),
    ] {
        let server = Stub::start(move |_| moved(status, location)).await;
        let call = client(&server.url).call(BuiltOnce::default());
        let error = call.send().await.expect_err("a failure");
        match (&error, expected) {
            (Error::Redirect(redirect), "redirect") => {
                let origin = location.strip_suffix("/new").filter(|it| !it.is_empty());
                assert_eq!(redirect.to(), origin.or(Some(&server.url)));
            }
            (Error::Api(_), "api") => {}
            _ => panic!("{status}: {error}"),
        }
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        assert_eq!(error.may_have_been_processed(), status != 307, "{status}");
        assert_eq!(server.seen().len(), 1);
    }
}
