//! Names in paths that no parameter declares become parameters, as text; a name that is there twice gets its value twice.

use std::collections::HashSet;

use super::edit::repaired;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, Map, Node, resolve};
use crate::openapi::METHODS;
use crate::openapi::path::{Template, split_fragment, template};

/// Declares the names in paths that no parameter declares, as text.
pub(super) fn assume(root: &mut Node) -> Vec<Diagnostic> {
    let original = root.clone();
    let mut warnings = Vec::new();
    let paths = root.get_mut("paths").and_then(Node::as_object_mut);
    for (path, item) in paths.into_iter().flat_map(Map::iter_mut) {
        let Ok(Template { names, .. }) = template(split_fragment(path).0) else {
            continue;
        };
        let shared = declared(&original, &item.value);
        let mut assumed = Vec::new();
        for method in METHODS {
            let Some(operation) = item.value.get_mut(method) else {
                continue;
            };
            let own = declared(&original, operation);
            let absent = names
                .iter()
                .filter(|name| !shared.contains(**name) && !own.contains(**name));
            for name in absent {
                declare(operation, name);
                assumed.push(*name);
            }
        }
        assumed.sort_unstable();
        assumed.dedup();
        warnings.extend(assumed.into_iter().map(|name| {
            let message =
                format!("nothing declares the parameter `{name}` of `{path}`; it is taken as text");
            Diagnostic::new(Code::AssumedPathParameter, item.key_span, message).with_help(format!(
                "add a parameter with `name: {name}`, `in: path` and `required: true`"
            ))
        }));
    }
    warnings
}

/// The names of the path parameters that a path item or an operation declares.
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

/// Returns the places of the paths that have a name twice, each with a warning.
pub(in crate::check) fn repeated(document: &Document) -> Vec<(Span, Diagnostic)> {
    let paths = document
        .root()
        .get("paths")
        .into_iter()
        .flat_map(Node::entries);
    let repeated = paths.filter_map(|(path, item)| {
        let name = template(split_fragment(path).0).ok()?.repeated?;
        let message =
            format!("`{path}` has the parameter `{name}` twice, and its value is written twice");
        let warning = repaired(item.key_span, message, "give the two names of their own");
        Some((item.key_span, warning))
    });
    repeated.collect()
}
