//! Rate limits.

use std::collections::VecDeque;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use http::Method;

use crate::clock::delta;
use crate::vendor::Vendor;

/// The class of a request for rate limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// `GET` and `HEAD`.
    Read,
    /// Every other method.
    Write,
}

impl Class {
    /// Returns the class of requests with this method.
    pub fn of(method: &Method) -> Self {
        if *method == Method::GET || *method == Method::HEAD {
            Self::Read
        } else {
            Self::Write
        }
    }
}

/// A number of requests in a period of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The number of requests in a window.
    pub requests: u32,
    /// The length of a window.
    pub window: Duration,
}

impl Limit {
    /// Returns a limit per minute.
    pub const fn a_minute(requests: u32) -> Self {
        Self {
            requests,
            window: Duration::from_secs(60),
        }
    }

    /// Returns a limit per second.
    pub const fn a_second(requests: u32) -> Self {
        Self {
            requests,
            window: Duration::from_secs(1),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} per {:?}", self.requests, self.window)
    }
}

/// The limits of one vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quota {
    /// Separate limits for reads and writes.
    PerClass {
        /// The limit on reads.
        reads: Limit,
        /// The limit on writes.
        writes: Limit,
    },
    /// One limit for all requests.
    Shared(Limit),
}

impl Quota {
    /// Returns the limits on the vendor's pages. For Kustomer, these are the limits of the smallest plan. For Bird, the
    /// limit of reads is that of the Channels API. No page gives one for `PATCH`, the only write in the sandbox;
    /// inferred: it is the same.
    pub const fn documented(vendor: Vendor) -> Self {
        match vendor {
            Vendor::Fernand => Self::PerClass {
                reads: Limit::a_minute(20),
                writes: Limit::a_minute(5),
            },
            Vendor::Kustomer => Self::Shared(Limit::a_minute(300)),
            Vendor::Bird => Self::PerClass {
                reads: Limit::a_second(50),
                writes: Limit::a_second(50),
            },
        }
    }

    fn times(self, factor: u32) -> Self {
        let scale = |limit: Limit| Limit {
            requests: limit.requests.saturating_mul(factor),
            ..limit
        };
        match self {
            Self::PerClass { reads, writes } => Self::PerClass {
                reads: scale(reads),
                writes: scale(writes),
            },
            Self::Shared(limit) => Self::Shared(scale(limit)),
        }
    }
}

/// The start and end of windows. The vendors' pages do not define them, so the sandbox offers three variants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Windows {
    /// A window starts with the first request after the end of the previous window.
    #[default]
    FromFirstRequest,
    /// Windows follow each other without gaps from the start of Unix time. Windows of a minute are the minutes of the
    /// server's clock.
    OfTheClock,
    /// At any time, the requests within the length of a window before that time count. The reset header then has the
    /// time at which the oldest of these requests no longer counts.
    Sliding,
}

/// The `Retry-After` header of a 429 response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RetryAfter {
    /// The header is absent. No vendor's page mentions it.
    #[default]
    Absent,
    /// Seconds, rounded up.
    Seconds,
    /// A date, rounded up to the second.
    Date,
}

/// The rate limits of a sandbox.
#[derive(Clone, Debug)]
pub struct RateLimits {
    quotas: Vec<(Vendor, Quota)>,
    windows: Windows,
    retry_after: RetryAfter,
}

impl RateLimits {
    /// Returns no limits. Responses then have no rate-limit headers.
    pub fn off() -> Self {
        Self {
            quotas: Vec::new(),
            windows: Windows::default(),
            retry_after: RetryAfter::default(),
        }
    }

    /// Returns the limits that the vendors document.
    pub fn documented() -> Self {
        Self {
            quotas: Vendor::ALL
                .iter()
                .map(|&vendor| (vendor, Quota::documented(vendor)))
                .collect(),
            ..Self::off()
        }
    }

    /// Multiplies the number of requests in each window.
    #[must_use]
    pub fn times(mut self, factor: u32) -> Self {
        for (_, quota) in &mut self.quotas {
            *quota = quota.times(factor);
        }
        self
    }

    /// Sets the limits of one vendor.
    #[must_use]
    pub fn quota(mut self, vendor: Vendor, quota: Quota) -> Self {
        self.quotas.retain(|(other, _)| *other != vendor);
        self.quotas.push((vendor, quota));
        self
    }

    /// Sets the start and end of windows.
    #[must_use]
    pub fn windows(mut self, windows: Windows) -> Self {
        self.windows = windows;
        self
    }

    /// Sets the `Retry-After` header of 429 responses.
    #[must_use]
    pub fn retry_after(mut self, retry_after: RetryAfter) -> Self {
        self.retry_after = retry_after;
        self
    }

    /// Returns a short description of a vendor's limits.
    pub fn describe(&self, vendor: Vendor) -> String {
        match self.quota_of(vendor) {
            None => "no limits".to_owned(),
            Some(Quota::Shared(limit)) => format!("requests: {limit}"),
            Some(Quota::PerClass { reads, writes }) => {
                format!("reads: {reads}, writes: {writes}")
            }
        }
    }

