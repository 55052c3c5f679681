// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// The style of a conversation.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum ConversationStyle {
    /// The usual style.
    Default,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for ConversationStyle {}

internal::open_enum!(ConversationStyle {
    Default = "default",
});
