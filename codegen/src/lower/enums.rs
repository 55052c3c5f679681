//! Merges choices between enums, and normalizes the values of enums.
//!
//! Before [`merge_choices`]: no conditions apart from the checks. After: each choice between inline enums of the same type
//! is one enum with all of their values and descriptions. The title of an alternative names its value if that is a number.
//!
//! Before [`normalize`]: such choices are merged, and an `allOf` with one part is replaced by that part. After: the values
//! of an enum are scalars, converted to the schema's `type` if possible. An enum of `true` and `false` is a boolean, and an
//! enum of only null allows any JSON value.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::tree::{each_schema, is_annotation, share_schemas};
use super::variant_names;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Map, Node};

/// Merges choices between enums. The descriptions of the alternatives become those of their values, and the titles their
/// names.
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
    let own_kind = schema.get_str("type");
    let kind = |part: &Node| part.get_str("type").or(own_kind).map(ToOwned::to_owned);
    let is_beside = |own: &str| own == key || is_known(own);
    let fits = schema.entries().all(|(own, _)| is_beside(own))
        && parts
            .iter()
            .all(|part| is_plain_enum(part) && kind(part) == kind(first));
    if !fits || own_kind.is_some_and(|own| kind(first).as_deref() != Some(own)) {
        return None;
    }
    let mut out = schema.clone();
    let object = out.as_object_mut()?;
    let mut values: Vec<Node> = Vec::new();
    let mut known = HashSet::new();
    let mut descriptions = Map::new();
    let titles = titles(parts);
    let has_titles = titles.iter().any(Option::is_some);
    let mut names = Vec::new();
    for (part, title) in parts.iter().zip(titles) {
        let text = part
            .get_str("description")
            .or_else(|| part.get_str("title").filter(|_| title.is_none()));
        for value in part.get("enum")?.items() {
            if !known.insert(value.to_json().to_string()) {
                continue;
            }
            values.push(value.clone());
            let name = title.clone().unwrap_or_else(|| plain(value));
            names.push(Node::string(&name, part.span));
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
    if has_titles && !object.contains_key("x-enum-varnames") {
        object.set("x-enum-varnames", Node::array(names, schema.span));
    }
    object.set("enum", Node::array(values, schema.span));
    Some(out)
}

/// The titles of alternatives that name their values. A value that is a text names itself, and one alternative may have
/// several values.
fn titles(parts: &[Node]) -> Vec<Option<String>> {
    let title = |part: &Node| {
        let is_number = |value: &Node| value.as_f64().is_some();
        let values = part.get("enum").and_then(Node::as_array);
        let names_value = values.is_some_and(|it| it.len() == 1 && it.iter().all(is_number));
        let title = part.get_str("title").filter(|_| names_value);
        title.and_then(variant_names::usable)
    };
    let titles: Vec<_> = parts.iter().map(title).collect();
    let mut count: HashMap<&str, usize> = HashMap::from([("Unknown", 1)]);
    for title in titles.iter().flatten() {
        *count.entry(title).or_default() += 1;
    }
    let is_unique = |title: &String| count.get(title.as_str()) == Some(&1);
    let unique = titles.iter().map(|it| it.clone().filter(is_unique));
    unique.collect()
}

/// Whether a schema is an inline enum without other constraints.
fn is_plain_enum(schema: &Node) -> bool {
    let values = schema.get("enum").and_then(Node::as_array);
    values.is_some_and(|values| values.iter().all(is_scalar))
        && schema
            .entries()
            .all(|(key, _)| key == "enum" || is_known(key))
}

/// Whether a keyword does not restrict the values of an enum.
fn is_known(key: &str) -> bool {
    matches!(key, "type" | "format") || is_annotation(key)
}

pub(super) fn is_scalar(value: &Node) -> bool {
    value.as_array().is_none() && value.as_object().is_none()
}

/// The text of a value, with which its description is found.
pub(super) fn plain(value: &Node) -> String {
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
