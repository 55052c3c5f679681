//! The documents of the workspace.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// A document on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The path from the workspace's root, with `/` between its parts: `spec/fernand.yaml`.
    pub name: String,
    /// What is in it.
    pub text: String,
}

impl Document {
    /// Returns where it is, for the files that it refers to.
    pub fn path(&self) -> PathBuf {
        root().join(&self.name)
    }
}

/// Returns the folder of the workspace.
///
/// # Panics
///
/// Panics if this package is not in a folder of it.
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().expect("tests/ is in a folder").to_owned()
}

/// Reads the vendors' documents, in the order of their names.
///
/// # Errors
///
/// Fails if `spec/` or a file in it cannot be read.
pub fn documents() -> io::Result<Vec<Document>> {
    read("spec")
}

/// Reads the small documents that stand for one feature of the generator each, in the order of their names.
///
/// # Errors
///
/// Fails if `tests/fixtures/` or a file in it cannot be read.
pub fn fixtures() -> io::Result<Vec<Document>> {
    read("tests/fixtures")
}

fn read(folder: &str) -> io::Result<Vec<Document>> {
    let mut documents = Vec::new();
    for entry in fs::read_dir(root().join(folder))? {
        let path = entry?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if !matches!(extension, Some("yaml" | "yml" | "json")) {
            continue;
        }
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        documents.push(Document {
            name: format!("{folder}/{file}"),
            text: fs::read_to_string(&path)?,
        });
    }
    documents.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(documents)
}
