//! Tests each repair, with its warning and the repaired document.

use serde_json::{Value, json};

use super::repair;
use crate::check::{UnusedSchemas, check_leniently};
use crate::diagnostic::Severity;
use crate::document::{Document, Node, Pointer};

/// Repairs a document. Returns the warnings, and the repaired document as JSON.
fn repaired(text: &str) -> (Vec<String>, String) {
    let mut document = Document::read("api.yaml", text).expect("the document is well-formed");
    let warnings = repair(&mut document);
    let found = warnings.into_iter().map(|warning| {
        let place = document.line_column(warning.span.start);
        let more = warning.related.len();
        format!("{} {place} {} +{more}", warning.code, warning.message)
    });
    let found = found.collect();
    (found, document.root().to_json().to_string())
}

#[test]
fn a_missing_schema_becomes_any_json_at_each_reference() {
    let (found, document) = repaired(
        "\
openapi: 3.0.3
components:
  schemas:
    One: { $ref: '#/components/schemas/None' }
    Two: { items: { $ref: '#/components/schemas/None' } }
",
    );
    assert_eq!(
        found,
        ["W031 4:18 unresolved schema `#/components/schemas/None` is treated as any JSON value +1"]
    );
    assert!(!document.contains("$ref"), "{document}");
}

#[test]
fn a_reference_to_something_other_than_a_schema_becomes_any_json() {
    let (found, document) = repaired(
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
        found,
        [
            "W031 6:18 unresolved schema `#/components/examples/Page` is treated as any JSON value +0"
        ]
    );
    assert!(!document.contains("$ref"), "{document}");
}

#[test]
fn a_missing_parameter_is_not_replaced() {
    let (found, document) = repaired(
        "\
openapi: 3.0.3
paths:
  /a:
    parameters: [{ $ref: '#/components/parameters/None' }]
",
    );
    assert!(
        found.is_empty() && document.contains("$ref"),
        "{found:?} {document}"
    );
}

#[test]
fn an_object_like_a_reference_in_an_example_stays_unchanged() {
    let (found, document) = repaired(
        "\
openapi: 3.0.3
components:
  schemas:
    One: { example: { $ref: '#/components/schemas/None' } }
",
    );
    assert!(
        found.is_empty() && document.contains("$ref"),
        "{found:?} {document}"
    );
}

#[test]
fn an_undeclared_path_parameter_becomes_a_string() {
    let (found, document) = repaired(
        "\
openapi: 3.0.3
paths:
  /a/{id}/{part}:
    parameters: [{ name: part, in: path, required: true, schema: { type: integer } }]
    get: {}
",
    );
    assert_eq!(
        found,
        ["W033 3:3 undeclared path parameter `id` in `/a/{id}/{part}` is treated as a string +0"]
    );
    assert_eq!(document.matches("\"in\":\"path\"").count(), 2, "{document}");
}

/// Checks a document with one operation and these components leniently. Returns the diagnostics and the repaired document.
fn lenient(operation: &str, components: &str) -> (Vec<String>, Document) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a/{{id}}:\n    post: {operation}\ncomponents: {components}\n"
    );
    let mut document = Document::read("api.yaml", &text).expect("the document is well-formed");
    assert!(crate::check::check(&document).has_errors(), "{text}");
    let found = check_leniently(&mut document, UnusedSchemas::Reported).into_iter();
    let found = found.filter(|it| it.code.id() == "W035" || it.severity() == Severity::Error);
    let found = found
        .map(|it| format!("{} {}", it.code, it.message))
        .collect();
    (found, document)
}

fn at(document: &Document, pointer: &str) -> Value {
    let pointer = Pointer::from_reference(pointer).expect("the text is a pointer");
    let node = document.root().at(&pointer);
    node.map_or(Value::Null, Node::to_json)
}

