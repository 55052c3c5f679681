//! Reads the typed view from the lowered document.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::inline_schemas::{is_enum, is_object, union_parts};
use super::multipart;
use super::nesting;
use super::successes;
use super::tree::{METHODS, component_schemas, plain_path, schema_reference};
use super::usage::usage;
use crate::api::{
    Api, Body, BodyKind, Bound, Docs, EnumKind, EnumValue, ErrorAnswer, Limits, Location,
    Operation, Parameter, Part, Property, RateLimits, Schema, Scheme, SchemeKind, Server,
    ServerVariable, Shape, Status, Style, Union, UnionVariant,
};
use crate::document::{Entry, Node};
use crate::names;
use crate::reserved;

/// Names that a parameter's field cannot have, because the request's code uses them.
const REQUEST_NAMES: &[&str] = &["body", "request", "wire"];

/// Reads the view of a lowered document whose module is called `module`.
pub(super) fn read(root: &Node, module: &str) -> Api {
    let info = |key| {
        root.get("info")
            .and_then(|info| info.get_str(key))
            .map(ToOwned::to_owned)
    };
    let schemas = schemas(root);
    let operations = operations(root, &schemas);
    let security = root.get("security").map(requirements).unwrap_or_default();
    let own = operations
        .iter()
        .flat_map(|operation| operation.security.iter().flatten());
    let used: HashSet<_> = own.chain(&security).flatten().collect();
    let schemes = schemes(root, module)
        .into_iter()
        .filter(|scheme| used.contains(&scheme.name))
        .collect();
    Api {
        module: module.to_owned(),
        title: info("title").unwrap_or_else(|| module.to_owned()),
        description: info("description"),
        version: info("version").unwrap_or_default(),
        servers: servers(root, module),
        schemes,
        security,
        rate_limits: RateLimits::default(),
        operations,
        nesting: nesting::of(root),
        schemas,
    }
}

fn servers(root: &Node, module: &str) -> Vec<Server> {
    let servers = root.get("servers").into_iter().flat_map(Node::items);
    servers
        .map(|server| Server {
            url: server
                .get_str("url")
                .unwrap_or_default()
                .trim_end_matches('/')
                .to_owned(),
            variables: server
                .get("variables")
                .into_iter()
                .flat_map(Node::entries)
                .map(|(name, entry)| server_variable(name, &entry.value, module))
                .collect(),
        })
        .collect()
}

fn server_variable(name: &str, node: &Node, module: &str) -> ServerVariable {
    ServerVariable {
        name: name.to_owned(),
        description: text(node, "description"),
        method: builder_method(node, name),
        env: text(node, "x-env").unwrap_or_else(|| names::env_name(module, name)),
        default: text(node, "default"),
        values: node
            .get("enum")
            .into_iter()
            .flat_map(Node::items)
            .filter_map(Node::as_str)
            .map(ToOwned::to_owned)
            .collect(),
    }
}

fn schemes(root: &Node, module: &str) -> Vec<Scheme> {
    let schemes = root
        .get("components")
        .and_then(|components| components.get("securitySchemes"));
    schemes
        .into_iter()
        .flat_map(Node::entries)
        .filter_map(|(name, entry)| {
            let node = &entry.value;
            Some(Scheme {
                name: name.to_owned(),
                description: text(node, "description"),
                method: builder_method(node, name),
                env: text(node, "x-env").unwrap_or_else(|| names::env_name(module, name)),
                kind: scheme_kind(node)?,
            })
        })
        .collect()
}

fn builder_method(node: &Node, name: &str) -> String {
    let method = names::field_name(&text(node, "x-rust-name").unwrap_or_else(|| name.to_owned()));
    if reserved::CLIENT_BUILDER.contains(&method.as_str()) {
        format!("{method}_auth")
    } else {
        method
    }
}

fn scheme_kind(node: &Node) -> Option<SchemeKind> {
    match node.get_str("type")? {
        "apiKey" => {
            let name = node.get_str("name")?.to_owned();
            match node.get_str("in")? {
                "header" => match node.get_str("x-prefix") {
                    Some(prefix) if name.eq_ignore_ascii_case("authorization") => {
                        Some(SchemeKind::Authorization(prefix.to_owned()))
                    }
                    _ => Some(SchemeKind::Header(name)),
                },
                "query" => Some(SchemeKind::Query(name)),
                "cookie" => Some(SchemeKind::Cookie(name)),
                _ => None,
            }
        }
        "http" => match node.get_str("scheme")? {
            scheme if scheme.eq_ignore_ascii_case("basic") => Some(SchemeKind::Basic),
            scheme if scheme.eq_ignore_ascii_case("bearer") => {
                Some(SchemeKind::Authorization("Bearer".to_owned()))
            }
            scheme => Some(SchemeKind::Authorization(scheme.to_owned())),
        },
        // The caller brings the token; how it was obtained is not this client's business.
        "oauth2" | "openIdConnect" => Some(SchemeKind::Authorization("Bearer".to_owned())),
        _ => None,
    }
}

