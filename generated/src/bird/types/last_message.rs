// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use super::{MessagePreview, MessageRecipient, MessageStatus, MessageType, Participant};
use crate::runtime::internal;

/// The last message of a conversation.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct LastMessage {
    /// ID of the message.
    pub id: uuid::Uuid,
    /// Type of the message.
    pub type_: Option<MessageType>,
    /// What to show of the message.
    pub preview: Option<MessagePreview>,
    /// Who receives the message.
    pub recipients: Option<Vec<MessageRecipient>>,
    /// How far the message has come.
    pub status: Option<MessageStatus>,
    /// The participant who sent the message.
    pub sender: Option<Participant>,
    /// Whether the message is a draft.
    pub draft: Option<bool>,
    /// When the message was created.
    pub created_at: Option<chrono::DateTime<chrono::Utc>>,
}

impl Eq for LastMessage {}

internal::object!(LastMessage {
    required id = "id",
    optional type_ = "type",
    optional preview = "preview",
    optional recipients = "recipients",
    optional status = "status",
    optional sender = "sender",
    optional draft = "draft",
    optional created_at = "createdAt",
});
