//! What the generator writes, made for a reviewer's eyes.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::catch_unwind;
use std::{fs, io};

use codegen::diagnostic::{ColorChoice, Format};
use codegen::folder::OnDisk;
use codegen::{File, Module, Options, Source, generate_in};
use insta::{Settings, assert_snapshot};
use tests::{Document, documents, fixtures, root};

fn module(document: &Document) -> Module {
    let source = Source {
        name: &document.name,
        text: &document.text,
    };
    let options = Options {
        crate_name: "conversations_client".to_owned(),
        ..Options::default()
    };
    generate_in(&source, &OnDisk::of(&document.path()), &options).unwrap_or_else(|found| {
        let found = found.render(Format::Text, ColorChoice::Never);
        panic!("{} was rejected:\n{found}", document.name)
    })
}

/// Names snapshots as the tests do, and keeps nothing in them but the text.
fn settings() -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings
}

/// The sources one after another, each under its path.
fn sources(files: &[File]) -> String {
    let titled = files.iter().map(|file| {
        let text = body(&file.text);
        format!("// ======== {}\n\n{text}", file.path)
    });
    titled.collect::<Vec<_>>().join("\n")
}

/// A source without its first line, which is the same in each.
fn body(text: &str) -> &str {
    let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
    rest.trim_start()
}

/// Checks all documents, so that one run shows everything that changed.
fn for_each(documents: &[Document], check: fn(&Document)) {
    let differs = |document: &&Document| catch_unwind(|| check(document)).is_err();
    let names = documents.iter().filter(differs).map(|it| &it.name);
    let names: Vec<_> = names.collect();
    assert!(
        names.is_empty(),
        "what is generated has changed for {names:?}: `cargo insta review` accepts it"
    );
}

/// The accepted surfaces, by module: the files of `tests/surface/`.
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
fn the_surface_of_each_document() {
    let accepted = accepted().unwrap();
    let modules = documents().unwrap();
    let modules = modules.iter().map(module);
    let given: BTreeMap<_, _> = modules
        .map(|module| (module.name, module.surface.outline()))
        .collect();
    let modules: BTreeSet<_> = accepted.keys().chain(given.keys()).collect();
    let changed = modules
        .into_iter()
        .filter(|module| accepted.get(*module) != given.get(*module));
    let changed: Vec<_> = changed.map(String::as_str).collect();
    assert!(
        changed.is_empty(),
        "the surface of {} has changed: `cargo xtask regen` shows the changes for callers, and `cargo xtask regen --accept` accepts them",
        changed.join(", ")
    );
}

#[test]
fn the_source_of_each_fixture() {
    for_each(&fixtures().unwrap(), |document| {
        let module = module(document);
        let warnings = module.warnings.render(Format::Text, ColorChoice::Never);
        let text = warnings + &sources(&module.files);
        let name = format!("source-{}", module.name);
        settings().bind(|| assert_snapshot!(name, text));
    });
}
