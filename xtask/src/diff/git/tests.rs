use std::path::Path;
use std::process::Command;

use super::{Entry, Repository, Revision};
use crate::diff::test_repository::{TestRepository, git, put};
use crate::error::Error;

/// A repository whose branch `change` left `main` one commit ago on both sides.
fn diverged() -> TestRepository {
    let repository = TestRepository::new();
    repository.put("spec/a.yaml", "a: 1\n");
    repository.commit();
    repository.git(&["checkout", "--quiet", "-b", "change"]);
    repository.put("spec/a.yaml", "a: 2\n");
    repository.commit();
    repository.git(&["checkout", "--quiet", "main"]);
    repository.put("spec/b.yaml", "b: 1\n");
    repository.commit();
    repository.git(&["checkout", "--quiet", "change"]);
    repository
}

fn open(folder: &Path) -> Repository {
    Repository::open(folder).expect("the folder is in a repository")
}

#[track_caller]
fn base(folder: &Path) -> Revision {
    open(folder).base().expect("there is a base")
}

#[track_caller]
fn base_error(folder: &Path) -> Error {
    open(folder).base().expect_err("there is no base")
}

fn clone(of: &TestRepository, to: &TestRepository, arguments: &[&str]) {
    let url = format!("file://{}", of.path("").display());
    let mut command = vec!["clone", "--quiet"];
    command.extend(arguments);
    to.git(&[&command[..], &[&url, "clone"]].concat());
}

#[test]
fn the_base_is_the_merge_base_with_the_main_branch_and_not_its_tip() {
    let repository = diverged();
    let fork = repository.git(&["rev-parse", "main~1"]);
    let found = base(&repository.path(""));
    assert_eq!(found.commit, fork);
    let name = format!("the merge base with main ({})", &fork[..8]);
    assert_eq!(found.name, name);

    repository.git(&["checkout", "--quiet", "--detach"]);
    assert_eq!(base(&repository.path("")).commit, fork);
}

#[test]
fn the_base_on_the_main_branch_is_head() {
    let repository = diverged();
    for branch in ["main", "master", "trunk"] {
        repository.git(&["checkout", "--quiet", "main"]);
        repository.git(&["branch", "--move", "main", branch]);
        if branch == "trunk" {
            repository.git(&["update-ref", "refs/remotes/origin/trunk", "change"]);
            let head = "refs/remotes/origin/HEAD";
            repository.git(&["symbolic-ref", head, "refs/remotes/origin/trunk"]);
        }
        let found = base(&repository.path(""));
        assert_eq!(
            found.commit,
            repository.git(&["rev-parse", "HEAD"]),
            "{branch}"
        );
        assert!(found.name.starts_with("HEAD ("), "{}", found.name);
        repository.git(&["branch", "--move", branch, "main"]);
    }
}

#[test]
fn names_that_git_finds_ambiguous_do_not_change_the_base() {
    let repository = diverged();
    repository.git(&["tag", "main", "change"]);
    let fork = repository.git(&["rev-parse", "refs/heads/main~1"]);
    assert_eq!(base(&repository.path("")).commit, fork);
    repository.git(&["checkout", "--quiet", "main", "--"]);
    let tip = repository.git(&["rev-parse", "refs/heads/main"]);
    assert_eq!(base(&repository.path("")).commit, tip);
    // A reference that is not symbolic has no branch.
    repository.git(&[
        "update-ref",
        "--no-deref",
        "refs/remotes/origin/HEAD",
        "refs/heads/main",
    ]);
    repository.git(&["checkout", "--quiet", "--detach", "change"]);
    assert_eq!(base(&repository.path("")).commit, fork);
}

#[test]
fn the_main_branch_of_the_remote_comes_before_a_local_one() {
    let repository = diverged();
    repository.git(&["checkout", "--quiet", "change"]);
    repository.git(&["branch", "master", "main"]);
    let tip = repository.git(&["rev-parse", "main"]);
    let steps: [(&[&str], &str); 3] = [
        (&["branch", "--delete", "--force", "main"], "master"),
        (
            &["update-ref", "refs/remotes/origin/main", &tip],
            "origin/main",
        ),
        (
            &[
                "symbolic-ref",
                "refs/remotes/origin/HEAD",
                "refs/remotes/origin/main",
            ],
            "origin/HEAD",
        ),
    ];
    for (arguments, branch) in steps {
        repository.git(arguments);
        let name = base(&repository.path("")).name;
        let expected = format!("the merge base with {branch} (");
        assert!(name.starts_with(&expected), "{name}");
    }
}

#[test]
fn a_repository_without_a_base_is_an_error() {
    let repository = TestRepository::new();
    assert!(matches!(base_error(&repository.path("")), Error::NoCommit));
    repository.commit();
    repository.git(&["branch", "--move", "topic"]);
    let found = base_error(&repository.path(""));
    assert!(matches!(found, Error::NoMainBranch), "{found}");
    repository.git(&["checkout", "--quiet", "--orphan", "main"]);
    repository.put("spec/a.yaml", "another root");
    repository.commit();
    repository.git(&["checkout", "--quiet", "topic"]);
    let found = base_error(&repository.path(""));
    assert!(matches!(found, Error::NoMergeBase { .. }), "{found}");
}

