use std::sync::Arc;

use codegen::diff::{Finding, FindingRust, Kind, Level, Rejected, RustChange, Side, Step};

use super::markdown;
use super::table::size;
use crate::diff::accepted::Acceptance;
use crate::diff::changes::{Changes, DocumentChange, Failure, Status};
use crate::diff::git::Revision;
use crate::diff::links::Links;
use crate::diff::test_changes::{HOSTILE, changes, document, finding, mixed, rejected, versions};
use crate::diff::test_markdown::{Rendered, rendered};
use crate::error::Error;

const ROOT: &str = "https://github.com/owner/repo/blob/";

fn links() -> Links {
    let links = "https://github.com/owner/repo".parse();
    links.expect("it is the address of a repository")
}

fn written(changes: &Changes) -> String {
    let text = markdown(changes, Some(&links()));
    assert!(size(&text) <= 60_000, "{}", size(&text));
    text
}

fn shown(changes: &Changes) -> Rendered {
    rendered(&written(changes), ROOT)
}

fn breaking() -> Finding {
    finding(Kind::PropertyRemoved, Level::Breaking, Side::Response)
}

/// Returns changes of each section. The second change is accepted.
fn all_sections() -> Changes {
    let mut changes = mixed();
    changes.head = Some(Revision {
        commit: "6f7a8b9c0d".to_owned(),
        name: "6f7a8b9c0d (6f7a8b9c)".to_owned(),
    });
    let order = "takes `last` and `first` in another order";
    let mut item = RustChange::new("types::Pet::new", order, Step::Major);
    item.is_silent = true;
    let silent = Finding {
        subject: "Pet".to_owned(),
        change: "`first` and `last` swapped places".to_owned(),
        rust: FindingRust {
            step: Step::Major,
            items: vec![item],
        },
        ..finding(Kind::PropertyOrderChanged, Level::Docs, Side::Structure)
    };
    let gone = Finding {
        subject: "PUT /pets/{id} `dry_run`".to_owned(),
        change: "was removed".to_owned(),
        is_predicate: true,
        effect: "servers ignore it".to_owned(),
        ..finding(Kind::ParameterRemoved, Level::Breaking, Side::Request)
    };
    let findings = &mut changes.documents[0].comparison.findings;
    findings.insert(0, silent);
    findings.push(gone);
    for (index, finding) in findings.iter_mut().enumerate() {
        finding.fingerprint = format!("{index:016x}");
    }
    let gone = findings.last().expect("a finding");
    let mut unmatched = Acceptance::of(gone, "why");
    unmatched.fingerprint = "fedcba9876543210".to_owned();
    changes.accepted = vec![
        Acceptance::of(gone, "No caller sends it.\nSee the thread of @team."),
        unmatched,
    ];
    changes
}

#[test]
fn the_comment_has_the_breaks_first_and_the_rest_folded() {
    let changes = all_sections();
    insta::assert_snapshot!(written(&changes));
    assert_eq!(shown(&changes).rows, [3; 11]);
}

#[test]
fn no_change_is_one_line() {
    let line = "<!-- cargo xtask diff -->\n**No change** in 2 documents.\n";
    assert_eq!(written(&changes(Vec::new())), line);
    let mut changes = changes(Vec::new());
    changes.unchanged = 0;
    let line = "<!-- cargo xtask diff -->\n**No change**: there are no documents.\n";
    assert_eq!(written(&changes), line);
}

#[test]
fn the_headline_has_the_verdict_and_the_version() {
    let rust = |level| Finding {
        rust: FindingRust {
            step: Step::Major,
            items: Vec::new(),
        },
        ..finding(Kind::TypeChanged, level, Side::Response)
    };
    let plain = |level| finding(Kind::TypeChanged, level, Side::Response);
    let same = ("0.1.0", "0.1.0");
    let cases = [
        (
            plain(Level::Breaking),
            Step::None,
            same,
            "**Breaks callers** · asks for 0.2.0, is 0.1.0",
        ),
        (
            plain(Level::Breaking),
            Step::Major,
            ("0.1.0", "0.2.0"),
            "**Breaks callers** · version 0.2.0 is high enough",
        ),
        (
            plain(Level::Breaking),
            Step::None,
            ("", ""),
            "**Breaks callers** · asks for a major version",
        ),
        (
            plain(Level::Warning),
            Step::Patch,
            same,
            "**May break callers** · asks for 0.1.1, is 0.1.0",
        ),
        (
            rust(Level::Warning),
            Step::Major,
            same,
            "**Breaks Rust code, may break callers** · asks for 0.2.0, is 0.1.0",
        ),
        (
            rust(Level::Docs),
            Step::Major,
            same,
            "**Breaks Rust code** · asks for 0.2.0, is 0.1.0",
        ),
        (
            plain(Level::Compatible),
            Step::Minor,
            same,
            "**Compatible** · asks for 0.1.1, is 0.1.0",
        ),
        (
            plain(Level::Docs),
            Step::Minor,
            same,
            "**Compatible** · asks for 0.1.1, is 0.1.0",
        ),
        (
            plain(Level::Docs),
            Step::None,
            same,
            "**No effect on callers** · asks for 0.1.1, is 0.1.0",
        ),
    ];
    for (finding, step, (base, head), expected) in cases {
        let mut changes = changes(vec![document(step, vec![finding])]);
        changes.versions = versions(base, head);
        assert_eq!(written(&changes).lines().nth(1), Some(expected));
    }
}

