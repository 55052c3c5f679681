use std::time::Duration;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::counts::Counts;
use super::entry_outcome::EntryOutcome;
use super::failed_entries::FailedEntries;
use super::journal::{Finished, Past, Reason};
use super::secrets::Secrets;
use super::session::{Outcomes, Session};
use super::status::ExitStatus;
use super::stop::Stop;
use super::summary::Summary;
use crate::runtime::batches::outcome::Outcome;
use crate::runtime::errors::error::Error;

/// The record of an entry.
#[derive(Debug, Serialize)]
struct EntryRecord<'a, V> {
    id: &'a Json,
    outcome: EntryOutcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a V>,
}

/// The reason of the entries whose batch the user did not wait for.
const ABANDONED: &str = "the program was interrupted before the response arrived";

/// Collects the outcomes of batches, and writes them where the user wants them.
#[derive(Debug)]
pub(super) struct BatchReport {
    outcomes: Outcomes,
    failed: FailedEntries,
    /// The name of the operation, which its errors begin with.
    operation: &'static str,
    summary: Summary,
    secrets: Secrets,
    /// The first error of writing the outcomes.
    problem: Option<Stop>,
}

impl BatchReport {
    pub(super) fn new(
        outcomes: Outcomes,
        failed: FailedEntries,
        operation: &'static str,
        mut summary: Summary,
        secrets: Secrets,
    ) -> Self {
        summary.failed_to = failed.shown();
        Self {
            outcomes,
            failed,
            operation,
            summary,
            secrets,
            problem: None,
        }
    }

    /// Adds what earlier runs did.
    pub(super) fn past(&mut self, past: &Past) {
        self.summary.counts.updated += past.updated;
        self.each(EntryOutcome::NotUpdated, &past.not_updated, None);
        for unknown in &past.unknown {
            let reason = earlier(unknown);
            self.each(EntryOutcome::Unknown, &unknown.ids, Some(&reason));
        }
    }

    /// Adds the outcome of a batch, and returns its counts. `finished` is the same in the form of a
    /// journal.
    pub(super) fn batch<I, V, B>(
        &mut self,
        outcome: &Outcome<I, V, B>,
        finished: &Finished,
        is_abandoned: bool,
    ) -> Counts
    where
        I: Serialize,
        V: Serialize,
    {
        let before = self.summary.counts;
        for (id, (_, value)) in finished.updated.iter().zip(&outcome.updated) {
            self.write(EntryOutcome::Updated, id, None, Some(value));
        }
        self.each(EntryOutcome::NotUpdated, &finished.not_updated, None);
        for (reason, failed) in finished.failed.iter().zip(&outcome.failed) {
            let text = self.secrets.error(&failed.error);
            self.each(EntryOutcome::Failed, &reason.ids, Some(&text));
        }
        for (reason, unknown) in finished.unknown.iter().zip(&outcome.unknown) {
            let abandoned = is_abandoned.then(|| ABANDONED.to_owned());
            let text = unknown.error.as_ref().map(|it| self.secrets.error(it));
            let text = text.or(abandoned);
            self.each(EntryOutcome::Unknown, &reason.ids, text.as_deref());
        }
        self.each(EntryOutcome::NotTried, &ids(&outcome.not_tried), None);
        let reasons = outcome.reasons.iter();
        let reasons = reasons.map(|it| self.secrets.text(&it.to_string()));
        self.summary.notes.extend(reasons);
        self.summary.counts.since(&before)
    }

    fn each(&mut self, outcome: EntryOutcome, ids: &[Json], reason: Option<&str>) {
        if ids.is_empty() {
            return;
        }
        let reason = reason.unwrap_or(match outcome {
            EntryOutcome::NotTried => "the command was stopped first",
            _ => "the response does not include it",
        });
        let shown = ids.iter().map(shown);
        self.summary
            .add_reason(outcome, self.operation, reason, shown);
        for id in ids {
            self.write(outcome, id, Some(reason), None::<&()>);
        }
    }

