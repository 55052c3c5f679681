// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::Conversation;
use crate::runtime::internal;

/// A page of conversations.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct ConversationPage {
    /// The conversations, in the order that was asked for.
    pub data: Vec<Conversation>,
    /// Cursor for fetching the next page, or null if there are no more results.
    pub cursor: Option<String>,
}

impl Eq for ConversationPage {}

internal::object!(ConversationPage {
    required data = "data",
    optional cursor = "cursor",
});
