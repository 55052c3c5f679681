//! The documents of one version.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use codegen::diff::Version;
use codegen::folder::{Folder, OnDisk};
use codegen::{Source, module_name};

use super::git::{Repository, Revision};
use super::revision_folder::RevisionFolder;
use crate::error::Error;
use crate::spec_document::{SpecDocument, utf8};
use crate::workspace::{Workspace, is_document, reject_shared_modules};

/// The folder of the documents.
const FOLDER: &str = "spec/";

/// The documents of one version, and the folder that contains them.
pub(super) struct Documents<'a> {
    pub(super) list: Vec<Document>,
    folder: DocumentFolder<'a>,
}

/// A document of one version.
pub(super) struct Document {
    /// The name of the module.
    pub(super) module: String,
    /// The path, such as `spec/fernand.yaml`.
    pub(super) name: String,
    pub(super) text: Result<String, Arc<Error>>,
}

enum DocumentFolder<'a> {
    WorkingTree(PathBuf, OnDisk),
    Revision(RevisionFolder<'a>),
}

impl Documents<'static> {
    /// Reads the documents on disk, whether git tracks them or not.
    pub(super) fn of_working_tree(workspace: &Workspace) -> Result<Self, Error> {
        let names = match workspace.document_names() {
            Err(Error::NoSpecFolder | Error::NoDocuments) => Vec::new(),
            names => names?,
        };
        let list = names.into_iter().map(|name| {
            let document = SpecDocument::read(&workspace.root().join(&name), name.clone());
            Document::new(name, document.map(SpecDocument::into_text))
        });
        let list: Vec<_> = list.collect();
        let modules = list.iter().map(|it| (it.module.clone(), it.name.clone()));
        reject_shared_modules(&modules.collect::<Vec<_>>())?;
        Ok(Self {
            list,
            folder: DocumentFolder::of_working_tree(workspace),
        })
    }
}

impl<'a> Documents<'a> {
    /// Reads the documents of a revision.
    pub(super) fn at(repository: &'a Repository, revision: &Revision) -> Result<Self, Error> {
        let entries = repository.files(revision, &[FOLDER])?;
        let folder = RevisionFolder::new(repository, revision, &entries, FOLDER);
        let paths = folder.paths().into_iter();
        let names = paths.filter(|path| !path.contains('/') && is_document(path));
        let list = names.filter_map(|path| {
            let name = format!("{FOLDER}{path}");
            let text = folder.bytes(&path)?.and_then(|bytes| utf8(bytes, &name));
            Some(Document::new(name, text))
        });
        Ok(Self {
            list: list.collect(),
            folder: DocumentFolder::Revision(folder),
        })
    }

    /// Returns the folder that references are resolved in.
    pub(super) fn folder(&self) -> &dyn Folder {
        match &self.folder {
            DocumentFolder::WorkingTree(_, folder) => folder,
            DocumentFolder::Revision(folder) => folder,
        }
    }

    /// Returns the paths of all files in the folder and below it, relative to it.
    pub(super) fn paths(&self) -> BTreeSet<String> {
        match &self.folder {
            DocumentFolder::WorkingTree(path, _) => files_below(path),
            DocumentFolder::Revision(folder) => folder.paths(),
        }
    }
}

impl DocumentFolder<'_> {
    fn of_working_tree(workspace: &Workspace) -> Self {
        let folder = workspace.root().join(FOLDER);
        let on_disk = OnDisk::of(&folder.join("document.yaml"));
        Self::WorkingTree(folder, on_disk)
    }
}

impl Document {
    pub(super) fn new(name: String, text: Result<String, Error>) -> Self {
        Self {
            module: module_name(&name),
            name,
            text: text.map_err(Arc::new),
        }
    }

    /// Returns the text, which is empty if it cannot be read.
    pub(super) fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// Returns why the text cannot be read.
    pub(super) fn error(&self) -> Option<Arc<Error>> {
        self.text.as_ref().err().map(Arc::clone)
    }

    pub(super) fn version<'v>(&'v self, folder: &'v dyn Folder) -> Version<'v> {
        let source = Source {
            name: &self.name,
            text: self.text(),
        };
        Version { source, folder }
    }

    /// Returns whether the documents have the same lines. Line endings differ between a working tree and its repository.
    pub(super) fn has_lines_of(&self, other: &Self) -> bool {
        match (&self.text, &other.text) {
            (Ok(text), Ok(other)) => same_lines(text, other),
            _ => false,
        }
    }