fn operations(root: &Node, schemas: &IndexMap<String, Schema>) -> Vec<Operation> {
    let mut type_names = HashSet::new();
    let mut answer_names: HashSet<_> = schemas.keys().cloned().collect();
    let one = successes::OneAnswer::of(root);
    let mut operations = Vec::new();
    for (path, item) in root.get("paths").into_iter().flat_map(Node::entries) {
        for (method, entry) in item
            .value
            .entries()
            .filter(|(method, _)| METHODS.contains(method))
        {
            let node = &entry.value;
            let name = text(node, "operationId").unwrap_or_default();
            let type_name = names::unique(names::type_name(&name), &mut type_names);
            operations.push(Operation {
                success: successes::success(node, &type_name, &one, &mut answer_names),
                type_name,
                name,
                method: method.to_uppercase(),
                path: plain_path(path).to_owned(),
                docs: docs(node),
                parameters: parameters(node),
                body: node.get("requestBody").and_then(|node| body(node, schemas)),
                accept: successes::accept(node),
                answers: answers(node),
                errors: errors(node),
                rate_class: None,
                retry: None,
                pagination: None,
                batch: None,
                job: None,
                security: node.get("security").map(requirements),
            });
        }
    }
    operations
}

fn requirements(node: &Node) -> Vec<Vec<String>> {
    node.items()
        .map(|names| names.entries().map(|(name, _)| name.to_owned()).collect())
        .collect()
}

fn parameters(operation: &Node) -> Vec<Parameter> {
    let mut taken: HashSet<String> = REQUEST_NAMES
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    operation
        .get("parameters")
        .into_iter()
        .flat_map(Node::items)
        .filter_map(|node| {
            let location = match node.get_str("in")? {
                "path" => Location::Path,
                "query" => Location::Query,
                "header" => Location::Header,
                "cookie" => Location::Cookie,
                _ => return None,
            };
            let name = node.get_str("name")?.to_owned();
            if location == Location::Header && is_set_aside(&name) {
                return None;
            }
            let mut field = names::field_name(&name);
            if !taken.insert(field.clone()) {
                field = names::unique(format!("{}_param", field.trim_end_matches('_')), &mut taken);
            }
            let schema = parameter_schema(node);
            Some(Parameter {
                field,
                location,
                style: style(node, location),
                required: location == Location::Path || flag(node, "required"),
                docs: docs(node),
                limits: schema.map(limits).unwrap_or_default(),
                default: schema
                    .and_then(|schema| schema.get("default"))
                    .map(Node::to_json),
                example: node
                    .get("example")
                    .or_else(|| parameter_media(node)?.1.get("example"))
                    .or_else(|| schema.and_then(|schema| schema.get("example")))
                    .map(Node::to_json),
                name,
            })
        })
        .collect()
}

/// Whether OpenAPI ignores a header parameter of this name: the body, the answer and `security` give these.
fn is_set_aside(name: &str) -> bool {
    ["accept", "authorization", "content-type"]
        .iter()
        .any(|header| name.eq_ignore_ascii_case(header))
}

/// The media type of a parameter that is given by `content`.
pub(super) fn parameter_media(parameter: &Node) -> Option<(&str, &Node)> {
    let (name, entry) = parameter.get("content")?.entries().next()?;
    Some((name, &entry.value))
}

/// The schema of a parameter's values. What is of another media type than JSON is text.
pub(super) fn parameter_schema(parameter: &Node) -> Option<&Node> {
    parameter.get("schema").or_else(|| {
        let (name, media) = parameter_media(parameter)?;
        is_json(name).then(|| media.get("schema"))?
    })
}

