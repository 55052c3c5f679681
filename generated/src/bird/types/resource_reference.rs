// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// A resource outside of the conversation, by its type and ID.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct ResourceReference {
    /// Type of the resource.
    pub type_: String,
    /// ID of the resource.
    pub id: String,
}

impl Eq for ResourceReference {}

internal::object!(ResourceReference {
    required type_ = "type",
    required id = "id",
});

impl ResourceReference {
    /// Creates a new `ResourceReference`.
    pub fn new(type_: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            type_: type_.into(),
            id: id.into(),
        }
    }
}
