//! Rewrites arrays whose first items have schemas of their own.
//!
//! An array that has exactly these items is a tuple and keeps `prefixItems`. Any other becomes a list of the alternatives.

use super::choice::choice;
use super::schema::{Rewriter, is_never};
use super::walk::Place;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Entry, Map, Node};

/// The maximum number of items in a tuple. The standard library implements its traits for no longer ones.
const LONGEST: usize = 12;

pub(super) fn rewrite(rewriter: &mut Rewriter, place: &Place<'_>, schema: &mut Map, span: Span) {
    let count = |key: &str| schema.get(key).and_then(Node::as_u64);
    let is_closed = |key: &str| schema.get(key).is_some_and(is_never);
    let prefix = schema.get("prefixItems").and_then(Node::as_array);
    let Some(length) = prefix.map(<[Node]>::len).filter(|length| *length > 0) else {
        return;
    };
    let most = count("maxItems").is_some_and(|most| most <= length as u64);
    let is_closed = most || is_closed("items") || is_closed("unevaluatedItems");
    let is_complete = count("minItems").is_some_and(|least| least >= length as u64);
    if is_closed && is_complete && length <= LONGEST {
        for key in ["items", "unevaluatedItems", "minItems", "maxItems"] {
            schema.remove(key);
        }
        if !schema.contains_key("type") {
            schema.set("type", Node::string("array", span));
        }
        return;
    }
    let Some(Entry { key_span, value }) = schema.remove("prefixItems") else {
        return;
    };
    let items = schema
        .remove("items")
        .filter(|items| !is_never(&items.value));
    if items.is_none() && !is_closed {
        let message = "the items after the first ones have any value, so each item of this list is any JSON value";
        rewriter.found.push(tuple_help(
            Diagnostic::new(Code::KeptAsJson, key_span, message),
            length,
        ));
        schema.set("items", Node::object(span));
        return;
    }
    let message = "the position of the items is not checked before a request is sent";
    rewriter.found.push(tuple_help(
        Diagnostic::new(Code::RuleUnchecked, key_span, message),
        length,
    ));
    let prefix = value.items().enumerate().map(|(index, item)| {
        let from = vec!["prefixItems".to_owned(), index.to_string()];
        (from, item.clone())
    });
    let items = items.map(|items| (vec!["items".to_owned()], items.value));
    let alternatives = prefix.chain(items).collect();
    let item = choice(rewriter, place, "items", alternatives, value.span);
    schema.insert("items", Entry::new(key_span, item));
    if is_closed && !schema.contains_key("maxItems") {
        let most = Node::from_json(length.into(), key_span);
        schema.insert("maxItems", Entry::new(key_span, most));
    }
}

fn tuple_help(diagnostic: Diagnostic, length: usize) -> Diagnostic {
    if length > LONGEST {
        return diagnostic.with_help(format!("a tuple has at most {LONGEST} items"));
    }
    diagnostic.with_help(format!(
        "write `minItems: {length}` and `items: false` for a tuple of {length} items"
    ))
}
