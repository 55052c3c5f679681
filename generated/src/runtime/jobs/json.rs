use serde::Serialize;
use serde_json::Value;

/// A value of JSON as text, however it may be optional: a string as it is, nothing for null.
pub fn text(value: &impl Serialize) -> Option<String> {
    match serde_json::to_value(value).ok()? {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// A count, however it may be optional.
pub fn count(value: &impl Serialize) -> Option<u64> {
    serde_json::to_value(value).ok()?.as_u64()
}

/// The items of a list, however it may be optional; null has none.
pub fn values(list: &impl Serialize) -> Vec<Value> {
    match serde_json::to_value(list) {
        Ok(Value::Array(items)) => items,
        Ok(Value::Null) | Err(_) => Vec::new(),
        Ok(other) => vec![other],
    }
}

/// The items of a list as texts, however it may be optional.
pub fn texts(list: &impl Serialize) -> Vec<String> {
    values(list).iter().filter_map(text).collect()
}
