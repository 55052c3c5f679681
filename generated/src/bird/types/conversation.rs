// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use super::{
    ConversationAccessibility, ConversationStatus, ConversationStyle,
    ConversationVisibility, LastMessage, Participant, PlatformStyle, Referral,
    ResourceReference,
};
use serde::{Deserialize, Serialize};

/// A conversation between two or more participants.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Conversation {
    /// ID of the conversation.
    pub id: uuid::Uuid,
    /// Name of the conversation, in an email channel the subject of the email; null if it was cleared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Description of the conversation; null if it was cleared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Status of the conversation. Sending messages in closed conversations results in an error.
    pub status: ConversationStatus,
    /// Whether the conversation is public or private.
    pub visibility: ConversationVisibility,
    /// How new participants can join the conversation.
    pub accessibility: ConversationAccessibility,
    /// Style of the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<ConversationStyle>,
    /// Participants that stand out.
    #[serde(rename = "featuredParticipants", skip_serializing_if = "Option::is_none")]
    pub featured_participants: Option<Vec<Participant>>,
    /// Number of active participants.
    #[serde(rename = "activeParticipantCount", skip_serializing_if = "Option::is_none")]
    pub active_participant_count: Option<i32>,
    /// Number of pending participants.
    #[serde(rename = "pendingParticipantCount", skip_serializing_if = "Option::is_none")]
    pub pending_participant_count: Option<i32>,
    /// The participant who started the conversation.
    #[serde(rename = "initiatingParticipant", skip_serializing_if = "Option::is_none")]
    pub initiating_participant: Option<Participant>,
    /// ID of the channel through which the conversation is conducted.
    #[serde(rename = "channelId", skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<uuid::Uuid>,
    /// The last message of the conversation.
    #[serde(rename = "lastMessage", skip_serializing_if = "Option::is_none")]
    pub last_message: Option<LastMessage>,
    /// When the last incoming message arrived.
    #[serde(rename = "lastMessageIncomingAt", skip_serializing_if = "Option::is_none")]
    pub last_message_incoming_at: Option<chrono::DateTime<chrono::Utc>>,
    /// When the last outgoing message was sent.
    #[serde(rename = "lastMessageOutgoingAt", skip_serializing_if = "Option::is_none")]
    pub last_message_outgoing_at: Option<chrono::DateTime<chrono::Utc>>,
    /// When the conversation was created.
    #[serde(rename = "createdAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<chrono::DateTime<chrono::Utc>>,
    /// When the conversation was last updated.
    #[serde(rename = "updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Style of the conversation on its platform.
    #[serde(rename = "platformStyle", skip_serializing_if = "Option::is_none")]
    pub platform_style: Option<PlatformStyle>,
    /// Attributes of your own, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributes: Option<serde_json::Map<String, serde_json::Value>>,
    /// Summary of the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What led the contact to the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referral: Option<Referral>,
    /// Whether the conversation is likely to be spam.
    #[serde(rename = "likelySpam", skip_serializing_if = "Option::is_none")]
    pub likely_spam: Option<bool>,
    /// Why the conversation is likely to be spam.
    #[serde(rename = "likelySpamReason", skip_serializing_if = "Option::is_none")]
    pub likely_spam_reason: Option<String>,
    /// The resource that the conversation belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<ResourceReference>,
}
