//! Finds the schemas of values that must not be shown.

use crate::document::Node;
use crate::lower::shape::union_parts;

/// Whether a schema is, or directly contains, a value with the format `password`: an item, an alternative, or the value of
/// an additional property. References and the properties of an object are not followed.
pub(super) fn is_secret(schema: &Node) -> bool {
    let inner = ["items", "additionalProperties"].into_iter();
    let inner = inner.filter_map(|key| schema.get(key));
    let tuple = schema.get("prefixItems").into_iter().flat_map(Node::items);
    let alternatives = union_parts(schema).unwrap_or_default();
    has_secret_format(schema) || inner.chain(tuple).chain(alternatives).any(is_secret)
}

/// Whether a schema itself has the format `password`.
pub(super) fn has_secret_format(schema: &Node) -> bool {
    schema.get_str("format") == Some("password")
}
