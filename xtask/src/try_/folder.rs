//! The folder of a crate: its name and its files.

use std::collections::HashSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::{panic, thread};

use codegen::File;

use crate::error::Error;
use crate::tree::{self, Change};

/// Names that Cargo rejects for a package or a program, and the names of the dependencies of generated crates.
const RESERVED: &[&str] = &[
    "alloc",
    "build",
    "bytes",
    "chrono",
    "clap",
    "clap-complete",
    "clap-mangen",
    "comfy-table",
    "core",
    "crate",
    "csv",
    "deps",
    "examples",
    "fastrand",
    "fs4",
    "futures-core",
    "incremental",
    "indicatif",
    "percent-encoding",
    "proc-macro",
    "reqwest",
    "self",
    "serde",
    "serde-json",
    "serde-path-to-error",
    "sha2",
    "std",
    "super",
    "target",
    "terminal-size",
    "test",
    "tokio",
    "tracing",
    "tracing-subscriber",
    "uuid",
];

/// The largest length of a name. File systems have a limit.
const MAX_NAME_LENGTH: usize = 64;

/// Returns the name of a document's package and folder: `Intercom 2.11.yaml` becomes `intercom-2-11`.
///
/// If the name is in `names`, a number is appended.
pub(super) fn unique_name(document: &Path, names: &mut HashSet<String>) -> String {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    let name = package_name(&stem);
    if names.insert(name.clone()) {
        return name;
    }
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    numbered
        .into_iter()
        .find(|name| names.insert(name.clone()))
        .expect("the range is infinite")
}

fn package_name(stem: &str) -> String {
    let plain: String = stem
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let words: Vec<_> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let mut name = words.join("-");
    name.truncate(MAX_NAME_LENGTH);
    let name = name.trim_end_matches('-');
    if name.is_empty() {
        "api".to_owned()
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("api-{name}")
    } else if RESERVED.contains(&name) || is_keyword(name) {
        format!("{name}-api")
    } else {
        name.to_owned()
    }
}

/// Whether a name is a Rust keyword, so that code could not refer to a crate with it.
fn is_keyword(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do",
        "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in",
        "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
        "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe",
        "unsized", "use", "virtual", "where", "while", "yield",
    ];
    KEYWORDS.contains(&name)
}

/// The start of the manifest of every crate that this command wrote.
const GENERATED_MARKER: &[u8] = b"# @generated";

/// Writes the files of a crate to a folder, and removes all other files except `Cargo.lock`. Unchanged files are not
/// written, so that Cargo compiles only what has changed.
///
/// # Errors
///
/// Fails if a file cannot be written, or if the folder contains files that were not generated.
pub(super) fn write(folder: &Path, files: &[File]) -> Result<(), Error> {
    if !is_generated(folder) {
        return Err(Error::NotGenerated {
            path: folder.display().to_string(),
        });
    }
    let changes = tree::changes(folder, files)?;
    let changes = changes.iter();
    let changes = changes.filter(|change| change.path != Path::new("Cargo.lock"));
    let (removed, written): (Vec<_>, Vec<_>) =
        changes.partition(|change| change.new_text().is_none());
    for change in removed {
        let path = folder.join(&change.path);
        fs::remove_file(&path).map_err(|source| Error::WriteCrate { path, source })?;
    }
    // Most of the time to create a file is spent waiting for the file system.
    let (first, second) = written.split_at(written.len() / 2);
    thread::scope(|scope| {
        let second = scope.spawn(|| write_all(folder, second));
        let first = write_all(folder, first);
        let second = second.join();
        first.and(second.unwrap_or_else(|payload| panic::resume_unwind(payload)))
    })
}

fn is_generated(folder: &Path) -> bool {
    let is_empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == ErrorKind::NotFound,
    };
    is_empty
        || fs::read(folder.join("Cargo.toml")).is_ok_and(|text| text.starts_with(GENERATED_MARKER))
}

/// Writes files and creates their folders.
fn write_all(folder: &Path, changes: &[&Change<'_>]) -> Result<(), Error> {
    let mut created = HashSet::new();
    for change in changes {
        let path = folder.join(&change.path);
        let text = change.new_text().unwrap_or_default();
        write_file(&path, text, &mut created)
            .map_err(|source| Error::WriteCrate { path, source })?;
    }
    Ok(())
}

/// Writes a file. Creates its folder if that is not in `created`.
fn write_file(path: &Path, text: &str, created: &mut HashSet<PathBuf>) -> io::Result<()> {
    if let Some(folder) = path.parent()
        && !created.contains(folder)
    {
        fs::create_dir_all(folder)?;
        created.insert(folder.to_owned());
    }
    fs::write(path, text)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::Path;

    use super::unique_name;

    #[test]
    fn package_names_are_valid_for_cargo() {
        let cases = [
            ("api/Intercom 2.11.yaml", "intercom-2-11"),
            ("twilio_sync_v1.json", "twilio-sync-v1"),
            ("3d.json", "api-3d"),
            ("Ωμέγα.yaml", "api"),
            ("serde.yaml", "serde-api"),
            ("type.yaml", "type-api"),
            ("target.yaml", "target-api"),
        ];
        for (document, name) in cases {
            assert_eq!(unique_name(Path::new(document), &mut HashSet::new()), name);
        }
    }

    #[test]
    fn documents_with_the_same_name_get_different_folders() {
        let mut names = HashSet::new();
        let first = unique_name(Path::new("a/pets.yaml"), &mut names);
        let second = unique_name(Path::new("b/pets.json"), &mut names);
        assert_eq!([first, second], ["pets", "pets-2"]);
    }
}
