//! Splits an operation with `x-forms`, whose entries describe the alternatives of a body's `oneOf`, into one per entry.
//!
//! Before: parameters and bodies are inlined in their operations.
//!
//! After: no operation has `x-forms`. Each form is an operation with an id, the body of one alternative and its own
//! parameters. [`FORM_SEPARATOR`] and the name of the form are appended to its path, since a path can have only one
//! operation per method.

use std::collections::HashSet;

use super::tree::{FORM_SEPARATOR, METHODS};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, Map, Node};
use crate::names;
use crate::object_reader::ObjectReader;

const NAME: &str = "x-forms";
const KEYS: &[&str] = &[
    "summary",
    "description",
    "schema",
    "example",
    "require",
    "omit",
    "x-batch",
    "x-confirm",
];

pub(super) fn split(root: &mut Node, found: &mut Diagnostics) {
    let Some(paths) = root.get_mut("paths").and_then(Node::as_object_mut) else {
        return;
    };
    let mut out = Map::new();
    let mut taken: HashSet<_> = paths.keys().map(ToOwned::to_owned).collect();
    for (path, mut item) in std::mem::take(paths) {
        let mut forms = Vec::new();
        if let Some(operations) = item.value.as_object_mut() {
            for method in METHODS {
                forms.extend(forms_of(operations, method, found));
            }
        }
        let span = item.key_span;
        out.insert(path.clone(), item);
        // A path item can have only one operation per method.
        for (name, method, form) in forms {
            let mut holder = Node::object(form.span);
            if let Some(operations) = holder.as_object_mut() {
                operations.set(method, form);
            }
            // The document may have the same path with the form's name as its fragment.
            let key = names::unique(format!("{path}{FORM_SEPARATOR}{name}"), &mut taken);
            out.insert(key, Entry::new(span, holder));
        }
    }
    *paths = out;
}

/// Removes an operation with forms from its path item, and returns the forms.
fn forms_of<'m>(
    operations: &mut Map,
    method: &'m str,
    found: &mut Diagnostics,
) -> Vec<(String, &'m str, Node)> {
    if operations
        .get(method)
        .is_none_or(|operation| operation.get(NAME).is_none())
    {
        return Vec::new();
    }
    let Some(mut operation) = operations.remove(method).map(|entry| entry.value) else {
        return Vec::new();
    };
    let forms = operation
        .as_object_mut()
        .and_then(|operation| operation.remove(NAME));
    let forms = forms.iter().flat_map(|forms| forms.value.entries());
    forms
        .filter_map(|(name, entry)| {
            Some((
                name.to_owned(),
                method,
                form(&operation, name, &entry.value, found)?,
            ))
        })
        .collect()
}

fn form(operation: &Node, name: &str, node: &Node, found: &mut Diagnostics) -> Option<Node> {
    let mut reader = ObjectReader::new(NAME, node, KEYS, found)?;
    let index = reader.required("schema")?.as_u64();
    let mut form = operation.clone();
    let media = form
        .get_mut("requestBody")?
        .get_mut("content")?
        .as_object_mut()?
        .values_mut()
        .next()?
        .as_object_mut()?;
    let parts = media
        .get("schema")
        .and_then(|schema| schema.get("oneOf"))
        .and_then(Node::as_array);
    let schema = index
        .and_then(|index| parts?.get(usize::try_from(index).ok()?))
        .cloned();
    let Some(schema) = schema else {
        let message =
            format!("`schema` of the form `{name}` is not an index of the body's `oneOf`");
        reader
            .diagnostics()
            .push(Diagnostic::new(Code::Extension, node.span, message));
        return None;
    };
    media.set("schema", schema);
    let example = reader
        .text("example")
        .and_then(|key| media.get("examples")?.get(key)?.get("value").cloned());
    media.remove("examples");
    if let Some(example) = example {
        media.set("example", example);
    }
    let names = |key: &str| {
        node.get(key)
            .into_iter()
            .flat_map(Node::items)
            .filter_map(Node::as_str)
            .collect::<Vec<_>>()
    };
    let (require, omit) = (names("require"), names("omit"));
    if let Some(parameters) = form.get_mut("parameters").and_then(Node::as_array_mut) {
        parameters.retain(|parameter| {
            !parameter
                .get_str("name")
                .is_some_and(|name| omit.contains(&name))
        });
        for parameter in parameters.iter_mut() {
            let span = parameter.span;
            let required = parameter
                .get_str("name")
                .is_some_and(|name| require.contains(&name));
            if let Some(parameter) = parameter.as_object_mut().filter(|_| required) {
                parameter.set("required", Node::bool(true, span));
            }
        }
    }
    let object = form.as_object_mut()?;
    object.set("operationId", Node::string(name, node.span));
    for key in ["summary", "description", "x-batch", "x-confirm"] {
        if let Some(value) = node.get(key) {
            object.set(key, value.clone());
        }
    }
    Some(form)
}
