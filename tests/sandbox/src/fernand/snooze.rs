//! The formats of `snooze_until`.
//!
//! The page lists the formats. The rest is inferred:
//!
//! - Days and times without an offset are in UTC.
//! - A weekday is the current day if 9:00 is still in the future.
//! - A week and a month start at the current time.
//! - The format is case-insensitive.
//! - A time in the past is accepted and ends the snooze at once.

use chrono::{
    DateTime, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday,
};

/// Parses the end of a snooze. Returns `None` for an unknown format.
pub(crate) fn parse(text: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let text = text.trim().to_lowercase();
    if let Some(minutes) = text.strip_prefix('+').or_else(|| text.strip_suffix('m')) {
        return after_minutes(minutes, now);
    }
    match text.as_str() {
        "tomorrow" => at_nine(now.date_naive().checked_add_days(Days::new(1))?),
        "one week" => now.checked_add_days(Days::new(7)),
        "one month" => now.checked_add_months(Months::new(1)),
        day => match weekday(day) {
            Some(day) => next(day, now),
            None => timestamp(&text),
        },
    }
}

fn after_minutes(digits: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    now.checked_add_signed(TimeDelta::try_minutes(digits.parse().ok()?)?)
}

fn at_nine(day: NaiveDate) -> Option<DateTime<Utc>> {
    Some(day.and_time(NaiveTime::from_hms_opt(9, 0, 0)?).and_utc())
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "monday" => Weekday::Mon,
        "tuesday" => Weekday::Tue,
        "wednesday" => Weekday::Wed,
        "thursday" => Weekday::Thu,
        "friday" => Weekday::Fri,
        "saturday" => Weekday::Sat,
        "sunday" => Weekday::Sun,
        _ => return None,
    })
}

/// Returns the next 9:00 on a weekday.
fn next(day: Weekday, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    use chrono::Datelike;
    let today = now.date_naive();
    let ahead = day.days_since(today.weekday());
    let first = at_nine(today.checked_add_days(Days::new(u64::from(ahead)))?)?;
    if first > now {
        Some(first)
    } else {
        first.checked_add_days(Days::new(7))
    }
}

fn timestamp(text: &str) -> Option<DateTime<Utc>> {
    let upper = text.to_uppercase();
    if let Ok(time) = DateTime::parse_from_rfc3339(&upper) {
        return Some(time.to_utc());
    }
    let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    formats
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(&upper, format).ok())
        .map(|time| time.and_utc())
}
