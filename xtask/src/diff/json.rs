//! The JSON format of `cargo xtask diff`.

use std::collections::BTreeSet;

use codegen::diff::{Finding, Level, Location, Step};
use serde::Serialize;
use serde_json::Value;

use super::changes::Changes;
use crate::printable::is_harmful;

/// The changes of all documents. The order of the fields is the order in the output.
#[derive(Serialize)]
struct Report<'a> {
    verdict: Option<&'static str>,
    wire: &'static str,
    breaking: bool,
    version: VersionReport,
    rust: RustReport,
    findings: Vec<FindingReport<'a>>,
}

#[derive(Serialize)]
struct VersionReport {
    base: Option<String>,
    head: Option<String>,
    needed: Option<String>,
}

#[derive(Serialize)]
struct RustReport {
    verdict: Option<&'static str>,
    /// Why the Rust part of a document is missing.
    skipped: Option<String>,
}

#[derive(Serialize)]
struct FindingReport<'a> {
    id: &'static str,
    fingerprint: &'a str,
    level: &'static str,
    side: &'static str,
    document: &'a str,
    operations: &'a [String],
    pointer: String,
    old: Option<&'a Value>,
    new: Option<&'a Value>,
    message: String,
    rust: ItemsReport,
    /// Why the change is accepted.
    accepted: Option<&'a str>,
    location: LocationReport<'a>,
    old_location: Option<LocationReport<'a>>,
}

#[derive(Serialize)]
struct ItemsReport {
    verdict: &'static str,
    items: Vec<String>,
}

#[derive(Serialize)]
struct LocationReport<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    revision: &'static str,
}

/// Returns the changes as one JSON object, and a line break.
pub(super) fn json(changes: &Changes) -> String {
    let report = Report::of(changes);
    // The keys are strings, and no value fails to be written.
    let text = serde_json::to_string_pretty(&report).unwrap_or_default();
    escaped(&text) + "\n"
}

impl<'a> Report<'a> {
    fn of(changes: &'a Changes) -> Self {
        let step = changes.step();
        let wire = changes.findings().map(|finding| finding.level).max();
        let rust = changes.documents.iter().map(|it| it.comparison.rust);
        let versions = &changes.versions;
        let text = |version: &semver::Version| version.to_string();
        Self {
            verdict: step.map(Step::as_str),
            wire: wire.map_or("none", Level::as_str),
            breaking: wire == Some(Level::Breaking),
            version: VersionReport {
                base: versions.base.as_ref().map(text),
                head: versions.head.as_ref().map(text),
                needed: step
                    .and_then(|step| versions.needed(step))
                    .as_ref()
                    .map(text),
            },
            rust: RustReport {
                verdict: (!changes.is_rust_skipped())
                    .then(|| rust.max().unwrap_or(Step::None).as_str()),
                skipped: skipped(changes),
            },
            findings: changes
                .findings()
                .map(|finding| FindingReport::of(changes, finding))
                .collect(),
        }
    }
}

/// Returns why the Rust part is missing, with the names of the documents if there are several reasons.
fn skipped(changes: &Changes) -> Option<String> {
    let reasons = changes.rejections();
    let reasons = reasons.map(|(document, rejection)| (document, rejection.to_string()));
    let reasons: BTreeSet<_> = reasons.collect();
    let is_only = changes.documents.len() == 1;
    let texts = reasons.iter().map(|(document, reason)| {
        if is_only {
            reason.clone()
        } else {
            format!("{document}: {reason}")
        }
    });
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}

impl<'a> FindingReport<'a> {
    fn of(changes: &'a Changes, finding: &'a Finding) -> Self {
        let acceptance = changes.acceptance(finding);
        Self {
            id: finding.kind.as_str(),
            fingerprint: &finding.fingerprint,
            level: finding.level.as_str(),
            side: finding.side.as_str(),
            document: &finding.document,
            operations: &finding.operations,
            pointer: finding.pointer.to_string(),
            old: finding.old.as_ref(),
            new: finding.new.as_ref(),
            message: finding.message(),
            rust: ItemsReport {
                verdict: finding.rust.step.as_str(),
                items: finding.rust.items.iter().map(ToString::to_string).collect(),
            },
            accepted: acceptance.map(|entry| entry.reason.as_str()),
            location: LocationReport::of(&finding.location),
            old_location: finding.old_location.as_ref().map(LocationReport::of),
        }
    }
}

impl<'a> LocationReport<'a> {
    fn of(location: &'a Location) -> Self {
        Self {
            file: &location.file,
            line: location.line,
            column: location.column,
            revision: location.revision.as_str(),
        }
    }
}

/// Escapes the characters that are harmful in a terminal and that JSON allows in strings.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_harmful(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
