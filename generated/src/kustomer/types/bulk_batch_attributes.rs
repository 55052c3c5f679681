// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::{BulkBatchStatus, BulkResult};
use serde::{Deserialize, Serialize};

/// What became of a batch and of its records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BulkBatchAttributes {
    /// Status of the batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<BulkBatchStatus>,
    /// Records that succeeded.
    #[serde(rename = "successCount", skip_serializing_if = "Option::is_none")]
    pub success_count: Option<i32>,
    /// Records that failed.
    #[serde(rename = "failureCount", skip_serializing_if = "Option::is_none")]
    pub failure_count: Option<i32>,
    /// IDs of the records that succeeded.
    #[serde(rename = "objectIds", skip_serializing_if = "Option::is_none")]
    pub object_ids: Option<Vec<String>>,
    /// When the batch was complete.
    #[serde(rename = "completedAt", skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Why records failed, in JSON of any shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<serde_json::Value>>,
    /// What became of each record, if the request gave them a `_clientRef`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<BulkResult>>,
    /// The additional properties, by name.
    #[serde(flatten)]
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}
