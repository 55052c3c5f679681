// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::RecipientKind;
use serde::{Deserialize, Serialize};

/// Somebody who receives the conversation's messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Recipient {
    /// ID of the recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// ID of the recipient's contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<i64>,
    /// How the recipient is addressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<RecipientKind>,
    /// ID of the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<i64>,
}
