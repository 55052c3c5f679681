//! Writes out `allOf`: one reference with annotations is that reference, several objects are one.

use super::tree::{ANNOTATIONS, each_schema, schema_reference};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, Map, Node};

/// How far one `allOf` is followed into another.
const DEPTH: usize = 32;

pub(super) fn flatten(root: &mut Node, found: &mut Diagnostics) {
    let original = root.clone();
    each_schema(root, |schema| {
        only_choice(schema);
        if schema.get("allOf").is_none() {
            return;
        }
        if let Some(reference) = annotated_reference(schema) {
            *schema = reference;
        } else if let Some(merged) = merge(&original, schema, DEPTH) {
            *schema = merged;
        } else {
            found.push(
                Diagnostic::new(
                    Code::KeptAsJson,
                    schema.span,
                    "this `allOf` is not a set of objects",
                )
                .with_label("read and written as JSON of any shape"),
            );
            schema.value = crate::document::Value::Object(annotations(schema));
        }
    });
}

/// A choice of one is an `allOf`.
fn only_choice(schema: &mut Node) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    for key in ["oneOf", "anyOf"] {
        if object
            .get(key)
            .and_then(Node::as_array)
            .is_some_and(|parts| parts.len() == 1)
            && !object.contains_key("allOf")
        {
            object.rename(key, "allOf");
        }
    }
}

/// An `allOf` of one reference: the only way in OpenAPI 3.0 to say something beside a `$ref`.
fn annotated_reference(schema: &Node) -> Option<Node> {
    let [part] = schema.get("allOf")?.as_array()? else {
        return None;
    };
    schema_reference(part)?;
    let plain = schema
        .entries()
        .all(|(key, _)| key == "allOf" || key.starts_with("x-") || ANNOTATIONS.contains(&key));
    if !plain {
        return None;
    }
    let mut reference = part.clone();
    reference.as_object_mut()?.extend(annotations(schema));
    Some(reference)
}

fn annotations(schema: &Node) -> Map {
    schema
        .entries()
        .filter(|(key, _)| ANNOTATIONS.contains(key) || key.starts_with("x-"))
        .map(|(key, entry)| (key.to_owned(), entry.clone()))
        .collect()
}

/// One object of all the parts, if each of them is an object or says nothing of its type.
fn merge(root: &Node, schema: &Node, depth: usize) -> Option<Node> {
    if depth == 0 {
        return None;
    }
    let schema = crate::document::resolve(root, schema).ok()?;
    if schema.get("oneOf").is_some()
        || schema.get("anyOf").is_some()
        || schema.get("enum").is_some()
    {
        return None;
    }
    if schema.get_str("type").is_some_and(|kind| kind != "object") {
        return None;
    }
    let mut merged = Node::object(schema.span);
    let out = merged.as_object_mut()?;
    out.set("type", Node::string("object", schema.span));
    for part in schema.get("allOf").into_iter().flat_map(Node::items) {
        let part = merge(root, part, depth - 1)?;
        absorb(out, &part, false);
    }
    absorb(out, schema, true);
    Some(merged)
}

/// Adds what `part` says; its annotations only where it is the schema itself.
fn absorb(out: &mut Map, part: &Node, with_annotations: bool) {
    for (key, entry) in part.entries() {
        match key {
            "allOf" | "type" => {}
            "properties" => {
                if !out.contains_key("properties") {
                    out.set("properties", Node::object(entry.value.span));
                }
                if let Some(properties) = out.get_mut("properties").and_then(Node::as_object_mut) {
                    let added = entry
                        .value
                        .entries()
                        .map(|(name, property)| (name.to_owned(), property.clone()));
                    properties.extend(added);
                }
            }
            "required" => {
                if !out.contains_key("required") {
                    out.set("required", Node::array(Vec::new(), entry.value.span));
                }
                if let Some(required) = out.get_mut("required").and_then(Node::as_array_mut) {
                    let new: Vec<_> = entry
                        .value
                        .items()
                        .filter(|name| !required.contains(name))
                        .cloned()
                        .collect();
                    required.extend(new);
                }
            }
            key if ANNOTATIONS.contains(&key) || key.starts_with("x-") => {
                if with_annotations {
                    out.insert(key, entry.clone());
                }
            }
            key => {
                out.insert(key, Entry::new(entry.key_span, entry.value.clone()));
            }
        }
    }
}