fn style(parameter: &Node, location: Location) -> Style {
    if let Some((name, _)) = parameter_media(parameter) {
        return match location {
            _ if is_json(name) => Style::Json,
            Location::Path | Location::Header => Style::Simple(false),
            Location::Query | Location::Cookie => Style::Form,
        };
    }
    let explode = parameter.get("explode").and_then(Node::as_bool);
    let exploded = explode == Some(true);
    match (location, parameter.get_str("style")) {
        (Location::Path, Some("label")) => Style::Label(exploded),
        (Location::Path, Some("matrix")) => Style::Matrix(exploded),
        (Location::Path | Location::Header, _) => Style::Simple(exploded),
        (Location::Query, Some("deepObject")) => Style::Deep,
        (Location::Query, Some("spaceDelimited")) if !exploded => Style::Joined(' '),
        (Location::Query, Some("pipeDelimited")) if !exploded => Style::Joined('|'),
        (Location::Query | Location::Cookie, _) if explode == Some(false) => Style::Joined(','),
        (Location::Query | Location::Cookie, _) => Style::Form,
    }
}

fn body(node: &Node, schemas: &IndexMap<String, Schema>) -> Option<Body> {
    let (name, media) = body_media(node)?;
    let kind = match essence(name).as_str() {
        name if is_json(name) => BodyKind::Json,
        FORM => BodyKind::Form,
        name if is_multipart(name) => BodyKind::Multipart,
        name if name.starts_with("text/") => BodyKind::Text,
        _ => BodyKind::Bytes,
    };
    let schema = body_schema(node);
    let name_of_schema = schema.and_then(schema_reference).map(ToOwned::to_owned);
    let object = name_of_schema.as_ref().and_then(|name| schemas.get(name));
    Some(Body {
        parts: object
            .map(|object| parts(object, media))
            .unwrap_or_default(),
        kind,
        media_type: name.to_owned(),
        required: flag(node, "required"),
        schema: name_of_schema,
        limits: schema.map(limits).unwrap_or_default(),
        example: media.get("example").map(Node::to_json),
    })
}

const FORM: &str = "application/x-www-form-urlencoded";

/// The media type that a body is sent as: JSON where there is JSON, then what fields can be written to, or the first.
pub(super) fn body_media(node: &Node) -> Option<(&str, &Node)> {
    let content = || {
        let content = node.get("content").into_iter().flat_map(Node::entries);
        content.map(|(name, entry)| (name, &entry.value))
    };
    content()
        .find(|(name, _)| is_json(name))
        .or_else(|| content().find(|(name, _)| is_form(name) || is_multipart(name)))
        .or_else(|| content().next())
}

/// How each property of a form or of a body in parts is written.
fn parts(object: &Schema, media: &Node) -> Vec<Part> {
    let encodings = media.get("encoding");
    let properties = object.properties().iter();
    properties
        .map(|property| {
            let encoding = encodings.and_then(|encodings| encodings.get(&property.name));
            Part {
                name: property.name.clone(),
                field: property.field.clone(),
                is_file: property.is_file,
                is_rest: property.rest,
                style: encoding.map_or(Style::Form, |encoding| style(encoding, Location::Query)),
                content_type: encoding
                    .and_then(|encoding| encoding.get_str("contentType"))
                    .and_then(concrete)
                    .map(ToOwned::to_owned),
            }
        })
        .collect()
}

/// A media type that can be sent: not a choice, and not a pattern.
pub(super) fn concrete(media_type: &str) -> Option<&str> {
    let is_one = !media_type.contains(['*', ',']) && media_type.contains('/');
    (is_one && media_type.bytes().all(|byte| matches!(byte, b' '..=b'~')))
        .then_some(media_type.trim())
}

/// The schema of a body that is written from a value.
pub(super) fn body_schema(node: &Node) -> Option<&Node> {
    let (name, media) = body_media(node)?;
    let schema = media.get("schema")?;
    let is_value = is_json(name) || is_form(name);
    // Other bodies of parts are put together by the caller.
    let is_parts = || is_multipart(name) && schema_reference(schema).is_some();
    (is_value || is_parts()).then_some(schema)
}

pub(super) fn is_form(media_type: &str) -> bool {
    essence(media_type) == FORM
}

pub(super) fn is_multipart(media_type: &str) -> bool {
    essence(media_type).starts_with("multipart/")
}

/// The media type object for JSON.
pub(super) fn json_media(node: &Node) -> Option<&Node> {
    json_media_entry(node).map(|(_, entry)| &entry.value)
}

fn json_media_entry(node: &Node) -> Option<(&str, &Entry)> {
    node.get("content")?
        .entries()
        .find(|(name, _)| is_json(name))
}

/// A media type without its parameters.
fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

/// The answer of the lowest successful status, or else the default.
pub(super) fn success_response(operation: &Node) -> Option<&Node> {
    let lowest = successes::answers(operation).into_iter().next()?;
    Some(&lowest.entry.value)
}

