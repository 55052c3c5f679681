//! The files that a document references. Each is read once, and their total size is limited.

use std::collections::HashMap;

use super::component;
use super::target::{MAIN, Target, TargetError};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, Node, limit};
use crate::folder::{Folder, Unread};
use crate::openapi::objects;
use crate::suggestions::Suggestions;

/// The document and the files that were read.
pub(super) struct Files<'a> {
    /// Has the texts and their errors. Its tree is empty while the references are rewritten.
    pub(super) document: Document,
    folder: &'a dyn Folder,
    read: Vec<File>,
    by_path: HashMap<String, usize>,
    /// The files that could not be read.
    unread: HashMap<String, Unread>,
    /// The names of the files in the folders that were listed.
    listed: HashMap<String, Vec<String>>,
    /// The names of the document's own components by section, in its order.
    own_names: HashMap<&'static str, Vec<String>>,
    pub(super) suggestions: Suggestions,
    bytes: usize,
    /// The number of values in the other files, and in what is copied from them.
    values: usize,
    /// Whether a limit was exceeded.
    is_full: bool,
}

struct File {
    /// The path from the document's folder.
    path: String,
    /// `None` for the document, and for a file that could not be parsed.
    root: Option<Node>,
}

/// Why a file could not be opened.
pub(super) enum NotOpened {
    /// It could not be read.
    Unread(Unread),
    /// A limit was exceeded, which has been reported.
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

    /// Records the names of the document's components.
    pub(super) fn record_names(&mut self, root: &Node) {
        for (section, _) in objects::sections() {
            let names = component::names(root, section);
            self.own_names.insert(section, names);
        }
    }

    /// The recorded names of the document's components in a section.
    pub(super) fn own_names(&self, section: &str) -> Option<&[String]> {
        self.own_names.get(section).map(Vec::as_slice)
    }

    /// The path of a file from the document's folder.
    pub(super) fn path(&self, file: usize) -> &str {
        &self.read[file].path
    }

    /// The tree of a file other than the document, if it could be parsed.
    pub(super) fn root(&self, file: usize) -> Option<&Node> {
        self.read.get(file)?.root.as_ref()
    }

    /// Returns the node at a target in another file.
    pub(super) fn node(&self, target: &Target) -> Option<&Node> {
        self.root(target.file)?.at(&target.pointer)
    }

    /// Returns the index of a file, and reads the file the first time. `span` is that of the reference.
    pub(super) fn open(&mut self, path: &str, span: Span) -> Result<usize, NotOpened> {
        if let Some(&file) = self.by_path.get(path) {
            return Ok(file);
        }
        if self.is_full {
            return Err(NotOpened::Full);
        }
        if self.read.len() >= limit::FILES {
            self.full(span, "the document references too many files");
            return Err(NotOpened::Full);
        }
        let text = self.text(path).map_err(NotOpened::Unread)?;
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes > self.document.max_size().bytes {
            self.too_large(span);
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

    /// Reads a file. Remembers failures, since these can take time as well.
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

    /// Returns a path from the document's folder as the user would write it.
    pub(super) fn shown(&self, path: &str) -> String {
        let main = self.document.name();
        let folder = main.rfind(['/', '\\']).map_or("", |at| &main[..=at]);
        format!("{folder}{path}")
    }

    fn parse(&mut self, path: &str, text: &str) -> Option<Node> {
        match Document::read_up_to(self.document.max_size(), &self.shown(path), text) {
            Ok(part) => Some(self.document.add(part)),
            Err(found) => {
                self.document.add_unparsed(found);
                None
            }
        }
    }

    /// The names of the files in a folder. Each folder is listed once.
    pub(super) fn names_in(&mut self, folder: &str) -> &[String] {
        let listed = self.listed.entry(folder.to_owned());
        listed.or_insert_with(|| self.folder.names(folder))
    }

    /// Adds `count` to the number of values, and returns whether the limit allows it.
    pub(super) fn has_room(&mut self, count: usize, span: Span) -> bool {
        self.values = self.values.saturating_add(count);
        if self.values > limit::values(self.document.max_size().bytes) && !self.is_full {
            let message = "the files that the document references have too many values";
            self.full(span, message);
        }
        !self.is_full
    }

    fn full(&mut self, span: Span, message: &str) {
        self.stop(Diagnostic::new(Code::Limit, span, message));
    }

    fn too_large(&mut self, span: Span) {
        let mut diagnostic = self.document.max_size().exceeded();
        diagnostic.span = span;
        diagnostic
            .message
            .push_str(" with the files that it references");
        self.stop(diagnostic);
    }

    fn stop(&mut self, diagnostic: Diagnostic) {
        self.is_full = true;
        self.document
            .add_file_error(diagnostic.with_label("reading stops here"));
    }

    /// Adds the error of a reference.
    pub(super) fn add_error(&mut self, error: TargetError) {
        if let Some(diagnostic) = error {
            self.document.add_file_error(*diagnostic);
        }
    }
}
