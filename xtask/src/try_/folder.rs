//! The folder of a crate: its name, and what is in it.

use std::collections::HashSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use codegen::File;

use crate::error::Error;
use crate::tree::{self, Change};

/// Names that Cargo refuses, and those of what generated crates depend on.
const TAKEN: &[&str] = &[
    "alloc",
    "bytes",
    "chrono",
    "core",
    "crate",
    "fastrand",
    "futures-core",
    "percent-encoding",
    "proc-macro",
    "reqwest",
    "self",
    "serde",
    "serde-json",
    "serde-path-to-error",
    "std",
    "super",
    "target",
    "test",
    "tokio",
    "tracing",
    "uuid",
];

/// The longest name; file systems have a limit.
const MAX_NAME: usize = 64;

/// The name of the package for a document, and of its folder: `Intercom 2.11.yaml` becomes `intercom-2-11`.
///
/// A second document of the same name has a number.
pub(super) fn free_name(document: &Path, names: &mut HashSet<String>) -> String {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    let name = package_name(&stem);
    if names.insert(name.clone()) {
        return name;
    }
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    numbered
        .into_iter()
        .find(|name| names.insert(name.clone()))
        .expect("numbers do not end")
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
    name.truncate(MAX_NAME);
    let name = name.trim_end_matches('-');
    if name.is_empty() {
        "api".to_owned()
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("api-{name}")
    } else if TAKEN.contains(&name) || is_keyword(name) {
        format!("{name}-api")
    } else {
        name.to_owned()
    }
}

/// Whether a crate of the name could not be named in code.
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

/// How the first file of a crate that this command wrote starts.
const MARK: &[u8] = b"# @generated";

/// Makes a folder hold the files of a crate and nothing else but what Cargo puts there. Files that are as they should
/// be are left alone, so that Cargo compiles only what has changed.
///
/// # Errors
///
/// Fails if something cannot be written, or if the folder holds something that was not generated.
pub(super) fn write(folder: &Path, files: &[File]) -> Result<(), Error> {
    if !is_ours(folder) {
        return Err(Error::NotGenerated {
            path: folder.display().to_string(),
        });
    }
    let mut made = HashSet::new();
    for change in tree::changes(folder, files)? {
        if change.path != Path::new("Cargo.lock") {
            let path = folder.join(&change.path);
            apply(&path, &change, &mut made)
                .map_err(|source| Error::WriteCrate { path, source })?;
        }
    }
    Ok(())
}

fn is_ours(folder: &Path) -> bool {
    let is_empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == ErrorKind::NotFound,
    };
    is_empty || fs::read(folder.join("Cargo.toml")).is_ok_and(|text| text.starts_with(MARK))
}

/// Makes a change, and the folder for it if that is not among those `made`.
fn apply(path: &Path, change: &Change<'_>, made: &mut HashSet<PathBuf>) -> io::Result<()> {
    let Some(text) = change.new_text() else {
        return fs::remove_file(path);
    };
    if let Some(folder) = path.parent()
        && !made.contains(folder)
    {
        fs::create_dir_all(folder)?;
        made.insert(folder.to_owned());
    }
    fs::write(path, text)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::Path;

    use super::free_name;

    #[test]
    fn a_name_is_one_that_cargo_takes() {
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
            assert_eq!(free_name(Path::new(document), &mut HashSet::new()), name);
        }
    }

    #[test]
    fn documents_of_the_same_name_have_folders_of_their_own() {
        let mut names = HashSet::new();
        let first = free_name(Path::new("a/pets.yaml"), &mut names);
        let second = free_name(Path::new("b/pets.json"), &mut names);
        assert_eq!([first, second], ["pets", "pets-2"]);
    }
}
