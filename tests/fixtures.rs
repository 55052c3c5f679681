//! What is generated for the fixtures compiles.

use std::fs;
use std::path::Path;
use std::process::Command;

use codegen::{File, Module, Options, Package, Source, generate};
use tests::{fixtures, root};

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
        ..Package::default()
    };
    codegen::package(&modules, &package)
}

fn write(folder: &Path, files: &[File]) {
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    for file in files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.text).unwrap();
    }
    // It is not a member of this workspace, but has the same dependencies.
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap() + "\n[workspace]\n";
    fs::write(manifest, text).unwrap();
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
}

/// Builds the crate and its examples as a user of it would; returns whether it could, and what was said of it.
fn build(folder: &Path, modules: &str) -> (bool, String) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["test", "--doc", "--quiet", "--no-default-features"])
        .args(["--features", modules, "--target-dir"])
        .arg(target)
        .current_dir(folder)
        .output()
        .unwrap();
    let warnings = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        return (true, warnings.into_owned());
    }
    let failures = String::from_utf8_lossy(&output.stdout);
    (false, format!("{warnings}{failures}"))
}

#[test]
fn it_compiles_with_its_examples_and_without_a_warning() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(NAME);
    let files = files();
    write(&folder, &files);
    let modules = files.iter().filter_map(|file| {
        let name = file.path.strip_prefix("src/")?.strip_suffix(".rs")?;
        (!name.contains('/') && name != "lib").then_some(name)
    });
    let (success, said) = build(&folder, &modules.collect::<Vec<_>>().join(","));
    assert!(success && said.is_empty(), "{said}");
}
