//! Functions to walk the tree, which several passes share.

use std::borrow::Cow;

use crate::document::{Entry, Map, Node, Pointer, Value, version_of};
use crate::guard;
use crate::openapi::path::split_fragment;
use crate::path_item::{self, OperationEntry};

/// The keywords of a schema that are annotations. They stay at the use of a schema.
pub(super) const ANNOTATIONS: &[&str] = &[
    "default",
    "deprecated",
    "description",
    "example",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
];

/// Whether a keyword of a schema is an annotation.
pub(super) fn is_annotation(key: &str) -> bool {
    key.starts_with("x-") || ANNOTATIONS.contains(&key)
}

/// Separates a path from the name of a form. Like the fragment of a path in a document, the name never becomes part of a
/// URL.
pub(crate) const FORM_SEPARATOR: char = '#';

/// Returns the path of an operation without its fragment and the name of its form.
pub(crate) fn plain_path(key: &str) -> &str {
    split_fragment(key).0
}

const SCHEMA_PREFIX: &str = "#/components/schemas/";

/// The characters of a name that a reference escapes.
const ESCAPED: [char; 3] = ['/', '~', '%'];

/// Returns the name of the component schema that a node references.
pub(crate) fn schema_reference(node: &Node) -> Option<&str> {
    node.reference()?.strip_prefix(SCHEMA_PREFIX)
}

/// Returns a reference to a component schema.
pub(super) fn reference_to(name: &str) -> String {
    if name.contains(ESCAPED) {
        return Pointer::from_iter(["components", "schemas", name]).to_reference();
    }
    format!("{SCHEMA_PREFIX}{name}")
}

/// Returns the name of the component schema that is the target of a reference, without the escapes of JSON Pointer.
pub(super) fn component_of(reference: &str) -> Option<Cow<'_, str>> {
    match reference.strip_prefix(SCHEMA_PREFIX) {
        Some(name) if !name.contains(ESCAPED) => return Some(name.into()),
        _ => {}
    }
    let target = Pointer::from_reference(reference)?;
    let tokens: Vec<_> = target.tokens().collect();
    match tokens[..] {
        ["components", "schemas", name] => Some(name.to_owned().into()),
        _ => None,
    }
}

/// Returns the component schemas for modification.
pub(super) fn schemas_mut(root: &mut Node) -> Option<&mut Map> {
    root.get_mut("components")?
        .get_mut("schemas")?
        .as_object_mut()
}

/// Returns the component schemas.
pub(crate) fn component_schemas(root: &Node) -> Option<&Node> {
    root.get("components")?.get("schemas")
}

/// Returns the operations, in the document's order.
pub(crate) fn operation_nodes(root: &Node) -> impl Iterator<Item = &Node> {
    let version = version_of(root);
    let items = root.get("paths").into_iter().flat_map(Node::entries);
    items
        .flat_map(move |(_, item)| path_item::operations(&item.value, version))
        .map(OperationEntry::node)
}

/// Calls `visit` with the path, the method and the node of every operation.
pub(super) fn each_operation(root: &mut Node, mut visit: impl FnMut(&str, &str, &mut Node)) {
    let version = version_of(root);
    let Some(paths) = root.get_mut("paths").and_then(Node::as_object_mut) else {
        return;
    };
    for (path, item) in paths.iter_mut() {
        if let Some(item) = item.value.as_object_mut() {
            path_item::each(item, version, |method, operation| {
                visit(path, method, operation);
            });
        }
    }
}

/// Calls `visit` with the node of every operation. If there are many, two threads share the paths.
pub(super) fn share_operations(root: &mut Node, visit: impl Fn(&mut Node) + Sync) {
    let version = version_of(root);
    let paths = root.get_mut("paths").and_then(Node::as_object_mut);
    let items = paths.into_iter().flat_map(Map::values_mut);
    guard::share(items.filter_map(Node::as_object_mut).collect(), |item| {
        path_item::each(item, version, |_, operation| visit(operation));
    });
}

/// Calls `visit` with every schema in an operation that is not inside another, and with a name for its position.
pub(super) fn each_operation_schema(operation: &mut Node, mut visit: impl FnMut(&str, &mut Node)) {
    let parameters = operation.get_mut("parameters").and_then(Node::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let name = parameter.get_str("name").unwrap_or_default().to_owned();
        if let Some(schema) = parameter.get_mut("schema") {
            visit(&name, schema);
        }
        each_media_schema(parameter, |schema| visit(&name, schema));
    }
    if let Some(body) = operation.get_mut("requestBody") {
        each_media_schema(body, |schema| visit("Body", schema));
    }
    let responses = operation.get_mut("responses").and_then(Node::as_object_mut);
    for (status, response) in responses.into_iter().flat_map(Map::iter_mut) {
        let name = if status.starts_with('2') {
            "Response"
        } else {
            "Error"
        };
        each_media_schema(&mut response.value, |schema| visit(name, schema));
    }
}

