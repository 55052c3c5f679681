use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::runtime::excerpt::shorten;
use crate::runtime::rate_limits::rate_limit::RateLimit;

/// An error response of the server.
pub struct ApiError<B> {
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) rate_limit: RateLimit,
    pub(crate) body: Option<B>,
    pub(crate) raw: Bytes,
    pub(crate) maybe_processed: bool,
}

impl<B> ApiError<B> {
    /// Returns the name of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers. Credentials in them are replaced by `[secret]`.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the rate limit that the headers report.
    pub fn rate_limit(&self) -> &RateLimit {
        &self.rate_limit
    }

    /// Returns the body. `None` if the document declares no body for the status, or if the body
    /// does not match it.
    pub fn body(&self) -> Option<&B> {
        self.body.as_ref()
    }

    /// Returns the first 64 KiB of the body. Credentials in it are replaced by `[secret]`.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Returns the server's ID of the request, from a header such as `x-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        const NAMES: [&str; 5] = [
            "x-request-id",
            "request-id",
            "x-correlation-id",
            "x-amzn-requestid",
            "cf-ray",
        ];
        NAMES
            .iter()
            .find_map(|name| self.headers.get(*name)?.to_str().ok())
    }

    /// Returns the server's error message, if a JSON body contains one.
    fn message(&self) -> Option<String> {
        let body: Value = serde_json::from_slice(&self.raw).ok()?;
        let mut parts: Vec<_> = find_message(&body)
            .map(|text| shorten(text.trim()))
            .into_iter()
            .collect();
        parts.extend(find_field_messages(&body));
        parts.retain(|part| !part.is_empty());
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// The maximum number of fields in an error message.
const MAX_FIELDS: usize = 3;

/// Returns the messages about single fields, from a list under any name.
fn find_field_messages(body: &Value) -> Vec<String> {
    const NAMES: [&str; 6] = ["field", "path", "pointer", "parameter", "property", "name"];
    let lists = body
        .as_object()
        .into_iter()
        .flat_map(|object| object.values())
        .filter_map(Value::as_array);
    lists
        .flatten()
        .filter_map(|item| {
            let field = NAMES.iter().find_map(|name| item.get(*name)?.as_str())?;
            let message = find_message(item).filter(|message| *message != field)?;
            Some(format!("{}: {}", shorten(field), shorten(message)))
        })
        .take(MAX_FIELDS)
        .collect()
}

fn find_message(body: &Value) -> Option<&str> {
    const NAMES: [&str; 6] = [
        "message",
        "detail",
        "error_description",
        "title",
        "error",
        "errors",
    ];
    match body {
        Value::String(text) => Some(text),
        Value::Array(items) => items.first().and_then(find_message),
        Value::Object(fields) => NAMES
            .iter()
            .find_map(|name| find_message(fields.get(*name)?)),
        _ => None,
    }
}

fn advice(status: StatusCode) -> Option<&'static str> {
    match status.as_u16() {
        401 => Some("check that the credential is correct and still valid"),
        403 => Some("the credential does not allow this; check its permissions"),
        404 => Some("check the IDs and the base URL"),
        429 => Some("the rate limit is reached; send fewer requests or retry later"),
        _ => None,
    }
}

impl<B> fmt::Display for ApiError<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.status)?;
        if let Some(message) = self.message() {
            write!(f, ": {message}")?;
        }
        if let Some(advice) = advice(self.status) {
            write!(f, ": {advice}")?;
        }
        if let Some(wait) = self
            .rate_limit
            .wait()
            .filter(|_| self.status.as_u16() == 429)
        {
            write!(f, " (after {} s)", wait.as_secs())?;
        }
        if let Some(id) = self.request_id() {
            write!(f, " [request {}]", shorten(id))?;
        }
        Ok(())
    }
}

/// Omits the headers, since a server may repeat a credential in them.
impl<B: fmt::Debug> fmt::Debug for ApiError<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("rate_limit", &self.rate_limit)
            .field("body", &self.body)
            .field("raw", &String::from_utf8_lossy(&self.raw))
            .finish_non_exhaustive()
    }
}

impl<B: fmt::Debug> StdError for ApiError<B> {}

/// Returns whether a status stands for a transient failure.
pub(crate) fn is_transient_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}
