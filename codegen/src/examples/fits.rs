//! Validates a value against a schema of the lowered document.
//!
//! All keywords are checked, `pattern` and the uniqueness of `oneOf` too. With a discriminator, one schema of `oneOf`
//! has to match, since the discriminator selects it.

use serde_json::{Map, Value};

use super::numbers;
use super::pattern::Patterns;
use super::schemas::{Schemas, count};
use crate::document::Node;

/// Whether `value` is known to satisfy `schema`. Subtracts the steps from `steps`, and does not know without steps.
pub(super) fn fits(
    schemas: &Schemas<'_>,
    patterns: &mut Patterns,
    steps: &mut usize,
    schema: &Node,
    value: &Value,
) -> bool {
    let mut check = Check {
        schemas,
        patterns,
        steps,
    };
    check.value(schema, value) && *steps > 0
}

struct Check<'a, 's> {
    schemas: &'s Schemas<'a>,
    patterns: &'s mut Patterns,
    /// The remaining steps, since nested `oneOf` can take exponential time.
    steps: &'s mut usize,
}

impl Check<'_, '_> {
    fn value(&mut self, schema: &Node, value: &Value) -> bool {
        if *self.steps == 0 {
            return false;
        }
        *self.steps -= 1;
        if value.is_null() && schema.flag("nullable") {
            return true;
        }
        if let Some(target) = self.schemas.target(schema) {
            return self.value(target, value);
        }
        is_of_type(schema, value)
            && is_listed(schema, value)
            && self.composition(schema, value)
            && match value {
                Value::String(text) => self.text(schema, text),
                Value::Number(number) => numbers::fits(schema.into(), number),
                Value::Array(items) => self.array(schema, items),
                Value::Object(object) => self.object(schema, object),
                Value::Null | Value::Bool(_) => true,
            }
    }

    fn composition(&mut self, schema: &Node, value: &Value) -> bool {
        let parts = |key: &str| schema.get(key).and_then(Node::as_array);
        let all = parts("allOf").unwrap_or_default();
        if !all.iter().all(|part| self.value(part, value)) {
            return false;
        }
        if let Some(parts) = parts("anyOf")
            && !parts.iter().any(|part| self.value(part, value))
        {
            return false;
        }
        if let Some(parts) = parts("oneOf") {
            let matching = parts.iter().filter(|part| self.value(part, value)).count();
            if matching == 0 || (matching > 1 && schema.get("discriminator").is_none()) {
                return false;
            }
        }
        let not = schema.get("not");
        !not.is_some_and(|not| self.value(not, value))
    }

    fn text(&mut self, schema: &Node, text: &str) -> bool {
        let length = text.chars().count();
        is_within(schema, ("minLength", "maxLength"), length)
            && schema
                .get_str("pattern")
                .is_none_or(|pattern| self.patterns.matches(pattern, text))
    }

    fn array(&mut self, schema: &Node, items: &[Value]) -> bool {
        let is_repeated = |at: usize| items[..at].contains(&items[at]);
        let repeats = schema.flag("uniqueItems") && (1..items.len()).any(is_repeated);
        is_within(schema, ("minItems", "maxItems"), items.len())
            && !repeats
            && self.tuple(schema, items)
            && schema
                .get("items")
                .is_none_or(|schema| items.iter().all(|item| self.value(schema, item)))
    }

    fn tuple(&mut self, schema: &Node, items: &[Value]) -> bool {
        let schemas = schema.get("prefixItems").and_then(Node::as_array);
        schemas.is_none_or(|schemas| {
            let mut pairs = schemas.iter().zip(items);
            schemas.len() == items.len() && pairs.all(|(schema, item)| self.value(schema, item))
        })
    }

    fn object(&mut self, schema: &Node, object: &Map<String, Value>) -> bool {
        let mut required = schema.get("required").into_iter().flat_map(Node::items);
        let properties = schema.get("properties");
        is_within(schema, ("minProperties", "maxProperties"), object.len())
            && required.all(|name| name.as_str().is_none_or(|name| object.contains_key(name)))
            && object.iter().all(|(name, value)| {
                let property = properties.and_then(|properties| properties.get(name));
                match (property, schema.get("additionalProperties")) {
                    (Some(property), _) => self.value(property, value),
                    (None, Some(others)) if others.as_object().is_some() => {
                        self.value(others, value)
                    }
                    (None, others) => others.and_then(Node::as_bool) != Some(false),
                }
            })
    }
}

fn is_of_type(schema: &Node, value: &Value) -> bool {
    match schema.get_str("type") {
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("number") => value.is_number(),
        Some("integer") => numbers::is_integer(value),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => true,
    }
}

fn is_listed(schema: &Node, value: &Value) -> bool {
    let Some(values) = schema.get("enum").and_then(Node::as_array) else {
        return true;
    };
    let value = Node::from_json(value.clone(), schema.span);
    values.iter().any(|listed| listed.is_same(&value))
}

fn is_within(schema: &Node, (least, most): (&str, &str), found: usize) -> bool {
    count(schema, least).is_none_or(|least| found >= least)
        && count(schema, most).is_none_or(|most| found <= most)
}
