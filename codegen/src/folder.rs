//! Access to the files that a document references.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use crate::document::limit;

/// A source of the files that a document references.
///
/// Paths are relative to the document's folder, use `/` as the separator, and stay in that folder and its subfolders.
pub trait Folder: Sync {
    /// Returns the text of a file.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read.
    fn read(&self, path: &str) -> Result<String, Unread>;

    /// Returns the sorted names of the files in a folder, for suggestions. The path is empty for the document's folder.
    /// Returns no names if there is no such folder.
    fn names(&self, folder: &str) -> Vec<String>;
}

/// The error of reading a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// There is no such file.
    #[error("there is no such file")]
    NotThere,
    /// The document has no folder, since it was passed as text.
    #[error("the document was passed without its folder")]
    NoFolder,
    /// The file exists, but cannot be read for this reason.
    #[error("{0}")]
    Unreadable(String),
}

/// A folder without files, for a document that is passed as text.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFolder;

impl Folder for NoFolder {
    fn read(&self, _: &str) -> Result<String, Unread> {
        Err(Unread::NoFolder)
    }

    fn names(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

/// Texts by path.
impl Folder for BTreeMap<String, String> {
    fn read(&self, path: &str) -> Result<String, Unread> {
        self.get(path).cloned().ok_or(Unread::NotThere)
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let parts = self.keys().map(|path| path.rsplit_once('/'));
        let names = self.keys().zip(parts).filter_map(|(path, parts)| {
            let (its_folder, name) = parts.unwrap_or(("", path));
            (its_folder == folder).then(|| name.to_owned())
        });
        names.collect()
    }
}

/// The files of a folder on disk.
#[derive(Clone, Debug)]
pub struct OnDisk {
    folder: PathBuf,
    max_bytes: usize,
}

impl OnDisk {
    /// Returns the folder of the document at a path.
    #[must_use]
    pub fn of(document: &Path) -> Self {
        let folder = document.parent().unwrap_or(Path::new(""));
        Self {
            folder: folder.to_owned(),
            max_bytes: limit::BYTES,
        }
    }

    /// Sets the largest number of bytes of a file. The default is that of [`Options::max_bytes`](crate::Options::max_bytes).
    #[must_use]
    pub fn max_bytes(self, max_bytes: usize) -> Self {
        Self { max_bytes, ..self }
    }

    /// Returns the path on disk, or `None` if it leaves the folder.
    fn path(&self, path: &str) -> Option<PathBuf> {
        let is_name = |part| matches!(part, Component::Normal(_));
        let path = Path::new(path);
        let is_inside = path.components().all(is_name);
        is_inside.then(|| self.folder.join(path))
    }
}

impl Folder for OnDisk {
    fn read(&self, path: &str) -> Result<String, Unread> {
        let path = self.path(path).ok_or(Unread::NotThere)?;
        let bytes = read(&path, self.max_bytes).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Unread::NotThere,
            ErrorKind::IsADirectory => Unread::Unreadable("it is a folder".to_owned()),
            ErrorKind::PermissionDenied => Unread::Unreadable("permission denied".to_owned()),
            _ => Unread::Unreadable(error.to_string()),
        })?;
        if bytes.len() > self.max_bytes {
            let reason = format!("it has more than {}", limit::shown(self.max_bytes));
            return Err(Unread::Unreadable(reason));
        }
        String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.split(|byte| *byte == b'\n').count();
            Unread::Unreadable(format!("line {line} is not UTF-8 text"))
        })
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = self.path(folder).and_then(|path| {
            let here = path.as_os_str().is_empty();
            fs::read_dir(if here { Path::new(".") } else { &path }).ok()
        });
        let files = entries
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.path().is_file());
        let mut names: Vec<_> = files
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort_unstable();
        names
    }
}

/// Reads a file, up to one byte more than the limit.
fn read(path: &Path, max_bytes: usize) -> io::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    // Reading from a pipe or a device may never end.
    if !path.metadata()?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(max_bytes).unwrap_or(u64::MAX);
    File::open(path)?
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Folder, OnDisk, Unread};

    #[test]
    fn files_are_read_from_the_folder_of_the_document_and_below() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let inside = folder.path().join("spec/parts");
        fs::create_dir_all(&inside).expect("a folder can be made");
        let written = [
            ("spec/parts/tag.yaml", b"type: string".as_slice()),
            ("spec/parts/bad.yaml", b"a\n\xff"),
            ("outside.yaml", b"{}"),
        ];
        for (path, bytes) in written {
            fs::write(folder.path().join(path), bytes).expect("a file can be written");
        }
        let unreadable = |reason: &str| Err(Unread::Unreadable(reason.to_owned()));
        let cases = [
            ("parts/tag.yaml", Ok("type: string".to_owned())),
            ("parts/bad.yaml", unreadable("line 2 is not UTF-8 text")),
            ("parts/none.yaml", Err(Unread::NotThere)),
            ("parts/tag.yaml/none.yaml", Err(Unread::NotThere)),
            ("parts", unreadable("it is a folder")),
            ("../outside.yaml", Err(Unread::NotThere)),
        ];
        let spec = OnDisk::of(&folder.path().join("spec/api.yaml"));
        let small = spec.clone().max_bytes(11);
        let too_large = unreadable("it has more than 11 bytes");
        assert_eq!(small.read("parts/tag.yaml"), too_large);
        for (path, expected) in cases {
            assert_eq!(spec.read(path), expected, "{path}");
        }
        assert_eq!(spec.names("parts"), ["bad.yaml", "tag.yaml"]);
        assert!(spec.names("").is_empty() && spec.names("../spec/parts").is_empty());
    }
}