/// The media type that an answer is read as: JSON where there is JSON, or else the first.
pub(super) fn answer_media(response: &Node) -> Option<(&str, &Entry)> {
    json_media_entry(response).or_else(|| response.get("content")?.entries().next())
}

fn answers(operation: &Node) -> Vec<(String, String)> {
    let responses = operation
        .get("responses")
        .into_iter()
        .flat_map(Node::entries);
    responses
        .filter_map(|(status, entry)| Some((status.to_owned(), text(&entry.value, "description")?)))
        .collect()
}

fn errors(operation: &Node) -> Vec<ErrorAnswer> {
    let responses = operation
        .get("responses")
        .into_iter()
        .flat_map(Node::entries);
    responses
        .filter_map(|(status, entry)| {
            let status = match status {
                "default" => Status::Default,
                "4XX" | "4xx" => Status::Class(4),
                "5XX" | "5xx" => Status::Class(5),
                code => Status::Code(code.parse().ok().filter(|code| (400..600).contains(code))?),
            };
            let schema = json_media(&entry.value).and_then(|media| media.get("schema"));
            Some(ErrorAnswer {
                status,
                schema: schema.and_then(schema_reference).map(ToOwned::to_owned),
            })
        })
        .collect()
}

fn schemas(root: &Node) -> IndexMap<String, Schema> {
    let nodes = component_schemas(root);
    let usage = usage(root);
    nodes
        .into_iter()
        .flat_map(Node::entries)
        .map(|(name, entry)| {
            let node = &entry.value;
            let schema = Schema {
                docs: schema_docs(node),
                shape: shape(node),
                usage: usage.get(name).copied().unwrap_or_default(),
            };
            (name.to_owned(), schema)
        })
        .collect()
}

fn shape(node: &Node) -> Shape {
    if is_enum(node) {
        Shape::Enum(enum_values(node), enum_kind(node))
    } else if let Some(properties) = node
        .get("properties")
        .filter(|_| is_object(node) || is_empty_object(node))
    {
        Shape::Object(self::properties(node, properties))
    } else if let Some(parts) = union_parts(node) {
        Shape::Union(union(node, parts))
    } else {
        Shape::Other
    }
}

fn union(schema: &Node, parts: &[Node]) -> Union {
    let discriminator = schema.get("discriminator");
    let mapping: Vec<_> = discriminator
        .and_then(|node| node.get("mapping"))
        .into_iter()
        .flat_map(Node::entries)
        .collect();
    let mut taken = HashSet::from(["Unknown".to_owned()]);
    let variants = parts.iter().map(|part| {
        let target = schema_reference(part);
        let name = target.map_or_else(|| scalar_name(part), ToOwned::to_owned);
        let mapped = mapping.iter().filter(|(_, entry)| {
            let to = entry.value.as_str().and_then(|to| to.rsplit('/').next());
            target.is_some() && to.map(names::type_name).as_deref() == target
        });
        let mut values: Vec<_> = mapped.map(|(value, _)| (*value).to_owned()).collect();
        if values.is_empty() {
            values.extend(
                part.get_str("x-schema-name")
                    .or(target)
                    .map(ToOwned::to_owned),
            );
        }
        UnionVariant {
            name: names::unique(name, &mut taken),
            description: text(part, "description"),
            values,
        }
    });
    let variants = variants.collect();
    Union {
        tag: discriminator.and_then(|node| text(node, "propertyName")),
        variants,
    }
}

/// A variant's name for what is no type of its own.
fn scalar_name(schema: &Node) -> String {
    match schema.get_str("type") {
        Some("string") => "Text",
        Some("integer") => "Integer",
        Some("number") => "Number",
        Some("boolean") => "Boolean",
        Some("array") => "List",
        Some("object") => "Object",
        _ => "Json",
    }
    .to_owned()
}

/// An object that has lost all of its properties to the other direction.
fn is_empty_object(node: &Node) -> bool {
    node.get("properties")
        .and_then(Node::as_object)
        .is_some_and(crate::document::Map::is_empty)
}

