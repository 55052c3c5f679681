//! What OpenAPI 3.2 adds outside of schemas.

use super::read;
use crate::diagnostic::Diagnostics;
use crate::model::{Location, Style, Type};

/// A document of 3.2 with these operations of `/a` and these components.
fn document(operations: &str, components: &str) -> String {
    format!(
        "openapi: 3.2.0\ninfo: {{ title: T, version: '1' }}\nservers: [{{ url: 'https://a.example.com' }}]\n\
         paths: {{ /a: {{ {operations} }} }}\ncomponents: {{ {components} }}\n"
    )
}

fn messages(found: &Diagnostics) -> Vec<String> {
    let message = |it: &crate::diagnostic::Diagnostic| format!("{} {}", it.code, it.message);
    found.iter().map(message).collect()
}

const RESPONSES: &str = "responses: { '204': { description: Done. } }";

#[test]
fn operations_have_the_method_that_is_sent_and_a_name_from_it() {
    let operations = format!(
        "get: {{ {RESPONSES} }}, additionalOperations: {{ COPY: {{ {RESPONSES} }}, copy: {{ {RESPONSES} }}, \
         M-SEARCH: {{ operationId: search, {RESPONSES} }} }}, query: {{ {RESPONSES} }}"
    );
    let (model, _) = read(&document(&operations, ""));
    let found: Vec<_> = model
        .operations
        .iter()
        .map(|it| (it.method.as_str(), it.name.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("GET", "get_a"),
            ("COPY", "copy_a"),
            ("copy", "copy_a2"),
            ("M-SEARCH", "search"),
            ("QUERY", "query_a"),
        ]
    );
}

#[test]
fn each_form_of_an_additional_operation_has_its_method() {
    let body = "requestBody: { required: true, content: { application/json: { schema: { oneOf: [\
                { type: object, properties: { a: { type: string } } }, \
                { type: object, properties: { b: { type: string } } }] } } } }";
    let operation = format!(
        "{{ {body}, x-forms: {{ short: {{ schema: 0 }}, long: {{ schema: 1 }} }}, {RESPONSES} }}"
    );
    let operations = format!("query: {operation}, additionalOperations: {{ LOCK: {operation} }}");
    let (model, _) = read(&document(&operations, ""));
    let found: Vec<_> = model
        .operations
        .iter()
        .map(|it| (it.method.as_str(), it.path.as_str(), it.name.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("QUERY", "/a", "short"),
            ("QUERY", "/a", "long"),
            ("LOCK", "/a", "short2"),
            ("LOCK", "/a", "long2"),
        ]
    );
}

#[test]
fn a_query_string_is_a_form_or_json_or_a_text() {
    for (content, expected) in [
        (
            "application/x-www-form-urlencoded: { schema: { type: object, additionalProperties: { type: string } } }",
            (Type::Map(Box::new(Type::String)), Style::Form),
        ),
        (
            "application/json: { schema: { type: integer } }",
            (Type::Integer(crate::model::Integer::I64), Style::Json),
        ),
        (
            "text/plain: { schema: { type: string } }",
            (Type::String, Style::Simple(false)),
        ),
    ] {
        let operation = format!(
            "get: {{ parameters: [{{ name: q, in: querystring, content: {{ {content} }} }}], {RESPONSES} }}"
        );
        let (model, found) = read(&document(&operation, ""));
        let parameter = &model.operations[0].parameters[0];
        assert_eq!(parameter.location, Location::QueryString);
        assert_eq!((parameter.ty.clone(), parameter.style), expected);
        assert_eq!(messages(&found), [""; 0], "{content}");
    }
}

#[test]
fn a_cookie_of_the_style_cookie_is_percent_encoded_regardless() {
    let operation = format!(
        "get: {{ parameters: [{{ name: q, in: cookie, style: cookie, schema: {{ type: string }} }}], {RESPONSES} }}"
    );
    let (_, found) = read(&document(&operation, ""));
    let expected = "W054 the values of cookies are percent-encoded regardless";
    assert_eq!(messages(&found), [expected]);
}
