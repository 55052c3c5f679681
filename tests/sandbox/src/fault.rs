//! What goes wrong on purpose.
//!
//! A fault belongs to what stands in front of a vendor's API: an answer of its making has no rate-limit
//! headers, and a request that it keeps from the API does not count against the limits.

use std::str::FromStr;
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::random::Random;

/// Whether the API carries a request out before the fault happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The request never gets to the API.
    BeforeProcessing,
    /// The API has carried the request out, as far as it allows it.
    AfterProcessing,
}

/// Something that goes wrong with one request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The answer has this status and a JSON error body.
    Status(StatusCode, When),
    /// The answer is right, but comes this much later.
    Delay(Duration, When),
    /// The connection is closed without a byte of an answer.
    Close(When),
    /// The connection is closed in the middle of an answer without `Content-Length`.
    CloseMidway,
    /// The connection is closed before the answer is as long as its `Content-Length` says.
    CutShort,
    /// The answer has the right status, but its body stops in the middle of the JSON.
    WrongJson,
    /// The answer has this status and a page of HTML.
    HtmlPage(StatusCode, When),
    /// There is no answer, and the connection stays open.
    Stall(When),
    /// The answer stops in the middle, and the connection stays open.
    StallMidway,
    /// This is the answer; the request never gets to the API.
    Answer(Response<Bytes>),
}

impl FromStr for Fault {
    type Err = String;

    /// Reads `503`, `503-after`, `delay:200ms`, `delay:2s`, `close`, `close-after`, `close-midway`, `cut-short`,
    /// `wrong-json`, `html`, `stall`, `stall-after` or `stall-midway`.
    ///
    /// `html` is a 502 before processing; what ends in `-after` happens after processing.
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
                    return Err(format!("there is no fault {text:?}"));
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

/// Which requests go wrong, and how: a choice that follows from a seed and the number of the request.
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

    /// Returns no faults yet, with the seed for those that are added.
    pub fn seeded(seed: u64) -> Self {
        Self {
            seed,
            shares: Vec::new(),
        }
    }

    /// Returns the same fault for every request.
    pub fn always(fault: Fault) -> Self {
        Self::none().with(fault, 1.0)
    }

    /// Returns a share of all requests with a fault, in equal parts of every kind that ends by itself: delays,
    /// statuses 429, 500, 502, 503 and 504, closed connections, broken answers.
    pub fn mixed(seed: u64, share: f64) -> Self {
        Self::seeded(seed).and_mixed(share)
    }

    /// Adds what [`Faults::mixed`] has.
    #[must_use]
    pub fn and_mixed(self, share: f64) -> Self {
        use When::{AfterProcessing, BeforeProcessing};
        let kinds = [
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
        let each = share / kinds.iter().map(|_| 1.0).sum::<f64>();
        kinds
            .into_iter()
            .fold(self, |faults, kind| faults.with(kind, each))
    }

    /// Adds a fault for a share of the requests, from 0 to 1.
    ///
    /// A request has at most one fault; shares that add up to more than 1 leave less for those added last.
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
