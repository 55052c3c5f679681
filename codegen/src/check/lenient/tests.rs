//! Each mistake that is let pass, and what the document says after that.

use serde_json::{Value, json};

use super::repair;
use crate::check::check_leniently;
use crate::diagnostic::Severity;
use crate::document::{Document, Node, Pointer};

/// Returns what is said of a document, and the document as JSON after that.
fn freed(text: &str) -> (Vec<String>, String) {
    let mut document = Document::read("api.yaml", text).expect("it is well-formed");
    let warnings = repair(&mut document);
    let said = warnings.into_iter().map(|warning| {
        let place = document.line_column(warning.span.start);
        let more = warning.related.len();
        format!("{} {place} {} +{more}", warning.code, warning.message)
    });
    let said = said.collect();
    (said, document.root().to_json().to_string())
}

#[test]
fn a_missing_schema_is_free_json_wherever_it_is_referred_to() {
    let (said, document) = freed(
        "\
openapi: 3.0.3
components:
  schemas:
    One: { $ref: '#/components/schemas/None' }
    Two: { items: { $ref: '#/components/schemas/None' } }
",
    );
    assert_eq!(
        said,
        ["W031 4:18 `#/components/schemas/None` leads to no schema and is taken as free JSON +1"]
    );
    assert!(!document.contains("$ref"), "{document}");
}

#[test]
fn a_schema_that_is_something_else_is_free_json() {
    let (said, document) = freed(
        "\
openapi: 3.0.3
components:
  examples:
    Page: { value: 1 }
  schemas:
    One: { $ref: '#/components/examples/Page' }
",
    );
    assert_eq!(
        said,
        ["W031 6:18 `#/components/examples/Page` leads to no schema and is taken as free JSON +0"]
    );
    assert!(!document.contains("$ref"), "{document}");
}

#[test]
fn nothing_is_put_in_place_of_a_missing_parameter() {
    let (said, document) = freed(
        "\
openapi: 3.0.3
paths:
  /a:
    parameters: [{ $ref: '#/components/parameters/None' }]
",
    );
    assert!(
        said.is_empty() && document.contains("$ref"),
        "{said:?} {document}"
    );
}

#[test]
fn what_looks_like_a_reference_in_an_example_is_left_alone() {
    let (said, document) = freed(
        "\
openapi: 3.0.3
components:
  schemas:
    One: { example: { $ref: '#/components/schemas/None' } }
",
    );
    assert!(
        said.is_empty() && document.contains("$ref"),
        "{said:?} {document}"
    );
}

#[test]
fn a_path_parameter_that_nothing_declares_is_text() {
    let (said, document) = freed(
        "\
openapi: 3.0.3
paths:
  /a/{id}/{part}:
    parameters: [{ name: part, in: path, required: true, schema: { type: integer } }]
    get: {}
",
    );
    assert_eq!(
        said,
        [
            "W033 3:3 nothing declares the parameter `id` of `/a/{id}/{part}`; it is taken as text +0"
        ]
    );
    assert_eq!(document.matches("\"in\":\"path\"").count(), 2, "{document}");
}

/// Reads a document whose only operation is `operation`, with these components, leniently: what is said, and the document
/// after that.
fn lenient(operation: &str, components: &str) -> (Vec<String>, Document) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a/{{id}}:\n    post: {operation}\ncomponents: {components}\n"
    );
    let mut document = Document::read("api.yaml", &text).expect("it is well-formed");
    assert!(crate::check::check(&document).has_errors(), "{text}");
    let said = check_leniently(&mut document).into_iter();
    let said = said.filter(|it| it.code.id() == "W035" || it.severity() == Severity::Error);
    let said = said
        .map(|it| format!("{} {}", it.code, it.message))
        .collect();
    (said, document)
}

fn at(document: &Document, pointer: &str) -> Value {
    let pointer = Pointer::from_reference(pointer).expect("it is a pointer");
    let node = document.root().at(&pointer);
    node.map_or(Value::Null, Node::to_json)
}

