//! Arguments, help, and requests that are printed instead of sent.

mod support;

use support::{Ended, KEY, Place, program};

const ID: &str = "a1405560-c8d3-4b1a-877d-3f449ad95352";

fn run(arguments: &[&str]) -> Ended {
    Ended::run(program().args(arguments))
}

/// Every operation of the documents in `spec/`.
const COMMANDS: [[&str; 2]; 8] = [
    ["bird", "update-conversation"],
    ["fernand", "list-conversations"],
    ["fernand", "update-conversation"],
    ["fernand", "bulk-update-conversations"],
    ["kustomer", "update-conversations"],
    ["kustomer", "update-each-conversation"],
    ["kustomer", "get-bulk"],
    ["kustomer", "list-bulk-batches"],
];

#[test]
fn the_help_of_every_command_fits_the_terminal() {
    for [group, name] in COMMANDS {
        let out = run(&[group, name, "--help"]).exits_with(0).out;
        let widest = out.lines().map(|line| line.chars().count()).max();
        assert!(widest.is_some_and(|width| width <= 100), "{out}");
        insta::assert_snapshot!(format!("help-{group}-{name}"), out);
    }
}

#[test]
fn the_help_of_the_program_and_of_a_document() {
    for (name, arguments) in [
        ("help", &["--help"][..]),
        ("help-fernand", &["fernand", "--help"]),
        (
            "help-short",
            &["fernand", "bulk-update-conversations", "-h"],
        ),
    ] {
        insta::assert_snapshot!(name, run(arguments).out);
    }
}

