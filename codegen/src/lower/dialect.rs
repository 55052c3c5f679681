//! The document that progenitor is given: of the lowered one, only what decides a type or a request.
//!
//! Names are Rust names already, so that progenitor has none to choose, and the surface puts those of the wire back.
//! Limits, defaults and enums are left out, because progenitor would fail an answer over them; so are the error
//! answers, which it takes one of. What it does not know becomes JSON of any shape.

use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use super::inline_schemas::union_parts;
use super::successes::{self, value_schema};
use super::tree::{
    FORM_SEPARATOR, component_schemas, operation_nodes, reference_to, schema_reference,
};
use super::view::{body_schema, parameter_schema};
use crate::api::{Api, Body, BodyKind, Content, Location, Operation, Shape};
use crate::document::Node;

/// Formats that progenitor has a type for.
const STRING_FORMATS: &[&str] = &["date", "date-time", "uuid"];
const INTEGER_FORMATS: &[&str] = &[
    "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64",
];
const NUMBER_FORMATS: &[&str] = &["float", "double"];

/// Builds the document that progenitor is given.
///
/// # Errors
///
/// When openapiv3 does not read what was built.
pub(super) fn of(api: &Api, root: &Node) -> Result<OpenAPI, serde_json::Error> {
    let mut paths = Map::new();
    for (operation, node) in api.operations.iter().zip(operation_nodes(root)) {
        let method = operation.method.to_lowercase();
        let mut path = path_template(operation);
        if paths
            .get(&path)
            .is_some_and(|item: &Value| item.get(&method).is_some())
        {
            path = format!("{path}{FORM_SEPARATOR}{}", operation.name);
        }
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[method] = operation_dialect(operation, node);
    }
    let mut schemas: Map<_, _> = api
        .schemas
        .iter()
        .filter_map(|(name, schema)| {
            let node = component_schemas(root)?.get(name)?;
            let dialect = match &schema.shape {
                Shape::Object(properties) => {
                    let fields = properties.iter().filter_map(|property| {
                        if property.rest {
                            return Some((property.field.clone(), rest_dialect(node)));
                        }
                        let node = node.get("properties")?.get(&property.name)?;
                        Some((property.field.clone(), without_null(schema_dialect(node))))
                    });
                    let required: Vec<_> =
                        properties.iter().filter(|property| property.required).map(|property| &property.field).collect();
                    json!({ "type": "object", "properties": fields.collect::<Map<_, _>>(), "required": required })
                }
                // Replaced, so it only has to be there.
                Shape::Enum(..) | Shape::Union(_) => json!({ "type": "string" }),
                Shape::Other => schema_dialect(node),
            };
            Some((name.clone(), dialect))
        })
        .collect();
    schemas.extend(union_dialects(api, root));
    schemas.extend(answer_dialects(api, root));
    serde_json::from_value(json!({
        "openapi": "3.0.3",
        "info": { "title": api.title, "version": api.version },
        "paths": paths,
        "components": { "schemas": schemas },
    }))
}

/// For each union an object that has one field a variant, so that progenitor finds the variants' types.
fn union_dialects(api: &Api, root: &Node) -> impl Iterator<Item = (String, Value)> {
    api.schemas.iter().filter_map(|(name, schema)| {
        let Shape::Union(union) = &schema.shape else {
            return None;
        };
        let node = component_schemas(root)?.get(name)?;
        let parts = union_parts(node)?.iter();
        let parts = parts.map(|part| without_null(schema_dialect(part)));
        Some((union.holder(name), holder(parts)))
    })
}

/// The same for the JSON of each answer of an operation that has several types of them.
fn answer_dialects(api: &Api, root: &Node) -> impl Iterator<Item = (String, Value)> {
    let operations = api.operations.iter().zip(operation_nodes(root));
    operations.filter_map(|(operation, node)| {
        let several = operation.success.several()?;
        let answers = successes::answers(node).into_iter();
        let schemas = answers
            .filter(|answer| answer.content == Content::Json)
            .map(|answer| answer.schema.map_or_else(|| json!({}), schema_dialect));
        Some((several.holder(), holder(schemas)))
    })
}

/// An object whose fields have those schemas.
fn holder(schemas: impl Iterator<Item = Value>) -> Value {
    let fields: Map<_, _> = schemas
        .enumerate()
        .map(|(index, schema)| (format!("variant{index:03}"), schema))
        .collect();
    let required: Vec<_> = fields.keys().cloned().collect();
    json!({ "type": "object", "properties": fields, "required": required })
}

