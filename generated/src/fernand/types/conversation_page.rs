// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::Conversation;
use serde::{Deserialize, Serialize};

/// A page of conversations.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ConversationPage {
    /// The conversations, in the order that was asked for.
    pub data: Vec<Conversation>,
    /// Cursor for fetching the next page, or null if there are no more results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
