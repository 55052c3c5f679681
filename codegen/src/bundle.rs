//! Brings what a document refers to in other files into the document.
//!
//! Each target of a reference to another file becomes a component, or an entry of `x-path-items` if it is a path, and
//! the references become ones to that. Where the specification has an object but no reference to one, such as an operation, what
//! the reference leads to is put in its place. So all that comes after this knows of one tree; spans tell which file a node is
//! from. A component of the document that is nothing but such a reference becomes what the reference leads to, and so
//! does a path.
//!
//! Where a reference cannot be followed, it is left as it is, and the document tells why as [`Document::broken`].

mod address;
mod component;
mod discriminator;
mod suggest;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet, VecDeque};
use std::mem;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, Entry, Map, Node, Pointer, Value, limit};
use crate::folder::{Folder, Unread};
use crate::openapi::objects::{self, Field, Kind, ObjectType, Shape};
use crate::openapi::reference::{dangling, other_kind};
use crate::suggestions::Suggestions;
use address::Address;

/// Where paths go that come from other files and are not in `paths` by themselves.
const PATH_ITEMS: &str = "x-path-items";

/// How far references that lead to nothing but a reference are followed; the checks report longer chains.
const MAX_HOPS: usize = 64;

/// How far references within what is put in the place of a reference are replaced.
const MAX_INLINED: usize = 16;

/// Brings the parts of other files that a document refers to into it.
pub(crate) fn bundle(mut document: Document, folder: &dyn Folder) -> Document {
    let mut root = mem::replace(document.root_mut(), Node::object(Span::default()));
    let mut bundle = Bundle::new(document, folder);
    bundle.expand_sections(&mut root);
    bundle.adopt(&root);
    bundle.object(&mut root, &objects::DOCUMENT, MAIN);
    while let Some(part) = bundle.parts.pop_front() {
        bundle.place(&mut root, &part);
    }
    let mut document = bundle.document;
    *document.root_mut() = root;
    document
}

/// The number of the document among the files.
const MAIN: usize = 0;

struct Bundle<'a> {
    document: Document,
    folder: &'a dyn Folder,
    files: Vec<File>,
    by_path: HashMap<String, usize>,
    /// Files that give no text.
    unread: HashMap<String, Unread>,
    /// The names of files by their folders, where they have been looked for.
    listed: HashMap<String, Vec<String>>,
    /// Where in the document a target is, as an object of a kind.
    homes: HashMap<(Target, Kind), Pointer>,
    /// What has a home and is not yet there.
    parts: VecDeque<Part>,
    /// The names that are taken in each section.
    names: HashMap<&'static str, HashSet<String>>,
    /// The names in the document's own sections, in its order.
    own_names: HashMap<&'static str, Vec<String>>,
    suggestions: Suggestions,
    bytes: usize,
    /// How many values the other files have, and what is taken from them.
    values: usize,
    is_full: bool,
    /// How many references are being replaced by what they lead to, each within the one before.
    inlined: usize,
}

struct File {
    /// Path from the document's folder.
    path: String,
    /// Nothing for the document itself, and for a file that could not be read.
    root: Option<Node>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Target {
    file: usize,
    pointer: Pointer,
}

/// A target that is to be put into the document.
struct Part {
    target: Target,
    home: Pointer,
    object_type: &'static ObjectType,
}

/// What a reference is to lead to, where that is an object of the specification.
type Expected = Option<&'static ObjectType>;

/// Why a reference is left as it is: what to say of it, unless that has been said.
type Broken = Option<Box<Diagnostic>>;

impl<'a> Bundle<'a> {
    fn new(document: Document, folder: &'a dyn Folder) -> Self {
        let name = document.name();
        let path = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
        Self {
            bytes: document.source().text().len(),
            by_path: HashMap::from([(path.clone(), MAIN)]),
            files: vec![File { path, root: None }],
            unread: HashMap::new(),
            listed: HashMap::new(),
            document,
            folder,
            homes: HashMap::new(),
            parts: VecDeque::new(),
            names: HashMap::new(),
            own_names: HashMap::new(),
            suggestions: Suggestions::new(),
            values: 0,
            is_full: false,
            inlined: 0,
        }
    }

