//! Reads an object of an extension key by key, and reports unknown keys.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Node, NodeKind, Span};
use crate::suggestions::nearest;

/// An object that is being read.
pub(crate) struct ObjectReader<'a, 'd> {
    extension: &'static str,
    node: &'a Node,
    known: HashSet<&'a str>,
    found: &'d mut Diagnostics,
}

impl<'a, 'd> ObjectReader<'a, 'd> {
    /// Creates a reader for `node`, whose keys must be in `known`. Reports an error and returns `None` if `node` is not an
    /// object.
    pub(crate) fn new(
        extension: &'static str,
        node: &'a Node,
        known: &[&'a str],
        found: &'d mut Diagnostics,
    ) -> Option<Self> {
        if node.as_object().is_none() {
            let message = format!(
                "expected an object for `{extension}`, found {}",
                node.kind()
            );
            found.push(Diagnostic::new(Code::Extension, node.span, message));
            return None;
        }
        let mut reader = Self {
            extension,
            node,
            known: known.iter().copied().collect(),
            found,
        };
        for (key, entry) in node.entries() {
            if !reader.known.contains(key) {
                reader.report(
                    entry.key_span,
                    format!("unknown key `{key}` in `{extension}`"),
                    key,
                    known,
                );
            }
        }
        Some(reader)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.node.get(key).is_some()
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'a Node> {
        debug_assert!(self.known.contains(key));
        self.node.get(key)
    }

    pub(crate) fn required(&mut self, key: &str) -> Option<&'a Node> {
        let node = self.get(key);
        if node.is_none() {
            let message = format!("missing key `{key}` in `{}`", self.extension);
            self.found
                .push(Diagnostic::new(Code::Extension, self.node.span, message));
        }
        node
    }

    pub(crate) fn required_text(&mut self, key: &str) -> Option<(&'a str, Span)> {
        let node = self.required(key)?;
        self.expect(node, key, Node::as_str, NodeKind::String)
            .map(|text| (text, node.span))
    }

    pub(crate) fn text(&mut self, key: &str) -> Option<&'a str> {
        let node = self.get(key)?;
        self.expect(node, key, Node::as_str, NodeKind::String)
    }

    /// Returns the value of a required key, which must be an integer greater than zero.
    pub(crate) fn required_count(&mut self, key: &str) -> Option<u64> {
        let node = self.required(key)?;
        let count = node.as_u64().filter(|count| *count > 0);
        if count.is_none() {
            let message = format!(
                "expected an integer greater than 0 for `{key}` in `{}`, found {}",
                self.extension,
                node.as_number()
                    .map_or_else(|| node.kind().to_string(), ToString::to_string)
            );
            self.found
                .push(Diagnostic::new(Code::Extension, node.span, message));
        }
        count
    }

    /// Returns the index in `allowed` of the value of a key.
    pub(crate) fn choice(&mut self, key: &str, allowed: &[&str]) -> Option<usize> {
        let text = self.text(key)?;
        let choice = allowed.iter().position(|choice| *choice == text);
        if choice.is_none() {
            let span = self.get(key).map_or(self.node.span, |node| node.span);
            let message = format!("unknown value `{text}` for `{key}`");
            self.report(span, message, text, allowed);
        }
        choice
    }

    fn expect<T>(
        &mut self,
        node: &'a Node,
        key: &str,
        read: fn(&'a Node) -> Option<T>,
        kind: NodeKind,
    ) -> Option<T> {
        let value = read(node);
        if value.is_none() {
            let message = format!(
                "expected {kind} for `{key}` in `{}`, found {}",
                self.extension,
                node.kind()
            );
            self.found
                .push(Diagnostic::new(Code::Extension, node.span, message));
        }
        value
    }

    /// Reports an error at `span`. The help is the entry of `known` that is nearest to `word`, or the list of all.
    pub(crate) fn report(&mut self, span: Span, message: String, word: &str, known: &[&str]) {
        let help =
            nearest(word, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let help = help.or_else(|| {
            let list: Vec<_> = known.iter().map(|known| format!("`{known}`")).collect();
            (!list.is_empty()).then(|| format!("expected one of {}", list.join(", ")))
        });
        self.found
            .push(Diagnostic::new(Code::Extension, span, message).with_help_if_some(help));
    }

    /// Reports an error at the value of `key`, and returns `None`.
    pub(crate) fn complain<T>(&mut self, key: &str, message: String) -> Option<T> {
        let span = self.get(key).map_or(self.node.span, |node| node.span);
        self.report(span, message, "", &[]);
        None
    }

    pub(crate) fn diagnostics(&mut self) -> &mut Diagnostics {
        self.found
    }
}
