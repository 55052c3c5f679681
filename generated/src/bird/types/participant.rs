// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use super::{ContactIdentifier, ParticipantStatus, ParticipantType};
use serde::{Deserialize, Serialize};

/// Somebody or something that takes part in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Participant {
    /// ID of the participant.
    pub id: uuid::Uuid,
    /// What the participant is.
    #[serde(rename = "type")]
    pub type_: ParticipantType,
    /// Status of the participant in the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ParticipantStatus>,
    /// Name to show.
    #[serde(rename = "displayName", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// URL of an image to show, or empty.
    #[serde(rename = "avatarUrl", skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
    /// How the participant is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactIdentifier>,
}
