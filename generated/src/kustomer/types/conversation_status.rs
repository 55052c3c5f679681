// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// The status of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum ConversationStatus {
    /// Needs attention.
    Open,
    /// Put aside for a time.
    Snoozed,
    /// Finished.
    Done,
}

impl Eq for ConversationStatus {}

internal::closed_enum!(ConversationStatus {
    Open = "open",
    Snoozed = "snoozed",
    Done = "done",
});
