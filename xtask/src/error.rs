//! Why a command could not do its work. What is wrong inside a document is a diagnostic instead.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

use crate::count::count;

/// A failure of a command: what happened and where. [`Error::help`] says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{} is not inside this repository", from.display())]
    NoWorkspace { from: PathBuf },

    #[error("cannot tell the current folder: {}", reason(source))]
    CurrentFolder { source: io::Error },

    #[error("there are no documents: the folder spec/ is missing")]
    NoSpecFolder,

    #[error("there are no documents: spec/ holds no .yaml, .yml or .json file")]
    NoDocuments,

    #[error("{first} and {second} would both become the module `{module}`")]
    SameModule {
        module: String,
        first: String,
        second: String,
    },

    #[error("cannot read {path}: {}", reason(source))]
    Read { path: String, source: io::Error },

    #[error("cannot read {path}: line {line} is not UTF-8 text")]
    NotUtf8 { path: String, line: usize },

    #[error("{path} is not a folder")]
    NotAFolder { path: String },

    #[error("{failed} of {} cannot be used; generated/ is as it was", count(*total, "document"))]
    Documents { failed: usize, total: usize },

    #[error("generated/ is not what the documents give: {} to bring up to date", count(*files, "file"))]
    Stale { files: usize },

    #[error("cannot write generated/, which is as it was: {}: {}", path.display(), reason(source))]
    Write { path: PathBuf, source: io::Error },

    #[error(
        "cannot write generated/: {}: {}; nor could all of it be put back: {}",
        path.display(),
        reason(source),
        reason(undo)
    )]
    HalfWritten {
        path: PathBuf,
        source: io::Error,
        undo: io::Error,
    },

    #[error("cannot accept the surface: {}: {}", path.display(), reason(source))]
    Accept { path: PathBuf, source: io::Error },

    #[error("{path} holds something that was not generated")]
    NotGenerated { path: String },

    #[error("cannot write {}: {}", path.display(), reason(source))]
    WriteCrate { path: PathBuf, source: io::Error },

    #[error("cannot start cargo: {}", reason(source))]
    Cargo { source: io::Error },

    #[error("cannot print: {}", reason(source))]
    Print { source: io::Error },
}

impl Error {
    /// What the person who ran the command can do.
    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::NoWorkspace { .. } => {
                "run this in the folder that holds spec/ and xtask/, or below it"
            }
            Self::CurrentFolder { .. } => "change to a folder that exists",
            Self::NoSpecFolder | Self::NoDocuments => {
                "put an OpenAPI 3.0 document there, such as spec/vendor.yaml"
            }
            Self::SameModule { .. } => "rename one of them: a file's name names its module",
            Self::Read { source, .. } => match source.kind() {
                ErrorKind::NotFound => {
                    "check the path; `cargo xtask check` without one reads all documents in spec/"
                }
                ErrorKind::PermissionDenied => "make it readable",
                ErrorKind::IsADirectory => "name the document itself",
                _ => "put right what the system reports, then try again",
            },
            Self::NotUtf8 { .. } => "save the file as UTF-8",
            Self::NotAFolder { .. } => "remove it: everything at this path is generated",
            Self::Documents { .. } => {
                "fix the errors above and run the command again; `cargo xtask explain CODE` explains a code"
            }
            Self::Stale { .. } => "run `cargo xtask regen` and commit what it writes",
            Self::Write { .. } => {
                "put right what the system reports, then run `cargo xtask regen` again"
            }
            Self::HalfWritten { .. } => {
                "put right what the system reports, then run `cargo xtask regen` again or restore generated/ with git"
            }
            Self::Accept { .. } => {
                "fix what the system reports, then run `cargo xtask regen --accept` again"
            }
            Self::NotGenerated { .. } => "name another folder with --out, or remove this one",
            Self::WriteCrate { .. } => "put right what the system reports, then try again",
            Self::Cargo { .. } => "install Rust, or put its cargo on the PATH",
            Self::Print { .. } => "check where the output goes",
        }
    }
}

/// An input or output error in words, without the system's number for the common ones.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
