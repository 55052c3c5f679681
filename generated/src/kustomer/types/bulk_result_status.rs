// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum BulkResultStatus {
    /// Created.
    Created,
    /// Updated.
    Updated,
    /// Failed; the result's `error` says why.
    Error,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for BulkResultStatus {}

internal::open_enum!(BulkResultStatus {
    Created = "created",
    Updated = "updated",
    Error = "error",
});
