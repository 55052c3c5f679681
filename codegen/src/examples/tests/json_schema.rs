//! Validates values by JSON Schema, independently of the generator's own validation.

use std::collections::BTreeMap;

use jsonschema::Draft;
use serde_json::{Map, Value, json};

use crate::document::Node;
use crate::lower::tree::component_schemas;

/// The component schemas of a document as JSON Schema.
pub(super) struct JsonSchemas(BTreeMap<String, Value>);

/// Whether a value satisfies a schema.
pub(super) enum Validity {
    Valid,
    Invalid(String),
    /// The schema is not JSON Schema.
    Unknown(String),
}

impl JsonSchemas {
    pub(super) fn of(root: &Node) -> Self {
        let schemas = component_schemas(root).into_iter().flat_map(Node::entries);
        let schemas =
            schemas.map(|(name, entry)| (name.to_owned(), converted(&entry.value.to_json())));
        Self(schemas.collect())
    }

    pub(super) fn validity(&self, name: &str, value: &Value) -> Validity {
        let mut used = Map::new();
        self.collect(name, &mut used);
        let schema = json!({
            "$ref": format!("#/components/schemas/{name}"),
            "components": { "schemas": used },
        });
        let options = jsonschema::options().with_draft(Draft::Draft4);
        match options.build(&schema) {
            Err(error) => Validity::Unknown(error.to_string()),
            Ok(validator) => match validator.validate(value) {
                Ok(()) => Validity::Valid,
                Err(error) => Validity::Invalid(format!("{error} at {}", error.instance_path())),
            },
        }
    }

    /// Collects a schema and those that it refers to.
    fn collect(&self, name: &str, used: &mut Map<String, Value>) {
        let mut open = vec![name.to_owned()];
        while let Some(name) = open.pop() {
            if let Some(schema) = self.0.get(&name)
                && used.insert(name, schema.clone()).is_none()
            {
                references(schema, &mut open);
            }
        }
    }
}

fn references(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(object) => {
            let reference = object.get("$ref").and_then(Value::as_str);
            found.extend(
                reference
                    .and_then(|it| it.rsplit('/').next())
                    .map(ToOwned::to_owned),
            );
            object.values().for_each(|value| references(value, found));
        }
        _ => {}
    }
}

/// Converts a schema of OpenAPI 3.0 to draft 4 of JSON Schema, which has no `nullable` and no `discriminator`.
fn converted(schema: &Value) -> Value {
    let Value::Object(object) = schema else {
        return schema.clone();
    };
    let mut out = Map::new();
    for (key, value) in object {
        let has_tag = object.contains_key("discriminator");
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                let properties = properties.iter();
                let properties = properties.map(|(name, schema)| (name.clone(), converted(schema)));
                out.insert(key.clone(), properties.collect());
            }
            ("oneOf" | "anyOf" | "allOf", Value::Array(parts)) => {
                let key = if key == "oneOf" && has_tag {
                    "anyOf"
                } else {
                    key
                };
                out.insert(key.to_owned(), parts.iter().map(converted).collect());
            }
            ("items" | "additionalProperties" | "not", value) => {
                out.insert(key.clone(), converted(value));
            }
            ("required", Value::Array(names)) if names.is_empty() => {}
            (
                "$ref" | "type" | "enum" | "required" | "pattern" | "minLength" | "maxLength"
                | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf"
                | "minItems" | "maxItems" | "uniqueItems" | "minProperties" | "maxProperties",
                value,
            ) => {
                out.insert(key.clone(), value.clone());
            }
            _ => {}
        }
    }
    match object.get("nullable") {
        Some(Value::Bool(true)) => json!({ "anyOf": [out, { "type": "null" }] }),
        _ => Value::Object(out),
    }
}
