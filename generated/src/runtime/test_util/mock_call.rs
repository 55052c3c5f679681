use std::fmt;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Method, Url};
use serde_json::Value;

use crate::runtime::client::in_process::InProcessRequest;
use crate::runtime::excerpt::shorten_to;

/// The maximum number of characters of a body in a message.
const MAX_BODY_CHARS: usize = 2000;

/// A request that arrived at a [`Mock`](super::Mock). A call that is retried arrives several times.
///
/// It has no credentials, since a mock needs none.
#[derive(Clone)]
pub struct MockCall {
    operation: &'static str,
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
}

impl MockCall {
    pub(super) fn new(received: InProcessRequest<'_>) -> Self {
        let request = received.request;
        let path = request.url().path();
        let base = Url::parse(received.base_url);
        let base = base
            .as_ref()
            .map_or("", |base| base.path().trim_end_matches('/'));
        let body = request.body().and_then(reqwest::Body::as_bytes);
        Self {
            operation: received.operation,
            method: request.method().clone(),
            path: path.strip_prefix(base).unwrap_or(path).to_owned(),
            query: request.url().query_pairs().into_owned().collect(),
            headers: request.headers().clone(),
            body: Bytes::copy_from_slice(body.unwrap_or_default()),
        }
    }

    /// Returns the name of the operation, such as `update_conversation`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path below the base URL, such as `/conversations/12345`. Values in it are
    /// percent-encoded.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the value of a query parameter. If the query has several of this name, it is the first.
    pub fn query(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter();
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns the names and values of the query parameters, in the order of the URL.
    pub fn query_pairs(&self) -> &[(String, String)] {
        &self.query
    }

    /// Returns the headers that the operation and the call set. Those that the HTTP client adds to each
    /// request, such as `user-agent`, are not among them.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the value of a header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the body. Empty if there is none.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the JSON of the body, or null if the body is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// Formats the request on one line, such as `PATCH /conversations/12345 {"status":"CLOSED"}`.
impl fmt::Display for MockCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        for (index, (name, value)) in self.query.iter().enumerate() {
            let separator = if index == 0 { '?' } else { '&' };
            write!(f, "{separator}{name}={value}")?;
        }
        match std::str::from_utf8(&self.body) {
            Ok("") => Ok(()),
            Ok(text) => write!(f, " {}", shorten_to(MAX_BODY_CHARS, text)),
            Err(_) => write!(f, " ({} bytes)", self.body.len()),
        }
    }
}

/// Headers that the call sets are hidden, since they may be credentials.
impl fmt::Debug for MockCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockCall")
            .field("operation", &self.operation)
            .field("request", &format_args!("{self}"))
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}
