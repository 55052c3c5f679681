// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// How new participants can join a conversation.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum ConversationAccessibility {
    /// They join freely.
    Open,
    /// They join when they are invited.
    InviteOnly,
    /// They ask to join.
    RequestToJoin,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for ConversationAccessibility {}

internal::open_enum!(ConversationAccessibility {
    Open = "open",
    InviteOnly = "invite-only",
    RequestToJoin = "request-to-join",
});
