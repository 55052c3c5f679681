//! The text format of `cargo xtask diff`.

mod block;
mod row;

use codegen::diff::{Finding, Kind, Level, Side, Step};
use semver::Version;

use self::block::Block;
use super::accepted;
use super::changes::Changes;
use super::fold::fold;
use super::verdict::{FailOn, status};
use crate::console::Paint;
use crate::count::count;
use crate::printable::printable;

/// The limits of the width of the output. Longer lines are hard to read.
const WIDTHS: [usize; 2] = [40, 140];

/// How text is laid out.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    pub(super) paint: Paint,
    /// The number of columns.
    pub(super) width: usize,
    /// Whether to show everything.
    pub(super) all: bool,
}

/// Returns the changes of each document, and a summary of all.
pub(super) fn text(changes: &Changes, layout: Layout) -> String {
    let [narrowest, widest] = WIDTHS;
    let layout = Layout {
        width: layout.width.clamp(narrowest, widest),
        ..layout
    };
    if changes.documents.is_empty() {
        return without_changes(changes, layout) + &unmatched(changes, layout);
    }
    let blocks = changes.documents.iter().map(|document| {
        let block = Block::of(changes, document, layout);
        let step = document.step();
        let needed = step.and_then(|step| changes.versions.missing(step));
        block.text(needed.as_ref()) + "\n"
    });
    let notes = [advice(changes), summary(changes)];
    let notes = notes.iter().filter(|note| !note.is_empty());
    let notes = notes.map(|note| folded(note, layout)).collect::<String>();
    blocks.collect::<String>() + &notes + &unmatched(changes, layout)
}

/// Returns how to accept the breaks that are not accepted.
fn advice(changes: &Changes) -> String {
    if FailOn::Breaking.is_met_by(changes) {
        "To accept a break, run `cargo xtask diff --accept FINGERPRINT --reason \"…\"`.".to_owned()
    } else {
        String::new()
    }
}

/// Returns the accepted changes that are not there.
fn unmatched(changes: &Changes, layout: Layout) -> String {
    let notes = changes.unmatched().map(|entry| {
        let text = format!(
            "{} accepts a change that is not there: {} ({})",
            accepted::PATH,
            entry.place,
            entry.fingerprint
        );
        folded(&printable(&text), layout)
    });
    notes.collect()
}

fn without_changes(changes: &Changes, layout: Layout) -> String {
    let base = match &changes.base {
        Some(base) => format!(" since {}", printable(&base.name)),
        None => String::new(),
    };
    match (changes.unchanged, changes.failures.len()) {
        (0, failures) if failures > 0 => String::new(),
        (0, _) => folded(&format!("no documents, and none{base}"), layout),
        (unchanged, _) => {
            let documents = count(unchanged, "document");
            folded(&format!("no change in {documents}{base}"), layout)
        }
    }
}

fn folded(text: &str, layout: Layout) -> String {
    fold(text, layout.width).join("\n") + "\n"
}

/// Returns the numbers of changes and the needed version.
fn summary(changes: &Changes) -> String {
    let number = |is_counted: fn(&Finding) -> bool| {
        let findings = changes.findings();
        findings.filter(|finding| is_counted(finding)).count()
    };
    let breaking = number(|it| it.level == Level::Breaking);
    let warnings = number(|it| it.level == Level::Warning);
    let compatible = number(|it| it.level == Level::Compatible);
    let rust = number(|it| it.side == Side::Rust);
    let wording = number(is_wording);
    let other = number(|it| it.level == Level::Docs && it.side != Side::Rust && !is_wording(it));
    let numbers = [
        (breaking, format!("{breaking} breaking")),
        (warnings, count(warnings, "warning")),
        (compatible, format!("{compatible} compatible")),
        (rust, format!("{rust} in Rust alone")),
        (wording, format!("{wording} of wording")),
        (other, format!("{other} without effect")),
    ];
    let numbers = numbers.into_iter().filter(|(number, _)| *number > 0);
    let mut text: Vec<_> = numbers.map(|(_, text)| text).collect();
    if text.is_empty() {
        text.push("no change on the wire".to_owned());
    }
    let breaks_rust = number(|it| it.rust.step == Step::Major);
    let mut sentences = match breaks_rust {
        0 => format!("{}.", text.join(", ")),
        1 => format!("{}; 1 breaks Rust code.", text.join(", ")),
        _ => format!("{}; {breaks_rust} break Rust code.", text.join(", ")),
    };
    let sentence = match changes.failures.len() {
        0 => version(changes),
        failures => format!("{} cannot be compared.", count(failures, "document")),
    };
    if !sentence.is_empty() {
        sentences.push(' ');
        sentences.push_str(&sentence);
    }
    sentences
}

fn is_wording(finding: &Finding) -> bool {
    finding.kind == Kind::WordingChanged
}

/// Returns a sentence about the version of the crate.
fn version(changes: &Changes) -> String {
    let versions = &changes.versions;
    let Some(step) = changes.step() else {
        return "Rust was not compared, so the needed version is not known.".to_owned();
    };
    let Some(head) = &versions.head else {
        return match step {
            Step::None => String::new(),
            step => format!("This asks for a {step} version."),
        };
    };
    let base = versions.base.as_ref().filter(|base| *base != head);
    let before = base.map_or(String::new(), |base| format!(" ({base} before)"));
    match versions.missing(step) {
        Some(needed) => format!("The crate is {head}{before}; this asks for {needed}."),
        None if step == Step::None => String::new(),
        None => format!("The crate is {head}{before}, which is high enough."),
    }
}

/// Returns one line for each document with changes: its verdict and the needed version.
pub(super) fn verdicts(changes: &Changes) -> String {
    let since = changes.base.as_ref().map(|base| printable(&base.name));
    let lines = changes.documents.iter().map(|document| {
        let comparison = &document.comparison;
        let step = document.step();
        let needed = step.and_then(|step| changes.versions.missing(step));
        let needed = arrow(needed.as_ref());
        let (module, verdict) = (&comparison.document, status(document));
        let since = since.as_deref().unwrap_or_default();
        format!("{module} since {since}: {verdict}{needed}\n")
    });
    lines.collect()
}

fn arrow(needed: Option<&Version>) -> String {
    let arrow = needed.map(|needed| format!(" → {needed}"));
    arrow.unwrap_or_default()
}

#[cfg(test)]
mod tests;