    /// Returns whether the document may refer to other files. The answer is `true` if the text does not tell.
    pub(super) fn may_refer_to_files(&self) -> bool {
        let text = self.text();
        let is_local = |rest: &str| {
            let value = rest.trim_start_matches(['"', '\'', ' ', ':']);
            value.starts_with('#')
        };
        let mut references = text.split("$ref").skip(1);
        !references.all(is_local) || ["mapping", "\\u", "\\x"].iter().any(|it| text.contains(it))
    }
}

/// Returns whether two texts differ in nothing but their line endings.
pub(super) fn same_lines(a: &str, b: &str) -> bool {
    a == b
        || a.split('\n')
            .map(without_cr)
            .eq(b.split('\n').map(without_cr))
}

fn without_cr(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

/// Returns the paths of the files below a folder. What cannot be listed is left out.
fn files_below(root: &Path) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            // Links are not followed: they can lead back to a folder above.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push((entry.path(), format!("{path}/")));
            } else {
                paths.insert(path);
            }
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::{Document, Documents, same_lines};
    use crate::diff::git::Repository;
    use crate::diff::test_repository::TestRepository;
    use crate::error::Error;
    use crate::workspace::Workspace;

    fn names(documents: &Documents<'_>) -> Vec<String> {
        let names = documents.list.iter().map(|document| &document.name);
        names.cloned().collect()
    }

    #[test]
    fn the_documents_are_the_files_directly_in_spec() {
        let repository = TestRepository::new();
        let files = [
            "spec/b.yaml",
            "spec/a.json",
            "spec/C.YML",
            "spec/.hidden.yaml",
            "spec/README.md",
            "spec/parts/d.yaml",
            "elsewhere/e.yaml",
            "xtask/Cargo.toml",
        ];
        for file in files {
            repository.put(file, "");
        }
        repository.commit();
        repository.put("spec/untracked.yaml", "");
        let root = repository.path("");
        let workspace = Workspace::containing(&root).expect("a workspace");
        let repository = Repository::open(&root).expect("a repository");
        let head = repository.revision("HEAD").expect("there is a commit");
        let committed = Documents::at(&repository, &head).expect("the files are readable");
        let on_disk = Documents::of_working_tree(&workspace).expect("the files are readable");

        let mut expected = vec!["spec/C.YML", "spec/a.json", "spec/b.yaml"];
        assert_eq!(names(&committed), expected);
        expected.push("spec/untracked.yaml");
        assert_eq!(names(&on_disk), expected);
        assert!(committed.paths().contains("parts/d.yaml"));
        let mut paths = on_disk.paths();
        assert!(paths.remove("untracked.yaml"));
        assert_eq!(paths, committed.paths());
    }

    #[test]
    fn documents_of_one_module_are_an_error() {
        let repository = TestRepository::new();
        for file in ["spec/a-b.yaml", "spec/a_b.yaml", "xtask/Cargo.toml"] {
            repository.put(file, "");
        }
        let workspace = Workspace::containing(&repository.path("")).expect("a workspace");
        let error = Documents::of_working_tree(&workspace).err();
        assert!(matches!(error, Some(Error::SameModule { .. })), "{error:?}");
    }

    #[test]
    fn references_to_files_are_found_in_every_notation() {
        let cases = [
            ("a: { $ref: '#/components/schemas/A' }", false),
            ("{\"$ref\" : \"#/components/schemas/A\"}", false),
            ("a:\r\n  $ref: \"#/a\"\r\nb: { $ref: '#/b' }", false),
            ("a: { $ref: a.yaml }\nb: { $ref: '#/b' }", true),
            ("b: { $ref: '#/b' }\na: { $ref: 'parts/a.yaml#/A' }", true),
            ("{\"$ref\":\"./a\"}", true),
            ("a: { $ref: *anchor }", true),
            ("a:\n  $ref:\n    a.yaml", true),
            ("{\"\\u0024ref\": \"a.yaml\"}", true),
            ("discriminator: { mapping: { a: a.yaml } }", true),
        ];
        for (text, expected) in cases {
            let document = Document::new("a.yaml".to_owned(), Ok(text.to_owned()));
            assert_eq!(document.may_refer_to_files(), expected, "{text}");
        }
    }

    #[test]
    fn lines_are_compared_without_their_endings() {
        let cases = [
            ("a\nb\n", "a\r\nb\r\n", true),
            ("a\nb", "a\nb", true),
            ("a\nb", "a\nb\n", false),
            ("a\n\nb", "a\nb", false),
            ("a\rb", "a\nb", false),
        ];
        for (a, b, expected) in cases {
            assert_eq!(same_lines(a, b), expected, "{a:?} {b:?}");
        }
    }
}
