//! The text at the end of a batched command.

use std::fmt;
use std::time::Duration;

use super::counts::Counts;
use super::entry_outcome::EntryOutcome;
use super::human::{Count, Rough, counted, counted_of};
use super::visible::visible_line;

/// The maximum number of reasons that are listed for an outcome.
const MAX_REASONS: usize = 5;
/// The maximum number of IDs that are listed for a reason.
const MAX_IDS: usize = 5;

/// The result of a batched command.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summary {
    /// What was updated, such as `conversations`.
    pub(crate) noun: String,
    /// The number of entries by outcome.
    pub(crate) counts: Counts,
    /// The number of entries that were not sent since an earlier one has the same ID.
    pub(crate) duplicates: usize,
    /// How long it took.
    pub(crate) elapsed: Duration,
    /// Whether it was interrupted.
    pub(crate) is_interrupted: bool,
    /// Whether to leave out what to do next.
    pub(crate) is_brief: bool,
    /// The file with the IDs that were not updated.
    pub(crate) failed_to: Option<String>,
    /// The journal.
    pub(crate) journal: Option<String>,
    /// The errors that the server reported without an ID.
    pub(crate) notes: Vec<String>,
    reasons: Vec<Reason>,
}

/// The reason why IDs were not updated.
#[derive(Clone, Debug)]
struct Reason {
    outcome: EntryOutcome,
    /// The text that is the same for all of them.
    key: String,
    text: String,
    count: usize,
    /// The first of the IDs.
    ids: Vec<String>,
}

impl Summary {
    /// Creates the summary of no entries. `noun` is what entries are, such as `conversations`.
    pub(crate) fn new(noun: &str) -> Self {
        Self {
            noun: noun.to_owned(),
            ..Self::default()
        }
    }

    /// Adds the reason why IDs were not updated. Reasons that differ only in the server's ID of the
    /// request are one. `operation` is the name that errors begin with, which is left out.
    pub(crate) fn add_reason(
        &mut self,
        outcome: EntryOutcome,
        operation: &str,
        reason: &str,
        ids: impl IntoIterator<Item = String>,
    ) {
        let after_name = reason.strip_prefix(operation);
        let text = after_name.and_then(|rest| rest.strip_prefix(": "));
        let text = visible_line(text.unwrap_or(reason)).into_owned();
        let key = without_request_id(&text).to_owned();
        let mut reasons = self.reasons.iter();
        let index = reasons.position(|other| other.outcome == outcome && other.key == key);
        let index = index.unwrap_or(self.reasons.len());
        match self.reasons.get_mut(index) {
            // The request's ID is that of one request only.
            Some(reason) => reason.text = key,
            None => self.reasons.push(Reason {
                outcome,
                key,
                text,
                count: 0,
                ids: Vec::new(),
            }),
        }
        let reason = &mut self.reasons[index];
        for id in ids {
            reason.count += 1;
            if reason.ids.len() < MAX_IDS {
                reason.ids.push(visible_line(&id).into_owned());
            }
        }
    }

    /// Returns the lines about the reasons of an outcome.
    fn reasons_of(&self, outcome: EntryOutcome) -> Vec<String> {
        let reasons = self.reasons.iter();
        let mut reasons: Vec<_> = reasons.filter(|reason| reason.outcome == outcome).collect();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
        let (first, rest) = reasons.split_at(reasons.len().min(MAX_REASONS));
        let mut lines: Vec<_> = first.iter().map(ToString::to_string).collect();
        if !rest.is_empty() {
            let count = rest.iter().map(|reason| reason.count).sum();
            let name = outcome.name();
            let reasons = counted(rest.len(), "other reason", "other reasons");
            lines.push(format!("{} {name} for {reasons}", Count(count)));
        }
        lines
    }

    /// Returns what to do next about the IDs that were not updated.
    fn advice(&self) -> Vec<String> {
        let Counts {
            unknown, not_tried, ..
        } = self.counts;
        let mut lines = Vec::new();
        match &self.failed_to {
            _ if self.counts.is_complete() => {}
            Some(file) => lines.push(format!(
                "The IDs that were not updated are in {}, with the reasons.",
                visible_line(file)
            )),
            None => {
                lines.push("`--failed-to FILE` writes the IDs that were not updated.".to_owned());
            }
        }
        if unknown > 0 {
            lines.push(
                "Look at the IDs whose outcome is unknown before you repeat them: the server may have \
                 updated them."
                    .to_owned(),
            );
        }
        match &self.journal {
            Some(journal) if not_tried > 0 => lines.push(format!(
                "To continue, run the same command with `--journal {}` again.",
                visible_line(journal)
            )),
            None if not_tried > 0 => lines.push(
                "With `--journal FILE`, the same command continues where it stopped.".to_owned(),
            ),
            _ => {}
        }
        lines
    }
}

/// Returns what happens with the entries whose ID an earlier one has.
pub(crate) fn left_out(duplicates: usize) -> String {
    let duplicates = counted(duplicates, "duplicate ID was", "duplicate IDs were");
    format!("{duplicates} left out, since an ID is sent once")
}

/// Returns the text without the server's ID of the request at its end.
fn without_request_id(text: &str) -> &str {
    match text.rfind(" [request ") {
        Some(start) if text.ends_with(']') => &text[..start],
        _ => text,
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let more = if self.count > self.ids.len() {
            ", …"
        } else {
            ""
        };
        let outcome = self.outcome.name();
        write!(f, "{} {outcome}: {}", Count(self.count), self.text)?;
        match self.ids.as_slice() {
            [] => Ok(()),
            [id] if more.is_empty() => write!(f, " (ID {id})"),
            ids => write!(f, " (IDs {}{more})", ids.join(", ")),
        }
    }
}

/// Formats the counts, the reasons and what to do next, one a line, without a line break at the end.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            noun,
            counts,
            elapsed,
            ..
        } = self;
        let (total, elapsed) = (counted_of(counts.total(), noun), Rough(*elapsed));
        if self.is_interrupted {
            f.write_str("Interrupted: ")?;
        }
        if counts.is_complete() {
            let updated = Count(counts.updated);
            write!(f, "{updated} of {total} updated in {elapsed}")?;
        } else {
            write!(f, "{counts} of {total} in {elapsed}")?;
        }
        if self.duplicates > 0 {
            write!(f, "\n  {}", left_out(self.duplicates))?;
        }
        for outcome in [
            EntryOutcome::NotUpdated,
            EntryOutcome::Failed,
            EntryOutcome::Unknown,
            EntryOutcome::NotTried,
        ] {
            for line in self.reasons_of(outcome) {
                write!(f, "\n  {line}")?;
            }
        }
        for note in self.notes.iter().take(MAX_REASONS) {
            write!(f, "\n  the server reports: {}", visible_line(note))?;
        }
        if self.is_brief {
            return Ok(());
        }
        for line in self.advice() {
            write!(f, "\n{line}")?;
        }
        Ok(())
    }
}
