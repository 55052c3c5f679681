//! What OpenAPI 3.2 adds outside of schemas.

use super::diagnostics;

/// The codes, places and messages of the diagnostics of a document with these paths, from line 3 on.
fn messages(version: &str, rest: &str) -> Vec<String> {
    let text = format!("openapi: {version}\ninfo: {{ title: T, version: '1' }}\n{rest}");
    let found = diagnostics("test.yaml", &text);
    let place = |start| found.source().line_column(start);
    let one = |d: &crate::diagnostic::Diagnostic| {
        format!("{} {} {}", d.code, place(d.span.start), d.message)
    };
    found.iter().map(one).collect()
}

const RESPONSES: &str = "responses: { '200': { description: D } }";

#[test]
fn the_operations_of_3_2_are_unknown_fields_of_older_versions() {
    let paths = format!(
        "paths:\n  /a:\n    query: {{ {RESPONSES} }}\n    additionalOperations: {{ COPY: {{ {RESPONSES} }} }}\n"
    );
    for version in ["3.0.3", "3.1.0"] {
        assert_eq!(
            messages(version, &paths),
            [
                "W010 5:5 unknown field `query` in a path",
                "W010 6:5 unknown field `additionalOperations` in a path",
            ],
            "{version}"
        );
    }
    assert_eq!(messages("3.2.0", &paths), [""; 0]);
}

#[test]
fn an_additional_operation_has_a_method_without_a_field() {
    let paths = |method: &str| {
        format!("paths:\n  /a:\n    additionalOperations:\n      {method}: {{ {RESPONSES} }}\n")
    };
    let cases = [
        ("COPY", None),
        ("M-SEARCH", None),
        ("x-touch", None),
        (
            "POST",
            Some("`POST` is not an additional method: it has the field `post`"),
        ),
        (
            "query",
            Some("`query` is not an additional method: it has the field `query`"),
        ),
        ("A B", Some("invalid HTTP method `A B`")),
        ("'A:'", Some("invalid HTTP method `A:`")),
        ("''", Some("invalid HTTP method ``")),
        (
            "CONNECT",
            Some("the method `CONNECT` opens a tunnel and has no operation"),
        ),
    ];
    for (method, expected) in cases {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|message| format!("E019 6:7 {message}"))
            .collect();
        assert_eq!(messages("3.2.0", &paths(method)), expected, "{method}");
    }
}