    fn write(
        &mut self,
        outcome: EntryOutcome,
        id: &Json,
        reason: Option<&str>,
        value: Option<&impl Serialize>,
    ) {
        let count = match outcome {
            EntryOutcome::Updated => &mut self.summary.counts.updated,
            EntryOutcome::NotUpdated => &mut self.summary.counts.not_updated,
            EntryOutcome::Failed => &mut self.summary.counts.failed,
            EntryOutcome::Unknown => &mut self.summary.counts.unknown,
            EntryOutcome::NotTried => &mut self.summary.counts.not_tried,
        };
        *count += 1;
        let record = EntryRecord {
            id,
            outcome,
            reason,
            value,
        };
        if outcome != EntryOutcome::Updated
            && let Err(problem) = self.failed.write(&record)
        {
            self.fail(problem);
        }
        if let Err(problem) = self.outcomes.record(&record) {
            self.fail(problem);
        }
    }

    /// Keeps an error of writing the outcomes until the summary has been printed.
    pub(super) fn fail(&mut self, problem: Stop) {
        self.problem.get_or_insert(problem);
    }

    /// Returns whether the outcomes could not be written.
    pub(super) fn has_failed(&self) -> bool {
        self.problem.is_some()
    }

    /// Prints the summary, then why the outcomes could not be written, and returns the exit status.
    pub(super) fn finish(
        mut self,
        session: &Session,
        elapsed: Duration,
        is_interrupted: bool,
    ) -> ExitStatus {
        if let Err(problem) = self.outcomes.finish(session) {
            self.problem.get_or_insert(problem);
        }
        let mut summary = self.summary;
        summary.elapsed = elapsed;
        summary.is_interrupted = is_interrupted;
        summary.is_brief = session.is_quiet;
        let counts = &summary.counts;
        let status = if is_interrupted {
            ExitStatus::Interrupted
        } else if counts.is_complete() {
            ExitStatus::Success
        } else if counts.failed > 0 && counts.done() == counts.failed {
            ExitStatus::Failure
        } else {
            ExitStatus::Incomplete
        };
        session.summary(&summary);
        match self.problem {
            Some(problem) => session.report(problem, status),
            None => status,
        }
    }
}

/// Returns an ID as text, without the quotes of JSON.
fn shown(id: &Json) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// Returns the outcome of a batch in the form of a journal.
pub(super) fn finished<I: Serialize, V, B>(outcome: &Outcome<I, V, B>) -> Finished {
    let failed = outcome.failed.iter();
    let unknown = outcome.unknown.iter();
    Finished {
        updated: outcome.updated.iter().map(|(id, _)| json!(id)).collect(),
        not_updated: ids(&outcome.not_updated),
        failed: failed
            .map(|failed| reason(ids(&failed.ids), Some(&failed.error)))
            .collect(),
        unknown: unknown
            .map(|unknown| reason(ids(&unknown.ids), unknown.error.as_ref()))
            .collect(),
    }
}

fn ids<I: Serialize>(ids: &[I]) -> Vec<Json> {
    ids.iter().map(|id| json!(id)).collect()
}

/// Returns the IDs with the kind and the status of an error, without its text.
fn reason<B>(ids: Vec<Json>, error: Option<&Error<B>>) -> Reason {
    Reason {
        ids,
        kind: error.map(|error| error.kind().to_owned()),
        status: error.and_then(Error::status).map(|status| status.as_u16()),
    }
}

/// Describes a reason that an earlier run recorded.
fn earlier(reason: &Reason) -> String {
    match (&reason.kind, reason.status) {
        (_, Some(status)) => format!("in an earlier run, the server responded with {status}"),
        (Some(kind), None) if kind == super::journal::KILLED => {
            "an earlier run ended before the response arrived".to_owned()
        }
        (Some(kind), None) => format!("in an earlier run: {kind}"),
        (None, None) => "in an earlier run, the response left it out".to_owned(),
    }
}
