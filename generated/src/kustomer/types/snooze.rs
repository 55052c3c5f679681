// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::SnoozeStatus;
use crate::runtime::internal;

/// A time during which a conversation is put aside.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct Snooze {
    /// When the snooze ends.
    pub time: Option<chrono::DateTime<chrono::Utc>>,
    /// Where the snooze stands.
    pub status: SnoozeStatus,
}

impl Eq for Snooze {}

internal::object!(Snooze {
    optional time = "time",
    required status = "status",
});

impl Snooze {
    /// Creates a new `Snooze` with its required properties.
    pub fn new(status: SnoozeStatus) -> Self {
        Self { time: None, status }
    }

    /// When the snooze ends.
    pub fn time(mut self, time: impl Into<chrono::DateTime<chrono::Utc>>) -> Self {
        self.time = Some(time.into());
        self
    }
}