#[test]
fn mistakes_with_a_plain_meaning_are_taken_for_what_is_meant() {
    let id = "{name: id, in: path, required: true, schema: {type: string}}";
    let done = "responses: {'204': {description: D}}";
    let reference = |kind: &str| format!("{{$ref: '#/components/{kind}/A'}}");
    let operation = |more: &str| format!("{{parameters: [{id}], {more}}}");
    let post = "#/paths/~1a~1%7Bid%7D/post";
    let schemas = "{schemas: {A: {type: string, description: Why.}}}";
    let body = "{content: {text/plain: {schema: {type: string}}}}";
    let cases = [
        (
            "a pattern that is a number",
            operation(&format!("requestBody: {{content: {{text/plain: {{schema: {{type: string, pattern: 0}}}}}}}}, {done}")),
            "{}".to_owned(),
            "`pattern` is a number and no regular expression; it is left out",
            format!("{post}/requestBody/content/text~1plain/schema"),
            json!({"type": "string"}),
        ),
        (
            "a parameter twice",
            format!("{{parameters: [{id}, {{name: id, in: path, required: true, schema: {{type: integer}}}}], {done}}}"),
            "{}".to_owned(),
            "the path parameter `id` is given twice, and the first counts",
            format!("{post}/parameters"),
            json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]),
        ),
        (
            "a schema as a response",
            operation(&format!("responses: {{'404': {}}}", reference("schemas"))),
            schemas.to_owned(),
            "`#/components/schemas/A` does not lead to a response; it is taken as a response with that schema as JSON",
            format!("{post}/responses/404"),
            json!({
                "description": "Why.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}},
            }),
        ),
        (
            "a schema as a body",
            operation(&format!("requestBody: {}, {done}", reference("schemas"))),
            schemas.to_owned(),
            "`#/components/schemas/A` does not lead to a request body; it is taken as a request body with that schema as JSON",
            format!("{post}/requestBody"),
            json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}),
        ),
        (
            "a schema as a header",
            operation(&format!("responses: {{'204': {{description: D, headers: {{X: {}}}}}}}", reference("schemas"))),
            schemas.to_owned(),
            "`#/components/schemas/A` does not lead to a header; it is taken as a header with that schema",
            format!("{post}/responses/204/headers/X"),
            json!({"schema": {"$ref": "#/components/schemas/A"}}),
        ),
        (
            "a response as a body",
            operation(&format!("requestBody: {}, {done}", reference("responses"))),
            "{responses: {A: {$ref: '#/components/responses/B'}, B: {description: D, content: {text/plain: {schema: {type: string}}}}}}".to_owned(),
            "`#/components/responses/A` does not lead to a request body; it is taken as a request body with that content",
            format!("{post}/requestBody"),
            json!({"content": {"text/plain": {"schema": {"type": "string"}}}}),
        ),
        (
            "a body as a response",
            operation(&format!("responses: {{'200': {}}}", reference("requestBodies"))),
            format!("{{requestBodies: {{A: {body}}}}}"),
            "`#/components/requestBodies/A` does not lead to a response; it is taken as a response with that content",
            format!("{post}/responses/200/content"),
            json!({"text/plain": {"schema": {"type": "string"}}}),
        ),
        (
            "a body as a schema",
            operation(&format!("responses: {{'200': {{description: D, content: {{text/plain: {{schema: {}}}}}}}}}", reference("requestBodies"))),
            format!("{{requestBodies: {{A: {{$ref: '#/components/requestBodies/B'}}, B: {body}}}}}"),
            "`#/components/requestBodies/A` does not lead to a schema; it is taken as the schema of what is there",
            format!("{post}/responses/200/content/text~1plain/schema"),
            json!({"$ref": "#/components/requestBodies/B/content/text~1plain/schema"}),
        ),
        (
            "a parameter as a schema",
            operation(&format!("requestBody: {{content: {{text/plain: {{schema: {}}}}}}}, {done}", reference("parameters"))),
            format!("{{parameters: {{A: {id}}}}}"),
            "`#/components/parameters/A` does not lead to a schema; it is taken as the schema of what is there",
            format!("{post}/requestBody/content/text~1plain/schema"),
            json!({"$ref": "#/components/parameters/A/schema"}),
        ),
        (
            "a mapping to nowhere",
            operation(&format!("responses: {{'200': {{description: D, content: {{application/json: {{schema: {}}}}}}}}}", reference("schemas"))),
            "{schemas: {A: {oneOf: [{$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, mapping: {b: 'b.yaml#/B', c: '#/components/schemas/B'}}}, B: {type: object, required: [k], properties: {k: {type: string}}}}}".to_owned(),
            "`b.yaml#/B` leads to no schema, so the discriminator is left out",
            "#/components/schemas/A".to_owned(),
            json!({"oneOf": [{"$ref": "#/components/schemas/B"}]}),
        ),
    ];
    for (what, operation, components, message, pointer, expected) in cases {
        let (said, document) = lenient(&operation, &components);
        assert_eq!(said, [format!("W035 {message}")], "{what}");
        assert_eq!(at(&document, &pointer), expected, "{what}");
    }
}

#[test]
fn a_reference_without_a_plain_meaning_stays_an_error() {
    let cases = [
        (
            "{parameters: [{$ref: '#/components/schemas/A'}], responses: {'204': {description: D}}}",
            "{schemas: {A: {}}}",
            "E014",
        ),
        (
            "{responses: {'200': {$ref: '#/components/parameters/A'}}}",
            "{parameters: {A: {name: id, in: path, required: true, schema: {}}}}",
            "E014",
        ),
    ];
    for (operation, components, code) in cases {
        let (said, _) = lenient(operation, components);
        assert!(said.iter().any(|it| it.starts_with(code)), "{said:?}");
    }
}

#[test]
fn a_name_that_is_in_a_path_twice_is_one_parameter() {
    let text = "\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  '/a/{id}/{id}':
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: D}}
  '/b/{id': {}
";
    let mut document = Document::read("api.yaml", text).expect("it is well-formed");
    let said = check_leniently(&mut document).into_iter();
    let said: Vec<_> = said
        .map(|it| format!("{} {}", it.code, it.message))
        .collect();
    assert_eq!(
        said,
        [
            "W035 `/a/{id}/{id}` has the parameter `id` twice, and its value is written twice",
            "E026 `/b/{id` has a `{` that is not closed",
        ]
    );
}

#[test]
fn a_header_that_cannot_be_sent_is_left_out() {
    let (said, document) = freed(
        "\
openapi: 3.0.3
paths:
  /a:
    parameters: [{ name: X Key, in: header, schema: {} }, { name: X-Key, in: header, schema: {} }]
    get: { parameters: [{ $ref: '#/components/parameters/None' }] }
components:
  parameters:
    None: { name: '', in: header, schema: {} }
",
    );
    assert_eq!(
        said,
        [
            "W035 4:26 the header parameter `X Key` is left out: no header can have this name +0",
            "W035 8:19 the header parameter `` is left out: no header can have this name +0",
        ]
    );
    assert_eq!(
        document.matches("\"in\":\"header\"").count(),
        1,
        "{document}"
    );
    assert!(!document.contains("$ref"), "{document}");
}
