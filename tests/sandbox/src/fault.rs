//! Injected faults.
//!
//! A fault acts like a proxy in front of a vendor's API. Its own responses have no rate-limit headers, and a request
//! that it does not pass to the API does not count against the limits.

use std::str::FromStr;
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::random::Random;

/// Whether a fault happens before or after the API processes the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The request does not reach the API.
    BeforeProcessing,
    /// The API has processed the request.
    AfterProcessing,
}

/// A fault of one request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The response has this status and a JSON error body.
    Status(StatusCode, When),
    /// The response is correct but delayed.
    Delay(Duration, When),
    /// The connection is closed without a response.
    Close(When),
    /// The connection is closed in the middle of a response without `Content-Length`.
    CloseMidway,
    /// The connection is closed in the middle of a response with `Content-Length`.
    CutShort,
    /// The status is correct, but the body is only the first half of the JSON text.
    WrongJson,
    /// The response has this status and an HTML page.
    HtmlPage(StatusCode, When),
    /// No response is sent, and the connection stays open.
    Stall(When),
    /// The response stops in the middle, and the connection stays open.
    StallMidway,
    /// This response is sent, and the request does not reach the API.
    Response(Response<Bytes>),
}

/// The texts that are parsed, for messages.
const NAMES: &str = "an error status such as 503, delay:200ms, delay:2s, close, html or stall, each also with the suffix \
                     -after, or close-midway, cut-short, wrong-json or stall-midway";

impl FromStr for Fault {
    type Err = String;

    /// Parses `503`, `503-after`, `delay:200ms`, `delay:2s`, `close`, `close-after`, `close-midway`, `cut-short`,
    /// `wrong-json`, `html`, `stall`, `stall-after` or `stall-midway`.
    ///
    /// `html` has the status 502. With the suffix `-after`, the fault happens after processing.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, when) = match text.strip_suffix("-after") {
            Some(name) => (name, When::AfterProcessing),
            None => (text, When::BeforeProcessing),
        };
        Ok(match (name, when) {
            ("close", when) => Self::Close(when),
            ("stall", when) => Self::Stall(when),
            ("html", when) => Self::HtmlPage(StatusCode::BAD_GATEWAY, when),
            ("close-midway", When::BeforeProcessing) => Self::CloseMidway,
            ("cut-short", When::BeforeProcessing) => Self::CutShort,
            ("wrong-json", When::BeforeProcessing) => Self::WrongJson,
            ("stall-midway", When::BeforeProcessing) => Self::StallMidway,
            (other, when) => {
                if let Some(delay) = other.strip_prefix("delay:").and_then(duration) {
                    Self::Delay(delay, when)
                } else if let Some(status) = error_status(other) {
                    Self::Status(status, when)
                } else {
                    return Err(format!("unknown fault {text:?}: expected {NAMES}"));
                }
            }
        })
    }
}

fn error_status(text: &str) -> Option<StatusCode> {
    let status: StatusCode = text.parse().ok()?;
    (status.is_client_error() || status.is_server_error()).then_some(status)
}

fn duration(text: &str) -> Option<Duration> {
    let (digits, unit) = match text.strip_suffix("ms") {
        Some(digits) => (digits, Duration::from_millis(1)),
        None => (text.strip_suffix('s')?, Duration::from_secs(1)),
    };
    unit.checked_mul(digits.parse().ok()?)
}

/// The faults and their shares of the requests. The seed and the number of a request determine its fault.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    seed: u64,
    shares: Vec<(Fault, f64)>,
}

impl Faults {
    /// Returns no faults.
    pub fn none() -> Self {
        Self::default()
    }

    /// Returns no faults, with a seed for the faults that are added.
    pub fn seeded(seed: u64) -> Self {
        Self {
            seed,
            shares: Vec::new(),
        }
    }

    /// Returns a fault for every request.
    pub fn always(fault: Fault) -> Self {
        Self::none().with(fault, 1.0)
    }

    /// Returns a mixture of faults for a share of the requests: delays, the statuses 429, 500, 502, 503 and 504, closed
    /// connections and damaged responses, in equal parts. Faults that never end, such as `stall`, are not included.
    pub fn mixed(seed: u64, share: f64) -> Self {
        Self::seeded(seed).and_mixed(share)
    }

    /// Adds the mixture of [`Faults::mixed`] for a share of the requests.
    #[must_use]
    pub fn and_mixed(self, share: f64) -> Self {
        use When::{AfterProcessing, BeforeProcessing};
        let mixture = [
            Fault::Status(StatusCode::TOO_MANY_REQUESTS, BeforeProcessing),
            Fault::Status(StatusCode::INTERNAL_SERVER_ERROR, AfterProcessing),
            Fault::Status(StatusCode::SERVICE_UNAVAILABLE, BeforeProcessing),
            Fault::Status(StatusCode::GATEWAY_TIMEOUT, AfterProcessing),
            Fault::Delay(Duration::from_secs(2), BeforeProcessing),
            Fault::Close(BeforeProcessing),
            Fault::Close(AfterProcessing),
            Fault::CloseMidway,
            Fault::CutShort,
            Fault::WrongJson,
            Fault::HtmlPage(StatusCode::BAD_GATEWAY, BeforeProcessing),
            Fault::HtmlPage(StatusCode::BAD_GATEWAY, AfterProcessing),
        ];
        let each = share / mixture.iter().map(|_| 1.0).sum::<f64>();
        mixture
            .into_iter()
            .fold(self, |faults, fault| faults.with(fault, each))
    }

    /// Adds a fault for a share of the requests, from 0 to 1.
    ///
    /// A request has at most one fault. If the shares add up to more than 1, the faults that were added last get less
    /// than their share.
    #[must_use]
    pub fn with(mut self, fault: Fault, share: f64) -> Self {
        self.shares.push((fault, share));
        self
    }

    /// Returns the fault of the request with this number.
    pub(crate) fn of(&self, number: u64) -> Option<&Fault> {
        let mut drawn = Random::new(Random::new(self.seed).next() ^ number).share();
        self.shares.iter().find_map(|(fault, share)| {
            drawn -= share;
            (drawn < 0.0).then_some(fault)
        })
    }
}

#[cfg(test)]
mod tests;
