//! Compares the surface of each vendor's document with the accepted one.

use std::collections::{BTreeMap, BTreeSet};
use std::{fs, io};

use codegen::diagnostic::{ColorChoice, Format};
use codegen::folder::OnDisk;
use codegen::{Module, Options, Source, generate_in};
use tests::{DocumentFile, documents, root};

fn module(document: &DocumentFile) -> Module {
    let source = Source {
        name: &document.name,
        text: &document.text,
    };
    let options = Options {
        crate_name: "conversations_client".to_owned(),
        ..Options::default()
    };
    generate_in(&source, &OnDisk::of(&document.path()), &options).unwrap_or_else(|diagnostics| {
        let diagnostics = diagnostics.render(Format::Text, ColorChoice::Never);
        panic!("{} was rejected:\n{diagnostics}", document.name)
    })
}

/// Reads the accepted surfaces from `tests/surface/`, by module.
fn accepted() -> io::Result<BTreeMap<String, String>> {
    let mut surfaces = BTreeMap::new();
    for entry in fs::read_dir(root().join("tests/surface"))? {
        let path = entry?.path();
        let module = path.file_stem().unwrap_or_default().to_string_lossy();
        surfaces.insert(module.into_owned(), fs::read_to_string(&path)?);
    }
    Ok(surfaces)
}

#[test]
fn each_surface_is_accepted() {
    let accepted = accepted().unwrap();
    let documents = documents().unwrap();
    let generated: BTreeMap<_, _> = documents
        .iter()
        .map(module)
        .map(|module| (module.name, module.surface.outline()))
        .collect();
    let modules: BTreeSet<_> = accepted.keys().chain(generated.keys()).collect();
    let changed = modules
        .into_iter()
        .filter(|module| accepted.get(*module) != generated.get(*module));
    let changed: Vec<_> = changed.map(String::as_str).collect();
    assert!(
        changed.is_empty(),
        "the public API of {} has changed: `cargo xtask regen` shows the changes for callers, and `cargo xtask regen --accept` accepts them",
        changed.join(", ")
    );
}
