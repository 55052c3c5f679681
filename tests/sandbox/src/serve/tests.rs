use std::time::Duration;

use bytes::Bytes;
use chrono::TimeDelta;
use http::{Response, StatusCode};
use reqwest::Method;
use serde_json::{Value, json};

use crate::testing::{Answer, Caller};
use crate::{Fault, Faults, Received, Sandbox, When};

use When::{AfterProcessing, BeforeProcessing};

/// Sends an update with a fault, and returns the response and the log entry.
async fn update_with(fault: Fault) -> (reqwest::Result<Answer>, Received) {
    let caller = Caller::start(Sandbox::builder()).await;
    caller.sandbox.script_faults([Some(fault)]);
    let body = json!({"subject": "Changed"});
    let path = "/conversations/12345";
    let call = caller.call(Method::PATCH, path, Some(&body));
    let response = tokio::time::timeout(Duration::from_secs(1), call).await;
    let received = caller
        .sandbox
        .requests()
        .pop()
        .expect("the request was logged");
    let changed = caller
        .sandbox
        .conversation(12345)
        .is_some_and(|it| it.subject == "Changed");
    assert_eq!(
        received.processed, changed,
        "`processed` should match the data"
    );
    (response.unwrap_or_else(|_| Ok(stalled())), received)
}

/// Represents a response that did not arrive before the timeout.
fn stalled() -> Answer {
    Answer {
        status: StatusCode::CONTINUE,
        headers: http::HeaderMap::new(),
        text: String::new(),
    }
}

#[tokio::test]
async fn close_closes_the_connection_without_a_response() {
    for (when, processed) in [(BeforeProcessing, false), (AfterProcessing, true)] {
        let (response, received) = update_with(Fault::Close(when)).await;
        let error = response.expect_err("the connection is closed");
        assert!(error.is_request(), "{error:?}");
        assert_eq!(
            (received.processed, received.answered),
            (processed, None),
            "{when:?}"
        );
    }
}

#[tokio::test]
async fn close_midway_and_cut_short_send_the_headers_and_part_of_the_body() {
    for fault in [Fault::CloseMidway, Fault::CutShort] {
        let (response, received) = update_with(fault.clone()).await;
        let error = response.expect_err("the body is incomplete");
        assert!(error.is_body() || error.is_decode(), "{fault:?}: {error:?}");
        assert_eq!(received.answered, Some(StatusCode::OK), "{fault:?}");
        assert!(received.processed, "{fault:?}");
    }
}

#[tokio::test]
async fn cut_short_sends_half_of_its_content_length() {
    let caller = Caller::start(Sandbox::builder()).await;
    let whole = caller.get("/conversations").await.text.len();
    caller.sandbox.set_faults(Faults::always(Fault::CutShort));
    let url = format!("{}/conversations", caller.sandbox.url());
    let request = caller
        .client
        .get(url)
        .header("x-api-key", caller.sandbox.api_key());
    let mut response = request.send().await.expect("the headers are received");
    assert_eq!(response.content_length(), Some(whole as u64));
    let mut read = 0;
    while let Ok(Some(part)) = response.chunk().await {
        read += part.len();
    }
    assert_eq!(read, whole / 2);
}

