//! Says what the client leaves out of a document, so that nothing is dropped in silence.

use super::tree::{each_operation, each_schema};
use super::view::{body_schema, is_json, success_response};
use crate::check::nearest;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Node;

/// Nothing is changed; the ways through the tree are those of the passes that do.
pub(super) fn report(root: &mut Node, found: &mut Diagnostics) {
    each_operation(root, |_, _, operation| {
        if let Some(body) = operation.get("requestBody") {
            media_types(body, "a body", found);
            null_body(body, found);
        }
        other_successes(operation, found);
        if let Some(response) = success_response(operation) {
            media_types(response, "an answer", found);
        }
    });
    each_schema(root, |schema| {
        descriptions(schema, found);
        if let Some(pattern) = schema
            .as_object()
            .and_then(|schema| schema.entry("pattern"))
        {
            let message = "this `pattern` is not checked before a request is sent";
            found.push(Diagnostic::new(
                Code::PatternUnchecked,
                pattern.key_span,
                message,
            ));
        }
    });
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
    let Some(schema) = body_schema(body).and_then(Node::as_object) else {
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
fn media_types(holder: &Node, what: &str, found: &mut Diagnostics) {
    let Some(content) = holder.get("content").and_then(Node::as_object) else {
        return;
    };
    let Some(used) = content
        .keys()
        .find(|name| is_json(name))
        .or_else(|| content.keys().next())
    else {
        return;
    };
    for (name, entry) in content.iter().filter(|(name, _)| *name != used) {
        let message = format!("`{name}` is left out: {what} is `{used}` here");
        found.push(Diagnostic::new(
            Code::MediaTypeDropped,
            entry.key_span,
            message,
        ));
    }
}

/// The successful answers that are read as if they were the first.
fn other_successes(operation: &Node, found: &mut Diagnostics) {
    let Some(used) = success_response(operation).and_then(|response| response.get("content"))
    else {
        return;
    };
    let answers = operation
        .get("responses")
        .into_iter()
        .flat_map(Node::entries);
    for (status, entry) in answers.filter(|(status, _)| status.starts_with('2')) {
        let content = entry.value.get("content");
        if content.is_some_and(|content| content.to_json() != used.to_json()) {
            let message =
                format!("the answer of {status} is read as that of the lowest successful status");
            found.push(Diagnostic::new(
                Code::AnswerDropped,
                entry.key_span,
                message,
            ));
        }
    }
}
