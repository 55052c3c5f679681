//! Runs the jobs of `spec-review.yml` for pull requests in temporary repositories, with a `gh` that answers from files.
#![cfg(unix)]

#[path = "support/root.rs"]
mod root;
#[path = "../src/diff/test_repository.rs"]
mod test_repository;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::document::Document;
use serde_json::{Value, json};
use tempfile::TempDir;

use root::root;
use test_repository::{TestRepository, git, put};

const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1.0' }
servers: [{ url: 'https://pets.example' }]
paths:
  /pets:
    get:
      operationId: listPets
      summary: Lists the pets.
      parameters:
        - { name: kind, in: query, schema: { $ref: '#/components/schemas/Kind' } }
      responses:
        '204': { description: Done. }
components:
  schemas:
    Kind:
      description: The kind of a pet.
      type: string
      enum: [cat, dog]
";

const MANIFEST: &str = "[workspace.package]\nversion = \"0.1.0\"\n";

const URL: &str = "https://github.com/owner/name";

const MARKER: &str = "<!-- cargo xtask diff -->";

const AUTHOR: &str = "github-actions[bot]";

const TOKEN: &str = "secret-token";

const XTASK: &str = env!("CARGO_BIN_EXE_xtask");

/// What the script calls to read the comments and to write one.
const LIST: &str = "GET repos/owner/name/issues/7/comments?per_page=100";
const WRITE: &str = "POST repos/owner/name/issues/7/comments";
const EDIT_41: &str = "PATCH repos/owner/name/issues/comments/41";

/// A value of a request is gone.
fn without_dogs() -> String {
    edited("[cat, dog]", "[cat]")
}

fn with_other_wording() -> String {
    edited("The kind of a pet.", "The kind of the pet.")
}

fn edited(from: &str, to: &str) -> String {
    let document = PETS.replace(from, to);
    assert_ne!(document, PETS, "{from} is not in the document");
    document
}

/// Pull request 7 of a repository. Its commits are in a fork, and the repository has them as `refs/pull/7/head` only.
struct PullRequest {
    repository: TestRepository,
    fork: TestRepository,
}

impl PullRequest {
    /// Opens a pull request without changes.
    fn open() -> Self {
        let repository = TestRepository::new();
        repository.put("xtask/Cargo.toml", "");
        repository.put("Cargo.toml", MANIFEST);
        repository.put("spec/pets.yaml", PETS);
        repository.commit();
        let fork = TestRepository::new();
        let pull_request = Self { repository, fork };
        pull_request.merge_main();
        pull_request
    }

    /// Opens a pull request that changes the document.
    fn with(document: impl AsRef<[u8]>) -> Self {
        let pull_request = Self::open();
        pull_request.push(document);
        pull_request
    }

    /// Commits a document, and pushes the commit.
    fn push(&self, document: impl AsRef<[u8]>) {
        self.fork.put("spec/pets.yaml", document);
        self.fork.commit();
        let head = "HEAD:refs/pull/7/head";
        self.fork.git(&["push", "--quiet", &self.url(), head]);
    }

    /// Commits a document to the main branch.
    fn push_to_main(&self, name: &str, document: &str) {
        self.repository.put(name, document);
        self.repository.commit();
    }

    /// Accepts the breaks of a document that is not committed yet.
    fn accept(&self, document: &str, reason: &str) {
        self.fork.put("spec/pets.yaml", document);
        let report = self.diff(&["--format", "json"]);
        let report: Value = serde_json::from_str(&report).expect("the output is JSON");
        let findings = report["findings"].as_array().expect("an array");
        let breaking = findings.iter().filter(|it| it["level"] == "breaking");
        for finding in breaking {
            let fingerprint = finding["fingerprint"].as_str().expect("a string");
            self.diff(&["--accept", fingerprint, "--reason", reason]);
        }
    }

    /// Runs `cargo xtask diff` in the fork, and returns its output.
    fn diff(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(XTASK);
        command.arg("diff").args(arguments);
        let output = without_git_settings(&mut command)
            .current_dir(self.fork.path(""))
            .output()
            .expect("xtask starts");
        String::from_utf8(output.stdout).expect("xtask writes UTF-8")
    }

    /// Merges the main branch into the pull request.
    fn merge_main(&self) {
        let pull = ["pull", "--quiet", "--no-rebase", "--no-edit"];
        self.fork.git(&[&pull[..], &[&self.url(), "main"]].concat());
    }

