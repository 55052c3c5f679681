// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::RecipientKind;
use crate::runtime::internal;

/// Somebody who receives the conversation's messages.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct Recipient {
    /// ID of the recipient.
    pub id: Option<i64>,
    /// ID of the recipient's contact.
    pub contact_id: Option<i64>,
    /// How the recipient is addressed.
    pub kind: Option<RecipientKind>,
    /// ID of the conversation.
    pub conversation_id: Option<i64>,
}

impl Eq for Recipient {}

internal::object!(Recipient {
    optional id = "id",
    optional contact_id = "contact_id",
    optional kind = "kind",
    optional conversation_id = "conversation_id",
});
