use std::sync::Arc;

use codegen::diff::{Finding, Kind, Level, Location, Rejected, Revision, Side, Step};

use super::annotations;
use crate::diff::accepted::Acceptance;
use crate::diff::changes::{Changes, Failure};
use crate::diff::test_changes::{HOSTILE, changes, document, finding, mixed, rejected};
use crate::error::Error;

/// Returns the start of a workflow command.
fn command(line: &str) -> &str {
    line.split([' ', ',']).next().unwrap_or_default()
}

fn with_fingerprints(mut changes: Changes) -> Changes {
    let findings = &mut changes.documents[0].comparison.findings;
    for (index, finding) in findings.iter_mut().enumerate() {
        finding.fingerprint = format!("{index:016x}");
        let location = &finding.location;
        finding.nearest = Some(Location {
            line: location.line.min(30),
            revision: Revision::New,
            ..location.clone()
        });
    }
    changes
}

#[test]
fn annotations_have_the_worst_changes_first() {
    let mut changes = with_fingerprints(mixed());
    let accepted = Finding {
        subject: "Owner".to_owned(),
        fingerprint: "ffff".to_owned(),
        ..finding(Kind::PropertyRemoved, Level::Breaking, Side::Response)
    };
    let unmatched = Finding {
        fingerprint: "eeee".to_owned(),
        ..accepted.clone()
    };
    changes.accepted = vec![
        Acceptance::of(&accepted, "nobody reads it\n::error::x"),
        Acceptance::of(&unmatched, "why"),
    ];
    let document = &mut changes.documents[0];
    document.comparison.findings.push(accepted);
    document.comparison.rust_skipped = Some(rejected(Rejected::Old, "a mistake"));
    insta::assert_snapshot!(annotations(&changes));
}

#[test]
fn the_last_annotation_of_a_level_counts_the_others() {
    let levels = [Level::Compatible, Level::Warning, Level::Breaking];
    let findings = levels.map(|level| vec![finding(Kind::TypeChanged, level, Side::Request); 13]);
    let mut changes = changes(vec![document(Step::None, findings.concat())]);
    let text = annotations(&changes);
    let lines: Vec<_> = text.lines().collect();
    for (index, level) in ["error", "warning", "notice"].into_iter().enumerate() {
        let of_level = &lines[10 * index..10 * (index + 1)];
        assert!(
            of_level
                .iter()
                .all(|line| command(line) == format!("::{level}")),
            "{text}"
        );
        let counts = |line: &&&str| line.contains("more ");
        let (last, others) = of_level.split_last().expect("ten lines");
        let count = format!("%0A3 more {level}s are not shown. `cargo xtask diff` shows all.");
        assert!(last.ends_with(&count), "{last}");
        assert_eq!(others.iter().find(counts), None);
    }
    assert_eq!(lines.len(), 30);
    changes.documents[0].comparison.findings.truncate(10);
    assert!(!annotations(&changes).contains("not shown"));
}

#[test]
fn no_text_of_a_document_starts_a_command() {
    for hostile in [
        HOSTILE,
        "\n::error::x",
        "\r::set-output name=a::b",
        "a%0A::b",
        "##[error]x",
    ] {
        let mut changes = with_fingerprints(mixed());
        changes.prefix = format!("{hostile}/");
        let document = &mut changes.documents[0];
        document.comparison.rust_skipped = Some(rejected(Rejected::Old, hostile));
        for finding in &mut document.comparison.findings {
            finding.subject = hostile.to_owned();
            finding.change = hostile.to_owned();
            finding.operations = vec![hostile.to_owned()];
            let place = finding.nearest.as_mut().expect("a place");
            place.file = hostile.to_owned();
        }
        let failure = Error::NotUtf8 {
            path: hostile.to_owned(),
            line: 3,
        };
        changes
            .failures
            .push(Failure::Unreadable(Arc::new(failure)));
        let text = annotations(&changes);
        let is_harmful = |c: char| c != '\n' && c.is_control() || c == '\r' || c == '\u{85}';
        assert!(!text.contains(is_harmful), "{text:?}");
        let commands: Vec<_> = text.lines().map(command).collect();
        let expected = [&["::error"; 3][..], &["::warning"; 2], &["::notice"; 2]].concat();
        assert_eq!(commands, expected, "{text}");
    }
}

#[test]
fn a_removed_document_has_no_place() {
    let removed = Finding {
        nearest: None,
        ..finding(Kind::DocumentRemoved, Level::Breaking, Side::Structure)
    };
    let text = annotations(&changes(vec![document(Step::Major, vec![removed])]));
    assert!(text.starts_with("::error title=Breaks callers::"), "{text}");
}

#[test]
fn a_document_that_cannot_be_read_comes_first() {
    let broken = finding(Kind::PropertyRemoved, Level::Breaking, Side::Response);
    let mut changes = changes(vec![document(Step::None, vec![broken])]);
    changes.prefix = "a folder/".to_owned();
    let error = Error::NotUtf8 {
        path: "spec/shop.yaml".to_owned(),
        line: 3,
    };
    changes.failures.push(Failure::Unreadable(Arc::new(error)));
    let first = "::error file=a folder/spec/shop.yaml,title=Cannot be compared::cannot read spec/shop.yaml: line 3 is \
                 not UTF-8 text";
    assert_eq!(annotations(&changes).lines().next(), Some(first));
}

#[test]
fn no_change_has_no_annotation() {
    let wording = finding(Kind::WordingChanged, Level::Docs, Side::Structure);
    assert_eq!(
        annotations(&changes(vec![document(Step::None, vec![wording])])),
        ""
    );
    assert_eq!(annotations(&changes(Vec::new())), "");
}
