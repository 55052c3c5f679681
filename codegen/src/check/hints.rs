//! Help for common mistakes.

use crate::diagnostic::{Code, SourceMap, Span};
use crate::document::{self, Entry, Map, Node};
use crate::openapi::Version;
use crate::openapi::objects::{ObjectKind, ObjectType, SCHEMA_FIELDS_OF_3_1, Shape};

/// Returns the code and help for a value that other versions of the specification allow in a field.
pub(super) fn kind(
    kind: ObjectKind,
    field: &str,
    value: &Node,
    version: Version,
) -> Option<(Code, &'static str)> {
    use document::NodeKind::{Array, Bool, Number};
    let help = match (kind, field, value.kind()) {
        (ObjectKind::Schema, "type", Array) => {
            "in OpenAPI 3.0, write one type, and `nullable: true` for null; only 3.1 has lists of types"
        }
        (ObjectKind::Schema, "exclusiveMinimum", Number) => {
            "in OpenAPI 3.0, write `minimum` with the number and `exclusiveMinimum: true`"
        }
        (ObjectKind::Schema, "exclusiveMaximum", Number) => {
            "in OpenAPI 3.0, write `maximum` with the number and `exclusiveMaximum: true`"
        }
        (ObjectKind::Schema, "required", Bool) => {
            let help = "list the names of required properties in `required` of the object";
            return Some((Code::MisplacedField, help));
        }
        (ObjectKind::Schema, "items", Array) if version > Version::V3_0 => {
            "write `prefixItems` for a tuple, or one schema for all items"
        }
        (ObjectKind::Schema, "items", Array) => "write one schema for all items",
        (ObjectKind::Schema, "items" | "not", Bool) => "write `{}` for any value",
        _ => return None,
    };
    Some((Code::WrongKind, help))
}

/// Returns the help for a value of the wrong type that could be written correctly.
pub(super) fn scalar(shape: &Shape, node: &Node, source: &SourceMap) -> Option<String> {
    let written = source.slice(node.span).trim();
    let text = node.as_str().map(str::to_ascii_lowercase);
    match (shape, text.as_deref()) {
        (Shape::Text | Shape::Word(_), None) if is_scalar(node) => {
            Some(format!("quote it: `\"{written}\"`"))
        }
        (Shape::Boolean | Shape::BooleanOr(_), Some("yes" | "on" | "y")) => {
            Some("write `true`: YAML 1.2 reads other words as strings".to_owned())
        }
        (Shape::Boolean | Shape::BooleanOr(_), Some("no" | "off" | "n")) => {
            Some("write `false`: YAML 1.2 reads other words as strings".to_owned())
        }
        (Shape::Boolean | Shape::BooleanOr(_), Some("true" | "false")) => {
            Some("remove the quotes".to_owned())
        }
        (Shape::Number | Shape::Count, Some(text)) if text.parse::<f64>().is_ok() => {
            Some("remove the quotes".to_owned())
        }
        (Shape::List(_), _) => Some(format!("write a list: `[{}]`", short(written))),
        _ => None,
    }
}

/// Returns the help for a reference that is not a string.
pub(super) fn reference(kind: ObjectKind) -> String {
    let section = match kind {
        ObjectKind::Schema => "schemas",
        ObjectKind::Response => "responses",
        ObjectKind::Parameter => "parameters",
        ObjectKind::RequestBody => "requestBodies",
        ObjectKind::Header => "headers",
        _ => return "write a reference, such as `\"#/components/…\"`".to_owned(),
    };
    format!("write a reference, such as `\"#/components/{section}/Name\"`")
}

/// Returns the help for an unquoted reference, which is a comment in YAML.
pub(super) fn unquoted_reference(entry: &Entry, source: &SourceMap) -> Option<String> {
    let line = source.line_span(entry.key_span.end);
    let rest = source.slice(Span::new(entry.key_span.end, line.end));
    let comment = rest
        .trim_start_matches(['"', '\''])
        .trim_start()
        .strip_prefix(':')?;
    let reference = comment.trim().split([' ', '}', ',']).next()?;
    (entry.value.is_null() && reference.starts_with('#')).then(|| {
        format!("quote the reference, since `#` starts a comment in YAML: `\"{reference}\"`")
    })
}

