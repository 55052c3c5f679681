// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::{BulkProgress, BulkStatus};
use serde::{Deserialize, Serialize};

/// Where a bulk job stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BulkJobAttributes {
    /// Status of the job.
    pub status: BulkStatus,
    /// How much of the job is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batches: Option<BulkProgress>,
    /// The additional properties, by name.
    #[serde(flatten)]
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}