#[test]
fn accepted_breaks_are_told_and_still_ask_for_a_version() {
    let mut changes = changes(vec![document(Step::None, vec![breaking()])]);
    changes.accepted = vec![Acceptance::of(&breaking(), "nobody reads it")];
    let text = written(&changes);
    let headline = "**Breaks callers** (accepted) · asks for 0.2.0, is 0.1.0";
    assert_eq!(text.lines().nth(1), Some(headline));
    assert!(
        text.contains("<summary>1 accepted change</summary>"),
        "{text}"
    );
    assert!(text.contains("| nobody reads it |"), "{text}");
    assert!(!text.contains("What breaks"), "{text}");
    assert!(!text.contains("--accept"), "{text}");
}

#[test]
fn several_documents_have_a_verdict_each() {
    let mut shop = document(Step::None, Vec::new());
    shop.comparison.document = "shop".to_owned();
    shop.comparison.rust_skipped = Some(rejected(Rejected::Old, "a mistake in `x`"));
    shop.status = Status::Renamed {
        from: "store".to_owned(),
        is_certain: false,
    };
    let mut changes = changes(vec![document(Step::None, vec![breaking()]), shop]);
    let text = written(&changes);
    for line in [
        "\n- `pets`: breaking on the wire\n",
        "\n- `shop`: probably renamed from store, not compared in Rust, no change on the wire\n",
        "\n- Rust was not compared for `shop`: the generator rejects the old version: a mistake in `x`\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let failure = Failure::Unreadable(Arc::new(Error::NoSpecFolder));
    changes.failures.push(failure);
    let text = written(&changes);
    let headline =
        "**1 document not compared in Rust, breaking on the wire** · 1 document cannot be compared";
    assert_eq!(text.lines().nth(1), Some(headline), "{text}");
    changes.documents.clear();
    let headline = "**1 document cannot be compared**";
    assert_eq!(written(&changes).lines().nth(1), Some(headline));
}

#[test]
fn lines_are_links_to_the_commit_that_has_them() {
    let mut changes = all_sections();
    changes.prefix = "a folder/".to_owned();
    let links = shown(&changes).links;
    let old = format!("{ROOT}1a2b3c4d5e/a%20folder/spec/pets.yaml#L212");
    let new = format!("{ROOT}6f7a8b9c0d/a%20folder/spec/pets.yaml#L12");
    assert!(links.contains(&old) && links.contains(&new), "{links:?}");
    assert_eq!(links.len(), 11);

    // A line of the working tree has no address.
    changes.head = None;
    assert_eq!(shown(&changes).links, [old]);
    let without = markdown(&changes, None);
    assert!(rendered(&without, ROOT).links.is_empty());
    assert!(without.contains("| `pets.yaml:212` (old)"), "{without}");
}

#[test]
fn many_changes_are_cut_by_whole_rows_from_the_least_important() {
    let levels = [
        Level::Docs,
        Level::Compatible,
        Level::Warning,
        Level::Breaking,
    ];
    for number in [300, 5_000] {
        let of_level = |level| {
            let findings = (0..number / levels.len()).map(move |index| Finding {
                subject: format!("Schema{index}.{}", "👍name_".repeat(index % 40)),
                ..finding(Kind::TypeChanged, level, Side::Request)
            });
            findings.collect::<Vec<_>>()
        };
        let findings = levels.into_iter().flat_map(of_level).collect();
        let text = written(&changes(vec![document(Step::None, findings)]));
        let rendered = rendered(&text, ROOT);
        assert!(rendered.rows.iter().all(|cells| *cells == 3));
        let hidden = text
            .lines()
            .filter_map(|line| line.strip_suffix(" of these are not shown."));
        let hidden: usize = hidden
            .map(|number| number.parse::<usize>().expect("a number"))
            .sum();
        assert_eq!(rendered.rows.len() + hidden, number);
        assert!(size(&text) > 59_000 || hidden == 0, "{}", size(&text));
        assert!(text.contains("To accept a break, "));
        // The least important section is cut first.
        if hidden > 0 {
            let last = "<summary>75 changes without effect on callers</summary>\n\n75 of these";
            assert!(number > 300 || text.contains(last), "{text}");
            let compatible = text.contains(" compatible changes</summary>\n\n| ");
            let warnings = text.contains(" warnings</summary>\n\n| ");
            assert!(warnings || !compatible);
        }
    }
}

#[test]
fn very_long_texts_do_not_exceed_the_limit() {
    for long in [
        "👍".repeat(2_000),
        "`|` \\| ".repeat(300),
        "@a ".repeat(700),
    ] {
        let long_finding = Finding {
            subject: long.clone(),
            change: long.clone(),
            effect: long.clone(),
            operations: vec![long.clone(); 5],
            rust: FindingRust {
                step: Step::Major,
                items: vec![RustChange::new(&long, &long, Step::Major); 5],
            },
            ..breaking()
        };
        let mut long_finding = long_finding;
        long_finding.location.file = long.clone();
        let mut changes = changes(vec![document(Step::Major, vec![long_finding; 300])]);
        let mut other = DocumentChange {
            status: Status::Added,
            ..document(Step::None, Vec::new())
        };
        other.comparison.document = long.clone();
        other.comparison.rust_skipped = Some(rejected(Rejected::New, &long));
        changes.documents.push(other);
        changes.base = Some(Revision {
            commit: "1a2b".to_owned(),
            name: long.clone(),
        });
        let entry = Acceptance {
            id: long.clone(),
            place: long.clone(),
            reason: long.clone(),
            fingerprint: long.clone(),
        };
        changes.accepted = vec![entry; 20];
        let rendered = shown(&changes);
        assert!(!rendered.rows.is_empty());
        assert!(
            rendered.rows.iter().all(|cells| *cells == 3),
            "{rendered:?}"
        );
        let longest = rendered.code.iter().map(|code| code.chars().count()).max();
        assert!(longest <= Some(80), "{longest:?}");
    }
}

#[test]
fn no_text_of_a_document_has_an_effect() {
    for text in [
        HOSTILE,
        "<img src=x onerror=alert(1)>",
        "</details></table><script>",
        "<!--",
        "-->",
        "| a | b |\n|---|---|\n| c | d |",
        "\\|",
        "\\\\| x",
        "`",
        "``` `` `",
        "a`<b>`c",
        "![a](https://evil.example/a.png)",
        "[a](https://evil.example) <https://evil.example>",
        "[a]: https://evil.example",
        "https://evil.example www.evil.example evil@evil.example",
        "@team @owner/team #1 GH-1 owner/repo#1 owner/repo@deadbeef1",
        "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
        ":tada: **a** _b_ ~~c~~ $d$ $$e$$ $`f`$",
        "# a\n\n- [ ] b\n\n> [!WARNING]\n> c",
        "[^1] &lt; &#64;team",
        "\u{202e}\u{2066}\u{200b}\u{feff}\u{0}\u{7f}\u{85}\u{2028}",
    ] {
        let mut changes = all_sections();
        let document = &mut changes.documents[0];
        document.comparison.document = text.to_owned();
        document.comparison.rust_skipped = Some(rejected(Rejected::New, text));
        document.status = Status::Renamed {
            from: text.to_owned(),
            is_certain: true,
        };
        for finding in &mut document.comparison.findings {
            finding.subject = text.to_owned();
            finding.change = format!("`{text}` was renamed to {text}");
            finding.effect = text.to_owned();
            finding.operations = vec![format!("GET {text}"); 3];
            finding.location.file = format!("spec/{text}");
            finding.fingerprint.push_str(text);
            for item in &mut finding.rust.items {
                item.item = text.to_owned();
                item.change = format!("is `{text}` now");
            }
        }
        for entry in &mut changes.accepted {
            entry.reason = text.to_owned();
            entry.place = text.to_owned();
            entry.fingerprint.push_str(text);
        }
        if let Some(base) = &mut changes.base {
            base.name = text.to_owned();
        }
        let rendered = shown(&changes);
        assert_eq!(rendered.rows, [3; 11], "{text}");
        assert_eq!(rendered.links.len(), 11, "{text}");
    }
}

#[test]
fn a_rejected_document_is_the_first_thing_to_see() {
    let with = |rejected_version, level| {
        let finding = finding(Kind::TypeChanged, level, Side::Request);
        let mut document = document(Step::None, vec![finding]);
        document.comparison.rust_skipped = Some(rejected(rejected_version, "a mistake"));
        changes(vec![document])
    };
    for (version, level, expected) in [
        (
            Rejected::New,
            Level::Compatible,
            "**Rejected by the generator, compatible on the wire** · the needed version is not known",
        ),
        (
            Rejected::Both,
            Level::Docs,
            "**Rejected by the generator, no effect on the wire** · the needed version is not known",
        ),
        (
            Rejected::Old,
            Level::Warning,
            "**Not compared in Rust, possibly breaking on the wire** · the needed version is not known",
        ),
        (
            Rejected::New,
            Level::Breaking,
            "**Rejected by the generator, breaking on the wire** · asks for 0.2.0, is 0.1.0",
        ),
    ] {
        let text = written(&with(version, level));
        assert_eq!(text.lines().nth(1), Some(expected), "{text}");
    }
    let mut several = with(Rejected::New, Level::Compatible);
    several.documents.push(document(Step::Major, Vec::new()));
    let text = written(&several);
    let expected =
        "**1 document rejected by the generator, compatible on the wire, breaking in Rust**";
    assert!(text.contains(expected), "{text}");
}
