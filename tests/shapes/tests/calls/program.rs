use std::process::{Command, Output};

use tests::{Answer, Recorder};
use tokio::task::spawn_blocking;

/// Runs the program without a terminal.
fn run(arguments: &[&str]) -> Output {
    let mut session = Command::new("setsid");
    session.args(["--wait", env!("CARGO_BIN_EXE_shapes")]);
    session.args(arguments).output().expect("setsid starts")
}

#[tokio::test]
async fn a_list_that_the_document_marks_is_confirmed() {
    let page = r#"{"data":[],"meta":{}}"#;
    let server = Recorder::start(Answer::json(200, page)).await.unwrap();
    for (confirmation, status, requests) in [(None, 2, 0), (Some("--yes"), 0, 1)] {
        let url = server.url();
        let output = spawn_blocking(move || {
            let list = ["pages", "by-number", "--base-url", &url];
            run(&list.into_iter().chain(confirmation).collect::<Vec<_>>())
        });
        let output = output.await.expect("the program runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{error}");
        assert_eq!(server.requests().len(), requests, "{error}");
    }
}

/// The secret of a test, which no output has.
const SECRET: &str = "Hunter-2-Zebra";
/// The base URL of a server that does not exist.
const NOWHERE: &str = "http://127.0.0.1:9";

/// Runs a command of the passwords with a base URL. Returns what it printed, and its status.
fn run_passwords(arguments: &[&str]) -> (String, Option<i32>) {
    let passwords = [&["passwords"], arguments, &["--base-url", NOWHERE]].concat();
    let output = run(&passwords);
    let text = [output.stdout, output.stderr].concat();
    (
        String::from_utf8_lossy(&text).into_owned(),
        output.status.code(),
    )
}

