use std::path::PathBuf;
use std::time::Duration;

use super::{
    MAX_LISTED_FILES, MAX_SURFACE_LINES, RemainingSteps, Requests, Row, SurfaceChange, differences,
    remaining_steps, rows, surfaces, written,
};
use crate::console::Paint;
use crate::tree::{Change, ChangeKind};

fn change<'a>(path: &str, kind: ChangeKind<'a>) -> Change<'a> {
    Change {
        path: PathBuf::from(path),
        kind,
    }
}

fn one_of_each() -> Vec<Change<'static>> {
    vec![
        change("src/bird.rs", ChangeKind::Added { new: "//! Bird\n" }),
        change(
            "src/fernand/types.rs",
            ChangeKind::Changed {
                old: b"struct A;\nstruct B;\n".to_vec(),
                new: "struct A;\nstruct C;\n",
            },
        ),
        change("src/stray.rs", ChangeKind::Removed),
    ]
}

#[test]
fn each_document_is_one_row_with_aligned_columns() {
    let fernand = Row {
        name: "fernand",
        operations: 3,
        types: 10,
        changed: 2,
        time: Duration::from_micros(41_300),
    };
    let bird = Row {
        name: "bird",
        operations: 1,
        types: 1,
        changed: 0,
        time: Duration::from_millis(7),
    };
    let documents = [bird, fernand];
    insta::assert_snapshot!(rows(&documents, 2), @r"
    bird      1 operation, 1 type      no change          7 ms
    fernand   3 operations, 10 types   2 files changed   41 ms
    ");
    insta::assert_snapshot!(rows(&documents, 5), @r"
    bird      1 operation, 1 type      no change          7 ms
    fernand   3 operations, 10 types   2 files changed   41 ms
    crate     files of no document     3 files changed
    ");
}

#[test]
fn written_and_removed_files_are_listed_and_counted() {
    insta::assert_snapshot!(written(&one_of_each()), @r"
      added    generated/src/bird.rs
      changed  generated/src/fernand/types.rs
      removed  generated/src/stray.rs
    wrote 2 files, removed 1
    ");
}

#[test]
fn an_unchanged_tree_is_reported_in_one_line() {
    assert_eq!(written(&[]), "generated/ is up to date\n");
}

#[test]
fn a_long_list_of_files_is_cut_and_ends_with_the_number_of_omitted_files() {
    let changes: Vec<_> = (0..MAX_LISTED_FILES + 3)
        .map(|n| change(&format!("src/{n}.rs"), ChangeKind::Removed))
        .collect();
    let text = written(&changes);
    assert!(text.ends_with("  and 3 more\nremoved 9 files\n"), "{text}");
}

#[test]
fn each_outdated_file_is_shown_with_its_difference() {
    insta::assert_snapshot!(differences(&one_of_each(), Paint::PLAIN), @r"
    generated/src/bird.rs is missing
    generated/src/fernand/types.rs is out of date:
    --- on disk
    +++ from the documents
    @@ -1,2 +1,2 @@
     struct A;
    -struct B;
    +struct C;
    generated/src/stray.rs is not generated from any document
    ");
}

const OLD: &str = "\
struct types::Page: Clone + Eq
    data: Vec<String>
enum types::Status (open texts): Clone + Copy
    Open
    Closed
Client::list(&self) -> runtime::Call<List>
";

fn surface_change(module: &str, old: Option<&str>, new: Option<&str>) -> SurfaceChange {
    SurfaceChange {
        module: module.to_owned(),
        old: old.map(str::to_owned),
        new: new.map(str::to_owned),
    }
}

#[test]
fn changes_for_callers_are_shown_below_their_types() {
    let new = OLD
        .replace("Clone + Eq\n", "Clone\n    score: f64\n")
        .replace("    Closed\n", "    Shut\n");
    let changes = [
        surface_change("fernand", Some(OLD), Some(&new)),
        surface_change("kustomer", None, Some(OLD)),
        surface_change("old", Some(OLD), None),
    ];
    insta::assert_snapshot!(surfaces(&changes, Paint::PLAIN), @r"

    changes for callers of fernand: 3 lines added, 2 removed
      - struct types::Page: Clone + Eq
      + struct types::Page: Clone
      +     score: f64
          enum types::Status
      -     Closed
      +     Shut

    kustomer is a new module: 6 lines added

    old is no longer a module: 6 lines removed
    ");
}

#[test]
fn many_changes_for_callers_are_counted() {
    let new: String = (0..MAX_SURFACE_LINES + 3)
        .map(|n| format!("    V{n}\n"))
        .collect();
    let new = OLD.replace("    Open\n", &new);
    let changes = ["a", "b"].map(|module| surface_change(module, Some(OLD), Some(&new)));
    let text = surfaces(&changes, Paint::PLAIN);
    let more = "\n  … 10 more lines; `git diff tests/surface` shows all of them after `--accept`\n";
    assert_eq!(text.matches(more).count(), 2, "{text}");
}

#[test]
fn many_operations_without_a_test_are_counted() {
    let names = ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec();
    let requests = Requests {
        missing: [("pets".to_owned(), names)].into(),
        ..Requests::default()
    };
    let steps = RemainingSteps {
        to_accept: false,
        requests: &requests,
        warnings: 0,
    };
    let text = remaining_steps(&steps, Paint::PLAIN);
    assert!(text.ends_with("\n    pets: a, b, c and 2 more\n"), "{text}");
}

#[test]
fn warnings_are_counted_beside_done() {
    let steps = RemainingSteps {
        to_accept: false,
        requests: &Requests::default(),
        warnings: 1,
    };
    let text = remaining_steps(&steps, Paint::PLAIN);
    assert!(text.starts_with("\ndone, with 1 warning above: "), "{text}");
}
