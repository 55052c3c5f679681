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
    pub(crate) is_cut_short: bool,
    pub(crate) maybe_processed: bool,
    pub(crate) has_secrets: bool,
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

    /// Returns the headers. Credentials in them are replaced by `[secret]`, and headers whose names
    /// contain one are left out.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the rate limit that the headers report.
    pub fn rate_limit(&self) -> &RateLimit {
        &self.rate_limit
    }

    /// Returns the body. `None` if the document declares no body for the status, if the body does
    /// not match it, or if it is longer than 64 KiB.
    pub fn body(&self) -> Option<&B> {
        self.body.as_ref()
    }

    /// Returns the first 64 KiB of the body. Credentials in it are replaced by `[secret]`.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Returns whether the response ended before its body did. [`raw`](Self::raw) is what arrived.
    pub fn is_cut_short(&self) -> bool {
        self.is_cut_short
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
        let mut fields = Vec::new();
        add_field_errors(&body, &mut fields);
        let is_of_field = |text: &str| fields.iter().any(|field| field.message == text);
        let general = find_message(&body).filter(|text| !is_of_field(text));
        let mut parts: Vec<_> = general
            .map(|text| shorten(text.trim()))
            .into_iter()
            .collect();
        parts.extend(fields.iter().take(MAX_FIELDS).map(FieldError::to_string));
        if fields.len() > MAX_FIELDS {
            parts.push(format!("{} more", fields.len() - MAX_FIELDS));
        }
        parts.retain(|part| !part.is_empty());
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// The maximum number of fields in an error message.
const MAX_FIELDS: usize = 3;

/// The names of the message about a field.
const MESSAGES: [&str; 7] = [
    "message",
    "msg",
    "detail",
    "reason",
    "description",
    "title",
    "error",
];

/// What is wrong with one field of the request.
struct FieldError<'a> {
    field: String,
    message: &'a str,
}

impl fmt::Display for FieldError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}",
            shorten(&self.field),
            shorten(self.message.trim())
        )
    }
}

/// Adds the errors of single fields: the items of a list under any name, or the properties of an
/// object such as `{"errors": {"name": ["is too long"]}}`.
fn add_field_errors<'a>(body: &'a Value, fields: &mut Vec<FieldError<'a>>) {
    const NAMES: [&str; 4] = ["errors", "fields", "field_errors", "fieldErrors"];
    match body {
        Value::Array(items) => {
            for item in items {
                match field_error(item) {
                    Some(error) => fields.push(error),
                    None => add_field_errors(item, fields),
                }
            }
        }
        Value::Object(properties) => {
            for (name, value) in properties {
                match value {
                    Value::Object(by_field) if NAMES.contains(&name.as_str()) => {
                        fields.extend(by_field.iter().filter_map(property_error));
                    }
                    value => add_field_errors(value, fields),
                }
            }
        }
        _ => {}
    }
}

/// Reads an item such as `{"field": "name", "message": "is too long"}`. The field may be a JSON
/// pointer, as in RFC 9457, `source.pointer`, as in JSON:API, or a list of keys.
fn field_error(item: &Value) -> Option<FieldError<'_>> {
    const FIELDS: [&str; 8] = [
        "field",
        "path",
        "pointer",
        "parameter",
        "property",
        "name",
        "loc",
        "header",
    ];
    let field_of = |item: &Value| FIELDS.iter().find_map(|name| field_name(item.get(*name)?));
    let field = field_of(item).or_else(|| field_of(item.get("source")?))?;
    let messages = MESSAGES.iter().filter_map(|name| item.get(*name)?.as_str());
    let message = messages.into_iter().find(|message| *message != field)?;
    Some(FieldError { field, message })
}

fn field_name(value: &Value) -> Option<String> {
    let key = |key: &Value| match key {
        Value::String(key) => Some(key.clone()),
        Value::Number(index) => Some(index.to_string()),
        _ => None,
    };
    match value {
        Value::Array(keys) if !keys.is_empty() => {
            Some(keys.iter().map(key).collect::<Option<Vec<_>>>()?.join("."))
        }
        Value::String(name) if !name.is_empty() => Some(name.clone()),
        _ => None,
    }
}

fn property_error<'a>((field, value): (&'a String, &'a Value)) -> Option<FieldError<'a>> {
    if MESSAGES.contains(&field.as_str()) {
        return None;
    }
    let message = match value {
        Value::Array(messages) => messages.first().and_then(find_message),
        value => find_message(value),
    };
    Some(FieldError {
        field: field.clone(),
        message: message?,
    })
}

/// Returns the first text that looks like a message.
pub(crate) fn find_message(body: &Value) -> Option<&str> {
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

/// Omits the headers, since a server may repeat a credential in them, and the body if the document has
/// values with the format `password` in the request or in a response.
impl<B: fmt::Debug> fmt::Debug for ApiError<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ApiError");
        debug
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("rate_limit", &self.rate_limit);
        if self.has_secrets {
            debug.field("message", &self.message());
        } else {
            debug
                .field("body", &self.body)
                .field("raw", &String::from_utf8_lossy(&self.raw));
        }
        debug
            .field("is_cut_short", &self.is_cut_short)
            .finish_non_exhaustive()
    }
}

impl<B: fmt::Debug> StdError for ApiError<B> {}

/// Returns whether a status stands for a transient failure.
pub(crate) fn is_transient_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}
