//! Splits schemas that differ between requests and responses.
//!
//! A type for requests distinguishes absent from null, and has no `readOnly` properties. A type for responses has no
//! `writeOnly` properties.
//!
//! Before: each component schema becomes a type, and other schemas are inlined.
//!
//! After: objects in requests have no `readOnly` properties, and those of responses no `writeOnly` ones. The payload of a
//! webhook is a request of the server, and may have these; they are optional if a response has the object too. A component
//! that differs between requests and responses is split: responses use `Name`, and parameters and request bodies use
//! `NameInput`.

use std::collections::{HashMap, HashSet};

use super::shape::VARIANT_NAME;
use super::tree::{
    each_schema_within, reference_to, schema_reference, schemas_mut, share_operations,
};
use super::usage::{Usage, in_webhooks, usage};
use crate::document::{Entry, Map, Node};
use crate::names::TakenNames;

/// Splits the schemas, and returns the name for requests of each of them.
pub(super) fn split(root: &mut Node) -> HashMap<String, String> {
    let usage = usage(root);
    let in_webhooks = in_webhooks(root);
    let Some(schemas) = schemas_mut(root) else {
        return HashMap::new();
    };
    let split = differing(schemas, &usage);
    let mut taken: TakenNames = schemas.keys().map(ToOwned::to_owned).collect();
    let mut inputs = HashMap::new();
    let mut out = Map::new();
    for (name, entry) in std::mem::take(schemas) {
        let usage = usage.get(&name).copied().unwrap_or_default();
        if split.contains(&name) {
            let input = taken.unique(format!("{name}Input"));
            out.insert(
                input.clone(),
                Entry::new(entry.key_span, without(entry.value.clone(), "readOnly")),
            );
            out.insert(
                name.clone(),
                Entry::new(entry.key_span, without(entry.value, "writeOnly")),
            );
            inputs.insert(name, input);
        } else if usage.request && is_object(&entry.value) {
            out.insert(
                name,
                Entry::new(entry.key_span, without(entry.value, "readOnly")),
            );
        } else if usage.is_only_read() && is_object(&entry.value) {
            let schema = match in_webhooks.get(&name) {
                None => without(entry.value, "writeOnly"),
                Some(true) => with_optional(entry.value, "writeOnly"),
                Some(false) => entry.value,
            };
            out.insert(name, Entry::new(entry.key_span, schema));
        } else {
            out.insert(name, entry);
        }
    }
    let input_names: HashSet<_> = inputs.values().map(String::as_str).collect();
    for (name, entry) in out.iter_mut() {
        let is_input = input_names.contains(name);
        let only_sent = usage
            .get(name)
            .is_some_and(|usage| usage.request && !usage.response);
        if is_input || only_sent {
            redirect(&mut entry.value, &inputs);
        }
    }
    *schemas = out;
    share_operations(root, |operation| {
        for key in ["parameters", "requestBody"] {
            if let Some(node) = operation.get_mut(key) {
                redirect_all(node, &inputs);
            }
        }
    });
    inputs
}

/// The schemas of requests and responses that need two types, because of themselves or of schemas that they contain.
fn differing(schemas: &mut Map, usage: &HashMap<String, Usage>) -> HashSet<String> {
    let both = Usage {
        request: true,
        response: true,
    };
    let both = schemas.iter_mut().filter(|(name, entry)| {
        usage.get(*name) == Some(&both) && (is_object(&entry.value) || is_choice(&entry.value))
    });
    let mut split = HashSet::new();
    let mut pending = Vec::new();
    let mut containers: HashMap<String, Vec<&str>> = HashMap::new();
    for (name, entry) in both {
        if differs(&entry.value) {
            split.insert(name.to_owned());
            pending.push(name.to_owned());
        }
        each_schema_within(&mut entry.value, &mut |inner| {
            if let Some(contained) = schema_reference(inner) {
                containers
                    .entry(contained.to_owned())
                    .or_default()
                    .push(name);
            }
        });
    }
    while let Some(name) = pending.pop() {
        for container in containers.remove(&name).into_iter().flatten() {
            if split.insert(container.to_owned()) {
                pending.push(container.to_owned());
            }
        }
    }
    split
}

fn is_object(schema: &Node) -> bool {
    schema.get("properties").is_some()
}

fn is_choice(schema: &Node) -> bool {
    schema.get("oneOf").is_some() || schema.get("anyOf").is_some()
}

fn differs(schema: &Node) -> bool {
    let required: Vec<_> = schema
        .get("required")
        .into_iter()
        .flat_map(Node::items)
        .filter_map(Node::as_str)
        .collect();
    schema
        .get("properties")
        .into_iter()
        .flat_map(Node::entries)
        .any(|(name, entry)| {
            let optional_nullable = entry.value.flag("nullable") && !required.contains(&name);
            optional_nullable || entry.value.flag("readOnly") || entry.value.flag("writeOnly")
        })
}

/// Returns the schema without the properties that have `flag`.
fn without(schema: Node, flag: &str) -> Node {
    let mut schema = with_optional(schema, flag);
    if let Some(properties) = schema.get_mut("properties").and_then(Node::as_object_mut) {
        properties.retain(|_, entry| !entry.value.flag(flag));
    }
    schema
}

/// Returns the schema in which the properties that have `flag` are not required.
fn with_optional(mut schema: Node, flag: &str) -> Node {
    let properties = schema.get("properties").into_iter().flat_map(Node::entries);
    let flagged = properties.filter(|(_, entry)| entry.value.flag(flag));
    let flagged: HashSet<_> = flagged.map(|(name, _)| name.to_owned()).collect();
    if let Some(required) = schema.get_mut("required").and_then(Node::as_array_mut) {
        required.retain(|name| !name.as_str().is_some_and(|name| flagged.contains(name)));
    }
    schema
}

fn redirect(schema: &mut Node, inputs: &HashMap<String, String>) {
    each_schema_within(schema, &mut |schema| {
        name_variants(schema, inputs);
        let input = schema_reference(schema).and_then(|name| inputs.get(name));
        if let (Some(input), Some(reference)) = (input, schema.get_mut("$ref")) {
            *reference = Node::string(reference_to(input), reference.span);
        }
    });
}

/// Names the variants of a choice as in responses.
fn name_variants(schema: &mut Node, inputs: &HashMap<String, String>) {
    for key in ["oneOf", "anyOf"] {
        let parts = schema.get_mut(key).and_then(Node::as_array_mut);
        for part in parts.into_iter().flatten() {
            let span = part.span;
            let name = schema_reference(part).filter(|name| inputs.contains_key(*name));
            let name = name.map(ToOwned::to_owned);
            let part = part.as_object_mut();
            let part = part.filter(|part| !part.contains_key(VARIANT_NAME));
            if let (Some(part), Some(name)) = (part, name) {
                part.set(VARIANT_NAME, Node::string(name, span));
            }
        }
    }
}

/// Redirects the references in all schemas below a node.
fn redirect_all(node: &mut Node, inputs: &HashMap<String, String>) {
    if let Some(items) = node.as_array_mut() {
        items.iter_mut().for_each(|item| redirect_all(item, inputs));
        return;
    }
    let Some(object) = node.as_object_mut() else {
        return;
    };
    for (key, entry) in object.iter_mut() {
        match key {
            "schema" => redirect(&mut entry.value, inputs),
            key if key.starts_with("example") => {}
            _ => redirect_all(&mut entry.value, inputs),
        }
    }
}
