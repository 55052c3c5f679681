// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use super::{ContactAnnotation, RecipientType};
use crate::runtime::internal;

/// Somebody who receives a message.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct MessageRecipient {
    /// ID of the recipient.
    pub id: Option<uuid::Uuid>,
    /// How the recipient is addressed.
    pub type_: Option<RecipientType>,
    /// Kind of the identifier.
    pub identifier_key: Option<String>,
    /// The identifier.
    pub identifier_value: Option<String>,
    /// The address on the platform to which the message is sent.
    pub platform_address: Option<String>,
    /// Expression that selects the address from the contact.
    pub platform_address_selector: Option<String>,
    /// More about the contact.
    pub contact_annotation: Option<ContactAnnotation>,
}

impl Eq for MessageRecipient {}

internal::object!(MessageRecipient {
    optional id = "id",
    optional type_ = "type",
    optional identifier_key = "identifierKey",
    optional identifier_value = "identifierValue",
    optional platform_address = "platformAddress",
    optional platform_address_selector = "platformAddressSelector",
    optional contact_annotation = "contactAnnotation",
});
