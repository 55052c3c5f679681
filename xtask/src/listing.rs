//! Lists the contents of folders. A folder that does not exist counts as empty.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, DirEntry};
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::error::Error;

/// Returns the names of the folders in a folder.
pub(crate) fn folders(folder: &Path) -> Result<BTreeSet<String>, Error> {
    let is_folder = |entry: &DirEntry| entry.path().is_dir();
    let folders = entries(folder)?.into_iter().filter(is_folder);
    Ok(folders.map(|entry| lossy(&entry.file_name())).collect())
}

/// Returns the file stems of the files in a folder with the given extension.
pub(crate) fn stems(folder: &Path, extension: &str) -> Result<BTreeSet<String>, Error> {
    let paths = entries(folder)?.into_iter().map(|entry| entry.path());
    let files = paths.filter(|path| path.extension() == Some(OsStr::new(extension)));
    Ok(files
        .filter_map(|path| path.file_stem().map(lossy))
        .collect())
}

/// Returns the contents of the files in a folder with the given extension, by file stem.
pub(crate) fn texts(folder: &Path, extension: &str) -> Result<BTreeMap<String, String>, Error> {
    let mut texts = BTreeMap::new();
    for stem in stems(folder, extension)? {
        let path = folder.join(format!("{stem}.{extension}"));
        let bytes = fs::read(&path).map_err(|source| unreadable(&path, source))?;
        texts.insert(stem, String::from_utf8_lossy(&bytes).into_owned());
    }
    Ok(texts)
}

fn entries(folder: &Path) -> Result<Vec<DirEntry>, Error> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.and_then(Iterator::collect),
    };
    entries.map_err(|source| unreadable(folder, source))
}

fn lossy(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

fn unreadable(path: &Path, source: io::Error) -> Error {
    Error::Read {
        path: path.display().to_string(),
        source,
    }
}
