use std::time::{Duration, SystemTime};

use chrono::DateTime;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::runtime::clock::LONGEST;
use crate::runtime::document::{RateHeaders, Reset};

/// What a reset in whole seconds may leave out.
pub(crate) const ROUNDING: Duration = Duration::from_secs(1);

/// What an answer's headers say of the rate limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The requests allowed in a window.
    pub limit: Option<u64>,
    /// The requests left in this window.
    pub remaining: Option<u64>,
    /// The time from the answer to the end of this window, by the server's own clock where the
    /// answer tells it. In whole seconds, and up to two more than it is.
    pub reset: Option<Duration>,
    /// The time after which the server asks to be called again.
    pub retry_after: Option<Duration>,
    /// Whether the reset is free of the difference between the server's clock and ours.
    pub(crate) is_certain: bool,
}

impl RateLimit {
    /// Reads the headers of an answer that came at `now`.
    pub(crate) fn read(headers: &HeaderMap, names: &RateHeaders, now: SystemTime) -> Self {
        let date = date(headers);
        let reset = names.reset.and_then(|(name, form)| {
            let seconds = number(headers, name)?;
            match form {
                Reset::Seconds => Some(Duration::from_secs(seconds).min(LONGEST)),
                Reset::UnixSeconds => until(unix_time(seconds)?, date, now),
            }
        });
        Self {
            limit: number(headers, names.limit),
            remaining: number(headers, names.remaining),
            reset,
            is_certain: date.is_some() || matches!(names.reset, Some((_, Reset::Seconds))),
            retry_after: retry_after(headers, date, now),
        }
    }

    /// The time to wait after an answer that refused the request: what the server asks for, or
    /// else the time to the end of the window.
    pub fn wait(&self) -> Option<Duration> {
        self.retry_after
            .or(self.reset.map(|reset| reset + ROUNDING))
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// Reads `20`, and the first number of a list such as `20, 20;w=60`.
fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    let digits = text(headers, name)?.split([',', ';', '.']).next()?;
    digits.trim().parse().ok()
}

fn unix_time(seconds: u64) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

fn date(headers: &HeaderMap) -> Option<SystemTime> {
    http_date(text(headers, DATE.as_str())?)
}

fn http_date(text: &str) -> Option<SystemTime> {
    let time = DateTime::parse_from_rfc2822(text).ok()?;
    unix_time(u64::try_from(time.timestamp()).ok()?)
}

/// The time left until `then`. The server's `Date` goes before our clock, which may be off; a time
/// in the past is worth nothing without it.
fn until(then: SystemTime, date: Option<SystemTime>, now: SystemTime) -> Option<Duration> {
    let left = match date {
        Some(date) => then.duration_since(date).unwrap_or_default(),
        None => then.duration_since(now).ok()?,
    };
    Some(left.min(LONGEST))
}

fn retry_after(headers: &HeaderMap, date: Option<SystemTime>, now: SystemTime) -> Option<Duration> {
    let text = text(headers, RETRY_AFTER.as_str())?;
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds).min(LONGEST)),
        Err(_) => until(http_date(text)?, date, now),
    }
}
