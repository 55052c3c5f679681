use serde::Serialize;

/// The outcome of an entry, as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EntryOutcome {
    Updated,
    NotUpdated,
    Failed,
    Unknown,
    NotTried,
}

impl EntryOutcome {
    /// Returns the name for people, such as `not updated`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Updated => "updated",
            Self::NotUpdated => "not updated",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::NotTried => "not tried",
        }
    }
}

/// The property of an entry's record that has the updated value.
pub(crate) const VALUE: &str = "value";
/// The names of the properties of an entry's record.
pub(crate) const FIELDS: &[&str] = &["id", "outcome", "reason", VALUE];
