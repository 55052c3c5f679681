//! Reads revisions of a repository through git. Nothing is checked out or written.

mod blob_reader;

use std::ffi::OsStr;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, PoisonError};

use self::blob_reader::BlobReader;
use crate::error::Error;

/// The branches that can be the main branch, most reliable first.
const MAIN_BRANCHES: [&str; 4] = [
    ORIGIN_HEAD,
    "refs/remotes/origin/main",
    "refs/heads/main",
    "refs/heads/master",
];

const ORIGIN_HEAD: &str = "refs/remotes/origin/HEAD";

/// A git repository, as seen from a folder in it.
pub(super) struct Repository {
    folder: PathBuf,
    /// The path of the folder in the repository. It is empty, or it ends with `/`.
    prefix: String,
    is_shallow: bool,
    /// `git cat-file --batch`, which is started for the first blob.
    blobs: Mutex<Option<BlobReader>>,
}

/// A commit, and how messages name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Revision {
    pub(super) commit: String,
    pub(super) name: String,
}

/// A file of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The path relative to the repository's folder, with `/`.
    pub(super) path: String,
    /// The ID of the blob. That of a link is the path that the link leads to.
    pub(super) blob: String,
    pub(super) is_link: bool,
}

/// The branch that changes are merged into.
struct MainBranch {
    /// The full name of the reference, such as `refs/remotes/origin/main`.
    reference: String,
    /// The name of the branch, such as `main`.
    name: String,
}

impl Repository {
    /// Opens the repository that contains a folder.
    pub(super) fn open(folder: &Path) -> Result<Self, Error> {
        let mut repository = Self {
            folder: folder.to_owned(),
            prefix: String::new(),
            is_shallow: false,
            blobs: Mutex::new(None),
        };
        let output = repository.run(["rev-parse", "--is-shallow-repository", "--show-prefix"])?;
        if !output.status.success() {
            return Err(Error::NoRepository {
                folder: folder.to_owned(),
                message: message(&output),
            });
        }
        let lines = text(&output);
        let (is_shallow, prefix) = lines.split_once('\n').unwrap_or((&lines, ""));
        repository.is_shallow = is_shallow == "true";
        prefix.clone_into(&mut repository.prefix);
        Ok(repository)
    }

    /// Returns the path of the folder in the repository. It is empty, or it ends with `/`.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Returns the commit of a revision that the user named.
    pub(super) fn revision(&self, name: &str) -> Result<Revision, Error> {
        let commit = self.commit(name)?.ok_or_else(|| {
            let name = name.to_owned();
            if self.is_shallow {
                let fetch = fetch_command(name.strip_prefix("origin/"));
                Error::MissingHistory {
                    wanted: format!("`{name}`"),
                    fetch,
                }
            } else {
                Error::UnknownRevision { name }
            }
        })?;
        let name = format!("{name} ({})", short(&commit));
        Ok(Revision { commit, name })
    }

    /// Returns the revision to compare with by default: the merge base with the main branch, or `HEAD` on that branch.
    pub(super) fn base(&self) -> Result<Revision, Error> {
        let head = self.commit("HEAD")?.ok_or(Error::NoCommit)?;
        let main = self.main_branch()?;
        // It is empty if HEAD is detached.
        let current = text(&self.run(["symbolic-ref", "--quiet", "HEAD"])?);
        if let Some(main) = &main
            && current == format!("refs/heads/{}", main.name)
        {
            let name = format!("HEAD ({})", short(&head));
            return Ok(Revision { commit: head, name });
        }
        let Some(main) = main else {
            return Err(self.missing_or(None, Error::NoMainBranch));
        };
        let output = self.run(["merge-base", &main.reference, &head])?;
        match output.status.code() {
            Some(0) => {
                let commit = text(&output);
                let name = format!("the merge base with {} ({})", main.short(), short(&commit));
                Ok(Revision { commit, name })
            }
            Some(1) => {
                let branch = main.short().to_owned();
                Err(self.missing_or(Some(&main.name), Error::NoMergeBase { branch }))
            }
            _ => Err(failed("merge-base", &output)),
        }
    }

    /// Returns the names of the tags that are part of a revision's history.
    pub(super) fn tags(&self, revision: &Revision) -> Result<Vec<String>, Error> {
        let merged = format!("--merged={}", revision.commit);
        let arguments = [
            "for-each-ref",
            "--format=%(refname:strip=2)",
            &merged,
            "refs/tags",
        ];
        let output = succeeded("for-each-ref", self.run(arguments)?)?;
        Ok(text(&output).lines().map(str::to_owned).collect())
    }

    /// Returns the commit of a tag.
    pub(super) fn tag(&self, name: &str) -> Result<Revision, Error> {
        let tag = self.revision(&format!("refs/tags/{name}"))?;
        let name = format!("{name} ({})", short(&tag.commit));
        Ok(Revision { name, ..tag })
    }

    /// Returns the error that history is missing if the clone is shallow, and another one otherwise.
    fn missing_or(&self, main: Option<&str>, other: Error) -> Error {
        if self.is_shallow {
            Error::MissingHistory {
                wanted: "the merge base with the main branch".to_owned(),
                fetch: fetch_command(main),
            }
        } else {
            other
        }
    }

