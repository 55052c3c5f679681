use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use codegen::File;
use fs4::FileExt;
use tempfile::TempDir;

use super::{Aside, Lock, apply};
use crate::console::Console;
use crate::error::Error;
use crate::tree;
use crate::workspace::Workspace;

/// Files and folders trade places, so that the order of moves matters.
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
        let folder = TempDir::new().expect("a temporary folder");
        put(folder.path(), "xtask/Cargo.toml", "");
        for (path, text) in OLD {
            put(&folder.path().join("generated"), path, text);
        }
        let workspace = Workspace::around(folder.path()).expect("xtask/Cargo.toml is there");
        Self { folder, workspace }
    }

    fn lock(&self) -> Lock {
        Lock::take(&self.workspace, &Console::new()).expect("nobody else has it")
    }

    fn generated(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let folder = self.workspace.generated();
        let mut folders = vec![folder.clone()];
        while let Some(inside) = folders.pop() {
            for entry in fs::read_dir(inside).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&folder).expect("it is inside");
                    let text = fs::read_to_string(&path).expect("a text");
                    files.insert(name.to_string_lossy().replace('\\', "/"), text);
                }
            }
        }
        files
    }
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("it has a name")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

fn files(files: &[(&str, &str)]) -> Vec<File> {
    let file = |(path, text): &(&str, &str)| File {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    };
    files.iter().map(file).collect()
}

fn tree_of(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
    files.iter().map(owned).collect()
}

#[test]
fn everything_is_as_wanted_afterwards() {
    let fixture = Fixture::new();
    let files = files(&NEW);
    let changes = tree::changes(&fixture.workspace.generated(), &files).expect("readable");
    apply(&fixture.lock(), &fixture.workspace, &changes).expect("writable");
    assert_eq!(fixture.generated(), tree_of(&NEW));
}

#[test]
fn a_failure_halfway_puts_everything_back() {
    for (missing, _) in NEW {
        let fixture = Fixture::new();
        let files = files(&NEW);
        let changes = tree::changes(&fixture.workspace.generated(), &files).expect("readable");
        let _lock = fixture.lock();
        let aside = Aside::prepare(&fixture.workspace).expect("writable");
        aside.stage(&changes).expect("writable");
        fs::remove_file(aside.folder.join("new").join(missing)).expect("it was staged");

        let error = aside
            .swap(&fixture.workspace.generated(), &changes)
            .expect_err("no file");

        assert!(matches!(error, Error::Write { .. }), "{missing}: {error}");
        assert_eq!(fixture.generated(), tree_of(&OLD), "{missing}");
    }
}

#[test]
fn what_a_killed_run_left_aside_is_removed() {
    for leftover in ["target/xtask-regen", ".generated.aside"] {
        let fixture = Fixture::new();
        put(
            fixture.folder.path(),
            &format!("{leftover}/new/src/lib.rs"),
            "half a fi",
        );
        apply(&fixture.lock(), &fixture.workspace, &[]).expect("writable");
        assert!(!fixture.folder.path().join(leftover).exists(), "{leftover}");
    }
}

#[test]
fn one_run_at_a_time_holds_the_lock() {
    let fixture = Fixture::new();
    let lock = fixture.lock();
    let path = fixture.workspace.target().join("xtask.lock");
    let other = fs::File::open(path).expect("the lock is a file");
    FileExt::try_lock(&other).expect_err("it is held");
    drop(lock);
    FileExt::try_lock(&other).expect("it was given back");
}