    /// Lets the paths, the components and the sections of these be objects of the document where they are references to
    /// others: each key of such becomes a reference of its own.
    fn expand_sections(&mut self, root: &mut Node) {
        if let Some(paths) = root.get_mut("paths") {
            self.expand(paths);
        }
        if let Some(components) = root.get_mut("components") {
            self.expand(components);
            for (section, _) in objects::sections() {
                if let Some(section) = components.get_mut(section) {
                    self.expand(section);
                }
            }
        }
    }

    fn expand(&mut self, node: &mut Node) {
        let (span, Some(written)) = (node.span, only_reference(node)) else {
            return;
        };
        let target = match self.target(written, MAIN, reference_span(node), None) {
            Ok((target, _)) => target,
            Err(broken) => {
                self.note(broken);
                *node = Node::object(span);
                return;
            }
        };
        let Some(Value::Object(map)) = self.node(&target).map(|node| &node.value) else {
            return;
        };
        let path = address::written(&self.files[target.file].path);
        let entries = map.iter().map(|(key, entry)| {
            let span = entry.value.span;
            let fragment = target.pointer.join(key).to_reference();
            let mut reference = Node::object(span);
            if let Some(map) = reference.as_object_mut() {
                map.set("$ref", Node::string(format!("{path}{fragment}"), span));
            }
            (key.to_owned(), Entry::new(entry.key_span, reference))
        });
        *node = Node::new(Value::Object(entries.collect()), span);
    }

    /// Makes each component and path that is nothing but a reference to another file the home of its target.
    fn adopt(&mut self, root: &Node) {
        for (section, _) in objects::sections() {
            let names = component::names(root, section);
            self.names.insert(section, names.iter().cloned().collect());
            self.own_names.insert(section, names);
        }
        let paths = root.get(PATH_ITEMS).and_then(Node::as_object);
        let paths = paths.into_iter().flat_map(Map::keys);
        self.names
            .insert(PATH_ITEMS, paths.map(ToOwned::to_owned).collect());
        for (section, object_type) in objects::sections() {
            let components = root.get("components");
            let components = components.and_then(|components| components.get(section));
            for (name, entry) in components.into_iter().flat_map(Node::entries) {
                let home = Pointer::from_iter(["components", section, name]);
                self.adopt_one(&entry.value, home, object_type);
            }
        }
        for (path, entry) in root.get("paths").into_iter().flat_map(Node::entries) {
            let home = Pointer::from_iter(["paths", path]);
            self.adopt_one(&entry.value, home, &objects::PATH_ITEM);
        }
    }

    fn adopt_one(&mut self, node: &Node, home: Pointer, object_type: &'static ObjectType) {
        let Some(reference) = only_reference(node).filter(|it| !it.starts_with('#')) else {
            return;
        };
        // What is wrong with it is said when the document is walked.
        let Ok((target, _)) = self.target(reference, MAIN, node.span, Some(object_type)) else {
            return;
        };
        let key = (target, object_type.kind);
        if key.0.file != MAIN && !self.homes.contains_key(&key) {
            self.move_in(key.0, home, object_type);
        }
    }

    fn move_in(&mut self, target: Target, home: Pointer, object_type: &'static ObjectType) {
        let mut node = self.files[target.file].root.as_ref();
        for token in target.pointer.tokens() {
            let entry = node.and_then(|node| node.as_object()?.entry(token));
            if let Some(entry) = entry {
                self.document.pass(entry.key_span);
            }
            let step = Pointer::from_iter([token]);
            node = node.and_then(|node| node.at(&step));
        }
        let key = (target.clone(), object_type.kind);
        self.homes.insert(key, home.clone());
        self.parts.push_back(Part {
            target,
            home,
            object_type,
        });
    }

