//! What OpenAPI 3.2 adds outside of schemas.

use super::read;
use crate::diagnostic::Diagnostics;
use crate::model::{Content, Location, OtherValues, Shape, Style, Success, Type};

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

#[test]
fn a_media_type_is_that_of_its_component() {
    let reference = "content: { application/json: { $ref: '#/components/mediaTypes/A' } }";
    let operation = format!(
        "query: {{ parameters: [{{ name: p, in: header, {reference} }}], requestBody: {{ required: true, {reference} }}, \
         responses: {{ '200': {{ description: D, {reference} }} }} }}"
    );
    let components = "mediaTypes: { A: { $ref: '#/components/mediaTypes/B' }, B: { schema: { type: integer } } }";
    let (model, _) = read(&document(&operation, components));
    let integer = Type::Integer(crate::model::Integer::I64);
    let operation = &model.operations[0];
    assert_eq!(operation.parameters[0].ty, integer);
    assert_eq!(operation.body.as_ref().map(|it| &it.ty), Some(&integer));
    assert_eq!(operation.response(), Some(&integer));
}

#[test]
fn a_stream_is_one_value_with_a_warning() {
    let cases = [
        ("text/event-stream", Content::Text, "one string"),
        ("application/jsonl", Content::Bytes, "bytes"),
        (
            "application/json",
            Content::Json(Type::Json),
            "any JSON value",
        ),
    ];
    for (media_type, content, whole) in cases {
        let stream = format!("content: {{ {media_type}: {{ itemSchema: {{ type: object }} }} }}");
        let operation = format!(
            "query: {{ requestBody: {{ required: true, {stream} }}, responses: {{ '200': {{ description: D, {stream} }} }} }}"
        );
        let (model, found) = read(&document(&operation, ""));
        let Success::Always(found_content) = &model.operations[0].success else {
            panic!("{media_type}");
        };
        assert_eq!(*found_content, content);
        let expected = ["the caller builds", "the client reads"].map(|who| {
            format!("W054 `itemSchema` is not followed: {who} the whole stream, as {whole}")
        });
        assert_eq!(messages(&found), expected);
    }
}

#[test]
fn encodings_by_position_are_ignored_with_a_warning() {
    let content = "content: { multipart/mixed: { schema: { type: array, items: {} }, \
                   prefixEncoding: [{}], itemEncoding: { contentType: text/plain } } }";
    let operation =
        format!("post: {{ requestBody: {{ required: true, {content} }}, {RESPONSES} }}");
    let (_, found) = read(&document(&operation, ""));
    let found = messages(&found);
    for key in ["prefixEncoding", "itemEncoding"] {
        let expected = format!("W054 `{key}` is ignored: the caller builds the parts");
        assert!(found.contains(&expected), "{found:?}");
    }
}

#[test]
fn a_response_without_a_description_has_its_summary() {
    let operation = "get: { responses: { '200': { summary: Fine. }, '201': { summary: S, description: Made. }, '202': {} } }";
    let (model, _) = read(&document(operation, ""));
    let expected = [("200", "Fine."), ("201", "Made.")];
    let expected = expected.map(|(status, text)| (status.to_owned(), text.to_owned()));
    assert_eq!(model.operations[0].responses, expected);
}

#[test]
fn the_alternative_of_a_default_mapping_has_other_values() {
    const SUBTYPES: &str = "A: { allOf: [{ $ref: '#/components/schemas/U' }, { type: object, properties: { a: { type: string } } }] }, \
                            B: { allOf: [{ $ref: '#/components/schemas/U' }, { type: object, properties: { b: { type: string } } }] }, \
                            U: { type: object, properties: { t: { type: string } }, discriminator";
    const CHOICE: &str = "A: { type: object, properties: { t: { type: string }, a: { type: string } } }, \
                          B: { type: object, properties: { t: { type: string }, b: { type: string } } }, \
                          U: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }], discriminator";
    let operation = "get: { responses: { '200': { description: D, content: { application/json: { schema: { $ref: '#/components/schemas/U' } } } } } }";
    for (schemas, default, expected) in [
        (CHOICE, "B", "B"),
        (CHOICE, "'#/components/schemas/A'", "A"),
        (SUBTYPES, "B", "B"),
        (SUBTYPES, "U", "U"),
    ] {
        let schemas = format!(
            "schemas: {{ {schemas}: {{ propertyName: t, defaultMapping: {default} }} }} }}"
        );
        let (model, found) = read(&document(operation, &schemas));
        assert_eq!(messages(&found), [""; 0], "{schemas}");
        let union = model.types.iter().find(|it| it.name == "U");
        let Some(Shape::Union(union)) = union.map(|it| &it.shape) else {
            panic!("the choice is a union: {schemas}");
        };
        let defaults = union
            .variants
            .iter()
            .filter(|it| it.others == OtherValues::Selected);
        let defaults: Vec<_> = defaults.map(|it| it.values.join(" ")).collect();
        assert_eq!(defaults, [expected], "{schemas}");
    }
}

#[test]
fn a_default_mapping_to_no_alternative_is_not_followed_with_a_warning() {
    let schemas = "schemas: { A: { type: object, properties: { t: { type: string }, a: { type: string } } }, \
                   B: { type: object, properties: { t: { type: string }, b: { type: string } } }, \
                   C: { type: object }, \
                   U: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }], \
                   discriminator: { propertyName: t, defaultMapping: C } } }";
    let operation = "get: { responses: { '200': { description: D, content: { application/json: { schema: { $ref: '#/components/schemas/U' } } } } } }";
    let (_, found) = read(&document(operation, schemas));
    let expected = "W053 `defaultMapping` is not followed, because its schema is no alternative: without a known value of \
                    the discriminator, a value has the type that keeps most of it";
    assert_eq!(messages(&found), [expected]);
}

#[test]
fn the_docs_of_a_credential_say_that_it_is_deprecated() {
    let operation = format!("get: {{ security: [{{ Key: [] }}, {{ Other: [] }}], {RESPONSES} }}");
    let schemes = "securitySchemes: { Key: { type: apiKey, in: header, name: X-Key, deprecated: true }, \
                   Other: { type: oauth2, oauth2MetadataUrl: 'https://a.example.com', flows: { deviceAuthorization: \
                   { deviceAuthorizationUrl: 'https://a.example.com', tokenUrl: 'https://a.example.com', scopes: {} } } } }";
    let (model, found) = read(&document(&operation, schemes));
    let descriptions = model.schemes.iter().map(|it| it.description.as_deref());
    assert_eq!(
        descriptions.collect::<Vec<_>>(),
        [
            Some("A credential.\n\nThe API deprecates this credential."),
            None
        ]
    );
    assert_eq!(messages(&found), [""; 0]);
}

#[test]
fn the_certificate_of_a_connection_is_not_a_credential_of_requests() {
    let security = "security: [{ Tls: [] }, { Tls: [], Key: [] }]";
    let operation = format!("get: {{ {security}, {RESPONSES} }}");
    let schemes = "securitySchemes: { Tls: { type: mutualTLS }, Key: { type: apiKey, in: header, name: X-Key } }";
    let (model, _) = read(&document(&operation, schemes));
    let expected = vec![Vec::new(), vec!["Key".to_owned()]];
    assert_eq!(model.operations[0].security, Some(expected));
}
