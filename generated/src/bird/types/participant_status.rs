// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// The status of a participant.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum ParticipantStatus {
    /// Takes part in the conversation.
    Active,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for ParticipantStatus {}

internal::open_enum!(ParticipantStatus {
    Active = "active",
});
