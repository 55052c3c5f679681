//! The outcome of the entries that the results of a job do not name.

use std::fmt;

use super::job_operation::{JobPart, JobSettings};

/// The outcome of the entries that the results do not name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unnamed {
    Updated,
    NotUpdated,
    Unknown(Gap),
}

/// Why the results do not imply the outcome of the entries that they do not name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// The results list fewer parts than the job has.
    Parts { listed: u64, total: u64 },
    /// Some parts are not complete.
    Incomplete { parts: usize },
    /// The results do not count all entries that succeeded, or list all of their IDs.
    Uncounted,
    /// The counts include other numbers of entries than the request has or the results name.
    Counts { succeeded: u64, named: u64 },
    /// An earlier attempt of the request may have been processed.
    EarlierAttempt,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parts { listed, total } => write!(f, "{listed} of {total} parts are listed"),
            Self::Incomplete { parts: 1 } => f.write_str("1 part is not complete"),
            Self::Incomplete { parts } => write!(f, "{parts} parts are not complete"),
            Self::Uncounted => f.write_str("they do not count the entries that were updated"),
            Self::Counts { succeeded, named } => {
                write!(f, "{succeeded} were updated, and {named} of them are named")
            }
            Self::EarlierAttempt => {
                f.write_str("an earlier attempt of the request may have been processed")
            }
        }
    }
}

/// The numbers of entries of a job.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EntryCounts {
    /// The number of entries in the request.
    pub(crate) sent: u64,
    /// The number of entries that the results name as updated.
    pub(crate) updated: u64,
    /// The number of entries that the results do not name.
    pub(crate) unnamed: u64,
}

/// Returns the outcome of the entries that the results do not name. `total` is the number of parts
/// that the job has, if it is known.
pub(crate) fn outcome_of_unnamed(
    settings: &JobSettings,
    total: Option<u64>,
    parts: &[JobPart],
    counts: EntryCounts,
) -> Unnamed {
    if let Some(gap) = missing_part(settings, total, parts) {
        return Unnamed::Unknown(gap);
    }
    if !settings.part_counts {
        let lists_all = !parts.is_empty() && parts.iter().all(|part| part.ids.is_some());
        return if lists_all {
            Unnamed::NotUpdated
        } else {
            Unnamed::Unknown(Gap::Uncounted)
        };
    }
    let sum = |count: fn(&JobPart) -> Option<u64>| {
        let counts = parts.iter().map(count);
        counts.sum::<Option<u64>>().filter(|_| !parts.is_empty())
    };
    let Some(succeeded) = sum(|part| part.succeeded) else {
        return Unnamed::Unknown(Gap::Uncounted);
    };
    let failed = sum(|part| part.failed);
    let named = counts.updated;
    let counts_all = failed.is_none_or(|failed| succeeded.checked_add(failed) == Some(counts.sent));
    if counts_all && succeeded == named {
        Unnamed::NotUpdated
    } else if counts_all && succeeded.checked_sub(named) == Some(counts.unnamed) {
        Unnamed::Updated
    } else {
        Unnamed::Unknown(Gap::Counts { succeeded, named })
    }
}

fn missing_part(settings: &JobSettings, total: Option<u64>, parts: &[JobPart]) -> Option<Gap> {
    let listed = parts.len() as u64;
    if let Some(total) = total.filter(|total| settings.total_counts_parts && *total > listed) {
        return Some(Gap::Parts { listed, total });
    }
    if settings.part_done.is_empty() {
        return None;
    }
    let is_incomplete = |part: &&JobPart| {
        let state = part.state.as_deref();
        !state.is_some_and(|state| settings.part_done.contains(&state))
    };
    match parts.iter().filter(is_incomplete).count() {
        0 => None,
        parts => Some(Gap::Incomplete { parts }),
    }
}
