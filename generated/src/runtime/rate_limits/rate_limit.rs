use std::cell::LazyCell;
use std::ops::Deref;
use std::time::{Duration, SystemTime};

use chrono::DateTime;
use reqwest::header::{AsHeaderName, DATE, HeaderMap, RETRY_AFTER};

use crate::runtime::clock::MAX_DURATION;
use crate::runtime::document::{RateHeaders, ResetFormat};

/// The maximum rounding error of a time in whole seconds.
pub(crate) const ROUNDING: Duration = Duration::from_secs(1);

/// The rate limit that the headers of a response report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The maximum number of requests per window.
    pub limit: Option<u64>,
    /// The number of requests left in the current window.
    pub remaining: Option<u64>,
    /// The time from the response to the end of the current window, in whole seconds. It may be up
    /// to two seconds too long.
    ///
    /// It is measured by the server's clock if the response has a `Date` header.
    pub reset: Option<Duration>,
    /// The time after which the server asks to retry, from the `Retry-After` header.
    pub retry_after: Option<Duration>,
    /// Whether there is a `reset` that is independent of the difference between the server's clock and the local
    /// clock.
    pub(crate) is_clock_independent: bool,
}

impl RateLimit {
    /// Reads the headers of a response that arrived at `now`.
    pub(crate) fn read(headers: &HeaderMap, names: &RateHeaders, now: SystemTime) -> Self {
        let date = LazyCell::new(|| date(headers));
        let reset = names.reset.and_then(|(name, format)| {
            let seconds = number(headers, name)?;
            match format {
                ResetFormat::Seconds => Some(Duration::from_secs(seconds).min(MAX_DURATION)),
                ResetFormat::UnixSeconds => until(unix_time(seconds)?, *date, now),
            }
        });
        let is_clock_independent = reset.is_some()
            && (matches!(names.reset, Some((_, ResetFormat::Seconds))) || date.is_some());
        Self {
            limit: number(headers, names.limit),
            remaining: number(headers, names.remaining),
            reset,
            is_clock_independent,
            retry_after: retry_after(headers, &date, now),
        }
    }

    /// Returns how long to wait after a response with status 429: `retry_after` if the server sent
    /// it, else the time until the end of the window.
    pub fn wait(&self) -> Option<Duration> {
        self.retry_after
            .or(self.reset.map(|reset| reset + ROUNDING))
    }
}

fn text(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// Reads a number such as `20`, or the first number of a list such as `20, 20;w=60`.
fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    let mut parts = headers
        .get(name)?
        .as_bytes()
        .split(|byte| matches!(byte, b',' | b';' | b'.'));
    let digits = str::from_utf8(parts.next()?).ok()?;
    digits.trim_ascii().parse().ok()
}

fn unix_time(seconds: u64) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

fn date(headers: &HeaderMap) -> Option<SystemTime> {
    http_date(text(headers, DATE)?)
}

fn http_date(text: &str) -> Option<SystemTime> {
    let time = DateTime::parse_from_rfc2822(text).ok()?;
    unix_time(u64::try_from(time.timestamp()).ok()?)
}

/// Returns the time left until `then`, by the server's `Date` if there is one, since the local
/// clock may be wrong. Without a `Date`, a time in the past is ignored.
fn until(then: SystemTime, date: Option<SystemTime>, now: SystemTime) -> Option<Duration> {
    let left = match date {
        Some(date) => then.duration_since(date).unwrap_or_default(),
        None => then.duration_since(now).ok()?,
    };
    Some(left.min(MAX_DURATION))
}

fn retry_after(
    headers: &HeaderMap,
    date: &impl Deref<Target = Option<SystemTime>>,
    now: SystemTime,
) -> Option<Duration> {
    let text = text(headers, RETRY_AFTER)?;
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds).min(MAX_DURATION)),
        Err(_) => until(http_date(text)?, **date, now),
    }
}
