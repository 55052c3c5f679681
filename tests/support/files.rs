//! The documents in the workspace.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// An OpenAPI document and its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentFile {
    /// The path relative to the workspace's root, with `/` as the separator: `spec/fernand.yaml`.
    pub name: String,
    /// The contents.
    pub text: String,
}

impl DocumentFile {
    /// Returns the absolute path, which references to other files are resolved against.
    pub fn path(&self) -> PathBuf {
        root().join(&self.name)
    }
}

/// Returns the workspace's root.
///
/// # Panics
///
/// Panics if this package has no parent folder.
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .parent()
        .expect("tests/ has a parent folder")
        .to_owned()
}

/// Reads the vendors' documents, in the order of their names.
///
/// # Errors
///
/// Fails if `spec/` or a file in it cannot be read.
pub fn documents() -> io::Result<Vec<DocumentFile>> {
    read("spec")
}

/// Reads the fixtures in the order of their names. Each is a small document for one feature of the generator.
///
/// # Errors
///
/// Fails if `tests/fixtures/` or a file in it cannot be read.
pub fn fixtures() -> io::Result<Vec<DocumentFile>> {
    read("tests/fixtures")
}

fn read(folder: &str) -> io::Result<Vec<DocumentFile>> {
    let mut documents = Vec::new();
    for entry in fs::read_dir(root().join(folder))? {
        let path = entry?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if !matches!(extension, Some("yaml" | "yml" | "json")) {
            continue;
        }
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        documents.push(DocumentFile {
            name: format!("{folder}/{file}"),
            text: fs::read_to_string(&path)?,
        });
    }
    documents.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(documents)
}
