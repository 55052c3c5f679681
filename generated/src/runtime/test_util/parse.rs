use reqwest::StatusCode;
use reqwest::header::{HeaderName, HeaderValue};

/// Returns a status.
///
/// # Panics
///
/// Panics if it is not from 100 to 999.
#[track_caller]
pub(super) fn parse_status(status: u16) -> StatusCode {
    match StatusCode::from_u16(status) {
        Ok(status) => status,
        Err(error) => panic!("{status} is not an HTTP status: {error}"),
    }
}

/// Returns a header.
///
/// # Panics
///
/// Panics if the name or the value is not valid in a header.
#[track_caller]
pub(super) fn parse_header(name: &str, value: &str) -> (HeaderName, HeaderValue) {
    let parsed = HeaderName::from_bytes(name.as_bytes()).ok();
    match parsed.zip(HeaderValue::from_str(value).ok()) {
        Some(header) => header,
        None => panic!("`{name}: {value}` is not a header"),
    }
}