#[tokio::test]
async fn status_sends_a_json_error() {
    for (when, processed) in [(BeforeProcessing, false), (AfterProcessing, true)] {
        let fault = Fault::Status(StatusCode::SERVICE_UNAVAILABLE, when);
        let (response, received) = update_with(fault).await;
        let response = response.expect("a response is received");
        assert_eq!(response.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(response.json()["error"].is_object());
        assert_eq!(received.processed, processed);
    }
}

#[tokio::test]
async fn html_page_sends_html() {
    let (response, _) =
        update_with(Fault::HtmlPage(StatusCode::BAD_GATEWAY, BeforeProcessing)).await;
    let response = response.expect("a response is received");
    assert_eq!(response.status, StatusCode::BAD_GATEWAY);
    assert_eq!(response.header("content-type"), "text/html; charset=utf-8");
    assert!(response.text.starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn wrong_json_sends_truncated_json_with_a_matching_length() {
    let (response, received) = update_with(Fault::WrongJson).await;
    let response = response.expect("the body has the declared length");
    assert_eq!(response.status, StatusCode::OK);
    assert!(serde_json::from_str::<Value>(&response.text).is_err());
    assert!(received.processed);
}

#[tokio::test(start_paused = true)]
async fn stalls_and_long_delays_send_no_response_before_the_timeout() {
    for (fault, processed) in [
        (Fault::Stall(BeforeProcessing), false),
        (Fault::Stall(AfterProcessing), true),
        (Fault::StallMidway, true),
        (Fault::Delay(Duration::from_secs(60), AfterProcessing), true),
        (
            Fault::Delay(Duration::from_secs(60), BeforeProcessing),
            false,
        ),
    ] {
        let (response, received) = update_with(fault.clone()).await;
        assert_eq!(
            response.expect("the timeout elapses").status,
            StatusCode::CONTINUE,
            "{fault:?}"
        );
        assert_eq!(received.processed, processed, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn delay_sends_the_correct_response_later() {
    let begin = tokio::time::Instant::now();
    let (response, _) =
        update_with(Fault::Delay(Duration::from_millis(500), BeforeProcessing)).await;
    assert_eq!(
        response.expect("a response is received").status,
        StatusCode::OK
    );
    assert!(begin.elapsed() >= Duration::from_millis(500));
}

#[tokio::test]
async fn response_sends_the_given_response() {
    let mut given = Response::new(Bytes::from_static(b"teapot"));
    *given.status_mut() = StatusCode::IM_A_TEAPOT;
    let (response, received) = update_with(Fault::Response(given)).await;
    let response = response.expect("a response is received");
    assert_eq!(
        (response.status, response.text.as_str()),
        (StatusCode::IM_A_TEAPOT, "teapot")
    );
    assert!(!received.processed);
}

#[tokio::test]
async fn scripted_faults_apply_to_one_request_each() {
    let caller = Caller::start(Sandbox::builder()).await;
    let fault = |status| Some(Fault::Status(status, BeforeProcessing));
    let unavailable = StatusCode::SERVICE_UNAVAILABLE;
    caller
        .sandbox
        .script_faults([fault(unavailable), None, fault(StatusCode::BAD_GATEWAY)]);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(caller.get("/conversations").await.status.as_u16());
    }
    assert_eq!(statuses, [503, 200, 502, 200]);
}

#[tokio::test]
async fn a_fault_before_processing_does_not_count_against_the_limits() {
    let limits = crate::RateLimits::documented();
    let caller = Caller::start(Sandbox::builder().rate_limits(limits)).await;
    let fault = Fault::Status(StatusCode::SERVICE_UNAVAILABLE, BeforeProcessing);
    caller.sandbox.script_faults([Some(fault)]);
    caller.get("/conversations").await;
    let response = caller.get("/conversations").await;
    assert_eq!(response.header("x-ratelimit-remaining"), "19");
}

#[tokio::test]
async fn the_log_has_every_part_of_a_request() {
    let caller = Caller::start(Sandbox::builder()).await;
    caller
        .patch("/conversations/12345?x=%20", json!({"subject": "New"}))
        .await;
    let received = caller
        .sandbox
        .requests()
        .pop()
        .expect("the request was logged");
    assert_eq!(received.number, 1);
    assert_eq!(received.method, Method::PATCH);
    assert_eq!(received.path, "/conversations/12345");
    assert_eq!(received.query.as_deref(), Some("x=%20"));
    assert_eq!(received.headers["content-type"], "application/json");
    assert_eq!(received.body, r#"{"subject":"New"}"#);
    assert_eq!(received.answered, Some(StatusCode::OK));
}

#[tokio::test]
async fn the_log_keeps_the_latest_requests_and_counts_all() {
    let caller = Caller::start(Sandbox::builder().keep_requests(2)).await;
    for limit in [2, 3, 4, 5] {
        caller.get(&format!("/conversations?limit={limit}")).await;
    }
    let numbers: Vec<_> = caller
        .sandbox
        .requests()
        .iter()
        .map(|it| it.number)
        .collect();
    assert_eq!(numbers, [3, 4]);
    let counts = caller.sandbox.counts();
    assert_eq!((counts.received, counts.processed), (4, 3));
    assert_eq!(counts.answered, [(200, 3), (422, 1)].into());
}

#[tokio::test(start_paused = true)]
async fn clock_skew_affects_the_date_header() {
    let skew = TimeDelta::minutes(-7);
    let caller = Caller::start(Sandbox::builder().clock_skew(skew)).await;
    tokio::time::advance(Duration::from_secs(5)).await;
    let response = caller.get("/conversations").await;
    assert_eq!(response.header("date"), "Wed, 21 Jan 2026 14:23:05 GMT");
}

#[tokio::test]
async fn a_request_to_an_unknown_path_belongs_to_no_vendor() {
    let caller = Caller::start(Sandbox::builder()).await;
    caller.get("/nothing").await;
    assert_eq!(caller.sandbox.requests()[0].vendor, None);
}

#[tokio::test]
async fn a_dropped_sandbox_accepts_no_connections() {
    let Caller {
        sandbox, client, ..
    } = Caller::start(Sandbox::builder()).await;
    let url = sandbox.url();
    drop(sandbox);
    tokio::task::yield_now().await;
    let error = client
        .get(url)
        .send()
        .await
        .expect_err("the server has stopped");
    assert!(error.is_connect());
}

#[tokio::test]
async fn a_body_of_nine_megabytes_is_a_413() {
    let caller = Caller::start(Sandbox::builder()).await;
    let body = json!({"subject": "x".repeat(9 << 20)});
    let response = caller
        .call(Method::PATCH, "/conversations/12345", Some(&body))
        .await;
    // The server responds and closes the connection, possibly while the client is still sending.
    assert!(
        response.is_err() || response.is_ok_and(|it| it.status == StatusCode::PAYLOAD_TOO_LARGE)
    );
    assert!(caller.sandbox.requests().is_empty());
}
