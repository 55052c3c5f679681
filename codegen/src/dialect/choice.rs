//! Combines several schemas of one value.

use super::schema::Rewriter;
use super::walk::Place;
use crate::diagnostic::Span;
use crate::document::{Map, Node, Value};

/// Returns the schema of a value that fits one of several, and records that these move to `key` of the schema at `place`.
/// Each alternative has its former place.
pub(super) fn choice(
    rewriter: &mut Rewriter,
    place: &Place<'_>,
    key: &str,
    alternatives: Vec<(Vec<String>, Node)>,
    span: Span,
) -> Node {
    let mut schemas: Vec<Node> = Vec::new();
    let mut former = Vec::new();
    for (from, schema) in alternatives {
        let known = schemas.iter().position(|known| known.is_same(&schema));
        former.push((from, known.unwrap_or(schemas.len())));
        if known.is_none() {
            schemas.push(schema);
        }
    }
    let is_choice = schemas.len() > 1;
    for (from, index) in former {
        let mut to = vec![key.to_owned()];
        if is_choice {
            to.extend(["anyOf".to_owned(), index.to_string()]);
        }
        rewriter.moves.add(place, from, to);
    }
    match schemas.pop() {
        Some(only) if schemas.is_empty() => only,
        last => {
            schemas.extend(last);
            let mut map = Map::new();
            map.set("anyOf", Node::array(schemas, span));
            Node::new(Value::Object(map), span)
        }
    }
}
