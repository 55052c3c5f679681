//! Inlines all references except those to schemas, and moves the parameters of a path into its operations.
//!
//! Before: the document has no errors, so the target of each reference is of the expected kind, and there are no circles.
//!
//! After: `paths` only references schemas. Path items, parameters, bodies, responses, headers and media types are inlined.
//! Each operation lists all of its parameters. Path items list none. `paths` has no extensions.

use crate::document::{self, Entry, Map, Node, version_of};
use crate::guard;
use crate::openapi::Version;
use crate::path_item;

/// `original` is the unchanged document.
pub(super) fn inline(root: &mut Node, original: &Node) {
    let version = version_of(original);
    let Some(paths) = root.get_mut("paths").and_then(Node::as_object_mut) else {
        return;
    };
    paths.retain(|path, _| !path.starts_with("x-"));
    guard::share(paths.values_mut().collect(), |item| {
        resolve_here(original, item);
        let Some(item) = item.as_object_mut() else {
            return;
        };
        let shared = item.remove("parameters");
        // An operation without a value is ignored, which the checks report.
        path_item::retain(item, version, |_, operation| {
            operation.as_object().is_some()
        });
        path_item::each(item, version, |_, operation| {
            inline_operation(original, operation, shared.as_ref(), version);
        });
    });
}

fn inline_operation(root: &Node, operation: &mut Node, shared: Option<&Entry>, version: Version) {
    let span = operation.span;
    let Some(operation) = operation.as_object_mut() else {
        return;
    };
    if !operation.contains_key("parameters") && shared.is_some() {
        operation.set("parameters", Node::array(Vec::new(), span));
    }
    if let Some(parameters) = operation.get_mut("parameters").and_then(Node::as_array_mut) {
        parameters
            .iter_mut()
            .for_each(|parameter| resolve_here(root, parameter));
        let own: Vec<_> = parameters.iter().map(identity).collect();
        let mut inherited: Vec<_> = shared
            .into_iter()
            .flat_map(|shared| shared.value.items().cloned())
            .collect();
        inherited
            .iter_mut()
            .for_each(|parameter| resolve_here(root, parameter));
        inherited.retain(|parameter| !own.contains(&identity(parameter)));
        parameters.splice(0..0, inherited);
    }
    let parameters = operation.get_mut("parameters").and_then(Node::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        inline_media_types(root, parameter);
    }
    if let Some(body) = operation.get_mut("requestBody") {
        resolve_here(root, body);
        inline_media_types(root, body);
    }
    let responses = operation.get_mut("responses").and_then(Node::as_object_mut);
    for response in responses.into_iter().flat_map(Map::values_mut) {
        resolve_here(root, response);
        inline_media_types(root, response);
        describe(response, version);
        let headers = response.get_mut("headers").and_then(Node::as_object_mut);
        headers
            .into_iter()
            .flat_map(Map::values_mut)
            .for_each(|header| resolve_here(root, header));
    }
}

fn inline_media_types(root: &Node, holder: &mut Node) {
    let content = holder.get_mut("content").and_then(Node::as_object_mut);
    for media_type in content.into_iter().flat_map(Map::values_mut) {
        resolve_here(root, media_type);
    }
}

/// Gives a response without a description its summary as the description.
fn describe(response: &mut Node, version: Version) {
    let Some(response) = response.as_object_mut() else {
        return;
    };
    if version >= Version::V3_2
        && !response.contains_key("description")
        && let Some(summary) = response.get("summary").cloned()
    {
        response.set("description", summary);
    }
}

/// The name and location of a parameter, which identify it.
fn identity(parameter: &Node) -> (Option<String>, Option<String>) {
    let text = |key| parameter.get_str(key).map(ToOwned::to_owned);
    (text("name"), text("in"))
}

/// Replaces a reference by its target. From version 3.1 on, the `summary` and `description` beside a reference replace those
/// of the target.
fn resolve_here(root: &Node, node: &mut Node) {
    if node.reference().is_none() {
        return;
    }
    let Ok(target) = document::resolve(root, node) else {
        return;
    };
    let mut target = target.clone();
    if version_of(root) > Version::V3_0
        && let (Some(own), Some(target)) = (node.as_object(), target.as_object_mut())
    {
        for key in ["summary", "description"] {
            if let Some(entry) = own.entry(key) {
                target.insert(key, entry.clone());
            }
        }
    }
    *node = target;
}
