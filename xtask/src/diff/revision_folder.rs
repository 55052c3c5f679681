//! The folder of the documents at a revision.

use std::collections::{BTreeMap, BTreeSet};

use codegen::folder::{Folder, Unread};

use super::git::{Entry, Repository, Revision};
use crate::error::Error;

/// The files of a folder at a revision.
pub(super) struct RevisionFolder<'a> {
    repository: &'a Repository,
    revision: Revision,
    /// The path of the folder, which ends with `/`.
    prefix: String,
    /// The files by their paths relative to the folder.
    files: BTreeMap<String, Entry>,
}

impl<'a> RevisionFolder<'a> {
    /// Creates the folder from the files whose path starts with `prefix`, which ends with `/`.
    pub(super) fn new(
        repository: &'a Repository,
        revision: &Revision,
        entries: &[Entry],
        prefix: &str,
    ) -> Self {
        let files = entries.iter().filter_map(|entry| {
            let path = entry.path.strip_prefix(prefix)?;
            Some((path.to_owned(), entry.clone()))
        });
        Self {
            repository,
            revision: revision.clone(),
            prefix: prefix.to_owned(),
            files: files.collect(),
        }
    }

    /// Returns the contents of a file, or `None` if there is no such file.
    pub(super) fn bytes(&self, path: &str) -> Option<Result<Vec<u8>, Error>> {
        match self.files.get(path) {
            Some(entry) if !entry.is_link => Some(self.repository.blob(&entry.blob)),
            Some(_) => Some(self.follow(path)),
            None if self.is_behind_link(path) => Some(self.follow(path)),
            None => None,
        }
    }

    fn follow(&self, path: &str) -> Result<Vec<u8>, Error> {
        let path = format!("{}{path}", self.prefix);
        self.repository.contents(&self.revision, &path)
    }

    /// Returns whether a folder of the path is a link.
    fn is_behind_link(&self, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        let mut entries = folders.filter_map(|folder| self.files.get(folder));
        entries.any(|entry| entry.is_link)
    }

    /// Returns the paths of all files.
    pub(super) fn paths(&self) -> BTreeSet<String> {
        self.files.keys().cloned().collect()
    }

    fn is_folder(&self, path: &str) -> bool {
        let path = format!("{path}/");
        let mut following = self.files.range(path.clone()..);
        following
            .next()
            .is_some_and(|(name, _)| name.starts_with(&path))
    }
}

impl Folder for RevisionFolder<'_> {
    fn read(&self, path: &str) -> Result<String, Unread> {
        let unreadable = |reason: String| Err(Unread::Unreadable(reason));
        let bytes = match self.bytes(path) {
            Some(Ok(bytes)) => bytes,
            Some(Err(error)) => return unreadable(error.to_string()),
            None if self.is_folder(path) => return unreadable("it is a folder".to_owned()),
            None => return Err(Unread::NotThere),
        };
        String::from_utf8(bytes).or_else(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.split(|byte| *byte == b'\n').count();
            unreadable(format!("line {line} is not UTF-8 text"))
        })
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let names = self.files.keys().filter_map(|path| {
            let (its_folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            (its_folder == folder).then(|| name.to_owned())
        });
        names.collect()
    }
}

#[cfg(test)]
mod tests {
    use codegen::folder::{Folder, Unread};

    use super::RevisionFolder;
    use crate::diff::git::Repository;
    use crate::diff::test_repository::TestRepository;

    #[test]
    fn files_are_read_as_they_are_on_disk() {
        let files = [
            ("spec/api.yaml", "a: 1\n".as_bytes()),
            ("spec/parts/tag.yaml", b"type: string\n"),
            ("spec/parts/bad.yaml", b"a\n\xff"),
            ("spec/parts of/more.yaml", b"{}"),
            ("outside.yaml", b"{}"),
        ];
        let repository = TestRepository::new();
        for (name, bytes) in files {
            repository.put(name, bytes);
        }
        repository.commit();
        repository.put("spec/parts/tag.yaml", "changed on disk");
        let repository = Repository::open(&repository.path("")).expect("a repository");
        let head = repository.revision("HEAD").expect("there is a commit");
        let entries = repository
            .files(&head, &["spec/"])
            .expect("git lists files");
        let folder = RevisionFolder::new(&repository, &head, &entries, "spec/");

        let unreadable = |reason: &str| Err(Unread::Unreadable(reason.to_owned()));
        let cases = [
            ("parts/tag.yaml", Ok("type: string\n".to_owned())),
            ("parts of/more.yaml", Ok("{}".to_owned())),
            ("parts/bad.yaml", unreadable("line 2 is not UTF-8 text")),
            ("parts", unreadable("it is a folder")),
            ("part", Err(Unread::NotThere)),
            ("parts/none.yaml", Err(Unread::NotThere)),
            ("../outside.yaml", Err(Unread::NotThere)),
        ];
        for (path, expected) in cases {
            assert_eq!(folder.read(path), expected, "{path}");
        }
        assert_eq!(folder.names("parts"), ["bad.yaml", "tag.yaml"]);
        assert_eq!(folder.names(""), ["api.yaml"]);
        assert!(folder.names("../spec").is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_within_the_revision() {
        let links = [
            ("../shared/a.yaml", "link.yaml"),
            ("../shared", "parts"),
            ("/etc/passwd", "absolute.yaml"),
            ("../../outside", "outside.yaml"),
            ("none.yaml", "dangling.yaml"),
            ("loop.yaml", "loop.yaml"),
            ("../shared", "folder.yaml"),
        ];
        let repository = TestRepository::new();
        repository.put("a root/shared/a.yaml", "a: 1\n");
        repository.put("a root/spec/api.yaml", "");
        for (target, link) in links {
            let link = repository.path("a root/spec").join(link);
            std::os::unix::fs::symlink(target, link).expect("the link can be created");
        }
        repository.commit();
        repository.put("a root/shared/a.yaml", "changed on disk");
        let repository = Repository::open(&repository.path("a root")).expect("a repository");
        let head = repository.revision("HEAD").expect("there is a commit");
        let entries = repository
            .files(&head, &["spec/"])
            .expect("git lists files");
        let folder = RevisionFolder::new(&repository, &head, &entries, "spec/");
        for path in ["link.yaml", "parts/a.yaml"] {
            assert_eq!(folder.read(path).as_deref(), Ok("a: 1\n"), "{path}");
        }
        for path in [
            "absolute.yaml",
            "outside.yaml",
            "dangling.yaml",
            "loop.yaml",
            "folder.yaml",
            "parts/none.yaml",
        ] {
            let read = folder.read(path);
            assert!(
                matches!(read, Err(Unread::Unreadable(_))),
                "{path}: {read:?}"
            );
        }
        assert_eq!(folder.read("api.yaml").as_deref(), Ok(""));
    }
}
