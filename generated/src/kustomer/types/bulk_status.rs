// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// The status of a bulk job.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum BulkStatus {
    /// Accepted, and waits to be processed.
    Queued,
    /// Being processed.
    Running,
    /// Processed, whether its records succeeded or failed.
    Complete,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for BulkStatus {}

internal::open_enum!(BulkStatus {
    Queued = "queued",
    Running = "running",
    Complete = "complete",
});