/// The path with the fields' names in its braces.
fn path_template(operation: &Operation) -> String {
    let mut path = operation.path.clone();
    for parameter in operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location == Location::Path)
    {
        path = path.replace(
            &format!("{{{}}}", parameter.name),
            &format!("{{{}}}", parameter.field),
        );
    }
    path
}

fn operation_dialect(operation: &Operation, node: &Node) -> Value {
    let find = |name: &str, location: &str| {
        node.get("parameters")?.items().find(|parameter| {
            parameter.get_str("name") == Some(name) && parameter.get_str("in") == Some(location)
        })
    };
    let parameters: Vec<_> = operation
        .parameters
        .iter()
        .filter_map(|parameter| {
            let location = match parameter.location {
                Location::Path => "path",
                Location::Query => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
            };
            let schema = parameter_schema(find(&parameter.name, location)?).map(schema_dialect);
            Some(json!({
                "name": parameter.field,
                // A cookie is a header to progenitor, whose code for it is not kept.
                "in": if parameter.location == Location::Cookie { "header" } else { location },
                "required": parameter.required,
                "schema": without_null(schema.unwrap_or_else(|| json!({ "type": "string" }))),
            }))
        })
        .collect();
    let mut dialect = json!({
        "operationId": operation.name,
        "parameters": parameters,
        "responses": { "200": response_dialect(operation, node) },
    });
    let is_value = |body: &Body| match body.kind {
        BodyKind::Json | BodyKind::Form => true,
        BodyKind::Multipart => !body.is_free_multipart(),
        BodyKind::Text | BodyKind::Bytes => false,
    };
    if operation.body.as_ref().is_some_and(is_value) {
        let schema = node
            .get("requestBody")
            .and_then(body_schema)
            .map_or_else(|| json!({}), |schema| without_null(schema_dialect(schema)));
        dialect["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    }
    dialect
}

fn response_dialect(operation: &Operation, node: &Node) -> Value {
    if !operation.success.is_json() {
        return json!({ "description": "" });
    }
    let schema = value_schema(node).map_or_else(|| json!({}), schema_dialect);
    json!({ "description": "", "content": { "application/json": { "schema": schema } } })
}

/// The map of the properties that an object does not name.
fn rest_dialect(node: &Node) -> Value {
    match node
        .get("additionalProperties")
        .filter(|values| values.as_object().is_some_and(|values| !values.is_empty()))
    {
        Some(values) => json!({ "type": "object", "additionalProperties": schema_dialect(values) }),
        None => json!({ "type": "object" }),
    }
}

pub(super) fn schema_dialect(node: &Node) -> Value {
    let nullable = node.get("nullable").and_then(Node::as_bool) == Some(true);
    if let Some(name) = schema_reference(node) {
        let reference = json!({ "$ref": reference_to(name) });
        return if nullable {
            json!({ "nullable": true, "allOf": [reference] })
        } else {
            reference
        };
    }
    let with_format = |kind: &str, known: &[&str]| match node
        .get_str("format")
        .filter(|format| known.contains(format))
    {
        Some(format) => json!({ "type": kind, "format": format }),
        None => json!({ "type": kind }),
    };
    let mut dialect = match node.get_str("type") {
        Some("string") => with_format("string", STRING_FORMATS),
        Some("integer") => with_format("integer", INTEGER_FORMATS),
        Some("number") => with_format("number", NUMBER_FORMATS),
        Some("boolean") => json!({ "type": "boolean" }),
        Some("array") => {
            json!({ "type": "array", "items": node.get("items").map_or_else(|| json!({}), schema_dialect) })
        }
        Some("object") => match node
            .get("additionalProperties")
            .filter(|values| values.as_object().is_some())
        {
            Some(values) => {
                json!({ "type": "object", "additionalProperties": schema_dialect(values) })
            }
            None => json!({ "type": "object" }),
        },
        // JSON of any shape has room for null.
        _ => return json!({}),
    };
    if nullable {
        dialect["nullable"] = json!(true);
    }
    dialect
}

/// The schema of a field, whose `null` is the surface's business, or of a body, which is never null.
fn without_null(mut schema: Value) -> Value {
    if schema
        .as_object_mut()
        .and_then(|schema| schema.remove("nullable"))
        .is_some()
        && let Some(reference) = schema.get_mut("allOf").and_then(|parts| parts.get_mut(0))
    {
        return reference.take();
    }
    schema
}
