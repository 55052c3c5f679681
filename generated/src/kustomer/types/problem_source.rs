// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// A place in a request.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct ProblemSource {
    /// JSON pointer into the body.
    pub pointer: Option<String>,
    /// Name of a parameter.
    pub parameter: Option<String>,
    /// The additional properties, by name.
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}

impl Eq for ProblemSource {}

internal::object!(ProblemSource {
    optional pointer = "pointer",
    optional parameter = "parameter",
    rest additional_properties,
});
