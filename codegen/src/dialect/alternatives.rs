//! Removes the alternative `null` from `oneOf` and `anyOf`: the schema becomes nullable.

use super::schema::Rewriter;
use super::walk::Place;
use crate::document::{Map, Node};

/// Keywords that do not constrain a value.
const ANNOTATIONS: &[&str] = &["$comment", "description", "example", "examples", "title"];

pub(super) fn rewrite(rewriter: &mut Rewriter, place: &Place<'_>, schema: &mut Map) {
    for key in ["oneOf", "anyOf"] {
        let alternatives = schema.get_mut(key).and_then(Node::as_array_mut);
        let Some(alternatives) = alternatives.filter(|it| it.iter().any(is_null)) else {
            continue;
        };
        let null = alternatives.iter().find(|it| is_null(it)).map(|it| it.span);
        let all = std::mem::take(alternatives);
        let (nulls, kept): (Vec<_>, Vec<_>) =
            all.into_iter().enumerate().partition(|(_, it)| is_null(it));
        if kept.is_empty() {
            *alternatives = nulls.into_iter().map(|(_, it)| it).collect();
            continue;
        }
        let is_single = kept.len() == 1;
        let mut places = Vec::new();
        for (index, (former, schema)) in kept.into_iter().enumerate() {
            places.push((former.to_string(), index.to_string()));
            alternatives.push(schema);
        }
        // A choice with a single alternative is not a choice.
        let becomes = if is_single && !schema.contains_key("allOf") {
            schema.rename(key, "allOf");
            "allOf"
        } else {
            key
        };
        for (former, index) in places {
            let (from, to) = ([key, &former], [becomes, &index]);
            if from != to {
                rewriter.moves.add(place, from, to);
            }
        }
        if let Some(span) = null {
            schema.set("nullable", Node::bool(true, span));
        }
    }
}

/// Whether a rewritten schema allows only null.
fn is_null(schema: &Node) -> bool {
    let values = schema.get("enum").and_then(Node::as_array);
    values.is_some_and(|values| !values.is_empty() && values.iter().all(Node::is_null))
        && schema
            .entries()
            .all(|(key, _)| key == "enum" || ANNOTATIONS.contains(&key))
}
