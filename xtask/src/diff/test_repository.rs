//! A git repository in a temporary folder, for tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A git repository in a temporary folder. Its branch is `main`.
pub(crate) struct TestRepository(TempDir);

impl TestRepository {
    pub(crate) fn new() -> Self {
        let repository = Self(TempDir::new().expect("a temporary folder can be created"));
        repository.git(&["init", "--quiet", "--initial-branch", "main", "."]);
        repository
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, text: impl AsRef<[u8]>) {
        put(&self.path(name), text);
    }

    /// Commits all files.
    pub(crate) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&[
            "commit",
            "--quiet",
            "--allow-empty",
            "--message",
            "A commit",
        ]);
    }

    /// Runs git, and returns its output.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        git(self.0.path(), arguments)
    }
}

pub(crate) fn put(path: &Path, text: impl AsRef<[u8]>) {
    let folder = path.parent().expect("the path has a parent");
    fs::create_dir_all(folder).expect("the folder can be created");
    fs::write(path, text).expect("the file can be written");
}

/// Runs git in a folder, and returns its output.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args([
        "-c",
        "protocol.file.allow=always",
        "-c",
        "core.autocrlf=false",
    ]);
    command.args(arguments).current_dir(folder);
    for (name, value) in [
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_AUTHOR_NAME", "Test"),
        ("GIT_AUTHOR_EMAIL", "test@example.org"),
        ("GIT_COMMITTER_NAME", "Test"),
        ("GIT_COMMITTER_EMAIL", "test@example.org"),
    ] {
        command.env(name, value);
    }
    // These are set while git runs a hook.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    let output = command.output().expect("git starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    assert!(
        output.status.success(),
        "git {arguments:?}: {}",
        text(&output.stderr)
    );
    text(&output.stdout)
}