/// The field of the lowered document with the payloads of webhooks and callbacks.
pub(super) const WEBHOOKS: &str = "webhooks";

/// Returns the payload of each webhook and callback with its name, in the document's order.
///
/// It has the fields `summary`, `description`, `deprecated` and `content`, like a request body that describes itself.
pub(crate) fn webhook_nodes(root: &Node) -> impl Iterator<Item = (&str, &Entry)> {
    root.get(WEBHOOKS).into_iter().flat_map(Node::entries)
}

/// Calls `visit` with the name of each webhook and callback, and with every schema in its payload that is not inside
/// another.
pub(super) fn each_webhook_schema(root: &mut Node, mut visit: impl FnMut(&str, &mut Node)) {
    let webhooks = root.get_mut(WEBHOOKS).and_then(Node::as_object_mut);
    for (name, webhook) in webhooks.into_iter().flat_map(Map::iter_mut) {
        each_media_schema(&mut webhook.value, |schema| visit(name, schema));
    }
}

fn each_media_schema(holder: &mut Node, mut visit: impl FnMut(&mut Node)) {
    let content = holder.get_mut("content").and_then(Node::as_object_mut);
    for media in content.into_iter().flat_map(Map::values_mut) {
        if let Some(schema) = media.get_mut("schema") {
            visit(schema);
        }
    }
}

/// Calls `visit` with every schema in the document that is not inside another.
pub(super) fn each_root_schema(root: &mut Node, mut visit: impl FnMut(&mut Node)) {
    for schema in schemas_mut(root).into_iter().flat_map(Map::values_mut) {
        visit(schema);
    }
    each_operation(root, |_, _, operation| {
        each_operation_schema(operation, |_, schema| visit(schema));
    });
    each_webhook_schema(root, |_, schema| visit(schema));
}

/// Calls `visit` with every schema directly inside `schema`, and with its position.
pub(super) fn each_subschema(
    schema: &mut Node,
    mut visit: impl FnMut(SchemaPosition<'_>, &mut Node),
) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    for (key, entry) in object.iter_mut() {
        let node = &mut entry.value;
        match (key, &mut node.value) {
            ("properties", Value::Object(properties)) => {
                for (name, property) in properties.iter_mut() {
                    visit(SchemaPosition::Property(name), &mut property.value);
                }
            }
            ("items", Value::Object(_)) => visit(SchemaPosition::Items, node),
            ("additionalProperties", Value::Object(_)) => visit(SchemaPosition::Values, node),
            ("not", Value::Object(_)) => visit(SchemaPosition::Alternative(0), node),
            ("allOf", Value::Array(parts)) => {
                parts
                    .iter_mut()
                    .for_each(|part| visit(SchemaPosition::AllOf, part));
            }
            ("prefixItems", Value::Array(items)) => {
                items
                    .iter_mut()
                    .enumerate()
                    .for_each(|(index, item)| visit(SchemaPosition::Item(index), item));
            }
            ("oneOf" | "anyOf", Value::Array(parts)) => {
                parts
                    .iter_mut()
                    .enumerate()
                    .for_each(|(index, part)| visit(SchemaPosition::Alternative(index), part));
            }
            _ => {}
        }
    }
}

/// The position of a schema inside another.
#[derive(Clone, Copy, Debug)]
pub(super) enum SchemaPosition<'a> {
    Property(&'a str),
    Items,
    /// An item of a tuple.
    Item(usize),
    Values,
    /// A part of an `allOf`, which applies to the same value.
    AllOf,
    Alternative(usize),
}

/// Calls `visit` with `schema` and with every schema inside it, outer schemas first.
pub(super) fn each_schema_within(schema: &mut Node, visit: &mut impl FnMut(&mut Node)) {
    visit(schema);
    each_subschema(schema, |_, inner| each_schema_within(inner, visit));
}

/// Calls `visit` with every schema of the document.
pub(super) fn each_schema(root: &mut Node, mut visit: impl FnMut(&mut Node)) {
    each_root_schema(root, |schema| each_schema_within(schema, &mut visit));
}

/// Calls `visit` with every schema of the document. If there are many, two threads share the components and the paths.
pub(super) fn share_schemas(root: &mut Node, visit: impl Fn(&mut Node) + Sync) {
    let within = |schema: &mut Node| each_schema_within(schema, &mut |inner| visit(inner));
    let schemas = schemas_mut(root).into_iter().flat_map(Map::values_mut);
    guard::share(schemas.collect(), within);
    share_operations(root, |operation| {
        each_operation_schema(operation, |_, schema| within(schema));
    });
    each_webhook_schema(root, |_, schema| within(schema));
}
