//! `generated/` is what the documents give.

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

/// How many lines of a difference are shown: enough to see what it is about.
const SHOWN: usize = 40;

type Texts = BTreeMap<String, String>;

/// What the documents give, by path.
fn wanted() -> Texts {
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
        .map(|file| (file.path, file.text))
        .collect()
}

/// What is in a folder, by path.
fn found(folder: &Path, inside: &str, texts: &mut Texts) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{inside}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            found(&entry.path(), &format!("{path}/"), texts)?;
        } else {
            texts.insert(path, fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

/// A unified difference of what is there from what is wanted; empty if there is none.
fn difference(found: &Texts, wanted: &Texts) -> String {
    let mut paths: Vec<_> = found.keys().chain(wanted.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    let mut text = String::new();
    for path in paths {
        let [old, new] = [found, wanted].map(|texts| texts.get(path).map_or("", String::as_str));
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
    for line in text.lines().take(SHOWN) {
        writeln!(shown, "{line}").expect("a string takes all text");
    }
    let more = text.lines().count().saturating_sub(SHOWN);
    if more > 0 {
        writeln!(shown, "… and {more} lines more").expect("a string takes all text");
    }
    shown
}

#[test]
fn it_is_up_to_date() {
    let mut texts = Texts::new();
    found(&root().join("generated"), "", &mut texts).unwrap();
    let difference = difference(&texts, &wanted());
    assert!(
        difference.is_empty(),
        "generated/ is stale: run `cargo xtask regen`\n\n{}",
        shortened(&difference)
    );
}

#[test]
fn it_is_the_same_in_every_run() {
    assert!(wanted() == wanted(), "the same documents gave two results");
}
