//! Annotations of GitHub Actions.

use codegen::diagnostic::{Annotation, AnnotationLevel, LineColumn, Severity};
use codegen::diff::{Finding, Location, Rejected, Revision};

use super::accepted;
use super::changes::{Changes, Failure};
use super::cut::cut;
use super::list::{first, items};
use super::section::{Section, by_section};
use super::verdict::FailOn;
use crate::error::Error;
use crate::printable::printable;

/// The number of annotations of each level that GitHub shows for a step.
const MAX_SHOWN: usize = 10;

/// The largest number of characters of a text.
const MAX_TEXT: usize = 300;

/// Returns the annotations that GitHub shows, one per line: of each level, the worst first.
pub(super) fn annotations(changes: &Changes) -> String {
    let annotations = all(changes);
    let levels = [
        (AnnotationLevel::Error, "errors"),
        (AnnotationLevel::Warning, "warnings"),
        (AnnotationLevel::Notice, "notices"),
    ];
    let mut text = String::new();
    for (level, noun) in levels {
        let of_level = annotations.iter().filter(|it| it.level == level);
        let mut shown: Vec<_> = of_level.cloned().collect();
        let others = shown.len().saturating_sub(MAX_SHOWN);
        shown.truncate(MAX_SHOWN);
        if let Some(last) = shown.last_mut().filter(|_| others > 0) {
            let message =
                format!("\n{others} more {noun} are not shown. `cargo xtask diff` shows all.");
            last.message.push_str(&message);
        }
        text.extend(shown.iter().map(|annotation| format!("{annotation}\n")));
    }
    text
}

fn all(changes: &Changes) -> Vec<Annotation> {
    let findings = by_section(changes, changes.findings()).into_iter();
    let failures = changes
        .failures
        .iter()
        .map(|failure| of_failure(changes, failure));
    let findings = findings.filter_map(|(section, finding)| of_finding(changes, section, finding));
    let skipped = changes.rejections().map(|(module, rejection)| {
        let annotation = without_place("Rust was not compared", &format!("{module}: {rejection}"));
        match rejection.rejected {
            Rejected::Old => annotation,
            Rejected::New | Rejected::Both => Annotation {
                level: AnnotationLevel::Error,
                title: "Rejected by the generator".to_owned(),
                ..annotation
            },
        }
    });
    let unmatched = changes.unmatched().map(|entry| Annotation {
        file: Some(format!("{}{}", changes.prefix, accepted::PATH)),
        ..without_place(
            "Accepts a change that is not there",
            &format!("{} ({})", entry.place, entry.fingerprint),
        )
    });
    failures
        .chain(skipped)
        .chain(findings)
        .chain(unmatched)
        .collect()
}

fn without_place(title: &str, message: &str) -> Annotation {
    Annotation {
        level: AnnotationLevel::Warning,
        file: None,
        start: None,
        end: None,
        title: title.to_owned(),
        message: shortened(message),
    }
}

/// Returns the annotation of a change, or `None` if the change has no effect on callers.
fn of_finding(changes: &Changes, section: Section, finding: &Finding) -> Option<Annotation> {
    use AnnotationLevel::{Error, Notice, Warning};
    let (level, title) = match section {
        Section::Silent => (Error, "Compiles and behaves differently"),
        Section::Breaking => (Error, "Breaks callers"),
        Section::Rust => (Error, "Breaks Rust code"),
        Section::Warning => (Warning, "May break callers"),
        Section::Accepted => (Notice, "Accepted"),
        Section::Compatible => (Notice, "Compatible"),
        Section::Folded => return None,
    };
    let place = finding.nearest.as_ref();
    Some(Annotation {
        level,
        file: place.map(|place| format!("{}{}", changes.prefix, place.file)),
        start: place.map(start),
        end: None,
        title: title.to_owned(),
        message: message(changes, finding),
    })
}

fn start(location: &Location) -> LineColumn {
    LineColumn {
        line: location.line,
        column: location.column,
    }
}

/// Returns what changed, the affected items and operations, and how to accept a break or why it is accepted.
fn message(changes: &Changes, finding: &Finding) -> String {
    let mut lines = vec![shortened(&finding.message())];
    lines.extend(listed("Rust: ", &items(finding)));
    lines.extend(listed("Operations: ", &finding.operations));
    let location = &finding.location;
    if location.revision == Revision::Old {
        lines.push(format!(
            "It was at {}:{}.",
            shortened(&location.file),
            location.line
        ));
    }
    match changes.acceptance(finding) {
        Some(entry) => lines.push(format!("Accepted: {}", shortened(&entry.reason))),
        None if FailOn::Breaking.matches(finding) => lines.push(format!(
            "To accept it, run `cargo xtask diff --accept {} --reason \"…\"`.",
            finding.fingerprint
        )),
        None => {}
    }
    lines.join("\n")
}

/// Returns the first texts of a list and the number of the others, unless the list is empty.
fn listed(label: &str, texts: &[String]) -> Option<String> {
    let (shown, others) = first(texts);
    let shown: Vec<_> = shown.iter().map(|text| shortened(text)).collect();
    let others = match others {
        0 => String::new(),
        others => format!(", and {others} more"),
    };
    (!shown.is_empty()).then(|| format!("{label}{}{others}", shown.join(", ")))
}

fn of_failure(changes: &Changes, failure: &Failure) -> Annotation {
    let (file, start, message) = match failure {
        Failure::Unreadable(error) => (file(error), None, error.to_string()),
        Failure::NotOpenApi { name, error } => {
            let source = error.diagnostics.source();
            let mut errors = error.diagnostics.iter();
            let first = errors.find(|it| it.severity() == Severity::Error);
            // The lines of the old version are gone.
            let first = first.filter(|_| error.revision == Revision::New);
            let place = first.map(|it| it.span.start);
            let file = place.map_or(name.as_str(), |place| source.name_at(place));
            let message = Error::NotOpenApi {
                name: name.clone(),
                revision: error.revision,
            };
            let reason = first.map_or_else(String::new, |it| format!(": {}", it.message));
            let start = place.map(|place| source.line_column(place));
            (Some(file), start, format!("{message}{reason}"))
        }
    };
    Annotation {
        level: AnnotationLevel::Error,
        file: file.map(|file| format!("{}{file}", changes.prefix)),
        start,
        ..without_place("Cannot be compared", &message)
    }
}

/// Returns the file that cannot be read.
fn file(error: &Error) -> Option<&str> {
    match error {
        Error::Read { path, .. } | Error::NotUtf8 { path, .. } => Some(path),
        _ => None,
    }
}

/// Returns the first characters of a text. Line breaks and invisible characters become visible.
fn shortened(text: &str) -> String {
    printable(&cut(text, MAX_TEXT)).into_owned()
}

#[cfg(test)]
mod tests;