fn is_scalar(node: &Node) -> bool {
    node.as_bool().is_some() || node.as_number().is_some()
}

fn short(written: &str) -> &str {
    const SHORT: usize = 30;
    if written.len() > SHORT || written.contains('\n') {
        "…"
    } else {
        written
    }
}

/// Returns the help for a value that belongs to another version of the specification or to another field.
pub(super) fn word_of(kind: ObjectKind, field: &str, word: &str) -> Option<&'static str> {
    let help = match (kind, field, word) {
        (ObjectKind::Parameter, "in", "body") => {
            "this is Swagger 2.0: move the schema to `requestBody`, into a media type of `content`"
        }
        (ObjectKind::Parameter, "in", "formData") => {
            "this is Swagger 2.0: make it a property of the schema in `requestBody`, in the media type \
             `application/x-www-form-urlencoded`, or `multipart/form-data` for files"
        }
        (ObjectKind::Schema, "type", "file") => "write `type: string` and `format: binary`",
        (ObjectKind::Schema, "type", "null") => {
            "write `nullable: true` beside the type of the other values: OpenAPI 3.0 has no type `null`"
        }
        (ObjectKind::Schema, "type", "date") => "write `type: string` and `format: date`",
        (ObjectKind::Schema, "type", "date-time" | "datetime" | "dateTime") => {
            "write `type: string` and `format: date-time`"
        }
        (ObjectKind::Schema, "type", "uuid") => "write `type: string` and `format: uuid`",
        (ObjectKind::Schema, "type", "int32") => "write `type: integer` and `format: int32`",
        (ObjectKind::Schema, "type", "int64" | "long") => {
            "write `type: integer` and `format: int64`"
        }
        (ObjectKind::Schema, "type", "float") => "write `type: number` and `format: float`",
        (ObjectKind::Schema, "type", "double") => "write `type: number` and `format: double`",
        _ => return None,
    };
    Some(help)
}

/// Whether a parameter is a body or form field of Swagger 2.0.
pub(super) fn is_body_of_2_0(parameter: &Map) -> bool {
    let location = parameter.get("in").and_then(Node::as_str);
    matches!(location, Some("body" | "formData"))
}

/// Returns the help for an alternative of `oneOf` or `anyOf` with the type `null`.
pub(super) fn null_alternative(choice: &str) -> String {
    format!("remove this alternative, and write `nullable: true` beside `{choice}`")
}

/// Returns the known format that another one resembles.
pub(super) fn format(kind: &str, format: &str) -> Option<&'static str> {
    let letters: String = format
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let is_spelled_out = format
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | ' '));
    let meant = match (kind, letters.as_str()) {
        ("string", "date") => "date",
        ("string", "datetime" | "isodatetime" | "rfc3339") => "date-time",
        ("string", "uuid" | "uuid4" | "uuidv4" | "guid") => "uuid",
        ("string", "binary") => "binary",
        ("string", "byte") => "byte",
        ("integer", "int32" | "integer32") => "int32",
        ("integer", "int64" | "integer64" | "long") => "int64",
        ("number", "float") => "float",
        ("number", "double") => "double",
        _ => return None,
    };
    (is_spelled_out && format != meant).then_some(meant)
}

/// Returns the help for a key beside `properties` that looks like a property.
pub(super) fn outdented_property(schema: &Map, key: &str, value: &Node) -> Option<String> {
    const FIELDS: &[&str] = &[
        "$ref",
        "type",
        "allOf",
        "oneOf",
        "anyOf",
        "properties",
        "items",
        "enum",
        "format",
    ];
    let is_schema = FIELDS.iter().any(|field| value.get(field).is_some());
    let holds_properties = schema
        .get("properties")
        .is_some_and(|it| it.as_object().is_some())
        || schema.get("type").and_then(Node::as_str) == Some("object");
    (is_schema && holds_properties).then(|| {
        let how = if schema.contains_key("properties") {
            "indent it by one more level: it is beside `properties`, not in it"
        } else {
            "move it into `properties`"
        };
        format!("if `{key}` is a property, {how}")
    })
}