    /// Returns the ID of a commit, or `None` if there is no such revision.
    fn commit(&self, revision: &str) -> Result<Option<String>, Error> {
        // git would read the name as an option.
        if revision.starts_with('-') || revision.is_empty() {
            return Ok(None);
        }
        let commit = format!("{revision}^{{commit}}");
        let output = self.run(["rev-parse", "--verify", "--quiet", &commit])?;
        Ok(output.status.success().then(|| text(&output)))
    }

    fn main_branch(&self) -> Result<Option<MainBranch>, Error> {
        let format = "--format=%(refname) %(symref)";
        let arguments = ["for-each-ref", format].into_iter().chain(MAIN_BRANCHES);
        let output = succeeded("for-each-ref", self.run(arguments)?)?;
        let lines = text(&output);
        let references: Vec<_> = lines
            .lines()
            .filter_map(|line| line.split_once(' '))
            .collect();
        let existing = |wanted| references.iter().find(|(name, _)| *name == wanted);
        Ok(MAIN_BRANCHES.into_iter().find_map(|wanted| {
            let (reference, target) = *existing(wanted)?;
            let branch = if wanted == ORIGIN_HEAD {
                target
            } else {
                reference
            };
            Some(MainBranch {
                reference: reference.to_owned(),
                name: branch_name(branch).to_owned(),
            })
        }))
    }

    /// Returns the files of a revision at the given paths, and below those that are folders.
    pub(super) fn files(&self, revision: &Revision, paths: &[&str]) -> Result<Vec<Entry>, Error> {
        let arguments = ["ls-tree", "-r", "-z", &revision.commit, "--"];
        let arguments = arguments.into_iter().chain(paths.iter().copied());
        let output = succeeded("ls-tree", self.run(arguments)?)?;
        let records = output.stdout.split(|byte| *byte == 0);
        Ok(records.filter_map(entry).collect())
    }

    /// Returns the contents of a file. Links are followed within the revision.
    pub(super) fn contents(&self, revision: &Revision, path: &str) -> Result<Vec<u8>, Error> {
        self.blob(&format!("{}:./{path}", revision.commit))
    }

    /// Returns the contents of a blob, up to the number of bytes that is read of a file on disk.
    pub(super) fn blob(&self, name: &str) -> Result<Vec<u8>, Error> {
        let mut blobs = self.blobs.lock().unwrap_or_else(PoisonError::into_inner);
        if blobs.is_none() {
            *blobs = Some(BlobReader::start(self.command([
                "cat-file",
                "--batch",
                "--follow-symlinks",
            ]))?);
        }
        let read = blobs.as_mut().map(|blobs| blobs.read(name));
        read.unwrap_or_else(|| Err(io::Error::other("git does not run")))
            .map_err(|error| Error::GitFailed {
                command: "cat-file",
                message: error.to_string(),
            })
    }

    fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Result<Output, Error> {
        self.command(arguments).output().map_err(not_started)
    }

    fn command<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(&self.folder)
            .args(arguments.into_iter().map(OsStr::new))
            // Git neither refreshes the index nor asks for a password.
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        command
    }
}

impl MainBranch {
    /// Returns the name that git uses in messages, such as `origin/main`.
    fn short(&self) -> &str {
        let reference = self.reference.strip_prefix("refs/heads/");
        let remote = || self.reference.strip_prefix("refs/remotes/");
        reference.or_else(remote).unwrap_or(&self.reference)
    }
}

/// Returns the name of a branch without `refs/heads/` or the name of its remote.
fn branch_name(reference: &str) -> &str {
    let local = reference.strip_prefix("refs/heads/");
    let remote = || reference.strip_prefix("refs/remotes/origin/");
    local.or_else(remote).unwrap_or(reference)
}

/// Returns the command that brings the history of a branch, or of all branches.
fn fetch_command(branch: Option<&str>) -> String {
    // The clone of a single branch does not map the other branches.
    let branch = branch.unwrap_or("*");
    format!("git fetch --unshallow origin '+refs/heads/{branch}:refs/remotes/origin/{branch}'")
}

/// Parses a line of `git ls-tree -z`: `100644 blob <id><tab><path>`.
fn entry(record: &[u8]) -> Option<Entry> {
    let record = String::from_utf8_lossy(record);
    let (attributes, path) = record.split_once('\t')?;
    let mut attributes = attributes.split(' ');
    let (mode, kind, blob) = (attributes.next()?, attributes.next()?, attributes.next()?);
    (kind == "blob").then(|| Entry {
        path: path.to_owned(),
        blob: blob.to_owned(),
        is_link: mode == "120000",
    })
}

/// Returns the start of a commit's ID.
pub(super) fn short(commit: &str) -> &str {
    commit.get(..8).unwrap_or(commit)
}

/// Returns the output without line breaks at its end.
fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout)
        .trim_end_matches(['\r', '\n'])
        .to_owned()
}

/// Returns the first line of what git wrote to standard error.
fn message(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("fatal: ").unwrap_or(line).to_owned()
}

fn succeeded(command: &'static str, output: Output) -> Result<Output, Error> {
    if output.status.success() {
        Ok(output)
    } else {
        Err(failed(command, &output))
    }
}

fn failed(command: &'static str, output: &Output) -> Error {
    Error::GitFailed {
        command,
        message: message(output),
    }
}

fn not_started(source: io::Error) -> Error {
    match source.kind() {
        ErrorKind::NotFound => Error::NoGit,
        _ => Error::Git { source },
    }
}

#[cfg(test)]
mod tests;
