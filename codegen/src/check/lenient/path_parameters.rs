//! Declares undeclared path parameters as strings, and allows duplicate names in paths.

use std::collections::HashSet;

use super::edit::repaired;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, Map, Node, resolve, version_of};
use crate::openapi::path::{Template, split_fragment, template};
use crate::path_item;

/// Declares undeclared path parameters as strings.
pub(super) fn declare_missing(root: &mut Node) -> Vec<Diagnostic> {
    let version = version_of(root);
    let original = root.clone();
    let mut warnings = Vec::new();
    let paths = root.get_mut("paths").and_then(Node::as_object_mut);
    for (path, item) in paths.into_iter().flat_map(Map::iter_mut) {
        let Ok(Template { names, .. }) = template(split_fragment(path).0) else {
            continue;
        };
        let shared = declared(&original, &item.value);
        let mut added = Vec::new();
        let Some(operations) = item.value.as_object_mut() else {
            continue;
        };
        path_item::each(operations, version, |_, operation| {
            let own = declared(&original, operation);
            let absent = names
                .iter()
                .filter(|name| !shared.contains(**name) && !own.contains(**name));
            for name in absent {
                declare(operation, name);
                added.push(*name);
            }
        });
        added.sort_unstable();
        added.dedup();
        warnings.extend(added.into_iter().map(|name| {
            let message =
                format!("undeclared path parameter `{name}` in `{path}` is treated as a string");
            Diagnostic::new(Code::AssumedPathParameter, item.key_span, message).with_help(format!(
                "add a parameter with `name: {name}`, `in: path` and `required: true`"
            ))
        }));
    }
    warnings
}

/// Returns the names of the path parameters that a path item or an operation declares.
fn declared(root: &Node, holder: &Node) -> HashSet<String> {
    let parameters = holder.get("parameters").into_iter().flat_map(Node::items);
    parameters
        .filter_map(|parameter| resolve(root, parameter).ok())
        .filter(|parameter| parameter.get_str("in") == Some("path"))
        .filter_map(|parameter| parameter.get_str("name").map(ToOwned::to_owned))
        .collect()
}

fn declare(operation: &mut Node, name: &str) {
    let span = operation.span;
    let Some(operation) = operation.as_object_mut() else {
        return;
    };
    let parameter = serde_json::json!({
        "name": name, "in": "path", "required": true, "schema": { "type": "string" }
    });
    if !operation.contains_key("parameters") {
        operation.set("parameters", Node::array(Vec::new(), span));
    }
    if let Some(parameters) = operation.get_mut("parameters").and_then(Node::as_array_mut) {
        parameters.push(Node::from_json(parameter, span));
    }
}

/// Returns the spans of paths with a duplicate name, each with a warning.
pub(in crate::check) fn duplicate_names(document: &Document) -> Vec<(Span, Diagnostic)> {
    let paths = document
        .root()
        .get("paths")
        .into_iter()
        .flat_map(Node::entries);
    let duplicates = paths.filter_map(|(path, item)| {
        let name = template(split_fragment(path).0).ok()?.repeated?;
        let message =
            format!("duplicate parameter `{name}` in `{path}`: both places get its value");
        let warning = repaired(item.key_span, message, "give each parameter its own name");
        Some((item.key_span, warning))
    });
    duplicates.collect()
}