    /// Puts a part in its place.
    fn place(&mut self, root: &mut Node, part: &Part) {
        let Target { file, pointer } = &part.target;
        let Some(node) = self.node(&part.target) else {
            return;
        };
        let (count, span) = (node.count(), node.span);
        let key_span = match pointer.split_last() {
            Some((parent, key)) => self.files[*file]
                .root
                .as_ref()
                .and_then(|root| root.at(&parent)?.as_object()?.entry(key))
                .map_or(span, |entry| entry.key_span),
            None => Span::new(span.start, span.start),
        };
        if !self.has_room(count, span) {
            return;
        }
        let Some(mut node) = self.node(&part.target).cloned() else {
            return;
        };
        self.object_or_reference(&mut node, part.object_type, *file);
        let Some((parent, name)) = part.home.split_last() else {
            return;
        };
        let mut holder = root;
        for key in parent.tokens() {
            let Some(map) = component::open(holder, span) else {
                return;
            };
            if !map.contains_key(key) {
                map.set(key, Node::object(span));
            }
            match map.get_mut(key) {
                Some(inner) => holder = inner,
                None => return,
            }
        }
        if let Some(map) = component::open(holder, span) {
            match map.get_mut(name) {
                Some(there) => *there = node,
                None => {
                    map.insert(name, Entry::new(key_span, node));
                }
            }
        }
    }

    /// Notes that there will be so many more values, if there may.
    fn has_room(&mut self, count: usize, span: Span) -> bool {
        self.values = self.values.saturating_add(count);
        if self.values > limit::NODES && !self.is_full {
            let message = "the files that the document refers to have too many values";
            self.full(span, message);
        }
        !self.is_full
    }

    /// Returns the node at a target in another file.
    fn node(&self, target: &Target) -> Option<&Node> {
        let root = self.files.get(target.file)?.root.as_ref()?;
        root.at(&target.pointer)
    }

    fn object(&mut self, node: &mut Node, object_type: &'static ObjectType, file: usize) {
        if object_type.kind == Kind::Schema && node.get("discriminator").is_some() {
            self.discriminator(node, file);
        }
        let Some(map) = node.as_object_mut() else {
            return;
        };
        if object_type.kind == Kind::PathItem
            && let Some(reference) = map.get_mut("$ref")
        {
            self.reference(reference, object_type, file);
        }
        for (key, entry) in map.iter_mut() {
            if let Some(Field { shape, .. }) = object_type.field(key) {
                self.value(&mut entry.value, shape, file);
            } else if let Some(shape) = &object_type.others
                && !(object_type.extensible && key.starts_with("x-"))
            {
                self.value(&mut entry.value, shape, file);
            }
        }
    }

    fn value(&mut self, node: &mut Node, shape: &'static Shape, file: usize) {
        let has_own = match shape {
            Shape::Any | Shape::Reference(_) | Shape::BooleanOr(_) => true,
            Shape::Object(object_type) => object_type.kind == Kind::PathItem,
            _ => false,
        };
        if let Some(written) = only_reference(node)
            && !has_own
            && (file != MAIN || !written.starts_with('#'))
        {
            self.inline(node, shape, file);
            return;
        }
        match shape {
            Shape::List(item) => {
                for node in node.as_array_mut().into_iter().flatten() {
                    self.value(node, item, file);
                }
            }
            Shape::Map(item) | Shape::Section(item) => {
                let entries = node.as_object_mut().into_iter().flat_map(Map::values_mut);
                for node in entries {
                    self.value(node, item, file);
                }
            }
            Shape::Object(object_type) => self.object(node, object_type, file),
            Shape::Reference(object_type) | Shape::BooleanOr(object_type) => {
                self.object_or_reference(node, object_type, file);
            }
            Shape::Any
            | Shape::Text
            | Shape::Boolean
            | Shape::Number
            | Shape::Count
            | Shape::Word(_) => {}
        }
    }

