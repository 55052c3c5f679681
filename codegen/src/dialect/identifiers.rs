//! Replaces references by identifier with JSON Pointers: to the `$id` or `$anchor` of a schema, and to the document by its
//! `$self`.

use std::collections::HashMap;

use fluent_uri::{Uri, UriRef};

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Pointer, Value};
use crate::openapi::Version;

/// The base of references in a document without `$self`. References to other files stay relative to the document.
const UNNAMED: &str = "document:/";

/// Replaces references to identifiers in a document whose files are not bundled yet.
pub(crate) fn locate(document: &mut Document) {
    if document.version() == Version::V3_0 || !has_identifiers(document.root()) {
        return;
    }
    let own = document.root().get_str("$self");
    let base = own.and_then(|own| absolute(UNNAMED, own));
    let base = base.unwrap_or_else(|| UNNAMED.to_owned());
    let mut identifiers = Identifiers {
        by_uri: HashMap::from([(base.clone(), Pointer::root())]),
        document: base.clone(),
    };
    identifiers.collect(document.root(), &base, &Pointer::root(), Holds::Keywords);
    let mut replacements = Vec::new();
    let root = document.root();
    identifiers.find(
        root,
        (root, &base),
        &Pointer::root(),
        Holds::Keywords,
        &mut replacements,
    );
    for replacement in replacements {
        apply(document, replacement);
    }
}

fn has_identifiers(node: &Node) -> bool {
    match &node.value {
        Value::Array(items) => items.iter().any(has_identifiers),
        Value::Object(map) => map.iter().any(|(key, entry)| {
            matches!(key, "$id" | "$anchor" | "$dynamicAnchor" | "$self")
                || has_identifiers(&entry.value)
        }),
        _ => false,
    }
}

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Keywords,
    /// Names, such as those of properties.
    Names,
}

impl Holds {
    /// What the value of a key holds, or `None` if it is data without schemas.
    fn inside(self, key: &str) -> Option<Self> {
        if self == Self::Names {
            return Some(Self::Keywords);
        }
        match key {
            "$defs" | "definitions" | "dependentSchemas" | "patternProperties" | "properties"
            | "schemas" => Some(Self::Names),
            "const" | "default" | "enum" | "example" | "examples" | "value" => None,
            key if key.starts_with("x-") => None,
            _ => Some(Self::Keywords),
        }
    }
}

/// The parts of a document by their absolute URI.
struct Identifiers {
    by_uri: HashMap<String, Pointer>,
    document: String,
}

/// A reference to replace: the pointer of its object, its key, and the pointer to its target.
struct Replacement {
    holder: Pointer,
    key: &'static str,
    target: Pointer,
}

impl Identifiers {
    fn collect(&mut self, node: &Node, base: &str, at: &Pointer, holds: Holds) {
        for (index, item) in node.items().enumerate() {
            self.collect(item, base, &at.join(index.to_string()), holds);
        }
        let base = base_of(node, base, holds);
        if holds == Holds::Keywords {
            if node.get_str("$id").is_some() {
                self.by_uri
                    .entry(base.clone())
                    .or_insert_with(|| at.clone());
            }
            for key in ["$anchor", "$dynamicAnchor"] {
                if let Some(name) = node.get_str(key) {
                    let uri = format!("{base}#{name}");
                    self.by_uri.entry(uri).or_insert_with(|| at.clone());
                }
            }
        }
        for (key, entry) in node.entries() {
            if let Some(holds) = holds.inside(key) {
                self.collect(&entry.value, &base, &at.join(key), holds);
            }
        }
    }

    fn find(
        &self,
        root: &Node,
        (node, base): (&Node, &str),
        at: &Pointer,
        holds: Holds,
        found: &mut Vec<Replacement>,
    ) {
        for (index, item) in node.items().enumerate() {
            let at = at.join(index.to_string());
            self.find(root, (item, base), &at, holds, found);
        }
        let base = base_of(node, base, holds);
        for key in ["$ref", "$dynamicRef"] {
            let written = node.get_str(key).filter(|_| holds == Holds::Keywords);
            if let Some(target) = written.and_then(|written| self.target(root, written, &base)) {
                let holder = at.clone();
                found.push(Replacement {
                    holder,
                    key,
                    target,
                });
            }
        }
        for (key, entry) in node.entries() {
            if let Some(holds) = holds.inside(key) {
                self.find(root, (&entry.value, &base), &at.join(key), holds, found);
            }
        }
    }

    /// The target of a reference, unless the reference is already a pointer into the document or leads to another file.
    fn target(&self, root: &Node, written: &str, base: &str) -> Option<Pointer> {
        if written.starts_with("#/") && base == self.document {
            return None;
        }
        let uri = absolute(base, written)?;
        if let Some(target) = self.by_uri.get(&uri) {
            return Some(target.clone());
        }
        let (resource, fragment) = uri.split_once('#')?;
        let outer = self.by_uri.get(resource)?;
        let inner = Pointer::from_reference(&format!("#{fragment}"))?;
        let target: Pointer = outer.tokens().chain(inner.tokens()).collect();
        root.at(&target).is_some().then_some(target)
    }
}

/// The base of references in a node: the `$id` of a schema, relative to that of the schema around it.
fn base_of(node: &Node, base: &str, holds: Holds) -> String {
    let id = node.get_str("$id").filter(|_| holds == Holds::Keywords);
    id.and_then(|id| absolute(base, id.trim_end_matches('#')))
        .unwrap_or_else(|| base.to_owned())
}

/// Resolves a reference.
fn absolute(base: &str, reference: &str) -> Option<String> {
    let base = Uri::parse(base).ok()?;
    let reference = UriRef::parse(reference).ok()?;
    let resolved = reference.resolve_against(&base).ok()?;
    Some(resolved.as_str().to_owned())
}

fn apply(document: &mut Document, replacement: Replacement) {
    let Replacement {
        holder,
        key,
        target,
    } = replacement;
    let Some(holder) = document.root_mut().at_mut(&holder) else {
        return;
    };
    let Some(holder) = holder.as_object_mut() else {
        return;
    };
    let Some(reference) = holder.get_mut(key) else {
        return;
    };
    let span = reference.span;
    *reference = Node::string(target.to_reference(), span);
    if key == "$dynamicRef" && !holder.contains_key("$ref") {
        holder.rename(key, "$ref");
        let message = "this `$dynamicRef` is read as `$ref`: no other schema replaces its target";
        document.add_dialect_diagnostic(Diagnostic::new(Code::NotFollowed, span, message));
    }
}
