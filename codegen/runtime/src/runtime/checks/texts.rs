//! Checks of the length of texts.

use super::check::Check;
use super::delegate::delegate;
use super::quantities::{count, too_few};

/// A type that contains a text or may contain one.
pub trait Text {
    /// Returns the text, if it is present.
    fn text(&self) -> Option<&str>;
}

impl Text for str {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Text for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

delegate!(Text, text, &str);

impl Check {
    /// Checks the minimum number of characters.
    pub fn min_length(&mut self, name: &str, value: &(impl Text + ?Sized), min: usize) {
        if let Some(length) = length(value).filter(|length| *length < min) {
            self.add_violation(name, too_few(&count(length, "character"), min));
        }
    }

    /// Checks the maximum number of characters.
    pub fn max_length(&mut self, name: &str, value: &(impl Text + ?Sized), max: usize) {
        if let Some(length) = length(value).filter(|length| *length > max) {
            self.add_violation(
                name,
                format!(
                    "has {}; at most {max} are allowed",
                    count(length, "character")
                ),
            );
        }
    }
}

/// Returns the number of characters of a text, if it is present.
fn length(value: &(impl Text + ?Sized)) -> Option<usize> {
    value.text().map(|text| text.chars().count())
}
