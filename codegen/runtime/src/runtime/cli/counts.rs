use std::fmt;

use super::human::Count;

/// The number of entries by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) updated: usize,
    pub(crate) not_updated: usize,
    pub(crate) failed: usize,
    pub(crate) unknown: usize,
    pub(crate) not_tried: usize,
}

impl Counts {
    /// Returns the number of entries that were sent, or that failed before they were sent.
    pub(crate) fn done(&self) -> usize {
        self.updated + self.not_updated + self.failed + self.unknown
    }

    /// Returns the number of entries.
    pub(crate) fn total(&self) -> usize {
        self.done() + self.not_tried
    }

    /// Returns whether every entry was updated.
    pub(crate) fn is_complete(&self) -> bool {
        self.updated == self.total()
    }

    /// Returns the counts that were added to those of `before`.
    pub(crate) fn since(&self, before: &Self) -> Self {
        Self {
            updated: self.updated - before.updated,
            not_updated: self.not_updated - before.not_updated,
            failed: self.failed - before.failed,
            unknown: self.unknown - before.unknown,
            not_tried: self.not_tried - before.not_tried,
        }
    }

    /// Adds the counts of another batch.
    pub(crate) fn add(&mut self, other: &Self) {
        self.updated += other.updated;
        self.not_updated += other.not_updated;
        self.failed += other.failed;
        self.unknown += other.unknown;
        self.not_tried += other.not_tried;
    }
}

/// Formats the counts that are not zero, such as `4,310 updated, 3 failed`. That of updated entries is
/// always included.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} updated", Count(self.updated))?;
        for (count, outcome) in [
            (self.not_updated, "not updated"),
            (self.failed, "failed"),
            (self.unknown, "unknown"),
            (self.not_tried, "not tried"),
        ] {
            if count > 0 {
                write!(f, ", {} {outcome}", Count(count))?;
            }
        }
        Ok(())
    }
}
