//! Text to a tree that keeps every key with its place.
//!
//! A [`Document`] is read from YAML or JSON and loses nothing: unknown keys, the siblings of a `$ref` and the order of
//! keys are all in its [`Node`]s. Where it refers to other files, `bundle` brings them in.

mod json;
pub(crate) mod limit;
mod node;
mod noted;
mod pointer;
mod resolve;
mod yaml;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, LineColumn, SourceMap};

pub use crate::diagnostic::Span;
pub use node::{Entry, Map, Node, NodeKind, Value};
pub use pointer::Pointer;
pub use resolve::{Unresolved, resolve};

/// A document, read into a tree.
#[derive(Clone, Debug)]
pub struct Document {
    source: Arc<SourceMap>,
    root: Node,
    warnings: Vec<Diagnostic>,
    broken: Vec<Diagnostic>,
    passed: HashSet<Span>,
}

impl Document {
    /// Reads a document from YAML or JSON text.
    ///
    /// The name is shown to people, as in `spec/fernand.yaml`. The text is JSON where the name ends in `.json`, and
    /// where it starts with `{` and the name does not end in `.yaml` or `.yml`.
    ///
    /// # Errors
    ///
    /// The diagnostics if the text is not well-formed, has a key twice in one object, or exceeds the bounds of
    /// [`Code::Limit`].
    pub fn read(name: &str, text: &str) -> Result<Self, Diagnostics> {
        let source = Arc::new(SourceMap::new(name, text));
        let mut found = Diagnostics::new(Arc::clone(&source));
        if text.len() > limit::BYTES {
            let size = format!("the document has {} bytes", text.len());
            let help = format!("at most {} bytes are read", limit::BYTES);
            found.push(Diagnostic::new(Code::Limit, Span::default(), size).with_help(help));
            return Err(found);
        }
        let root = if is_json(name, text) {
            json::read(text, &mut found)
        } else {
            yaml::read(text, &mut found)
        };
        match root {
            Some(root) if !found.has_errors() => Ok(Self {
                source,
                root,
                warnings: found.into_iter().collect(),
                broken: Vec::new(),
                passed: HashSet::new(),
            }),
            _ => Err(found),
        }
    }

    /// Returns the name, as shown to people.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// Returns the name and text.
    pub fn source(&self) -> &Arc<SourceMap> {
        &self.source
    }

    /// Returns the root of the tree.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// Returns the root of the tree, to change it. Nodes that are added best carry the span of what they come from.
    pub fn root_mut(&mut self) -> &mut Node {
        &mut self.root
    }

    /// Returns what was noticed while reading and does not keep the document from being used.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Returns what is wrong with the references to other files, one for each reference, and with those files.
    pub(crate) fn broken(&self) -> &[Diagnostic] {
        &self.broken
    }

    /// Adds what is wrong with a reference to another file, or with that file.
    pub(crate) fn break_at(&mut self, diagnostic: Diagnostic) {
        self.broken.push(diagnostic);
    }

    /// Keeps what is wrong with other files where `keep` returns `true`.
    pub(crate) fn retain_broken(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.broken.retain(keep);
    }

    /// Returns the keys that references into other files go by.
    pub(crate) fn passed(&self) -> &HashSet<Span> {
        &self.passed
    }

    /// Notes a key that a reference into another file goes by.
    pub(crate) fn pass(&mut self, key: Span) {
        self.passed.insert(key);
    }

    /// Adds the text of another file, and what was noticed while reading it. Returns its tree.
    pub(crate) fn add(&mut self, part: Self) -> Node {
        let by = Arc::make_mut(&mut self.source).add(part.name(), part.source.text());
        let warnings = part.warnings.into_iter();
        self.warnings.extend(warnings.map(|it| it.shifted(by)));
        let mut root = part.root;
        root.shift(by);
        root
    }

    /// Adds the text of another file that cannot be read, and why.
    pub(crate) fn add_broken(&mut self, found: Diagnostics) {
        let source = Arc::clone(found.source());
        let by = Arc::make_mut(&mut self.source).add(source.name(), source.text());
        self.broken
            .extend(found.into_iter().map(|it| it.shifted(by)));
    }

    /// Returns the line and column of a byte offset into the text.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        self.source.line_column(offset)
    }

    /// Follows the `$ref` of a node, and that of what it leads to, until something else is reached. A node without
    /// `$ref` is returned itself.
    ///
    /// # Errors
    ///
    /// Why the reference cannot be followed.
    pub fn resolve<'a>(&'a self, node: &'a Node) -> Result<&'a Node, Unresolved<'a>> {
        resolve(&self.root, node)
    }
}

fn is_json(name: &str, text: &str) -> bool {
    let extension = std::path::Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str())
        .map(str::to_ascii_lowercase);
    match extension.as_deref() {
        Some("json") => true,
        Some("yaml" | "yml") => false,
        _ => {
            let text = text.strip_prefix(json::BYTE_ORDER_MARK).unwrap_or(text);
            text.trim_start().starts_with('{')
        }
    }
}
