// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::Polarity;
use crate::runtime::internal;

/// The sentiment of a conversation.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Sentiment {
    /// Which way the sentiment leans.
    pub polarity: Polarity,
    /// How sure the polarity is.
    pub confidence: f64,
}

internal::object!(Sentiment {
    required polarity = "polarity",
    required confidence = "confidence",
});

impl Sentiment {
    /// Creates a new `Sentiment`.
    pub fn new(polarity: Polarity, confidence: f64) -> Self {
        Self { polarity, confidence }
    }
}

impl internal::Validate for Sentiment {
    fn validate(&self, check: &mut internal::Check) {
        check.finite("confidence", &self.confidence);
    }
}
