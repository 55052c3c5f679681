//! Short values within the constraints of the model, for the examples of the documentation.

use std::cell::RefCell;

use serde_json::{Number, Value};

use super::numbers;
use super::pattern::Patterns;
use super::scalars::{self, MAX_LENGTH};
use super::written::{is_in_range, uuid};
use crate::model::{Constraints, Integer};

/// The text of an example, if it is allowed.
const TEXT: &str = "text";

/// Values for examples, with the expressions that they match.
#[derive(Default)]
pub(crate) struct Samples(RefCell<Patterns>);

impl Samples {
    /// A text for an example: `shown` if it is allowed, one in the format, or else one that is as short as possible.
    ///
    /// `nth` selects other texts for the items of a list.
    pub(crate) fn text(
        &self,
        limits: &Constraints,
        format: Option<&str>,
        shown: Option<&str>,
        nth: usize,
    ) -> String {
        if let Some(shown) = shown.filter(|shown| self.is_allowed(limits, shown)) {
            return shown.to_owned();
        }
        let formatted = format.and_then(|format| scalars::of_format(format, nth));
        if let Some(formatted) = formatted.filter(|text| self.is_allowed(limits, text)) {
            return formatted;
        }
        let plain = match nth {
            0 => TEXT.to_owned(),
            nth => format!("{TEXT}{}", nth + 1),
        };
        if self.is_allowed(limits, &plain) {
            return plain;
        }
        let found = scalars::text(&mut self.0.borrow_mut(), limits.into(), TEXT, nth);
        if self.is_allowed(limits, &found) {
            return found;
        }
        shown.map_or(plain, ToOwned::to_owned)
    }

    /// Whether a text is not known to violate a constraint.
    fn is_allowed(&self, limits: &Constraints, text: &str) -> bool {
        let scalars::Limits {
            least,
            most,
            pattern,
            ..
        } = limits.into();
        let mut patterns = self.0.borrow_mut();
        let is_match = |pattern| patterns.matches(pattern, text) || !patterns.is_known(pattern);
        (least..=most).contains(&text.chars().count()) && pattern.is_none_or(is_match)
    }

    /// A UUID for an example: `shown` if it is one, or else another one.
    pub(crate) fn uuid(shown: Option<&str>) -> String {
        let shown = shown.and_then(uuid);
        shown.unwrap_or_else(|| "123e4567-e89b-12d3-a456-426614174000".to_owned())
    }

    /// An integer for an example: `shown` if it is allowed, or else another one.
    pub(crate) fn integer(
        limits: &Constraints,
        width: Integer,
        shown: Option<&Value>,
        nth: usize,
    ) -> String {
        let shown = shown.and_then(Value::as_number).cloned();
        let mut numbers = shown.into_iter().chain(candidates(limits, true, nth));
        let found = numbers.find(|number| {
            let is_whole = number.is_i64() || number.is_u64();
            let value = Value::Number(number.clone());
            is_whole && is_in_range(width, &value) && numbers::fits(limits.into(), number)
        });
        found.map_or_else(|| "1".to_owned(), |number| number.to_string())
    }

    /// A number for an example: `shown` if it is allowed, or else another one.
    pub(crate) fn float(limits: &Constraints, shown: Option<&Value>, nth: usize) -> f64 {
        let shown = shown.and_then(Value::as_number).cloned();
        let whole = candidates(limits, true, nth);
        let numbers = shown.into_iter().chain(whole);
        let mut numbers = numbers.chain(candidates(limits, false, nth));
        let found = numbers.find(|number| numbers::fits(limits.into(), number));
        found.and_then(|number| number.as_f64()).unwrap_or(1.0)
    }
}

fn candidates(limits: &Constraints, is_whole: bool, nth: usize) -> Vec<Number> {
    numbers::candidates(limits.into(), is_whole, nth)
}

impl<'a> From<&'a Constraints> for scalars::Limits<'a> {
    fn from(limits: &'a Constraints) -> Self {
        let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        Self {
            least: limits.min_length.map_or(0, count),
            most: limits.max_length.map_or(MAX_LENGTH, count),
            pattern: limits.pattern.as_deref(),
            format: "",
        }
    }
}
