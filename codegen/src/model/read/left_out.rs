//! Reports what the client leaves out of a document, so that nothing is dropped in silence.

use super::answers::successes;
use super::parameters;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Node;
use crate::lower::shape::is_object;
use crate::lower::tree::{component_schemas, operation_nodes, schema_reference};
use crate::media_type::{self, is_form, is_json, is_multipart};
use crate::suggestions::nearest;

pub(super) fn report(root: &Node, found: &mut Diagnostics) {
    let components = component_schemas(root);
    let schemas = |name: &str| components?.get(name);
    for operation in operation_nodes(root) {
        for parameter in operation
            .get("parameters")
            .into_iter()
            .flat_map(Node::items)
        {
            written(&schemas, parameter, found);
        }
        if let Some(body) = operation.get("requestBody") {
            let used = media_type::of_body(body).map(|(name, _)| name);
            media_types(body, used, "a body", found);
            null_body(body, found);
            encodings(&schemas, body, found);
        }
        for answer in successes(operation) {
            media_types(&answer.entry.value, answer.media_type, "an answer", found);
        }
    }
    let components = components.into_iter().flat_map(Node::entries);
    for (_, entry) in components {
        descriptions(&entry.value, found);
    }
}

/// Descriptions of values that the enum does not have.
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
            let message = format!("`{key}` is no value of this enum");
            found.push(
                Diagnostic::new(Code::Extension, entry.key_span, message)
                    .with_help_if_some(near.map(|near| format!("did you mean `{near}`?"))),
            );
        }
    }
}

/// A body that may be null, which no caller means to send.
fn null_body(body: &Node, found: &mut Diagnostics) {
    let schema = media_type::of_body(body).and_then(|(_, media)| media.get("schema"));
    let Some(schema) = schema.and_then(Node::as_object) else {
        return;
    };
    let nullable = schema.entry("nullable");
    if let Some(entry) = nullable.filter(|entry| entry.value.as_bool() == Some(true)) {
        let message = "`nullable` has no effect here: a body of null is never sent";
        found.push(Diagnostic::new(
            Code::MisplacedField,
            entry.value.span,
            message,
        ));
    }
}

/// All media types but the one that is used.
fn media_types(holder: &Node, used: Option<&str>, what: &str, found: &mut Diagnostics) {
    let content = holder.get("content").into_iter().flat_map(Node::entries);
    let Some(used) = used else {
        return;
    };
    for (name, entry) in content.filter(|(name, _)| *name != used) {
        let message = format!("`{name}` is left out: {what} is `{used}` here");
        found.push(Diagnostic::new(
            Code::MediaTypeDropped,
            entry.key_span,
            message,
        ));
    }
}

/// What a parameter says of how it is written.
fn written<'a>(
    schemas: &impl Fn(&str) -> Option<&'a Node>,
    parameter: &'a Node,
    found: &mut Diagnostics,
) {
    let mut left_out = |span, message: &str| {
        found.push(Diagnostic::new(Code::NotFollowed, span, message));
    };
    let location = parameter.get_str("in").unwrap_or_default();
    if let Some((media_type, media)) = media_type::of_parameter(parameter) {
        if !is_json(media_type) && media.get("schema").is_some_and(|it| !is_text(it)) {
            let message = format!("a value of `{media_type}` is given as text");
            left_out(media.span, &message);
        }
        return;
    }
    let entry = |key| parameter.as_object().and_then(|it| it.entry(key));
    let flagged = |key| entry(key).filter(|entry| entry.value.as_bool() == Some(true));
    let Some(schema) = parameters::schema(parameter) else {
        return;
    };
    if let Some(entry) = flagged("allowReserved") {
        let message = "reserved characters are percent-encoded all the same";
        left_out(entry.key_span, message);
    }
    if let Some(entry) = flagged("allowEmptyValue").filter(|_| !is_text(schema)) {
        let message = "a parameter that is set has a value; only a text can be empty";
        left_out(entry.key_span, message);
    }
    let style = parameter.get("style").and_then(Node::as_str);
    if location == "cookie" && flat(schemas, schema).is_some() && !says_false(parameter, "explode")
    {
        let message = "each item or property is a cookie: `&` does not stand between cookies";
        left_out(parameter.span, message);
    }
    if style != Some("deepObject") && has_nested(schemas, schema) {
        let message = if matches!(location, "query" | "cookie") {
            "this style has no room for what is nested: a call with such a value fails before it is sent"
        } else {
            "this style has no room for what is nested: it is written as JSON"
        };
        left_out(schema.span, message);
    }
}

fn says_false(node: &Node, key: &str) -> bool {
    node.get(key).and_then(Node::as_bool) == Some(false)
}

fn is_text(schema: &Node) -> bool {
    schema.get_str("type") == Some("string")
}

/// The schemas of a list's items or of an object's properties; nothing of what is a scalar.
fn flat<'a>(
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
    let inner = flat(schemas, schema).into_iter().flatten();
    inner
        .into_iter()
        .any(|inner| flat(schemas, inner).is_some())
}

/// What a body says of how its properties are written.
fn encodings<'a>(
    schemas: &impl Fn(&str) -> Option<&'a Node>,
    body: &Node,
    found: &mut Diagnostics,
) {
    let Some((media_type, media)) = media_type::of_body(body) else {
        return;
    };
    let schema = media.get("schema");
    let object = schema
        .and_then(schema_reference)
        .and_then(schemas)
        .filter(|schema| is_object(schema));
    if let Some(schema) = schema.filter(|_| is_multipart(media_type) && object.is_none()) {
        let message =
            "the parts of this body are put together by the caller, as `runtime::Multipart`";
        found.push(
            Diagnostic::new(Code::NotFollowed, schema.span, message)
                .with_help("an object with `properties` makes each of them an argument"),
        );
    }
    let mut left_out = |span, message: String| {
        found.push(Diagnostic::new(Code::NotFollowed, span, message));
    };
    let Some(encodings) = media.as_object().and_then(|media| media.entry("encoding")) else {
        return;
    };
    let is_form = is_form(media_type);
    if !is_form && !is_multipart(media_type) {
        left_out(
            encodings.key_span,
            format!(
                "`encoding` is for forms and for bodies of several parts, not for `{media_type}`"
            ),
        );
        return;
    }
    let properties = object.and_then(|object| object.get("properties"));
    for (name, entry) in encodings.value.entries() {
        if properties.is_none_or(|properties| properties.get(name).is_none()) {
            left_out(entry.key_span, format!("the body has no property `{name}`"));
            continue;
        }
        for (key, entry) in entry.value.entries() {
            let why = match key {
                "headers" => "the headers of a part are not sent",
                "allowReserved" if is_form => {
                    "reserved characters are percent-encoded all the same"
                }
                "style" | "explode" | "allowReserved" if !is_form => {
                    "OpenAPI sets it aside in a body of several parts"
                }
                _ => continue,
            };
            left_out(entry.key_span, format!("`{key}` is not followed: {why}"));
        }
    }
}
