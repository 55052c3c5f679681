//! Commands that send entries in batches: where entries come from, and where outcomes go.

mod support;

use std::path::Path;

use sandbox::{Fault, Faults, When};
use serde_json::json;
use support::{Ended, KEY, Place, bulk, json_lines, lines};

#[tokio::test(flavor = "multi_thread")]
async fn a_listing_pipes_into_closing() {
    let place = Place::new().await;
    let opened = place.ids_with("opened");
    assert!(
        opened.len() > 25,
        "more than are sent without a confirmation"
    );
    let list = [
        "fernand",
        "list-conversations",
        "--q",
        "status:opened",
        "--all",
    ];
    let listed = place.run(&list).exits_with(0);
    assert_eq!(listed.json_lines().len(), opened.len());
    let close = bulk(&["--ids-from", "-", "--status", "closed", "--yes"]);
    let closed = place.run_with(&close, &listed.out).exits_with(0);
    assert_eq!(closed.json_lines().len(), opened.len());
    assert!(place.ids_with("opened").is_empty());
    // The outcomes are entries of the next command.
    let reopen = bulk(&["--status", "opened", "--yes"]);
    place.run_with(&reopen, &closed.out).exits_with(0);
    assert_eq!(place.ids_with("opened").len(), opened.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_come_from_arguments_text_json_lines_and_arrays() {
    let place = Place::new().await;
    let ids = place.ids_with("opened");
    let [a, b, c, ..] = ids.as_slice() else {
        panic!("three opened conversations")
    };
    let (a, b, c) = (a.to_string(), b.to_string(), c.to_string());
    let text = place.file("text", &format!("\u{feff}{a}\r\n\r\n {b} \n"));
    let json_lines = place.file(
        "lines",
        &format!("{{\"id\":{a},\"x\":1}}\n{{\"id\":{b}}}\n"),
    );
    let array = place.file("array", &format!("[\n  {{\"id\": {a}}},\n  {b}\n]"));
    let cases: [(Vec<&str>, usize); 5] = [
        (vec![&a, &b, &c], 3),
        (vec!["--ids-from", &text], 2),
        (vec!["--ids-from", &json_lines], 2),
        (vec!["--ids-from", &array], 2),
        (vec![&c, "--ids-from", &text], 3),
    ];
    for (given, count) in cases {
        let mut arguments = bulk(&given);
        arguments.extend(["--tag", "stale"]);
        let ended = place.run(&arguments).exits_with(0);
        assert_eq!(ended.json_lines().len(), count, "{given:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_come_from_csv_of_the_program_and_of_a_help_desk() {
    let place = Place::new().await;
    let list = ["fernand", "list-conversations", "--q", "status:opened"];
    let as_csv = ["--limit", "3", "--output", "csv", "--fields", "subject,id"];
    let listed = place.run(&[&list[..], &as_csv].concat()).exits_with(0);
    let tag = bulk(&["--tag", "stale", "--output", "csv"]);
    let tagged = place.run_with(&tag, &listed.out).exits_with(0);
    assert_eq!(tagged.out.lines().count(), 4, "{}", tagged.out);
    // The outcomes are entries of the next command.
    let again = place.run_with(&tag, &tagged.out).exits_with(0);
    assert_eq!(again.out.lines().count(), 4, "{}", again.out);
    let ids = place.sandbox.kustomer_conversations();
    let export = format!(
        "\u{feff}Subject;Conversation ID\r\n\"a;\r\nb\";{}\r\nc;{}\r\n",
        ids[0].id, ids[1].id
    );
    let export = place.file("export.csv", &export);
    let update = ["kustomer", "update-conversations", "--status", "done"];
    let from = ["--ids-from", &export];
    let chosen = [&update[..], &from, &["--id-column", "conversation id"]].concat();
    let ended = place.run(&chosen).exits_with(0);
    assert_eq!(ended.json_lines().len(), 2, "{}", ended.out);
    let sent = place.sandbox.counts().received;
    let cases = [
        (
            from.to_vec(),
            "export.csv: line 1 has several columns and none is `id`: `Subject`, `Conversation ID`; ",
        ),
        (
            [&from[..], &["--id-column", "Ticket"]].concat(),
            "export.csv: line 1 has no column `Ticket`; its columns are `Subject`, `Conversation ID`",
        ),
        (
            vec!["a", "--id-column", "Ticket"],
            "`--id-column` is about a file or standard input",
        ),
    ];
    for (given, problem) in cases {
        let ended = place.run(&[&update[..], &given].concat()).exits_with(2);
        assert!(ended.err.contains(problem), "{given:?}: {}", ended.err);
    }
    assert_eq!(place.sandbox.counts().received, sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_summary_and_dry_run_count_a_duplicate_once() {
    let place = Place::new().await;
    let (ids, _) = place.opened(2);
    let input = lines([&ids[0], &ids[1], &ids[0]]);
    let tag = bulk(&["--tag", "stale", "--batch-size", "1"]);
    let note = "1 duplicate ID was left out, since an ID is sent once";
    let ended = place.run_with(&tag, &input).exits_with(0);
    let shown: Vec<_> = ended.err.lines().collect();
    assert!(shown.contains(&"2 of 2 IDs: 2 updated"), "{}", ended.err);
    assert!(
        ended.err.contains("2 of 2 IDs updated in "),
        "{}",
        ended.err
    );
    assert!(!ended.err.contains("of 3"), "{}", ended.err);
    assert_eq!(ended.err.matches(note).count(), 1, "{}", ended.err);
    let dry = [&tag[..], &["--dry-run", "--print-request"]].concat();
    let ended = place.run_with(&dry, &input).exits_with(0);
    assert_eq!(ended.out.matches("curl ").count(), 2, "{}", ended.out);
    assert!(
        ended.out.contains("would send 2 entries in 2 requests"),
        "{}",
        ended.out
    );
    assert_eq!(ended.err.matches(note).count(), 1, "{}", ended.err);
    // More than 25 entries ask for a confirmation, and a duplicate is none of them.
    let many = lines(std::iter::repeat_n(&ids[0], 26));
    let tag = bulk(&["--tag", "stale"]);
    place.run_with(&tag, &many).exits_with(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_that_cannot_be_read_are_named_by_their_line() {
    let place = Place::new().await;
    let cases = [
        ("1\nx\n", "standard input: line 2: `x` is not an integer"),
        (
            "{\"id\":1}\n{\"di\":2}\n",
            "standard input: line 2 has no property `id`",
        ),
        ("1\n{\"id\":\n", "standard input: line 2 is not JSON"),
        ("{\"id\":\"a\"}\n", "standard input: line 1: found string"),
        ("\n", "no IDs: give them as arguments"),
        ("[1, 2", "standard input is not a JSON array"),
        (
            "id,x\n1,a\ny,b\n",
            "standard input: line 3: `y` is not an integer",
        ),
        ("id\n", "no IDs: give them as arguments"),
    ];
    for (input, problem) in cases {
        let arguments = bulk(&["--tag", "stale"]);
        let ended = place.run_with(&arguments, input).exits_with(2);
        assert!(ended.err.contains(problem), "{input:?}: {}", ended.err);
        assert_eq!(place.sandbox.counts().received, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_entry_has_an_outcome_and_the_rest_is_in_a_file() {
    let place = Place::new().await;
    let first = place.ids_with("opened")[0];
    let id = first.to_string();
    let arguments = ["--tag", "stale", "--failed-to", "failed", "999999999", &id];
    let ended = place.run(&bulk(&arguments)).exits_with(3);
    let mut outcomes: Vec<_> = ended.json_lines();
    outcomes.iter_mut().for_each(|it| {
        it.as_object_mut().expect("an object").remove("value");
    });
    assert!(outcomes.contains(&json!({ "id": first, "outcome": "updated" })));
    let failed = json_lines(&place.read("failed"));
    let reason = "the response does not include it";
    let expected = json!({ "id": 999_999_999, "outcome": "not_updated", "reason": reason });
    assert_eq!(failed, [expected]);
    assert!(
        ended.err.contains("1 updated, 1 not updated of 2 IDs"),
        "{}",
        ended.err
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_keeps_the_order_of_its_properties() {
    let place = Place::new().await;
    let id = place.ids_with("opened")[0].to_string();
    let ended = place.run(&bulk(&[&id, "--tag", "stale"])).exits_with(0);
    let start = format!(r#""value":{{"id":{id},"contact_id":"#);
    assert!(ended.out.contains(&start), "{}", ended.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_exit_status_tells_what_happened() {
    let place = Place::new().await;
    let id = place.ids_with("opened")[0].to_string();
    let lost = Fault::Close(When::AfterProcessing);
    let error = Fault::Status("422".parse().expect("a status"), When::BeforeProcessing);
    let denied = Fault::Status("401".parse().expect("a status"), When::BeforeProcessing);
    let cases = [
        (None, 0),
        (Some(lost), 3),
        (Some(error), 1),
        (Some(denied), 1),
    ];
    for (fault, status) in cases {
        place.sandbox.script_faults([fault.clone()]);
        let arguments = bulk(&[&id, "--status", "closed"]);
        let ended = place.run(&arguments);
        assert_eq!(ended.status, Some(status), "{fault:?}: {}", ended.err);
        assert_eq!(ended.json_lines().len(), 1, "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn large_and_destructive_changes_need_a_confirmation() {
    let place = Place::new().await;
    let ids = place.ids_with("opened");
    let (many, few) = (lines(&ids[..26]), lines(&ids[..2]));
    let cases: [(&[&str], &str, bool); 6] = [
        (&["--tag", "stale"], &many, true),
        (&["--tag", "stale"], &few, false),
        (&["--status", "DELETE"], &few, true),
        (&["--status", "SPAM", "--block"], &few, true),
        (&["--status", "SPAM"], &few, false),
        (&["--body", r#"{"status":"DELETE"}"#], &few, true),
    ];
    for (arguments, input, is_asked) in cases {
        let mut dry = bulk(arguments);
        dry.push("--dry-run");
        place.run_with(&dry, input).exits_with(0);
        let before = place.sandbox.counts().received;
        // The tests may have a terminal, so that it is taken away from the program.
        let mut command = place.command(&bulk(arguments));
        let ended = support::without_terminal(&mut command, input);
        let sent = place.sandbox.counts().received - before;
        if is_asked {
            assert_eq!(
                (ended.status, sent),
                (Some(2), 0),
                "{arguments:?}: {}",
                ended.err
            );
            assert!(ended.err.contains("give `--yes`"), "{}", ended.err);
        } else {
            assert_eq!(
                (ended.status, sent),
                (Some(0), 1),
                "{arguments:?}: {}",
                ended.err
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_away_does_not_stop_the_work() {
    let place = Place::new().await;
    let (ids, file) = place.opened(usize::MAX);
    let arguments = bulk(&[
        "--ids-from",
        &file,
        "--batch-size",
        "5",
        "--tag",
        "stale",
        "--yes",
    ]);
    let mut child = place.start(&arguments);
    drop(child.stdout.take());
    let status = child.wait().expect("the program ends");
    assert_eq!(status.code(), Some(0));
    let requests = u64::try_from(ids.len().div_ceil(5)).expect("a small number");
    assert_eq!(place.sandbox.counts().received, requests);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_away_hides_no_entry_that_was_not_updated() {
    let place = Place::new().await;
    let (ids, _) = place.opened(3);
    let missing = [999_999_991, 999_999_992];
    let error = Fault::Status("422".parse().expect("a status"), When::BeforeProcessing);
    let all = lines(ids.iter().chain(&missing));
    let cases = [
        (all, vec![], 5, 3),
        (
            lines(&missing),
            vec![Some(error.clone()), Some(error)],
            2,
            1,
        ),
    ];
    for (input, faults, count, status) in cases {
        for format in ["jsonl", "json", "csv", "table"] {
            place.sandbox.script_faults(faults.clone());
            let input = place.file("ids", &input);
            let fixed = ["--ids-from", &input, "--batch-size", "1", "--tag", "stale"];
            let output = ["--output", format, "--failed-to", "failed"];
            let before = place.sandbox.counts().received;
            let mut child = place.start(&bulk(&[&fixed[..], &output].concat()));
            drop(child.stdout.take());
            let ended = Ended::wait(child).exits_with(status);
            assert_eq!(place.sandbox.counts().received - before, count, "{format}");
            assert_eq!(json_lines(&place.read("failed")).len(), 2, "{format}");
            assert!(!ended.err.contains("error"), "{}", ended.err);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_to_file_that_cannot_be_created_is_refused_before_anything_is_sent() {
    let place = Place::new().await;
    let arguments = bulk(&["1", "--tag", "a", "--failed-to", "missing/failed"]);
    let ended = place.run(&arguments).exits_with(2);
    assert!(
        ended
            .err
            .starts_with("error: cannot write `missing/failed`"),
        "{}",
        ended.err
    );
    assert_eq!(place.sandbox.counts().received, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn kustomers_jobs_report_each_conversation() {
    let place = Place::new().await;
    let conversations = place.sandbox.kustomer_conversations();
    let ids: Vec<_> = conversations
        .iter()
        .take(3)
        .map(|it| it.id.clone())
        .collect();
    let mut arguments = vec!["kustomer", "update-conversations", "--status", "done"];
    arguments.extend(ids.iter().map(String::as_str));
    let ended = place.run(&arguments).exits_with(0);
    assert_eq!(ended.json_lines().len(), 3);
    let entries: String = ids
        .iter()
        .map(|id| format!("{{\"id\":\"{id}\",\"status\":\"open\"}}\n"))
        .collect();
    let each = ["kustomer", "update-each-conversation"];
    let ended = place.run_with(&each, &entries).exits_with(0);
    assert_eq!(ended.json_lines().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_with_an_unknown_property_is_refused() {
    let place = Place::new().await;
    let each = ["kustomer", "update-each-conversation"];
    let cases = [
        (
            "{\"id\":\"a\",\"priorty\":4}\n",
            "line 1: `priorty` is not a property",
        ),
        // The file of `--failed-to` has no changes.
        (
            "{\"id\":\"a\",\"outcome\":\"failed\"}\n",
            "line 1: `outcome` is not a property",
        ),
    ];
    for (input, problem) in cases {
        let ended = place.run_with(&each, input).exits_with(2);
        assert!(ended.err.contains(problem), "{}", ended.err);
    }
    assert_eq!(place.sandbox.counts().received, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_lose_no_entry() {
    let place = Place::with(|builder| builder.faults(Faults::mixed(3, 0.5))).await;
    let ids = place.ids_with("opened");
    let input = lines(&ids);
    let arguments = bulk(&[
        "--status",
        "closed",
        "--batch-size",
        "3",
        "--yes",
        "--failed-to",
        "failed",
    ]);
    let ended = place.run_with(&arguments, &input).exits_with(3);
    let outcomes = ended.json_lines();
    let mut reported: Vec<_> = outcomes.iter().filter_map(|it| it["id"].as_i64()).collect();
    reported.sort_unstable();
    let mut expected = ids;
    expected.sort_unstable();
    assert_eq!(reported, expected);
    let others = outcomes
        .iter()
        .filter(|it| it["outcome"] != "updated")
        .count();
    assert_eq!(json_lines(&place.read("failed")).len(), others);
}

#[test]
fn a_dry_run_numbers_invalid_entries_among_all_entries() {
    let update = [
        "kustomer",
        "update-conversations",
        "--org",
        "acme",
        "--status",
        "done",
    ];
    let dry = ["--batch-size", "2", "--dry-run"];
    let ids = ["a", "a", "b", "c", "x,y", "d", "z,"];
    let mut command = support::program();
    command.args([&update[..], &dry, &ids].concat());
    let ended = Ended::run(&mut command).exits_with(2);
    let problem = |position| format!("`ids[{position}]` contains `,`, which separates items");
    assert!(
        ended.err.contains(&problem(4)) && ended.err.contains(&problem(6)),
        "{}",
        ended.err
    );
    // A violation of a part that all requests share is reported once.
    let mut command = support::program();
    let long = long_tag();
    let body = ["--body", &long];
    command.args(bulk(
        &[&["1", "2", "--batch-size", "1", "--dry-run"], &body[..]].concat(),
    ));
    let ended = Ended::run(&mut command).exits_with(2);
    assert_eq!(
        ended.err.matches("at most 50 are allowed").count(),
        1,
        "{}",
        ended.err
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_invalid_for_every_entry_is_refused_once() {
    let place = Place::new().await;
    let (_, file) = place.opened(30);
    let long = long_tag();
    let arguments = bulk(&[
        "--ids-from",
        &file,
        "--journal",
        "journal",
        "--failed-to",
        "failed",
        "--body",
        &long,
    ]);
    let ended = place.run(&arguments).exits_with(2);
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
    assert!(
        ended.err.contains("at most 50 are allowed"),
        "{}",
        ended.err
    );
    assert_eq!(ended.out, "");
    assert!(!Path::new(&place.path("journal")).exists());
    assert_eq!(place.sandbox.counts().received, 0);
}

/// A body of Fernand's bulk update with a tag that is too long.
fn long_tag() -> String {
    json!({ "tag": "a".repeat(51) }).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_update_without_a_change_is_refused_and_names_the_options_that_set_one() {
    let place = Place::new().await;
    let fernand = "error: the request would change nothing; give a change with `--status`, `--snooze-until`, \
                   `--agent-id`, `--agent-email`, `--tag`, `--untag`, `--block` or `--body`\n";
    let kustomer = "`--direction`, `--priority`, `--satisfaction`, ";
    let cases: [(&[&str], &str); 4] = [
        (&["fernand", "bulk-update-conversations"], fernand),
        (
            &["fernand", "bulk-update-conversations", "--body", "{}"],
            fernand,
        ),
        (
            &["fernand", "bulk-update-conversations", "--dry-run"],
            fernand,
        ),
        (&["kustomer", "update-conversations"], kustomer),
    ];
    for (command, expected) in cases {
        let ended = place.run_with(command, "1\n").exits_with(2);
        assert!(ended.err.contains(expected), "{command:?}: {}", ended.err);
    }
    assert_eq!(place.sandbox.counts().received, 0);
    // Kustomer's document requires a body, and no property of it.
    let empty = ["kustomer", "update-conversations", "a", "--body", "{}"];
    place
        .run(&[&empty[..], &["--dry-run"]].concat())
        .exits_with(0);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn after_an_outcome_that_cannot_be_written_nothing_more_is_sent_and_the_rest_is_told() {
    let place = Place::new().await;
    let (ids, file) = place.opened(6);
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full");
    let pairs = ["--ids-from", &file, "--batch-size", "2", "--tag", "stale"];
    let ended = Ended::run(
        place
            .command(&bulk(&pairs))
            .stdout(full().expect("the device")),
    );
    let ended = ended.exits_with(3);
    assert!(
        ended.err.contains("2 updated, 4 not tried of 6 IDs"),
        "{}",
        ended.err
    );
    assert!(
        ended
            .err
            .contains("error: cannot write the output: No space left"),
        "{}",
        ended.err
    );
    assert_eq!(place.sandbox.counts().received, 1);
    let unknown = place.file("unknown", "1\n2\n3\n4\n");
    let failed = [
        "--ids-from",
        &unknown,
        "--batch-size",
        "2",
        "--tag",
        "stale",
        "--failed-to",
        "/dev/full",
    ];
    let ended = place.run(&bulk(&failed)).exits_with(3);
    assert!(
        ended.err.contains("2 not updated, 2 not tried of 4 IDs"),
        "{}",
        ended.err
    );
    assert!(
        ended.err.contains("error: cannot write `/dev/full`"),
        "{}",
        ended.err
    );
    assert_eq!(ids.len(), 6);
}

#[test]
fn a_dry_run_checks_the_file_of_failed_entries_and_leaves_everything_as_it_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("old"), "old").expect("a file");
    let run = |file: &Path, more: &[&str]| {
        let mut command = support::program();
        command
            .args(bulk(&["1", "--tag", "a", "--failed-to"]))
            .arg(file)
            .args(more);
        Ended::run(&mut command)
    };
    for file in ["new", "old"] {
        run(&path(file), &["--dry-run"]).exits_with(0);
    }
    assert_eq!(
        std::fs::read_to_string(path("old")).ok().as_deref(),
        Some("old")
    );
    assert!(!path("new").exists());
    for file in [
        path("missing/new"),
        folder.path().to_owned(),
        path("old/new"),
    ] {
        let ended = run(&file, &["--dry-run"]).exits_with(2);
        let problem = format!("error: cannot write `{}`: ", file.display());
        assert!(ended.err.contains(&problem), "{}", ended.err);
        assert_eq!(ended.out, "");
        // Only a dry run says what a run would do.
        run(&file, &["--print-request"]).exits_with(0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quiet_run_says_what_was_not_updated_and_not_what_to_do_next() {
    let place = Place::new().await;
    let tag = bulk(&["99999", "--tag", "stale", "--quiet"]);
    for more in [&[][..], &["--failed-to", "failed"]] {
        let ended = place.run(&[&tag[..], more].concat()).exits_with(3);
        let lines: Vec<_> = ended.err.lines().collect();
        let [summary, reason] = lines.as_slice() else {
            panic!("two lines: {lines:?}")
        };
        assert!(
            summary.starts_with("0 updated, 1 not updated of 1 ID in "),
            "{summary}"
        );
        assert!(reason.starts_with("  1 not updated: "), "{reason}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn standard_input_is_that_of_one_argument() {
    let place = Place::new().await;
    let id = place.ids_with("opened")[0].to_string();
    for ids in [&["-"][..], &["-", "-"], &["-", "--ids-from", "-"]] {
        let tag = bulk(&[ids, &["--tag", "stale"]].concat());
        let ended = place.run_with(&tag, &id).exits_with(0);
        assert_eq!(ended.json_lines().len(), 1, "{ids:?}");
    }
    let body = r#"{"tag":"stale"}"#;
    for more in [&[][..], &["--ids-from", "-"], &["-"]] {
        let update = bulk(&[&["--body", "@-"], more].concat());
        assert_eq!(
            place.run_with(&update, body).exits_with(2).err,
            "error: cannot read standard input: another argument has read it\n"
        );
    }
    // A credential is read first, so that it is not taken for an ID, which an error shows.
    let tag = bulk(&["--tag", "stale", "--api-key-file", "-"]);
    let mut command = place.command(&tag);
    command.env_remove("FERNAND_API_KEY");
    let ended = support::without_terminal(&mut command, &format!("{KEY}\n")).exits_with(2);
    assert_eq!(
        ended.err,
        "error: cannot read standard input: another argument has read it\n"
    );
}
