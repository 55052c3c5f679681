//! Removes the keywords of JSON Schema that only the server checks.
//!
//! Before: the target of each reference is a component.
//!
//! After: schemas have the keywords of OpenAPI 3.0, and tuples have `prefixItems`.

use super::tree::each_schema;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Node;

/// Keywords that constrain a value.
const CONSTRAINTS: &[&str] = &[
    "contains",
    "contentEncoding",
    "dependentRequired",
    "dependentSchemas",
    "if",
    "maxContains",
    "minContains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords without a constraint of their own: `then` and `else` belong to `if`, definitions are components now, and the
/// content of a string is an annotation.
const OTHERS: &[&str] = &[
    "$defs",
    "$dynamicRef",
    "contentMediaType",
    "contentSchema",
    "definitions",
    "else",
    "examples",
    "then",
];

pub(super) fn remove(root: &mut Node, found: &mut Diagnostics) {
    each_schema(root, |schema| {
        let Some(schema) = schema.as_object_mut() else {
            return;
        };
        schema.retain(|key, entry| {
            let is_constraint = CONSTRAINTS.contains(&key);
            if is_constraint {
                let message = format!("this `{key}` is not checked before a request is sent");
                let diagnostic = Diagnostic::new(Code::RuleUnchecked, entry.key_span, message);
                found.push(diagnostic);
            }
            !is_constraint && !OTHERS.contains(&key)
        });
    });
}