    /// Puts what a reference leads to in its place, where the specification has none: it cannot be a component.
    fn inline(&mut self, node: &mut Node, shape: &'static Shape, file: usize) {
        let span = reference_span(node);
        let Some(written) = only_reference(node) else {
            return;
        };
        let expected = match shape {
            Shape::Object(object_type) => Some(*object_type),
            _ => None,
        };
        let target = match self.target(written, file, span, expected) {
            Ok((target, _)) => target,
            Err(broken) => {
                self.note(broken);
                return;
            }
        };
        if self.inlined >= MAX_INLINED {
            let message = format!("`{written}` leads back to itself");
            let diagnostic = Diagnostic::new(Code::ReferenceCycle, span, message);
            let help = "let one of the references lead to an object";
            self.document.break_at(diagnostic.with_help(help));
            return;
        }
        let Some(there) = self.node(&target) else {
            return;
        };
        let (count, there_span) = (there.count(), there.span);
        if !self.has_room(count, there_span) {
            return;
        }
        let Some(mut there) = self.node(&target).cloned() else {
            return;
        };
        self.inlined += 1;
        self.value(&mut there, shape, target.file);
        self.inlined -= 1;
        *node = there;
    }

    fn object_or_reference(
        &mut self,
        node: &mut Node,
        object_type: &'static ObjectType,
        file: usize,
    ) {
        match node.get_mut("$ref") {
            Some(reference) if object_type.kind != Kind::PathItem => {
                self.reference(reference, object_type, file);
            }
            _ => self.object(node, object_type, file),
        }
    }

    /// Lets a reference lead to where its target is in the document, and notes why if that cannot be.
    fn reference(&mut self, node: &mut Node, object_type: &'static ObjectType, file: usize) {
        let Some(written) = node.as_str() else {
            return;
        };
        if file == MAIN && written.starts_with('#') {
            return;
        }
        match self.home(written, file, node.span, object_type) {
            Ok(home) => *node = Node::string(home.to_reference(), node.span),
            Err(broken) => self.note(broken),
        }
    }

    /// Returns where in the document that is which a reference leads to, and finds a place for it if it has none.
    fn home(
        &mut self,
        written: &str,
        file: usize,
        span: Span,
        object_type: &'static ObjectType,
    ) -> Result<Pointer, Broken> {
        let (target, name) = self.target(written, file, span, Some(object_type))?;
        if target.file == MAIN {
            return Ok(target.pointer);
        }
        let key = (target, object_type.kind);
        if let Some(home) = self.homes.get(&key) {
            return Ok(home.clone());
        }
        let (target, kind) = key;
        let section = objects::section_of(kind);
        let names = self.names.entry(section.unwrap_or(PATH_ITEMS)).or_default();
        let name = component::free_name(&name, &self.files[target.file].path, names);
        let home = match section {
            Some(section) => Pointer::from_iter(["components", section, &name]),
            None => Pointer::from_iter([PATH_ITEMS, &name]),
        };
        self.move_in(target, home.clone(), object_type);
        Ok(home)
    }

    /// Returns what a reference leads to, beyond those places that hold nothing but another reference, and a name for
    /// it: the first that one of the references gives, or else that of the file.
    fn target(
        &mut self,
        written: &str,
        file: usize,
        span: Span,
        expected: Expected,
    ) -> Result<(Target, String), Broken> {
        let first = self.step(written, file, span, expected)?;
        let mut name = component::name_in(&first.pointer);
        let mut seen = HashSet::from([first.clone()]);
        let mut target = first.clone();
        while target.file != MAIN {
            let Some(node) = self.node(&target) else {
                break;
            };
            let (span, Some(next)) = (node.span, only_reference(node).map(ToOwned::to_owned))
            else {
                break;
            };
            // One that leads nowhere is told of where it stands.
            let Ok(next) = self.step(&next, target.file, span, expected) else {
                break;
            };
            if !seen.insert(next.clone()) || seen.len() > MAX_HOPS {
                // The checks see the circle if each of its references is kept.
                target = first;
                break;
            }
            name = name.or_else(|| component::name_in(&next.pointer));
            target = next;
        }
        let stem = || address::stem(&self.files[target.file].path).to_owned();
        let name = name.unwrap_or_else(stem);
        Ok((target, name))
    }

