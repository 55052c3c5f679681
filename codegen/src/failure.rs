//! The diagnostic of an internal error. The operation or schema that causes it is found by bisection.

use std::sync::Arc;

use crate::diagnostic::{self, Code, Diagnostic, Diagnostics, Span};
use crate::document::{Document, Node, Pointer, Value, version_of};
use crate::guard::Panic;
use crate::path_item;

/// Returns the diagnostic of a failure before the document was parsed.
pub(crate) fn of_text(name: &str, text: &str, panic: &Panic) -> Diagnostics {
    let source = Arc::new(diagnostic::SourceMap::new(name, text));
    single(source, diagnostic(name, panic, None))
}

/// Returns the diagnostic of a failure with a document. `fails` returns whether another document fails as well.
pub(crate) fn of_document(
    document: &Document,
    panic: &Panic,
    fails: impl Fn(&Document) -> bool,
) -> Diagnostics {
    let culprit = find_culprit(document, fails);
    let diagnostic = diagnostic(document.name(), panic, culprit.as_ref());
    single(Arc::clone(document.source()), diagnostic)
}

fn single(source: Arc<diagnostic::SourceMap>, diagnostic: Diagnostic) -> Diagnostics {
    let mut found = Diagnostics::new(source);
    found.push(diagnostic);
    found
}

fn diagnostic(name: &str, panic: &Panic, culprit: Option<&Culprit>) -> Diagnostic {
    let subject = culprit.map_or_else(|| format!("`{name}`"), |culprit| culprit.name.clone());
    let message = format!("the generator failed on {subject}: {}", panic.message);
    let span = culprit.map_or_else(Span::default, |culprit| culprit.span);
    let mut diagnostic = Diagnostic::new(Code::GeneratorFailed, span, message)
        .with_help("please report this, with the document or the excerpt above");
    if let Some(step) = panic.step {
        diagnostic = diagnostic.with_note(format!("while {step}"));
    }
    if let Some(place) = &panic.place {
        diagnostic = diagnostic.with_note(format!("panicked at {place}"));
    }
    diagnostic
}

/// A part of a document on which the generator fails.
struct Culprit {
    pointer: Pointer,
    name: String,
    span: Span,
}

fn find_culprit(document: &Document, fails: impl Fn(&Document) -> bool) -> Option<Culprit> {
    let operations = operations(document.root());
    let all: Vec<_> = operations.iter().collect();
    let schemas_only = without(document, &all);
    if fails(&schemas_only) {
        bisect(&schemas_only, schemas(document.root()), fails)
    } else {
        bisect(document, operations, fails)
    }
}

/// Finds the one of `parts` that causes the failure. Returns `None` if it takes more than one.
fn bisect(
    document: &Document,
    parts: Vec<Culprit>,
    fails: impl Fn(&Document) -> bool,
) -> Option<Culprit> {
    let mut suspects: Vec<_> = parts.iter().collect();
    while suspects.len() > 1 {
        let (first, second) = suspects.split_at(suspects.len() / 2);
        let fails_with_only = |kept: &[&Culprit]| {
            let others: Vec<_> = parts
                .iter()
                .filter(|part| !kept.iter().any(|kept| kept.pointer == part.pointer))
                .collect();
            fails(&without(document, &others))
        };
        suspects = if fails_with_only(first) {
            first.to_vec()
        } else if fails_with_only(second) {
            second.to_vec()
        } else {
            return None;
        };
    }
    let pointer = suspects.first()?.pointer.clone();
    parts.into_iter().find(|part| part.pointer == pointer)
}

/// Returns the document without some operations, and with empty schemas in place of some schemas.
fn without(document: &Document, parts: &[&Culprit]) -> Document {
    let mut document = document.clone();
    for part in parts {
        let Some(parent) = parent(&part.pointer) else {
            continue;
        };
        let Some(key) = part.pointer.tokens().last() else {
            continue;
        };
        let Some(map) = document
            .root_mut()
            .at_mut(&parent)
            .and_then(Node::as_object_mut)
        else {
            continue;
        };
        if part.pointer.tokens().next() == Some("paths") {
            map.remove(key);
        } else if let Some(schema) = map.get_mut(key) {
            schema.value = Value::Object(crate::document::Map::new());
        }
    }
    document
}

