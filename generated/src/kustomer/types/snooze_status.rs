// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// The status of a snooze.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum SnoozeStatus {
    /// Ends at its time.
    Scheduled,
    /// Called off before its time.
    Canceled,
    /// Has ended.
    Elapsed,
}

impl Eq for SnoozeStatus {}

internal::closed_enum!(SnoozeStatus {
    Scheduled = "scheduled",
    Canceled = "canceled",
    Elapsed = "elapsed",
});
