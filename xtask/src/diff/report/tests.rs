use std::sync::Arc;

use codegen::diff::{Finding, FindingRust, Kind, Level, Rejected, RustChange, Side, Step};

use super::{Layout, text, verdicts};
use crate::console::Paint;
use crate::diff::changes::{Changes, DocumentChange, Failure, Status};
use crate::diff::markdown::markdown;
use crate::diff::test_changes::{HOSTILE, changes, document, finding, mixed, rejected, versions};
use crate::error::Error;
use crate::printable::is_harmful;

const LAYOUT: Layout = Layout {
    paint: Paint::PLAIN,
    width: 100,
    all: false,
};

fn shown(changes: &Changes) -> String {
    text(changes, LAYOUT)
}

#[test]
fn text_shows_the_worst_changes_first() {
    insta::assert_snapshot!(shown(&mixed()), @r#"
    pets  breaking on the wire and in Rust → 0.2.0

      breaks   ConversationStatus: `snoozed` was removed  request   spec/pets.yaml:212:19 (old)
               servers refuse requests with it
               PUT /v1/conversations/bulk
               fingerprint 3f9a
      Rust     the schema `Conversation` was probably renamed to `Talk`
               rust  spec/pets.yaml:12:7
               GET /pets
      warning  Conversation.subject, which is a property with a very long name: the pattern changed from
               `^[a-z]+$` to `^[a-z0-9]+$`
               request  spec/pets.yaml:12:7
               servers may refuse requests with a subject that the old pattern allowed, because no rule
               compares two patterns
               7 operations: GET /tickets/0, GET /tickets/1, and 5 more
      +        Pet: `score` was added                     response  spec/pets.yaml:12:7
               GET /pets
      +        ␛[31ma�b�␍␊c␇: ␛[31ma�b�␍␊c␇ was added     response  spec/␛[31ma�b�␍␊c␇.yaml:1:1
               ␛[31ma�b�␍␊c␇
               GET /␛[31ma�b�␍␊c␇
      1 change of unknown extensions; 2 changes of wording; 1 change without effect on callers; `--all`
      shows them

    To accept a break, run `cargo xtask diff --accept FINGERPRINT --reason "…"`.
    1 breaking, 2 warnings, 2 compatible, 1 in Rust alone, 2 of wording, 1 without effect; 2 break Rust
    code. The crate is 0.1.0; this asks for 0.2.0.
    "#);
}

#[test]
fn text_is_folded_to_the_width() {
    let narrow = Layout {
        width: 60,
        ..LAYOUT
    };
    insta::assert_snapshot!(text(&mixed(), narrow), @r#"
    pets  breaking on the wire and in Rust → 0.2.0

      breaks   ConversationStatus: `snoozed` was removed
               request  spec/pets.yaml:212:19 (old)
               servers refuse requests with it
               PUT /v1/conversations/bulk
               fingerprint 3f9a
      Rust     the schema `Conversation` was probably renamed to
               `Talk`
               rust  spec/pets.yaml:12:7
               GET /pets
      warning  Conversation.subject, which is a property with a
               very long name: the pattern changed from
               `^[a-z]+$` to `^[a-z0-9]+$`
               request  spec/pets.yaml:12:7
               servers may refuse requests with a subject that
               the old pattern allowed, because no rule compares
               two patterns
               7 operations: GET /tickets/0, GET /tickets/1, and
               5 more
      +        Pet: `score` was added
               response  spec/pets.yaml:12:7
               GET /pets
      +        ␛[31ma�b�␍␊c␇: ␛[31ma�b�␍␊c␇ was added
               response  spec/␛[31ma�b�␍␊c␇.yaml:1:1
               ␛[31ma�b�␍␊c␇
               GET /␛[31ma�b�␍␊c␇
      1 change of unknown extensions; 2 changes of wording; 1
      change without effect on callers; `--all` shows them

    To accept a break, run `cargo xtask diff --accept
    FINGERPRINT --reason "…"`.
    1 breaking, 2 warnings, 2 compatible, 1 in Rust alone, 2 of
    wording, 1 without effect; 2 break Rust code. The crate is
    0.1.0; this asks for 0.2.0.
    "#);
}

#[test]
fn text_shows_everything_on_request() {
    let all = Layout {
        all: true,
        ..LAYOUT
    };
    insta::assert_snapshot!(text(&mixed(), all), @r#"
    pets  breaking on the wire and in Rust → 0.2.0

      breaks   ConversationStatus: `snoozed` was removed  request    spec/pets.yaml:212:19 (old)
               servers refuse requests with it
               PUT /v1/conversations/bulk
               fingerprint 3f9a
      Rust     the schema `Conversation` was probably renamed to `Talk`
               rust  spec/pets.yaml:12:7
               GET /pets
      warning  Conversation.subject, which is a property with a very long name: the pattern changed from
               `^[a-z]+$` to `^[a-z0-9]+$`
               request  spec/pets.yaml:12:7
               servers may refuse requests with a subject that the old pattern allowed, because no rule
               compares two patterns
               7 operations: GET /tickets/0, GET /tickets/1, GET /tickets/2, GET /tickets/3,
               GET /tickets/4, GET /tickets/5, GET /tickets/6
      +        Pet: `score` was added                     response   spec/pets.yaml:12:7
               GET /pets
      +        ␛[31ma�b�␍␊c␇: ␛[31ma�b�␍␊c␇ was added     response   spec/␛[31ma�b�␍␊c␇.yaml:1:1
               ␛[31ma�b�␍␊c␇
               GET /␛[31ma�b�␍␊c␇
      warning  Pet: `unknown-extension-changed` happened  structure  spec/pets.yaml:12:7
               GET /pets
      docs     Pet: `wording-changed` happened            structure  spec/pets.yaml:12:7
               GET /pets
      docs     Pet: `version-changed` happened            structure  spec/pets.yaml:12:7
               GET /pets
      docs     Pet: `wording-changed` happened            structure  spec/pets.yaml:12:7
               GET /pets

    To accept a break, run `cargo xtask diff --accept FINGERPRINT --reason "…"`.
    1 breaking, 2 warnings, 2 compatible, 1 in Rust alone, 2 of wording, 1 without effect; 2 break Rust
    code. The crate is 0.1.0; this asks for 0.2.0.
    "#);
}

#[test]
fn no_harmful_text_reaches_the_terminal() {
    let mut changes = mixed();
    changes.documents[0].comparison.rust_skipped = Some(rejected(Rejected::New, HOSTILE));
    if let Some(base) = &mut changes.base {
        base.name = HOSTILE.to_owned();
    }
    for all in [false, true] {
        let text = text(&changes, Layout { all, ..LAYOUT });
        let harmful = |c: &char| *c != '\n' && is_harmful(*c);
        assert_eq!(text.chars().find(harmful), None, "{text}");
    }
    let verdicts = verdicts(&changes);
    assert_eq!(verdicts.lines().count(), 1, "{verdicts}");
    assert!(!verdicts.contains('\u{1b}'), "{verdicts}");
}

fn with_step(level: Level, step: Step) -> Finding {
    Finding {
        rust: FindingRust {
            step,
            items: Vec::new(),
        },
        ..finding(Kind::TypeChanged, level, Side::Request)
    }
}

#[test]
fn the_last_line_counts_the_changes_and_names_the_version() {
    use Level::{Breaking, Compatible, Docs, Warning};
    use Step::{Major, Minor, None, Patch};
    let same = ("0.1.0", "0.1.0");
    let cases: [(&[(Level, Step)], _, &str); 8] = [
        (
            &[(Breaking, Major), (Compatible, Minor)],
            same,
            "1 breaking, 1 compatible; 1 breaks Rust code. The crate is 0.1.0; this asks for 0.2.0.",
        ),
        (
            &[(Breaking, Patch), (Warning, Major), (Compatible, Major)],
            ("0.1.0", "0.1.1"),
            "1 breaking, 1 warning, 1 compatible; 2 break Rust code. The crate is 0.1.1 (0.1.0 before); this asks for \
             0.2.0.",
        ),
        (
            &[(Breaking, Major)],
            ("0.1.0", "0.2.0"),
            "1 breaking; 1 breaks Rust code. The crate is 0.2.0 (0.1.0 before), which is high enough.",
        ),
        (
            &[(Warning, Patch), (Warning, Patch)],
            same,
            "2 warnings. The crate is 0.1.0; this asks for 0.1.1.",
        ),
        (
            &[(Docs, None)],
            ("1.2.3", "1.2.3"),
            "1 without effect. The crate is 1.2.3; this asks for 1.2.4.",
        ),
        (
            &[(Compatible, Minor)],
            ("1.2.3", "1.2.3"),
            "1 compatible. The crate is 1.2.3; this asks for 1.3.0.",
        ),
        (
            &[(Breaking, None)],
            ("", ""),
            "1 breaking. This asks for a major version.",
        ),
        (&[], same, "no change on the wire."),
    ];
    for (findings, (base, head), expected) in cases {
        let steps = findings.iter().map(|(_, step)| *step);
        let step = steps.max().unwrap_or_default();
        let findings = findings
            .iter()
            .map(|(level, step)| with_step(*level, *step));
        let mut changes = changes(vec![document(step, findings.collect())]);
        changes.versions = versions(base, head);
        let text = text(
            &changes,
            Layout {
                width: 140,
                ..LAYOUT
            },
        );
        assert_eq!(text.lines().last(), Some(expected));
    }
}

#[test]
fn documents_without_changes_are_one_line() {
    let mut changes = changes(Vec::new());
    let since = "since the merge base with origin/main (1a2b3c4d)\n";
    assert_eq!(shown(&changes), format!("no change in 2 documents {since}"));
    changes.unchanged = 0;
    assert_eq!(shown(&changes), format!("no documents, and none {since}"));
    changes.unchanged = 1;
    changes.base = None;
    assert_eq!(shown(&changes), "no change in 1 document\n");
}

#[test]
fn the_first_line_says_what_happened_to_the_document() {
    let renamed = |is_certain| Status::Renamed {
        from: "dogs".to_owned(),
        is_certain,
    };
    let cases = [
        (Status::Changed, "pets  breaking in Rust → 0.2.0"),
        (
            Status::Added,
            "pets  new document, breaking in Rust → 0.2.0",
        ),
        (
            Status::Removed,
            "pets  removed document, breaking in Rust → 0.2.0",
        ),
        (
            renamed(true),
            "pets  renamed from dogs, breaking in Rust → 0.2.0",
        ),
        (
            renamed(false),
            "pets  probably renamed from dogs, breaking in Rust → 0.2.0",
        ),
    ];
    for (status, expected) in cases {
        let findings = vec![with_step(Level::Compatible, Step::Major)];
        let document = DocumentChange {
            status,
            ..document(Step::Major, findings)
        };
        let text = shown(&changes(vec![document]));
        assert_eq!(text.lines().next(), Some(expected));
    }
}

#[test]
fn a_verdict_is_one_line_with_the_revision() {
    let change = with_step(Level::Breaking, Step::Major);
    let changes = changes(vec![document(Step::Major, vec![change])]);
    assert_eq!(
        verdicts(&changes),
        "pets since the merge base with origin/main (1a2b3c4d): breaking on the wire and in Rust → 0.2.0\n"
    );
}

#[test]
fn many_compatible_changes_are_cut_and_counted() {
    let change = with_step(Level::Compatible, Step::Minor);
    let changes = changes(vec![document(Step::Minor, vec![change; 13])]);
    let text = shown(&changes);
    assert_eq!(text.matches("  +  Pet").count(), 10, "{text}");
    let more = "\n  3 more compatible changes; `--all` shows them\n";
    assert!(text.contains(more), "{text}");
}

#[test]
fn a_missing_rust_part_is_explained() {
    let mut changes = changes(vec![document(Step::None, Vec::new())]);
    let reason = "a mistake";
    changes.documents[0].comparison.rust_skipped = Some(rejected(Rejected::Old, reason));
    let expected = "  Rust was not compared: the generator rejects the old version: a mistake\n";
    assert!(shown(&changes).contains(expected), "{}", shown(&changes));
}

#[test]
fn no_version_is_named_if_a_document_cannot_be_compared() {
    let change = with_step(Level::Breaking, Step::Major);
    let mut changes = changes(vec![document(Step::Major, vec![change])]);
    let failure = Failure::Unreadable(Arc::new(Error::NoSpecFolder));
    changes.failures.push(failure);
    let text = shown(&changes);
    let last = "1 breaking; 1 breaks Rust code. 1 document cannot be compared.";
    assert_eq!(text.lines().last(), Some(last));
}

#[test]
fn only_the_items_that_break_programs_are_listed_as_breaks() {
    let item = |text: &str, step| RustChange::new(text, "changed", step);
    let finding = Finding {
        rust: FindingRust {
            step: Step::Major,
            items: vec![item("gained", Step::Minor), item("lost", Step::Major)],
        },
        ..finding(Kind::PartChanged, Level::Compatible, Side::Structure)
    };
    let changes = changes(vec![document(Step::Major, vec![finding])]);
    let text = shown(&changes);
    let expected = "breaks Rust code: lost changed\n        Rust: gained changed\n";
    assert!(text.contains(expected), "{text}");
    let text = markdown(&changes, None);
    let expected = "<br>Breaks Rust code: lost changed |";
    assert!(text.contains(expected), "{text}");
}
