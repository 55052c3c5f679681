//! A document as it is on disk.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use codegen::Source;
use codegen::folder::OnDisk;

use crate::error::Error;

/// Bytes that are read. It is more than `codegen` takes, which then says that there are too many.
const LIMIT: u64 = 64 << 20;

/// The text of a document, the name that messages call it by, and the folder with what it refers to.
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) folder: OnDisk,
    text: String,
}

impl Document {
    pub(crate) fn read(path: &Path, name: String) -> Result<Self, Error> {
        let bytes = match read(path) {
            Ok(bytes) => bytes,
            Err(source) => return Err(Error::Read { path: name, source }),
        };
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self {
                name,
                folder: OnDisk::of(path),
                text,
            }),
            Err(error) => {
                let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let line = valid.split(|byte| *byte == b'\n').count();
                Err(Error::NotUtf8 { path: name, line })
            }
        }
    }

    pub(crate) fn source(&self) -> Source<'_> {
        Source {
            name: &self.name,
            text: &self.text,
        }
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LIMIT).read_to_end(&mut bytes)?;
    Ok(bytes)
}
