//! What the changes of a document ask of callers, in words.

use codegen::diff::{Comparison, Finding, Level, Rejected, Step};

use super::changes::{Changes, DocumentChange, Status};
use crate::count::count;

/// What a document is whose new version the generator rejects.
const REJECTED: &str = "rejected by the generator";

/// What a document is whose old version alone the generator rejects.
const NOT_COMPARED: &str = "not compared in Rust";

/// Returns what the changes do to callers.
fn verdict(comparison: &Comparison) -> String {
    if let Some(rejection) = &comparison.rust_skipped {
        let wire = on_wire(comparison.wire());
        return match rejection.rejected {
            Rejected::New | Rejected::Both => format!("{REJECTED}, {wire}"),
            Rejected::Old => format!("{NOT_COMPARED}, {wire}"),
        };
    }
    let rust = comparison.rust == Step::Major;
    let text = match comparison.wire() {
        Some(Level::Breaking) if rust => "breaking on the wire and in Rust",
        Some(Level::Breaking) => "breaking on the wire",
        Some(Level::Warning) if rust => "breaking in Rust, possibly breaking on the wire",
        Some(Level::Warning) => "possibly breaking on the wire",
        _ if rust => "breaking in Rust",
        Some(Level::Compatible) => "compatible",
        _ if comparison.rust == Step::Minor => "compatible",
        Some(Level::Docs) => "no effect on callers",
        None => "no change",
    };
    format!("{text}{}", silent(comparison.findings.iter()))
}

/// Returns what the changes do to callers on the wire.
fn on_wire(level: Option<Level>) -> &'static str {
    match level {
        Some(Level::Breaking) => "breaking on the wire",
        Some(Level::Warning) => "possibly breaking on the wire",
        Some(Level::Compatible) => "compatible on the wire",
        Some(Level::Docs) => "no effect on the wire",
        None => "no change on the wire",
    }
}

fn silent<'a>(mut findings: impl Iterator<Item = &'a Finding>) -> &'static str {
    if findings.any(Finding::is_silent_in_rust) {
        ", in part without a compiler error"
    } else {
        ""
    }
}

/// Returns the status of a document and its verdict.
pub(super) fn status(document: &DocumentChange) -> String {
    let verdict = verdict(&document.comparison);
    match &document.status {
        Status::Changed => verdict,
        Status::Added => format!("new document, {verdict}"),
        Status::Removed => format!("removed document, {verdict}"),
        Status::Renamed { from, is_certain } => {
            let probably = if *is_certain { "" } else { "probably " };
            format!("{probably}renamed from {from}, {verdict}")
        }
    }
}

/// Returns what the changes of all documents do to callers, in a few words.
pub(super) fn headline(changes: &Changes) -> String {
    let rust = changes.documents.iter().map(|it| it.comparison.rust);
    let rust = rust.max().unwrap_or_default();
    let level = changes.findings().map(|finding| finding.level).max();
    if changes.is_rust_skipped() {
        let rust = if rust == Step::Major {
            ", breaking in Rust"
        } else {
            ""
        };
        return format!("{}, {}{rust}", skipped_documents(changes), on_wire(level));
    }
    let text = match level {
        Some(Level::Breaking) => "Breaks callers",
        Some(Level::Warning) if rust == Step::Major => "Breaks Rust code, may break callers",
        Some(Level::Warning) => "May break callers",
        _ if rust == Step::Major => "Breaks Rust code",
        Some(Level::Compatible) => "Compatible",
        _ if rust == Step::Minor => "Compatible",
        Some(Level::Docs) => "No effect on callers",
        None => "No change",
    };
    format!("{text}{}", silent(changes.findings()))
}

/// Returns why the Rust code was not compared, and of how many documents unless there is one document.
fn skipped_documents(changes: &Changes) -> String {
    let rejections = changes.rejections();
    let (is_new, is_old): (Vec<_>, Vec<_>) =
        rejections.partition(|(_, it)| it.rejected != Rejected::Old);
    let (number, text) = match is_new.len() {
        0 => (is_old.len(), NOT_COMPARED),
        rejected => (rejected, REJECTED),
    };
    if changes.documents.len() > 1 {
        return format!("{} {text}", count(number, "document"));
    }
    let (first, rest) = text.split_at(1);
    first.to_ascii_uppercase() + rest
}

/// The changes that make the command fail.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FailOn {
    /// Changes that break callers on the wire, or change what a program does without a compiler error.
    Breaking,
    /// Changes that may break callers on the wire, and those of `breaking`.
    Warning,
    /// Changes that break callers on the wire or in Rust.
    Major,
    /// Any change.
    Any,
}

impl FailOn {
    pub(super) fn matches(self, finding: &Finding) -> bool {
        let is_silent = finding.is_silent_in_rust();
        match self {
            Self::Breaking => is_silent || finding.level == Level::Breaking,
            Self::Warning => is_silent || finding.level >= Level::Warning,
            Self::Major => {
                is_silent || finding.level == Level::Breaking || finding.rust.step == Step::Major
            }
            Self::Any => true,
        }
    }

    /// Returns whether there is such a change that is not accepted.
    pub(super) fn is_met_by(self, changes: &Changes) -> bool {
        let mut findings = changes.findings();
        findings.any(|it| self.matches(it) && changes.acceptance(it).is_none())
    }
}
