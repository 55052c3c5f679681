//! Reads an extension's object key by key, so that a key nobody asked for is noticed.

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
    /// Starts to read `node`, which may have the keys of `known`. A node that is no object is a diagnostic.
    pub(crate) fn new(
        extension: &'static str,
        node: &'a Node,
        known: &[&'a str],
        found: &'d mut Diagnostics,
    ) -> Option<Self> {
        if node.as_object().is_none() {
            let message = format!(
                "`{extension}` is {} where an object is expected",
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
                    format!("`{key}` is no key of `{extension}`"),
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
            let message = format!("`{}` has no `{key}`", self.extension);
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

    /// A whole number that is not zero.
    pub(crate) fn required_count(&mut self, key: &str) -> Option<u64> {
        let node = self.required(key)?;
        let count = self.expect(node, key, Node::as_u64, NodeKind::Number)?;
        if count == 0 {
            self.found.push(Diagnostic::new(
                Code::Extension,
                node.span,
                format!("`{key}` is 0"),
            ));
            return None;
        }
        Some(count)
    }

    /// One of the texts in `allowed`, by its index.
    pub(crate) fn choice(&mut self, key: &str, allowed: &[&str]) -> Option<usize> {
        let text = self.text(key)?;
        let choice = allowed.iter().position(|choice| *choice == text);
        if choice.is_none() {
            let span = self.get(key).map_or(self.node.span, |node| node.span);
            let list: Vec<_> = allowed.iter().map(|choice| format!("`{choice}`")).collect();
            self.report(
                span,
                format!("`{key}` is `{text}`, not one of {}", list.join(", ")),
                text,
                allowed,
            );
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
                "`{key}` of `{}` is {} where {kind} is expected",
                self.extension,
                node.kind()
            );
            self.found
                .push(Diagnostic::new(Code::Extension, node.span, message));
        }
        value
    }

    /// Reports something at `span`, with the nearest of `known` to `word` as help.
    pub(crate) fn report(&mut self, span: Span, message: String, word: &str, known: &[&str]) {
        let help =
            nearest(word, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let help = help.or_else(|| {
            let list: Vec<_> = known.iter().map(|known| format!("`{known}`")).collect();
            (!list.is_empty()).then(|| format!("there is {}", list.join(", ")))
        });
        self.found
            .push(Diagnostic::new(Code::Extension, span, message).with_help_if_some(help));
    }

    /// Reports what is wrong with the value of `key`.
    pub(crate) fn complain<T>(&mut self, key: &str, message: String) -> Option<T> {
        let span = self.get(key).map_or(self.node.span, |node| node.span);
        self.report(span, message, "", &[]);
        None
    }

    pub(crate) fn diagnostics(&mut self) -> &mut Diagnostics {
        self.found
    }
}
