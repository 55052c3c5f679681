//! What somebody writes by hand on reqwest and serde for the same requests.

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, RequestBuilder, StatusCode, redirect};
use serde::de::DeserializeOwned;
use serde_json::Value;

const MAX_RESPONSE_BYTES: usize = 32 * 1024 * 1024;
const MAX_REDIRECTS: usize = 10;

/// A client that sends this header.
pub(crate) fn plain(name: &'static str, value: &'static str) -> Client {
    builder(name, value).build().expect("the client is valid")
}

/// A client with the timeouts and redirects of the generated one.
pub(crate) fn guarded(name: &'static str, value: &'static str) -> Client {
    let same_origin = redirect::Policy::custom(|attempt| {
        let from = attempt.previous().last();
        let is_same = from.is_some_and(|from| from.origin() == attempt.url().origin());
        if is_same && attempt.previous().len() <= MAX_REDIRECTS {
            attempt.follow()
        } else {
            attempt.error("a redirect to another origin")
        }
    });
    builder(name, value)
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(30))
        .redirect(same_origin)
        .referer(false)
        .build()
        .expect("the client is valid")
}

fn builder(name: &'static str, value: &'static str) -> reqwest::ClientBuilder {
    let mut value = HeaderValue::from_static(value);
    value.set_sensitive(true);
    let headers = HeaderMap::from_iter([(HeaderName::from_static(name), value)]);
    Client::builder()
        .no_proxy()
        .user_agent("by-hand/1.0")
        .default_headers(headers)
}

/// Sends a request, and reads the response as most programs do.
pub(crate) async fn send<T: DeserializeOwned>(
    request: RequestBuilder,
) -> Result<T, reqwest::Error> {
    request.send().await?.error_for_status()?.json().await
}

/// An error of [`send_guarded`].
#[expect(dead_code, reason = "a program shows these")]
#[derive(Debug)]
pub(crate) enum Failure {
    Http(reqwest::Error),
    TooLarge,
    Status {
        status: StatusCode,
        body: Option<Value>,
        raw: Vec<u8>,
    },
    Json(serde_json::Error),
}

/// Sends a request, and reads at most 32 MiB of the response, and the body of an error.
pub(crate) async fn send_guarded<T: DeserializeOwned>(
    request: RequestBuilder,
) -> Result<T, Failure> {
    let mut response = request.send().await.map_err(Failure::Http)?;
    let status = response.status();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Failure::Http)? {
        if body.len() + chunk.len() > MAX_RESPONSE_BYTES {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    if !status.is_success() {
        return Err(Failure::Status {
            status,
            body: serde_json::from_slice(&body).ok(),
            raw: body,
        });
    }
    serde_json::from_slice(&body).map_err(Failure::Json)
}
