// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::BulkBatch;
use crate::runtime::internal;

/// The answer that holds the batches of a bulk job.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct BulkBatches {
    /// The batches.
    pub data: Vec<BulkBatch>,
    /// The additional properties, by name.
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}

impl Eq for BulkBatches {}

internal::object!(BulkBatches {
    required data = "data",
    rest additional_properties,
});
