// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// A tag that was suggested for a conversation.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SuggestedTag {
    /// The tag.
    pub tag: String,
    /// How sure the suggestion is.
    pub confidence: f64,
}

internal::object!(SuggestedTag {
    required tag = "tag",
    required confidence = "confidence",
});

impl SuggestedTag {
    /// Creates a new `SuggestedTag`.
    pub fn new(tag: impl Into<String>, confidence: f64) -> Self {
        Self {
            tag: tag.into(),
            confidence,
        }
    }
}

impl internal::Validate for SuggestedTag {
    fn validate(&self, check: &mut internal::Check) {
        check.finite("confidence", &self.confidence);
    }
}
