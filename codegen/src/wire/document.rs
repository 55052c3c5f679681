//! The input of progenitor: the operations, with the parts that determine the URL, the query and the JSON body.
//!
//! All names are Rust names, so that progenitor does not change them. All values have one schema, which progenitor
//! replaces by a type of ours, so that typify generates no types.

use std::collections::HashMap;

use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use crate::lower::FORM_SEPARATOR;
use crate::model::{BodyKind, Location, Operation, Style};
use crate::openapi::path;

/// The schema of every value.
pub(super) const OPAQUE: &str = "Value";

/// Builds progenitor's input from `operations`.
///
/// # Errors
///
/// Fails if openapiv3 cannot read the built document.
pub(super) fn of(operations: &[Operation]) -> Result<OpenAPI, serde_json::Error> {
    let mut paths = Map::new();
    for operation in operations {
        // openapiv3 has no place for other methods.
        let method = if operation.has_known_method() {
            operation.method.to_lowercase()
        } else {
            "post".to_owned()
        };
        let mut path = path_template(operation);
        let is_used = |item: &Value| item.get(&method).is_some();
        if paths.get(&path).is_some_and(is_used) {
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

/// The path with the names of fields in its braces.
fn path_template(operation: &Operation) -> String {
    let parameters = operation.parameters.iter();
    let in_path = parameters.filter(|it| it.location == Location::Path);
    let fields: HashMap<_, _> = in_path.map(|it| (&*it.name, &*it.field)).collect();
    path::renamed(&operation.path, |name| {
        fields.get(name).copied().unwrap_or(name)
    })
}

fn operation(operation: &Operation) -> Value {
    let schema = json!({ "$ref": format!("#/components/schemas/{OPAQUE}") });
    let parameters = operation.parameters.iter().filter_map(|parameter| {
        let location = match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::QueryString if parameter.style == Style::Form => "query",
            Location::QueryString | Location::Header | Location::Cookie => return None,
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
