//! Compares a folder with the generated files.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use codegen::File;

use crate::error::Error;

/// A file on disk that differs from the generated one.
#[derive(Debug)]
pub(crate) struct Change<'a> {
    /// The path relative to the folder.
    pub(crate) path: PathBuf,
    pub(crate) kind: ChangeKind<'a>,
}

/// The difference of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ChangeKind<'a> {
    Added { new: &'a str },
    Changed { old: Vec<u8>, new: &'a str },
    Removed,
}

impl Change<'_> {
    /// Returns the path below the workspace's root with `/`, which is the same on every system.
    pub(crate) fn name(&self) -> String {
        let mut name = "generated".to_owned();
        for part in &self.path {
            name.push('/');
            name.push_str(&part.to_string_lossy());
        }
        name
    }

    pub(crate) fn is_on_disk(&self) -> bool {
        !matches!(self.kind, ChangeKind::Added { .. })
    }

    /// Returns the new contents, or `None` if the file is to be removed.
    pub(crate) fn new_text(&self) -> Option<&str> {
        match self.kind {
            ChangeKind::Added { new } | ChangeKind::Changed { new, .. } => Some(new),
            ChangeKind::Removed => None,
        }
    }
}

/// Returns the path of a generated file with the system's separators.
pub(crate) fn path(file: &File) -> PathBuf {
    file.path.split('/').collect()
}

/// Returns the differences between `folder` and the files that belong in it, in the order of their paths.
pub(crate) fn changes<'a>(folder: &Path, files: &'a [File]) -> Result<Vec<Change<'a>>, Error> {
    changes_in(folder, files, |_| true)
}

/// Returns the differences like [`changes`], but leaves out the folders that `is_entered` rejects. Their paths are relative
/// to `folder`.
pub(crate) fn changes_in<'a>(
    folder: &Path,
    files: &'a [File],
    is_entered: impl Fn(&Path) -> bool,
) -> Result<Vec<Change<'a>>, Error> {
    let mut expected: BTreeMap<PathBuf, &str> =
        files.iter().map(|file| (path(file), &*file.text)).collect();
    let mut changes = Vec::new();
    for (path, entry) in entries(folder, is_entered)? {
        let kind = match (expected.remove(&path), entry) {
            (None, _) => ChangeKind::Removed,
            (Some(new), EntryType::Other) => ChangeKind::Changed {
                old: Vec::new(),
                new,
            },
            (Some(new), EntryType::File) => match read(&folder.join(&path))? {
                old if old == new.as_bytes() => continue,
                old => ChangeKind::Changed { old, new },
            },
        };
        changes.push(Change { path, kind });
    }
    changes.extend(expected.into_iter().map(|(path, new)| Change {
        path,
        kind: ChangeKind::Added { new },
    }));
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(changes)
}

/// The type of a directory entry. Links are not followed, because their targets can be outside the folder.
enum EntryType {
    File,
    Other,
}

fn entries(
    folder: &Path,
    is_entered: impl Fn(&Path) -> bool,
) -> Result<Vec<(PathBuf, EntryType)>, Error> {
    match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => {
            return Err(Error::NotAFolder {
                path: folder.display().to_string(),
            });
        }
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(unreadable(folder, source)),
    }
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inside) = folders.pop() {
        let folder = folder.join(&inside);
        for entry in fs::read_dir(&folder).map_err(|source| unreadable(&folder, source))? {
            let entry = entry.map_err(|source| unreadable(&folder, source))?;
            let kind = entry
                .file_type()
                .map_err(|source| unreadable(&entry.path(), source))?;
            let path = inside.join(entry.file_name());
            if kind.is_dir() {
                if is_entered(&path) {
                    folders.push(path);
                }
            } else {
                found.push((
                    path,
                    if kind.is_file() {
                        EntryType::File
                    } else {
                        EntryType::Other
                    },
                ));
            }
        }
    }
    Ok(found)
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|source| unreadable(path, source))
}

fn unreadable(path: &Path, source: io::Error) -> Error {
    Error::Read {
        path: path.display().to_string(),
        source,
    }
}
