//! What is let pass when a document is taken leniently.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::references;
use super::spec::{self, Kind};
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, Node, Pointer, Value};

/// How many further places of one reference are shown.
const SHOWN: usize = 3;

/// Puts free JSON in place of each reference to a schema that is not there, and returns a warning for each such
/// schema.
pub(crate) fn free_missing_schemas(document: &mut Document) -> Vec<Diagnostic> {
    let missing = missing_schemas(document);
    let places: HashSet<Span> = missing.values().flatten().copied().collect();
    if !places.is_empty() {
        free(document.root_mut(), &places);
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
    walk.object(root, &spec::DOCUMENT, root.span);
    references::follow(root, &mut walk);
    let mut missing: IndexMap<String, Vec<Span>> = IndexMap::new();
    for reference in &walk.references {
        let is_missing = reference.expected.kind == Kind::Schema
            && reference.target.starts_with('#')
            && Pointer::from_reference(reference.target)
                .and_then(|pointer| root.at(&pointer))
                .is_none();
        if is_missing {
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
    let message = format!("`{target}` leads nowhere and is taken as free JSON");
    let mut warning = Diagnostic::new(Code::MissingSchema, *first, message)
        .with_label("not found")
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

#[cfg(test)]
mod tests {
    use super::free_missing_schemas;
    use crate::document::Document;

    /// Returns what is said of a document, and the document as JSON after that.
    fn freed(text: &str) -> (Vec<String>, String) {
        let mut document = Document::read("api.yaml", text).expect("it is well-formed");
        let warnings = free_missing_schemas(&mut document);
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
            ["W031 4:18 `#/components/schemas/None` leads nowhere and is taken as free JSON +1"]
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
}
