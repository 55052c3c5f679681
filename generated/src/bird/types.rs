// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.

//! The types of the document's schemas.

mod conversation_update;
mod conversation;
mod conversation_status;
mod conversation_visibility;
mod conversation_accessibility;
mod conversation_style;
mod platform_style;
mod participant;
mod participant_type;
mod participant_status;
mod contact_identifier;
mod last_message;
mod message_type;
mod message_status;
mod message_preview;
mod message_recipient;
mod recipient_type;
mod contact_annotation;
mod referral;
mod resource_reference;
mod problem;

pub use conversation_update::ConversationUpdate;
pub use conversation::Conversation;
pub use conversation_status::ConversationStatus;
pub use conversation_visibility::ConversationVisibility;
pub use conversation_accessibility::ConversationAccessibility;
pub use conversation_style::ConversationStyle;
pub use platform_style::PlatformStyle;
pub use participant::Participant;
pub use participant_type::ParticipantType;
pub use participant_status::ParticipantStatus;
pub use contact_identifier::ContactIdentifier;
pub use last_message::LastMessage;
pub use message_type::MessageType;
pub use message_status::MessageStatus;
pub use message_preview::MessagePreview;
pub use message_recipient::MessageRecipient;
pub use recipient_type::RecipientType;
pub use contact_annotation::ContactAnnotation;
pub use referral::Referral;
pub use resource_reference::ResourceReference;
pub use problem::Problem;
