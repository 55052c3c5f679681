//! Reports the parts of a document that the client ignores.

use super::parameters;
use super::responses::successes;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Node, version_of};
use crate::lower::shape::{IS_DEFAULT, is_object};
use crate::lower::tree::{component_schemas, operation_nodes, schema_reference};
use crate::media_type::{self, is_form, is_json, is_multipart};
use crate::openapi::Version;
use crate::suggestions::nearest;

pub(super) fn report(root: &Node, found: &mut Diagnostics) {
    let is_3_2 = version_of(root) >= Version::V3_2;
    let components = component_schemas(root);
    let schemas = |name: &str| components?.get(name);
    for operation in operation_nodes(root) {
        for parameter in operation
            .get("parameters")
            .into_iter()
            .flat_map(Node::items)
        {
            parameter_style(&schemas, parameter, found);
        }
        if let Some(body) = operation.get("requestBody") {
            let used = media_type::of_body(body).map(|(name, _)| name);
            media_types(body, used, "body", found);
            null_body(body, found);
            if let Some((name, media)) = media_type::of_body(body).filter(|_| is_3_2) {
                stream(name, media, "the caller builds", found);
                positional_encodings(media, found);
            }
            encodings(&schemas, body, "body", found);
        }
        for response in successes(operation) {
            media_types(
                &response.entry.value,
                response.media_type,
                "response",
                found,
            );
            let media = media_type::of_answer(&response.entry.value).filter(|_| is_3_2);
            if let Some((name, entry)) = media {
                stream(name, &entry.value, "the client reads", found);
            }
        }
    }
    let components = components.into_iter().flat_map(Node::entries);
    for (_, entry) in components {
        descriptions(&entry.value, found);
        if is_3_2 {
            default_mapping(&entry.value, found);
        }
    }
}

/// Reports a default for unknown values of the discriminator that is no alternative of the union.
fn default_mapping(schema: &Node, found: &mut Diagnostics) {
    let parts = ["oneOf", "anyOf"].iter().filter_map(|key| schema.get(key));
    let mut parts = parts.flat_map(Node::items).peekable();
    let is_ignored = parts.peek().is_some() && !parts.any(|part| part.flag(IS_DEFAULT));
    let discriminator = schema.get("discriminator").filter(|_| is_ignored);
    let discriminator = discriminator.and_then(Node::as_object);
    if let Some(entry) = discriminator.and_then(|it| it.entry("defaultMapping")) {
        let message = "`defaultMapping` is not followed, because its schema is no alternative: without a known value of \
                       the discriminator, a value has the type that keeps most of it";
        found.push(Diagnostic::new(
            Code::RuleUnchecked,
            entry.key_span,
            message,
        ));
    }
}

/// Reports descriptions of unknown enum values.
fn descriptions(schema: &Node, found: &mut Diagnostics) {
    let Some(values) = schema.get("enum") else {
        return;
    };
    let values: Vec<_> = values
        .items()
        .map(|value| {
            value
                .as_str()
                .map_or_else(|| value.to_json().to_string(), ToOwned::to_owned)
        })
        .collect();
    for (key, entry) in schema
        .get("x-enum-descriptions")
        .into_iter()
        .flat_map(Node::entries)
    {
        if !values.iter().any(|value| value == key) {
            let near = nearest(key, values.iter().map(String::as_str));
            let message = format!("unknown value `{key}` of this enum");
            found.push(
                Diagnostic::new(Code::Extension, entry.key_span, message)
                    .with_help_if_some(near.map(|near| format!("did you mean `{near}`?"))),
            );
        }
    }
}

/// Reports a nullable body, because the client never sends null as a body.
fn null_body(body: &Node, found: &mut Diagnostics) {
    let schema = media_type::of_body(body).and_then(|(_, media)| media.get("schema"));
    let Some(schema) = schema.and_then(Node::as_object) else {
        return;
    };
    let nullable = schema.entry("nullable");
    if let Some(entry) = nullable.filter(|entry| entry.value.as_bool() == Some(true)) {
        let message = "null has no effect here: it is never sent as a body";
        found.push(Diagnostic::new(
            Code::MisplacedField,
            entry.value.span,
            message,
        ));
    }
}