fn parent(pointer: &Pointer) -> Option<Pointer> {
    let depth = pointer.tokens().count().checked_sub(1)?;
    Some(pointer.tokens().take(depth).collect())
}

fn operations(root: &Node) -> Vec<Culprit> {
    let version = version_of(root);
    let items = root.get("paths").into_iter().flat_map(Node::entries);
    items
        .flat_map(|(path, item)| {
            let operations = path_item::operations(&item.value, version);
            operations.map(move |operation| Culprit {
                pointer: ["paths", path]
                    .into_iter()
                    .chain(operation.keys())
                    .collect(),
                name: format!("the operation `{} {path}`", operation.method),
                span: operation.entry.key_span,
            })
        })
        .collect()
}

fn schemas(root: &Node) -> Vec<Culprit> {
    let components = root.get("components");
    let schemas = components.and_then(|components| components.get("schemas"));
    schemas
        .into_iter()
        .flat_map(Node::entries)
        .map(|(name, entry)| Culprit {
            pointer: Pointer::from_iter(["components", "schemas", name]),
            name: format!("the schema `{name}`"),
            span: entry.key_span,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::of_document;
    use crate::document::{Document, Node, Pointer};
    use crate::guard::Panic;

    const DOCUMENT: &str = "\
openapi: 3.0.3
paths:
  /a: { get: {}, put: {} }
  /b: { post: {} }
components:
  schemas:
    One: { type: string }
    Two: { type: object }
    Three: { type: array }
";

    /// Returns the message and line for a generator that fails if no node at `pointers` is missing or an empty schema.
    fn report(pointers: &[&[&str]]) -> (String, usize) {
        report_in(DOCUMENT, pointers)
    }

    fn report_in(text: &str, pointers: &[&[&str]]) -> (String, usize) {
        let document = Document::read("api.yaml", text).expect("the document is well-formed");
        let panic = Panic {
            message: "out of luck".to_owned(),
            place: None,
            step: None,
        };
        let found = of_document(&document, &panic, |document| {
            pointers.iter().all(|pointer| {
                let pointer: Pointer = pointer.iter().copied().collect();
                let node = document.root().at(&pointer);
                node.is_some_and(|node| {
                    pointer.tokens().next() == Some("paths") || *node != Node::object(node.span)
                })
            })
        });
        let diagnostic = found.iter().next().expect("there is a diagnostic");
        let line = document.line_column(diagnostic.span.start).line;
        (diagnostic.message.clone(), line)
    }

    #[test]
    fn a_failure_names_its_operation() {
        let (message, line) = report(&[&["paths", "/b", "post"]]);
        assert_eq!(
            (message.as_str(), line),
            (
                "the generator failed on the operation `POST /b`: out of luck",
                4
            )
        );
    }

    #[test]
    fn a_failure_names_an_additional_operation() {
        let text = "\
openapi: 3.2.0
paths:
  /a:
    get: {}
    additionalOperations:
      COPY: {}
      move: {}
";
        let (message, line) = report_in(text, &[&["paths", "/a", "additionalOperations", "move"]]);
        assert_eq!(
            (message.as_str(), line),
            (
                "the generator failed on the operation `move /a`: out of luck",
                7
            )
        );
    }

    #[test]
    fn a_failure_names_its_schema() {
        let (message, line) = report(&[&["components", "schemas", "Two"]]);
        assert_eq!(
            (message.as_str(), line),
            ("the generator failed on the schema `Two`: out of luck", 8)
        );
    }

    #[test]
    fn a_failure_of_two_operations_names_the_document() {
        let (message, _) = report(&[&["paths", "/a", "get"], &["paths", "/b", "post"]]);
        assert_eq!(message, "the generator failed on `api.yaml`: out of luck");
    }
}
