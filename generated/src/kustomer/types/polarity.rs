// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// The way that a sentiment leans.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum Polarity {
    /// Negative.
    Negative,
    /// Neutral.
    Neutral,
    /// Positive.
    Positive,
}

impl Eq for Polarity {}

internal::closed_number_enum!(Polarity {
    Negative = -1,
    Neutral = 0,
    Positive = 1,
});