/// Reports a stream of items, which is one value for the client.
fn stream(media_type: &str, media: &Node, who: &str, found: &mut Diagnostics) {
    let item_schema = media.as_object().and_then(|it| it.entry("itemSchema"));
    let Some(entry) = item_schema.filter(|_| media.get("schema").is_none()) else {
        return;
    };
    let whole = if is_json(media_type) {
        "any JSON value"
    } else if is_multipart(media_type) {
        "a `runtime::Multipart`"
    } else if media_type::is_text(media_type) {
        "one string"
    } else {
        "bytes"
    };
    let message = format!("`itemSchema` is not followed: {who} the whole stream, as {whole}");
    found.push(Diagnostic::new(Code::NotFollowed, entry.key_span, message));
}

/// Reports the encodings of parts by position.
fn positional_encodings(media: &Node, found: &mut Diagnostics) {
    let Some(media) = media.as_object() else {
        return;
    };
    for key in ["prefixEncoding", "itemEncoding"] {
        if let Some(entry) = media.entry(key) {
            let message = format!("`{key}` is ignored: the caller builds the parts");
            found.push(Diagnostic::new(Code::NotFollowed, entry.key_span, message));
        }
    }
}

/// Reports the media types that the client does not use.
fn media_types(holder: &Node, used: Option<&str>, what: &str, found: &mut Diagnostics) {
    let content = holder.get("content").into_iter().flat_map(Node::entries);
    let Some(used) = used else {
        return;
    };
    for (name, entry) in content.filter(|(name, _)| *name != used) {
        let message = format!("`{name}` is not used: the client uses `{used}` for this {what}");
        found.push(Diagnostic::new(
            Code::MediaTypeDropped,
            entry.key_span,
            message,
        ));
    }
}

/// Reports a parameter that is serialized differently from its declaration.
fn parameter_style<'a>(
    schemas: &impl Fn(&str) -> Option<&'a Node>,
    parameter: &'a Node,
    found: &mut Diagnostics,
) {
    let mut not_followed = |span, message: &str| {
        found.push(Diagnostic::new(Code::NotFollowed, span, message));
    };
    let location = parameter.get_str("in").unwrap_or_default();
    if let Some((media_type, media)) = media_type::of_parameter(parameter) {
        if is_form(media_type) && parameters::is_query_string(parameter) {
            encodings(schemas, parameter, "form", found);
            return;
        }
        if !is_json(media_type) && media.get("schema").is_some_and(|it| !is_text(it)) {
            let message = format!("a value of `{media_type}` is passed as a string");
            not_followed(media.span, &message);
        }
        return;
    }
    let entry = |key| parameter.as_object().and_then(|it| it.entry(key));
    let flagged = |key| entry(key).filter(|entry| entry.value.as_bool() == Some(true));
    let Some(schema) = parameters::schema(parameter) else {
        return;
    };
    if let Some(entry) = flagged("allowReserved") {
        let message = "reserved characters are percent-encoded regardless";
        not_followed(entry.key_span, message);
    }
    if let Some(entry) = flagged("allowEmptyValue").filter(|_| !is_text(schema)) {
        let message = "only a string parameter can have an empty value";
        not_followed(entry.key_span, message);
    }
    let style = parameter.get("style").and_then(Node::as_str);
    if let Some(entry) = entry("style").filter(|_| style == Some("cookie")) {
        let message = "the values of cookies are percent-encoded regardless";
        not_followed(entry.value.span, message);
    } else if location == "cookie"
        && inner_schemas(schemas, schema).is_some()
        && !is_false(parameter, "explode")
    {
        let message = "each item or property is sent as a separate cookie, because cookies are not separated by `&`";
        not_followed(parameter.span, message);
    }
    if style != Some("deepObject") && has_nested(schemas, schema) {
        let message = if matches!(location, "query" | "cookie") {
            "this style cannot express nested values: a call with such a value fails before it is sent"
        } else {
            "this style cannot express nested values: they are sent as JSON"
        };
        not_followed(schema.span, message);
    }
}

