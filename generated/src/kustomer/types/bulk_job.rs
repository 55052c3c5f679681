// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::BulkJobAttributes;
use serde::{Deserialize, Serialize};

/// A job that processes the records of a bulk request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BulkJob {
    /// Type of the resource.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_: Option<String>,
    /// ID of the job.
    pub id: String,
    /// Where the job stands.
    pub attributes: BulkJobAttributes,
    /// The additional properties, by name.
    #[serde(flatten)]
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}
