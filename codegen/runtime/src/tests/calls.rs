use std::time::Duration;

use bytes::Bytes;

use super::support::*;
use crate::runtime::internal::*;
use crate::runtime::*;

#[tokio::test]
async fn a_call_sends_one_request_and_returns_the_value() {
    let server =
        Stub::start(|_| Reply::new(200, &[], r#"{"id": 7, "tags": ["a"], "new": 1}"#)).await;
    let thing = client(&server.url)
        .call(get_thing("a/b"))
        .send()
        .await
        .expect("a thing");
    assert_eq!(
        thing,
        Thing {
            id: 7,
            tags: vec!["a".into()]
        }
    );
    let seen = server.only();
    assert_eq!(
        (seen.method.as_str(), seen.target.as_str()),
        ("GET", "/things/a%2Fb")
    );
    assert_eq!(seen.header("user-agent"), Some("demo/1.0"));
}

#[test]
fn an_endpoint_has_the_name_the_method_and_the_path_of_its_operation() {
    let endpoint = GetThing::ENDPOINT;
    assert_eq!(endpoint.id(), "get_thing");
    assert_eq!(endpoint.method(), "GET");
    assert_eq!(endpoint.path(), "/things/{id}");
}

#[tokio::test]
async fn a_response_has_status_headers_and_rate_limit() {
    let headers = [
        ("x-ratelimit-limit", "20"),
        ("x-ratelimit-remaining", "19"),
        ("x-one", "1"),
    ];
    let server = Stub::start(move |_| Reply::new(201, &headers, r#"{"id": 7, "tags": []}"#)).await;
    let response = client(&server.url)
        .call(get_thing(7))
        .send_response()
        .await
        .expect("a response");
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["x-one"], "1");
    let limit = response.rate_limit();
    assert_eq!((limit.limit, limit.remaining), (Some(20), Some(19)));
    assert_eq!(response.into_value().id, 7);
}

#[tokio::test]
async fn a_raw_response_is_returned_for_any_status() {
    let server = Stub::start(|_| Reply::new(418, &[], "<b>teapot</b>")).await;
    let response = client(&server.url)
        .call(get_thing(7))
        .send_raw()
        .await
        .expect("a response");
    assert_eq!(response.status(), 418);
    assert_eq!(response.value(), "<b>teapot</b>");
}

#[tokio::test]
async fn an_invalid_request_is_not_sent() {
    let server = Stub::start(|_| ok()).await;
    let error = client(&server.url)
        .call(get_thing(".."))
        .send()
        .await
        .expect_err("a limit");
    assert_eq!(
        error.to_string(),
        "get_thing: not sent: `id` is `..`, which would change the path"
    );
    assert!(matches!(
        error,
        Error::Invalid(InvalidRequest::Constraints { .. })
    ));
    assert!(server.seen().is_empty());
}

/// `GET /nested` with a query that cannot be written.
#[derive(Clone, Debug)]
struct GetNested;

impl crate::runtime::sealed::Sealed for GetNested {}

impl Operation for GetNested {
    type Document = Demo;
    type Output = ();
    const ENDPOINT: Endpoint = Endpoint::get("get_nested", "/nested");

    fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request> {
        let request = base.client.get(format!("{}/nested", base.baseurl));
        request.query(&query::form("a", &[[1]])).build()
    }

    fn output(_status: u16, body: &mut Bytes) -> Result<(), ReadError> {
        read::empty(body)
    }
}

#[tokio::test]
async fn a_request_that_cannot_be_built_is_not_sent_and_has_the_cause() {
    let server = Stub::start(|_| ok()).await;
    let error = client(&server.url).call(GetNested).send().await;
    assert_eq!(
        error.expect_err("a nested array").to_string(),
        "get_nested: not sent: `a` is nested too deeply for a query"
    );
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn headers_of_the_caller_replace_those_of_the_client() {
    let server = Stub::start(|_| ok()).await;
    let call = client(&server.url).call(make_thing());
    let call = call
        .header("X-API-Key", "mine")
        .header("user-agent", "me")
        .header("Content-Type", "a/b");
    call.send().await.expect("a response");
    let seen = server.only();
    for (name, value) in [
        ("x-api-key", "mine"),
        ("user-agent", "me"),
        ("content-type", "a/b"),
    ] {
        let all: Vec<_> = seen.headers.iter().filter(|(key, _)| key == name).collect();
        assert_eq!(all, [&(name.to_owned(), value.to_owned())]);
    }
}

#[tokio::test]
async fn invalid_headers_are_rejected_without_showing_their_value() {
    for (name, value) in [
        ("bad name", KEY),
        ("x", "sk_live_0123456789\nevil: 1"),
        ("Content-Length", "0"),
    ] {
        let server = Stub::start(|_| ok()).await;
        let call = client(&server.url).call(make_thing()).header(name, value);
        assert!(!format!("{call:?}").contains(KEY));
        let error = call.send().await.expect_err("a header");
        assert!(
            matches!(error, Error::Invalid(InvalidRequest::Header { .. })),
            "{error}"
        );
        assert!(!format!("{error} {error:?}").contains(KEY), "{error:?}");
        assert!(server.seen().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_missing_response_times_out() {
    for (head, what) in [
        ("", "nothing"),
        ("HTTP/1.1 200 \r\ncontent-length: 9\r\n\r\n{", "a part"),
    ] {
        let server = Stub::start(move |_| Reply::raw(head).stalled()).await;
        let call = client(&server.url)
            .call(make_thing())
            .timeout(Duration::from_secs(5));
        let error = call.send().await.expect_err(what);
        let Error::Transport(transport) = &error else {
            panic!("{error}")
        };
        assert_eq!(
            transport.kind(),
            TransportErrorKind::Timeout(Duration::from_secs(5))
        );
        assert!(error.may_have_been_processed() && error.is_retryable());
        let shown = format!(
            "make_thing: no complete response from {} within 5s",
            server.url
        );
        assert_eq!(error.to_string(), shown);
    }
}

#[tokio::test]
async fn a_body_over_the_size_limit_is_not_read() {
    let announced = "HTTP/1.1 200 \r\ncontent-length: 1000000000\r\n\r\n";
    let chunked =
        "HTTP/1.1 200 \r\ntransfer-encoding: chunked\r\n\r\n8\r\n12345678\r\n8\r\n12345678\r\n";
    let endless = "HTTP/1.1 200 \r\n\r\n1234567890123";
    for head in [announced, chunked, endless] {
        let server = Stub::start(move |_| Reply::raw(head).stalled()).await;
        let client = builder(&server.url)
            .credential(0, KEY)
            .max_response_bytes(12)
            .build();
        let error = client
            .expect("a client")
            .call(make_thing())
            .send()
            .await
            .expect_err(head);
        let Error::Transport(transport) = &error else {
            panic!("{error}")
        };
        assert_eq!(transport.kind(), TransportErrorKind::TooLarge(12), "{head}");
    }
}

#[tokio::test]
async fn memory_grows_with_what_arrives_whatever_length_is_announced() {
    let announced = "HTTP/1.1 200 \r\ncontent-length: 1000000000000000\r\n\r\n{";
    let server = Stub::start(move |_| Reply::raw(announced)).await;
    let client = builder(&server.url)
        .credential(0, KEY)
        .retry(RetryPolicy::off())
        .max_response_bytes(usize::MAX)
        .build();
    let call = client.expect("a client").call(make_thing());
    let error = call.send().await.expect_err("an interrupted response");
    let Error::Transport(transport) = &error else {
        panic!("{error}")
    };
    assert_eq!(transport.kind(), TransportErrorKind::Interrupted);
}

#[tokio::test]
async fn a_body_of_several_segments_is_read_whole() {
    let tags = (0..40_000).map(|tag| tag.to_string()).collect();
    let thing = Thing { id: 1, tags };
    let body = serde_json::to_string(&thing).expect("JSON");
    let server = Stub::start(move |_| Reply::new(200, &[], &body)).await;
    let read = client(&server.url).call(get_thing(1)).send().await;
    assert_eq!(read.expect("a thing"), thing);
}

#[tokio::test]
async fn a_body_of_exactly_the_size_limit_is_read() {
    let server = Stub::start(|_| Reply::new(200, &[], "123456789012")).await;
    let client = builder(&server.url)
        .credential(0, KEY)
        .max_response_bytes(12)
        .build();
    let response = client
        .expect("a client")
        .call(make_thing())
        .send_raw()
        .await
        .expect("a body");
    assert_eq!(response.value().len(), 12);
}

#[test]
fn calls_and_their_futures_are_send() {
    fn is_send(_: &impl Send) {}
    let client = client("http://127.0.0.1:1");
    is_send(&client.call(make_thing()));
    is_send(&client.call(make_thing()).send());
    is_send(&client.call(get_thing(1)).send_response());
}
