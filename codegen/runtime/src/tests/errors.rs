use std::collections::BTreeMap;
use std::error::Error as _;
use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, HeaderName};
use serde::Deserialize;
use serde_json::json;

use super::support::*;
use crate::runtime::errors::transport::mentions_tls;
use crate::runtime::internal::*;
use crate::runtime::*;

/// Creates a client that does not retry.
fn client_without_retries(url: &str) -> Client {
    let builder = builder(url).credential(0, KEY).retry(RetryPolicy::off());
    builder.build().expect("a client")
}

async fn error_for(reply: impl Fn() -> Reply + Send + Sync + 'static) -> DemoError {
    let server = Stub::start(move |_| reply()).await;
    client_without_retries(&server.url)
        .call(get_thing(7))
        .send()
        .await
        .expect_err("an error")
}

#[tokio::test]
async fn an_api_error_has_status_headers_and_body() {
    let headers = [
        ("x-request-id", "req_1"),
        ("retry-after", "17"),
        ("x-ratelimit-remaining", "0"),
    ];
    let error =
        error_for(move || Reply::new(429, &headers, r#"{"code": "slow", "message": "Slow down"}"#))
            .await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    let api = error.as_api().expect("an API error");
    assert_eq!(
        api.body(),
        Some(&ErrorBody::Problem(Problem {
            code: "slow".into()
        }))
    );
    assert_eq!(api.raw(), br#"{"code": "slow", "message": "Slow down"}"#);
    assert_eq!(api.request_id(), Some("req_1"));
    assert_eq!(api.rate_limit().remaining, Some(0));
    assert_eq!(
        error.to_string(),
        "get_thing: 429 Too Many Requests: Slow down: the rate limit is reached; \
         send fewer requests or retry later (after 17 s) [request req_1]"
    );
}

#[tokio::test]
async fn an_api_error_says_what_to_do() {
    for (status, text) in [
        (
            401,
            "get_thing: 401 Unauthorized: check that the credential is correct and still valid",
        ),
        (
            403,
            "get_thing: 403 Forbidden: the credential does not allow this; check its permissions",
        ),
        (
            404,
            "get_thing: 404 Not Found: check the IDs and the base URL",
        ),
        (418, "get_thing: 418 I'm a teapot"),
    ] {
        assert_eq!(
            error_for(move || Reply::new(status, &[], ""))
                .await
                .to_string(),
            text
        );
    }
}

#[tokio::test]
async fn debug_starts_with_the_message() {
    let error = error_for(|| Reply::new(404, &[], "")).await;
    let shown = format!("{error:?}");
    assert!(
        shown.starts_with(&format!(
            "{error} (ApiError {{ operation: \"get_thing\", status: 404"
        )),
        "{shown}"
    );
    let error = ClientBuilder::<Demo>::from_env().build();
    let error = error.expect_err("no credential");
    assert_eq!(format!("{error:?}"), format!("{error} (MissingEnv)"));
}

#[tokio::test]
async fn an_html_error_page_is_an_api_error() {
    let error = error_for(|| Reply::new(404, &[], "<!doctype html>\n<title>No</title>")).await;
    let api = error.as_api().expect("an API error");
    assert_eq!((api.status().as_u16(), api.body()), (404, None));
    assert_eq!(error.to_string().lines().count(), 1);
}

#[tokio::test]
async fn an_error_holds_64_kib_of_the_body() {
    let error = error_for(|| Reply::new(400, &[], &"x".repeat(100_000))).await;
    assert_eq!(error.as_api().expect("an API error").raw().len(), 64 * 1024);
}

#[tokio::test]
async fn a_message_of_several_lines_is_shown_on_one() {
    let error =
        error_for(|| Reply::json(400, &json!({"error": {"message": "a\nb".repeat(99)}}))).await;
    let shown = error.to_string();
    assert!(shown.lines().count() == 1 && shown.len() < 120, "{shown}");
}

#[tokio::test]
async fn a_credential_in_a_response_is_redacted() {
    let body = json!({"code": KEY, "message": format!("bad key {KEY}")});
    let headers = [("x-echo", KEY)];
    for status in [200, 401] {
        let body = body.to_string();
        let error = error_for(move || Reply::new(status, &headers, &body)).await;
        let shown = format!("{error} {error:?} {:?}", error.source());
        assert!(!shown.contains(KEY), "{shown}");
    }
}

#[tokio::test]
async fn an_unexpected_shape_is_reported_with_path_and_value() {
    let error = error_for(|| Reply::json(200, &json!({"id": 1, "tags": ["a", 5]}))).await;
    let Error::Unreadable(unreadable) = &error else {
        panic!("{error}")
    };
    assert_eq!(unreadable.problem().path(), Some("tags[1]"));
    assert_eq!(unreadable.problem().found(), Some("5"));
    assert_eq!(
        error.to_string(),
        "get_thing: 200 OK: tags[1]: invalid type: integer `5`, expected a string; found 5"
    );
    assert!(!error.is_retryable());
}

#[test]
fn a_whole_number_is_an_integer_in_any_notation() {
    let read = |value: &str| {
        let body = format!(r#"{{ "a": [1.0, "text"], "b": {value}, "c": 2.0 }}"#);
        let read = read::json::<Integers>(body.as_bytes());
        read.map(|it| it.b).map_err(|error| error.to_string())
    };
    for (value, expected) in [
        ("5", 5),
        ("5.0", 5),
        ("-5.0", -5),
        ("1e3", 1000),
        ("0.0", 0),
    ] {
        assert_eq!(read(value), Ok(expected), "{value}");
    }
    for value in ["5.5", "1e19", "1e400", "-1e300", "\"5.0\""] {
        assert!(read(value).is_err(), "{value}");
    }
    let error = read("5.5").expect_err("it is no integer");
    assert!(error.contains('b') && error.contains("5.5"), "{error}");
}

#[derive(Debug, Deserialize)]
struct Integers {
    #[serde(rename = "a")]
    _a: (u8, String),
    b: i64,
    #[serde(rename = "c")]
    _c: f64,
}

#[test]
fn an_unreadable_value_is_described_wherever_it_is() {
    let cases = [
        (r#"{"a":[true],"b" : [ true , 7 ]}"#, "b[1]", "7"),
        (r#"{"a":[true],"b":[-1.50]}"#, "b[0]", "-1.5"),
        (r#"{"a":[],"b":[true,null]}"#, "b[1]", "null"),
        (r#"{"a":["x\"]"],"b":7}"#, "a[0]", r#""x\"]""#),
        (
            r#"{"a":[true],"b\u0063]\"":[{"x":[]}]}"#,
            r#"bc]"[0]"#,
            "an object",
        ),
        (r#"{"a":[false, [[1],{"x":2}] ]}"#, "a[1]", "an array of 2"),
        (r#"{"a":[true],"b":{"x":[1"#, "b", "an object"),
    ];
    for (body, path, found) in cases {
        let read = read::json::<BTreeMap<String, Vec<bool>>>(body.as_bytes());
        let error = read.expect_err("the shape is wrong");
        assert_eq!(
            (error.path(), error.found()),
            (Some(path), Some(found)),
            "{body}"
        );
    }
}

#[tokio::test]
async fn an_unexpected_null_is_reported() {
    let error = error_for(|| Reply::json(200, &json!({"id": null, "tags": []}))).await;
    let Error::Unreadable(unreadable) = &error else {
        panic!("{error}")
    };
    assert_eq!(unreadable.problem().found(), Some("null"));
    assert_eq!(unreadable.operation(), "get_thing");
    assert_eq!(unreadable.raw(), br#"{"id":null,"tags":[]}"#);
}

/// `GET /secret`, with a secret in its response.
#[derive(Clone, Debug)]
struct GetSecret;

impl crate::runtime::sealed::Sealed for GetSecret {}

impl Operation for GetSecret {
    type Document = Demo;
    type Output = BTreeMap<String, i64>;
    const ENDPOINT: Endpoint = Endpoint::get("get_secret", "/secret").with_secrets();

    fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request> {
        base.client.get(format!("{}/secret", base.baseurl)).build()
    }

    fn output(_status: u16, body: &mut bytes::Bytes) -> Result<Self::Output, ReadError> {
        read::json(body)
    }
}

#[tokio::test]
async fn an_error_of_an_operation_with_secrets_shows_no_body() {
    for (status, body, expected) in [
        (
            200,
            r#"{"pin":"hunter2"}"#,
            "get_secret: 200 OK: pin: expected i64",
        ),
        (
            200,
            r#"["hunter2"]"#,
            "get_secret: 200 OK: the top level: expected a map",
        ),
        (
            422,
            r#"{"message":"The PIN is wrong.","pin":"hunter2"}"#,
            "get_secret: 422 Unprocessable Entity: The PIN is wrong.",
        ),
    ] {
        let server = Stub::start(move |_| Reply::new(status, &[], body)).await;
        let call = client_without_retries(&server.url).call(GetSecret);
        let error = call.send().await.expect_err("an error");
        assert_eq!(error.to_string(), expected);
        let shown = format!("{error:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
        let raw = match &error {
            Error::Unreadable(error) => error.raw(),
            Error::Api(error) => {
                assert!(shown.contains("The PIN is wrong."), "{shown}");
                error.raw()
            }
            _ => panic!("{error}"),
        };
        assert_eq!(raw, body.as_bytes());
    }
}

#[tokio::test]
async fn bodies_that_are_not_json_have_distinct_errors() {
    for (body, text) in [
        (
            "",
            "get_thing: 200 OK: expected JSON, but the body is empty",
        ),
        (
            "  \n",
            "get_thing: 200 OK: expected JSON, but the body is empty",
        ),
        (
            "<html>",
            "get_thing: 200 OK: expected JSON, but the body is HTML or XML",
        ),
        (
            r#"{"id": 1"#,
            "get_thing: 200 OK: the JSON in the body is truncated",
        ),
        (
            "{]",
            "get_thing: 200 OK: the body is not JSON: key must be a string at line 1 column 2",
        ),
        (
            r#"{"id": 1, "tags": []} x"#,
            "get_thing: 200 OK: the body is not JSON: trailing characters at line 1 column 23",
        ),
    ] {
        assert_eq!(
            error_for(move || Reply::new(200, &[], body))
                .await
                .to_string(),
            text
        );
    }
}

#[tokio::test]
async fn an_unreachable_server_is_a_connect_error() {
    let url = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        format!("http://{}", listener.local_addr().expect("an address"))
    };
    let error = client_without_retries(&url)
        .call(make_thing())
        .send()
        .await
        .expect_err("a connect error");
    let Error::Transport(transport) = &error else {
        panic!("{error}")
    };
    assert_eq!(transport.kind(), TransportErrorKind::Connect);
    assert_eq!(transport.operation(), "make_thing");
    assert!(!error.may_have_been_processed());
    let start = format!("make_thing: no connection to {url}: ");
    assert!(error.to_string().starts_with(&start), "{error}");
    assert!(error.to_string().contains("refused"), "{error}");
    assert!(error.source().is_none(), "the text contains the cause");
}

#[tokio::test]
async fn a_truncated_response_is_an_interrupted_connection() {
    let short = "HTTP/1.1 200 \r\ncontent-length: 99\r\n\r\n{";
    for (bytes, what) in [
        ("", "closed"),
        ("HTTP/1.1 20", "in the head"),
        (short, "in the body"),
    ] {
        let error = error_for(move || Reply::raw(bytes)).await;
        let Error::Transport(transport) = &error else {
            panic!("{what}: {error}")
        };
        assert_eq!(transport.kind(), TransportErrorKind::Interrupted, "{what}");
        assert!(error.may_have_been_processed() && error.is_retryable());
    }
}

#[tokio::test]
async fn errors_do_not_show_the_query() {
    secured!(ByQuery, &[&["query"]]);
    let server = Stub::start(|_| Reply::close()).await;
    let client = builder(&server.url)
        .credential(1, KEY)
        .retry(RetryPolicy::off())
        .build()
        .expect("a client");
    let error = client.call(ByQuery).send().await.expect_err("closed");
    let shown = format!("{error} {error:?} {:?}", error.source());
    assert!(!shown.contains(KEY) && !shown.contains("a=1"), "{shown}");
}

#[test]
fn tls_errors_are_recognized_by_text() {
    assert!(mentions_tls("invalid peer certificate: UnknownIssuer"));
    assert!(mentions_tls("received fatal alert: HandshakeFailure"));
    assert!(mentions_tls("invalid URL, scheme is not http"));
    assert!(!mentions_tls("Connection refused (os error 111)"));
}

fn rate_limit(headers: &[(&'static str, &str)], reset: ResetFormat) -> RateLimit {
    let names = RateHeaders {
        reset: Some(("x-ratelimit-reset", reset)),
        ..RateHeaders::COMMON
    };
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| {
            (
                HeaderName::from_static(name),
                value.parse().expect("a value"),
            )
        })
        .collect();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    RateLimit::read(&headers, &names, now)
}

#[test]
fn a_reset_is_relative_to_the_servers_date() {
    let date = ("date", "Tue, 14 Nov 2023 22:00:00 GMT");
    for (headers, reset) in [
        (vec![("x-ratelimit-reset", "1700000030")], Some(30)),
        (vec![("x-ratelimit-reset", "1699999230"), date], Some(30)),
        (vec![("x-ratelimit-reset", "1699999000")], None),
        (vec![("x-ratelimit-reset", "1699999000"), date], Some(0)),
        (vec![("x-ratelimit-reset", "soon")], None),
        (vec![("x-ratelimit-reset", "99999999999999999999")], None),
    ] {
        let read = rate_limit(&headers, ResetFormat::UnixSeconds).reset;
        assert_eq!(read.map(|time| time.as_secs()), reset, "{headers:?}");
    }
    assert_eq!(
        rate_limit(&[("x-ratelimit-reset", "9")], ResetFormat::Seconds).reset,
        Some(Duration::from_secs(9))
    );
}

#[test]
fn retry_after_is_read_as_seconds_and_as_a_date() {
    let date = ("date", "Tue, 14 Nov 2023 22:00:00 GMT");
    for (headers, wait) in [
        (vec![("retry-after", "120")], Some(120)),
        (
            vec![("retry-after", "Tue, 14 Nov 2023 22:13:50 GMT")],
            Some(30),
        ),
        (
            vec![("retry-after", "Tue, 14 Nov 2023 22:00:07 GMT"), date],
            Some(7),
        ),
        (vec![("retry-after", "-1")], None),
    ] {
        let read = rate_limit(&headers, ResetFormat::UnixSeconds).retry_after;
        assert_eq!(read.map(|time| time.as_secs()), wait, "{headers:?}");
    }
}

#[tokio::test]
async fn an_api_error_lists_invalid_fields() {
    for (body, message) in [
        (
            json!({"message": "not valid", "fields": [{"field": "agent_id", "message": "is no agent"}]}),
            "not valid; agent_id: is no agent",
        ),
        (
            json!({"title": "Invalid", "errors": [{"pointer": "#/age", "detail": "must be positive"}]}),
            "Invalid; #/age: must be positive",
        ),
        (
            json!({"errors": [{"source": {"pointer": "/data/name"}, "title": "Bad", "detail": "is empty"}]}),
            "/data/name: is empty",
        ),
        (
            json!({"errors": [{"source": {"parameter": "page"}, "detail": "is empty"}]}),
            "page: is empty",
        ),
        (
            json!({"errors": {"name": ["is too long", "is not unique"], "tags": "are missing"}}),
            "name: is too long; tags: are missing",
        ),
        (
            json!({"detail": [{"loc": ["body", "items", 0, "id"], "msg": "field required", "type": "missing"}]}),
            "body.items.0.id: field required",
        ),
        (
            json!({"title": "Invalid", "invalid-params": [{"name": "age", "reason": "must be positive"}]}),
            "Invalid; age: must be positive",
        ),
        (
            json!({"error": {"message": "Invalid", "details": [{"fieldViolations": [{"field": "a.b", "description": "is bad"}]}]}}),
            "Invalid; a.b: is bad",
        ),
        (
            json!({"message": "Invalid", "errors": [{"field": "", "message": "is empty"}]}),
            "Invalid",
        ),
        (json!({"errors": {"message": "Invalid"}}), "Invalid"),
        (json!({"errors": ["Invalid"]}), "Invalid"),
        (
            json!({"name": "TypeError", "message": "no such method"}),
            "no such method",
        ),
        (
            json!({"errors": {"a": ["1\n2"], "b": "2", "c": "3", "d": "4", "e": "5"}}),
            "a: 1 2; b: 2; c: 3; 2 more",
        ),
    ] {
        let shown = body.to_string();
        let error = error_for(move || Reply::json(422, &body)).await;
        assert_eq!(
            error.to_string(),
            format!("get_thing: 422 Unprocessable Entity: {message}"),
            "{shown}"
        );
    }
}

/// Responses with an error status whose body does not arrive completely, and what arrives of it.
fn cut_short(status: u16) -> [(&'static str, Reply, &'static str); 4] {
    let head = format!("HTTP/1.1 {status} \r\nconnection: close\r\n");
    let announced = |length: usize| format!("{head}content-length: {length}\r\n\r\n{{\"a\"");
    let chunks = format!(
        "{head}transfer-encoding: chunked\r\n\r\n18\r\n{}\r\n",
        "x".repeat(24)
    );
    [
        ("interrupted", Reply::raw(announced(99)), "{\"a\""),
        ("timed out", Reply::raw(announced(99)).stalled(), "{\"a\""),
        ("announced too large", Reply::raw(announced(99)), "{\"a\""),
        ("too large", Reply::raw(chunks), "xxxxxxxxxxxxxxxxxxxx"),
    ]
}

#[tokio::test(start_paused = true)]
async fn an_error_whose_body_is_cut_short_has_its_status() {
    for (status, is_in_doubt) in [
        (400, false),
        (404, false),
        (429, false),
        (408, true),
        (500, true),
    ] {
        for (index, (what, _, arrived)) in cut_short(status).into_iter().enumerate() {
            let server = Stub::start(move |_| {
                let [a, b, c, d] = cut_short(status);
                [a.1, b.1, c.1, d.1]
                    .into_iter()
                    .nth(index)
                    .expect("a reply")
            })
            .await;
            let builder = builder(&server.url)
                .credential(0, KEY)
                .retry(RetryPolicy::off());
            let client = builder.max_response_bytes(20).build().expect("a client");
            let error = client.call(make_thing()).send().await.expect_err(what);
            let api = error.as_api().unwrap_or_else(|| panic!("{what}: {error}"));
            assert_eq!(api.status().as_u16(), status, "{what}");
            assert_eq!(api.raw(), arrived.as_bytes(), "{what}");
            assert!(api.is_cut_short(), "{what}");
            assert_eq!(
                error.may_have_been_processed(),
                is_in_doubt,
                "{what}: {status}"
            );
            let raw = client.call(make_thing()).send_raw().await;
            assert!(raw.is_err(), "{what}: a part of the body is not the body");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_whose_body_is_cut_short_is_in_doubt_after_an_attempt_in_doubt() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let server =
        Stub::start(
            move |_| match count.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
                0 => Reply::close(),
                _ => Reply::raw("HTTP/1.1 404 \r\ncontent-length: 9\r\n\r\n{"),
            },
        )
        .await;
    let call = client(&server.url).call(make_thing());
    let call = call.idempotency(Idempotency::Idempotent);
    let error = call.send().await.expect_err("status 404");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    assert!(error.may_have_been_processed());
}

/// An error and its sources, as programs print them that report the whole chain.
fn printed_with_sources(error: &DemoError) -> String {
    let mut printed = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        printed = format!("{printed}: {error}");
        source = error.source();
    }
    printed
}

#[tokio::test]
async fn an_error_shows_its_cause_once() {
    let unused = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", unused.local_addr().expect("an address"));
    drop(unused);
    let call = client_without_retries(&url).call(get_thing(7));
    let refused = call.send().await.expect_err("a connect error");
    let unreadable = error_for(|| Reply::json(200, &json!({"id": "x"}))).await;
    for (error, cause) in [(refused, "refused"), (unreadable, "invalid type")] {
        let printed = printed_with_sources(&error);
        assert_eq!(printed.matches(cause).count(), 1, "{printed}");
    }
}
