//! What is generated for the fixtures compiles.

use codegen::{File, Module, Options, Package, Source, generate};
use tests::{Scratch, fixtures};

const NAME: &str = "fixtures";

/// The sources of one crate with a module for each fixture.
fn files() -> Vec<File> {
    let options = Options {
        crate_name: NAME.to_owned(),
        ..Options::default()
    };
    let fixtures = fixtures().unwrap();
    let modules: Vec<Module> = fixtures
        .iter()
        .map(|document| {
            let source = Source {
                name: &document.name,
                text: &document.text,
            };
            generate(&source, &options).unwrap_or_else(|_| panic!("{} was rejected", document.name))
        })
        .collect();
    let package = Package {
        name: NAME.to_owned(),
        version: "0.0.0".to_owned(),
        description: "A module for each fixture".to_owned(),
        repository: None,
        keywords: Vec::new(),
        default_module: None,
        stand_alone: true,
        ..Package::default()
    };
    codegen::package(&modules, &package)
}

/// Builds the crate and its examples as a user of it would; returns whether it could, and what was said of it.
fn build(scratch: &Scratch, modules: &str) -> (bool, String) {
    let mut cargo = scratch.cargo("test");
    cargo.args(["--doc", "--no-default-features", "--features", modules]);
    let output = cargo.output().unwrap();
    let warnings = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        return (true, warnings.into_owned());
    }
    let failures = String::from_utf8_lossy(&output.stdout);
    (false, format!("{warnings}{failures}"))
}

#[test]
fn it_compiles_with_its_examples_and_without_a_warning() {
    let files = files();
    let texts = files.iter().map(|it| (it.path.as_str(), it.text.as_str()));
    let scratch = Scratch::write(env!("CARGO_TARGET_TMPDIR"), NAME, texts).unwrap();
    let modules = files.iter().filter_map(|file| {
        let name = file.path.strip_prefix("src/")?.strip_suffix(".rs")?;
        (!name.contains('/') && name != "lib").then_some(name)
    });
    let (success, said) = build(&scratch, &modules.collect::<Vec<_>>().join(","));
    assert!(success && said.is_empty(), "{said}");
}
