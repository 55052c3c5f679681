// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// The status that a bulk update gives to conversations.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum BulkStatus {
    /// Reopens the conversations.
    Opened,
    /// Closes them.
    Closed,
    /// Marks them as spam; with `block`, their contacts are blocked too.
    Spam,
    /// Hides them until `snooze_until`.
    Snoozed,
    /// Deletes them permanently.
    Delete,
}

impl Eq for BulkStatus {}

internal::closed_enum!(BulkStatus {
    Opened = "OPENED",
    Closed = "CLOSED",
    Spam = "SPAM",
    Snoozed = "SNOOZED",
    Delete = "DELETE",
});
