//! The changes of all documents between two versions.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use codegen::diff::{self, CompareError, Comparison, Finding, Options, Rejected, Rejection, Step};
use codegen::folder::Folder;

use super::accepted::Acceptance;
use super::documents::{Document, Documents, same_lines};
use super::git::Revision;
use super::pairs::{Pair, pairs};
use super::version::{Versions, workspace_version};
use crate::error::Error;
use crate::package;
use crate::spec_document::SpecDocument;
use crate::workspace::Workspace;

/// The changes of all documents.
#[derive(Default)]
pub(super) struct Changes {
    /// The documents with changes, in the order of their modules.
    pub(super) documents: Vec<DocumentChange>,
    /// The documents that cannot be compared.
    pub(super) failures: Vec<Failure>,
    /// The number of documents without changes.
    pub(super) unchanged: usize,
    pub(super) versions: Versions,
    /// The revision to compare with, unless two files are compared.
    pub(super) base: Option<Revision>,
    /// The revision with the changes. `None` is the working tree, or a file.
    pub(super) head: Option<Revision>,
    /// The path of the workspace in the repository. It is empty, or it ends with `/`.
    pub(super) prefix: String,
    /// The entries of `spec/accepted.toml` that the base does not have.
    pub(super) accepted: Vec<Acceptance>,
}

/// The changes of one document.
pub(super) struct DocumentChange {
    pub(super) comparison: Comparison,
    pub(super) status: Status,
}

/// Which of the two versions have the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Changed,
    Added,
    Removed,
    Renamed {
        /// The module of the old document.
        from: String,
        /// Whether the contents are the same. Otherwise, the pair is a guess.
        is_certain: bool,
    },
}

/// Why a document cannot be compared.
pub(super) enum Failure {
    Unreadable(Arc<Error>),
    NotOpenApi { name: String, error: CompareError },
}

impl Changes {
    /// Compares two files.
    pub(super) fn of_files(old: &Path, new: &Path) -> Self {
        let read = |path: &Path| SpecDocument::read(path, path.display().to_string());
        let version = Workspace::find().ok().and_then(|it| version_on_disk(&it));
        let mut changes = Self {
            versions: Versions {
                base: version.clone(),
                head: version,
            },
            ..Self::default()
        };
        match (read(old), read(new)) {
            (Ok(old), Ok(new)) => {
                let compared = diff::compare(
                    &diff::Version {
                        source: old.source(),
                        folder: &old.folder,
                    },
                    &diff::Version {
                        source: new.source(),
                        folder: &new.folder,
                    },
                    &options(false),
                );
                changes.add([&old.name, &new.name], compared, Status::Changed);
            }
            (old, new) => {
                let errors = [old.err(), new.err()].into_iter().flatten();
                let errors = errors.map(Arc::new);
                changes.failures.extend(errors.map(Failure::Unreadable));
            }
        }
        changes
    }

    /// Adds the changes between the documents of two revisions.
    pub(super) fn compare(&mut self, old: &Documents<'_>, new: &Documents<'_>) {
        let (old_folder, new_folder) = (old.folder(), new.folder());
        let mut parts = Parts {
            old,
            new,
            differ: None,
        };
        for pair in pairs(&old.list, &new.list) {
            let (names, compared, status) = match pair {
                Pair::Both { old, new } if parts.are_equal(old, new) => {
                    self.unchanged += 1;
                    continue;
                }
                Pair::Both { old, new } => {
                    let compared = compare(old, old_folder, new, new_folder, false);
                    ([&old.name, &new.name], compared, Status::Changed)
                }
                Pair::Renamed { old, new } => {
                    let status = Status::Renamed {
                        from: old.module.clone(),
                        is_certain: old.has_lines_of(new),
                    };
                    let compared = compare(old, old_folder, new, new_folder, true);
                    ([&old.name, &new.name], compared, status)
                }
                Pair::Added(new) => {
                    let compared = alone(new, new_folder, diff::added);
                    ([&new.name, &new.name], compared, Status::Added)
                }
                Pair::Removed(old) => {
                    let compared = alone(old, old_folder, diff::removed);
                    ([&old.name, &old.name], compared, Status::Removed)
                }
            };
            match compared {
                Some(compared) => self.add(names, compared, status),
                None => self.add_unreadable(pair),
            }
        }
    }

    /// Adds what a comparison found. `names` are those of the old and of the new document.
    fn add(
        &mut self,
        [old, new]: [&String; 2],
        compared: Result<Comparison, CompareError>,
        status: Status,
    ) {
        match compared {
            Ok(comparison) if is_empty(&comparison) && status == Status::Changed => {
                self.unchanged += 1;
            }
            Ok(comparison) => self.documents.push(DocumentChange { comparison, status }),
            Err(error) => {
                let name = match error.revision {
                    diff::Revision::Old => old,
                    diff::Revision::New => new,
                };
                self.failures.push(Failure::NotOpenApi {
                    name: name.clone(),
                    error,
                });
            }
        }
    }

