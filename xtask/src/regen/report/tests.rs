use std::path::PathBuf;
use std::time::Duration;

use super::{
    LISTED, Left, Requests, Row, SURFACE_LINES, SurfaceChange, differences, left, rows, surfaces,
    written,
};
use crate::console::Paint;
use crate::tree::{Change, Kind};

fn change<'a>(path: &str, kind: Kind<'a>) -> Change<'a> {
    Change {
        path: PathBuf::from(path),
        kind,
    }
}

fn one_of_each() -> Vec<Change<'static>> {
    vec![
        change("src/bird.rs", Kind::Added { new: "//! Bird\n" }),
        change(
            "src/fernand/types.rs",
            Kind::Changed {
                old: b"struct A;\nstruct B;\n".to_vec(),
                new: "struct A;\nstruct C;\n",
            },
        ),
        change("src/left.rs", Kind::Removed),
    ]
}

#[test]
fn a_document_is_one_line_in_columns() {
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
    insta::assert_snapshot!(rows(&[bird, fernand]), @r"
    bird      1 operation, 1 type      no change          7 ms
    fernand   3 operations, 10 types   2 files changed   41 ms
    ");
}

#[test]
fn what_was_written_is_listed_and_counted() {
    insta::assert_snapshot!(written(&one_of_each()), @r"
      added    generated/src/bird.rs
      changed  generated/src/fernand/types.rs
      removed  generated/src/left.rs
    wrote 2 files, removed 1
    ");
}

#[test]
fn nothing_to_write_is_one_line() {
    assert_eq!(written(&[]), "generated/ is up to date\n");
}

#[test]
fn a_long_list_is_cut_and_says_so() {
    let changes: Vec<_> = (0..LISTED + 3)
        .map(|n| change(&format!("src/{n}.rs"), Kind::Removed))
        .collect();
    let text = written(&changes);
    assert!(text.ends_with("  and 3 more\nremoved 9 files\n"), "{text}");
}

#[test]
fn each_stale_file_says_how_it_differs() {
    insta::assert_snapshot!(differences(&one_of_each(), Paint::PLAIN), @r"
    generated/src/bird.rs is missing
    generated/src/fernand/types.rs is stale:
    --- what is there
    +++ what the documents give
    @@ -1,2 +1,2 @@
     struct A;
    -struct B;
    +struct C;
    generated/src/left.rs comes from no document
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
    let new: String = (0..SURFACE_LINES + 3)
        .map(|n| format!("    V{n}\n"))
        .collect();
    let new = OLD.replace("    Open\n", &new);
    let changes = ["a", "b"].map(|module| surface_change(module, Some(OLD), Some(&new)));
    let text = surfaces(&changes, Paint::PLAIN);
    let more = "\n  … 10 lines more; `git diff tests/surface` shows all of them after `--accept`\n";
    assert_eq!(text.matches(more).count(), 2, "{text}");
}

#[test]
fn many_operations_without_a_test_are_counted() {
    let names = ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec();
    let requests = Requests {
        missing: [("pets".to_owned(), names)].into(),
        ..Requests::default()
    };
    let steps = Left {
        to_accept: false,
        requests: &requests,
    };
    let text = left(&steps, Paint::PLAIN);
    assert!(text.ends_with("\n    pets: a, b, c and 2 more\n"), "{text}");
}
