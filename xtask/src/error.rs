//! Errors of commands. Mistakes inside a document are diagnostics instead.

use std::borrow::Cow;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

use codegen::UnknownSchema;
use codegen::diff::Revision;

use crate::count::count;
use crate::printable::printable;

/// An error of a command. [`Error::help`] returns what to do about it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{} is not inside this repository", from.display())]
    NoWorkspace { from: PathBuf },

    #[error("cannot determine the current folder: {}", reason(source))]
    CurrentFolder { source: io::Error },

    #[error("no documents found: the folder spec/ does not exist")]
    NoSpecFolder,

    #[error("no documents found: spec/ contains no .yaml, .yml or .json file")]
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

    #[error("{failed} of {} cannot be used; generated/ is unchanged", count(*total, "document"))]
    Documents { failed: usize, total: usize },

    #[error("generated/ is out of date in {}", count(*files, "file"))]
    Stale { files: usize },

    #[error("cannot write {}: {}; generated/ is unchanged", path.display(), reason(source))]
    Write { path: PathBuf, source: io::Error },

    #[error(
        "cannot write {}: {}; generated/ is incomplete, because it could not be restored: {}",
        path.display(),
        reason(source),
        reason(undo)
    )]
    PartlyWritten {
        path: PathBuf,
        source: io::Error,
        undo: io::Error,
    },

    #[error("cannot write the accepted surface {}: {}", path.display(), reason(source))]
    Accept { path: PathBuf, source: io::Error },

    #[error("unknown {} in `--keep`", unknown_schemas(schemas))]
    UnknownSchemas { schemas: Vec<UnknownSchema> },

    #[error("{} is a file", path.display())]
    OutIsFile { path: PathBuf },

    #[error("cannot create the folder {}: {source}", path.display())]
    CreateFolder { path: PathBuf, source: io::Error },

    #[error("{} contains files that were not generated: {}", folder.display(), first(files))]
    NotGenerated { folder: PathBuf, files: Vec<String> },

    #[error("cannot write {}: {}", path.display(), reason(source))]
    WriteFile { path: PathBuf, source: io::Error },

    #[error("cannot write {}: {}; {} is unchanged", path.display(), reason(source), folder.display())]
    WriteCrate {
        folder: PathBuf,
        path: PathBuf,
        source: io::Error,
    },

    #[error(
        "cannot write {}: {}; {} is incomplete, because it could not be restored: {}",
        path.display(),
        reason(source),
        folder.display(),
        reason(undo)
    )]
    PartlyWrittenCrate {
        folder: PathBuf,
        path: PathBuf,
        source: io::Error,
        undo: io::Error,
    },

    #[error("cannot start cargo: {}", reason(source))]
    Cargo { source: io::Error },

    #[error("git is not installed")]
    NoGit,

    #[error("cannot run git: {}", reason(source))]
    Git { source: io::Error },

    #[error("git {command} failed: {}", printable(message))]
    GitFailed {
        command: &'static str,
        message: String,
    },

    #[error("git does not find a repository in {}: {}", folder.display(), printable(message))]
    NoRepository { folder: PathBuf, message: String },

    #[error("the repository has no commit to compare with")]
    NoCommit,

    #[error("`{}` is not a revision of this repository", printable(name))]
    UnknownRevision { name: String },

    #[error("there is no main branch: origin/HEAD, origin/main, main and master do not exist")]
    NoMainBranch,

    #[error(
        "HEAD and the main branch {} have no commit in common",
        printable(branch)
    )]
    NoMergeBase { branch: String },

    #[error("this clone is shallow, and does not have {}", printable(wanted))]
    MissingHistory { wanted: String, fetch: String },

    #[error("cannot compare {}: the {} version is not an OpenAPI document", printable(name), revision.as_str())]
    NotOpenApi { name: String, revision: Revision },

    #[error("cannot read {}: {}", printable(name), printable(message))]
    Accepted { name: String, message: String },

    #[error("cannot write spec/accepted.toml: {}", reason(source))]
    WriteAccepted { source: io::Error },

    #[error(
        "the crate's version is {head}, but the changes since {} ask for {needed}",
        printable(since)
    )]
    LowVersion {
        head: semver::Version,
        needed: semver::Version,
        since: String,
    },

    #[error("the version of the crate is not known: Cargo.toml has no `workspace.package.version`")]
    NoVersion,

    #[error(
        "the version cannot be checked: the generator rejects `{}`: {}",
        printable(module),
        printable(reason)
    )]
    RejectedDocument { module: String, reason: String },

    #[error("no change has the fingerprint `{}`", printable(fingerprint))]
    UnknownFingerprint { fingerprint: String },

    #[error("the reason is empty")]
    NoReason,

    #[error("cannot write to standard output: {}", reason(source))]
    Print { source: io::Error },
}

