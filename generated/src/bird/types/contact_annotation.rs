// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// More about a contact.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct ContactAnnotation {
    /// Name of the contact.
    pub name: Option<String>,
}

impl Eq for ContactAnnotation {}

internal::object!(ContactAnnotation {
    optional name = "name",
});
