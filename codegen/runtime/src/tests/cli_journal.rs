use std::path::PathBuf;

use serde_json::{Value, json};

use crate::runtime::cli::journal::{Finished, Header, Intent, Journal, Past, Reason};

/// A file in a folder that is removed at the end.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("journal")
    }

    fn open(&self) -> Result<(Journal, Past), String> {
        self.open_for(&header(&json!({ "status": "CLOSED" })))
    }

    fn open_for(&self, header: &Header) -> Result<(Journal, Past), String> {
        Journal::open(&self.path(), header)
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.path()).expect("the journal can be read")
    }
}

fn header(arguments: &Value) -> Header {
    Header::new("demo close".to_owned(), arguments, None)
}

fn intent(ids: &[i64], is_repeatable: bool) -> Intent {
    Intent {
        ids: ids.iter().map(|id| json!(id)).collect(),
        positions: Vec::new(),
        is_repeatable,
    }
}

/// Records that a batch is about to be sent.
fn send(journal: &Journal, ids: &[i64], is_repeatable: bool) {
    journal.prepare(intent(ids, is_repeatable));
    journal.record_intent().expect("the journal can be written");
}

fn finish(journal: &Journal, finished: &Finished) {
    journal
        .finish(finished)
        .expect("the journal can be written");
}

fn updated(ids: &[i64]) -> Finished {
    Finished {
        updated: ids.iter().map(|id| json!(id)).collect(),
        ..Finished::default()
    }
}

fn done(past: &Past, ids: impl IntoIterator<Item = i64>) -> Vec<i64> {
    let ids = ids.into_iter();
    ids.filter(|id| past.is_done(&json!(id), None)).collect()
}

#[test]
fn a_batch_that_was_in_flight_is_repeated_only_if_that_is_safe() {
    for (is_repeatable, expected_done) in [(true, vec![1, 2]), (false, vec![1, 2, 3, 4])] {
        let place = Place::new();
        let (journal, _) = place.open().expect("a new journal");
        send(&journal, &[1, 2], is_repeatable);
        finish(&journal, &updated(&[1, 2]));
        send(&journal, &[3, 4], is_repeatable);
        drop(journal);
        // The outcome of the decision is recorded, so that it is the same in each later run.
        for run in 0..2 {
            let (_, past) = place.open().expect("the journal");
            assert_eq!(done(&past, 1..=6), expected_done, "run {run}");
            assert_eq!(past.updated, 2);
            let unknown: usize = past.unknown.iter().map(|it| it.ids.len()).sum();
            assert_eq!(unknown, if is_repeatable { 0 } else { 2 });
        }
    }
}

#[test]
fn failed_ids_are_tried_again_and_others_are_not() {
    let place = Place::new();
    let (journal, _) = place.open().expect("a new journal");
    send(&journal, &[1, 2, 3, 4], false);
    let reason = |id: i64| Reason {
        ids: vec![json!(id)],
        kind: Some("api".to_owned()),
        status: Some(422),
    };
    let outcome = Finished {
        updated: vec![json!(1)],
        not_updated: vec![json!(2)],
        failed: vec![reason(3)],
        unknown: vec![reason(4)],
    };
    finish(&journal, &outcome);
    drop(journal);
    let (_, past) = place.open().expect("the journal");
    assert_eq!(done(&past, 1..=5), [1, 2, 4]);
}

#[test]
fn a_line_that_was_being_written_is_removed() {
    let place = Place::new();
    let (journal, _) = place.open().expect("a new journal");
    send(&journal, &[1], false);
    finish(&journal, &updated(&[1]));
    drop(journal);
    let complete = place.text();
    let cut = format!("{complete}{{\"finished\":{{\"upda");
    std::fs::write(place.path(), cut).expect("the journal can be written");
    let (_, past) = place.open().expect("the journal");
    assert_eq!(done(&past, [1]), [1]);
    assert_eq!(place.text(), complete);
}

