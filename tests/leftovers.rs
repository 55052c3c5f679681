//! Nothing here is left out or left over: Cargo knows each test file, and each snapshot is of something that is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tests::fixtures;

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files in a folder of this package whose names end so.
fn files(folder: &str, end: &str) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(package().join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let names_end = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|it| it.to_string_lossy().ends_with(end))
    };
    paths.filter(names_end).collect()
}

/// The files that Cargo builds of this package.
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
fn each_test_file_is_named_in_the_manifest() {
    let files = files("", ".rs");
    let targets = targets();
    let left_out: Vec<_> = files.difference(&targets).collect();
    assert!(
        left_out.is_empty(),
        "nothing runs {left_out:?}: name them in tests/Cargo.toml, or move support code to tests/support/"
    );
}

#[test]
fn each_snapshot_is_of_a_fixture() {
    let modules = fixtures().unwrap();
    let modules = modules.iter().map(|it| codegen::module_name(&it.name));
    let known = modules.map(|module| package().join(format!("snapshots/source-{module}.snap")));
    let known: BTreeSet<_> = known.collect();
    let files = files("snapshots", "");
    let left_over: Vec<_> = files.difference(&known).collect();
    assert!(
        left_over.is_empty(),
        "no fixture is called like {left_over:?}: delete them"
    );
}

#[test]
fn each_refusal_is_of_a_program() {
    let programs = files("compile_fail", ".rs").into_iter();
    let known: BTreeSet<_> = programs.map(|it| it.with_extension("snap")).collect();
    let files = files("compile_fail", ".snap");
    let left_over: Vec<_> = files.difference(&known).collect();
    assert!(
        left_over.is_empty(),
        "no program is called like {left_over:?}: delete them"
    );
}
