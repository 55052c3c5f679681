// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// The status of a batch.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum BulkBatchStatus {
    /// Waits to be processed.
    Queued,
    /// Has been scheduled for processing.
    Scheduled,
    /// Processed, whether its records succeeded or failed.
    Complete,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for BulkBatchStatus {}

internal::open_enum!(BulkBatchStatus {
    Queued = "queued",
    Scheduled = "scheduled",
    Complete = "complete",
});
