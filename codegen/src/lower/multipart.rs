//! Marks the files in multipart bodies. Only in these, a binary string is a file.
//!
//! Before [`prefer_files`]: bodies are inlined in their operations. After: multipart media types with files come first in a
//! body.
//!
//! Before [`mark_files`]: objects are components without `allOf`. After: a property, or its items, has the format [`FILE`]
//! if and only if it is a file in a multipart body. A schema that is also used as JSON is inlined in the multipart body, so
//! objects and enums inside it may have to become components again.

use std::collections::{HashMap, HashSet};

use super::shape::is_object;
use super::tree::{
    ANNOTATIONS, component_schemas, each_operation, each_schema, operation_nodes, schema_reference,
    schemas_mut,
};
use crate::document::{self, Map, Node};
use crate::media_type::{self, is_multipart};

/// The internal format of a property that is a file.
pub(crate) const FILE: &str = "#file";

/// Moves multipart media types with files before those that cannot send files.
pub(super) fn prefer_files(root: &mut Node) {
    if !has_parts(root) {
        return;
    }
    let original = root.clone();
    each_operation(root, |_, _, operation| {
        files_first(&original, operation);
    });
}

/// Marks files. Returns whether the schema of a body was inlined.
pub(super) fn mark_files(root: &mut Node) -> bool {
    if !has_parts(root) {
        return false;
    }
    let original = root.clone();
    let bodies = bodies(root);
    let shared = shared(root, &bodies);
    let mut own = HashSet::new();
    let mut is_inlined = false;
    each_operation(root, |_, _, operation| {
        let Some(schema) = multipart_schema(operation) else {
            return;
        };
        let name = schema_reference(schema).map(ToOwned::to_owned);
        match name {
            Some(name) if !shared.contains(&name) => {
                own.insert(name);
            }
            // The schema is also used as JSON, which has no files.
            _ => {
                let Ok(target) = document::resolve(&original, schema) else {
                    return;
                };
                if !is_object(target) {
                    // The caller builds the parts of such a body.
                    *schema = Node::object(schema.span);
                    return;
                }
                let mut marked = target.clone();
                if mark(&original, &mut marked) {
                    *schema = marked;
                    is_inlined = true;
                }
            }
        }
    });
    for (name, entry) in schemas_mut(root).into_iter().flat_map(Map::iter_mut) {
        if own.contains(name) {
            mark(&original, &mut entry.value);
        }
    }
    is_inlined
}

fn multipart_schema(operation: &mut Node) -> Option<&mut Node> {
    let body = operation.get_mut("requestBody")?;
    let (name, _) = media_type::of_body(body)?;
    let name = name.to_owned();
    is_multipart(&name).then_some(())?;
    body.get_mut("content")?.get_mut(&name)?.get_mut("schema")
}

fn has_parts(root: &Node) -> bool {
    operation_nodes(root).any(|operation| {
        let content = operation
            .get("requestBody")
            .and_then(|body| body.get("content"));
        let mut media = content.into_iter().flat_map(Node::entries);
        media.any(|(name, _)| is_multipart(name))
    })
}

/// Whether the schema of a body, or a part of its `allOf`, has a property that is a file.
fn has_files(root: &Node, schema: &Node) -> bool {
    document::resolve(root, schema).is_ok_and(|schema| {
        let mut parts = schema.get("allOf").into_iter().flat_map(Node::items);
        mark(root, &mut schema.clone()) || parts.any(|part| has_files(root, part))
    })
}

fn files_first(root: &Node, operation: &mut Node) -> Option<()> {
    let body = operation.get_mut("requestBody")?;
    let content = body.get_mut("content")?.as_object_mut()?;
    let (first, rest): (Vec<_>, Vec<_>) =
        std::mem::take(content)
            .into_iter()
            .partition(|(name, media)| {
                is_multipart(name)
                    && media
                        .value
                        .get("schema")
                        .is_some_and(|schema| has_files(root, schema))
            });
    content.extend(first.into_iter().chain(rest));
    Some(())
}

/// The number of references from multipart bodies to each component. Inline schemas have an empty name.
fn bodies(root: &mut Node) -> HashMap<String, usize> {
    let mut bodies = HashMap::new();
    each_operation(root, |_, _, operation| {
        if let Some(schema) = multipart_schema(operation) {
            let name = schema_reference(schema).unwrap_or_default();
            *bodies.entry(name.to_owned()).or_default() += 1;
        }
    });
    bodies
}

/// The components that have other references as well, or that are not objects.
fn shared(root: &mut Node, bodies: &HashMap<String, usize>) -> HashSet<String> {
    let mut references: HashMap<String, usize> = HashMap::new();
    each_schema(root, |schema| {
        if let Some(name) = schema_reference(schema).filter(|name| bodies.contains_key(*name)) {
            *references.entry(name.to_owned()).or_default() += 1;
        }
    });
    let schemas = component_schemas(root);
    let is_shared = |name: &&String| {
        let schema = schemas.and_then(|schemas| schemas.get(name));
        references.get(*name) != bodies.get(*name) || !schema.is_some_and(is_object)
    };
    bodies.keys().filter(is_shared).cloned().collect()
}

/// Marks the files of an object. Returns whether there are any.
fn mark(root: &Node, schema: &mut Node) -> bool {
    let properties = schema.get_mut("properties").and_then(Node::as_object_mut);
    let mut found = false;
    for property in properties.into_iter().flat_map(Map::values_mut) {
        found |= mark_property(root, property) || mark_items(root, property);
    }
    found
}

fn mark_items(root: &Node, property: &mut Node) -> bool {
    let Ok(list) = document::resolve(root, property) else {
        return false;
    };
    let Some(items) = list.get("items") else {
        return false;
    };
    let mut items = items.clone();
    if !mark_property(root, &mut items) {
        return false;
    }
    let mut list = inlined(list, property);
    if let Some(list) = list.as_object_mut() {
        list.set("items", items);
    }
    *property = list;
    true
}

fn mark_property(root: &Node, property: &mut Node) -> bool {
    let Ok(text) = document::resolve(root, property) else {
        return false;
    };
    let is_bytes = matches!(text.get_str("format"), Some("binary" | "byte" | "base64"));
    if text.get_str("type") != Some("string") || !is_bytes || text.get("enum").is_some() {
        return false;
    }
    let mut text = inlined(text, property);
    let span = text.span;
    if let Some(text) = text.as_object_mut() {
        text.set("format", Node::string(FILE, span));
    }
    *property = text;
    true
}

/// Returns the target of a reference, with the annotations of the reference.
fn inlined(target: &Node, place: &Node) -> Node {
    let mut written = target.clone();
    if let Some(object) = written.as_object_mut() {
        let own = place.entries().filter(|(key, _)| ANNOTATIONS.contains(key));
        object.extend(own.map(|(key, entry)| (key.to_owned(), entry.clone())));
    }
    written
}
