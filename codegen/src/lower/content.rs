//! Empties the schemas of bodies and responses that the client does not use, so that they do not become types.
//!
//! Before: bodies and responses are inlined in their operations, and the preferred media type of a body is known.
//!
//! After: a body or a response has at most one schema that becomes a type: that of the media type that the client uses. It
//! is the schema of a response only if that is JSON, since the client does not read other values.

use super::tree::share_operations;
use crate::document::{Map, Node};
use crate::media_type::{self, is_form, is_json, is_multipart, is_text};

pub(super) fn select(root: &mut Node) {
    share_operations(root, |operation| {
        if let Some(body) = operation.get_mut("requestBody") {
            let used = media_type::of_body(body).map(|(name, _)| name.to_owned());
            let has_values =
                |name: &str| is_json(name) || is_form(name) || is_multipart(name) || is_text(name);
            keep(body, used.filter(|name| has_values(name)).as_deref());
        }
        let responses = operation.get_mut("responses").and_then(Node::as_object_mut);
        for response in responses.into_iter().flat_map(Map::values_mut) {
            let used = media_type::json_of(response).map(|(name, _)| name.to_owned());
            keep(response, used.as_deref());
        }
    });
}

/// Keeps the schema of one media type.
fn keep(holder: &mut Node, used: Option<&str>) {
    let content = holder.get_mut("content").and_then(Node::as_object_mut);
    let media_types = content.into_iter().flat_map(Map::iter_mut);
    for (_, media) in media_types.filter(|(name, _)| Some(*name) != used) {
        if let Some(schema) = media.value.get_mut("schema") {
            *schema = Node::object(schema.span);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Source;
    use crate::folder::NoFolder;
    use crate::generate::lowered;

    /// The types of an operation whose body or response has this content.
    fn types(holder: &str, content: &str) -> Vec<String> {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{post: {{operationId: a, {}}}}}}}\ncomponents: {{schemas: {{Component: {{type: object, properties: {{c: {{type: string}}}}}}}}}}\n",
            holder.replace("CONTENT", content)
        );
        let source = Source {
            name: "t.yaml",
            text: &text,
        };
        let (_, model) = lowered(&source, &NoFolder).expect("the document is valid");
        model.types.into_iter().map(|it| it.name).collect()
    }

    #[test]
    fn only_the_media_type_that_the_client_uses_becomes_a_type() {
        let object =
            |name: &str| format!("{{type: object, properties: {{{name}: {{type: string}}}}}}");
        let (a, b) = (object("a"), object("b"));
        let body = "requestBody: {content: {CONTENT}}, responses: {'204': {description: D.}}";
        let success = "responses: {'200': {description: D., content: {CONTENT}}}";
        let error =
            "responses: {'204': {description: D.}, '400': {description: D., content: {CONTENT}}}";
        let both = |first: &str, second: &str| {
            format!("{first}: {{schema: {a}}}, {second}: {{schema: {b}}}")
        };
        let json = "application/json";
        for (holder, content, expected) in [
            (body, both(json, "application/xml"), &["ABody"][..]),
            (body, both("multipart/form-data", json), &["ABody"]),
            (
                body,
                both("text/plain", "application/x-www-form-urlencoded"),
                &["ABody"],
            ),
            (body, both("application/xml", "application/yaml"), &[]),
            (success, both("application/xml", json), &["AResponse"]),
            (success, both("application/xml", "text/plain"), &[]),
            (error, both(json, "text/html"), &["AError"]),
            (error, both("application/xml", "text/html"), &[]),
        ] {
            assert_eq!(types(holder, &content), expected, "{content}");
        }
    }

    #[test]
    fn a_component_of_a_media_type_that_the_client_does_not_use_has_no_type() {
        let component = "{$ref: '#/components/schemas/Component'}";
        let object = "{type: object, properties: {a: {type: string}}}";
        let response = "responses: {'200': {description: D., content: {CONTENT}}}";
        for (content, expected) in [
            (
                format!(
                    "application/xml: {{schema: {component}}}, application/json: {{schema: {object}}}"
                ),
                &["AResponse"][..],
            ),
            (
                format!("application/json: {{schema: {component}}}"),
                &["Component"],
            ),
        ] {
            assert_eq!(types(response, &content), expected, "{content}");
        }
    }
}
