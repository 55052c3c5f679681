//! Makes one enum of a choice between enums, and gives the values of an enum the type that the schema says.
//!
//! Before [`merge_choices`]: nothing but what the checks say. After: no choice is one between enums of one type that
//! stand in it; each such is an enum with all of their values and descriptions.
//!
//! Before [`settle`]: those choices are enums, and an `allOf` of one part is that part. After: the values of an enum
//! are scalars, written as the schema's `type` where they can be. `true` and `false` together are a boolean, and an
//! enum of null alone is JSON of any shape.

use std::collections::HashSet;

use serde_json::Value;

use super::tree::{each_schema, is_annotation};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Map, Node};

/// Writes a choice between enums as one, with the parts' descriptions for their values.
pub(super) fn merge_choices(root: &mut Node) {
    each_schema(root, |schema| {
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
        if part.get("nullable").and_then(Node::as_bool) == Some(true) {
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

/// An enum that stands where it is used and says nothing else.
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

/// Gives values their schema's type, and takes away the enums that Rust has no enum for.
pub(super) fn settle(root: &mut Node, found: &mut Diagnostics) {
    each_schema(root, |schema| settle_one(schema, found));
}

fn settle_one(schema: &mut Node, found: &mut Diagnostics) {
    let kind = schema.get_str("type").map(ToOwned::to_owned);
    let Some(values) = schema.get_mut("enum").and_then(Node::as_array_mut) else {
        return;
    };
    for value in values.iter_mut() {
        if let Some(meant) = kind.as_deref().and_then(|kind| of_kind(value, kind)) {
            *value = Node::from_json(meant, value.span);
        }
    }
    let says = |wanted: bool| values.iter().any(|value| value.as_bool() == Some(wanted));
    let is_any_boolean = says(true)
        && says(false)
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
        // No type has null alone.
        object.retain(|key, _| is_annotation(key));
        let message = "only null is a value of this enum: read and written as JSON of any shape";
        found.push(Diagnostic::new(Code::KeptAsJson, entry.key_span, message));
    } else if !is_enum && let Some(entry) = object.remove("enum") {
        let message = "values of this enum are no scalars: any value of its type is taken";
        found.push(Diagnostic::new(Code::KeptAsJson, entry.key_span, message));
    }
}

/// The value of the type that was meant where it is written as one of another: `1` where texts are.
fn of_kind(value: &Node, kind: &str) -> Option<Value> {
    let json = value.to_json();
    match (kind, &json) {
        ("string", Value::Number(_) | Value::Bool(_)) => Some(Value::from(json.to_string())),
        ("integer" | "number", Value::String(text)) => {
            let number: Value = serde_json::from_str(text).ok()?;
            number.is_number().then_some(number)
        }
        ("integer", Value::Number(number)) if number.is_f64() => {
            let text = number.to_string();
            let whole: i64 = text.strip_suffix(".0")?.parse().ok()?;
            Some(Value::from(whole))
        }
        ("boolean", Value::String(text)) => text.parse().ok().map(Value::Bool),
        _ => None,
    }
}
