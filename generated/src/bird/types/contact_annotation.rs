// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use serde::{Deserialize, Serialize};

/// More about a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContactAnnotation {
    /// Name of the contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
