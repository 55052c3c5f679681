//! A header parameter whose name no header can have is left out.

use std::collections::HashSet;

use super::edit::{repaired, walked};
use crate::check::operations::is_token;
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Document, Node, Value, resolve};
use crate::openapi::objects::ObjectKind;

pub(super) fn leave_out(document: &mut Document) -> Vec<Diagnostic> {
    let (headers, places) = impossible(document);
    if !places.is_empty() {
        remove(document.root_mut(), &places);
    }
    headers
        .into_iter()
        .map(|(name, place)| {
            let message =
                format!("the header parameter `{name}` is left out: no header can have this name");
            repaired(place, message, "correct the name")
        })
        .collect()
}

/// The names that no header can have, each with its place, and these places with those of the references to such
/// parameters.
fn impossible(document: &Document) -> (Vec<(String, Span)>, HashSet<Span>) {
    let root = document.root();
    let walk = walked(document);
    let parameters = walk.of_kind(ObjectKind::Parameter);
    let headers: Vec<_> = parameters
        .filter_map(|visit| impossible_name(visit.node))
        .collect();
    let references = walk.references.iter().filter(|reference| {
        let target = resolve(root, reference.node);
        reference.expected.kind == ObjectKind::Parameter
            && target.is_ok_and(|target| impossible_name(target).is_some())
    });
    let mut places: HashSet<_> = headers.iter().map(|(_, place)| *place).collect();
    places.extend(references.map(|reference| reference.span));
    (headers, places)
}

fn impossible_name(parameter: &Node) -> Option<(String, Span)> {
    let name = parameter.get("name")?;
    let text = name.as_str()?;
    let is_possible = !text.is_empty() && text.chars().all(is_token);
    let is_header = parameter.get_str("in") == Some("header");
    (is_header && !is_possible).then(|| (text.to_owned(), name.span))
}

/// Takes the parameters whose name or `$ref` stands at one of the places out of the lists and the components.
fn remove(node: &mut Node, places: &HashSet<Span>) {
    let is_gone = |node: &Node| {
        let named = node.get("name").or_else(|| node.get("$ref"));
        named.is_some_and(|named| places.contains(&named.span))
    };
    match &mut node.value {
        Value::Array(items) => {
            items.retain(|item| !is_gone(item));
            items.iter_mut().for_each(|item| remove(item, places));
        }
        Value::Object(map) => {
            map.retain(|_, entry| !is_gone(&entry.value));
            map.values_mut().for_each(|value| remove(value, places));
        }
        _ => {}
    }
}
