//! Numbers and durations in the form that people read.

use std::fmt;
use std::time::Duration;

/// A number with separators between groups of three digits, such as `4,310`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count(pub(crate) usize);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        f.pad(&grouped)
    }
}

/// Returns a number with its noun, such as `1 request` or `4,310 requests`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{} {noun}", Count(count))
}

/// Returns a number with its noun, which is given for several things, such as `1 entry` for `entries`.
pub(crate) fn counted_of(count: usize, many: &str) -> String {
    counted(count, &singular(many), many)
}

/// Returns the noun for one thing.
fn singular(many: &str) -> String {
    if let Some(stem) = many.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let has_more = ["sses", "xes", "ches", "shes"];
    let has_more = has_more.iter().any(|end| many.ends_with(end));
    let end = if has_more { "es" } else { "s" };
    many.strip_suffix(end).unwrap_or(many).to_owned()
}

/// A duration in its two largest units at most, such as `41 s`, `9 min` or `2 h 10 min`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rough(pub(crate) Duration);

impl fmt::Display for Rough {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Part of a second counts as a whole one, so that a wait never reads as 0 s.
        let has_part = self.0.subsec_nanos() > 0;
        let seconds = self.0.as_secs().saturating_add(u64::from(has_part));
        let minutes = seconds.saturating_add(30) / 60;
        let hours = seconds.saturating_add(30 * 60) / (60 * 60);
        // Windows are often of 60 s, and a minute and a half is not two.
        if seconds < 90 {
            return write!(f, "{seconds} s");
        }
        if minutes < 60 {
            return write!(f, "{minutes} min");
        }
        let (large, large_unit, small, small_unit) = if minutes < 24 * 60 {
            (minutes / 60, "h", minutes % 60, "min")
        } else {
            (hours / 24, "d", hours % 24, "h")
        };
        write!(f, "{large} {large_unit}")?;
        match small {
            0 => Ok(()),
            small => write!(f, " {small} {small_unit}"),
        }
    }
}
