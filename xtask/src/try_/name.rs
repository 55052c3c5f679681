//! The name of a crate and of its folder.

use std::collections::HashSet;
use std::path::Path;

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

/// Whether the name of a document has nothing that the name of a package could have.
pub(super) fn is_nameless(document: &Path) -> bool {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    !stem.contains(|c: char| c.is_ascii_alphanumeric())
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
