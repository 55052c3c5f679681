use std::{path::PathBuf, time::Duration};

use super::{LISTED, Row, differences, rows, written};
use crate::{
    console::Paint,
    tree::{Change, Kind},
};

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
    assert!(text.ends_with("  and 3 more\nremoved 23 files\n"), "{text}");
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
