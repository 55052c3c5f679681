// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::{BulkProgress, BulkStatus};
use crate::runtime::internal;

/// Where a bulk job stands.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct BulkJobAttributes {
    /// Status of the job.
    pub status: BulkStatus,
    /// How much of the job is done.
    pub batches: Option<BulkProgress>,
    /// The additional properties, by name.
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}

impl Eq for BulkJobAttributes {}

internal::object!(BulkJobAttributes {
    required status = "status",
    optional batches = "batches",
    rest additional_properties,
});
