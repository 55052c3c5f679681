// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::BulkBatchAttributes;
use crate::runtime::internal;

/// A part of a bulk job.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct BulkBatch {
    /// Type of the resource.
    pub type_: Option<String>,
    /// ID of the batch.
    pub id: Option<String>,
    /// What became of the batch.
    pub attributes: BulkBatchAttributes,
    /// The additional properties, by name.
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}

impl Eq for BulkBatch {}

internal::object!(BulkBatch {
    optional type_ = "type",
    optional id = "id",
    required attributes = "attributes",
    rest additional_properties,
});
