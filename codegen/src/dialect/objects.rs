//! Rewrites the keywords of objects that 3.0 lacks to `additionalProperties`.

use super::choice::choice;
use super::schema::{Rewriter, is_never};
use super::walk::Place;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Entry, Map, Node};

pub(super) fn rewrite(rewriter: &mut Rewriter, place: &Place<'_>, schema: &mut Map, span: Span) {
    unevaluated(rewriter, place, schema);
    patterns(rewriter, place, schema, span);
}

/// Replaces `unevaluatedProperties` by `additionalProperties`, unless the schema is a composition that allows no others.
fn unevaluated(rewriter: &mut Rewriter, place: &Place<'_>, schema: &mut Map) {
    let is_composed = ["$ref", "allOf", "anyOf", "oneOf"]
        .iter()
        .any(|key| schema.contains_key(key));
    let Some(value) = schema.get("unevaluatedProperties") else {
        return;
    };
    if schema.contains_key("additionalProperties") || is_never(value) && is_composed {
        return;
    }
    schema.rename("unevaluatedProperties", "additionalProperties");
    rewriter
        .moves
        .add(place, ["unevaluatedProperties"], ["additionalProperties"]);
}

/// Replaces `patternProperties` by `additionalProperties` with the schemas of all patterns.
fn patterns(rewriter: &mut Rewriter, place: &Place<'_>, schema: &mut Map, span: Span) {
    let patterns = schema.get("patternProperties").and_then(Node::as_object);
    if patterns.is_none_or(Map::is_empty) {
        return;
    }
    let Some(Entry { key_span, value }) = schema.remove("patternProperties") else {
        return;
    };
    let additional = schema.remove("additionalProperties");
    let is_open = additional
        .as_ref()
        .is_none_or(|it| it.value.as_bool() == Some(true));
    if is_open {
        let message = "a property that matches no pattern has any value, so each value of this map is any JSON value";
        rewriter.found.push(
            Diagnostic::new(Code::KeptAsJson, key_span, message)
                .with_help("write `additionalProperties: false` if there are no other properties"),
        );
        schema.set("additionalProperties", Node::bool(true, span));
        return;
    }
    let message = "this `patternProperties` is not checked before a request is sent";
    rewriter.push(Code::RuleUnchecked, key_span, message);
    let patterns = value.entries().map(|(pattern, entry)| {
        let from = vec!["patternProperties".to_owned(), pattern.to_owned()];
        (from, entry.value.clone())
    });
    let others = additional.filter(|it| !is_never(&it.value));
    let others = others.map(|it| (vec!["additionalProperties".to_owned()], it.value));
    let alternatives = patterns.chain(others).collect();
    let values = choice(
        rewriter,
        place,
        "additionalProperties",
        alternatives,
        value.span,
    );
    schema.insert("additionalProperties", Entry::new(key_span, values));
}
