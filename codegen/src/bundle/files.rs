//! The files that a document refers to: each is read once, and all of them together have bounds.

use std::collections::HashMap;

use super::component;
use super::target::{Broken, MAIN, Target};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, Node, limit};
use crate::folder::{Folder, Unread};
use crate::openapi::objects;
use crate::suggestions::Suggestions;

/// The document and the files of its folder that were read.
pub(super) struct Files<'a> {
    /// Keeps the texts, and what is wrong with them. Its tree is elsewhere while references are followed.
    pub(super) document: Document,
    folder: &'a dyn Folder,
    read: Vec<File>,
    by_path: HashMap<String, usize>,
    /// Files that give no text.
    unread: HashMap<String, Unread>,
    /// The names of files by their folders, where they have been looked for.
    listed: HashMap<String, Vec<String>>,
    /// The names in the document's own sections, in its order.
    own_names: HashMap<&'static str, Vec<String>>,
    pub(super) suggestions: Suggestions,
    bytes: usize,
    /// How many values the other files have, and what is taken from them.
    values: usize,
    is_full: bool,
}

struct File {
    /// Path from the document's folder.
    path: String,
    /// Nothing for the document itself, and for a file that could not be read.
    root: Option<Node>,
}

/// Why a file is not there.
pub(super) enum NotOpened {
    /// It gives no text.
    Unread(Unread),
    /// A bound is reached, which has been said.
    Full,
}

impl<'a> Files<'a> {
    pub(super) fn new(document: Document, folder: &'a dyn Folder) -> Self {
        let name = document.name();
        let path = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
        Self {
            bytes: document.source().text().len(),
            by_path: HashMap::from([(path.clone(), MAIN)]),
            read: vec![File { path, root: None }],
            unread: HashMap::new(),
            listed: HashMap::new(),
            own_names: HashMap::new(),
            document,
            folder,
            suggestions: Suggestions::new(),
            values: 0,
            is_full: false,
        }
    }

    /// Notes the names of the document's components, for those who refer to them.
    pub(super) fn note_names(&mut self, root: &Node) {
        for (section, _) in objects::sections() {
            let names = component::names(root, section);
            self.own_names.insert(section, names);
        }
    }

    /// The names of the document's components in a section, once they are noted.
    pub(super) fn own_names(&self, section: &str) -> Option<&[String]> {
        self.own_names.get(section).map(Vec::as_slice)
    }

    /// The path of a file from the document's folder.
    pub(super) fn path(&self, file: usize) -> &str {
        &self.read[file].path
    }

    /// The tree of another file than the document, if it could be read.
    pub(super) fn root(&self, file: usize) -> Option<&Node> {
        self.read.get(file)?.root.as_ref()
    }

    /// Returns the node at a target in another file.
    pub(super) fn node(&self, target: &Target) -> Option<&Node> {
        self.root(target.file)?.at(&target.pointer)
    }

    /// Returns the number of a file, and reads it if that has not been done. `span` is where it is asked for.
    pub(super) fn open(&mut self, path: &str, span: Span) -> Result<usize, NotOpened> {
        if let Some(&file) = self.by_path.get(path) {
            return Ok(file);
        }
        if self.is_full {
            return Err(NotOpened::Full);
        }
        if self.read.len() >= limit::FILES {
            self.full(span, "the document refers to too many files");
            return Err(NotOpened::Full);
        }
        let text = self.text(path).map_err(NotOpened::Unread)?;
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes > limit::BYTES {
            let message = "with the files that it refers to, the document is too large";
            self.full(span, message);
            return Err(NotOpened::Full);
        }
        let root = self.parse(path, &text);
        let count = root.as_ref().map_or(0, Node::count);
        let root = root.filter(|root| self.has_room(count, root.span));
        let file = self.read.len();
        let path = path.to_owned();
        self.by_path.insert(path.clone(), file);
        self.read.push(File { path, root });
        Ok(file)
    }

    /// Returns the text of a file. It is asked for once, since failing can take its time as well.
    fn text(&mut self, path: &str) -> Result<String, Unread> {
        if let Some(why) = self.unread.get(path) {
            return Err(why.clone());
        }
        let text = self.folder.read(path);
        if let Err(why) = &text {
            self.unread.insert(path.to_owned(), why.clone());
        }
        text
    }

    fn parse(&mut self, path: &str, text: &str) -> Option<Node> {
        let main = self.document.name();
        let folder = main.rfind(['/', '\\']).map_or("", |at| &main[..=at]);
        match Document::read(&format!("{folder}{path}"), text) {
            Ok(part) => Some(self.document.add(part)),
            Err(found) => {
                self.document.add_broken(found);
                None
            }
        }
    }

    /// The names of the files in a folder, which is listed once.
    pub(super) fn names_in(&mut self, folder: &str) -> &[String] {
        let listed = self.listed.entry(folder.to_owned());
        listed.or_insert_with(|| self.folder.names(folder))
    }

    /// Notes that there will be so many more values, if there may.
    pub(super) fn has_room(&mut self, count: usize, span: Span) -> bool {
        self.values = self.values.saturating_add(count);
        if self.values > limit::NODES && !self.is_full {
            let message = "the files that the document refers to have too many values";
            self.full(span, message);
        }
        !self.is_full
    }

    fn full(&mut self, span: Span, message: &str) {
        self.is_full = true;
        let diagnostic = Diagnostic::new(Code::Limit, span, message);
        self.document
            .break_at(diagnostic.with_label("nothing more is read"));
    }

    /// Notes why a reference is left as it is.
    pub(super) fn note(&mut self, broken: Broken) {
        if let Some(diagnostic) = broken {
            self.document.break_at(*diagnostic);
        }
    }
}
