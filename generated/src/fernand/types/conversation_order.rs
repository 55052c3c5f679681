// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// The sort order of a list of conversations.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum ConversationOrder {
    /// By priority.
    Priority,
    /// The oldest first.
    Oldest,
    /// The newest first.
    Newest,
    /// The longest wait first.
    Longest,
}

impl Eq for ConversationOrder {}

internal::closed_enum!(ConversationOrder {
    Priority = "priority",
    Oldest = "oldest",
    Newest = "newest",
    Longest = "longest",
});
