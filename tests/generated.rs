//! Checks that `generated/` is up to date.

#[path = "../xtask/src/package.rs"]
mod package;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use codegen::folder::OnDisk;
use codegen::{Module, Source, generate_in};
use similar::TextDiff;
use tests::{documents, root};

/// The largest number of lines of a diff that are shown.
const MAX_LINES: usize = 40;

type Texts = BTreeMap<String, String>;

/// Generates the files from the documents, and returns their contents by path.
fn expected_files() -> Texts {
    let documents = documents().unwrap();
    let modules: Vec<Module> = documents
        .iter()
        .map(|document| {
            let source = Source {
                name: &document.name,
                text: &document.text,
            };
            generate_in(&source, &OnDisk::of(&document.path()), &package::options())
                .unwrap_or_else(|_| panic!("{} was rejected: run `cargo xtask check`", source.name))
        })
        .collect();
    let files = codegen::package(&modules, &package::package(&modules));
    files
        .into_iter()
        .map(|file| (file.path, file.text.into_owned()))
        .collect()
}

/// Reads the files in a folder, and adds their contents by path.
fn read_files(folder: &Path, inside: &str, texts: &mut Texts) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{inside}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_files(&entry.path(), &format!("{path}/"), texts)?;
        } else {
            texts.insert(path, fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

/// Returns the unified diff from the files on disk to the expected ones, which is empty if there is no difference.
fn difference(actual: &Texts, expected: &Texts) -> String {
    let mut paths: Vec<_> = actual.keys().chain(expected.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    let mut text = String::new();
    for path in paths {
        let [old, new] = [actual, expected].map(|texts| texts.get(path).map_or("", String::as_str));
        let diff = TextDiff::from_lines(old, new);
        let (old, new) = (format!("a/generated/{path}"), format!("b/generated/{path}"));
        let diff = diff
            .unified_diff()
            .context_radius(1)
            .header(&old, &new)
            .to_string();
        text.push_str(&diff);
    }
    text
}

fn shortened(text: &str) -> String {
    let mut shown = String::new();
    for line in text.lines().take(MAX_LINES) {
        writeln!(shown, "{line}").expect("writing to a string does not fail");
    }
    let more = text.lines().count().saturating_sub(MAX_LINES);
    if more > 0 {
        writeln!(shown, "… {more} more lines").expect("writing to a string does not fail");
    }
    shown
}

#[test]
fn generated_is_up_to_date() {
    let mut texts = Texts::new();
    read_files(&root().join("generated"), "", &mut texts).unwrap();
    let difference = difference(&texts, &expected_files());
    assert!(
        difference.is_empty(),
        "generated/ is out of date: run `cargo xtask regen`\n\n{}",
        shortened(&difference)
    );
}

#[test]
fn generation_is_deterministic() {
    assert!(
        expected_files() == expected_files(),
        "two runs with the same documents gave different output"
    );
}
