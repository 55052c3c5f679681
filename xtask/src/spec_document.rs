//! Reads an OpenAPI document from disk.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use codegen::Source;
use codegen::folder::OnDisk;

use crate::error::Error;

/// The largest number of bytes that are read. It exceeds the limit of `codegen`, which reports documents that are too
/// large.
pub(crate) const MAX_BYTES: u64 = 64 << 20;

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
        let bytes = match read(path) {
            Ok(bytes) => bytes,
            Err(source) => return Err(Error::Read { path: name, source }),
        };
        Ok(Self {
            text: utf8(bytes, &name)?,
            name,
            folder: OnDisk::of(path),
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

fn read(path: &Path) -> io::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}