#[test]
fn mistakes_with_an_obvious_correction_are_repaired() {
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
            "expected a string for `pattern`, found a number: the field is ignored",
            format!("{post}/requestBody/content/text~1plain/schema"),
            json!({"type": "string"}),
        ),
        (
            "a parameter twice",
            format!("{{parameters: [{id}, {{name: id, in: path, required: true, schema: {{type: integer}}}}], {done}}}"),
            "{}".to_owned(),
            "duplicate path parameter `id`: the first one is used",
            format!("{post}/parameters"),
            json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]),
        ),
        (
            "a schema as a response",
            operation(&format!("responses: {{'404': {}}}", reference("schemas"))),
            schemas.to_owned(),
            "expected a response, found a schema at `#/components/schemas/A`: it is treated as a response with that schema as JSON",
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
            "expected a request body, found a schema at `#/components/schemas/A`: it is treated as a request body with that schema as JSON",
            format!("{post}/requestBody"),
            json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}),
        ),
        (
            "a schema as a header",
            operation(&format!("responses: {{'204': {{description: D, headers: {{X: {}}}}}}}", reference("schemas"))),
            schemas.to_owned(),
            "expected a header, found a schema at `#/components/schemas/A`: it is treated as a header with that schema",
            format!("{post}/responses/204/headers/X"),
            json!({"schema": {"$ref": "#/components/schemas/A"}}),
        ),
        (
            "a response as a body",
            operation(&format!("requestBody: {}, {done}", reference("responses"))),
            "{responses: {A: {$ref: '#/components/responses/B'}, B: {description: D, content: {text/plain: {schema: {type: string}}}}}}".to_owned(),
            "expected a request body, found a response at `#/components/responses/A`: it is treated as a request body with that content",
            format!("{post}/requestBody"),
            json!({"content": {"text/plain": {"schema": {"type": "string"}}}}),
        ),
        (
            "a body as a response",
            operation(&format!("responses: {{'200': {}}}", reference("requestBodies"))),
            format!("{{requestBodies: {{A: {body}}}}}"),
            "expected a response, found a request body at `#/components/requestBodies/A`: it is treated as a response with that content",
            format!("{post}/responses/200/content"),
            json!({"text/plain": {"schema": {"type": "string"}}}),
        ),
        (
            "a body as a schema",
            operation(&format!("responses: {{'200': {{description: D, content: {{text/plain: {{schema: {}}}}}}}}}", reference("requestBodies"))),
            format!("{{requestBodies: {{A: {{$ref: '#/components/requestBodies/B'}}, B: {body}}}}}"),
            "expected a schema, found a request body at `#/components/requestBodies/A`: it is treated as the schema of that object",
            format!("{post}/responses/200/content/text~1plain/schema"),
            json!({"$ref": "#/components/requestBodies/B/content/text~1plain/schema"}),
        ),
        (
            "a parameter as a schema",
            operation(&format!("requestBody: {{content: {{text/plain: {{schema: {}}}}}}}, {done}", reference("parameters"))),
            format!("{{parameters: {{A: {id}}}}}"),
            "expected a schema, found a parameter at `#/components/parameters/A`: it is treated as the schema of that object",
            format!("{post}/requestBody/content/text~1plain/schema"),
            json!({"$ref": "#/components/parameters/A/schema"}),
        ),
        (
            "a mapping to nowhere",
            operation(&format!("responses: {{'200': {{description: D, content: {{application/json: {{schema: {}}}}}}}}}", reference("schemas"))),
            "{schemas: {A: {oneOf: [{$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, mapping: {b: 'b.yaml#/B', c: '#/components/schemas/B'}}}, B: {type: object, required: [k], properties: {k: {type: string}}}}}".to_owned(),
            "unresolved schema `b.yaml#/B`: the value `b` of the mapping is ignored",
            "#/components/schemas/A/discriminator".to_owned(),
            json!({"propertyName": "k", "mapping": {"c": "#/components/schemas/B"}}),
        ),
    ];
    for (what, operation, components, message, pointer, expected) in cases {
        let (found, document) = lenient(&operation, &components);
        assert_eq!(found, [format!("W035 {message}")], "{what}");
        assert_eq!(at(&document, &pointer), expected, "{what}");
    }
}

