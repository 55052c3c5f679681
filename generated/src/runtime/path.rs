//! Values in the path of a URL.

use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const NOT_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Encodes a value as one segment: everything but letters, digits and `-._~`.
pub fn encode(value: &impl Display) -> String {
    utf8_percent_encode(&value.to_string(), NOT_UNRESERVED).to_string()
}

/// Encodes a date and time as RFC 3339.
pub fn encode_date_time<Z: chrono::TimeZone>(value: &chrono::DateTime<Z>) -> String {
    let time = value.with_timezone(&chrono::Utc);
    encode(&time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
}
