//! Parses text into a tree that keeps the position of every key and value.
//!
//! A [`Document`] is parsed from YAML or JSON without loss: its [`Node`]s keep unknown keys, the siblings of a `$ref` and
//! the order of keys. `bundle` adds the files that it references.

mod json;
pub(crate) mod limit;
mod map;
mod node;
mod noted;
mod pointer;
mod resolve;
mod yaml;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, LineColumn, SourceMap};
use crate::openapi::Version;

pub use crate::diagnostic::Span;
pub use map::{Entry, Map};
pub use node::{Node, NodeKind, Value};
pub use pointer::Pointer;
pub use resolve::{Unresolved, resolve};

/// A document, parsed into a tree.
#[derive(Clone, Debug)]
pub struct Document {
    source: Arc<SourceMap>,
    size: limit::Size,
    root: Node,
    warnings: Vec<Diagnostic>,
    file_errors: Vec<Diagnostic>,
    dialect_found: Vec<Diagnostic>,
    used_keys: HashSet<Span>,
}

impl Document {
    /// Parses a document from YAML or JSON text.
    ///
    /// Diagnostics show the name, such as `spec/fernand.yaml`. The text is parsed as JSON if the name ends in `.json`, or
    /// if the text starts with `{` and the name ends in neither `.yaml` nor `.yml`.
    ///
    /// # Errors
    ///
    /// Returns diagnostics if the text is not well-formed, has a duplicate key, or exceeds the limits of
    /// [`Code::Limit`](crate::diagnostic::Code::Limit).
    pub fn read(name: &str, text: &str) -> Result<Self, Diagnostics> {
        Self::read_up_to(limit::Size::default(), name, text)
    }

    /// Parses a document that has up to this size together with the files that it references.
    ///
    /// # Errors
    ///
    /// Returns diagnostics in the same cases as [`Document::read`].
    pub(crate) fn read_up_to(
        size: limit::Size,
        name: &str,
        text: &str,
    ) -> Result<Self, Diagnostics> {
        let source = Arc::new(SourceMap::new(name, text));
        let mut found = Diagnostics::new(Arc::clone(&source));
        if text.len() > size.bytes {
            found.push(size.exceeded());
            return Err(found);
        }
        let max_nodes = limit::values(size.bytes);
        let root = if is_json(name, text) {
            json::read(text, max_nodes, &mut found)
        } else {
            yaml::read(text, max_nodes, &mut found)
        };
        match root {
            Some(root) if !found.has_errors() => Ok(Self {
                source,
                size,
                root,
                warnings: found.into_iter().collect(),
                file_errors: Vec::new(),
                dialect_found: Vec::new(),
                used_keys: HashSet::new(),
            }),
            _ => Err(found),
        }
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// Returns the source map, with the name and the text.
    pub fn source(&self) -> &Arc<SourceMap> {
        &self.source
    }

    /// The largest size of the document together with the files that it references.
    pub(crate) fn max_size(&self) -> limit::Size {
        self.size
    }

    /// Returns the version of the specification that the document states.
    pub(crate) fn version(&self) -> Version {
        version_of(&self.root)
    }

    /// Returns the root of the tree.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// Returns the root of the tree for modification. Give added nodes the span of the text that they come from.
    pub fn root_mut(&mut self) -> &mut Node {
        &mut self.root
    }

    /// Returns the warnings of the parser.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Returns the errors of references to other files, one for each reference, and those of the files.
    pub(crate) fn file_errors(&self) -> &[Diagnostic] {
        &self.file_errors
    }

    /// Adds an error of a reference to another file, or of the file.
    pub(crate) fn add_file_error(&mut self, diagnostic: Diagnostic) {
        self.file_errors.push(diagnostic);
    }

    /// Keeps the errors of other files for which `keep` returns `true`.
    pub(crate) fn retain_file_errors(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.file_errors.retain(keep);
    }

    /// Returns the diagnostics about keywords of the document's version.
    pub(crate) fn dialect_found(&self) -> &[Diagnostic] {
        &self.dialect_found
    }

    /// Adds a diagnostic about a keyword of the document's version.
    pub(crate) fn add_dialect_diagnostic(&mut self, diagnostic: Diagnostic) {
        self.dialect_found.push(diagnostic);
    }

    /// Keeps the diagnostics about keywords for which `keep` returns `true`.
    pub(crate) fn retain_dialect_found(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.dialect_found.retain(keep);
    }

    /// Returns the keys in other files on the paths to targets of references.
    pub(crate) fn used_keys(&self) -> &HashSet<Span> {
        &self.used_keys
    }

    /// Records a key in another file on the path to the target of a reference.
    pub(crate) fn mark_used(&mut self, key: Span) {
        self.used_keys.insert(key);
    }

    /// Adds the text and the warnings of another file. Returns its tree.
    pub(crate) fn add(&mut self, part: Self) -> Node {
        let by = Arc::make_mut(&mut self.source).add(part.name(), part.source.text());
        let warnings = part.warnings.into_iter();
        self.warnings.extend(warnings.map(|it| it.shifted(by)));
        let mut root = part.root;
        root.shift(by);
        root
    }

    /// Adds the text of another file that cannot be parsed, with its errors.
    pub(crate) fn add_unparsed(&mut self, found: Diagnostics) {
        let source = Arc::clone(found.source());
        let by = Arc::make_mut(&mut self.source).add(source.name(), source.text());
        self.file_errors
            .extend(found.into_iter().map(|it| it.shifted(by)));
    }

    /// Returns the line and column of a byte offset into the text.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        self.source.line_column(offset)
    }

    /// Follows the `$ref` of a node, and those of its targets, to a node without `$ref`. Returns the node itself if it has
    /// no `$ref`.
    ///
    /// # Errors
    ///
    /// Returns an error if a reference cannot be resolved.
    pub fn resolve<'a>(&'a self, node: &'a Node) -> Result<&'a Node, Unresolved<'a>> {
        resolve(&self.root, node)
    }
}

/// Returns the version of the specification that a document states. A document without a readable version counts as 3.0.
pub(crate) fn version_of(root: &Node) -> Version {
    let written = root.get_str("openapi");
    written.and_then(Version::parse).unwrap_or(Version::V3_0)
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