    fn add_unreadable(&mut self, pair: Pair<'_>) {
        let documents = match pair {
            Pair::Both { old, new } | Pair::Renamed { old, new } => vec![old, new],
            Pair::Added(it) | Pair::Removed(it) => vec![it],
        };
        let errors = documents.into_iter().filter_map(Document::error);
        self.failures.extend(errors.map(Failure::Unreadable));
    }

    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        let documents = self.documents.iter();
        documents.flat_map(|document| &document.comparison.findings)
    }

    /// Returns the entry that accepts a finding.
    pub(super) fn acceptance(&self, finding: &Finding) -> Option<&Acceptance> {
        let mut entries = self.accepted.iter();
        entries.find(|entry| entry.fingerprint == finding.fingerprint)
    }

    /// Returns the entries that accept nothing. There are none if a document cannot be compared, because an entry may
    /// belong to it.
    pub(super) fn unmatched(&self) -> impl Iterator<Item = &Acceptance> {
        let fingerprints: HashSet<_> = self.findings().map(|it| it.fingerprint.as_str()).collect();
        let is_complete = self.failures.is_empty();
        let entries = self.accepted.iter();
        entries
            .filter(move |entry| is_complete && !fingerprints.contains(entry.fingerprint.as_str()))
    }

    /// Returns the step that all changes ask of the crate's version, unless it is not known.
    pub(super) fn step(&self) -> Option<Step> {
        known(self.least_step(), self.is_rust_skipped())
    }

    /// Returns the step that the compared changes ask of the crate's version.
    pub(super) fn least_step(&self) -> Step {
        let steps = self.documents.iter().map(|it| it.comparison.step());
        steps.max().unwrap_or_default()
    }

    /// Returns whether the Rust code of a document was not compared.
    pub(super) fn is_rust_skipped(&self) -> bool {
        self.rejections().next().is_some()
    }

    /// Returns the documents that the generator rejects in one of the versions, with the reasons.
    pub(super) fn rejections(&self) -> impl Iterator<Item = (&str, &Rejection)> {
        self.documents.iter().filter_map(|document| {
            let comparison = &document.comparison;
            let rejection = comparison.rust_skipped.as_ref()?;
            Some((comparison.document.as_str(), rejection))
        })
    }

    /// Returns whether a document has no client any more, because the generator rejects it since the change.
    pub(super) fn has_lost_client(&self) -> bool {
        self.rejections()
            .any(|(_, rejection)| rejection.rejected == Rejected::New)
    }
}

impl DocumentChange {
    /// Returns the step that the changes ask of the crate's version, unless it is not known.
    pub(super) fn step(&self) -> Option<Step> {
        known(
            self.comparison.step(),
            self.comparison.rust_skipped.is_some(),
        )
    }
}

/// Returns a step, unless the Rust code that was not compared may ask for a larger one.
fn known(step: Step, is_rust_skipped: bool) -> Option<Step> {
    (!is_rust_skipped || step == Step::Major).then_some(step)
}

fn is_empty(comparison: &Comparison) -> bool {
    comparison.findings.is_empty() && comparison.rust_skipped.is_none()
}

fn options(is_renamed: bool) -> Options {
    Options {
        crate_name: package::options().crate_name,
        is_renamed,
        compare_rust: true,
    }
}

/// Compares two documents. Returns `None` if one of them cannot be read.
fn compare(
    old: &Document,
    old_folder: &dyn Folder,
    new: &Document,
    new_folder: &dyn Folder,
    is_renamed: bool,
) -> Option<Result<Comparison, CompareError>> {
    let is_readable = old.text.is_ok() && new.text.is_ok();
    is_readable.then(|| {
        let (old, new) = (old.version(old_folder), new.version(new_folder));
        diff::compare(&old, &new, &options(is_renamed))
    })
}

/// Compares a document that only one version has. Returns `None` if it cannot be read.
fn alone(
    document: &Document,
    folder: &dyn Folder,
    compare: impl FnOnce(&diff::Version<'_>) -> Result<Comparison, CompareError>,
) -> Option<Result<Comparison, CompareError>> {
    let is_readable = document.text.is_ok();
    is_readable.then(|| compare(&document.version(folder)))
}

/// The files that documents can refer to, in both versions.
struct Parts<'a> {
    old: &'a Documents<'a>,
    new: &'a Documents<'a>,
    /// Whether a file differs. `None` until a document asks.
    differ: Option<bool>,
}

impl Parts<'_> {
    /// Returns whether two documents and all files that they may refer to are equal.
    fn are_equal(&mut self, old: &Document, new: &Document) -> bool {
        old.has_lines_of(new) && !(new.may_refer_to_files() && self.differ())
    }

    fn differ(&mut self) -> bool {
        let (old, new) = (self.old, self.new);
        *self.differ.get_or_insert_with(|| {
            let (paths, new_paths) = (old.paths(), new.paths());
            let (old, new) = (old.folder(), new.folder());
            let is_equal = |path: &String| match (old.read(path), new.read(path)) {
                (Ok(old), Ok(new)) => same_lines(&old, &new),
                (old, new) => old == new,
            };
            paths != new_paths || !paths.iter().all(is_equal)
        })
    }
}

fn version_on_disk(workspace: &Workspace) -> Option<semver::Version> {
    let text = fs::read_to_string(workspace.root().join("Cargo.toml")).ok()?;
    workspace_version(&text)
}
