//! Numbers such as `5.0`, which are integers in JSON Schema.

use serde_json::{Number, Value};

/// Returns JSON with integers in place of its whole floating-point numbers. Returns `None` if it has
/// none that an integer type can hold.
pub(crate) fn with_integers(json: &Value) -> Option<Value> {
    if !has_any(json) {
        return None;
    }
    let mut json = json.clone();
    replace(&mut json);
    Some(json)
}

/// Returns the integer that is equal to a floating-point number.
pub(crate) fn integer(number: &Number) -> Option<Number> {
    /// The first integers after those of `i64` and `u64`, which `f64` represents exactly.
    const END_OF_SIGNED: f64 = 9_223_372_036_854_775_808.0;
    const END: f64 = 18_446_744_073_709_551_616.0;
    let value = number.as_f64().filter(|_| number.is_f64())?;
    if value.fract() != 0.0 {
        return None;
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the number is whole and in the range of the type"
    )]
    if (-END_OF_SIGNED..END_OF_SIGNED).contains(&value) {
        Some((value as i64).into())
    } else if (0.0..END).contains(&value) {
        Some((value as u64).into())
    } else {
        None
    }
}

fn has_any(json: &Value) -> bool {
    match json {
        Value::Number(number) => integer(number).is_some(),
        Value::Array(items) => items.iter().any(has_any),
        Value::Object(properties) => properties.values().any(has_any),
        _ => false,
    }
}

fn replace(json: &mut Value) {
    match json {
        Value::Number(number) => {
            if let Some(integer) = integer(number) {
                *number = integer;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(replace),
        Value::Object(properties) => properties.values_mut().for_each(replace),
        _ => {}
    }
}