#[test]
fn a_requirement_of_undefined_security_schemes_only_is_removed() {
    let (found, document) = repaired(
        "\
openapi: 3.0.3
security: [{ none: [] }, { key: [], none: [] }, {}]
components:
  securitySchemes: { key: { type: http, scheme: basic } }
",
    );
    assert_eq!(
        found,
        [
            "W035 2:14 undefined security scheme `none`: the client sends no credentials for it +0",
            "W035 2:37 undefined security scheme `none`: the client sends no credentials for it +0",
        ]
    );
    assert!(
        document.contains(r#""security":[{"key":[]},{}]"#),
        "{document}"
    );
}

#[test]
fn an_extension_for_another_tool_is_removed_with_those_that_refer_to_it() {
    let text = "\
openapi: 3.0.3
x-rate-limit: { limits: [{ name: reads, requests: many }] }
paths:
  /a:
    get:
      x-rate-limit: reads
      x-pagination: { limitParam: count, resultsPath: data }
      x-other: 1
";
    let mut document = Document::read("api.yaml", text).expect("the document is well-formed");
    let found = super::remove_extensions(&mut document).into_iter();
    let found: Vec<_> = found
        .map(|it| format!("{} {}", document.line_column(it.span.start), it.message))
        .collect();
    assert_eq!(
        found,
        [
            "2:1 `x-rate-limit` is ignored: expected an integer greater than 0 for `requests` in `x-rate-limit`, found a string",
            "7:7 `x-pagination` is ignored: unknown key `limitParam` in `x-pagination`",
            "6:7 `x-rate-limit` is ignored: unknown rate limit `reads`",
        ]
    );
    assert_eq!(
        document.root().to_json()["paths"]["/a"]["get"],
        json!({"x-other": 1})
    );
}

#[test]
fn each_wrong_value_of_a_mapping_has_a_warning() {
    let (found, document) = repaired(
        "\
openapi: 3.2.0
components:
  schemas:
    A:
      oneOf: [{ $ref: '#/components/schemas/B' }]
      discriminator:
        propertyName: k
        defaultMapping: E
        mapping:
          b: '#/components/schemas/C'
          c: B
          d: D
    B: { required: [k], properties: { k: { type: string } } }
",
    );
    assert_eq!(
        found,
        [
            "W035 8:25 unresolved schema `E`: the `defaultMapping` is ignored +0",
            "W035 10:14 unresolved schema `#/components/schemas/C`: the value `b` of the mapping is ignored +0",
            "W035 12:14 unresolved schema `D`: the value `d` of the mapping is ignored +0",
        ]
    );
    assert!(document.contains(r#""mapping":{"c":"B"}"#), "{document}");
}

#[test]
fn a_reference_that_cannot_be_converted_stays_an_error() {
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
        let (found, _) = lenient(operation, components);
        assert!(found.iter().any(|it| it.starts_with(code)), "{found:?}");
    }
}

#[test]
fn a_duplicate_name_in_a_path_is_one_parameter() {
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
    let mut document = Document::read("api.yaml", text).expect("the document is well-formed");
    let found = check_leniently(&mut document, UnusedSchemas::Reported).into_iter();
    let found: Vec<_> = found
        .map(|it| format!("{} {}", it.code, it.message))
        .collect();
    assert_eq!(
        found,
        [
            "W035 duplicate parameter `id` in `/a/{id}/{id}`: both places get its value",
            "E026 unclosed `{` in `/b/{id`",
        ]
    );
}

#[test]
fn a_header_with_an_invalid_name_is_removed() {
    let (found, document) = repaired(
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
        found,
        [
            "W035 4:26 header parameter `X Key` is ignored: invalid header name +0",
            "W035 8:19 header parameter `` is ignored: invalid header name +0",
        ]
    );
    assert_eq!(
        document.matches("\"in\":\"header\"").count(),
        1,
        "{document}"
    );
    assert!(!document.contains("$ref"), "{document}");
}
