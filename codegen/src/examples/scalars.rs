//! Strings that satisfy the constraints of a schema.

use super::pattern::Patterns;
use super::schemas::count;
use crate::document::Node;

/// The maximum length of a string in characters, and of a string from the document.
pub(super) const MAX_LENGTH: usize = 4096;

/// The limits of a string.
#[derive(Clone, Copy)]
pub(super) struct Limits<'a> {
    pub least: usize,
    pub most: usize,
    pub pattern: Option<&'a str>,
    pub format: &'a str,
}

impl<'a> From<&'a Node> for Limits<'a> {
    fn from(schema: &'a Node) -> Self {
        Self {
            least: count(schema, "minLength").unwrap_or_default(),
            most: count(schema, "maxLength").unwrap_or(MAX_LENGTH),
            pattern: schema.get_str("pattern"),
            format: schema.get_str("format").unwrap_or_default(),
        }
    }
}

/// A string for the property `name`, which is within the limits if one is found.
///
/// `nth` selects other strings for the items of a list.
pub(super) fn text(patterns: &mut Patterns, limits: Limits<'_>, name: &str, nth: usize) -> String {
    let (least, most) = (limits.least.min(MAX_LENGTH), limits.most);
    let fits = |text: &str| (least..=most).contains(&text.chars().count());
    let formatted = of_format(limits.format, nth);
    let formatted = formatted.filter(|text| fits(text));
    let text = match limits.pattern {
        Some(pattern) => formatted
            .filter(|text| patterns.matches(pattern, text))
            .or_else(|| patterns.text(pattern, nth, least..=most)),
        None => formatted,
    };
    text.unwrap_or_else(|| plain(name, nth, least..=most))
}

/// The name of the property, with as many characters as the schema demands.
fn plain(name: &str, nth: usize, limits: std::ops::RangeInclusive<usize>) -> String {
    let name = if name.is_empty() { "text" } else { name };
    let number = match nth {
        0 => String::new(),
        nth => (nth + 1).to_string(),
    };
    let length = name.chars().count() + number.len();
    let missing = limits.start().saturating_sub(length);
    let filler = "abcdefghijklmnopqrstuvwxyz".chars().cycle().take(missing);
    let surplus = length.saturating_sub(*limits.end());
    // The number at the end distinguishes the items of a list.
    let kept = name.chars().count().saturating_sub(surplus);
    let text: String = name
        .chars()
        .take(kept)
        .chain(number.chars())
        .chain(filler)
        .collect();
    text.chars().take(*limits.end()).collect()
}

/// A string in a format. The types of dates, times and UUIDs write it in the same way.
pub(super) fn of_format(format: &str, nth: usize) -> Option<String> {
    let day = 1 + nth % 28;
    let number = nth + 1;
    Some(match format {
        "date" => format!("2024-01-{day:02}"),
        "date-time" => format!("2024-01-{day:02}T12:00:00Z"),
        "time" => format!("12:{:02}:00Z", nth % 60),
        "duration" => format!("P{number}D"),
        "uuid" => format!("00000000-0000-4000-8000-{number:012x}"),
        "email" | "idn-email" => format!("user{number}@example.com"),
        "hostname" | "idn-hostname" => format!("host{number}.example.com"),
        "ipv4" | "ip" => format!("192.0.2.{}", number % 256),
        "ipv6" => format!("2001:db8::{number:x}"),
        "uri" | "url" | "uri-reference" | "iri" | "iri-reference" => {
            format!("https://example.com/{number}")
        }
        // The base64 encoding of three bytes.
        "byte" => format!(
            "ZXh{}",
            char::from(b'a' + u8::try_from(nth % 26).unwrap_or_default())
        ),
        _ => return None,
    })
}
