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
            let problem = if self.is_secret {
                format!("must have at least {}", count(min, "character"))
            } else {
                too_few(&count(length, "character"), min)
            };
            self.add_violation(name, problem);
        }
    }

    /// Checks the maximum number of characters.
    pub fn max_length(&mut self, name: &str, value: &(impl Text + ?Sized), max: usize) {
        if let Some(length) = length(value).filter(|length| *length > max) {
            let problem = if self.is_secret {
                format!("must have at most {}", count(max, "character"))
            } else {
                let has = count(length, "character");
                format!("has {has}; at most {max} are allowed")
            };
            self.add_violation(name, problem);
        }
    }
}

/// Returns the number of characters of a text, if it is present.
fn length(value: &(impl Text + ?Sized)) -> Option<usize> {
    value.text().map(|text| text.chars().count())
}
