// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// The body of an error.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct Problem {
    /// What is wrong, for programs.
    pub code: Option<String>,
    /// What is wrong, for people.
    pub message: Option<String>,
    /// More about the error, in JSON of any shape.
    pub details: Option<serde_json::Value>,
    /// The additional properties, by name.
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}

impl Eq for Problem {}

internal::object!(Problem {
    optional code = "code",
    optional message = "message",
    optional details = "details",
    rest additional_properties,
});