fn properties(schema: &Node, properties: &Node) -> Vec<Property> {
    let required: HashSet<_> = schema
        .get("required")
        .into_iter()
        .flat_map(Node::items)
        .filter_map(Node::as_str)
        .collect();
    // `new` is the constructor.
    let mut taken = HashSet::from(["new".to_owned()]);
    let rest = schema
        .get("additionalProperties")
        .filter(|rest| rest.as_bool() != Some(false));
    let mut properties: Vec<_> = properties
        .entries()
        .map(|(name, entry)| {
            let node = &entry.value;
            let field = match names::field_name(name) {
                field if field == "new" => "new_field".to_owned(),
                field => field,
            };
            Property {
                name: name.to_owned(),
                field: names::unique(field, &mut taken),
                docs: schema_docs(node),
                required: required.contains(name),
                nullable: flag(node, "nullable"),
                rest: false,
                is_file: multipart::is_file(node),
                limits: limits(node),
                example: node.get("example").map(Node::to_json),
            }
        })
        .collect();
    properties.extend(rest.map(|_| Property {
        name: "additionalProperties".to_owned(),
        field: names::unique("additional_properties".to_owned(), &mut taken),
        docs: Docs {
            description: Some("The properties that have no field of their own.".to_owned()),
            ..Docs::default()
        },
        required: true,
        nullable: false,
        rest: true,
        is_file: false,
        limits: Limits::default(),
        example: None,
    }));
    properties
}

fn enum_kind(schema: &Node) -> EnumKind {
    let values = || schema.get("enum").into_iter().flat_map(Node::items);
    // Among numbers, one that is unknown may have a fraction.
    let is_number = schema.get_str("type") == Some("number");
    if values().all(|value| value.as_str().is_some()) {
        EnumKind::Texts
    } else if values().all(|value| value.as_i64().is_some()) && !is_number {
        EnumKind::Integers
    } else {
        EnumKind::Scalars
    }
}

fn enum_values(schema: &Node) -> Vec<EnumValue> {
    let descriptions = schema.get("x-enum-descriptions");
    let variants = schema
        .get("x-enum-varnames")
        .and_then(Node::as_array)
        .unwrap_or_default();
    let mut taken = HashSet::from(["Unknown".to_owned()]);
    let mut seen = HashSet::new();
    schema
        .get("enum")
        .into_iter()
        .flat_map(Node::items)
        .enumerate()
        .filter(|(_, node)| seen.insert(node.to_json().to_string()))
        .map(|(index, node)| {
            let text = node
                .as_str()
                .map_or_else(|| node.to_json().to_string(), ToOwned::to_owned);
            let wanted = variants.get(index).and_then(Node::as_str).unwrap_or(&text);
            let name = if wanted.is_empty() {
                "Empty".to_owned()
            } else {
                names::variant_name(wanted)
            };
            let name = if name == "Unknown" {
                "UnknownValue".to_owned()
            } else {
                name
            };
            EnumValue {
                variant: names::unique(name, &mut taken),
                description: descriptions
                    .and_then(|all| all.get_str(&text))
                    .map(ToOwned::to_owned),
                value: node.to_json(),
            }
        })
        .collect()
}

fn limits(schema: &Node) -> Limits {
    // A limit holds for values of one type; a UUID or a time has a type of its own, and with it a length.
    let kind = schema.get_str("type");
    let is_text = kind == Some("string")
        && !matches!(
            schema.get_str("format"),
            Some("date" | "date-time" | "uuid" | multipart::FILE)
        );
    let is_number = matches!(kind, Some("integer" | "number"));
    let is_list = kind == Some("array");
    let count = |key, holds: bool| schema.get(key).and_then(Node::as_u64).filter(|_| holds);
    let number = |key| {
        schema
            .get(key)
            .and_then(Node::as_number)
            .filter(|_| is_number)
            .cloned()
    };
    let bound = |key, exclusive| {
        Some(Bound {
            value: number(key)?,
            exclusive: flag(schema, exclusive),
        })
    };
    Limits {
        min_length: count("minLength", is_text).filter(|min| *min > 0),
        max_length: count("maxLength", is_text),
        minimum: bound("minimum", "exclusiveMinimum"),
        maximum: bound("maximum", "exclusiveMaximum"),
        multiple_of: number("multipleOf"),
        min_items: count("minItems", is_list).filter(|min| *min > 0),
        max_items: count("maxItems", is_list),
        unique_items: is_list && flag(schema, "uniqueItems"),
    }
}

fn docs(node: &Node) -> Docs {
    Docs {
        summary: text(node, "summary"),
        description: text(node, "description"),
        deprecated: flag(node, "deprecated"),
    }
}

fn schema_docs(node: &Node) -> Docs {
    Docs {
        summary: None,
        description: text(node, "description").or_else(|| text(node, "title")),
        deprecated: flag(node, "deprecated"),
    }
}

fn text(node: &Node, key: &str) -> Option<String> {
    node.get_str(key)
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(ToOwned::to_owned)
}

fn flag(node: &Node, key: &str) -> bool {
    node.get(key).and_then(Node::as_bool).unwrap_or(false)
}