fn is_false(node: &Node, key: &str) -> bool {
    node.get(key).and_then(Node::as_bool) == Some(false)
}

fn is_text(schema: &Node) -> bool {
    schema.get_str("type") == Some("string")
}

/// The schemas inside a list or an object, or `None` for a scalar.
fn inner_schemas<'a>(
    schemas: &impl Fn(&str) -> Option<&'a Node>,
    schema: &'a Node,
) -> Option<Vec<&'a Node>> {
    let schema = schema_reference(schema).map_or(Some(schema), schemas)?;
    let properties = schema.get("properties").into_iter().flat_map(Node::entries);
    let mut inner: Vec<_> = properties.map(|(_, entry)| &entry.value).collect();
    inner.extend(schema.get("items"));
    let values = schema.get("additionalProperties");
    inner.extend(values.filter(|values| values.as_object().is_some()));
    let is_list = matches!(schema.get_str("type"), Some("array" | "object"));
    (is_list || !inner.is_empty()).then_some(inner)
}

fn has_nested<'a>(schemas: &impl Fn(&str) -> Option<&'a Node>, schema: &'a Node) -> bool {
    let inner = inner_schemas(schemas, schema).into_iter().flatten();
    inner
        .into_iter()
        .any(|inner| inner_schemas(schemas, inner).is_some())
}

/// Reports an `encoding` that the client does not follow.
fn encodings<'a>(
    schemas: &impl Fn(&str) -> Option<&'a Node>,
    holder: &Node,
    what: &str,
    found: &mut Diagnostics,
) {
    let Some((media_type, media)) = media_type::of_body(holder) else {
        return;
    };
    let schema = media.get("schema");
    let object = schema
        .and_then(schema_reference)
        .and_then(schemas)
        .filter(|schema| is_object(schema));
    if let Some(schema) = schema.filter(|_| is_multipart(media_type) && object.is_none()) {
        let message = "the caller builds the parts of this body, as a `runtime::Multipart`";
        found.push(
            Diagnostic::new(Code::NotFollowed, schema.span, message)
                .with_help("declare an object with `properties` to get an argument for each part"),
        );
    }
    let mut not_followed = |span, message: String| {
        found.push(Diagnostic::new(Code::NotFollowed, span, message));
    };
    let Some(encodings) = media.as_object().and_then(|media| media.entry("encoding")) else {
        return;
    };
    let is_form = is_form(media_type);
    if !is_form && !is_multipart(media_type) {
        not_followed(
            encodings.key_span,
            format!("`encoding` applies to form and multipart bodies, not to `{media_type}`"),
        );
        return;
    }
    let properties = object.and_then(|object| object.get("properties"));
    for (name, entry) in encodings.value.entries() {
        if properties.is_none_or(|properties| properties.get(name).is_none()) {
            not_followed(
                entry.key_span,
                format!("the {what} has no property `{name}`"),
            );
            continue;
        }
        for (key, entry) in entry.value.entries() {
            let why = match key {
                "headers" => "the headers of a part are not sent",
                "encoding" | "prefixEncoding" | "itemEncoding" => {
                    "a part is not sent as a multipart body of its own"
                }
                "allowReserved" if is_form => "reserved characters are percent-encoded regardless",
                "style" | "explode" | "allowReserved" if !is_form => {
                    "OpenAPI ignores it in a multipart body"
                }
                _ => continue,
            };
            not_followed(entry.key_span, format!("`{key}` is ignored: {why}"));
        }
    }
}
