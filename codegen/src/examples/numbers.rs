//! Numbers that satisfy the constraints of a schema.

use serde_json::{Number, Value};

use crate::document::Node;

/// The largest integer up to which a double represents all of them.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Whether a number satisfies the constraints of a schema.
pub(super) fn fits(schema: &Node, number: &Number) -> bool {
    let Some(number) = number.as_f64() else {
        return false;
    };
    let limit = |key: &str| schema.get(key).and_then(Node::as_f64);
    let is_above = limit("minimum").is_none_or(|least| {
        number > least || (number >= least && !schema.flag("exclusiveMinimum"))
    });
    let is_below = limit("maximum")
        .is_none_or(|most| number < most || (number <= most && !schema.flag("exclusiveMaximum")));
    let multiple = limit("multipleOf").filter(|multiple| *multiple > 0.0);
    let is_multiple = multiple.is_none_or(|multiple| is_multiple_of(number, multiple));
    is_above && is_below && is_multiple
}

fn is_multiple_of(number: f64, multiple: f64) -> bool {
    let quotient = number / multiple;
    (quotient - quotient.round()).abs() <= 1e-9 * quotient.abs().max(1.0)
}

/// Whether a value is a number without a fraction.
pub(super) fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|it| it.fract() == 0.0)
}

/// Numbers that are likely to satisfy the constraints of a schema. `nth` selects other numbers for the items of a list.
pub(super) fn candidates(schema: &Node, is_whole: bool, nth: usize) -> Vec<Number> {
    let limit = |key: &str| schema.get(key).and_then(Node::as_f64);
    let (least, most) = (limit("minimum"), limit("maximum"));
    let multiple = limit("multipleOf").filter(|multiple| *multiple > 0.0);
    #[expect(clippy::cast_precision_loss, reason = "lists are short")]
    let nth = nth as f64;
    let step = multiple.unwrap_or(1.0);
    let mut found = Vec::new();
    if is_whole {
        found.push(1.0 + nth);
    } else {
        found.push(1.5 + nth);
    }
    found.extend([step * (1.0 + nth), nth * step]);
    if let Some(least) = least {
        let first = (least / step).ceil() * step;
        found.extend([first + nth * step, first + (nth + 1.0) * step, least]);
    }
    if let Some(most) = most {
        let last = (most / step).floor() * step;
        found.extend([last - nth * step, last - (nth + 1.0) * step, most]);
    }
    if let (Some(least), Some(most)) = (least, most) {
        let between = least + (most - least) / 2.0;
        found.extend([between, (between / step).round() * step]);
    }
    // The limits themselves are exact, even if a double cannot represent them.
    let limits = ["minimum", "maximum"].into_iter();
    let limits = limits.filter_map(|key| schema.get(key)?.as_number().cloned());
    let found = found
        .into_iter()
        .filter_map(|number| to_number(number, is_whole));
    found.chain(limits).collect()
}

/// A double as a number: as an integer if `is_whole` is set.
pub(super) fn to_number(number: f64, is_whole: bool) -> Option<Number> {
    if !is_whole {
        return Number::from_f64(number);
    }
    if number.fract() != 0.0 || number.abs() > EXACT {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the number is whole and small"
    )]
    Some(Number::from(number as i64))
}
