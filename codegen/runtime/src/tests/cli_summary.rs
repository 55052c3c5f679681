use std::time::Duration;

use crate::runtime::cli::counts::Counts;
use crate::runtime::cli::entry_outcome::EntryOutcome;
use crate::runtime::cli::summary::Summary;

fn ids(ids: std::ops::Range<usize>) -> impl Iterator<Item = String> {
    ids.map(|id| id.to_string())
}

fn summary(counts: Counts) -> Summary {
    let mut summary = Summary::new("conversations");
    summary.counts = counts;
    summary.elapsed = Duration::from_secs(3480);
    summary
}

#[test]
fn a_complete_run_is_one_line() {
    let mut summary = summary(Counts {
        updated: 5000,
        ..Counts::default()
    });
    summary.failed_to = Some("failed.jsonl".to_owned());
    summary.journal = Some("run.journal".to_owned());
    assert_eq!(
        summary.to_string(),
        "5,000 of 5,000 conversations updated in 58 min"
    );
}

#[test]
fn reasons_are_grouped_and_the_next_step_is_named() {
    let mut summary = summary(Counts {
        updated: 4310,
        not_updated: 12,
        failed: 3,
        unknown: 25,
        not_tried: 650,
    });
    summary.is_interrupted = true;
    summary.failed_to = Some("failed.jsonl".to_owned());
    summary.journal = Some("run.journal".to_owned());
    let mut add = |outcome, reason: &str, ids| {
        summary.add_reason(outcome, "bulk_update_conversations", reason, ids);
    };
    add(
        EntryOutcome::Unknown,
        "bulk_update_conversations: the connection was closed",
        ids(50..75),
    );
    let rejected = "bulk_update_conversations: 422 Unprocessable Entity: tag: is unknown";
    add(
        EntryOutcome::Failed,
        &format!("{rejected} [request abc]"),
        ids(1..2),
    );
    add(
        EntryOutcome::Failed,
        &format!("{rejected} [request def]"),
        ids(2..3),
    );
    add(
        EntryOutcome::Failed,
        "bulk_update_conversations: 404 Not Found [request \u{1b}[2J]",
        ids(7..8),
    );
    add(
        EntryOutcome::NotUpdated,
        "the response does not include them",
        ids(20..32),
    );
    add(
        EntryOutcome::NotTried,
        "the command was interrupted",
        ids(0..650),
    );
    assert_eq!(
        summary.to_string(),
        "Interrupted: 4,310 updated, 12 not updated, 3 failed, 25 unknown, 650 not tried of 5,000 conversations \
         in 58 min\n  \
         12 not updated: the response does not include them (IDs 20, 21, 22, 23, 24, …)\n  \
         2 failed: 422 Unprocessable Entity: tag: is unknown (IDs 1, 2)\n  \
         1 failed: 404 Not Found [request ␛[2J] (ID 7)\n  \
         25 unknown: the connection was closed (IDs 50, 51, 52, 53, 54, …)\n  \
         650 not tried: the command was interrupted (IDs 0, 1, 2, 3, 4, …)\n\
         The IDs that were not updated are in failed.jsonl, with the reasons.\n\
         Look at the IDs whose outcome is unknown before you repeat them: the server may have updated them.\n\
         To continue, run the same command with `--journal run.journal` again."
    );
}

#[test]
fn many_reasons_are_counted() {
    let mut summary = summary(Counts {
        failed: 8,
        ..Counts::default()
    });
    for id in 0..8 {
        let reason = format!("update: reason {id}");
        summary.add_reason(EntryOutcome::Failed, "update", &reason, ids(id..id + 1));
    }
    let text = summary.to_string();
    assert!(
        text.contains("\n  1 failed: reason 4 (ID 4)\n  3 failed for 3 other reasons\n"),
        "{text}"
    );
    assert!(
        text.ends_with("\n`--failed-to FILE` writes the IDs that were not updated."),
        "{text}"
    );
}

#[test]
fn duplicates_are_told_once() {
    let mut summary = summary(Counts {
        updated: 2,
        ..Counts::default()
    });
    summary.duplicates = 1200;
    assert_eq!(
        summary.to_string(),
        "2 of 2 conversations updated in 58 min\n  1,200 duplicate IDs were left out, since an ID is sent once"
    );
}

#[test]
fn a_noun_is_that_of_one_thing_if_there_is_one() {
    let one = |noun: &str| {
        let mut summary = Summary::new(noun);
        summary.counts.updated = 1;
        summary.to_string()
    };
    for (many, expected) in [
        ("IDs", "1 of 1 ID updated in 0 s"),
        ("entries", "1 of 1 entry updated in 0 s"),
        ("changes", "1 of 1 change updated in 0 s"),
        ("addresses", "1 of 1 address updated in 0 s"),
        ("people", "1 of 1 people updated in 0 s"),
    ] {
        assert_eq!(one(many), expected);
    }
}