#[test]
fn a_password_is_in_no_error_and_the_error_names_the_option() {
    let body = |body: &str| ["--body".to_owned(), body.replace('S', SECRET)];
    let option = |name: &str, value: &str| [format!("--{name}"), value.replace('S', SECRET)];
    let cases = [
        (option("password", "S"), "must match `^[a-z]+$`"),
        (option("password", "-S"), "`--password`"),
        (option("pin", "S"), "`--pin` is not an integer"),
        (option("pin", "7654321"), "`--pin` is more than 999999"),
        (option("level", "S"), "`--level` is not one of low, high"),
        (
            option("tokens", "S"),
            "`--tokens` must have at most 12 characters",
        ),
        (option("keys", "S"), "`--keys` is not JSON"),
        (
            option("keys", "@S"),
            "`--keys` is neither valid nor `@` with a file",
        ),
        (option("keys", r#"{"a":"S"}"#), "must match `^[a-z]+$`"),
        (option("keys", r#"["S"]"#), "`--keys`: expected an object"),
        (option("login", r#""S"S"#), "`--login` is not JSON"),
        (
            option("profile", r#"{"answer":["S"]}"#),
            "`--profile`: at `answer`: expected a string",
        ),
        (
            option("profile", r#"{"parent":{"answer":"S"}}"#),
            "`profile.parent.answer` has a value that is not allowed; it must match",
        ),
        (
            body(r#"{"name":"a","pin":"S"}"#),
            "at `pin`: expected an integer",
        ),
        (
            body(r#"{"name":"a","password":7654321}"#),
            "at `password`: expected a string",
        ),
        (
            body(r#"{"name":"a","password":"S"}"#),
            "`password` has a value that is not allowed; it must match `^[a-z]+$`",
        ),
        (body(r#"{"name":"a","password":"S"#), "`--body` is not JSON"),
        (body("@S.json"), "cannot read"),
    ];
    for ([name, value], expected) in cases {
        let is_body = name == "--body";
        let mut arguments = vec!["add-user", "--yes", &name, &value];
        if !is_body {
            arguments.extend(["--name", "a"]);
        }
        let (text, status) = run_passwords(&arguments);
        assert_eq!(status, Some(2), "{arguments:?}: {text}");
        assert!(text.contains(expected), "{arguments:?}: {text}");
        let is_path = value.starts_with('@') && is_body;
        assert!(is_path || !text.contains("Zebra"), "{arguments:?}: {text}");
        assert!(!text.contains("7654321"), "{arguments:?}: {text}");
    }
    let (text, status) = run_passwords(&["find-users", "--token", "abc", "--x-otp", SECRET]);
    assert!(
        text.contains("`--token` must have at least 8 characters"),
        "{text}"
    );
    assert_eq!(status, Some(2));
    let (text, _) = run_passwords(&["find-users", "--x-otp", SECRET]);
    assert!(
        !text.contains("Zebra") && text.contains("must match `^[0-9]{6}$`"),
        "{text}"
    );
}

#[test]
fn a_password_of_several_words_is_in_no_error() {
    for words in [
        &["--password", "abcdefgh", SECRET][..],
        &["--password", "--Zebra"],
        &["--password=ab", "Zebra"],
        &["--password", "Ab", "x"],
        &["--body", "{name:", "Zebra}"],
    ] {
        let arguments = [&["add-user", "--name", "a"], words].concat();
        let (text, status) = run_passwords(&arguments);
        assert_eq!(status, Some(2), "{arguments:?}: {text}");
        assert!(!text.contains("Zebra") && !text.contains("'x'"), "{text}");
        assert!(text.contains("error: the value of `--"), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_password_that_is_not_utf8_is_in_no_error() {
    use std::os::unix::ffi::OsStrExt;
    let value = std::ffi::OsStr::from_bytes(b"Zebra\xff");
    let mut program = Command::new(env!("CARGO_BIN_EXE_shapes"));
    program.args(["passwords", "add-user", "--name", "a", "--password"]);
    let output = program.arg(value).output().expect("the program starts");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(
        text.contains("`--password` is not UTF-8") && !text.contains("Zebra"),
        "{text}"
    );
}

#[test]
fn a_request_is_shown_without_passwords() {
    let cases: [(&[&str], i32, &str); 7] = [
        (
            &["find-users", "--token", "abcdefghij", "--print-request"],
            0,
            "'http://127.0.0.1:9/users?token=SECRET'",
        ),
        (
            &["end-session", "abcdefghij", "--print-request"],
            0,
            "/sessions/SECRET'",
        ),
        (
            &[
                "add-user",
                "--name",
                "a",
                "--login",
                r#"{"secret":"abcdefghij"}"#,
                "--print-request",
            ],
            0,
            r#"--data-raw '{"name":"a","login":{"secret":"SECRET"}}'"#,
        ),
        (
            &[
                "add-users",
                r#"{"name":"a","password":"abcdefghij"}"#,
                "--print-request",
            ],
            0,
            r#"--data-raw '[{"name":"a","password":"SECRET"}]'"#,
        ),
        (
            &[
                "put-keys",
                "--body",
                r#"{"a":"abcdefghij"}"#,
                "--print-request",
            ],
            0,
            r#"--data-raw '{"a":"SECRET"}'"#,
        ),
        (
            &["find-users", "--token", "abcdefghij", "--dry-run"],
            0,
            "/users?token=SECRET",
        ),
        (
            &["find-users", "--token", "abcdefghij"],
            1,
            "error: find_users: ",
        ),
    ];
    for (arguments, expected_status, expected) in cases {
        let (text, status) = run_passwords(arguments);
        assert_eq!(status, Some(expected_status), "{arguments:?}: {text}");
        assert!(text.contains(expected), "{arguments:?}: {text}");
        assert!(!text.contains("abcdefghij"), "{arguments:?}: {text}");
    }
}

#[test]
fn a_password_of_an_entry_is_in_no_error() {
    for (entry, expected) in [
        (
            r#"{"name":"a","password":"Zebra-7654321"}"#,
            "it must match",
        ),
        (
            r#"{"name":"a","password":["Zebra"]}"#,
            "at `password`: expected a string",
        ),
        (
            r#"{"name":"a","password":"Zebra"#,
            "entry 1 of the arguments is not JSON",
        ),
    ] {
        for more in [&["--yes"][..], &["--dry-run"]] {
            let (text, _) = run_passwords(&[&["add-users", entry], more].concat());
            assert!(text.contains(expected), "{entry}: {text}");
            assert!(!text.contains("Zebra"), "{entry}: {text}");
        }
    }
}

#[tokio::test]
async fn a_password_that_a_server_repeats_is_not_shown() {
    let answer = Answer::json(422, r#"{"message":"abcdefghij is weak"}"#);
    let server = Recorder::start(answer).await.unwrap();
    let url = server.url();
    let output = spawn_blocking(move || {
        let find = ["passwords", "find-users", "--token", "abcdefghij", "-v"];
        run(&[&find[..], &["--base-url", &url]].concat())
    });
    let output = output.await.expect("the program runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        text.contains("422") && !text.contains("abcdefghij"),
        "{text}"
    );
}

#[test]
fn a_key_in_the_wrong_place_is_in_no_error() {
    for arguments in [
        &["passwords", "find-users", "--token", "abcdefgh", SECRET][..],
        &["security", &format!("SECURITY_TOKEN={SECRET}")],
        &["security", SECRET],
    ] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_shapes"));
        let output = program
            .args(arguments)
            .env("SECURITY_TOKEN", SECRET)
            .output();
        let text = output.expect("the program starts").stderr;
        let text = String::from_utf8_lossy(&text);
        assert!(!text.contains("Zebra"), "{arguments:?}: {text}");
    }
}

#[test]
fn a_value_that_matches_no_alternative_is_refused_unless_it_is_allowed() {
    let none = "matches no alternative of the document";
    let order = ["change-payment", "--id", "1"];
    let cases: [(Vec<&str>, String); 11] = [
        (
            [&order[..], &["--parts", r#"[{"cents":1,"euros":2}]"#]].concat(),
            "`--parts`: `[0].euros` is not a property of the request".to_owned(),
        ),
        (
            vec!["pay", "--body", r#"{"kind":"cash","coins":3}"#],
            format!("the body: {none}: `kind` must be `Card` or `Transfer`"),
        ),
        (
            vec!["pay", "--body", r#"{"kind":"cash","number":"1"}"#],
            format!("the body: {none}: `kind` must be `Card` or `Transfer`"),
        ),
        (
            vec!["pay", "--body", r#"{"kind":"Card"}"#],
            format!("the body: {none}: the property `number` is missing"),
        ),
        (
            vec!["pay", "--body", r#"{"kind":"Card","number":5}"#],
            format!("the body: {none}: found integer `5`, expected a string"),
        ),
        (
            [&order[..], &["--payment", r#"{"kind":"cash"}"#]].concat(),
            format!("`--payment`: {none}: `kind` must be `Card` or `Transfer`"),
        ),
        (
            [&order[..], &["--reminder", r#"{"type":4,"at":"noon"}"#]].concat(),
            format!("`--reminder`: {none}: `type` must be `1` or `2`"),
        ),
        (
            [&order[..], &["--reminder", r#"{"type":1}"#]].concat(),
            format!("`--reminder`: {none}: the property `at` is missing"),
        ),
        (
            [&order[..], &["--parts", r#"[1, "a"]"#]].concat(),
            format!("`--parts`: at `[1]`: {none}"),
        ),
        (
            vec![
                "change-payment",
                "--body",
                r#"{"id":"1","parts":[{"cents":"a"}]}"#,
            ],
            format!("the body: at `parts[0]`: {none}"),
        ),
        (
            [&order[..], &["--at", r#""noon""#]].concat(),
            format!("`--at`: {none}"),
        ),
    ];
    for (arguments, expected) in cases {
        let dry_run = ["--dry-run", "--base-url", NOWHERE];
        let arguments = [&["union-bodies"], &arguments[..], &dry_run].concat();
        let output = run(&arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
        assert_eq!(
            error.trim_end(),
            format!("error: {expected}; `--allow-unknown` sends it anyway"),
            "{arguments:?}"
        );
        let output = run(&[&arguments[..], &["--allow-unknown"]].concat());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
    let missing = [
        "union-bodies",
        "change-payment",
        "--body",
        r#"{"parts":[1]}"#,
    ];
    let output = run(&[&missing[..], &["--base-url", NOWHERE]].concat());
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: the body: the property `id` is missing\n"
    );
}

#[test]
fn a_value_that_an_open_enum_does_not_list_is_refused_unless_it_is_allowed() {
    let cases = [
        (
            ["enums", "all", "--sort", "upward"],
            "error: invalid value 'upward' for '--sort <TEXT>'\n  [possible values: ascending, descending, random, none]\n\n  \
             tip: `--allow-unknown` sends it anyway\n\nFor more information, try '--help'.\n",
        ),
        (
            ["enums", "all", "--scale", "7"],
            "error: `--scale`: \"7\" is not one of 0.5, 1, 1.5; `--allow-unknown` sends it anyway\n",
        ),
        (
            ["integer-enum", "find-mood", "--polarity", "7"],
            "error: invalid value '7' for '--polarity <INTEGER>': is not one of -1, 0, 1; `--allow-unknown` sends it anyway\n\n\
             For more information, try '--help'.\n",
        ),
        (
            ["integer-enum", "find-mood", "--body", r#"{"polarity":7}"#],
            "error: the body: at `polarity`: \"7\" is not one of -1, 0, 1; `--allow-unknown` sends it anyway\n",
        ),
    ];
    for (arguments, expected) in cases {
        let arguments = [&arguments[..], &["--dry-run", "--base-url", NOWHERE]].concat();
        let output = run(&arguments);
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            expected,
            "{arguments:?}"
        );
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let output = run(&[&arguments[..], &["--allow-unknown"]].concat());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn a_command_needs_the_credentials_of_its_operation() {
    let cases = [
        ("open", None),
        ("optional", None),
        (
            "basic",
            Some(
                "set SECURITY_LOGIN_USERNAME and SECURITY_LOGIN_PASSWORD, or give `--login-file FILE`",
            ),
        ),
        (
            "either",
            Some(
                "set SECURITY_TOKEN or SECURITY_HEADER_KEY, or give `--token-file FILE` or `--header-key-file FILE`",
            ),
        ),
        (
            "both",
            Some(
                "set SECURITY_HEADER_KEY and SECURITY_QUERY_KEY, or give `--header-key-file FILE` and `--query-key-file FILE`",
            ),
        ),
    ];
    for (command, remedy) in cases {
        let mut program = Command::new(env!("CARGO_BIN_EXE_shapes"));
        program.args(["security", command, "--base-url", NOWHERE]);
        // It is one of two credentials, or that of another operation.
        program.env("SECURITY_QUERY_KEY", "a");
        let expected = match remedy {
            None => {
                program.arg("--dry-run");
                String::new()
            }
            Some(remedy) => format!("error: there is no credential; {remedy}\n"),
        };
        let output = program.output().expect("the program starts");
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            expected,
            "{command}"
        );
    }
}

/// Options, an environment variable, and the problem of both.
type BasicCase<'a> = (&'a [&'a str], Option<(&'a str, &'a str)>, Option<&'a str>);

#[tokio::test]
async fn a_password_comes_from_a_file_and_its_user_from_an_option_or_the_environment() {
    let server = Recorder::start(Answer::json(204, "")).await.unwrap();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("password");
    std::fs::write(&path, format!("{SECRET} \r\n")).expect("a file");
    let path = path.to_str().expect("the path is UTF-8");
    let file = ["--login-password-file", path];
    let user = ["--login-user", "ann"];
    let cases: [BasicCase; 6] = [
        (&[user, file].concat(), None, None),
        (&file, Some(("USERNAME", "ann")), None),
        (&user, Some(("PASSWORD", SECRET)), None),
        (
            &file,
            Some(("PASSWORD", "a")),
            Some(
                "`--login-password-file`: the user name is missing; set SECURITY_LOGIN_USERNAME, or give `--login-user NAME`",
            ),
        ),
        (
            &user,
            Some(("USERNAME", "a")),
            Some(
                "`--login-user`: the password is missing; set SECURITY_LOGIN_PASSWORD, or give `--login-password-file FILE`",
            ),
        ),
        (
            &[user, ["--login-file", path]].concat(),
            None,
            Some("the argument '--login-user <NAME>' cannot be used with '--login-file <FILE>'"),
        ),
    ];
    for (options, environment, problem) in cases {
        let mut program = Command::new(env!("CARGO_BIN_EXE_shapes"));
        program
            .args(["security", "basic", "--base-url", &server.url()])
            .args(options);
        if let Some((name, value)) = environment {
            program.env(format!("SECURITY_LOGIN_{name}"), value);
        }
        let output = spawn_blocking(move || program.output())
            .await
            .expect("the program runs");
        let output = output.expect("the program starts");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(!text.contains("Zebra"), "{options:?}: {text}");
        match problem {
            None => assert_eq!(output.status.code(), Some(0), "{options:?}: {text}"),
            Some(problem) => assert!(text.contains(problem), "{options:?}: {text}"),
        }
    }
    let headers = server.requests();
    let headers: Vec<_> = headers
        .iter()
        .filter_map(|it| it.header("authorization"))
        .collect();
    // The space at the end of the file is a part of the password.
    let [with_space, same, without_space] = headers.as_slice() else {
        panic!("three requests: {headers:?}")
    };
    assert_eq!(with_space, same);
    assert_ne!(with_space, without_space);
}
