// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use serde::{Deserialize, Serialize};

/// How a contact is identified and reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContactIdentifier {
    /// Kind of the identifier.
    #[serde(rename = "identifierKey", skip_serializing_if = "Option::is_none")]
    pub identifier_key: Option<String>,
    /// The identifier.
    #[serde(rename = "identifierValue", skip_serializing_if = "Option::is_none")]
    pub identifier_value: Option<String>,
    /// The address on the platform to which messages are sent.
    #[serde(rename = "platformAddress", skip_serializing_if = "Option::is_none")]
    pub platform_address: Option<String>,
    /// Expression that selects the address from the contact.
    #[serde(rename = "platformAddressSelector", skip_serializing_if = "Option::is_none")]
    pub platform_address_selector: Option<String>,
}
