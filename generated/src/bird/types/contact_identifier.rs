// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// How a contact is identified and reached.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct ContactIdentifier {
    /// Kind of the identifier.
    pub identifier_key: Option<String>,
    /// The identifier.
    pub identifier_value: Option<String>,
    /// The address on the platform to which messages are sent.
    pub platform_address: Option<String>,
    /// Expression that selects the address from the contact.
    pub platform_address_selector: Option<String>,
}

impl Eq for ContactIdentifier {}

internal::object!(ContactIdentifier {
    optional identifier_key = "identifierKey",
    optional identifier_value = "identifierValue",
    optional platform_address = "platformAddress",
    optional platform_address_selector = "platformAddressSelector",
});
