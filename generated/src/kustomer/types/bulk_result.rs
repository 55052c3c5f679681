// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::BulkResultStatus;
use crate::runtime::internal;

/// What became of one record of a bulk job.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct BulkResult {
    /// The reference that the request gave to the record.
    pub client_ref: Option<String>,
    /// ID of the record, if it succeeded.
    pub object_id: Option<String>,
    /// Whether the record succeeded.
    pub status: Option<BulkResultStatus>,
    /// Why the record failed.
    pub error: Option<String>,
    /// The additional properties, by name.
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}

impl Eq for BulkResult {}

internal::object!(BulkResult {
    optional client_ref = "_clientRef",
    optional object_id = "objectId",
    optional status = "status",
    optional error = "error",
    rest additional_properties,
});