#[test]
fn a_header_that_was_being_written_is_written_again() {
    let place = Place::new();
    drop(place.open().expect("a new journal"));
    let complete = place.text();
    std::fs::write(place.path(), &complete[..9]).expect("the journal can be written");
    drop(place.open().expect("the journal"));
    assert_eq!(place.text(), complete);
}

#[test]
fn a_journal_of_another_command_is_refused() {
    let entries = json!([1]);
    let arguments = json!({ "status": "CLOSED" });
    let cases = [
        (header(&json!({ "status": "OPENED" })), "other arguments"),
        (
            Header::new("demo open".to_owned(), &arguments, None),
            "`demo close`",
        ),
        (
            Header::new("demo close".to_owned(), &arguments, Some(&entries)),
            "other entries",
        ),
    ];
    for (header, problem) in cases {
        let place = Place::new();
        drop(place.open().expect("a new journal"));
        let error = place.open_for(&header).expect_err("another command");
        assert!(error.contains(problem), "{error}");
    }
    for text in ["hello\n", "hello", "{}\n"] {
        let place = Place::new();
        std::fs::write(place.path(), text).expect("a file");
        let error = place.open().expect_err("no journal");
        assert!(error.ends_with("it is not a journal"), "{text:?}: {error}");
        let left = std::fs::read_to_string(place.path()).expect("the file");
        assert_eq!(left, text, "the file is left as it was");
    }
}

#[test]
fn the_order_of_arguments_does_not_matter() {
    let place = Place::new();
    let parse = |text: &str| serde_json::from_str(text).expect("JSON");
    drop(place.open_for(&header(&parse(r#"{"a":1,"b":[{"c":2,"d":3}]}"#))));
    let same = place.open_for(&header(&parse(r#"{"b":[{"d":3,"c":2}],"a":1}"#)));
    assert!(same.is_ok(), "{same:?}");
}

#[cfg(unix)]
#[test]
fn a_journal_that_is_not_a_regular_file_is_refused() {
    let header = header(&json!({}));
    let error = Journal::open("/dev/null".as_ref(), &header).expect_err("a device");
    assert!(error.ends_with("it is not a regular file"), "{error}");
}

#[test]
fn a_journal_in_use_is_refused() {
    let place = Place::new();
    let _open = place.open().expect("a new journal");
    let error = place.open().expect_err("the journal is in use");
    assert!(
        error.starts_with("another program uses the journal"),
        "{error}"
    );
}

#[test]
fn entries_whose_ids_are_not_unique_are_known_by_their_position() {
    let place = Place::new();
    let (journal, _) = place.open().expect("a new journal");
    journal.prepare(Intent {
        ids: vec![json!("a"), json!("b"), json!("a")],
        positions: vec![0, 2, 3],
        is_repeatable: false,
    });
    journal.record_intent().expect("the journal can be written");
    finish(
        &journal,
        &Finished {
            updated: vec![json!("a"), json!("a")],
            failed: vec![Reason {
                ids: vec![json!("b")],
                ..Reason::default()
            }],
            ..Finished::default()
        },
    );
    drop(journal);
    let (_, past) = place.open().expect("the journal");
    let done = (0..5).filter(|at| past.is_done(&json!("a"), Some(*at)));
    assert_eq!(done.collect::<Vec<_>>(), [0, 3]);
}

#[cfg(unix)]
#[test]
fn a_journal_is_private_to_its_user() {
    use std::os::unix::fs::PermissionsExt;
    for existing in [None, Some(0o644)] {
        let place = Place::new();
        if let Some(mode) = existing {
            std::fs::write(place.path(), "").expect("a file");
            let permissions = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(place.path(), permissions).expect("permissions");
        }
        drop(place.open().expect("a journal"));
        let mode = std::fs::metadata(place.path())
            .expect("the file")
            .permissions();
        assert_eq!(mode.mode() & 0o777, 0o600, "{existing:?}");
    }
}