    /// Returns the place that a reference names.
    fn step(
        &mut self,
        written: &str,
        file: usize,
        span: Span,
        expected: Expected,
    ) -> Result<Target, Broken> {
        let folder = address::folder(&self.files[file].path);
        let Address { path, fragment } = address::parse(written, folder)
            .map_err(|why| Some(Box::new(self.outside(written, (file, span), expected, why))))?;
        let file = match path {
            None => file,
            Some(path) => self.file(&path, written, (file, span), expected)?,
        };
        let pointer = match fragment {
            "" => Some(Pointer::root()),
            fragment => Pointer::from_reference(fragment),
        };
        if file == MAIN {
            // Whether there is such a place is for the checks to say; they read a reference by its `#`.
            let pointer = pointer.ok_or_else(|| Some(Box::new(dangling(span, written, None))))?;
            return Ok(Target { file, pointer });
        }
        let Some(root) = &self.files[file].root else {
            return Err(None);
        };
        let Some((pointer, node)) = pointer.and_then(|it| Some((it.clone(), root.at(&it)?))) else {
            let near = suggest::place(written, root, expected, &self.suggestions);
            return Err(Some(Box::new(dangling(span, written, near))));
        };
        if let Some(kind) = component::kind_at(&pointer)
            && let Some(expected) = expected
            && kind != expected.kind
        {
            let diagnostic = other_kind((written, span), expected, node.span, kind);
            return Err(Some(Box::new(diagnostic)));
        }
        Ok(Target { file, pointer })
    }

    /// Returns the number of a file, and reads it if that has not been done.
    fn file(
        &mut self,
        path: &str,
        written: &str,
        (from, span): (usize, Span),
        expected: Expected,
    ) -> Result<usize, Broken> {
        if let Some(&file) = self.by_path.get(path) {
            return Ok(file);
        }
        if self.is_full {
            return Err(None);
        }
        if self.files.len() >= limit::FILES {
            let message = "the document refers to too many files";
            self.full(span, message);
            return Err(None);
        }
        let text = match self.text(path) {
            Ok(text) => text,
            Err(Unread::NotThere) => {
                let diagnostic = self.no_file(path, written, (from, span), expected);
                return Err(Some(Box::new(diagnostic)));
            }
            Err(why) => {
                let message = format!("cannot read what `{written}` leads to: {why}");
                let help = if why == Unread::NoFolder {
                    "read the document from its folder, or put all of it into one file"
                } else {
                    "a reference leads to a readable file of UTF-8 text"
                };
                let diagnostic = Diagnostic::new(Code::UnreadableFile, span, message);
                return Err(Some(Box::new(diagnostic.with_help(help))));
            }
        };
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes > limit::BYTES {
            let message = "with the files that it refers to, the document is too large";
            self.full(span, message);
            return Err(None);
        }
        let root = self.read(path, &text);
        let count = root.as_ref().map_or(0, Node::count);
        let root = root.filter(|root| self.has_room(count, root.span));
        let file = self.files.len();
        let path = path.to_owned();
        self.by_path.insert(path.clone(), file);
        self.files.push(File { path, root });
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

    fn read(&mut self, path: &str, text: &str) -> Option<Node> {
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

    fn note(&mut self, broken: Broken) {
        if let Some(diagnostic) = broken {
            self.document.break_at(*diagnostic);
        }
    }

    fn full(&mut self, span: Span, message: &str) {
        self.is_full = true;
        let diagnostic = Diagnostic::new(Code::Limit, span, message);
        self.document
            .break_at(diagnostic.with_label("nothing more is read"));
    }
}

/// Where the reference of an object stands.
fn reference_span(node: &Node) -> Span {
    node.get("$ref").unwrap_or(node).span
}

/// The reference of an object that has nothing else.
fn only_reference(node: &Node) -> Option<&str> {
    let map = node.as_object().filter(|map| map.len() == 1)?;
    map.get("$ref")?.as_str()
}
