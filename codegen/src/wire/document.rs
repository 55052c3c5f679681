//! The document that progenitor is given: the operations, with what decides a URL or a query.
//!
//! Names are Rust names already, so that progenitor has none to choose. Every value is of one schema that is replaced
//! by a type of ours, so that typify has nothing to write.

use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use crate::lower::FORM_SEPARATOR;
use crate::model::{BodyKind, Location, Model, Operation};

/// The schema of every value.
pub(super) const OPAQUE: &str = "Value";

/// Builds the document of `model`.
///
/// # Errors
///
/// When openapiv3 does not read what was built.
pub(super) fn of(model: &Model) -> Result<OpenAPI, serde_json::Error> {
    let mut paths = Map::new();
    for operation in &model.operations {
        let method = operation.method.to_lowercase();
        let mut path = path_template(operation);
        let is_taken = |item: &Value| item.get(&method).is_some();
        if paths.get(&path).is_some_and(is_taken) {
            path = format!("{path}{FORM_SEPARATOR}{}", operation.name);
        }
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[method] = self::operation(operation);
    }
    serde_json::from_value(json!({
        "openapi": "3.0.3",
        "info": { "title": "", "version": "" },
        "paths": paths,
        "components": { "schemas": { OPAQUE: { "type": "string" } } },
    }))
}

/// The path with the fields' names in its braces.
fn path_template(operation: &Operation) -> String {
    let mut path = operation.path.clone();
    let parameters = operation.parameters.iter();
    for parameter in parameters.filter(|it| it.location == Location::Path) {
        let (wire_name, field) = (&parameter.name, &parameter.field);
        path = path.replace(&format!("{{{wire_name}}}"), &format!("{{{field}}}"));
    }
    path
}

fn operation(operation: &Operation) -> Value {
    let schema = json!({ "$ref": format!("#/components/schemas/{OPAQUE}") });
    let parameters = operation.parameters.iter().filter_map(|parameter| {
        let location = match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header | Location::Cookie => return None,
        };
        Some(json!({
            "name": parameter.field,
            "in": location,
            "required": parameter.required,
            "schema": schema,
        }))
    });
    let mut out = json!({
        "operationId": operation.name,
        "parameters": parameters.collect::<Vec<_>>(),
        "responses": { "200": { "description": "" } },
    });
    let body = operation.body.as_ref();
    if body.is_some_and(|body| body.kind == BodyKind::Json) {
        let content = json!({ "application/json": { "schema": schema } });
        out["requestBody"] = json!({ "required": true, "content": content });
    }
    out
}
