// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::{ConversationStatus, Recipient};
use crate::runtime::internal;

/// A conversation with a contact.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct Conversation {
    /// Unique identifier of the conversation.
    pub id: i64,
    /// ID of the primary contact, who initiated the conversation.
    pub contact_id: i64,
    /// Subject line, taken from the first message or set by hand.
    pub subject: String,
    /// Current status.
    pub status: ConversationStatus,
    /// When the last incoming message arrived.
    pub last_update: chrono::DateTime<chrono::Utc>,
    /// IDs of the tags on the conversation.
    pub tags: Vec<i32>,
    /// Recipients of the conversation (to, cc, bcc).
    pub recipients: Vec<Recipient>,
    /// ID of the assigned agent, or null if there is none.
    pub agent_id: Option<i64>,
    /// ID of the channel through which the conversation is conducted.
    pub channel_id: Option<i64>,
    /// When a snoozed conversation reappears, or null if it is not snoozed.
    pub snooze_until: Option<chrono::DateTime<chrono::Utc>>,
    /// Pagination cursor for retrieving the next page of conversations in a list.
    pub cursor: Option<String>,
}

impl Eq for Conversation {}

internal::object!(Conversation {
    required id = "id",
    required contact_id = "contact_id",
    required subject = "subject",
    required status = "status",
    required last_update = "last_update",
    required tags = "tags",
    required recipients = "recipients",
    optional agent_id = "agent_id",
    optional channel_id = "channel_id",
    optional snooze_until = "snooze_until",
    optional cursor = "cursor",
});
