//! What is in `generated/`, and how it differs from what the documents give.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use codegen::File;

use crate::error::Error;

/// A file of `generated/` that is not what the documents give.
#[derive(Debug)]
pub(crate) struct Change<'a> {
    /// Relative to `generated/`.
    pub(crate) path: PathBuf,
    pub(crate) kind: Kind<'a>,
}

/// How a file differs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    Added { new: &'a str },
    Changed { old: Vec<u8>, new: &'a str },
    Removed,
}

impl Change<'_> {
    /// The path as people know it, the same on every system.
    pub(crate) fn name(&self) -> String {
        let mut name = "generated".to_owned();
        for part in &self.path {
            name.push('/');
            name.push_str(&part.to_string_lossy());
        }
        name
    }

    pub(crate) fn is_on_disk(&self) -> bool {
        !matches!(self.kind, Kind::Added { .. })
    }

    /// What the file is to hold, or `None` if it is to go.
    pub(crate) fn new_text(&self) -> Option<&str> {
        match self.kind {
            Kind::Added { new } | Kind::Changed { new, .. } => Some(new),
            Kind::Removed => None,
        }
    }
}

/// The path of a generated file, as this system writes it.
pub(crate) fn path(file: &File) -> PathBuf {
    file.path.split('/').collect()
}

/// Compares `folder` with the files that belong in it, in the order of their paths.
pub(crate) fn changes<'a>(folder: &Path, files: &'a [File]) -> Result<Vec<Change<'a>>, Error> {
    let mut wanted: BTreeMap<PathBuf, &str> = files
        .iter()
        .map(|file| (path(file), file.text.as_str()))
        .collect();
    let mut changes = Vec::new();
    for (path, entry) in entries(folder)? {
        let kind = match (wanted.remove(&path), entry) {
            (None, _) => Kind::Removed,
            (Some(new), Entry::Other) => Kind::Changed {
                old: Vec::new(),
                new,
            },
            (Some(new), Entry::File) => match read(&folder.join(&path))? {
                old if old == new.as_bytes() => continue,
                old => Kind::Changed { old, new },
            },
        };
        changes.push(Change { path, kind });
    }
    changes.extend(wanted.into_iter().map(|(path, new)| Change {
        path,
        kind: Kind::Added { new },
    }));
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(changes)
}

/// What is at a path. Links are not followed: what they lead to is not ours.
enum Entry {
    File,
    Other,
}

fn entries(folder: &Path) -> Result<Vec<(PathBuf, Entry)>, Error> {
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
                folders.push(path);
            } else {
                found.push((
                    path,
                    if kind.is_file() {
                        Entry::File
                    } else {
                        Entry::Other
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
