//! Splits an operation with `x-forms`, whose entries describe the alternatives of a body's `oneOf`, into one per entry.
//!
//! Before: parameters and bodies are inlined in their operations.
//!
//! After: no operation has `x-forms`. Each form is an operation with an id, the body of one alternative and its own
//! parameters. [`FORM_SEPARATOR`] and the name of the form are appended to its path, since a path can have only one
//! operation per method.

use super::tree::FORM_SEPARATOR;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, Map, Node, Value, version_of};
use crate::media_type::example_value;
use crate::names::TakenNames;
use crate::object_reader::ObjectReader;
use crate::openapi::Version;
use crate::path_item::{self, OperationEntry};

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
    let version = version_of(root);
    let Some(paths) = root.get_mut("paths").and_then(Node::as_object_mut) else {
        return;
    };
    let mut out = Map::new();
    let mut taken: TakenNames = paths.keys().map(ToOwned::to_owned).collect();
    for (path, mut item) in std::mem::take(paths) {
        let operations = path_item::operations(&item.value, version);
        let forms = operations.flat_map(|it| forms_of(it, version, found));
        let forms: Vec<_> = forms.collect();
        if let Some(item) = item.value.as_object_mut() {
            path_item::retain(item, version, |_, operation| operation.get(NAME).is_none());
        }
        let span = item.key_span;
        out.insert(path.clone(), item);
        // A path item can have only one operation per method.
        for (name, item) in forms {
            // The document may have the same path with the form's name as its fragment.
            let key = taken.unique(format!("{path}{FORM_SEPARATOR}{name}"));
            out.insert(key, Entry::new(span, item));
        }
    }
    *paths = out;
}

/// Returns the forms of an operation, each with its name and as the only operation of a path item.
fn forms_of(
    operation: OperationEntry<'_>,
    version: Version,
    found: &mut Diagnostics,
) -> Vec<(String, Node)> {
    let node = operation.node();
    let Some(forms) = node.get(NAME) else {
        return Vec::new();
    };
    let mut whole = node.clone();
    if let Some(whole) = whole.as_object_mut() {
        whole.remove(NAME);
    }
    let forms = forms.entries().filter_map(|(name, entry)| {
        let form = form(&whole, (name, &entry.value), version, found)?;
        let span = form.span;
        let mut item = Map::new();
        path_item::insert(&mut item, operation, Entry::new(span, form));
        Some((name.to_owned(), Node::new(Value::Object(item), span)))
    });
    forms.collect()
}

fn form(
    operation: &Node,
    (name, node): (&str, &Node),
    version: Version,
    found: &mut Diagnostics,
) -> Option<Node> {
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
        .and_then(|key| example_value(media.get("examples")?.get(key)?, version))
        .cloned();
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
