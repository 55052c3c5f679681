//! Removes header parameters with an invalid name.

use std::collections::HashSet;

use super::edit::{repaired, walked};
use crate::check::operations::is_token;
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Document, Node, Value, resolve};
use crate::openapi::objects::ObjectKind;

pub(super) fn remove(document: &mut Document) -> Vec<Diagnostic> {
    let (headers, spans) = invalid_headers(document);
    if !spans.is_empty() {
        remove_at(document.root_mut(), &spans);
    }
    headers
        .into_iter()
        .map(|(name, span)| {
            let message = format!("header parameter `{name}` is ignored: invalid header name");
            repaired(span, message, "correct the name")
        })
        .collect()
}

/// Returns the invalid names with their spans, and these spans together with those of references to the parameters.
fn invalid_headers(document: &Document) -> (Vec<(String, Span)>, HashSet<Span>) {
    let root = document.root();
    let walk = walked(document);
    let parameters = walk.of_kind(ObjectKind::Parameter);
    let headers: Vec<_> = parameters
        .filter_map(|visit| invalid_name(visit.node))
        .collect();
    let references = walk.references.iter().filter(|reference| {
        let target = resolve(root, reference.node);
        reference.expected.kind == ObjectKind::Parameter
            && target.is_ok_and(|target| invalid_name(target).is_some())
    });
    let mut spans: HashSet<_> = headers.iter().map(|(_, span)| *span).collect();
    spans.extend(references.map(|reference| reference.span));
    (headers, spans)
}

fn invalid_name(parameter: &Node) -> Option<(String, Span)> {
    let name = parameter.get("name")?;
    let text = name.as_str()?;
    let is_valid = !text.is_empty() && text.chars().all(is_token);
    let is_header = parameter.get_str("in") == Some("header");
    (is_header && !is_valid).then(|| (text.to_owned(), name.span))
}

/// Removes the parameters whose name or `$ref` has one of the spans from lists and components.
fn remove_at(node: &mut Node, spans: &HashSet<Span>) {
    let is_removed = |node: &Node| {
        let named = node.get("name").or_else(|| node.get("$ref"));
        named.is_some_and(|named| spans.contains(&named.span))
    };
    match &mut node.value {
        Value::Array(items) => {
            items.retain(|item| !is_removed(item));
            items.iter_mut().for_each(|item| remove_at(item, spans));
        }
        Value::Object(map) => {
            map.retain(|_, entry| !is_removed(&entry.value));
            map.values_mut().for_each(|value| remove_at(value, spans));
        }
        _ => {}
    }
}