    fn url(&self) -> String {
        format!("file://{}", self.repository.path("").display())
    }

    fn head(&self) -> String {
        self.fork.git(&["rev-parse", "HEAD"])
    }

    /// Returns the Markdown for the changes since a revision.
    fn markdown_since(&self, base: &str) -> String {
        let base = self.fork.git(&["rev-parse", base]);
        let revisions = [&*base, &self.head()];
        self.diff(&[&revisions[..], &["--format", "markdown", "--links", URL]].concat())
    }

    /// Checks out the main branch on a runner.
    fn runner(&self) -> Runner {
        let folder = TempDir::new().expect("a temporary folder can be created");
        for name in ["gh", "tmp"] {
            fs::create_dir(folder.path().join(name)).expect("the folder can be created");
        }
        let clone = ["clone", "--quiet", &self.url(), "checkout"];
        git(folder.path(), &clone);
        let base = self.repository.git(&["rev-parse", "main"]);
        let runner = Runner {
            folder,
            base,
            number: "7".to_owned(),
            xtask: XTASK.into(),
        };
        runner.with_comments(&[&[]])
    }
}

/// A run of the job that writes the comment.
struct Runner {
    folder: TempDir,
    base: String,
    number: String,
    xtask: PathBuf,
}

impl Runner {
    /// The pull request has these pages of comments.
    fn with_comments(self, pages: &[&[Value]]) -> Self {
        for (page, index) in pages.iter().zip(1..) {
            put(
                &self.path(&format!("gh/page-{index}.json")),
                json!(page).to_string(),
            );
        }
        self
    }

    /// `gh` fails with a message on calls with this method.
    fn where_gh_fails(self, method: &str, message: &str) -> Self {
        put(&self.path(&format!("gh/fails-on-{method}")), message);
        self
    }

    /// Another program stands in for xtask.
    fn with_xtask(mut self, script: &str) -> Self {
        self.xtask = self.path("xtask");
        put(&self.xtask, format!("#!/usr/bin/env bash\n{script}"));
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(&self.xtask, executable).expect("the file can be made executable");
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    #[track_caller]
    fn run(&self) -> Run {
        let mut command = Command::new(root().join(".ci/spec-review"));
        let output = without_git_settings(&mut command)
            .current_dir(self.path("checkout"))
            .env("PATH", path_with_fakes())
            .env("TMPDIR", self.path("tmp"))
            .env("FAKE_GH", self.path("gh"))
            .env("XTASK", &self.xtask)
            .env("PULL_REQUEST", &self.number)
            .env("BASE", &self.base)
            .env("GITHUB_SERVER_URL", "https://github.com")
            .env("GITHUB_REPOSITORY", "owner/name")
            .env("GH_TOKEN", TOKEN)
            .output()
            .expect("the script starts");
        let left = fs::read_dir(self.path("tmp")).expect("the folder can be read");
        assert_eq!(left.count(), 0, "files are left");
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        let calls = self.read("gh/calls").replace(&format!(" {TOKEN}\n"), "\n");
        Run {
            code: output.status.code(),
            output: text(&output.stdout) + &text(&output.stderr),
            calls: calls.lines().map(str::to_owned).collect(),
            body: self.read("gh/body"),
        }
    }
}

/// What a run of the script printed and sent.
#[derive(Debug)]
struct Run {
    code: Option<i32>,
    output: String,
    /// The method and the path of each call of `gh`.
    calls: Vec<String>,
    /// The text of the comment that was sent last.
    body: String,
}

impl Run {
    #[track_caller]
    fn exits_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    #[track_caller]
    fn calls(self, calls: &[&str]) -> Self {
        assert_eq!(self.calls, calls, "{self:?}");
        self
    }

    #[track_caller]
    fn prints(self, text: &str) -> Self {
        assert!(self.output.contains(text), "{self:?}");
        self
    }

