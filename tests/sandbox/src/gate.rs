//! What every request to a vendor passes first: the key, then the rate limit.
//!
//! No page gives the answer to a missing or wrong key. Inferred: 401, not counted, without rate-limit headers.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::clock::{http_date, unix_seconds_rounded_up};
use crate::limits::{Class, RetryAfter, Standing};
use crate::shared::Shared;
use crate::vendor::Vendor;

/// The vendor whose routes are guarded, and the server.
pub(crate) type Guarded = (Vendor, Arc<Shared>);

pub(crate) async fn gate(
    State((vendor, shared)): State<Guarded>,
    request: Request,
    next: Next,
) -> Response {
    if !vendor.is_authorised(request.headers(), &shared.key) {
        return vendor.error(
            StatusCode::UNAUTHORIZED,
            "the API key is missing or not valid",
        );
    }
    let Some(standing) = shared.admit(vendor, Class::of(request.method())) else {
        return next.run(request).await;
    };
    let mut response = if standing.admitted {
        next.run(request).await
    } else {
        let mut response = vendor.error(StatusCode::TOO_MANY_REQUESTS, "the rate limit is used up");
        add_retry_after(response.headers_mut(), &standing, &shared);
        response
    };
    add_standing(response.headers_mut(), vendor, &standing);
    response
}

fn add_standing(headers: &mut HeaderMap, vendor: Vendor, standing: &Standing) {
    for name in vendor.rate_limit_headers() {
        let value = match *name {
            "x-ratelimit-limit" => i64::from(standing.limit),
            "x-ratelimit-remaining" => i64::from(standing.remaining),
            _ => unix_seconds_rounded_up(standing.reset),
        };
        headers.insert(*name, HeaderValue::from(value));
    }
}

fn add_retry_after(headers: &mut HeaderMap, standing: &Standing, shared: &Shared) {
    let now = shared.clock.now();
    let value = match standing.retry_after {
        RetryAfter::Absent => return,
        RetryAfter::Seconds => {
            let wait = (standing.reset - now).max(chrono::TimeDelta::zero());
            (wait.num_seconds() + i64::from(wait.subsec_nanos() > 0)).to_string()
        }
        RetryAfter::Date => {
            let second = unix_seconds_rounded_up(standing.reset);
            http_date(chrono::DateTime::from_timestamp(second, 0).unwrap_or(standing.reset))
        }
    };
    let value = HeaderValue::try_from(value).expect("digits and dates are header text");
    headers.insert(header::RETRY_AFTER, value);
}
