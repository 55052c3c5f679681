//! Rewrites a schema.

use super::moved::Moves;
use super::walk::Place;
use super::{alternatives, arrays, content, limits, objects, other_dialect, types};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Entry, Map, Node, Value};
use crate::openapi::Version;

/// Keywords that have done their part once references are pointers.
const IDENTIFIERS_AND_COMMENTS: &[&str] = &[
    "$anchor",
    "$comment",
    "$dynamicAnchor",
    "$id",
    "$schema",
    "$vocabulary",
];

/// Rewrites schemas, whose inner schemas are rewritten already.
pub(super) struct Rewriter {
    pub(super) version: Version,
    pub(super) found: Vec<Diagnostic>,
    pub(super) moves: Moves,
}

impl Rewriter {
    pub(super) fn new(version: Version) -> Self {
        Self {
            version,
            found: Vec::new(),
            moves: Moves::default(),
        }
    }

    pub(super) fn push(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.found.push(Diagnostic::new(code, span, message));
    }

    pub(super) fn rewrite(&mut self, place: &Place<'_>, schema: &mut Node) {
        let span = schema.span;
        match &mut schema.value {
            Value::Bool(allows) if !place.allows_boolean => *schema = boolean(*allows, span),
            Value::Object(map) => self.object(place, map, span),
            _ => {}
        }
    }

    fn object(&mut self, place: &Place<'_>, schema: &mut Map, span: Span) {
        if let Some(written) = schema.get("$schema") {
            let dialect = written.as_str().unwrap_or_default();
            self.found.extend(other_dialect(dialect, written.span));
        }
        for key in IDENTIFIERS_AND_COMMENTS {
            schema.remove(key);
        }
        types::check_nullable(self, schema);
        constant(schema);
        self.first_example(schema);
        limits::rewrite(self, schema);
        content::rewrite(schema);
        objects::rewrite(self, place, schema, span);
        arrays::rewrite(self, place, schema, span);
        alternatives::rewrite(self, place, schema);
        types::rewrite(self, place, schema);
        reference_beside(schema, span);
    }

    /// Moves the first of the `examples` to `example`.
    fn first_example(&mut self, schema: &mut Map) {
        let Some(mut entry) = schema.remove("examples") else {
            return;
        };
        let Some(examples) = entry.value.as_array_mut() else {
            let Entry { value, .. } = entry;
            let message = format!("expected an array for `examples`, found {}", value.kind());
            let help =
                "list the values: only media types and parameters have `examples` with names";
            let diagnostic = Diagnostic::new(Code::OtherVersion, value.span, message);
            self.found.push(diagnostic.with_help(help));
            return;
        };
        if !schema.contains_key("example") && !examples.is_empty() {
            schema.insert("example", Entry::new(entry.key_span, examples.remove(0)));
        }
        if !examples.is_empty() {
            schema.insert("examples", entry);
        }
    }
}

/// The schema that allows every value, or none.
fn boolean(allows: bool, span: Span) -> Node {
    let mut schema = Node::object(span);
    if let Some(map) = schema.as_object_mut().filter(|_| !allows) {
        map.set("not", Node::object(span));
    }
    schema
}

/// Whether a rewritten schema allows no value.
pub(super) fn is_never(schema: &Node) -> bool {
    let not = schema.get("not").and_then(Node::as_object);
    schema.as_bool() == Some(false)
        || schema.as_object().is_some_and(|map| map.len() == 1) && not.is_some_and(Map::is_empty)
}

/// Replaces `const` by an enum with one value.
fn constant(schema: &mut Map) {
    if let Some(Entry { key_span, value }) = schema.remove("const") {
        let span = value.span;
        let values = Node::array(vec![value], span);
        schema.insert("enum", Entry::new(key_span, values));
    }
}

/// Moves a `$ref` with other keywords beside it into `allOf`.
fn reference_beside(schema: &mut Map, span: Span) {
    if schema.len() == 1 || schema.get("$ref").and_then(Node::as_str).is_none() {
        return;
    }
    let Some(reference) = schema.remove("$ref") else {
        return;
    };
    let part = Map::from_iter([("$ref".to_owned(), reference)]);
    let part = Node::new(Value::Object(part), span);
    match schema.get_mut("allOf").and_then(Node::as_array_mut) {
        // At the end, so that the other parts keep their places.
        Some(parts) => parts.push(part),
        None => {
            schema.set("allOf", Node::array(vec![part], span));
        }
    }
}
