// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::ProblemSource;
use crate::runtime::internal;

/// One thing that is wrong with a request.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct Problem {
    /// The HTTP status.
    pub status: Option<serde_json::Value>,
    /// What is wrong, for programs.
    pub code: Option<String>,
    /// What is wrong, for people.
    pub message: Option<String>,
    /// The kind of error, for people.
    pub title: Option<String>,
    /// What is wrong in this request, for people.
    pub detail: Option<String>,
    /// The place in the request that is wrong.
    pub source: Option<ProblemSource>,
    /// More about the error.
    pub meta: Option<serde_json::Map<String, serde_json::Value>>,
    /// The additional properties, by name.
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}

impl Eq for Problem {}

internal::object!(Problem {
    optional status = "status",
    optional code = "code",
    optional message = "message",
    optional title = "title",
    optional detail = "detail",
    optional source = "source",
    optional meta = "meta",
    rest additional_properties,
});
