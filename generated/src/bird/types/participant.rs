// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use super::{ContactIdentifier, ParticipantStatus, ParticipantType};
use crate::runtime::internal;

/// Somebody or something that takes part in a conversation.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct Participant {
    /// ID of the participant.
    pub id: uuid::Uuid,
    /// What the participant is.
    pub type_: ParticipantType,
    /// Status of the participant in the conversation.
    pub status: Option<ParticipantStatus>,
    /// Name to show.
    pub display_name: Option<String>,
    /// URL of an image to show, or empty.
    pub avatar_url: Option<String>,
    /// How the participant is reached.
    pub contact: Option<ContactIdentifier>,
}

impl Eq for Participant {}

internal::object!(Participant {
    required id = "id",
    required type_ = "type",
    optional status = "status",
    optional display_name = "displayName",
    optional avatar_url = "avatarUrl",
    optional contact = "contact",
});
