//! Compares the surface with the printed code.

mod described;
mod macros;
mod printed;
mod uses;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::folder::OnDisk;
use crate::{Module, Options, Package, Source, generate_in};
use macros::Macros;

/// The paths of the vendors' documents and of the test fixtures.
fn paths() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["spec", "tests/fixtures"];
    let files = folders.iter().flat_map(|folder| {
        let files = std::fs::read_dir(root.join(folder)).expect("the folder can be read");
        files.map(|entry| entry.expect("the entry can be read").path())
    });
    let is_document = |path: &PathBuf| path.extension().is_some_and(|it| it == "yaml");
    let mut paths: Vec<_> = files.filter(is_document).collect();
    paths.sort();
    paths
}

fn module(path: &Path) -> Module {
    let text = std::fs::read_to_string(path).expect("the document can be read");
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let source = Source {
        name: &name,
        text: &text,
    };
    let options = Options {
        crate_name: "client".to_owned(),
        ..Options::default()
    };
    generate_in(&source, &OnDisk::of(path), &options)
        .unwrap_or_else(|_| panic!("{name} was rejected"))
}

/// The items that are in only one of the sets, one line per item.
fn difference(printed: &BTreeSet<String>, described: &BTreeSet<String>) -> String {
    let undescribed = printed.difference(described).map(|it| format!("+ {it}\n"));
    let unprinted = described.difference(printed).map(|it| format!("- {it}\n"));
    undescribed.chain(unprinted).collect()
}

#[test]
fn the_printed_items_are_those_of_the_surface() {
    let macros = Macros::of_runtime();
    let mut differences = String::new();
    for path in paths() {
        let module = module(&path);
        let printed = printed::items(&module, &macros);
        let described = described::items(&module.surface);
        assert!(printed.len() > 10, "{}: {printed:?}", path.display());
        let difference = difference(&printed, &described);
        if !difference.is_empty() {
            differences.push_str(&format!("{}\n{difference}", path.display()));
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn the_manifest_and_the_runtime_have_the_needs_of_the_surface() {
    let bare = crate::package(&[], &Package::default());
    for path in paths() {
        let module = module(&path);
        let files = crate::package(std::slice::from_ref(&module), &Package::default());
        let found = printed::needs(&module.name, &bare, &files);
        let difference = difference(&found, &described::needs(&module.surface));
        assert!(difference.is_empty(), "{}\n{difference}", path.display());
    }
}

#[test]
fn the_runtime_has_what_the_printed_code_uses_of_it() {
    for path in paths() {
        let module = module(&path);
        let used = uses::used(&module.files);
        let files = crate::package(std::slice::from_ref(&module), &Package::default());
        let provided = uses::provided(&files);
        let missing: Vec<_> = used.difference(&provided).collect();
        assert!(used.len() > 5, "{}: {used:?}", path.display());
        assert!(missing.is_empty(), "{}: {missing:?}", path.display());
    }
}
