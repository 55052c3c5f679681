//! Query strings that are a single value.

use reqwest::{Request, RequestBuilder};
use serde::Serialize;
use serde_json::Value;

use super::json::to_value;
use super::path;
use super::query::Pairs;

/// Builds a request whose query string is a value as JSON. An absent value adds no query string.
///
/// # Errors
///
/// Returns an error if the request is invalid, or if the value cannot be written as JSON.
pub fn json(request: RequestBuilder, value: &impl Serialize) -> reqwest::Result<Request> {
    with(request, value, path::encode_json)
}

/// Builds a request whose query string is a text. An absent text adds no query string.
///
/// # Errors
///
/// Returns an error if the request is invalid.
pub fn text(request: RequestBuilder, text: &impl Serialize) -> reqwest::Result<Request> {
    with(request, text, path::encode)
}

fn with(
    request: RequestBuilder,
    value: &impl Serialize,
    encode: fn(&Value) -> String,
) -> reqwest::Result<Request> {
    let value = match to_value(value) {
        Ok(value) => value,
        Err(error) => return request.query(&Pairs::failed(error.to_string())).build(),
    };
    let mut request = request.build()?;
    if !value.is_null() {
        let encoded = encode(&value);
        let query = match request.url().query() {
            Some(before) => format!("{before}&{encoded}"),
            None => encoded,
        };
        request.url_mut().set_query(Some(&query));
    }
    Ok(request)
}
