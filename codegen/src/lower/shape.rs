//! Predicates on the shape of a schema.

use crate::document::Node;

/// The keyword with the name of an alternative's variant, which lowering adds.
pub(crate) const VARIANT_NAME: &str = "x-lowered-variant";

/// The keyword with the values that a discriminator has for an alternative, which lowering adds.
pub(crate) const VALUES: &str = "x-lowered-values";

/// The keyword of the alternative that every value of a discriminator selects that selects no other, which lowering adds.
pub(crate) const IS_DEFAULT: &str = "x-lowered-default";

/// The keywords that lowering adds to an alternative.
pub(crate) const OF_ALTERNATIVES: [&str; 3] = [VARIANT_NAME, VALUES, IS_DEFAULT];

/// The keyword of a component with the name that the names of its inline schemas start with, if it is another one than that
/// of the component. Lowering adds it, and removes it when these schemas have their names.
pub(crate) const INLINE_NAME: &str = "x-lowered-inline-name";

/// Whether a schema becomes a type: an object with properties, an enum, a choice or an `allOf`.
pub(crate) fn becomes_type(schema: &Node) -> bool {
    if schema.reference().is_some() {
        return false;
    }
    schema.get("allOf").is_some()
        || is_object(schema)
        || is_enum(schema)
        || union_parts(schema).is_some()
}

/// Returns the alternatives of a `oneOf` or `anyOf`, if there are several and the schema is not also an object or `allOf`.
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

/// Whether a schema is an object with properties.
pub(crate) fn is_object(schema: &Node) -> bool {
    let is_object = schema.get_str("type").is_none_or(|kind| kind == "object");
    is_object
        && schema
            .get("properties")
            .and_then(Node::as_object)
            .is_some_and(|map| !map.is_empty())
}

/// Whether a schema is an enum with values other than null.
pub(crate) fn is_enum(schema: &Node) -> bool {
    let values = schema.get("enum").and_then(Node::as_array);
    values.is_some_and(|values| !values.iter().all(Node::is_null))
}

/// The name of a variant without a named type.
pub(crate) fn scalar_name(schema: &Node) -> &'static str {
    match schema.get_str("type") {
        Some("string") => "Text",
        Some("integer") => "Integer",
        Some("number") => "Number",
        Some("boolean") => "Boolean",
        Some("array") => "List",
        Some("object") => "Object",
        _ => "Json",
    }
}
