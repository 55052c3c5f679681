// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::Problem;
use crate::runtime::internal;

/// The body of an error.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct Problems {
    /// What is wrong.
    pub errors: Vec<Problem>,
    /// The additional properties, by name.
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}

impl Eq for Problems {}

internal::object!(Problems {
    collection errors = "errors",
    rest additional_properties,
});
