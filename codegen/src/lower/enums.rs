//! Merges choices between enums, and normalizes the values of enums.
//!
//! Before [`merge_choices`]: no conditions apart from the checks. After: each choice between inline enums of the same type
//! is one enum with all of their values and descriptions.
//!
//! Before [`normalize`]: such choices are merged, and an `allOf` with one part is replaced by that part. After: the values
//! of an enum are scalars, converted to the schema's `type` if possible. An enum of `true` and `false` is a boolean, and an
//! enum of only null allows any JSON value.

use std::collections::HashSet;

use serde_json::Value;

use super::tree::{each_schema, is_annotation, share_schemas};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Map, Node};

/// Merges choices between enums. The descriptions of the alternatives become those of their values.
pub(super) fn merge_choices(root: &mut Node) {
    share_schemas(root, |schema| {
        if let Some(merged) = ["oneOf", "anyOf"]
            .iter()
            .find_map(|key| merged(schema, key))
        {
            *schema = merged;
        }
    });
}

fn merged(schema: &Node, key: &str) -> Option<Node> {
    let parts = schema.get(key)?.as_array()?;
    let first = parts.first()?;
    let kind = |part: &Node| part.get_str("type").map(ToOwned::to_owned);
    let is_beside = |own: &str| own == key || own == "type" || is_annotation(own);
    let fits = schema.entries().all(|(own, _)| is_beside(own))
        && parts
            .iter()
            .all(|part| is_plain_enum(part) && kind(part) == kind(first));
    if !fits
        || schema
            .get("type")
            .is_some_and(|it| it.as_str() != first.get_str("type"))
    {
        return None;
    }
    let mut out = schema.clone();
    let object = out.as_object_mut()?;
    let mut values: Vec<Node> = Vec::new();
    let mut known = HashSet::new();
    let mut descriptions = Map::new();
    for part in parts {
        let text = part.get_str("description").or(part.get_str("title"));
        for value in part.get("enum")?.items() {
            if !known.insert(value.to_json().to_string()) {
                continue;
            }
            values.push(value.clone());
            if let Some(text) = text {
                descriptions.set(plain(value), Node::string(text, part.span));
            }
        }
        if let Some(own) = part.get("x-enum-descriptions").and_then(Node::as_object) {
            descriptions.extend(
                own.iter()
                    .map(|(key, entry)| (key.to_owned(), entry.clone())),
            );
        }
        if part.flag("nullable") {
            object.set("nullable", Node::bool(true, part.span));
        }
    }
    object.remove(key);
    if let Some(kind) = first.get("type") {
        object.set("type", kind.clone());
    }
    if !descriptions.is_empty() && !object.contains_key("x-enum-descriptions") {
        let descriptions = crate::document::Value::Object(descriptions);
        object.set("x-enum-descriptions", Node::new(descriptions, schema.span));
    }
    object.set("enum", Node::array(values, schema.span));
    Some(out)
}

/// Whether a schema is an inline enum without other constraints.
fn is_plain_enum(schema: &Node) -> bool {
    let is_known = |key: &str| matches!(key, "type" | "enum") || is_annotation(key);
    let values = schema.get("enum").and_then(Node::as_array);
    values.is_some_and(|values| values.iter().all(is_scalar))
        && schema.entries().all(|(key, _)| is_known(key))
}

fn is_scalar(value: &Node) -> bool {
    value.as_array().is_none() && value.as_object().is_none()
}

fn plain(value: &Node) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_json().to_string(), ToOwned::to_owned)
}

/// Converts values to the schema's type, and removes enums that cannot be a Rust enum.
pub(super) fn normalize(root: &mut Node, found: &mut Diagnostics) {
    each_schema(root, |schema| normalize_one(schema, found));
}

fn normalize_one(schema: &mut Node, found: &mut Diagnostics) {
    let kind = schema.get_str("type").map(ToOwned::to_owned);
    let Some(values) = schema.get_mut("enum").and_then(Node::as_array_mut) else {
        return;
    };
    for value in values.iter_mut() {
        if let Some(converted) = kind.as_deref().and_then(|kind| converted(value, kind)) {
            *value = Node::from_json(converted, value.span);
        }
    }
    let has = |wanted: bool| values.iter().any(|value| value.as_bool() == Some(wanted));
    let is_any_boolean = has(true)
        && has(false)
        && values
            .iter()
            .all(|value| value.is_null() || value.as_bool().is_some());
    let had_null = values.iter().any(Node::is_null);
    let only_null = had_null && values.iter().all(Node::is_null);
    let is_enum = values.iter().all(is_scalar);
    let span = schema.span;
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if is_any_boolean {
        object.remove("enum");
        object.set("type", Node::string("boolean", span));
        if had_null {
            object.set("nullable", Node::bool(true, span));
        }
    } else if only_null && let Some(entry) = object.remove("enum") {
        // No type has null as its only value.
        object.retain(|key, _| is_annotation(key));
        let message = "an enum with only null becomes any JSON value";
        found.push(Diagnostic::new(Code::KeptAsJson, entry.key_span, message));
    } else if !is_enum && let Some(entry) = object.remove("enum") {
        let message = "an enum of arrays or objects is ignored: any value of the type is allowed";
        found.push(Diagnostic::new(Code::KeptAsJson, entry.key_span, message));
    }
}

/// Converts a value to a type if it was written as another, such as `1` in an enum of strings.
fn converted(value: &Node, kind: &str) -> Option<Value> {
    let json = value.to_json();
    match (kind, &json) {
        ("string", Value::Number(_) | Value::Bool(_)) => Some(Value::from(json.to_string())),
        ("integer" | "number", Value::String(text)) => {
            let number: Value = serde_json::from_str(text).ok()?;
            number.is_number().then_some(number)
        }
        ("integer", Value::Number(number)) => {
            let text = number.to_string();
            let whole: i64 = text.strip_suffix(".0")?.parse().ok()?;
            Some(Value::from(whole))
        }
        ("boolean", Value::String(text)) => text.parse().ok().map(Value::Bool),
        _ => None,
    }
}
