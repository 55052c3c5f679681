// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::BulkJob;
use crate::runtime::internal;

/// The answer that holds a bulk job.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct BulkAnswer {
    /// The job.
    pub data: BulkJob,
    /// The additional properties, by name.
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}

impl Eq for BulkAnswer {}

internal::object!(BulkAnswer {
    required data = "data",
    rest additional_properties,
});
