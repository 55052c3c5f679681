//! A document as it is on disk.

use std::{fs, path::Path};

use codegen::Source;

use crate::error::Error;

/// The text of a document and the name that messages call it by.
pub(crate) struct Document {
    pub(crate) name: String,
    text: String,
}

impl Document {
    pub(crate) fn read(path: &Path, name: String) -> Result<Self, Error> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(source) => return Err(Error::Read { path: name, source }),
        };
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { name, text }),
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
