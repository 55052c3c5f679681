//! Checks that every test file is in the manifest, and that every snapshot has a fixture or a program.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tests::fixtures;

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the files in a folder of this package whose names end in `suffix`.
fn files(folder: &str, suffix: &str) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(package().join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let has_suffix = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|it| it.to_string_lossy().ends_with(suffix))
    };
    paths.filter(has_suffix).collect()
}

/// Returns the root source files of this package's Cargo targets.
fn targets() -> BTreeSet<PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "metadata",
        "--no-deps",
        "--offline",
        "--format-version",
        "1",
    ]);
    let output = cargo.current_dir(package()).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let mut this = packages.filter(|it| it["name"] == env!("CARGO_PKG_NAME"));
    let targets = this.next().unwrap()["targets"].as_array().unwrap();
    let paths = targets.iter().filter_map(|it| it["src_path"].as_str());
    paths.map(PathBuf::from).collect()
}

#[test]
fn every_test_file_is_in_the_manifest() {
    let files = files("", ".rs");
    let targets = targets();
    let missing: Vec<_> = files.difference(&targets).collect();
    assert!(
        missing.is_empty(),
        "Cargo does not run {missing:?}: add them to tests/Cargo.toml, or move support code to tests/support/"
    );
}

#[test]
fn every_snapshot_has_a_fixture() {
    let modules = fixtures().unwrap();
    let modules = modules.iter().map(|it| codegen::module_name(&it.name));
    let known = modules.map(|module| package().join(format!("snapshots/source-{module}.snap")));
    let known: BTreeSet<_> = known.collect();
    let files = files("snapshots", "");
    let leftover: Vec<_> = files.difference(&known).collect();
    assert!(
        leftover.is_empty(),
        "{leftover:?} have no fixture: delete them"
    );
}

#[test]
fn every_compiler_snapshot_has_a_program() {
    let programs = files("compile_fail", ".rs").into_iter();
    let known: BTreeSet<_> = programs.map(|it| it.with_extension("snap")).collect();
    let files = files("compile_fail", ".snap");
    let leftover: Vec<_> = files.difference(&known).collect();
    assert!(
        leftover.is_empty(),
        "{leftover:?} have no program: delete them"
    );
}
