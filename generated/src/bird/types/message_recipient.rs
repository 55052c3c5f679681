// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use super::{ContactAnnotation, RecipientType};
use serde::{Deserialize, Serialize};

/// Somebody who receives a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MessageRecipient {
    /// ID of the recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<uuid::Uuid>,
    /// How the recipient is addressed.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_: Option<RecipientType>,
    /// Kind of the identifier.
    #[serde(rename = "identifierKey", skip_serializing_if = "Option::is_none")]
    pub identifier_key: Option<String>,
    /// The identifier.
    #[serde(rename = "identifierValue", skip_serializing_if = "Option::is_none")]
    pub identifier_value: Option<String>,
    /// The address on the platform to which the message is sent.
    #[serde(rename = "platformAddress", skip_serializing_if = "Option::is_none")]
    pub platform_address: Option<String>,
    /// Expression that selects the address from the contact.
    #[serde(rename = "platformAddressSelector", skip_serializing_if = "Option::is_none")]
    pub platform_address_selector: Option<String>,
    /// More about the contact.
    #[serde(rename = "contactAnnotation", skip_serializing_if = "Option::is_none")]
    pub contact_annotation: Option<ContactAnnotation>,
}
