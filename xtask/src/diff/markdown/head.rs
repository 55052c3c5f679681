//! What a reader sees first: the verdict, the version, and what is missing.

use codegen::diagnostic::Severity;
use codegen::diff::Step;

use super::escape::{code, text};
use crate::count::count;
use crate::diff::accepted;
use crate::diff::changes::{Changes, Failure, Status};
use crate::diff::section::{Section, by_section};
use crate::diff::verdict::{headline, status};

/// The largest number of documents, and of notes of one kind, that are listed.
const MAX_LISTED: usize = 10;

/// Returns the verdict and the version.
pub(super) fn first_line(changes: &Changes) -> String {
    let failures = count(changes.failures.len(), "document");
    match (changes.documents.len(), changes.failures.len()) {
        (0, 0) if changes.unchanged == 0 => "**No change**: there are no documents.\n".to_owned(),
        (0, 0) => format!(
            "**No change** in {}.\n",
            count(changes.unchanged, "document")
        ),
        (0, _) => format!("**{failures} cannot be compared**\n"),
        (_, 0) => {
            let accepted = accepted_note(changes);
            format!("**{}**{accepted}{}\n", headline(changes), version(changes))
        }
        _ => format!(
            "**{}** · {failures} cannot be compared\n",
            headline(changes)
        ),
    }
}

/// Returns a note if there are breaks and all are accepted.
fn accepted_note(changes: &Changes) -> &'static str {
    let findings = by_section(changes, changes.findings());
    let is_open = findings
        .iter()
        .any(|(section, _)| *section <= Section::Rust);
    let breaks = |finding| Section::of(finding, false) <= Section::Rust;
    if !is_open && findings.iter().any(|(_, finding)| breaks(finding)) {
        " (accepted)"
    } else {
        ""
    }
}

/// Returns the version that the changes ask for, and that of the crate.
fn version(changes: &Changes) -> String {
    let versions = &changes.versions;
    let Some(step) = changes.step() else {
        return " · the needed version is not known".to_owned();
    };
    match (&versions.head, versions.missing(step)) {
        (Some(head), Some(needed)) => format!(" · asks for {needed}, is {head}"),
        _ if step == Step::None => String::new(),
        (Some(head), None) => format!(" · version {head} is high enough"),
        (None, _) => format!(" · asks for a {step} version"),
    }
}

/// Returns the verdict of each document, unless one document changed and nothing else happened to it.
pub(super) fn documents(changes: &Changes) -> String {
    if let [document] = changes.documents.as_slice()
        && document.status == Status::Changed
    {
        return String::new();
    }
    let lines = changes.documents.iter().map(|document| {
        let module = code(&document.comparison.document);
        format!("{module}: {}", text(&status(document)))
    });
    list(lines)
}

/// Returns what cannot be compared, and the entries that accept nothing.
pub(super) fn notes(changes: &Changes) -> String {
    let failures = changes
        .failures
        .iter()
        .map(|failure| text(&reason(failure)));
    let skipped = changes.rejections().map(|(module, rejection)| {
        let (module, reason) = (code(module), text(&rejection.to_string()));
        format!("Rust was not compared for {module}: {reason}")
    });
    let unmatched = changes.unmatched().map(|entry| {
        let (place, fingerprint) = (text(&entry.place), code(&entry.fingerprint));
        format!(
            "{} accepts a change that is not there: {place} ({fingerprint})",
            code(accepted::PATH)
        )
    });
    list(failures) + &list(skipped) + &list(unmatched)
}

/// Returns why a document cannot be compared.
fn reason(failure: &Failure) -> String {
    match failure {
        Failure::Unreadable(error) => error.to_string(),
        Failure::NotOpenApi { name, error } => {
            let mut diagnostics = error.diagnostics.iter();
            let first = diagnostics.find(|it| it.severity() == Severity::Error);
            let message = first.map_or_else(String::new, |it| format!(": {}", it.message));
            let revision = error.revision.as_str();
            format!(
                "cannot compare `{name}`: the {revision} version is not an OpenAPI document{message}"
            )
        }
    }
}

/// Returns the first lines as a list, and the number of the others.
fn list(lines: impl Iterator<Item = String>) -> String {
    let mut lines: Vec<_> = lines.collect();
    if lines.len() > MAX_LISTED {
        let others = lines.split_off(MAX_LISTED).len();
        lines.push(format!("and {others} more"));
    }
    lines.iter().map(|line| format!("- {line}\n")).collect()
}
