//! Runs the scripts of a release in temporary repositories.

#![cfg(unix)]

#[path = "support/root.rs"]
mod root;
#[path = "../src/diff/test_repository.rs"]
mod test_repository;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use root::root;
use test_repository::TestRepository;

const SCRIPTS: [&str; 2] = [".ci/release-check", ".ci/release-notes"];

const MANIFEST: &str = "\
[workspace]
members = []

[workspace.package]
version = \"0.2.0\"
edition = \"2024\"

[workspace.dependencies]
serde = { version = \"1\" }
";

const CHANGELOG: &str = "\
# Changelog

All notable changes are listed here.

## Unreleased

## 0.2.0 - 2026-12-01

- A new method.

  Its second paragraph.

## 0.1.0

- The first release.
- With two changes.
";

/// A program in place of Cargo. It writes its arguments to a file, and fails if they contain the text in another file.
const CARGO: &str = "\
#!/bin/sh
echo \"$*\" >> \"$0.calls\"
if [ -e \"$0.fails\" ] && echo \"$*\" | grep -q \"$(cat \"$0.fails\")\"; then
    echo 'error: this asks for 0.3.0' >&2
    exit 1
fi
";

/// A repository with the scripts, a version and a changelog.
struct Release(TestRepository);

impl Release {
    fn new() -> Self {
        let repository = TestRepository::new();
        for script in SCRIPTS {
            let text = fs::read(root().join(script)).expect("the script can be read");
            repository.put(script, text);
            make_executable(&repository.path(script));
        }
        repository.put("Cargo.toml", MANIFEST);
        repository.put("CHANGELOG.md", CHANGELOG);
        repository.put("bin/cargo", CARGO);
        make_executable(&repository.path("bin/cargo"));
        repository.commit();
        Self(repository)
    }

    fn run(&self, script: &str, arguments: &[&str]) -> Output {
        let path = std::env::var("PATH").unwrap_or_default();
        let bin = self.0.path("bin");
        Command::new("bash")
            .arg(self.0.path(script))
            .args(arguments)
            .current_dir(self.0.path(""))
            .env("PATH", format!("{}:{path}", bin.display()))
            .output()
            .expect("the script starts")
    }

    fn check(&self, version: &str) -> Output {
        self.run(".ci/release-check", &[version])
    }

    /// Returns the calls of Cargo, one line each.
    fn calls(&self) -> String {
        fs::read_to_string(self.0.path("bin/cargo.calls")).unwrap_or_default()
    }
}

fn make_executable(path: &Path) {
    let permissions = fs::Permissions::from_mode(0o755);
    fs::set_permissions(path, permissions).expect("the file can be made executable");
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_notes_are_the_section_of_the_version() {
    let release = Release::new();
    let cases = [
        ("0.2.0", "- A new method.\n\n  Its second paragraph.\n"),
        ("0.1.0", "- The first release.\n- With two changes.\n"),
    ];
    for (version, expected) in cases {
        let output = release.run(".ci/release-notes", &[version]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(stdout(&output), expected);
    }
}

#[test]
fn a_version_without_changes_has_no_notes() {
    let release = Release::new();
    // A version is no pattern, and no beginning of another.
    for version in ["0.3.0", "0.2", "0.2.", "0.2.0-rc.1", ".*", "Unreleased"] {
        let output = release.run(".ci/release-notes", &[version]);
        assert!(!output.status.success(), "{version}: {}", stdout(&output));
        let expected =
            format!("error: CHANGELOG.md has no changes under the heading `## {version}`\n");
        assert_eq!(stderr(&output), expected);
    }
}

#[test]
fn the_first_release_is_compared_with_nothing() {
    let release = Release::new();
    let output = release.check("0.2.0");
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stdout(&output), "0.2.0 is the first release\n");
    assert_eq!(release.calls(), "");
}

#[test]
fn a_release_is_compared_with_the_highest_released_version() {
    let release = Release::new();
    for tag in ["v0.1.9", "v0.1.10", "v0.2.0-rc.1", "nightly"] {
        release.0.git(&["tag", tag]);
    }
    // A release of another branch is not before this one.
    release.0.git(&["checkout", "--quiet", "-b", "other"]);
    release.0.commit();
    release.0.git(&["tag", "v0.1.11"]);
    release.0.git(&["checkout", "--quiet", "main"]);
    let output = release.check("0.2.0");
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(
        release.calls(),
        "xtask diff --check-version\n\
         semver-checks --package conversations-client --baseline-rev v0.1.10\n"
    );
}

#[test]
fn a_version_that_is_too_low_is_not_released() {
    for check in ["xtask diff", "semver-checks"] {
        let release = Release::new();
        release.0.git(&["tag", "v0.1.0"]);
        release.0.put("bin/cargo.fails", check);
        let output = release.check("0.2.0");
        assert!(!output.status.success(), "{check}");
        assert_eq!(stderr(&output), "error: this asks for 0.3.0\n", "{check}");
    }
}

#[test]
fn a_release_whose_parts_disagree_is_refused() {
    let unreleased = CHANGELOG.replace("## Unreleased\n", "## Unreleased\n\n- Another change.\n");
    let undescribed = CHANGELOG.replace("## 0.2.0", "## 0.2.1");
    let cases = [
        (
            CHANGELOG,
            "0.3.0",
            "error: the version in Cargo.toml is 0.2.0, not 0.3.0\n",
        ),
        (
            &undescribed,
            "0.2.0",
            "error: CHANGELOG.md has no changes under the heading `## 0.2.0`\n",
        ),
        (
            &unreleased,
            "0.2.0",
            "error: CHANGELOG.md has unreleased changes: move them under the heading `## 0.2.0`\n",
        ),
    ];
    for (changelog, version, message) in cases {
        let release = Release::new();
        release.0.put("CHANGELOG.md", changelog);
        let output = release.check(version);
        assert!(!output.status.success(), "{message}");
        assert_eq!(stderr(&output), message);
    }
    let release = Release::new();
    release.0.git(&["tag", "v0.2.0"]);
    let output = release.check("0.2.0");
    assert!(!output.status.success());
    assert_eq!(stderr(&output), "error: the tag v0.2.0 exists\n");
}
