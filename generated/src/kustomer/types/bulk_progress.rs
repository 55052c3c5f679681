// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// How many batches of a bulk job are done.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct BulkProgress {
    /// Batches that were processed.
    pub complete: Option<i32>,
    /// Batches that the job was split into.
    pub total: Option<i32>,
    /// The additional properties, by name.
    pub additional_properties: serde_json::Map<String, serde_json::Value>,
}

impl Eq for BulkProgress {}

internal::object!(BulkProgress {
    optional complete = "complete",
    optional total = "total",
    rest additional_properties,
});
