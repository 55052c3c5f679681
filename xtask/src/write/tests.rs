use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use codegen::File;
use fs4::FileExt;
use tempfile::TempDir;

use super::{Lock, Staging, apply};
use crate::console::Console;
use crate::error::Error;
use crate::tree;
use crate::workspace::Workspace;

/// A file becomes a folder and a folder becomes a file, so that the order of the moves matters.
const OLD: [(&str, &str); 4] = [
    ("Cargo.toml", "old"),
    ("src/file_to_folder", "old"),
    ("src/folder_to_file/a.rs", "old"),
    ("src/gone/b.rs", "old"),
];
const NEW: [(&str, &str); 4] = [
    ("Cargo.toml", "new"),
    ("src/file_to_folder/a.rs", "new"),
    ("src/folder_to_file", "new"),
    ("src/lib.rs", "new"),
];

struct Fixture {
    folder: TempDir,
    workspace: Workspace,
}

impl Fixture {
    fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be created");
        put(folder.path(), "xtask/Cargo.toml", "");
        for (path, text) in OLD {
            put(&folder.path().join("generated"), path, text);
        }
        let workspace = Workspace::containing(folder.path()).expect("xtask/Cargo.toml exists");
        Self { folder, workspace }
    }

    fn lock(&self) -> Lock {
        Lock::take(&self.workspace, &Console::new()).expect("the lock is free")
    }

    fn generated(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let folder = self.workspace.generated();
        let mut folders = vec![folder.clone()];
        while let Some(inside) = folders.pop() {
            for entry in fs::read_dir(inside).expect("the folder is readable") {
                let path = entry.expect("the entry is readable").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path
                        .strip_prefix(&folder)
                        .expect("the path is in the folder");
                    let text = fs::read_to_string(&path).expect("the file is text");
                    files.insert(name.to_string_lossy().replace('\\', "/"), text);
                }
            }
        }
        files
    }
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("the path has a parent"))
        .expect("the folder can be created");
    fs::write(path, text).expect("the file can be written");
}

fn files(files: &[(&str, &str)]) -> Vec<File> {
    let file = |(path, text): &(&str, &str)| File {
        path: (*path).to_owned(),
        text: (*text).to_owned().into(),
    };
    files.iter().map(file).collect()
}

fn tree_of(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
    files.iter().map(owned).collect()
}

#[test]
fn the_new_files_replace_the_old_ones() {
    let fixture = Fixture::new();
    let files = files(&NEW);
    let changes =
        tree::changes(&fixture.workspace.generated(), &files).expect("the folder is readable");
    apply(&fixture.lock(), &fixture.workspace, &changes).expect("the folder is writable");
    assert_eq!(fixture.generated(), tree_of(&NEW));
}

#[test]
fn a_failed_move_restores_the_old_files() {
    for (missing, _) in NEW {
        let fixture = Fixture::new();
        let files = files(&NEW);
        let changes =
            tree::changes(&fixture.workspace.generated(), &files).expect("the folder is readable");
        let _lock = fixture.lock();
        let staging = Staging::prepare(&fixture.workspace).expect("the folder is writable");
        staging.stage(&changes).expect("the folder is writable");
        fs::remove_file(staging.folder.join("new").join(missing)).expect("the file was staged");

        let error = staging
            .swap(&fixture.workspace.generated(), &changes)
            .expect_err("a staged file is missing");

        assert!(matches!(error, Error::Write { .. }), "{missing}: {error}");
        assert_eq!(fixture.generated(), tree_of(&OLD), "{missing}");
    }
}

#[test]
fn the_staging_folder_of_a_killed_run_is_removed() {
    for leftover in ["target/xtask-regen", ".generated.aside"] {
        let fixture = Fixture::new();
        put(
            fixture.folder.path(),
            &format!("{leftover}/new/src/lib.rs"),
            "half a fi",
        );
        apply(&fixture.lock(), &fixture.workspace, &[]).expect("the folder is writable");
        assert!(!fixture.folder.path().join(leftover).exists(), "{leftover}");
    }
}

#[test]
fn only_one_run_holds_the_lock() {
    let fixture = Fixture::new();
    let lock = fixture.lock();
    let path = fixture.workspace.target().join("xtask.lock");
    let other = fs::File::open(path).expect("the lock is a file");
    FileExt::try_lock(&other).expect_err("the lock is held");
    drop(lock);
    FileExt::try_lock(&other).expect("the lock is released");
}
