//! The values of arguments: from the text that was given to JSON.

use std::io::Read;
use std::num::IntErrorKind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fs, io};

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Number, Value as Json};

use super::command::{Argument, Value};
use super::human::counted;
use crate::runtime::values::enums::listed;

/// Parses the value of an argument, and checks its limits.
pub(crate) fn parse(argument: &Argument, text: &str) -> Result<Json, String> {
    parse_as(argument.value, argument, text)
}

/// Parses the value of an argument like [`parse`]. An enum may have a value that the document does not list.
pub(crate) fn parse_unlisted(argument: &Argument, text: &str) -> Result<Json, String> {
    match (parse(argument, text), argument.value.item()) {
        (Err(_), Value::Choice(_)) => Ok(text.into()),
        (Err(_), Value::IntegerChoice(_)) => integer(argument, text),
        (parsed, _) => parsed,
    }
}

fn parse_as(value: Value, argument: &Argument, text: &str) -> Result<Json, String> {
    match value {
        Value::Bool => match text {
            "true" => Ok(true.into()),
            "false" => Ok(false.into()),
            _ => Err("is neither `true` nor `false`".to_owned()),
        },
        Value::Integer => integer(argument, text),
        Value::Number => number(argument, text),
        Value::Text => {
            check_length(argument, text)?;
            Ok(text.into())
        }
        Value::Date => match text.parse::<NaiveDate>() {
            Ok(_) => Ok(text.into()),
            Err(_) => Err("is not a date, such as 2024-01-31".to_owned()),
        },
        Value::DateTime => match text.parse::<DateTime<Utc>>() {
            Ok(_) => Ok(text.into()),
            Err(_) => Err("is not a date and time, such as 2024-01-31T09:30:00Z".to_owned()),
        },
        Value::Choice(choices) => choice(choices, text),
        Value::IntegerChoice(choices) => {
            let number = text.parse::<i64>().ok();
            let number = number.filter(|number| choices.contains(number));
            number
                .map(Json::from)
                .ok_or_else(|| format!("is not one of {}", listed(choices)))
        }
        // Where the error is tells the length of what is before it.
        Value::Json if argument.is_secret => json(text).map_err(|_| "is not JSON".to_owned()),
        Value::Json => json(text),
        Value::File => Ok(text.into()),
        Value::List(item) => parse_as(*item, argument, text),
    }
}

fn integer(argument: &Argument, text: &str) -> Result<Json, String> {
    let (minimum, maximum) = argument.range;
    if let Ok(number) = text.parse::<i64>() {
        if minimum.is_some_and(|minimum| number < minimum)
            || maximum.is_some_and(|maximum| number > maximum)
        {
            return Err(out_of_range(minimum, maximum));
        }
        return Ok(number.into());
    }
    match text.parse::<u64>() {
        Ok(_) if maximum.is_some() => Err(out_of_range(minimum, maximum)),
        Ok(number) => Ok(number.into()),
        Err(error) => Err(match error.kind() {
            IntErrorKind::PosOverflow if maximum.is_some() => out_of_range(minimum, maximum),
            IntErrorKind::PosOverflow => "is too large".to_owned(),
            _ if is_integer(text) && minimum.is_some() => out_of_range(minimum, maximum),
            _ if is_integer(text) => "is too small".to_owned(),
            _ => "is not an integer".to_owned(),
        }),
    }
}

/// Whether a text is an integer of any size.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
}

fn number(argument: &Argument, text: &str) -> Result<Json, String> {
    let (minimum, maximum) = argument.range;
    let number: Number = serde_json::from_str(text).map_err(|_| "is not a number".to_owned())?;
    let value = number.as_f64().unwrap_or(f64::NAN);
    #[allow(clippy::cast_precision_loss, reason = "limits are small numbers")]
    let is_allowed = minimum.is_none_or(|minimum| value >= minimum as f64)
        && maximum.is_none_or(|maximum| value <= maximum as f64);
    if is_allowed {
        Ok(Json::Number(number))
    } else {
        Err(out_of_range(minimum, maximum))
    }
}

fn out_of_range(minimum: Option<i64>, maximum: Option<i64>) -> String {
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => format!("is not from {minimum} to {maximum}"),
        (Some(minimum), None) => format!("is less than {minimum}"),
        (None, Some(maximum)) => format!("is more than {maximum}"),
        (None, None) => "is out of range".to_owned(),
    }
}

/// Checks the number of characters, which an error does not tell of a secret.
fn check_length(argument: &Argument, text: &str) -> Result<(), String> {
    let (min, max) = argument.length;
    let length = text.chars().count();
    let too_short = min.map(limit).filter(|min| length < *min);
    let too_long = max.map(limit).filter(|max| length > *max);
    let characters = |count| counted(count, "character", "characters");
    Err(match (too_short, too_long) {
        (Some(min), _) if argument.is_secret => format!("must have at least {}", characters(min)),
        (Some(1), _) => "is empty".to_owned(),
        (Some(min), _) => format!("has {}, fewer than {min}", characters(length)),
        (None, Some(max)) if argument.is_secret => format!("must have at most {}", characters(max)),
        (None, Some(max)) => format!("has {}, more than {max}", characters(length)),
        (None, None) => return Ok(()),
    })
}

/// Returns a limit of a length. No text has more characters than a `usize` can count.
fn limit(limit: u64) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

/// Finds a choice. Upper and lower case are the same unless two choices differ in it only.
fn choice(choices: &[&str], text: &str) -> Result<Json, String> {
    if choices.contains(&text) {
        return Ok(text.into());
    }
    let mut similar = choices
        .iter()
        .filter(|choice| choice.eq_ignore_ascii_case(text));
    match (similar.next(), similar.next()) {
        (Some(choice), None) => Ok((*choice).into()),
        _ => Err(format!("is not one of {}", listed(choices))),
    }
}

/// Parses JSON, or the JSON of a file after `@`.
pub(super) fn json(text: &str) -> Result<Json, String> {
    let Some(path) = text.strip_prefix('@') else {
        return serde_json::from_str(text).map_err(|error| format!("is not JSON: {error}"));
    };
    let text = read_text(path)?;
    serde_json::from_str(&text).map_err(|error| format!("is a file without JSON: {error}"))
}

/// Reads a text file. `-` is standard input.
pub(super) fn read_text(path: &str) -> Result<String, String> {
    let bytes = read_bytes(path)?;
    String::from_utf8(bytes).map_err(|_| format!("{} is not UTF-8; save it as UTF-8", named(path)))
}

/// Reads a file. `-` is standard input.
pub(super) fn read_bytes(path: &str) -> Result<Vec<u8>, String> {
    bytes_of(path).map_err(|error| format!("cannot read {}: {error}", named(path)))
}

/// Returns what an error calls a file.
fn named(path: &str) -> String {
    match path {
        "-" => "standard input".to_owned(),
        path => format!("`{path}`"),
    }
}

/// Whether standard input was read. There is nothing left for a second argument.
static IS_STDIN_READ: AtomicBool = AtomicBool::new(false);

/// Returns the bytes of a file. `-` is standard input.
pub(super) fn bytes_of(path: &str) -> io::Result<Vec<u8>> {
    if path != "-" {
        return fs::read(path);
    }
    if IS_STDIN_READ.swap(true, Ordering::Relaxed) {
        return Err(io::Error::other("another argument has read it"));
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}
