//! Values of a document in messages.

use serde_json::Number;

use crate::document::Node;

/// The number of characters of a value that messages show.
const MAX: usize = 60;

/// Returns a value as compact JSON.
pub(super) fn value(node: &Node) -> String {
    node.to_json().to_string()
}

/// Returns a value as JSON that is the same for equal numbers.
pub(super) fn canonical(node: &Node) -> String {
    let is_float = node.as_number().is_some_and(Number::is_f64);
    match node.as_f64() {
        Some(number) if is_float && number.fract() == 0.0 => format!("{number:.0}"),
        _ => value(node),
    }
}

/// Returns a value in backticks, as [`shown`].
pub(super) fn quoted(node: &Node) -> String {
    format!("`{}`", shown(node))
}

/// Returns a value. A string has no quotation marks, and a long value is cut.
pub(super) fn shown(node: &Node) -> String {
    let text = match node.as_str() {
        Some(text) => text.to_owned(),
        None => value(node),
    };
    let mut shown: String = text.chars().take(MAX).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
