// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::{BulkBatchStatus, BulkResult};
use crate::runtime::internal;

/// What became of a batch and of its records.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct BulkBatchAttributes {
    /// Status of the batch.
    pub status: Option<BulkBatchStatus>,
    /// Records that succeeded.
    pub success_count: Option<i32>,
    /// Records that failed.
    pub failure_count: Option<i32>,
    /// IDs of the records that succeeded.
    pub object_ids: Option<Vec<String>>,
    /// When the batch was complete.
    pub completed_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Why records failed, in JSON of any shape.
    pub errors: Option<Vec<serde_json::Value>>,
    /// What became of each record, if the request gave them a `_clientRef`.
    pub results: Option<Vec<BulkResult>>,
    /// The additional properties, by name.
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}

impl Eq for BulkBatchAttributes {}

internal::object!(BulkBatchAttributes {
    optional status = "status",
    optional success_count = "successCount",
    optional failure_count = "failureCount",
    optional object_ids = "objectIds",
    optional completed_at = "completedAt",
    optional errors = "errors",
    optional results = "results",
    rest additional_properties,
});
