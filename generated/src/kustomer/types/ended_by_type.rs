// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// The kind of those who can end a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum EndedByType {
    /// A user of the organization.
    User,
    /// The customer.
    Customer,
}

impl Eq for EndedByType {}

internal::closed_enum!(EndedByType {
    User = "user",
    Customer = "customer",
});
