//! What kind of type a schema becomes.

use crate::document::Node;

/// An object with properties of its own, an enum, or a schema that is made of others.
pub(crate) fn becomes_type(schema: &Node) -> bool {
    if schema.reference().is_some() {
        return false;
    }
    schema.get("allOf").is_some()
        || is_object(schema)
        || is_enum(schema)
        || union_parts(schema).is_some()
}

/// The parts of a `oneOf` or `anyOf` that has a choice and nothing beside it.
pub(crate) fn union_parts(schema: &Node) -> Option<&[Node]> {
    if is_object(schema) || schema.get("allOf").is_some() {
        return None;
    }
    let parts = schema
        .get("oneOf")
        .or_else(|| schema.get("anyOf"))?
        .as_array()?;
    (parts.len() > 1).then_some(parts)
}

/// An object with properties of its own.
pub(crate) fn is_object(schema: &Node) -> bool {
    let is_object = schema.get_str("type").is_none_or(|kind| kind == "object");
    is_object
        && schema
            .get("properties")
            .and_then(Node::as_object)
            .is_some_and(|map| !map.is_empty())
}

/// An enum of scalars.
pub(crate) fn is_enum(schema: &Node) -> bool {
    let values = schema.get("enum").and_then(Node::as_array);
    values.is_some_and(|values| !values.iter().all(Node::is_null))
}
