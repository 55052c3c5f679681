// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use super::{
    ConversationAccessibility, ConversationStatus, ConversationStyle,
    ConversationVisibility, LastMessage, Participant, PlatformStyle, Referral,
    ResourceReference,
};
use crate::runtime::internal;

/// A conversation between two or more participants.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct Conversation {
    /// ID of the conversation.
    pub id: uuid::Uuid,
    /// Name of the conversation, in an email channel the subject of the email; null if it was cleared.
    pub name: Option<String>,
    /// Description of the conversation; null if it was cleared.
    pub description: Option<String>,
    /// Status of the conversation. Sending messages in closed conversations results in an error.
    pub status: ConversationStatus,
    /// Whether the conversation is public or private.
    pub visibility: ConversationVisibility,
    /// How new participants can join the conversation.
    pub accessibility: ConversationAccessibility,
    /// Style of the conversation.
    pub style: Option<ConversationStyle>,
    /// Participants that stand out.
    pub featured_participants: Option<Vec<Participant>>,
    /// Number of active participants.
    pub active_participant_count: Option<i32>,
    /// Number of pending participants.
    pub pending_participant_count: Option<i32>,
    /// The participant who started the conversation.
    pub initiating_participant: Option<Participant>,
    /// ID of the channel through which the conversation is conducted.
    pub channel_id: Option<uuid::Uuid>,
    /// The last message of the conversation.
    pub last_message: Option<LastMessage>,
    /// When the last incoming message arrived.
    pub last_message_incoming_at: Option<chrono::DateTime<chrono::Utc>>,
    /// When the last outgoing message was sent.
    pub last_message_outgoing_at: Option<chrono::DateTime<chrono::Utc>>,
    /// When the conversation was created.
    pub created_at: Option<chrono::DateTime<chrono::Utc>>,
    /// When the conversation was last updated.
    pub updated_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Style of the conversation on its platform.
    pub platform_style: Option<PlatformStyle>,
    /// Attributes of your own, by name.
    pub attributes: Option<serde_json::Map<String, serde_json::Value>>,
    /// Summary of the conversation.
    pub summary: Option<String>,
    /// What led the contact to the conversation.
    pub referral: Option<Referral>,
    /// Whether the conversation is likely to be spam.
    pub likely_spam: Option<bool>,
    /// Why the conversation is likely to be spam.
    pub likely_spam_reason: Option<String>,
    /// The resource that the conversation belongs to.
    pub resource: Option<ResourceReference>,
}

impl Eq for Conversation {}

internal::object!(Conversation {
    required id = "id",
    optional name = "name",
    optional description = "description",
    required status = "status",
    required visibility = "visibility",
    required accessibility = "accessibility",
    optional style = "style",
    optional featured_participants = "featuredParticipants",
    optional active_participant_count = "activeParticipantCount",
    optional pending_participant_count = "pendingParticipantCount",
    optional initiating_participant = "initiatingParticipant",
    optional channel_id = "channelId",
    optional last_message = "lastMessage",
    optional last_message_incoming_at = "lastMessageIncomingAt",
    optional last_message_outgoing_at = "lastMessageOutgoingAt",
    optional created_at = "createdAt",
    optional updated_at = "updatedAt",
    optional platform_style = "platformStyle",
    optional attributes = "attributes",
    optional summary = "summary",
    optional referral = "referral",
    optional likely_spam = "likelySpam",
    optional likely_spam_reason = "likelySpamReason",
    optional resource = "resource",
});
