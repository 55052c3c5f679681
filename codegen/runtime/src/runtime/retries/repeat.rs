use std::fmt::Debug;

use reqwest::Method;

/// Whether a request may be sent again after it may have been processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Sending it twice does what sending it once does.
    Safe,
    /// Sending it twice may do more than sending it once.
    Unsafe,
}

impl Repeat {
    /// What holds for a method when the document says nothing: reads are safe, writes are not.
    pub(crate) fn of(method: &Method) -> Self {
        if method.is_safe() {
            Self::Safe
        } else {
            Self::Unsafe
        }
    }

    /// Safe, unless something that makes it unsafe is set.
    pub fn unless<const N: usize>(is_set: [bool; N]) -> Self {
        if is_set.contains(&true) {
            Self::Unsafe
        } else {
            Self::Safe
        }
    }
}