#[test]
fn the_operations_of_3_2_are_checked_like_others() {
    let operation = "{ operationId: a, parameters: [{ name: b, in: path, required: true, schema: {} }], \
                     requestBody: { content: {} }, responses: { '200': { description: D } } }";
    let paths = format!(
        "paths:\n  /{{a}}:\n    get: {operation}\n    query: {operation}\n    additionalOperations:\n      COPY: {operation}\n"
    );
    let found = messages("3.2.0", &paths);
    let expected = [
        "E021 4:3 undeclared path parameter `a` in `/{a}`",
        "E022 5:49 path parameter `b` is not in the path `/{a}`",
        "W026 5:93 GET operation with a request body",
        "W032 6:27 duplicate operationId `a`: the method of the second is `a2`",
        "E022 6:51 path parameter `b` is not in the path `/{a}`",
        "W032 8:28 duplicate operationId `a`: the method of the second is `a3`",
        "E022 8:52 path parameter `b` is not in the path `/{a}`",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_query_string_is_the_only_parameter_of_the_query() {
    let whole = |name: &str| {
        format!(
            "{{ name: {name}, in: querystring, content: {{ application/json: {{ schema: {{}} }} }} }}"
        )
    };
    let query = "{ name: q, in: query, schema: {} }";
    let paths = |shared: &str, own: &str| {
        format!(
            "paths:\n  /a:\n    parameters: [{shared}]\n    get:\n      parameters: [{own}]\n      {RESPONSES}\n"
        )
    };
    let (a, b) = (whole("a"), whole("b"));
    for (shared, own, expected) in [
        ("", &*a, None),
        (&*a, &*a, None),
        (
            &*a,
            query,
            Some("E023 7:20 query parameter `q` beside `a`, which is the whole query string"),
        ),
        (
            query,
            &*a,
            Some("E023 5:18 query parameter `q` beside `a`, which is the whole query string"),
        ),
        (
            &*a,
            &*b,
            Some("E023 7:20 querystring parameter `b` beside `a`, which is the whole query string"),
        ),
    ] {
        let found = messages("3.2.0", &paths(shared, own));
        assert_eq!(found, Vec::from_iter(expected), "{shared} and {own}");
    }
}

#[test]
fn a_query_string_has_content_and_no_style() {
    let paths = |parameter: &str| {
        format!(
            "paths:\n  /a:\n    get:\n      parameters: [{{ name: q, in: querystring, {parameter} }}]\n      {RESPONSES}\n"
        )
    };
    for (parameter, expected) in [
        (
            "schema: {}",
            "E025 6:56 a querystring parameter has `schema` instead of `content`",
        ),
        (
            "style: form, content: { application/json: {} }",
            "E018 6:55 unknown style `form` for a querystring parameter",
        ),
    ] {
        assert_eq!(messages("3.2.0", &paths(parameter)), [expected]);
    }
    let found = messages("3.1.0", &paths("content: { application/json: {} }"));
    assert_eq!(found, ["E018 6:35 unknown value `querystring` for `in`"]);
}

#[test]
fn the_parent_of_a_tag_is_another_tag() {
    let tags = |tags: &str| format!("tags: [{tags}]\npaths: {{}}\n");
    let cases: &[(&str, &[&str])] = &[
        (
            "{ name: a }, { name: b, parent: a, kind: nav, summary: B }",
            &[],
        ),
        (
            "{ name: pets }, { name: b, parent: pet }",
            &["W028 3:43 the parent `pet` of the tag `b` is not a tag"],
        ),
        (
            "{ name: a, parent: a }",
            &["W028 3:27 the tag `a` is inside itself"],
        ),
        (
            "{ name: a, parent: b }, { name: b, parent: a }, { name: c, parent: a }",
            &[
                "W028 3:27 the tag `a` is inside itself",
                "W028 3:51 the tag `b` is inside itself",
            ],
        ),
    ];
    for (written, expected) in cases {
        assert_eq!(messages("3.2.0", &tags(written)), *expected, "{written}");
    }
    let found = messages("3.1.0", &tags("{ name: a, parent: b }"));
    assert_eq!(found, ["W010 3:19 unknown field `parent` in a tag"]);
}

#[test]
fn a_long_chain_of_tags_takes_time_in_proportion() {
    let tags = (0..50_000).map(|it| format!("{{ name: t{it}, parent: t{} }}, ", it + 1));
    let tags = format!(
        "tags: [{}{{ name: t50000 }}]\npaths: {{}}\n",
        tags.collect::<String>()
    );
    assert_eq!(messages("3.2.0", &tags), [""; 0]);
}

#[test]
fn media_types_are_components_that_are_referenced() {
    let document = |reference: &str| {
        format!(
            "paths:\n  /a:\n    get:\n      responses:\n        '200': {{ description: D, content: {{ application/json: {{ $ref: '{reference}' }} }} }}\n\
             components:\n  mediaTypes:\n    A: {{ schema: {{ type: string }}, examples: {{ a: {{ dataValue: 1 }} }} }}\n"
        )
    };
    let found = messages("3.2.0", &document("#/components/mediaTypes/A"));
    assert_eq!(
        found,
        ["W014 10:64 invalid example: expected a string, found the number `1`"]
    );
    let found = messages("3.2.0", &document("#/components/mediaTypes/B"));
    assert!(found[0].starts_with("E012"), "{found:?}");
    let found = messages("3.1.0", &document("#/components/mediaTypes/A"));
    assert!(
        found.iter().any(|it| it.contains("unknown field `$ref`")),
        "{found:?}"
    );
}

#[test]
fn the_target_of_a_default_mapping_is_a_schema() {
    let components = |target: &str| {
        format!(
            "paths:\n  /a: {{ get: {{ responses: {{ '200': {{ description: D, content: {{ application/json: \
             {{ schema: {{ $ref: '#/components/schemas/A' }} }} }} }} }} }} }}\n\
             components:\n  schemas:\n\
             \x20   A: {{ type: object, discriminator: {{ propertyName: p, defaultMapping: {target} }}, properties: {{ p: {{}} }} }}\n\
             \x20   B: {{ type: object }}\n"
        )
    };
    assert_eq!(messages("3.2.0", &components("B")), [""; 0]);
    let found = messages("3.2.0", &components("C"));
    assert!(found[0].starts_with("E012 7:74"), "{found:?}");
}

#[test]
fn an_undeclared_path_parameter_of_an_additional_operation_is_a_string_if_lenient() {
    let text = "openapi: 3.2.0\ninfo: { title: T, version: '1' }\npaths:\n  /a/{b}:\n    additionalOperations:\n      \
                COPY: { responses: { '204': { description: D } } }\n";
    let mut document =
        crate::document::Document::read("test.yaml", text).expect("the text is YAML");
    let found = crate::check::check_leniently(&mut document, crate::check::UnusedSchemas::Reported);
    let codes: Vec<_> = found.iter().map(|it| it.code.id()).collect();
    assert_eq!(codes, ["W033"]);
}

#[test]
fn extensions_of_additional_operations_are_checked_beside_errors() {
    let text = "openapi: 3.2.0\ninfo: { title: T, version: '1' }\nservers: [{ url: 'https://a.example.com' }]\npaths:\n  \
                /a/{b}:\n    get: { responses: { '204': { description: D } } }\n  /c:\n    additionalOperations:\n      \
                COPY: { x-retry: { unless: [nothing] }, responses: { '204': { description: D } } }\n";
    let found = crate::check(&crate::Source {
        name: "test.yaml",
        text,
    });
    let codes: Vec<_> = found.iter().map(|it| it.code.id()).collect();
    assert_eq!(codes, ["E021", "E050"]);
}
