use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::command::Invocation;
use super::private_file::private;
use super::stop::Stop;

/// The file of `--failed-to`: the entries that were not updated, as JSON lines.
///
/// A line is written as soon as the outcome is known, so that no entry is lost if the program is killed.
#[derive(Debug)]
pub(super) struct FailedEntries {
    file: Option<File>,
    path: PathBuf,
}

impl FailedEntries {
    /// Returns the path of the file, which must not be one that the command reads.
    pub(super) fn path(invocation: &Invocation) -> Result<Option<PathBuf>, Stop> {
        let Some(path) = invocation.text("failed-to") else {
            return Ok(None);
        };
        for option in ["ids-from", "journal"] {
            if invocation
                .text(option)
                .is_some_and(|other| is_same(path, other))
            {
                return Err(Stop::Usage(format!(
                    "`--failed-to` and `--{option}` are the same file, which would be overwritten"
                )));
            }
        }
        Ok(Some(path.into()))
    }

    /// Checks that the file could be created, and leaves everything as it is.
    pub(super) fn check(path: Option<&Path>) -> Result<(), Stop> {
        let Some(path) = path else {
            return Ok(());
        };
        could_write(path).map_err(|error| Stop::Usage(cannot_write(path, &error)))
    }

    /// Creates the file, private to the user. An existing file is overwritten.
    pub(super) fn create(path: Option<PathBuf>) -> Result<Self, Stop> {
        let Some(path) = path else {
            let path = PathBuf::new();
            return Ok(Self { file: None, path });
        };
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        let file = private(&mut options).open(&path);
        let file = file.map_err(|error| Stop::Usage(cannot_write(&path, &error)))?;
        Ok(Self {
            file: Some(file),
            path,
        })
    }

    /// Returns the path, if there is a file.
    pub(super) fn shown(&self) -> Option<String> {
        self.file.as_ref().map(|_| self.path.display().to_string())
    }

    /// Writes a record.
    pub(super) fn write(&mut self, record: &impl Serialize) -> Result<(), Stop> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        let mut line = serde_json::to_string(record).map_err(Stop::failure)?;
        line.push('\n');
        let written = file.write_all(line.as_bytes());
        written.map_err(|error| Stop::Failure(cannot_write(&self.path, &error)))
    }
}

fn could_write(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() || found.is_dir() => {
            OpenOptions::new().write(true).open(path).map(drop)
        }
        // To open a pipe waits for its reader.
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut options = OpenOptions::new();
            match private(options.write(true).create_new(true)).open(path) {
                Ok(_) => fs::remove_file(path),
                // It is a link to a file that does not exist.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> String {
    format!("cannot write `{}`: {error}", path.display())
}

fn is_same(path: &str, other: &str) -> bool {
    let canonical = |path: &str| std::fs::canonicalize(path).ok();
    path == other || canonical(path).is_some_and(|path| Some(path) == canonical(other))
}
