// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// The status of a conversation.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum ConversationStatus {
    /// Waits for the team.
    Opened,
    /// Done.
    Closed,
    /// Marked as spam.
    Spam,
    /// Hidden until its `snooze_until`.
    Snoozed,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for ConversationStatus {}

internal::open_enum!(ConversationStatus {
    Opened = "OPENED",
    Closed = "CLOSED",
    Spam = "SPAM",
    Snoozed = "SNOOZED",
});
