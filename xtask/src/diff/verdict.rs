//! What the changes of a document ask of callers, in words.

use codegen::diff::{Comparison, Finding, Level, Step};

use super::changes::{Changes, DocumentChange, Status};

/// Returns what the changes do to callers.
fn verdict(comparison: &Comparison) -> String {
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
    let text = match changes.findings().map(|finding| finding.level).max() {
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