    fn quota_of(&self, vendor: Vendor) -> Option<Quota> {
        let found = self.quotas.iter().find(|(other, _)| *other == vendor);
        found.map(|(_, quota)| *quota)
    }

    pub(crate) fn limiter(&self, vendor: Vendor) -> Option<Limiter> {
        let quota = self.quota_of(vendor)?;
        let meter = |limit| Meter::new(limit, self.windows);
        Some(Limiter {
            meters: match quota {
                Quota::PerClass { reads, writes } => Meters::PerClass {
                    reads: meter(reads),
                    writes: meter(writes),
                },
                Quota::Shared(limit) => Meters::Shared(meter(limit)),
            },
            retry_after: self.retry_after,
        })
    }
}

impl FromStr for RateLimits {
    type Err = String;

    /// Parses `off`, `documented`, or a whole factor such as `10x` for ten times the documented limits.
    fn from_str(text: &str) -> Result<Self, String> {
        let factor = |text: &str| {
            text.strip_suffix('x')?
                .parse()
                .ok()
                .filter(|&n: &u32| n > 0)
        };
        match text {
            "off" => Ok(Self::off()),
            "documented" => Ok(Self::documented()),
            _ => factor(text)
                .map(|factor| Self::documented().times(factor))
                .ok_or_else(|| {
                    "expected off, documented, or a whole factor such as 10x".to_owned()
                }),
        }
    }
}

/// The state of a rate limit after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LimitStatus {
    pub(crate) admitted: bool,
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// The end of the window. For a sliding window, the time at which its oldest request no longer counts.
    pub(crate) reset: DateTime<Utc>,
    pub(crate) retry_after: RetryAfter,
}

/// Counts one vendor's requests.
#[derive(Clone, Debug)]
pub(crate) struct Limiter {
    meters: Meters,
    retry_after: RetryAfter,
}

#[derive(Clone, Debug)]
enum Meters {
    PerClass { reads: Meter, writes: Meter },
    Shared(Meter),
}

impl Limiter {
    /// Admits or rejects one request. A rejected request does not count.
    pub(crate) fn admit(&mut self, class: Class, now: DateTime<Utc>) -> LimitStatus {
        let meter = match (&mut self.meters, class) {
            (Meters::PerClass { reads, .. }, Class::Read) => reads,
            (Meters::PerClass { writes, .. }, Class::Write) => writes,
            (Meters::Shared(meter), _) => meter,
        };
        let admitted = meter.admit(now);
        LimitStatus {
            admitted,
            limit: meter.limit.requests,
            remaining: meter.remaining(),
            reset: meter.reset(now),
            retry_after: self.retry_after,
        }
    }
}

#[derive(Clone, Debug)]
struct Meter {
    limit: Limit,
    windows: Windows,
    /// The times of the requests that count, oldest first.
    counted: VecDeque<DateTime<Utc>>,
    /// The end of a fixed window.
    ends: DateTime<Utc>,
}

impl Meter {
    fn new(limit: Limit, windows: Windows) -> Self {
        Self {
            limit,
            windows,
            counted: VecDeque::new(),
            ends: DateTime::<Utc>::MIN_UTC,
        }
    }

    fn admit(&mut self, now: DateTime<Utc>) -> bool {
        self.remove_expired(now);
        let admitted = self.remaining() > 0;
        if admitted {
            self.counted.push_back(now);
        }
        admitted
    }

    fn remaining(&self) -> u32 {
        let used = u32::try_from(self.counted.len()).expect("the count is at most the limit");
        self.limit.requests - used
    }

    fn reset(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self.windows {
            Windows::Sliding => self
                .counted
                .front()
                .map_or(now, |oldest| *oldest + delta(self.limit.window)),
            Windows::FromFirstRequest | Windows::OfTheClock => self.ends,
        }
    }

    fn remove_expired(&mut self, now: DateTime<Utc>) {
        let window = delta(self.limit.window);
        if self.windows == Windows::Sliding {
            while self
                .counted
                .front()
                .is_some_and(|&oldest| oldest + window <= now)
            {
                self.counted.pop_front();
            }
        } else if now >= self.ends {
            self.counted.clear();
            self.ends = match self.windows {
                Windows::OfTheClock => next_boundary(now, window),
                _ => now + window,
            };
        }
    }
}

/// Returns the first whole multiple of `window` since the start of Unix time that is after `now`.
fn next_boundary(now: DateTime<Utc>, window: TimeDelta) -> DateTime<Utc> {
    let length = window
        .num_microseconds()
        .filter(|&length| length > 0)
        .unwrap_or(1);
    let into = now.timestamp_micros().rem_euclid(length);
    let below = i64::from(now.timestamp_subsec_nanos() % 1000);
    now + TimeDelta::microseconds(length - into) - TimeDelta::nanoseconds(below)
}

#[cfg(test)]
mod tests;