/// Returns the specification's term for one of other versions or languages.
pub(super) fn word(word: &str) -> Option<&'static str> {
    let word = match word {
        "str" | "text" | "binary" => "string",
        "int" => "integer",
        "decimal" => "number",
        "bool" => "boolean",
        "list" | "set" => "array",
        "map" | "dict" | "json" => "object",
        "basic" | "bearer" => "http",
        "oauth" => "oauth2",
        _ => return None,
    };
    Some(word)
}

/// Returns the help for a field of a newer version of the specification.
pub(super) fn newer(object_type: &ObjectType, field: &str, version: Version) -> Option<String> {
    let since = object_type.since(field).filter(|since| *since > version)?;
    let instead = SCHEMA_FIELDS_OF_3_1
        .iter()
        .filter(|_| object_type.kind == ObjectKind::Schema)
        .find(|(name, _)| *name == field)
        .map_or("remove it", |(_, instead)| instead);
    Some(format!("this is OpenAPI {since}: in {version}, {instead}"))
}

/// Returns the help for a field that belongs to another object or version.
pub(super) fn misplaced(kind: ObjectKind, field: &str) -> Option<&'static str> {
    let help = match (kind, field) {
        (ObjectKind::Document, "swagger") => "remove it: `openapi` specifies the version",
        (ObjectKind::Document, "host" | "basePath" | "schemes") => {
            "this is Swagger 2.0: use `servers`"
        }
        (ObjectKind::Document, "definitions") => "this is Swagger 2.0: use `components.schemas`",
        (ObjectKind::Document, "securityDefinitions") => {
            "this is Swagger 2.0: use `components.securitySchemes`"
        }
        (ObjectKind::Operation, "consumes" | "produces") => {
            "this is Swagger 2.0: write media types as keys of `content`"
        }
        (ObjectKind::Operation, "body") => "use `requestBody`",
        (
            ObjectKind::Parameter | ObjectKind::Header | ObjectKind::MediaType,
            "type" | "format" | "enum" | "default" | "items" | "minimum" | "maximum" | "pattern"
            | "minLength" | "maxLength" | "nullable" | "properties" | "$ref",
        ) => "move it into `schema`",
        (ObjectKind::Parameter | ObjectKind::Header, "collectionFormat") => {
            "this is Swagger 2.0: use `style` and `explode`"
        }
        (ObjectKind::Header, "name" | "in") => "remove it: the key of a header is its name",
        (ObjectKind::Response | ObjectKind::RequestBody, "schema" | "examples" | "example") => {
            "move it into a media type of `content`"
        }
        _ => return None,
    };
    Some(help)
}

/// Returns the help for a missing field.
pub(super) fn missing(kind: ObjectKind, field: &str) -> Option<&'static str> {
    let help = match (kind, field) {
        (ObjectKind::Document, "info") => "add `info` with a `title` and a `version`",
        (ObjectKind::Document, "paths") => "add `paths`, or `paths: {}` if there are none yet",
        (ObjectKind::Info, "version") => "add the version of the API, such as `version: \"1.0\"`",
        (ObjectKind::Operation, "responses") => {
            "add `responses` with at least one response, such as `\"200\": { description: … }`"
        }
        (ObjectKind::Response, "description") => {
            "add `description` with the meaning of the response"
        }
        (ObjectKind::Parameter, "in") => "add `in: query`, `header`, `path` or `cookie`",
        (ObjectKind::RequestBody, "content") => {
            "add `content` with a media type, such as `application/json: {}`"
        }
        _ => return None,
    };
    Some(help)
}
