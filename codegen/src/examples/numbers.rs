//! Numbers that satisfy the constraints of a schema.

use serde_json::{Number, Value};

use crate::document::Node;
use crate::model::{Bound, Constraints};

/// The largest integer up to which a double represents all of them.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The limits of a number.
#[derive(Clone, Copy)]
pub(super) struct Limits<'a> {
    minimum: Option<Limit<'a>>,
    maximum: Option<Limit<'a>>,
    multiple_of: Option<f64>,
}

#[derive(Clone, Copy)]
struct Limit<'a> {
    value: &'a Number,
    is_exclusive: bool,
}

impl<'a> From<&'a Node> for Limits<'a> {
    fn from(schema: &'a Node) -> Self {
        let limit = |key, exclusive| {
            Some(Limit {
                value: schema.get(key)?.as_number()?,
                is_exclusive: schema.flag(exclusive),
            })
        };
        let multiple_of = schema.get("multipleOf").and_then(Node::as_f64);
        Self {
            minimum: limit("minimum", "exclusiveMinimum"),
            maximum: limit("maximum", "exclusiveMaximum"),
            multiple_of: multiple_of.filter(|multiple| *multiple > 0.0),
        }
    }
}

impl<'a> From<&'a Constraints> for Limits<'a> {
    fn from(constraints: &'a Constraints) -> Self {
        let limit = |bound: &'a Bound| Limit {
            value: &bound.value,
            is_exclusive: bound.exclusive,
        };
        Self {
            minimum: constraints.minimum.as_ref().map(limit),
            maximum: constraints.maximum.as_ref().map(limit),
            multiple_of: constraints.multiple_of.as_ref().and_then(Number::as_f64),
        }
    }
}

impl Limit<'_> {
    fn as_f64(&self) -> Option<f64> {
        self.value.as_f64()
    }
}

/// Whether a number is within the limits.
pub(super) fn fits(limits: Limits<'_>, number: &Number) -> bool {
    let Some(number) = number.as_f64() else {
        return false;
    };
    let is_above = limits.minimum.is_none_or(|limit| {
        let least = limit.as_f64();
        least.is_none_or(|least| number > least || (number >= least && !limit.is_exclusive))
    });
    let is_below = limits.maximum.is_none_or(|limit| {
        let most = limit.as_f64();
        most.is_none_or(|most| number < most || (number <= most && !limit.is_exclusive))
    });
    let multiple = limits.multiple_of;
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

/// Numbers that are likely to be within the limits. `nth` selects other numbers for the items of a list.
pub(super) fn candidates(limits: Limits<'_>, is_whole: bool, nth: usize) -> Vec<Number> {
    let (minimum, maximum) = (limits.minimum, limits.maximum);
    let least = minimum.and_then(|limit| limit.as_f64());
    let most = maximum.and_then(|limit| limit.as_f64());
    let multiple = limits.multiple_of;
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
    let limits = [minimum, maximum].into_iter().flatten();
    let limits = limits.map(|limit| limit.value.clone());
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
