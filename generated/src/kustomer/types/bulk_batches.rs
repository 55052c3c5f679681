// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::BulkBatch;
use serde::{Deserialize, Serialize};

/// The answer that holds the batches of a bulk job.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BulkBatches {
    /// The batches.
    pub data: Vec<BulkBatch>,
    /// The additional properties, by name.
    #[serde(flatten)]
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}