impl Error {
    /// What the user can do about the error.
    pub(crate) fn help(&self) -> Cow<'static, str> {
        let help = match self {
            Self::MissingHistory { fetch, .. } => {
                return format!("run `{}`, then run the command again", printable(fetch)).into();
            }
            Self::LowVersion { needed, .. } => {
                return format!(
                    "set `version = \"{needed}\"` in Cargo.toml, then run `cargo xtask regen`"
                )
                .into();
            }
            Self::UnknownSchemas { schemas } => return nearest(schemas),
            Self::NoWorkspace { .. } => {
                "run the command in the folder that contains spec/ and xtask/, or below it"
            }
            Self::CurrentFolder { .. } => "change to a folder that exists",
            Self::NoSpecFolder | Self::NoDocuments => {
                "add an OpenAPI document, such as spec/vendor.yaml"
            }
            Self::SameModule { .. } => {
                "rename one of the files: its name determines the name of the module"
            }
            Self::Read { source, .. } => match source.kind() {
                ErrorKind::NotFound => {
                    "check the path; `cargo xtask check` without a path checks all documents in spec/"
                }
                ErrorKind::PermissionDenied => "change the permissions so that you can read it",
                ErrorKind::IsADirectory => "pass the path of the document, not of its folder",
                _ => "fix the cause that the system reports, then run the command again",
            },
            Self::NotUtf8 { .. } => "save the file as UTF-8",
            Self::NotAFolder { .. } => {
                "remove it, because the command creates a folder at this path"
            }
            Self::NotOpenApi {
                revision: Revision::Old,
                ..
            } => {
                "pass a revision whose document has no such errors; `cargo xtask explain CODE` explains a code"
            }
            Self::Documents { .. } | Self::NotOpenApi { .. } => {
                "fix the errors above and run the command again; `cargo xtask explain CODE` explains a code"
            }
            Self::Stale { .. } => "run `cargo xtask regen` and commit the files that it writes",
            Self::Write { .. } => {
                "fix the cause that the system reports, then run `cargo xtask regen` again"
            }
            Self::PartlyWritten { .. } => {
                "fix the cause that the system reports, then run `cargo xtask regen` again or `git restore generated`"
            }
            Self::Accept { .. } => {
                "fix the cause that the system reports, then run `cargo xtask regen --accept` again"
            }
            Self::OutIsFile { .. } => "pass a folder with --out",
            Self::CreateFolder { .. } => "pass a folder with --out in which you can write",
            Self::NotGenerated { .. } => {
                "move them to another place, or pass another folder with --out"
            }
            Self::WriteFile { .. }
            | Self::WriteCrate { .. }
            | Self::PartlyWrittenCrate { .. }
            | Self::WriteAccepted { .. } => {
                "fix the cause that the system reports, then run the command again"
            }
            Self::Cargo { .. } => "install Rust, or add cargo to PATH",
            Self::NoGit => {
                "install git, or compare two files: `cargo xtask diff --old FILE --new FILE`"
            }
            Self::NoRepository { .. } => {
                "compare two files instead: `cargo xtask diff --old FILE --new FILE`"
            }
            Self::Git { .. } | Self::GitFailed { .. } => {
                "fix the cause that git reports, or compare two files: `cargo xtask diff --old FILE --new FILE`"
            }
            Self::NoCommit => "commit the documents first",
            Self::UnknownRevision { .. } => {
                "pass a branch, a tag or a commit; `cargo xtask diff BASE HEAD` compares two"
            }
            Self::NoMainBranch | Self::NoMergeBase { .. } => {
                "pass the revision to compare with: `cargo xtask diff BASE`"
            }
            Self::Accepted { .. } => {
                "correct the file, or remove it: `cargo xtask diff --accept` writes it"
            }
            Self::NoVersion => "add the version to Cargo.toml",
            Self::RejectedDocument { .. } => {
                "correct the document; `cargo xtask check` shows all mistakes with their places"
            }
            Self::UnknownFingerprint { .. } => {
                "copy the fingerprint from `cargo xtask diff`, which shows it below each break"
            }
            Self::NoReason => "say why the change is accepted, for the reviewer: --reason \"…\"",
            Self::Print { .. } => "check the file or pipe that standard output is redirected to",
        };
        help.into()
    }
}

fn unknown_schemas(schemas: &[UnknownSchema]) -> String {
    let noun = if schemas.len() == 1 {
        "schema"
    } else {
        "schemas"
    };
    let names = quoted(schemas.iter().map(|schema| &*schema.name));
    format!("{noun} {names}")
}

/// The schemas that are most likely meant.
fn nearest(schemas: &[UnknownSchema]) -> Cow<'static, str> {
    let near = quoted(
        schemas
            .iter()
            .filter_map(|schema| schema.nearest.as_deref()),
    );
    if near.is_empty() {
        return "pass the name of a schema in `components.schemas`".into();
    }
    format!("did you mean {near}?").into()
}

fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{}`", printable(name))).collect();
    names.join(", ")
}

/// The first of the paths, and the number of the others.
fn first(paths: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<_> = paths.iter().take(SHOWN).map(|it| printable(it)).collect();
    match paths.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The message of an I/O error, without the system's error number for common errors.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
