//! Rewrites the references in the mappings of discriminators.
//!
//! Without a mapping, the values of a discriminator are the names of schemas.

use super::files::Files;
use super::references::References;
use super::target::MAIN;
use super::{address, component};
use crate::diagnostic::Span;
use crate::document::{Map, Node, Pointer};
use crate::openapi::{Version, objects};

/// Rewrites a mapping to the locations of the schemas in the document, and adds entries for schemas with another name
/// there, so that their values stay the same.
pub(super) fn rewrite(
    references: &mut References<'_>,
    schema: &mut Node,
    version: Version,
    file: usize,
) {
    let has_default = version >= Version::V3_2;
    let renamed = renamed(references, schema, file);
    let Some(discriminator) = schema.get_mut("discriminator") else {
        return;
    };
    let span = discriminator.span;
    if let Some(mapping) = discriminator.get_mut("mapping") {
        let values = mapping.as_object_mut().into_iter();
        for value in values.flat_map(Map::values_mut) {
            rewrite_target(references, value, file);
        }
    }
    if has_default && let Some(default) = discriminator.get_mut("defaultMapping") {
        rewrite_target(references, default, file);
    }
    if let Some(discriminator) = discriminator.as_object_mut() {
        keep_values(discriminator, renamed, span);
    }
}

fn rewrite_target(references: &mut References<'_>, target: &mut Node, file: usize) {
    let written = target.as_str();
    if let Some(written) = written.and_then(|it| as_reference(&references.files, it, file)) {
        *target = Node::string(written, target.span);
        references.rewrite(target, &objects::SCHEMA, file);
    }
}

/// Returns the value of a mapping as a reference, or `None` if it is the name of a schema in the document.
fn as_reference(files: &Files<'_>, written: &str, file: usize) -> Option<String> {
    if written.starts_with('#') {
        return Some(written.to_owned());
    }
    let schemas = Pointer::from_iter(["components", "schemas"]);
    let root = files.root(file);
    let of_file = root.and_then(|root| root.at(&schemas)?.get(written));
    if file != MAIN && of_file.is_some() {
        return Some(schemas.join(written).to_reference());
    }
    let own = files.own_names("schemas");
    let is_name = own.is_some_and(|names| names.iter().any(|name| name == written));
    let is_path = written.contains(['/', '#'])
        || [".yaml", ".yml", ".json"]
            .iter()
            .any(|format| written.ends_with(format));
    (is_path && !is_name).then(|| written.to_owned())
}

/// The alternatives of a schema that have another name in the document: for each, the value of the discriminator and the
/// reference.
fn renamed(references: &mut References<'_>, schema: &Node, file: usize) -> Vec<(String, String)> {
    let mut renamed = Vec::new();
    let choices = ["oneOf", "anyOf"].map(|key| schema.get(key));
    for choice in choices.into_iter().flatten().flat_map(Node::items) {
        let Some(written) = choice.reference() else {
            continue;
        };
        if file == MAIN && written.starts_with('#') {
            continue;
        }
        // Errors are reported when the schema is walked.
        let Ok(location) = references.location(written, file, choice.span, &objects::SCHEMA) else {
            continue;
        };
        let (path, fragment) = address::split(written);
        let own = references.files.path(file);
        let path = if path.is_empty() { own } else { path };
        let name = Pointer::from_reference(fragment)
            .and_then(|pointer| component::name_in(&pointer))
            .unwrap_or_else(|| address::stem(path).to_owned());
        if location.tokens().next_back() != Some(&*name) {
            renamed.push((name, location.to_reference()));
        }
    }
    renamed
}

fn keep_values(discriminator: &mut Map, renamed: Vec<(String, String)>, span: Span) {
    for (value, reference) in renamed {
        if !discriminator.contains_key("mapping") {
            discriminator.set("mapping", Node::object(span));
        }
        let mapping = discriminator.get_mut("mapping");
        let Some(mapping) = mapping.and_then(Node::as_object_mut) else {
            return;
        };
        let is_mapped = mapping
            .values()
            .any(|mapped| mapped.as_str() == Some(&*reference));
        if !is_mapped && !mapping.contains_key(&value) {
            mapping.set(value, Node::string(reference, span));
        }
    }
}
