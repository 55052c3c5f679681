//! The workspace's folders and documents.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::error::Error;
use crate::spec_document::SpecDocument;

/// The folder that contains `spec/`, `generated/` and `xtask/`.
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Finds the workspace that contains the current folder.
    pub(crate) fn find() -> Result<Self, Error> {
        let here = env::current_dir().map_err(|source| Error::CurrentFolder { source })?;
        Self::containing(&here)
    }

    /// Finds the workspace that contains a folder.
    pub(crate) fn containing(from: &Path) -> Result<Self, Error> {
        from.ancestors()
            .find(|folder| folder.join("xtask/Cargo.toml").is_file())
            .map(|root| Self {
                root: root.to_owned(),
            })
            .ok_or_else(|| Error::NoWorkspace {
                from: from.to_owned(),
            })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn generated(&self) -> PathBuf {
        self.root.join("generated")
    }

    /// The folder for files that git ignores.
    pub(crate) fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// Reads the documents in `spec/`, in the order of their names.
    ///
    /// # Errors
    ///
    /// Fails if there is no document, or if two would become the same module. A document that cannot be read is an
    /// error in the list, so that the others are checked too.
    pub(crate) fn documents(&self) -> Result<Vec<Result<SpecDocument, Error>>, Error> {
        let names = self.document_names()?;
        let modules: Vec<_> = names
            .iter()
            .map(|name| (stem(name), name.clone()))
            .collect();
        reject_shared_modules(&modules)?;
        Ok(names
            .into_iter()
            .map(|name| SpecDocument::read(&self.root.join(&name), name))
            .collect())
    }

    /// Returns the paths of the documents in `spec/`, sorted.
    pub(crate) fn document_names(&self) -> Result<Vec<String>, Error> {
        let unreadable = |source| Error::Read {
            path: "spec/".to_owned(),
            source,
        };
        let entries = match fs::read_dir(self.root.join("spec")) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(Error::NoSpecFolder),
            entries => entries.map_err(unreadable)?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let name = entry
                .map_err(unreadable)?
                .file_name()
                .to_string_lossy()
                .into_owned();
            if is_document(&name) {
                names.push(format!("spec/{name}"));
            }
        }
        names.sort();
        if names.is_empty() {
            Err(Error::NoDocuments)
        } else {
            Ok(names)
        }
    }
}

/// Whether a file in `spec/` is a document. Hidden files are not: editors create them.
pub(crate) fn is_document(name: &str) -> bool {
    let extension = Path::new(name).extension().map(OsStr::to_ascii_lowercase);
    let extension = extension.as_deref().and_then(OsStr::to_str);
    !name.starts_with('.') && matches!(extension, Some("yaml" | "yml" | "json"))
}

fn stem(name: &str) -> String {
    let stem = Path::new(name).file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// Fails if two documents would become the same module. Each entry is a module and its document.
pub(crate) fn reject_shared_modules(modules: &[(String, String)]) -> Result<(), Error> {
    let mut known = BTreeMap::new();
    for (module, document) in modules {
        if let Some(first) = known.insert(module, document) {
            return Err(Error::SameModule {
                module: module.clone(),
                first: first.clone(),
                second: document.clone(),
            });
        }
    }
    Ok(())
}
