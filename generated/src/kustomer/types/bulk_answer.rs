// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::BulkJob;
use serde::{Deserialize, Serialize};

/// The answer that holds a bulk job.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BulkAnswer {
    /// The job.
    pub data: BulkJob,
    /// The additional properties, by name.
    #[serde(flatten)]
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}
