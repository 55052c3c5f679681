// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// The status of a conversation.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum ConversationStatus {
    /// Messages can be sent.
    Active,
    /// Sending messages results in an error.
    Closed,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for ConversationStatus {}

internal::open_enum!(ConversationStatus {
    Active = "active",
    Closed = "closed",
});
