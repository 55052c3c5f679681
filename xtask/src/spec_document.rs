//! Reads an OpenAPI document from disk.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use codegen::Source;
use codegen::folder::OnDisk;

use crate::error::Error;

/// The largest number of bytes that are read. It exceeds the default of `codegen`, which reports documents that are too
/// large.
pub(crate) const MAX_BYTES: u64 = (128 << 20) + 1;

/// An OpenAPI document.
pub(crate) struct SpecDocument {
    /// The path that messages show.
    pub(crate) name: String,
    /// The folder that references are resolved in.
    pub(crate) folder: OnDisk,
    text: String,
}

impl SpecDocument {
    pub(crate) fn read(path: &Path, name: String) -> Result<Self, Error> {
        Self::read_with(path, name, MAX_BYTES, OnDisk::of(path))
    }

    /// Reads a document that `codegen` accepts up to `max_bytes`.
    pub(crate) fn read_up_to(max_bytes: usize, path: &Path, name: String) -> Result<Self, Error> {
        // One more byte, so that `codegen` reports a document that is too large.
        let most = u64::try_from(max_bytes)
            .unwrap_or(u64::MAX)
            .saturating_add(1);
        Self::read_with(path, name, most, OnDisk::of(path).max_bytes(max_bytes))
    }

    fn read_with(path: &Path, name: String, most: u64, folder: OnDisk) -> Result<Self, Error> {
        let bytes = match read(path, most) {
            Ok(bytes) => bytes,
            Err(source) => return Err(Error::Read { path: name, source }),
        };
        Ok(Self {
            text: utf8(bytes, &name)?,
            name,
            folder,
        })
    }

    pub(crate) fn source(&self) -> Source<'_> {
        Source {
            name: &self.name,
            text: &self.text,
        }
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

/// Returns the text of the document that has the name.
pub(crate) fn utf8(bytes: Vec<u8>, name: &str) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        Error::NotUtf8 {
            path: name.to_owned(),
            line: valid.split(|byte| *byte == b'\n').count(),
        }
    })
}

fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let file = File::open(path)?;
    let length = file.metadata()?.len().min(most);
    // One more byte, so that the end of the file is found without more memory.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
