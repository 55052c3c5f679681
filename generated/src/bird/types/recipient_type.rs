// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// How a recipient is addressed.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum RecipientType {
    /// A direct recipient.
    To,
    /// Receives a copy.
    Cc,
    /// Receives a copy that the others do not see.
    Bcc,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for RecipientType {}

internal::open_enum!(RecipientType {
    To = "to",
    Cc = "cc",
    Bcc = "bcc",
});