#[test]
fn a_shallow_clone_names_the_command_that_brings_the_history() {
    let remote = diverged();
    remote.git(&["checkout", "--quiet", "main"]);
    let fork = remote.git(&["rev-parse", "main~1"]);
    let shallow: [&[&str]; 2] = [
        &["--depth", "1", "--branch", "change"],
        &["--depth", "1", "--branch", "change", "--no-single-branch"],
    ];
    for arguments in shallow {
        let folder = TestRepository::new();
        clone(&remote, &folder, arguments);
        let clone = folder.path("clone");
        let error = base_error(&clone);
        assert!(matches!(error, Error::MissingHistory { .. }), "{error}");

        let help = error.help();
        let command = help.split('`').nth(1).expect("the help has a command");
        assert!(
            command.starts_with("git fetch --unshallow origin "),
            "{command}"
        );
        let mut shell = Command::new("sh");
        let status = shell.args(["-c", command]).current_dir(&clone).status();
        assert!(status.expect("sh starts").success(), "{command}");

        assert_eq!(base(&clone).commit, fork, "{arguments:?}");
    }
}

#[test]
fn a_revision_that_a_shallow_clone_does_not_have_names_the_command() {
    let remote = diverged();
    let folder = TestRepository::new();
    clone(&remote, &folder, &["--depth", "1", "--branch", "change"]);
    let repository = open(&folder.path("clone"));
    let cases = [
        ("origin/main", "'+refs/heads/main:refs/remotes/origin/main'"),
        ("HEAD~1", "'+refs/heads/*:refs/remotes/origin/*'"),
    ];
    for (name, branches) in cases {
        let error = repository.revision(name).expect_err("it is missing");
        let expected = format!("`git fetch --unshallow origin {branches}`");
        assert!(error.help().contains(&expected), "{}", error.help());
    }
}

#[test]
fn a_shallow_clone_of_the_main_branch_needs_no_history() {
    let remote = diverged();
    let folder = TestRepository::new();
    clone(&remote, &folder, &["--depth", "1", "--branch", "main"]);
    let clone = folder.path("clone");
    assert_eq!(base(&clone).commit, git(&clone, &["rev-parse", "HEAD"]));
}

#[test]
fn revisions_are_named_as_in_git() {
    let repository = diverged();
    let tip = repository.git(&["rev-parse", "main"]);
    let repository = open(&repository.path(""));
    for name in ["main", "refs/heads/main", &tip, &tip[..10]] {
        let found = repository.revision(name).expect("the revision exists");
        assert_eq!(found.commit, tip, "{name}");
        assert_eq!(found.name, format!("{name} ({})", &tip[..8]));
    }
    let unknown = [
        "",
        "gone",
        "--help",
        "-",
        "main..HEAD",
        "main:spec",
        "HEAD^{tree}",
        "a b",
        "main\nHEAD",
        "\u{1b}[31m",
    ];
    for name in unknown {
        let error = repository
            .revision(name)
            .expect_err("there is no such revision");
        assert!(matches!(error, Error::UnknownRevision { .. }), "{error}");
        assert!(!error.to_string().contains('\u{1b}'), "{error}");
    }
}

#[test]
fn files_and_their_contents_are_read_as_they_were_committed() {
    let repository = TestRepository::new();
    let large = "x".repeat(300_000);
    let files = [
        ("a folder/spec/été \"1\"\t.yaml", "name: é\n"),
        ("a folder/spec/below/b.yaml", "a: 1\r\nb: 2\r\n"),
        ("a folder/spec/empty.yaml", ""),
        ("a folder/spec/large.yaml", &large),
        ("elsewhere.yaml", ""),
    ];
    for (name, text) in files {
        repository.put(name, text);
    }
    repository.commit();
    repository.put("a folder/spec/empty.yaml", "changed on disk");
    let folder = repository.path("a folder");
    let repository = open(&folder);
    let head = repository.revision("HEAD").expect("there is a commit");

    let found = repository
        .files(&head, &["spec/"])
        .expect("git lists files");

    let mut names: Vec<_> = found.iter().map(|entry| entry.path.as_str()).collect();
    names.sort_unstable();
    let mut expected: Vec<_> = files[..4]
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("a folder/"))
        .collect();
    expected.sort_unstable();
    assert_eq!(names, expected);
    for Entry { path, blob, .. } in &found {
        let text = files.iter().find(|(name, _)| name.ends_with(path.as_str()));
        let read = repository.blob(blob).expect("the blob exists");
        assert_eq!(
            Some(read.as_slice()),
            text.map(|(_, text)| text.as_bytes()),
            "{path}"
        );
    }
}

#[test]
fn a_missing_blob_is_an_error_and_the_next_one_is_read() {
    let repository = TestRepository::new();
    repository.put("a.yaml", "a: 1\n");
    repository.commit();
    let blob = repository.git(&["rev-parse", "HEAD:a.yaml"]);
    let repository = open(&repository.path(""));
    let error = repository.blob(&"0".repeat(40)).expect_err("it is missing");
    assert!(error.to_string().contains("is missing"), "{error}");
    assert_eq!(repository.blob(&blob).expect("it exists"), b"a: 1\n");
}

#[test]
fn a_linked_worktree_has_its_own_head() {
    let repository = diverged();
    let fork = repository.git(&["rev-parse", "main~1"]);
    repository.git(&["checkout", "--quiet", "main"]);
    repository.git(&["worktree", "add", "--quiet", "beside", "change"]);
    assert_eq!(base(&repository.path("beside")).commit, fork);
}

#[test]
fn a_folder_outside_a_repository_is_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    put(&folder.path().join("spec/a.yaml"), "");
    let error = Repository::open(folder.path()).err();
    assert!(
        matches!(error, Some(Error::NoRepository { .. })),
        "{error:?}"
    );
}

#[test]
fn a_repository_is_left_as_it_is() {
    let repository = diverged();
    repository.put("spec/a.yaml", "a: 3\n");
    let index = std::fs::read(repository.path(".git/index")).expect("there is an index");
    let opened = open(&repository.path(""));
    let found = opened.base().expect("there is a base");
    opened.files(&found, &["spec/"]).expect("git lists files");
    let after = std::fs::read(repository.path(".git/index")).expect("there is an index");
    assert_eq!(index, after);
}
