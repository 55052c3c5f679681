// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::BulkResultStatus;
use serde::{Deserialize, Serialize};

/// What became of one record of a bulk job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BulkResult {
    /// The reference that the request gave to the record.
    #[serde(rename = "_clientRef", skip_serializing_if = "Option::is_none")]
    pub client_ref: Option<String>,
    /// ID of the record, if it succeeded.
    #[serde(rename = "objectId", skip_serializing_if = "Option::is_none")]
    pub object_id: Option<String>,
    /// Whether the record succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<BulkResultStatus>,
    /// Why the record failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The additional properties, by name.
    #[serde(flatten)]
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}
