// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use super::{MessagePreview, MessageRecipient, MessageStatus, MessageType, Participant};
use serde::{Deserialize, Serialize};

/// The last message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LastMessage {
    /// ID of the message.
    pub id: uuid::Uuid,
    /// Type of the message.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_: Option<MessageType>,
    /// What to show of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<MessagePreview>,
    /// Who receives the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Vec<MessageRecipient>>,
    /// How far the message has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<MessageStatus>,
    /// The participant who sent the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Participant>,
    /// Whether the message is a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<bool>,
    /// When the message was created.
    #[serde(rename = "createdAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<chrono::DateTime<chrono::Utc>>,
}
