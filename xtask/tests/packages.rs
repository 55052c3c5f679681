//! Checks the files in the packages of the client and of the generator.

#[path = "support/root.rs"]
mod root;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use root::root;

/// Returns the paths of the files in a package.
fn packaged(package: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .args(["--quiet", "--package", package])
        .current_dir(root())
        .output()
        .expect("Cargo starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let paths = String::from_utf8(output.stdout).expect("the paths are UTF-8");
    paths.lines().map(|path| path.replace('\\', "/")).collect()
}

/// Returns the paths of the files below a folder, relative to `root`.
fn files(root: &Path, folder: &str) -> BTreeSet<String> {
    let mut folders: Vec<PathBuf> = vec![root.join(folder)];
    let mut files = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let path = path.strip_prefix(root).expect("the path is below the root");
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            files.insert(parts.join("/"));
        }
    }
    files
}

/// The folders and files that each package needs, relative to its manifest.
const PACKAGES: [(&str, &str, &[&str]); 2] = [
    ("conversations-client", "generated", &["examples", "src"]),
    (
        "conversations-codegen",
        "codegen",
        &["runtime/src/runtime", "src"],
    ),
];

#[test]
fn a_package_has_its_sources_and_its_license() {
    for (package, folder, sources) in PACKAGES {
        let packaged = packaged(package);
        let folder = root().join(folder);
        let sources = sources.iter().flat_map(|source| files(&folder, source));
        let others = ["Cargo.toml", "LICENSE", "README.md"].map(str::to_owned);
        let needed: BTreeSet<_> = sources.chain(others).collect();
        let missing: Vec<_> = needed.difference(&packaged).collect();
        assert!(missing.is_empty(), "{package} lacks {missing:?}");
    }
}

#[test]
fn a_package_has_no_tests_of_this_repository() {
    for (package, _, _) in PACKAGES {
        let is_test =
            |path: &&String| path.starts_with("tests/") || path.contains("runtime/src/tests");
        let tests: Vec<_> = packaged(package).into_iter().collect();
        assert_eq!(tests.iter().find(is_test), None, "{package}");
    }
}

#[test]
fn the_license_of_each_package_is_that_of_the_repository() {
    let text = |path: &str| fs::read_to_string(root().join(path)).expect("the file is text");
    for (_, folder, _) in PACKAGES {
        assert_eq!(
            text(&format!("{folder}/LICENSE")),
            text("LICENSE"),
            "{folder}"
        );
    }
}
