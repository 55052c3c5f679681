//! What is let pass when a document is taken leniently.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::references;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, Map, Node, Pointer, Value, resolve};
use crate::openapi::METHODS;
use crate::openapi::objects::{self, Kind};
use crate::openapi::path::{split_fragment, template};

/// How many further places of one reference are shown.
const SHOWN: usize = 3;

/// Mends what can be mended in a document, and returns a warning for each such thing.
pub(crate) fn mend(document: &mut Document) -> Vec<Diagnostic> {
    let mut warnings = free_missing_schemas(document);
    warnings.extend(assume_path_parameters(document.root_mut()));
    warnings
}

/// Puts free JSON in place of each reference to a schema that is not there, and returns a warning for each such
/// schema.
fn free_missing_schemas(document: &mut Document) -> Vec<Diagnostic> {
    let missing = missing_schemas(document);
    let places: HashSet<Span> = missing.values().flatten().copied().collect();
    if !places.is_empty() {
        free(document.root_mut(), &places);
        document.retain_broken(|broken| !places.contains(&broken.span));
    }
    missing
        .iter()
        .map(|(target, places)| warning(target, places))
        .collect()
}

/// The places of the references to each schema that is not there, in the document's order.
fn missing_schemas(document: &Document) -> IndexMap<String, Vec<Span>> {
    let root = document.root();
    let mut walk = Walk::new(document.source());
    walk.object(root, &objects::DOCUMENT, root.span);
    references::follow(root, &mut walk);
    let broken = document.broken().iter();
    let elsewhere: HashSet<_> = broken
        .filter(|broken| broken.code == Code::DanglingReference)
        .map(|broken| broken.span)
        .collect();
    let mut missing: IndexMap<String, Vec<Span>> = IndexMap::new();
    for reference in &walk.references {
        let is_missing = if reference.target.starts_with('#') {
            let pointer = Pointer::from_reference(reference.target);
            let target = pointer.and_then(|pointer| root.at(&pointer));
            !target.is_some_and(|target| may_be_schema(&walk, target))
        } else {
            elsewhere.contains(&reference.span)
        };
        if is_missing && reference.expected.kind == Kind::Schema {
            let places = missing.entry(reference.target.to_owned()).or_default();
            places.push(reference.span);
        }
    }
    for places in missing.values_mut() {
        places.sort_unstable();
        places.dedup();
    }
    missing
}

fn may_be_schema(walk: &Walk<'_>, target: &Node) -> bool {
    match walk.kind_of(target) {
        Some(kind) => kind == Kind::Schema,
        None => target.as_object().is_some(),
    }
}

fn free(node: &mut Node, places: &HashSet<Span>) {
    let is_missing = node
        .get("$ref")
        .is_some_and(|reference| places.contains(&reference.span));
    if is_missing {
        *node = Node::object(node.span);
        return;
    }
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|item| free(item, places)),
        Value::Object(map) => map.values_mut().for_each(|value| free(value, places)),
        _ => {}
    }
}

fn warning(target: &str, places: &[Span]) -> Diagnostic {
    let (first, others) = places.split_first().expect("it was found somewhere");
    let message = format!("`{target}` leads to no schema and is taken as free JSON");
    let mut warning = Diagnostic::new(Code::MissingSchema, *first, message)
        .with_label("not a schema")
        .with_help("correct the name, or add what it should lead to");
    for place in others.iter().take(SHOWN) {
        warning = warning.with_related(*place, "referred to here as well");
    }
    match others.len().saturating_sub(SHOWN) {
        0 => warning,
        1 => warning.with_note("and in 1 more place"),
        more => warning.with_note(format!("and in {more} more places")),
    }
}

/// Declares the names in paths that no parameter declares, as text.
fn assume_path_parameters(root: &mut Node) -> Vec<Diagnostic> {
    let original = root.clone();
    let mut warnings = Vec::new();
    let paths = root.get_mut("paths").and_then(Node::as_object_mut);
    for (path, item) in paths.into_iter().flat_map(Map::iter_mut) {
        let Ok(names) = template(split_fragment(path).0) else {
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

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::document::Document;

    /// Returns what is said of a document, and the document as JSON after that.
    fn freed(text: &str) -> (Vec<String>, String) {
        let mut document = Document::read("api.yaml", text).expect("it is well-formed");
        let warnings = mend(&mut document);
        let said = warnings.into_iter().map(|warning| {
            let place = document.line_column(warning.span.start);
            let more = warning.related.len();
            format!("{} {place} {} +{more}", warning.code, warning.message)
        });
        let said = said.collect();
        (said, document.root().to_json().to_string())
    }

    #[test]
    fn a_missing_schema_is_free_json_wherever_it_is_referred_to() {
        let (said, document) = freed(
            "\
openapi: 3.0.3
components:
  schemas:
    One: { $ref: '#/components/schemas/None' }
    Two: { items: { $ref: '#/components/schemas/None' } }
",
        );
        assert_eq!(
            said,
            [
                "W031 4:18 `#/components/schemas/None` leads to no schema and is taken as free JSON +1"
            ]
        );
        assert!(!document.contains("$ref"), "{document}");
    }

    #[test]
    fn a_schema_that_is_something_else_is_free_json() {
        let (said, document) = freed(
            "\
openapi: 3.0.3
components:
  parameters:
    Page: { name: page, in: query, schema: { type: string } }
  schemas:
    One: { $ref: '#/components/parameters/Page' }
",
        );
        assert_eq!(
            said,
            [
                "W031 6:18 `#/components/parameters/Page` leads to no schema and is taken as free JSON +0"
            ]
        );
        assert!(!document.contains("$ref"), "{document}");
    }

    #[test]
    fn nothing_is_put_in_place_of_a_missing_parameter() {
        let (said, document) = freed(
            "\
openapi: 3.0.3
paths:
  /a:
    parameters: [{ $ref: '#/components/parameters/None' }]
",
        );
        assert!(
            said.is_empty() && document.contains("$ref"),
            "{said:?} {document}"
        );
    }

    #[test]
    fn what_looks_like_a_reference_in_an_example_is_left_alone() {
        let (said, document) = freed(
            "\
openapi: 3.0.3
components:
  schemas:
    One: { example: { $ref: '#/components/schemas/None' } }
",
        );
        assert!(
            said.is_empty() && document.contains("$ref"),
            "{said:?} {document}"
        );
    }

    #[test]
    fn a_path_parameter_that_nothing_declares_is_text() {
        let (said, document) = freed(
            "\
openapi: 3.0.3
paths:
  /a/{id}/{part}:
    parameters: [{ name: part, in: path, required: true, schema: { type: integer } }]
    get: {}
",
        );
        assert_eq!(
            said,
            [
                "W033 3:3 nothing declares the parameter `id` of `/a/{id}/{part}`; it is taken as text +0"
            ]
        );
        assert_eq!(document.matches("\"in\":\"path\"").count(), 2, "{document}");
    }
}
