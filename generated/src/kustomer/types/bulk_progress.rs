// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use serde::{Deserialize, Serialize};

/// How many batches of a bulk job are done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BulkProgress {
    /// Batches that were processed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete: Option<i32>,
    /// Batches that the job was split into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i32>,
    /// The additional properties, by name.
    #[serde(flatten)]
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}
