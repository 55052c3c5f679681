// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::BulkJobAttributes;
use crate::runtime::internal;

/// A job that processes the records of a bulk request.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct BulkJob {
    /// Type of the resource.
    pub type_: Option<String>,
    /// ID of the job.
    pub id: String,
    /// Where the job stands.
    pub attributes: BulkJobAttributes,
    /// The additional properties, by name.
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}

impl Eq for BulkJob {}

internal::object!(BulkJob {
    optional type_ = "type",
    required id = "id",
    required attributes = "attributes",
    rest additional_properties,
});