    #[track_caller]
    fn sends(self, body: &str) -> Self {
        assert_eq!(self.body, body, "{self:?}");
        self
    }
}

/// Returns a search path that starts with the folder of the programs that stand in for others.
fn path_with_fakes() -> String {
    let fakes = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec_review");
    let path = std::env::var("PATH").unwrap_or_default();
    format!("{}:{path}", fakes.display())
}

/// Leaves out the settings of the user, and those of git while it runs a hook.
fn without_git_settings(command: &mut Command) -> &mut Command {
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
}

fn comment(id: u64, author: &str, body: &str) -> Value {
    json!({ "id": id, "user": { "login": author, "type": "Bot" }, "body": body })
}

/// The comment that an earlier run wrote.
fn earlier() -> Value {
    comment(
        41,
        AUTHOR,
        &format!("{MARKER}\n**Breaks callers** · \"@team\""),
    )
}

/// Whether the fake `gh` can filter comments, for which it needs jq. The runners of GitHub have it.
fn has_jq() -> bool {
    let has_jq = Command::new("jq").arg("--version").output().is_ok();
    let is_required = std::env::var_os("GITHUB_ACTIONS").is_some();
    assert!(has_jq || !is_required, "jq is not installed");
    has_jq
}

#[test]
fn nothing_is_written_if_nothing_changes() {
    PullRequest::with(PETS)
        .runner()
        .run()
        .exits_with(0)
        .calls(&[LIST])
        .prints("Nothing changes from ");
}

#[test]
fn the_comment_shows_each_change() {
    let documents = [
        with_other_wording(),
        edited("[cat, dog]", "[cat, dog, bird]"),
        without_dogs(),
    ];
    for document in documents {
        let pull_request = PullRequest::with(&document);
        let run = pull_request.runner().run().exits_with(0);
        let run = run.calls(&[LIST, WRITE]);
        let run = run.sends(&pull_request.markdown_since("HEAD~1"));
        assert!(run.body.starts_with(MARKER), "{document}\n{run:?}");
    }
}

#[test]
fn the_comment_of_a_break_names_it_and_its_version() {
    let run = PullRequest::with(without_dogs()).runner().run();
    for text in ["Breaks callers", "0.2.0", "dog", "GET /pets"] {
        assert!(run.body.contains(text), "{text}: {run:?}");
    }
}

#[test]
fn the_comment_says_that_a_document_cannot_be_compared() {
    let documents: [&[u8]; 3] = [b"swagger: '2.0'\n", b"openapi: [", b"openapi: 3.0.3\n\xff"];
    for document in documents {
        let pull_request = PullRequest::with(document);
        let run = pull_request.runner().run().exits_with(0);
        let run = run.calls(&[LIST, WRITE]).prints("spec/pets.yaml");
        let run = run.sends(&pull_request.markdown_since("HEAD~1"));
        assert!(run.body.contains("cannot"), "{run:?}");
    }
}

#[test]
fn an_accepted_break_has_its_reason_in_the_comment() {
    let pull_request = PullRequest::open();
    pull_request.accept(&without_dogs(), "The vendor no longer has dogs.");
    pull_request.push(without_dogs());
    let run = pull_request.runner().run().exits_with(0);
    let run = run.calls(&[LIST, WRITE]);
    let run = run.sends(&pull_request.markdown_since("HEAD~1"));
    assert!(!run.body.contains("--accept"), "{run:?}");
    assert!(
        run.body.contains("The vendor no longer has dogs"),
        "{run:?}"
    );
}

#[test]
fn an_entry_that_the_base_has_accepts_nothing() {
    let pull_request = PullRequest::open();
    pull_request.accept(&without_dogs(), "The vendor no longer has dogs.");
    let accepted = fs::read_to_string(pull_request.fork.path("spec/accepted.toml"));
    let accepted = accepted.expect("the file is written");
    pull_request.push_to_main("spec/accepted.toml", &accepted);
    fs::remove_file(pull_request.fork.path("spec/accepted.toml")).expect("it can be removed");
    pull_request.fork.put("spec/pets.yaml", PETS);
    pull_request.merge_main();

    pull_request.push(without_dogs());
    let run = pull_request.runner().run().exits_with(0);
    assert!(run.body.contains("--accept"), "{run:?}");
    assert!(
        !run.body.contains("The vendor no longer has dogs"),
        "{run:?}"
    );
}

#[test]
fn an_entry_that_accepts_nothing_is_in_the_comment() {
    let pull_request = PullRequest::open();
    pull_request.accept(&without_dogs(), "The vendor no longer has dogs.");
    pull_request.push(PETS);
    let run = pull_request.runner().run().exits_with(0);
    let run = run.calls(&[LIST, WRITE]);
    assert!(run.body.contains("spec/accepted.toml"), "{run:?}");
}

#[test]
fn entries_that_cannot_be_read_are_an_error() {
    let pull_request = PullRequest::open();
    pull_request
        .fork
        .put("spec/accepted.toml", "[[accepted]]\nid = 1\n");
    pull_request.push(without_dogs());
    let run = pull_request.runner().run().exits_with(1).calls(&[]);
    run.prints("error: cannot read spec/accepted.toml");
}

#[test]
fn an_earlier_comment_is_edited() {
    if !has_jq() {
        return;
    }
    let pull_request = PullRequest::with(without_dogs());
    let other = comment(40, "reviewer", "Please keep the dogs.");
    let runner = pull_request.runner().with_comments(&[&[other, earlier()]]);
    let run = runner.run().exits_with(0);
    run.calls(&[LIST, EDIT_41])
        .sends(&pull_request.markdown_since("HEAD~1"));
}

#[test]
fn an_earlier_comment_says_that_it_no_longer_holds() {
    if !has_jq() {
        return;
    }
    let pull_request = PullRequest::with(without_dogs());
    pull_request.push(PETS);
    let runner = pull_request.runner().with_comments(&[&[earlier()]]);
    let run = runner.run().exits_with(0).calls(&[LIST, EDIT_41]);
    let changes = pull_request.markdown_since("HEAD~2");
    assert!(changes.starts_with(MARKER), "{changes}");
    run.sends(&format!(
        "{changes}\nThe changes that this comment described are no longer part of the pull request.\n"
    ));
}

#[test]
fn comments_of_others_are_not_edited() {
    if !has_jq() {
        return;
    }
    let marked = format!("{MARKER}\n**Breaks callers**");
    let others = [
        comment(31, "reviewer", &marked),
        comment(32, "github-actions", &marked),
        comment(33, "dependabot[bot]", &marked),
        comment(34, AUTHOR, &format!("The benchmarks.\n> {MARKER}")),
        json!({ "id": 35, "user": null, "body": marked }),
        json!({ "id": 36, "user": { "login": AUTHOR }, "body": null }),
    ];
    let pull_request = PullRequest::with(without_dogs());
    let runner = pull_request.runner().with_comments(&[&others]);
    runner.run().exits_with(0).calls(&[LIST, WRITE]);
}

#[test]
fn the_comment_is_found_on_every_page() {
    if !has_jq() {
        return;
    }
    let other = |id| comment(id, "reviewer", "A \"comment\" with ' and $(id).");
    let first: Vec<_> = (100..200).map(other).collect();
    let pages: [&[Value]; 3] = [&first, &[other(200), earlier()], &[other(201)]];
    let pull_request = PullRequest::with(without_dogs());
    let runner = pull_request.runner().with_comments(&pages);
    runner.run().exits_with(0).calls(&[LIST, EDIT_41]);
}

#[test]
fn the_first_of_two_comments_is_edited() {
    if !has_jq() {
        return;
    }
    let second = comment(42, AUTHOR, MARKER);
    let pull_request = PullRequest::with(without_dogs());
    let runner = pull_request.runner().with_comments(&[&[earlier(), second]]);
    runner.run().exits_with(0).calls(&[LIST, EDIT_41]);
}

#[test]
fn changes_of_the_main_branch_are_not_those_of_the_pull_request() {
    let pull_request = PullRequest::with(with_other_wording());
    pull_request.push_to_main("spec/shop.yaml", &PETS.replace("Pets", "Shop"));
    let expected = pull_request.markdown_since("HEAD~1");
    let run = pull_request.runner().run().exits_with(0);
    run.calls(&[LIST, WRITE]).sends(&expected);

    pull_request.merge_main();
    pull_request.push(with_other_wording());
    let run = pull_request.runner().run().exits_with(0);
    assert!(!run.body.contains("shop"), "{run:?}");
}

#[test]
fn the_head_of_a_fork_is_neither_checked_out_nor_run() {
    let pull_request = PullRequest::open();
    let attack = "#!/bin/sh\ntouch \"$0-ran\"\n";
    for name in [".ci/spec-review", "build.rs", ".cargo/config.toml"] {
        pull_request.fork.put(name, attack);
    }
    pull_request
        .fork
        .put(".gitattributes", "* filter=attack diff=attack\n");
    pull_request.push(without_dogs());
    let runner = pull_request.runner();
    let checkout = runner.path("checkout");
    let state = || git(&checkout, &["status", "--porcelain", "--branch"]);
    let before = state();
    runner.run().exits_with(0).calls(&[LIST, WRITE]);
    assert_eq!(state(), before);
    let here = git(&checkout, &["rev-parse", "HEAD"]);
    assert_eq!(here, runner.base);
    for name in [".ci", "build.rs", ".cargo", ".gitattributes"] {
        assert!(!checkout.join(name).exists(), "{name}");
    }
    let references = git(
        &checkout,
        &["for-each-ref", "--contains", &pull_request.head()],
    );
    assert!(
        references.ends_with("refs/spec-review/head"),
        "{references}"
    );
    assert_eq!(references.lines().count(), 1, "{references}");
}

#[test]
fn only_gh_gets_the_token() {
    let pull_request = PullRequest::with(without_dogs());
    let runner = pull_request.runner();
    let recorded = runner.path("environment");
    let script = format!("env >>'{}'\nexec '{XTASK}' \"$@\"\n", recorded.display());
    let runner = runner.with_xtask(&script);
    runner.run().exits_with(0).calls(&[LIST, WRITE]);
    let environment = runner.read("environment");
    assert!(environment.contains("PULL_REQUEST=7"), "{environment}");
    assert!(!environment.contains(TOKEN), "{environment}");
    let calls = runner.read("gh/calls");
    let with_token = calls.lines().filter(|call| call.ends_with(TOKEN));
    assert_eq!(with_token.count(), 2, "{calls}");
}

#[test]
fn a_default_branch_without_diff_says_so_and_passes() {
    let messages = [
        "error: unrecognized subcommand 'diff'",
        "error: invalid value 'markdown' for '--format <FORMAT>'",
        "error: unexpected argument '--links' found",
    ];
    let pull_request = PullRequest::with(without_dogs());
    for message in messages {
        let script = format!("echo \"{message}\" >&2\nexit 2\n");
        let run = pull_request.runner().with_xtask(&script).run();
        run.exits_with(0)
            .calls(&[])
            .prints(message)
            .prints("The default branch has no \"cargo xtask diff\" that writes a comment");
    }
}

#[test]
fn nothing_is_written_if_the_comparison_fails() {
    let help = "[[ ${!#} == --help ]] && exit\n";
    let with_marker = format!("{help}printf '%s\\n' '{MARKER}' a b c\nexit");
    let cases = [
        (format!("{help}exit 0\n"), "(status 0)"),
        (format!("{help}echo '**Breaks callers**'\n"), "(status 0)"),
        (format!("{help}exit 2\n"), "(status 2)"),
        (format!("{with_marker} 1\n"), "(status 1)"),
        (format!("{with_marker} 101\n"), "(status 101)"),
        (format!("{with_marker} 137\n"), "(status 137)"),
        ("exit 101\n".to_owned(), "xtask does not run (status 101)"),
    ];
    let pull_request = PullRequest::with(without_dogs());
    for (script, message) in cases {
        let run = pull_request.runner().with_xtask(&script).run();
        run.exits_with(1).calls(&[]).prints(message);
    }
    let mut runner = pull_request.runner();
    runner.xtask = runner.path("gone");
    runner
        .run()
        .exits_with(1)
        .calls(&[])
        .prints("xtask does not run");
}

#[test]
fn messages_are_not_commands_of_the_runner() {
    let script = "\
        [[ ${!#} == --help ]] && exit\n\
        printf '::error::one\\n  ##[add-mask]two' >&2\n\
        exit 101\n";
    let pull_request = PullRequest::with(without_dogs());
    let run = pull_request.runner().with_xtask(script).run().exits_with(1);
    let lines: Vec<_> = run.output.lines().collect();
    let [stop, first, second, resume, ..] = lines[..] else {
        panic!("{run:?}")
    };
    assert_eq!([first, second], ["::error::one", "  ##[add-mask]two"]);
    let token = stop.strip_prefix("::stop-commands::").unwrap_or_default();
    assert_eq!(token.len(), 32, "{run:?}");
    assert_eq!(resume, format!("::{token}::"));
}

#[test]
fn a_call_of_gh_that_fails_is_an_error() {
    let message = "gh: Resource not accessible by integration (HTTP 403)\n";
    let cases: [(&str, &[&str], &str); 2] = [
        (
            "GET",
            &[LIST],
            "error: gh cannot list the comments (status 1)",
        ),
        (
            "POST",
            &[LIST, WRITE],
            "error: gh cannot write the comment (status 1)",
        ),
    ];
    let pull_request = PullRequest::with(without_dogs());
    for (method, calls, error) in cases {
        let runner = pull_request.runner().where_gh_fails(method, message);
        let run = runner.run().exits_with(1);
        run.calls(calls).prints(message).prints(error);
    }
}

#[test]
fn a_head_that_cannot_be_compared_is_an_error() {
    let pull_request = PullRequest::open();
    let run = pull_request.runner().run().exits_with(1).calls(&[]);
    run.prints("error: the head of pull request 7 cannot be fetched");

    pull_request
        .fork
        .git(&["checkout", "--quiet", "--orphan", "other"]);
    pull_request.push(with_other_wording());
    let run = pull_request.runner().run().exits_with(1).calls(&[]);
    run.prints("have no common commit");
}

#[test]
fn only_numbers_and_commits_are_accepted() {
    let commit = "a".repeat(40);
    let cases = [
        ("", &*commit, "PULL_REQUEST is not a number"),
        ("7; id", &commit, "PULL_REQUEST is not a number"),
        ("7\n8", &commit, "PULL_REQUEST is not a number"),
        ("7", "", "BASE is not the ID of a commit"),
        ("7", "main", "BASE is not the ID of a commit"),
        ("7", "--help", "BASE is not the ID of a commit"),
    ];
    let pull_request = PullRequest::with(without_dogs());
    for (number, base, message) in cases {
        let mut runner = pull_request.runner();
        number.clone_into(&mut runner.number);
        base.clone_into(&mut runner.base);
        runner.run().exits_with(1).calls(&[]).prints(message);
    }
}

/// The exit statuses of the steps of the job `review` that compare, in order: the annotations, the summary and the check.
fn review(pull_request: &PullRequest) -> (Vec<i32>, String) {
    let runner = pull_request.runner();
    let checkout = runner.path("checkout");
    let merge = ["merge", "--quiet", "--no-ff", "--no-edit", "FETCH_HEAD"];
    git(
        &checkout,
        &["fetch", "--quiet", "origin", "refs/pull/7/head"],
    );
    git(&checkout, &["checkout", "--quiet", "--detach"]);
    git(&checkout, &merge);
    let run = |script: &str| {
        let mut command = Command::new("bash");
        command.args(["-e", "-o", "pipefail", "-c", script]);
        let status = without_git_settings(&mut command)
            .current_dir(&checkout)
            .env("PATH", path_with_fakes())
            .env("XTASK", XTASK)
            .env("GITHUB_SERVER_URL", "https://github.com")
            .env("GITHUB_REPOSITORY", "owner/name")
            .env("GITHUB_STEP_SUMMARY", runner.path("summary"))
            .output()
            .expect("bash starts")
            .status;
        status.code().expect("an exit status")
    };
    let steps = review_scripts();
    let codes = steps.iter().map(|script| run(script)).collect();
    (codes, runner.read("summary"))
}

/// Returns the scripts of the job `review` that compare.
fn review_scripts() -> Vec<String> {
    let path = root().join(".github/workflows/spec-review.yml");
    let text = fs::read_to_string(path).expect("the workflow can be read");
    let workflow = Document::read("spec-review.yml", &text).expect("the workflow is YAML");
    let workflow = workflow.root().to_json();
    let steps = workflow["jobs"]["review"]["steps"].as_array();
    let scripts = steps
        .into_iter()
        .flatten()
        .filter_map(|step| step["run"].as_str());
    let compares = |script: &&str| script.contains("cargo xtask diff");
    scripts.filter(compares).map(str::to_owned).collect()
}

#[test]
fn the_job_that_reviews_fails_on_what_is_not_accepted_and_on_a_low_version() {
    let document = without_dogs();
    let cases = [
        (PETS, "0.1.0", false, [0, 0, 0]),
        (&document, "0.1.0", false, [0, 0, 1]),
        (&document, "0.2.0", false, [0, 0, 1]),
        (&document, "0.1.0", true, [0, 0, 1]),
        (&document, "0.1.1", true, [0, 0, 1]),
        (&document, "0.2.0", true, [0, 0, 0]),
        (&document, "0.3.0", true, [0, 0, 0]),
        ("swagger: '2.0'\n", "0.1.0", false, [2, 2, 2]),
    ];
    for (document, version, is_accepted, codes) in cases {
        let pull_request = PullRequest::open();
        if is_accepted {
            pull_request.accept(document, "The vendor no longer has dogs.");
        }
        let manifest = MANIFEST.replace("0.1.0", version);
        pull_request.fork.put("Cargo.toml", manifest);
        pull_request.push(document);
        let (found, summary) = review(&pull_request);
        assert_eq!(found, codes, "{document}\n{version} {is_accepted}");
        assert!(summary.starts_with(MARKER), "{summary}");
    }
}
