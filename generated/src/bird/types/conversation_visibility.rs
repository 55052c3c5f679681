// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// Whether a conversation is public or private.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum ConversationVisibility {
    /// Public.
    Public,
    /// Private.
    Private,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for ConversationVisibility {}

internal::open_enum!(ConversationVisibility {
    Public = "public",
    Private = "private",
});
