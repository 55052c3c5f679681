// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::BulkBatchAttributes;
use serde::{Deserialize, Serialize};

/// A part of a bulk job.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BulkBatch {
    /// Type of the resource.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_: Option<String>,
    /// ID of the batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What became of the batch.
    pub attributes: BulkBatchAttributes,
    /// The additional properties, by name.
    #[serde(flatten)]
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}
