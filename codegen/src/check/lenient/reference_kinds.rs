//! Replaces references to another kind of object than expected, if the target can be converted.
//!
//! For example, a schema is converted to a response with that schema as JSON, and a response to its schema.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::edit::{each_object, repaired, walked};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Document, Node, Pointer, resolve};
use crate::openapi::objects::ObjectKind;
use crate::openapi::reference::with_article;

pub(super) fn convert(document: &mut Document) -> Vec<Diagnostic> {
    let root = document.root();
    let walk = walked(document);
    let mut replacements: HashMap<Span, Node> = HashMap::new();
    let mut warnings = Vec::new();
    for reference in &walk.references {
        let pointer = Pointer::from_reference(reference.target);
        let Some(target) = pointer.and_then(|pointer| root.at(&pointer)) else {
            continue;
        };
        let Some(kind) = walk
            .kind_of(target)
            .filter(|kind| *kind != reference.expected.kind)
        else {
            continue;
        };
        let target = Target {
            root,
            kind,
            node: target,
            reference: reference.target,
        };
        let Some((node, description)) = target.converted_to(reference.expected.kind) else {
            continue;
        };
        if replacements
            .insert(reference.span, Node::from_json(node, reference.span))
            .is_none()
        {
            let written = reference.written(document.source());
            let message = format!(
                "expected {}, found {} at `{written}`: it is treated as {description}",
                reference.expected.name,
                with_article(kind)
            );
            let help = format!("reference {}, or inline it", reference.expected.name);
            warnings.push(
                repaired(reference.span, message, help)
                    .with_related(target.node.span, "the target"),
            );
        }
    }
    each_object(document.root_mut(), &mut |node| {
        let span = node.get("$ref").map(|reference| reference.span);
        if let Some(replacement) = span.and_then(|span| replacements.get(&span)) {
            *node = replacement.clone();
        }
    });
    warnings
}

/// The target of a reference to another kind of object than expected.
struct Target<'a> {
    root: &'a Node,
    kind: ObjectKind,
    node: &'a Node,
    reference: &'a str,
}

impl Target<'_> {
    /// Converts the target to the expected kind. Returns the result and its description.
    fn converted_to(&self, expected: ObjectKind) -> Option<(Value, &'static str)> {
        let content = || json!({ "application/json": { "schema": { "$ref": self.reference } } });
        let converted = match (expected, self.kind) {
            (ObjectKind::Response, ObjectKind::Schema) => {
                let node = resolve(self.root, self.node).ok()?;
                let description = node
                    .get_str("description")
                    .unwrap_or("JSON of this schema.");
                let response = json!({ "description": description, "content": content() });
                (response, "a response with that schema as JSON")
            }
            (ObjectKind::RequestBody, ObjectKind::Schema) => (
                json!({ "content": content() }),
                "a request body with that schema as JSON",
            ),
            (ObjectKind::Header, ObjectKind::Schema) => (
                json!({ "schema": { "$ref": self.reference } }),
                "a header with that schema",
            ),
            (ObjectKind::RequestBody, ObjectKind::Response) => {
                let content = resolve(self.root, self.node).ok()?.get("content")?;
                (
                    json!({ "content": content.to_json() }),
                    "a request body with that content",
                )
            }
            (ObjectKind::Response, ObjectKind::RequestBody) => {
                let content = resolve(self.root, self.node).ok()?.get("content")?;
                let response = json!({ "description": "The content of a request body.", "content": content.to_json() });
                (response, "a response with that content")
            }
            (
                ObjectKind::Schema,
                ObjectKind::Response
                | ObjectKind::RequestBody
                | ObjectKind::Parameter
                | ObjectKind::Header,
            ) => (
                json!({ "$ref": self.schema()?.to_reference() }),
                "the schema of that object",
            ),
            _ => return None,
        };
        Some(converted)
    }

    /// Returns the pointer to the only schema of the target.
    fn schema(&self) -> Option<Pointer> {
        let mut pointer = Pointer::from_reference(self.reference)?;
        let mut node = self.node;
        if resolve(self.root, node).is_err() {
            return None;
        }
        while let Some(next) = node.reference() {
            pointer = Pointer::from_reference(next)?;
            node = self.root.at(&pointer)?;
        }
        if node.get("schema").is_some() {
            return Some(pointer.join("schema"));
        }
        let content = node.get("content")?.as_object()?;
        let name = content.keys().next().filter(|_| content.len() == 1)?;
        content.get(name)?.get("schema")?;
        Some(pointer.join("content").join(name).join("schema"))
    }
}
