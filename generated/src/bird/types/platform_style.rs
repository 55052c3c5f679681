// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// The style of a conversation on its platform.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum PlatformStyle {
    /// Direct messages.
    Direct,
    /// Emails.
    Email,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for PlatformStyle {}

internal::open_enum!(PlatformStyle {
    Direct = "direct",
    Email = "email",
});