#[test]
fn invalid_arguments_are_explained_before_anything_is_sent() {
    let update = ["fernand", "update-conversation"];
    let list = ["fernand", "list-conversations"];
    let long = "a".repeat(81);
    let kustomer = ["kustomer", "update-conversations", "a", "--org", "acme"];
    let cases: [(Vec<&str>, &str); 21] = [
        (
            ["kustomer", "get-bulk", "a", "--org", "a/b"].to_vec(),
            "the value of `--org` contains '/'",
        ),
        (
            [&list[..], &["--timeout", "0"]].concat(),
            "'--timeout <SECONDS>': is not an integer from 1 to 86400",
        ),
        (
            [&list[..], &["--base-url", "https://ann:pass@example.com"]].concat(),
            "`--base-url` contains a user name or a password; set FERNAND_API_KEY, or give",
        ),
        (
            [&update[..], &["x", "--status", "closed"]].concat(),
            "is not an integer",
        ),
        (
            [&update[..], &["1", "--status", "shut"]].concat(),
            "[possible values: ",
        ),
        (
            [&update[..], &["1", "--subject", &long]].concat(),
            "has 81 characters, more than 80",
        ),
        (
            [&update[..], &["1", "--agent-id", "2", "--null", "agent-id"]].concat(),
            "has a value and is in `--null`",
        ),
        (
            [&update[..], &["1", "--null", "subject"]].concat(),
            "[possible values: agent-id]",
        ),
        (
            [&update[..], &["1", "--body", "{"]].concat(),
            "`--body` is not JSON",
        ),
        (
            [&update[..], &["1", "--body", r#"{"subjet":"a"}"#]].concat(),
            "`subjet` is not a property",
        ),
        (
            [&update[..], &["1", "--body", r#"{"subject":null}"#]].concat(),
            "`subject` must not be null",
        ),
        (
            [&update[..], &["1", "--body", "{}", "--subject", "a"]].concat(),
            "cannot be used with",
        ),
        (
            [&list[..], &["--limit", "2"]].concat(),
            "is not from 3 to 250",
        ),
        (
            [&list[..], &["--fields", "subjet"]].concat(),
            "did you mean \"subject\"?",
        ),
        (
            [&list[..], &["--statsu", "a"]].concat(),
            "unexpected argument '--statsu'",
        ),
        (
            [&update[..], &["1"]].concat(),
            "the request would change nothing; give a change with `--status`, ",
        ),
        (
            [&update[..], &["1", "--body", r#"{"subject":5}"#]].concat(),
            "the body: at `subject`: found integer `5`, expected a string",
        ),
        (
            [&update[..], &["1", "--agent-id", "99999999999999999999"]].concat(),
            "is too large",
        ),
        (
            [&kustomer[..], &["--sentiment", r#"{"confidence":"x"}"#]].concat(),
            "`--sentiment`: at `confidence`: found string \"x\", expected a number",
        ),
        (
            ["bird", "update-conversation", "7", ID].to_vec(),
            r#"`<WORKSPACE_ID>`: "7" cannot be used: UUID parsing failed"#,
        ),
        (
            [&list[..], &["--base-url", "api.example.com"]].concat(),
            "`--base-url` has no scheme",
        ),
    ];
    for (arguments, problem) in cases {
        let mut command = program();
        command
            .args(&arguments)
            .env("FERNAND_API_KEY", KEY)
            .env("FERNAND_BASE_URL", "http://127.0.0.1:9");
        let Ended { status, err, .. } = Ended::run(&mut command);
        assert_eq!(status, Some(2), "{arguments:?}: {err}");
        assert!(err.contains(problem), "{arguments:?}: {err}");
    }
}

#[test]
fn a_request_is_printed_as_curl_without_the_key() {
    let cases: [(&[&str], &str); 4] = [
        (
            &[
                "fernand",
                "update-conversation",
                "12345",
                "--status",
                "closed",
                "--null",
                "agent-id",
                "--subject",
                "It's done",
            ],
            r#"curl -X PATCH -H "X-API-Key: ${FERNAND_API_KEY}" -H 'accept: application/json' -H 'content-type: application/json' --data-raw '{"status":"CLOSED","agent_id":null,"subject":"It'\''s done"}' 'https://api.getfernand.com/conversations/12345'"#,
        ),
        (
            &[
                "fernand",
                "list-conversations",
                "--q",
                "status:opened",
                "--order",
                "oldest",
            ],
            r#"curl -H "X-API-Key: ${FERNAND_API_KEY}" -H 'accept: application/json' 'https://api.getfernand.com/conversations?order=oldest&q=status%3Aopened'"#,
        ),
        (
            &[
                "fernand",
                "bulk-update-conversations",
                "1",
                "2",
                "3",
                "--batch-size",
                "2",
                "--tag",
                "stale",
            ],
            r#"curl -X POST -H "X-API-Key: ${FERNAND_API_KEY}" -H 'accept: application/json' -H 'content-type: application/json' --data-raw '{"ids":[1,2],"tag":"stale"}' 'https://api.getfernand.com/conversations/bulk'
curl -X POST -H "X-API-Key: ${FERNAND_API_KEY}" -H 'accept: application/json' -H 'content-type: application/json' --data-raw '{"ids":[3],"tag":"stale"}' 'https://api.getfernand.com/conversations/bulk'"#,
        ),
        (
            &["kustomer", "get-bulk", "abc", "--org", "acme"],
            r#"curl -H "Authorization: Bearer ${KUSTOMER_API_KEY}" -H 'accept: application/json' 'https://acme.api.kustomerapp.com/v1/bulk/abc'"#,
        ),
    ];
    for (arguments, expected) in cases {
        for key in [None, Some(KEY)] {
            let mut command = program();
            command.args(arguments).arg("--print-request");
            if let Some(key) = key {
                command
                    .env("FERNAND_API_KEY", key)
                    .env("KUSTOMER_API_KEY", key);
            }
            let ended = Ended::run(&mut command).exits_with(0);
            assert_eq!(ended.out.trim_end(), expected);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_printed_curl_command_works() {
    let place = Place::new().await;
    let id = place.ids_with("opened")[0].to_string();
    let arguments = [
        "fernand",
        "update-conversation",
        &id,
        "--subject",
        "It's \"$HOME\"",
        "--print-request",
    ];
    let printed = place.run(&arguments).exits_with(0);
    let output = std::process::Command::new("sh")
        .args(["-c", printed.out.trim_end()])
        .env("FERNAND_API_KEY", KEY)
        .output();
    let Ok(output) = output else { return };
    if output.status.code() == Some(127) {
        // curl is not installed.
        return;
    }
    let id = id.parse().expect("an ID");
    let subject = place
        .sandbox
        .conversation(id)
        .expect("the conversation")
        .subject;
    assert_eq!(subject, "It's \"$HOME\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_comes_from_a_file() {
    let place = Place::new().await;
    let file = place.file("key", &format!("{KEY}\n"));
    let mut command = place.command(&[
        "fernand",
        "list-conversations",
        "--api-key-file",
        &file,
        "-v",
    ]);
    command.env_remove("FERNAND_API_KEY");
    let ended = Ended::run(&mut command).exits_with(0);
    assert!(
        ended.err.contains("warning: other users can read"),
        "{}",
        ended.err
    );
    assert!(ended.err.contains("attempt finished"), "{}", ended.err);
}

#[test]
fn a_key_file_of_several_lines_is_refused_without_its_content() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("keys");
    std::fs::write(&file, format!("\n{KEY}\r\n\nsecond-key\n")).expect("a file");
    let mut command = program();
    command
        .args(["fernand", "list-conversations", "--api-key-file"])
        .arg(&file);
    assert_eq!(
        Ended::run(&mut command).exits_with(2).err,
        "error: `--api-key-file`: the file has 4 lines, and the credential is one line\n"
    );
}

#[test]
fn a_value_of_true_or_false_is_never_an_entry() {
    let update = ["kustomer", "update-conversations", "a", "--org", "acme"];
    for (given, sent) in [
        (&["--deleted", "false"][..], "{\"deleted\":false}"),
        (&["--deleted=false"], "{\"deleted\":false}"),
        (&["--deleted"], "{\"deleted\":true}"),
    ] {
        let ended = run(&[&update[..], given, &["--print-request"]].concat());
        let out = ended.exits_with(0).out;
        assert!(out.contains(sent) && out.contains("ids=a'"), "{out}");
    }
    let ended = run(&[&update[..], &["--deleted", "b"]].concat());
    let err = ended.exits_with(2).err;
    assert!(err.contains("is neither `true` nor `false`"), "{err}");
}

#[test]
fn a_whole_body_is_sent_with_entries_that_are_a_parameter() {
    let update = ["kustomer", "update-conversations", "a", "--org", "acme"];
    let body = ["--body", r#"{"status":"done"}"#, "--print-request"];
    let out = run(&[&update[..], &body].concat()).exits_with(0).out;
    let sent = out.contains(r#"--data-raw '{"status":"done"}'"#);
    assert!(sent && out.contains("ids=a'"), "{out}");
}

#[test]
fn a_key_in_an_argument_is_refused_and_not_shown() {
    let ended = run(&["fernand", "list-conversations", &format!("--api-key={KEY}")]);
    let err = ended.exits_with(2).err;
    assert!(err.contains("--api-key-file"), "{err}");
}

#[test]
fn a_key_in_the_place_of_a_file_or_of_a_word_is_not_shown() {
    let assigned = format!("FERNAND_API_KEY={KEY}");
    for arguments in [
        &["fernand", "list-conversations", "--api-key-file", KEY][..],
        &["fernand", "list-conversations", &assigned],
        &["fernand", &assigned, "list-conversations"],
        &[&assigned, "fernand", "list-conversations"],
    ] {
        let err = run(arguments).exits_with(2).err;
        assert!(err.starts_with("error: "), "{err}");
    }
    for arguments in [
        &["fernand", "list-conversations", KEY][..],
        &["fernand", "list-conversations", "--limit", KEY],
        &[
            "fernand",
            "bulk-update-conversations",
            "1",
            KEY,
            "--tag",
            "a",
        ],
        &["fernand", KEY],
        &["fernand", "list-conversations", "--base-url", KEY],
    ] {
        let mut command = program();
        command.args(arguments).env("FERNAND_API_KEY", KEY);
        let err = Ended::run(&mut command).exits_with(2).err;
        assert!(err.starts_with("error: "), "{err}");
    }
}

#[test]
fn an_invalid_environment_is_explained_before_anything_is_sent() {
    let key = ("FERNAND_API_KEY", KEY);
    let cases: [(&[(&str, &str)], &str); 5] = [
        (
            &[key, ("FERNAND_BASE_URL", "https://ann:pass@example.com")],
            "the base URL in FERNAND_BASE_URL contains a user name or a password; \
             set FERNAND_API_KEY, or give `--api-key-file FILE` instead",
        ),
        (
            &[],
            "there is no credential; set FERNAND_API_KEY, or give `--api-key-file FILE`",
        ),
        (
            &[("FERNAND_API_KEY", "sk\nline")],
            "the credential in FERNAND_API_KEY has characters that are not allowed",
        ),
        (
            &[key, ("FERNAND_BASE_URL", "example.com")],
            "the base URL in FERNAND_BASE_URL has no scheme",
        ),
        (
            &[key, ("FERNAND_BASE_URL", "http://example.com")],
            "the credential would be sent to http://example.com unencrypted",
        ),
    ];
    for command in [
        &["list-conversations"][..],
        &["bulk-update-conversations", "1", "--tag", "a"],
    ] {
        for (environment, problem) in cases {
            let mut program = program();
            program
                .arg("fernand")
                .args(command)
                .envs(environment.iter().copied());
            let err = Ended::run(&mut program).exits_with(2).err;
            assert!(err.starts_with("error: ") && err.contains(problem), "{err}");
            assert_eq!(err.lines().count(), 1, "{err}");
        }
    }
}

#[test]
fn a_value_of_the_environment_is_named_by_its_variable() {
    let mut command = program();
    command.args(["kustomer", "get-bulk", "a"]);
    command.env("KUSTOMER_ORG", "a/b");
    let err = Ended::run(&mut command).exits_with(2).err;
    assert!(
        err.starts_with("error: the value of KUSTOMER_ORG contains '/'"),
        "{err}"
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("key");
    std::fs::write(&file, "a\u{1}b").expect("a file");
    let mut command = program();
    command
        .args(["fernand", "list-conversations", "--api-key-file"])
        .arg(&file);
    let err = Ended::run(&mut command).exits_with(2).err;
    assert!(
        err.contains("error: the credential of `--api-key-file` has characters"),
        "{err}"
    );
}

#[test]
fn a_dry_run_warns_that_there_is_no_credential() {
    for command in [
        &["list-conversations"][..],
        &["bulk-update-conversations", "1", "--tag", "a"],
    ] {
        let arguments = [&["fernand"], command, &["--dry-run"]].concat();
        let ended = run(&arguments).exits_with(0);
        assert_eq!(
            ended.err,
            "warning: there is no credential, which the request needs; \
             set FERNAND_API_KEY, or give `--api-key-file FILE`\n"
        );
        let mut command = program();
        command.args(&arguments).env("FERNAND_API_KEY", KEY);
        assert_eq!(Ended::run(&mut command).exits_with(0).err, "");
    }
}

#[test]
fn completions_and_man_pages_name_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let out = run(&["completions", shell]).exits_with(0).out;
        assert!(out.contains("bulk-update-conversations"), "{shell}");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().to_str().expect("the path is UTF-8");
    run(&["man", path]).exits_with(0);
    for [group, name] in COMMANDS {
        let page = folder
            .path()
            .join(format!("conversations-{group}-{name}.1"));
        assert!(page.exists(), "{}", page.display());
    }
}
