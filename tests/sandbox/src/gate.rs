//! Checks the API key and the rate limit of every request to a vendor.
//!
//! The pages do not define the response to a missing or wrong key. Inferred: the status is 401, the response has no
//! rate-limit headers, and the request does not count against the limit.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::clock::{http_date, unix_seconds_rounded_up};
use crate::limits::{Class, LimitStatus, RetryAfter};
use crate::shared::Shared;
use crate::vendor::Vendor;

/// The vendor of the routes, and the server.
pub(crate) type GateState = (Vendor, Arc<Shared>);

pub(crate) async fn gate(
    State((vendor, shared)): State<GateState>,
    request: Request,
    next: Next,
) -> Response {
    if !vendor.is_authorised(request.headers(), &shared.key) {
        return vendor.error(
            StatusCode::UNAUTHORIZED,
            "the API key is missing or invalid",
        );
    }
    let Some(status) = shared.admit(vendor, Class::of(request.method())) else {
        return next.run(request).await;
    };
    let mut response = if status.admitted {
        next.run(request).await
    } else {
        let mut response =
            vendor.error(StatusCode::TOO_MANY_REQUESTS, "the rate limit is exceeded");
        add_retry_after(response.headers_mut(), &status, &shared);
        response
    };
    add_limit_headers(response.headers_mut(), vendor, &status);
    response
}

fn add_limit_headers(headers: &mut HeaderMap, vendor: Vendor, status: &LimitStatus) {
    for name in vendor.rate_limit_headers() {
        let value = match *name {
            "x-ratelimit-limit" => i64::from(status.limit),
            "x-ratelimit-remaining" => i64::from(status.remaining),
            _ => unix_seconds_rounded_up(status.reset),
        };
        headers.insert(*name, HeaderValue::from(value));
    }
}

fn add_retry_after(headers: &mut HeaderMap, status: &LimitStatus, shared: &Shared) {
    let now = shared.clock.now();
    let value = match status.retry_after {
        RetryAfter::Absent => return,
        RetryAfter::Seconds => {
            let wait = (status.reset - now).max(chrono::TimeDelta::zero());
            (wait.num_seconds() + i64::from(wait.subsec_nanos() > 0)).to_string()
        }
        RetryAfter::Date => {
            let second = unix_seconds_rounded_up(status.reset);
            http_date(chrono::DateTime::from_timestamp(second, 0).unwrap_or(status.reset))
        }
    };
    let value = HeaderValue::try_from(value).expect("numbers and dates are valid header values");
    headers.insert(header::RETRY_AFTER, value);
}
