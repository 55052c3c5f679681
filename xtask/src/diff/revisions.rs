//! The revisions that are compared.

use std::fs;
use std::io::ErrorKind;

use super::accepted::{self, Acceptance};
use super::changes::Changes;
use super::documents::Documents;
use super::git::{Repository, Revision};
use super::release;
use super::version::{Versions, workspace_version};
use crate::error::Error;
use crate::spec_document::utf8;
use crate::workspace::Workspace;

const MANIFEST: &str = "Cargo.toml";

/// The revisions that are compared, and the release before them.
pub(super) struct Revisions<'a> {
    workspace: &'a Workspace,
    repository: Repository,
    base: Revision,
    /// `None` is the working tree.
    head: Option<Revision>,
    /// The newest release that is part of `base`.
    release: Option<Release>,
}

struct Release {
    revision: Revision,
    version: semver::Version,
}

impl<'a> Revisions<'a> {
    /// Finds the revisions. The default of `base` is the merge base with the main branch, and that of `head` is the
    /// working tree.
    pub(super) fn find(
        workspace: &'a Workspace,
        base: Option<&str>,
        head: Option<&str>,
    ) -> Result<Self, Error> {
        let repository = Repository::open(workspace.root())?;
        let base = match base {
            Some(base) => repository.revision(base)?,
            None => repository.base()?,
        };
        let head = head.map(|head| repository.revision(head)).transpose()?;
        let release = match release::newest(&repository.tags(&base)?) {
            Some((tag, version)) => {
                let revision = repository.tag(tag)?;
                Some(Release { revision, version })
            }
            None => None,
        };
        Ok(Self {
            workspace,
            repository,
            base,
            head,
            release,
        })
    }

    /// Compares the documents of the two revisions.
    pub(super) fn changes(&self) -> Result<Changes, Error> {
        self.changes_since(&self.base)
    }

    /// Compares with the documents of the newest release, or with those of the base if there is no release.
    pub(super) fn changes_since_release(&self) -> Result<Changes, Error> {
        self.changes_since(self.release_or_base())
    }

    /// Returns the revision of the newest release, or the base if there is no release.
    pub(super) fn release_or_base(&self) -> &Revision {
        let release = self.release.as_ref().map(|release| &release.revision);
        release.unwrap_or(&self.base)
    }

    /// Returns whether the changes since the base are those since the newest release.
    pub(super) fn is_base_released(&self) -> bool {
        self.release_or_base().commit == self.base.commit
    }

    fn changes_since(&self, base: &Revision) -> Result<Changes, Error> {
        let old = Documents::at(&self.repository, base)?;
        let new = match &self.head {
            Some(head) => Documents::at(&self.repository, head)?,
            None => Documents::of_working_tree(self.workspace)?,
        };
        let mut changes = Changes {
            versions: self.versions()?,
            base: Some(base.clone()),
            head: self.head.clone(),
            prefix: self.repository.prefix().to_owned(),
            accepted: self.accepted(base)?,
            ..Changes::default()
        };
        changes.compare(&old, &new);
        Ok(changes)
    }

    /// Returns the version of the newest release, or that at the base, and the version of the head.
    fn versions(&self) -> Result<Versions, Error> {
        let version = |revision| -> Result<_, Error> {
            let manifest = self.file(revision, MANIFEST)?.and_then(Result::ok);
            Ok(manifest.and_then(|manifest| workspace_version(&manifest)))
        };
        let base = match &self.release {
            Some(release) => Some(release.version.clone()),
            None => version(Some(&self.base))?,
        };
        let head = version(self.head.as_ref())?;
        Ok(Versions { base, head })
    }

    /// Returns the entries of `spec/accepted.toml` that a revision does not have.
    fn accepted(&self, base: &Revision) -> Result<Vec<Acceptance>, Error> {
        let entries = |revision: Option<&Revision>| {
            let name = match revision {
                Some(revision) => format!("{} of {}", accepted::PATH, revision.name),
                None => accepted::PATH.to_owned(),
            };
            match self.file(revision, accepted::PATH)? {
                Some(text) => accepted::parse(&text?, &name),
                None => Ok(Vec::new()),
            }
        };
        let head = entries(self.head.as_ref())?;
        if head.is_empty() {
            return Ok(head);
        }
        Ok(accepted::new_entries(&entries(Some(base))?, head))
    }

    /// Returns the text of a file, or `None` if there is no such file.
    fn file(
        &self,
        revision: Option<&Revision>,
        path: &str,
    ) -> Result<Option<Result<String, Error>>, Error> {
        let bytes = match revision {
            Some(revision) => {
                let files = self.repository.files(revision, &[path])?;
                let file = files.iter().find(|entry| entry.path == path);
                file.map(|file| self.repository.blob(&file.blob))
                    .transpose()?
            }
            None => match fs::read(self.workspace.root().join(path)) {
                Ok(bytes) => Some(bytes),
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                Err(source) => {
                    let path = path.to_owned();
                    return Err(Error::Read { path, source });
                }
            },
        };
        Ok(bytes.map(|bytes| utf8(bytes, path)))
    }
}
