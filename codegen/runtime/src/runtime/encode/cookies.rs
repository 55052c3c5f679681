//! Encoding of cookies.

use reqwest::RequestBuilder;
use reqwest::header::COOKIE;

use super::path::encode;
use super::query::Pairs;

/// Adds cookies to a request, in one header.
pub fn cookies<const N: usize>(request: RequestBuilder, cookies: [Pairs; N]) -> RequestBuilder {
    let mut written = Vec::new();
    for cookie in cookies {
        match cookie.0 {
            Ok(pairs) => written.extend(pairs),
            Err(problem) => return request.query(&Pairs(Err(problem))),
        }
    }
    if written.is_empty() {
        return request;
    }
    let written: Vec<_> = written
        .iter()
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    request.header(COOKIE, written.join("; "))
}
