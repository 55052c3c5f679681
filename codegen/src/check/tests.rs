mod version_3_2;

use std::fmt::Write as _;

use insta::assert_snapshot;

use super::check;
use crate::bundle::bundle;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::Document;
use crate::folder::NoFolder;

fn diagnostics(name: &str, text: &str) -> Diagnostics {
    match Document::read(name, text) {
        Ok(document) => check(&bundle(document, &NoFolder)),
        Err(found) => found,
    }
}

/// The codes of the diagnostics of a document, each with its line and column.
fn found(text: &str) -> Vec<String> {
    let found = diagnostics("test.yaml", text);
    let place = |start| found.source().line_column(start);
    found
        .iter()
        .map(|d| format!("{} {}", d.code, place(d.span.start)))
        .collect()
}

/// A document with these paths and components, from line 3 on.
fn document(rest: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\n{rest}")
}

/// A document whose only operation has this parameter, at line 7, column 9.
fn parameter(parameter: &str) -> String {
    let rest = "\
paths:
  /a/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: {} },
        PARAMETER]
      responses: { '200': { description: D } }
";
    document(&rest.replace("PARAMETER", parameter))
}

/// A document with only this schema, at line 12, column 17.
fn schema(schema: &str) -> String {
    let rest = "\
paths:
  /a:
    get:
      responses:
        '200':
          description: D
          content:
            application/json:
              schema:
                SCHEMA
";
    let indented = schema.replace('\n', "\n                ");
    document(&rest.replace("SCHEMA", &indented))
}

/// A document with these schemas, from line 13 on, that uses the one named `A`.
fn schemas(components: &str) -> String {
    let rest = "\
paths:
  /a:
    get:
      responses:
        '200':
          description: D
          content:
            application/json: { schema: { $ref: '#/components/schemas/A' } }
components:
  schemas:
";
    document(&format!("{rest}{components}"))
}

/// For each code, small documents with that diagnostic, and all of their diagnostics.
#[expect(clippy::too_many_lines, reason = "a table")]
fn cases() -> Vec<(Code, String, Vec<&'static str>)> {
    let responses = "responses: { '200': { description: D } }";
    vec![
        (Code::NotOpenApi, "just text".into(), vec!["E010 1:1"]),
        (Code::NotOpenApi, "[1, 2]".into(), vec!["E010 1:1"]),
        (Code::NotOpenApi, "a: 1".into(), vec!["E010 1:1"]),
        (
            Code::UnsupportedVersion,
            "swagger: '2.0'".into(),
            vec!["E011 1:1"],
        ),
        (
            Code::UnsupportedVersion,
            "openapi: 3.3.0".into(),
            vec!["E011 1:10"],
        ),
        (
            Code::UnsupportedVersion,
            "openapi: 4.0.0".into(),
            vec!["E011 1:10"],
        ),
        (Code::WrongKind, "openapi: 3.1".into(), vec!["E017 1:10"]),
        (
            Code::UnsupportedVersion,
            "openapi: [3]".into(),
            vec!["E011 1:10"],
        ),
        (
            Code::DanglingReference,
            schema("$ref: '#/components/schemas/A'"),
            vec!["E012 12:23"],
        ),
        (
            Code::DanglingReference,
            schemas(
                "    A: { type: object, discriminator: { propertyName: p, mapping: { b: B } }, properties: { p: {} } }\n",
            ),
            vec!["E012 13:72"],
        ),
        (
            Code::ExternalReference,
            schema("$ref: 'https://example.com/other.yaml#/A'"),
            vec!["E013 12:23"],
        ),
        (
            Code::ExternalReference,
            schema("$ref: /components/schemas/A"),
            vec!["E013 12:23"],
        ),
        (
            Code::UnreadableFile,
            schema("$ref: 'other.yaml#/A'"),
            vec!["E031 12:23"],
        ),
        (
            Code::ReferenceKind,
            parameter("$ref: '#/paths/~1a~1{id}/get/responses/200'"),
            vec!["E014 7:15"],
        ),
        (
            Code::ReferenceKind,
            schema("$ref: '#/info/title'"),
            vec!["E014 12:23"],
        ),
        (
            Code::ReferenceCycle,
            schemas(
                "    A: { $ref: '#/components/schemas/B' }\n    B: { $ref: '#/components/schemas/A' }\n",
            ),
            vec!["E015 13:16"],
        ),
        (Code::MissingField, document(""), vec!["E016 1:1"]),
        (
            Code::MissingField,
            "openapi: 3.0.3\npaths: {}".into(),
            vec!["E016 1:1"],
        ),
        (
            Code::MissingField,
            "openapi: 3.0.3\ninfo: { title: T }\npaths: {}".into(),
            vec!["E016 2:1"],
        ),
        (
            Code::MissingField,
            document("paths:\n  /a:\n    get: {}"),
            vec!["E016 5:5"],
        ),
        (
            Code::MissingField,
            document(
                "paths: {}\nsecurity: [{ k: [] }]\ncomponents: { securitySchemes: { k: { type: http } } }",
            ),
            vec!["E016 5:45"],
        ),
        (Code::WrongKind, document("paths: []"), vec!["E017 3:8"]),
        (
            Code::WrongKind,
            document("paths:\n  /a: 1"),
            vec!["E017 4:7"],
        ),
        (Code::WrongKind, document("paths:\n  /a:"), vec!["E017 4:3"]),
        (
            Code::WrongKind,
            document("paths: {}\ntags: [x]"),
            vec!["E017 4:8"],
        ),
        (
            Code::WrongKind,
            "openapi: 3.0\ninfo: {}\npaths: {}".into(),
            vec!["E017 1:10"],
        ),
        (
            Code::WrongKind,
            "openapi: 3.0.3\ninfo: { title: T, version: 1.0 }\npaths: {}".into(),
            vec!["E017 2:28"],
        ),
        (
            Code::WrongKind,
            schema("type: [string, 'null']"),
            vec!["E017 12:23"],
        ),
        (Code::WrongKind, schema("minLength: -1"), vec!["E017 12:28"]),
        (
            Code::WrongKind,
            schema("additionalProperties: yes"),
            vec!["E017 12:39"],
        ),
        (
            Code::WrongKind,
            schema("$ref: { a: b }"),
            vec!["E017 12:23"],
        ),
        (
            Code::WrongKind,
            document(&format!(
                "paths:\n  /a:\n    get: {{ parameters: {{ name: q }}, {responses} }}"
            )),
            vec!["E017 5:24"],
        ),
        (
            Code::InvalidValue,
            schema("type: strin"),
            vec!["E018 12:23"],
        ),
        (
            Code::InvalidValue,
            parameter("{ name: q, in: querry, schema: {} }"),
            vec!["E018 7:24"],
        ),
        (
            Code::InvalidValue,
            parameter("{ name: q, in: query, style: simple, schema: {} }"),
            vec!["E018 7:38"],
        ),
        (
            Code::InvalidKey,
            document("paths:\n  a: {}"),
            vec!["E019 4:3"],
        ),
        (
            Code::InvalidKey,
            document("paths:\n  /a:\n    get: { responses: { ok: { description: D } } }"),
            vec!["E019 5:25"],
        ),
        (
            Code::DuplicateOperationId,
            document(&format!(
                "paths:\n  /a:\n    get: {{ operationId: a, {responses} }}\n    put: {{ operationId: a, {responses} }}"
            )),
            vec!["W032 6:25"],
        ),
        (
            Code::DuplicateOperationId,
            document(&format!(
                "paths:\n  /a:\n    get: {{ operationId: aB, {responses} }}\n    put: {{ operationId: a_b, {responses} }}"
            )),
            vec!["W032 6:25"],
        ),
        (
            Code::NameShared,
            schemas("    A: { items: { $ref: '#/components/schemas/a' } }\n    a: {}\n"),
            vec!["W036 14:5"],
        ),
        (
            Code::NameShared,
            schema("type: object\nproperties: { aB: {}, a_b: {}, c: {} }"),
            vec!["W036 13:39"],
        ),
        (
            Code::NameShared,
            schema("type: string\nenum: [a, b, A]"),
            vec!["W036 13:30"],
        ),
        (
            Code::NameShared,
            schema("type: string\nenum: [a, b]\nx-enum-varnames: [C, c]"),
            vec!["W036 14:38"],
        ),
        (
            Code::NameShared,
            parameter("{ name: ID, in: query, schema: {} }"),
            vec!["W036 7:17"],
        ),
        (
            Code::NameShared,
            document(
                "paths: {}\nsecurity: [{ api-key: [] }, { api_key: [] }]\ncomponents:\n  securitySchemes:\n    api-key: { type: http, scheme: bearer }\n    api_key: { type: http, scheme: basic }",
            ),
            vec!["W036 8:5"],
        ),
        (
            Code::PathParameterUndeclared,
            document(&format!(
                "paths:\n  /a/{{id}}:\n    get: {{ {responses} }}\n    put: {{ {responses} }}"
            )),
            vec!["E021 4:3"],
        ),
        (
            Code::PathParameterUndeclared,
            document(&format!(
                "paths:\n  /a/{{id}}:\n    get: {{ {responses} }}\n    put:\n      parameters: [{{ name: id, in: path, required: true, schema: {{}} }}]\n      {responses}"
            )),
            vec!["E021 5:5"],
        ),
        (
            Code::PathParameterUnused,
            parameter("{ name: x, in: path, required: true, schema: {} }"),
            vec!["E022 7:17"],
        ),
        (
            Code::DuplicateParameter,
            parameter("{ name: id, in: path, required: true, schema: {} }"),
            vec!["E023 7:9"],
        ),
        (
            Code::SecurityUndefined,
            document("paths: {}\nsecurity: [{ key: [] }]"),
            vec!["E024 4:14"],
        ),
        (
            Code::ParameterWithoutSchema,
            parameter("{ name: q, in: query }"),
            vec!["E025 7:17"],
        ),
        (
            Code::ParameterWithoutSchema,
            parameter("{ name: q, in: query, schema: {}, content: { a/b: {} } }"),
            vec!["E025 7:52"],
        ),
        (
            Code::ParameterWithoutSchema,
            parameter("{ name: q, in: query, content: {} }"),
            vec!["E025 7:40"],
        ),
        (
            Code::InvalidPath,
            document("paths:\n  /a/{id: {}"),
            vec!["E026 4:3"],
        ),
        (
            Code::InvalidPath,
            document("paths:\n  '/{a#}': {}"),
            vec!["E026 4:3", "W034 4:3"],
        ),
        (
            Code::InvalidPath,
            document("paths:\n  '/{a}/{a}': {}"),
            vec!["E026 4:3"],
        ),
        (
            Code::ServerVariableUndefined,
            document("paths: {}\nservers: [{ url: 'https://{org}.example.com' }]"),
            vec!["E027 4:18"],
        ),
        (
            Code::SchemaCycle,
            schemas(
                "    A: { allOf: [{ $ref: '#/components/schemas/B' }] }\n    B: { oneOf: [{ $ref: '#/components/schemas/A' }] }\n",
            ),
            vec!["E028 14:26"],
        ),
        (
            Code::TooDeep,
            schema(&format!(
                "{}{}",
                "{ items: ".repeat(65),
                "{} ".to_owned() + &"}".repeat(65)
            )),
            vec!["E029 11:15"],
        ),
        (
            Code::NumericStatusCode,
            document("paths:\n  /a:\n    get: { responses: { 200: { description: D } } }"),
            vec!["W001 5:25"],
        ),
        (
            Code::YamlBoolean,
            schema("type: string\nenum: [yes, 'no']"),
            vec!["W002 13:24"],
        ),
        (
            Code::YamlBoolean,
            schema("type: object\nproperties: { on: {}, 'off': {} }"),
            vec!["W002 13:31"],
        ),
        (
            Code::MergeKey,
            document("paths: {}\nx-a: { <<: {} }"),
            vec!["W003 4:8"],
        ),
        (Code::YamlTag, document("paths: !x {}"), vec!["W004 3:11"]),
        (
            Code::UnknownField,
            schema("type: string\nmaxLenght: 3"),
            vec!["W010 13:17"],
        ),
        (Code::UnknownField, schema("const: 1"), vec!["W010 12:17"]),
        (
            Code::UnknownField,
            document("paths: {}\nwebhooks: {}"),
            vec!["W010 4:1"],
        ),
        (
            Code::UnknownExtension,
            schema("x-enum-description: {}"),
            vec!["W011 12:17"],
        ),
        (
            Code::MisplacedExtension,
            schema("type: string\nx-retry: never"),
            vec!["W037 13:17"],
        ),
        (
            Code::MisplacedExtension,
            schema("type: string\nenum: [a]\nx-enum-descriptions: [A]"),
            vec!["W037 14:38"],
        ),
        (
            Code::ReferenceSibling,
            schemas(
                "    A: { properties: { b: { $ref: '#/components/schemas/B', description: D, nullable: true } } }\n    B: {}\n",
            ),
            vec!["W012 13:61"],
        ),
        (
            Code::UnusedComponent,
            schemas("    A: {}\n    B: { items: { $ref: '#/components/schemas/C' } }\n    C: {}\n"),
            vec!["W013 14:5", "W013 15:5"],
        ),
        (
            Code::ExampleRejected,
            schema("type: integer\nexample: x"),
            vec!["W014 13:26"],
        ),
        (
            Code::ExampleRejected,
            parameter("{ name: q, in: query, schema: { type: integer }, example: x }"),
            vec!["W014 7:67"],
        ),
        (
            Code::ExampleRejected,
            parameter(
                "{ name: q, in: query, schema: { type: integer }, examples: { e: { value: x } } }",
            ),
            vec!["W014 7:82"],
        ),
        (
            Code::DefaultRejected,
            schema("type: integer\nmaximum: 3\ndefault: 4"),
            vec!["W015 14:26"],
        ),
        (
            Code::DefaultRejected,
            document(
                "paths: {}\nservers: [{ url: '/{v}', variables: { v: { default: a, enum: [b] } } }]",
            ),
            vec!["W015 4:53"],
        ),
        (
            Code::EnumDuplicate,
            schema("enum: [a, b, a]"),
            vec!["W016 12:30"],
        ),
        (
            Code::EnumDuplicate,
            schema("enum: [1, 2, 1]"),
            vec!["W016 12:30"],
        ),
        (
            Code::EnumRejected,
            schema("type: string\nenum: [a, 1]"),
            vec!["W017 13:27"],
        ),
        (
            Code::EnumRejected,
            schema("type: string\nenum: [a, null]"),
            vec!["W017 13:27"],
        ),
        (
            Code::RequiredUndeclared,
            schema("type: object\nrequired: [nmae]\nproperties: { name: {} }"),
            vec!["W018 13:28"],
        ),
        (
            Code::NullableWithoutType,
            schema("nullable: true"),
            vec!["W019 12:17"],
        ),
        (
            Code::ExpectedField,
            document("paths:\n  /a:\n    get: { responses: { '200': {} } }"),
            vec!["W020 5:25"],
        ),
        (
            Code::ExpectedField,
            document("paths:\n  /a:\n    get: { responses: {} }"),
            vec!["W020 5:12"],
        ),
        (
            Code::ImpossibleLimits,
            schema("type: integer\nminimum: 3\nmaximum: 2"),
            vec!["W021 13:26"],
        ),
        (
            Code::ImpossibleLimits,
            schema("type: integer\nminimum: 3\nexclusiveMinimum: true\nmaximum: 3"),
            vec!["W021 13:26"],
        ),
        (
            Code::InvalidMultiple,
            schema("type: integer\nmultipleOf: 0"),
            vec!["W040 13:29"],
        ),
        (
            Code::InvalidMultiple,
            schema("type: number\nmultipleOf: -0.5"),
            vec!["W040 13:29"],
        ),
        (
            Code::ServerWithoutScheme,
            document("paths: {}\nservers: [{ url: api.example.com/v1 }, { url: localhost }]"),
            vec!["W041 4:18", "W041 4:47"],
        ),
        (
            Code::RequestCredential,
            document(
                "paths: {}\nsecurity: [{ k: [] }]\ncomponents: { securitySchemes: { k: { type: http, scheme: Digest } } }",
            ),
            vec!["W039 5:59"],
        ),
        (
            Code::RequestCredential,
            document(
                "paths: {}\nsecurity: [{ k: [] }]\ncomponents: { securitySchemes: { k: { type: mutualTLS } } }",
            )
            .replace("3.0.3", "3.1.0"),
            vec!["W039 5:45"],
        ),
        (
            Code::NoValidValue,
            schema("type: string\nenum: []"),
            vec!["W042 13:17"],
        ),
        (
            Code::NoValidValue,
            schemas("    A: { type: object, required: [a], properties: { a: { $ref: '#/components/schemas/A' } } }"),
            vec!["W042 13:64"],
        ),
        (
            Code::NoValidValue,
            schemas(
                "    A: { type: object, required: [b], properties: { b: { allOf: [{ $ref: '#/components/schemas/B' }] } } }
    B: { type: object, required: [a], properties: { a: { $ref: '#/components/schemas/A' } } }",
            ),
            vec!["W042 14:64"],
        ),
        (
            Code::ArrayWithoutItems,
            schema("type: array"),
            vec!["W022 12:23"],
        ),
        (
            Code::AmbiguousPath,
            document("paths:\n  /a/{x}: {}\n  /a/{y}: {}"),
            vec!["W023 5:3"],
        ),
        (
            Code::PathFragment,
            document("paths:\n  '/': {}\n  '/#Action=A': {}\n  '/?q=1#Action=B': {}"),
            vec!["W034 5:3"],
        ),
        (
            Code::PathFragment,
            document(&format!(
                "paths:\n  '/a#/{{id}}':\n    get: {{ parameters: [{{ name: id, in: path, required: true, schema: {{}} }}], {responses} }}"
            )),
            vec!["W034 4:3", "E022 5:33"],
        ),
        (
            Code::DuplicateTag,
            document("paths: {}\ntags: [{ name: a }, { name: a }]"),
            vec!["W024 4:29"],
        ),
        (
            Code::IgnoredHeader,
            parameter("{ name: authorization, in: header, schema: {} }"),
            vec!["W025 7:17"],
        ),
        (
            Code::IgnoredHeader,
            document(
                "paths:\n  /a:\n    get: { responses: { '200': { description: D, headers: { Content-Type: { schema: {} } } } } }",
            ),
            vec!["W025 5:61"],
        ),
        (
            Code::HeaderName,
            parameter("{ name: 'X Key', in: header, schema: {} }"),
            vec!["E032 7:17"],
        ),
        (
            Code::HeaderName,
            parameter("{ name: '', in: header, schema: {} }"),
            vec!["E032 7:17"],
        ),
        (
            Code::UnknownFormat,
            schema("type: string\nformat: datetime"),
            vec!["W038 13:25"],
        ),
        (
            Code::BodyIgnored,
            document(&format!(
                "paths:\n  /a:\n    get: {{ requestBody: {{ content: {{}} }}, {responses} }}"
            )),
            vec!["W026 5:12"],
        ),
        (
            Code::ComponentName,
            document("paths: {}\ncomponents: { examples: { 'a b': {} } }"),
            vec!["W013 4:27", "W027 4:27"],
        ),
        (
            Code::MisplacedField,
            schema("type: integer\nmaxLength: 3"),
            vec!["W028 13:17"],
        ),
        (
            Code::MisplacedField,
            schema("type: string\nrequired: true"),
            vec!["W028 13:27"],
        ),
        (
            Code::MisplacedField,
            document("paths: {}\nservers: [{ url: /, variables: { v: { default: a } } }]"),
            vec!["W028 4:34"],
        ),
        (
            Code::MisplacedField,
            document(
                "paths: {}\nsecurity: [{ k: [] }]\ncomponents: { securitySchemes: { k: { type: http, scheme: basic, in: header } } }",
            ),
            vec!["W028 5:66"],
        ),
        (
            Code::EmptyField,
            document("paths: {}\ntags:"),
            vec!["W029 4:1"],
        ),
        (
            Code::PathParameterOptional,
            document(&format!(
                "paths:\n  /a/{{id}}:\n    parameters: [{{ name: id, in: path, schema: {{}} }}]\n    get: {{ {responses} }}"
            )),
            vec!["W030 5:26"],
        ),
    ]
}

#[test]
fn an_operation_has_a_limited_number_of_parameters() {
    let found = |count: usize, location: &str| {
        let of = |it: usize| {
            format!("{{ name: p{it}, in: {location}, required: true, schema: {{ type: string }} }}")
        };
        let parameters: Vec<_> = (0..count).map(of).collect();
        let path = match location {
            "path" => (0..count).map(|it| format!("/{{p{it}}}")).collect(),
            _ => "/pets".to_owned(),
        };
        let text = document(&format!(
            "paths:\n  \"{path}\":\n    get:\n      parameters: [{}]\n      responses: {{ '204': {{ description: Done. }} }}\n",
            parameters.join(", ")
        ));
        let found = diagnostics("test.yaml", &text);
        found
            .iter()
            .map(|it| it.message.clone())
            .collect::<Vec<_>>()
    };
    for (location, kind, most) in [
        ("query", "parameters", 1_000),
        ("path", "path parameters", 100),
    ] {
        assert_eq!(found(most, location), [""; 0]);
        let more = most + 1;
        let expected = format!("the operation has {more} {kind}; at most {most} are supported");
        let messages = found(more, location);
        assert_eq!(messages, [expected]);
    }
}

#[test]
fn an_extension_with_a_similar_name_is_suggested() {
    let suggestions = |key: &str| -> Vec<String> {
        let operation = "responses: { '200': { description: D } }";
        let text = document(&format!(
            "paths:\n  /a:\n    get: {{ operationId: a, {key}: 1, {operation} }}"
        ));
        let found = diagnostics("test.yaml", &text);
        let near = found.iter().filter(|it| it.code == Code::UnknownExtension);
        near.filter_map(|it| it.help.clone()).collect()
    };
    for (key, near) in [
        ("x-retries", "x-retry"),
        ("x-rety", "x-retry"),
        ("x-paginate", "x-pagination"),
        ("x-paginated", "x-pagination"),
        ("x-ratelimit", "x-rate-limit"),
        ("x-rate-limits", "x-rate-limit"),
        ("x-batches", "x-batch"),
        ("x-jobs", "x-job"),
    ] {
        assert_eq!(
            suggestions(key),
            [format!("did you mean `{near}`?")],
            "{key}"
        );
    }
    for key in [
        "x-internal",
        "x-tenant",
        "x-rest",
        "x-codeSamples",
        "x-amazon-apigateway-integration",
        "x-retrieve",
        "x-ratings",
    ] {
        assert!(suggestions(key).is_empty(), "{key}");
    }
}

#[test]
fn each_mistake_is_reported_at_its_position_and_nothing_else() {
    let mut wrong = String::new();
    for (code, text, expected) in cases() {
        if found(&text) != expected {
            let found = diagnostics("test.yaml", &text);
            let _ = writeln!(wrong, "{code}: expected {expected:?}, found\n{found}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn each_code_of_the_checks_has_a_case() {
    let tested_elsewhere = [
        Code::Syntax,
        Code::DuplicateKey,
        Code::Limit,
        Code::Tab,
        Code::NotJson,
        Code::View,
        Code::MissingSchema,
        Code::AssumedPathParameter,
        Code::Repaired,
        Code::OtherVersion,
    ];
    let of_the_checks = |code: &Code| code.id()[1..] < *"050" && !tested_elsewhere.contains(code);
    let covered: Vec<_> = cases().into_iter().map(|(code, ..)| code).collect();
    let missing: Vec<_> = Code::all()
        .filter(of_the_checks)
        .filter(|code| !covered.contains(code))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn each_diagnostic_has_help() {
    for (code, text, _) in cases() {
        for diagnostic in &diagnostics("test.yaml", &text) {
            let optional = [
                Code::UnknownField,
                Code::WrongKind,
                Code::MissingField,
                Code::ReferenceKind,
            ];
            let help = diagnostic.help.is_some() || optional.contains(&diagnostic.code);
            assert!(help, "{code}: {}", diagnostic.message);
        }
    }
}

#[test]
fn an_unquoted_reference_is_suggested_to_be_quoted() {
    let text = schema("items:\n  $ref: #/components/schemas/A");
    let found = diagnostics("test.yaml", &text);
    let helps: Vec<_> = found.iter().map(|it| it.help.as_deref()).collect();
    let expected =
        "quote the reference, since `#` starts a comment in YAML: `\"#/components/schemas/A\"`";
    assert_eq!(helps, [Some(expected)], "{found}");
}

/// Valid documents that resemble invalid ones.
#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn valid_documents_have_no_diagnostics() {
    let cases = [
        (
            "a tree",
            schemas(
                "    A: { type: object, properties: { children: { type: array, items: { $ref: '#/components/schemas/A' } } } }\n",
            ),
        ),
        (
            "a map of itself",
            schemas(
                "    A: { type: object, additionalProperties: { $ref: '#/components/schemas/A' } }\n",
            ),
        ),
        (
            "a wrapped reference",
            schemas(
                "    A: { allOf: [{ $ref: '#/components/schemas/B' }], description: D }\n    B: {}\n",
            ),
        ),
        (
            "required of another part",
            schemas(
                "    A: { allOf: [{ $ref: '#/components/schemas/B' }, { required: [b] }] }\n    B: { type: object, properties: { b: {} } }\n",
            ),
        ),
        (
            "required of what extends it",
            schemas(
                "    A: { allOf: [{ $ref: '#/components/schemas/B' }, { properties: { b: {} } }] }\n    B: { type: object, required: [b] }\n",
            ),
        ),
        (
            "required of alternatives",
            schema(
                "type: object\nproperties: { a: {}, b: {} }\nanyOf: [{ required: [a] }, { required: [b] }]",
            ),
        ),
        (
            "required of a map",
            schema("type: object\nrequired: [a]\nadditionalProperties: true"),
        ),
        (
            "a mapping by name",
            schemas(
                "    A: { oneOf: [{ $ref: '#/components/schemas/B' }], discriminator: { propertyName: p, mapping: { b: B } } }\n    B: { type: object, properties: { p: {} } }\n",
            ),
        ),
        (
            "a subtype of a schema with a discriminator",
            schemas(
                "    A: { type: object, properties: { p: {} }, discriminator: { propertyName: p } }\n    B: { allOf: [{ $ref: '#/components/schemas/A' }] }\n",
            ),
        ),
        (
            "a null of a nullable enum",
            schema("type: string\nnullable: true\nenum: [a, null]"),
        ),
        (
            "a null example",
            schema("type: string\nnullable: true\nexample: null"),
        ),
        (
            "whole numbers as floats",
            schema("type: string\nmaxLength: 10.0"),
        ),
        (
            "a property named $ref",
            schema("type: object\nproperties: { $ref: { type: string } }"),
        ),
        (
            "a property named like an extension",
            schema("type: object\nproperties: { x-enum-description: {} }"),
        ),
        ("another extension", schema("x-go-type: string")),
        (
            "our extensions",
            schema("type: string\nenum: [a]\nx-enum-descriptions: { a: A }"),
        ),
        (
            "an operation that repeats a parameter of its path",
            document(
                "paths:\n  /a/{id}:\n    parameters: [{ name: id, in: path, required: true, schema: {} }]\n    get:\n      parameters: [{ name: id, in: path, required: true, schema: {} }]\n      responses: { '2XX': { description: D }, default: { description: D } }\n",
            ),
        ),
        (
            "one name in two places",
            parameter("{ name: id, in: query, schema: {} }"),
        ),
        (
            "a parameter by content",
            parameter("{ name: q, in: query, content: { application/json: { schema: {} } } }"),
        ),
        ("no security at all", document("paths: {}\nsecurity: []")),
        ("optional security", document("paths: {}\nsecurity: [{}]")),
        (
            "an example of another media type",
            document(
                "paths:\n  /a:\n    get: { responses: { '200': { description: D, content: { text/csv: { schema: { allOf: [{ type: object }] }, example: 'a;b' } } } } }\n",
            ),
        ),
        (
            "an example as text",
            parameter(
                "{ name: q, in: query, schema: { type: array, items: { type: integer } }, example: '1,2' }",
            ),
        ),
    ];
    for (what, text) in cases {
        let found = diagnostics("test.yaml", &text);
        assert!(found.is_empty(), "{what}:\n{found}");
    }
}

#[test]
fn similar_names_are_suggested() {
    let help = |text: &str| {
        let found = diagnostics("test.yaml", text);
        found
            .iter()
            .find_map(|d| d.help.clone())
            .unwrap_or_default()
    };
    let cases = [
        (
            schemas(
                "    A: { items: { $ref: '#/components/schemas/Conversaton' } }\n    Conversation: {}\n",
            ),
            "did you mean `#/components/schemas/Conversation`?",
        ),
        (
            schemas("    A: { items: { $ref: '#/definitions/B' } }\n    B: {}\n"),
            "did you mean `#/components/schemas/B`?",
        ),
        (schema("type: strin"), "did you mean `string`?"),
        (schema("type: int"), "did you mean `integer`?"),
        (schema("descripton: D"), "did you mean `description`?"),
        (document("paths: {}\npath: {}"), ""),
        (
            document("paths:\n  /a:\n    gett: {}"),
            "did you mean `get`?",
        ),
        (
            document(
                "paths: {}\nsecurity: [{ ApiKye: [] }]\ncomponents: { securitySchemes: { ApiKey: { type: http, scheme: basic } } }",
            ),
            "did you mean `ApiKey`?",
        ),
        (
            schema("type: object\nrequired: [nmae]\nproperties: { name: {} }"),
            "did you mean `name`?",
        ),
        (
            parameter("{ name: ids, in: path, required: true, schema: {} }"),
            "add `{ids}` to the path, or remove the parameter",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(help(&text), expected, "{text}");
    }
}

/// Documents with one mistake, and the help.
#[test]
fn common_mistakes_have_specific_help() {
    let property = "if `name` is a property, indent it by one more level: it is beside `properties`, not in it";
    let cases = [
        (
            parameter("{ name: q, in: body, schema: {} }"),
            "this is Swagger 2.0: move the schema to `requestBody`, into a media type of `content`",
        ),
        (
            parameter("{ name: q, in: formData, type: file, collectionFormat: csv }"),
            "this is Swagger 2.0: make it a property of the schema in `requestBody`, in the media type \
             `application/x-www-form-urlencoded`, or `multipart/form-data` for files",
        ),
        (
            schema("type: file"),
            "write `type: string` and `format: binary`",
        ),
        (
            schema("type: date-time"),
            "write `type: string` and `format: date-time`",
        ),
        (
            schema("type: 'null'"),
            "write `nullable: true` beside the type of the other values: OpenAPI 3.0 has no type `null`",
        ),
        (
            schema("oneOf: [{ type: string }, { type: 'null' }]"),
            "remove this alternative, and write `nullable: true` beside `oneOf`",
        ),
        (
            schema("anyOf:\n- type: string\n- type: null"),
            "remove this alternative, and write `nullable: true` beside `anyOf`",
        ),
        (
            schema("type: string\nenum: [opened, closed]\ndefault: open"),
            "did you mean `opened`?",
        ),
        (
            document(
                "paths: {}\nservers: [{ url: '/{v}', variables: { v: { default: us, enum: [us1, eu1] } } }]",
            ),
            "add it to `enum`, or use one of its values",
        ),
        (
            document(
                "paths: {}\nservers: [{ url: '/{v}', variables: { v: { default: east, enum: [easts, west] } } }]",
            ),
            "did you mean `easts`?",
        ),
        (
            schema("type: object\nproperties:\n  id: {}\nname: { type: string }"),
            property,
        ),
        (
            schema("type: object\nproperties:\n  id: {}\ntitle: { type: string }"),
            "if `title` is a property, indent it by one more level: it is beside `properties`, not in it",
        ),
        (
            schema("type: object\nproperties:\n  id: {}\nitem: { type: string }"),
            "did you mean `items`? if `item` is a property, indent it by one more level: \
             it is beside `properties`, not in it",
        ),
        (
            schema("type: object\nname: { type: string }"),
            "if `name` is a property, move it into `properties`",
        ),
    ];
    for (text, expected) in cases {
        let found = diagnostics("test.yaml", &text);
        let helps: Vec<_> = found.iter().map(|it| it.help.as_deref()).collect();
        assert_eq!(helps, [Some(expected)], "{text}\n{found}");
    }
}

#[test]
fn formats_with_a_similar_spelling_are_suggested() {
    let help = |kind: &str, format: &str| {
        let text = schema(&format!("type: {kind}\nformat: {format}"));
        let found = diagnostics("test.yaml", &text);
        found.into_iter().find_map(|it| it.help).unwrap_or_default()
    };
    let cases = [
        ("string", "datetime", "date-time"),
        ("string", "dateTime", "date-time"),
        ("string", "date_time", "date-time"),
        ("string", "guid", "uuid"),
        ("string", "UUID", "uuid"),
        ("integer", "int-64", "int64"),
        ("integer", "integer64", "int64"),
        ("integer", "Int32", "int32"),
        ("integer", "long", "int64"),
        ("number", "Double", "double"),
    ];
    for (kind, format, meant) in cases {
        let expected = format!("did you mean `{meant}`?");
        assert_eq!(help(kind, format), expected, "{kind} {format}");
    }
    let others = [
        ("string", "uri"),
        ("string", "timestamp"),
        ("string", "date-time-rfc1123"),
        ("string", "uid"),
        ("string", "int64"),
        ("string", "uuid"),
        ("integer", "timestamp"),
        ("number", "decimal"),
    ];
    for (kind, format) in others {
        assert_eq!(help(kind, format), "", "{kind} {format}");
    }
}

#[test]
fn a_value_that_is_no_word_is_reported_with_the_words() {
    for (value, help) in [("true", "tag"), ("false", "none"), ("[a]", "tag")] {
        let text = document(&format!("paths: {{}}\nx-parts: {value}"));
        let found = diagnostics("test.yaml", &text);
        let found: Vec<_> = found
            .iter()
            .map(|it| (&*it.message, it.help.clone()))
            .collect();
        let [(message, given)] = &found[..] else {
            panic!("expected one message about `{value}`")
        };
        let start = "expected one of `none`, `tag` for `x-parts`, found ";
        assert!(message.starts_with(start), "{message}");
        assert_eq!(*given, Some(format!("write `x-parts: {help}`")));
    }
}

#[test]
fn a_value_in_place_of_a_boolean_is_named() {
    let text = document("paths: {}\nx-share-types: 'yes'");
    let found = diagnostics("test.yaml", &text);
    let found: Vec<_> = found
        .iter()
        .map(|it| (&*it.message, it.help.as_deref()))
        .collect();
    let message = "expected a boolean for `x-share-types`, found the string `yes`";
    assert_eq!(found, [(message, Some("write `true`"))]);
}

#[test]
fn an_empty_document_gets_the_help_of_one_without_a_version() {
    for (name, text) in [
        ("a.yaml", ""),
        ("a.yaml", "# later\n---\n"),
        ("a.json", " \n"),
        ("a.yaml", "{}"),
    ] {
        let found = crate::check(&crate::Source { name, text });
        let help: Vec<_> = found.iter().map(|it| it.help.as_deref()).collect();
        let expected = "an OpenAPI document starts with its version, such as `openapi: 3.1.1`";
        assert_eq!(help, [Some(expected)], "{text}");
    }
}

/// Misplaced extensions, and where they belong.
#[test]
fn a_misplaced_extension_is_reported_with_its_place() {
    let operation = "responses: { '200': { description: D } }";
    let path = |extension: &str| {
        document(&format!(
            "paths:\n  /a:\n    {extension}\n    get: {{ {operation} }}"
        ))
    };
    let get = |extension: &str| {
        document(&format!(
            "paths:\n  /a:\n    get: {{ {extension}, {operation} }}"
        ))
    };
    let response = |extension: &str| {
        document(&format!(
            "paths:\n  /a:\n    get: {{ responses: {{ '200': {{ description: D, {extension} }} }} }}"
        ))
    };
    let top = |extension: &str| document(&format!("paths: {{}}\n{extension}"));
    let cases = [
        (
            schema("x-retry: never"),
            "`x-retry` has no effect on a schema",
            "it belongs to an operation",
        ),
        (
            path("x-pagination: { style: cursor }"),
            "`x-pagination` has no effect on a path",
            "it belongs to an operation",
        ),
        (
            get("x-enum-descriptions: { a: A }"),
            "`x-enum-descriptions` has no effect on an operation",
            "it belongs to a schema with `enum`",
        ),
        (
            response("x-batch: {}"),
            "`x-batch` has no effect on a response",
            "it belongs to an operation",
        ),
        (
            top("x-job: {}"),
            "`x-job` has no effect on an OpenAPI document",
            "it belongs to an operation",
        ),
        (
            parameter("{ name: q, in: query, schema: {}, x-rust-name: r }"),
            "`x-rust-name` has no effect on a parameter",
            "it belongs to a security scheme or a server variable",
        ),
        (
            get("x-feature: a"),
            "`x-feature` has no effect on an operation",
            "it belongs to a tag",
        ),
        (
            schema("type: string\nx-rate-limit: reads"),
            "`x-rate-limit` has no effect on a schema",
            "it belongs to the top level of the document or an operation",
        ),
        (
            schema("type: array\nitems: { enum: [a] }\nx-enum-varnames: [A]"),
            "`x-enum-varnames` has no effect on a schema without `enum`",
            "move it into `items`, beside `enum`",
        ),
        (
            schema("type: string\nenum: [a]\nx-enum-descriptions: [A]"),
            "expected an object for `x-enum-descriptions`, found an array",
            "write an object whose keys are the values of the enum",
        ),
        (
            schema("type: string\nenum: [a]\nx-enum-varnames: [1]"),
            "expected a string for `x-enum-varnames`, found the number `1`",
            "write a list with a name for each value of the enum",
        ),
    ];
    for (text, message, help) in cases {
        let found = diagnostics("test.yaml", &text);
        let actual: Vec<_> = found
            .iter()
            .map(|it| (it.code, it.message.as_str(), it.help.as_deref()))
            .collect();
        let expected = (Code::MisplacedExtension, message, Some(help));
        assert_eq!(actual, [expected], "{text}\n{found}");
    }
}

#[test]
fn references_outside_components_are_followed() {
    let text = document(
        "paths:\n  /a:\n    get: { responses: { '200': { description: D, content: { application/json: { schema: { $ref: '#/definitions/A' } } } } } }\n\
         definitions: { A: { type: strin } }",
    );
    assert_eq!(found(&text), ["W010 6:1", "E018 6:27"]);
}

#[test]
fn a_path_item_is_followed_through_its_reference() {
    let text = document("paths:\n  /a: { $ref: '#/paths/~1none' }\n");
    assert_eq!(found(&text), ["E012 4:15"]);
}

#[test]
fn references_to_the_same_missing_target_are_one_error() {
    let text = schemas(
        "    A: { oneOf: [{ $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/B' }] }\n",
    );
    assert_eq!(found(&text), ["E012 13:26"]);
}

#[test]
fn combinations_of_alternatives_are_bounded() {
    let mut components = "    A: { allOf: [".to_owned();
    components += &["{ $ref: '#/components/schemas/B' }"; 20].join(", ");
    components += "] }\n    B: { oneOf: [{ type: string }, { type: integer }] }\n";
    assert_eq!(found(&schemas(&components)), ["E029 13:5"]);
}

#[test]
fn composition_that_doubles_is_bounded() {
    let mut components = "    A: { $ref: '#/components/schemas/S0' }\n".to_owned();
    for level in 0..40 {
        let next = format!("{{ $ref: '#/components/schemas/S{}' }}", level + 1);
        let _ = writeln!(components, "    S{level}: {{ allOf: [{next}, {next}] }}");
    }
    components += "    S40: {}\n";
    let found = found(&schemas(&components));
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("E029"), "{found:?}");
}

#[test]
fn a_long_chain_of_composition_is_bounded() {
    let mut components = "    A: { $ref: '#/components/schemas/S0' }\n".to_owned();
    for level in 0..5_000 {
        let _ = writeln!(
            components,
            "    S{level}: {{ allOf: [{{ $ref: '#/components/schemas/S{}' }}] }}",
            level + 1
        );
    }
    components += "    S5000: {}\n";
    let found = found(&schemas(&components));
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("E029"), "{found:?}");
}

#[test]
fn validation_of_an_example_is_bounded() {
    let leaf = "{ type: object, properties: { next: { $ref: '#/components/schemas/A' } }, required: [none], additionalProperties: true }";
    let value = format!("{}{{}}{}", "{ next: ".repeat(60), " }".repeat(60));
    let text = schemas(&format!(
        "    A: {{ oneOf: [{leaf}, {leaf}, {leaf}], example: {value} }}\n"
    ));
    assert_eq!(found(&text), Vec::<String>::new());
}

#[test]
fn many_warnings_of_a_code_are_truncated() {
    let names: Vec<_> = (0..30).map(|name| format!("    A{name}: {{}}\n")).collect();
    let text = format!("paths: {{}}\ncomponents:\n  schemas:\n{}", names.concat());
    let found = diagnostics("test.yaml", &document(&text));
    assert_eq!(found.len(), 3);
    let notes: Vec<_> = found.iter().flat_map(|d| &d.notes).collect();
    assert_eq!(
        notes,
        ["and 27 more like this, in lines 9, 10, 11, 12, 13, 14, 15, 16, …"]
    );
}

#[test]
fn fragments_of_paths_are_one_warning_with_their_count() {
    let messages = |paths: &str| -> Vec<String> {
        let found = diagnostics("test.yaml", &document(&format!("paths:\n{paths}")));
        found.iter().map(|it| it.message.clone()).collect()
    };
    assert_eq!(
        messages("  '/a#b': {}\n"),
        ["the path `/a#b` has a fragment, which is never sent"]
    );
    let many: String = (0..30)
        .map(|n| format!("  '/#Action={n}': {{}}\n"))
        .collect();
    assert_eq!(
        messages(&many),
        ["30 paths such as `/#Action=0` have a fragment, which is never sent"]
    );
}

#[test]
fn equal_warnings_are_one_warning_with_a_count() {
    let parameters = "parameters: [{ name: Authorization, in: header, schema: {} }]";
    let operation = format!("{{ {parameters}, responses: {{ '200': {{ description: D }} }} }}");
    let paths: Vec<_> = ["a", "b", "c"]
        .iter()
        .map(|name| format!("  /{name}: {{ get: {operation} }}\n"))
        .collect();
    let warnings = |text: &str| -> Vec<String> {
        let found = diagnostics("test.yaml", text);
        let line = |start| found.source().line_column(start).line;
        let warnings = found.iter().map(|d| {
            let notes = d.notes.join("; ");
            format!("{} {}: {} ({notes})", d.code, line(d.span.start), d.message)
        });
        warnings.collect()
    };
    let text = document(&format!("paths:\n{}", paths.concat()));
    assert_eq!(
        warnings(&text),
        [
            "W025 4: header parameter `Authorization` is ignored, so the client cannot authenticate \
             (also in 2 more places, in lines 5, 6)"
        ]
    );
    let scheme = "components: { securitySchemes: { key: { type: http, scheme: bearer } } }\n";
    assert_eq!(
        warnings(&format!("{text}{scheme}"))[1],
        "W013 7: unused component `key` in `components.securitySchemes`, so the client does not authenticate with it ()"
    );
    assert_eq!(
        warnings(&format!("{text}security: [{{ key: [] }}]\n{scheme}")),
        [
            "W025 4: header parameter `Authorization` is ignored: `security` specifies the credentials \
             (also in 2 more places, in lines 5, 6)"
        ]
    );
}

#[test]
fn a_line_with_several_equal_warnings_is_listed_once() {
    let operation = "{ parameters: [{ name: Accept, in: header, schema: {} }], responses: { default: { description: D } } }";
    let paths: Vec<_> = (0..12)
        .map(|n| format!("/{n}: {{ get: {operation} }}"))
        .collect();
    let found = diagnostics(
        "test.yaml",
        &document(&format!("paths: {{ {} }}", paths.join(", "))),
    );
    let notes: Vec<_> = found.iter().flat_map(|it| &it.notes).collect();
    assert_eq!(notes, ["also in 11 more places, in line 3"]);
}

#[test]
fn equal_errors_are_shown_one_by_one() {
    let text = document("paths: {}\nsecurity: [{ key: [] }, { key: [] }]");
    assert_eq!(found(&text), ["E024 4:14", "E024 4:27"]);
}

/// Schemas, values that they reject, and the reasons.
const REJECTED: &[(&str, &str, &str)] = &[
    (
        "type: boolean",
        "1",
        "expected a boolean, found the number `1`",
    ),
    (
        "type: integer",
        "1.5",
        "expected an integer, found the number `1.5`",
    ),
    (
        "type: integer\nformat: int32",
        "3000000000",
        "expected the format `int32`, found 3000000000",
    ),
    (
        "type: integer\nformat: int64",
        "9223372036854775808",
        "expected the format `int64`, found 9223372036854775808",
    ),
    (
        "type: number\nminimum: 2",
        "1",
        "expected at least 2, found 1",
    ),
    (
        "type: number\nminimum: 2\nexclusiveMinimum: true",
        "2",
        "expected a number greater than 2, found 2",
    ),
    (
        "type: number\nmaximum: 2",
        "3",
        "expected at most 2, found 3",
    ),
    (
        "type: number\nmaximum: 2\nexclusiveMaximum: true",
        "2",
        "expected a number less than 2, found 2",
    ),
    (
        "type: number\nmultipleOf: 0.1",
        "0.35",
        "expected a multiple of 0.1, found 0.35",
    ),
    (
        "type: string\nminLength: 2",
        "é",
        "expected at least 2 characters, found 1",
    ),
    (
        "type: string\nmaxLength: 2",
        "ééé",
        "expected at most 2 characters, found 3",
    ),
    (
        "type: string\nformat: uuid",
        "x-y",
        "expected the format `uuid`, found `x-y`",
    ),
    (
        "type: string\nformat: date",
        "2026-1-1",
        "expected the format `date`, found `2026-1-1`",
    ),
    (
        "type: string\nformat: date-time",
        "2026-01-01",
        "expected the format `date-time`, found `2026-01-01`",
    ),
    (
        "enum: [a, b]",
        "c",
        "expected one of `\"a\"`, `\"b\"`, found the string `c`",
    ),
    (
        "type: array\nitems: {}\nminItems: 1",
        "[]",
        "expected at least 1 items, found 0",
    ),
    (
        "type: array\nitems: {}\nmaxItems: 1",
        "[1, 2]",
        "expected at most 1 items, found 2",
    ),
    (
        "type: array\nitems: {}\nuniqueItems: true",
        "[1, 1]",
        "duplicate item",
    ),
    (
        "type: array\nitems: { type: string }",
        "[1]",
        "expected a string, found the number `1`",
    ),
    (
        "type: object\nrequired: [a]\nproperties: { a: {} }",
        "{}",
        "missing property `a`",
    ),
    (
        "type: object\nproperties: { a: { type: string } }",
        "{ a: 1 }",
        "expected a string, found the number `1`",
    ),
    (
        "type: object\nadditionalProperties: false",
        "{ a: 1 }",
        "unknown property `a`",
    ),
    (
        "type: object\nadditionalProperties: { type: string }",
        "{ a: 1 }",
        "expected a string, found the number `1`",
    ),
    (
        "type: object\nminProperties: 1",
        "{}",
        "expected at least 1 properties, found 0",
    ),
    (
        "type: object\nmaxProperties: 1",
        "{ a: 1, b: 2 }",
        "expected at most 1 properties, found 2",
    ),
    (
        "allOf: [{ type: string }]",
        "1",
        "expected a string, found the number `1`",
    ),
    (
        "oneOf: [{ type: string }, { type: boolean }]",
        "1",
        "no schema of `oneOf` matches",
    ),
    (
        "anyOf: [{ type: string }, { type: boolean }]",
        "1",
        "no schema of `anyOf` matches",
    ),
    ("not: { type: string }", "x", "the schema of `not` matches"),
    ("type: string", "null", "expected a string, found null"),
];

#[test]
fn values_are_validated_with_all_keywords() {
    for (text, value, expected) in REJECTED {
        let found = diagnostics("test.yaml", &schema(&format!("{text}\nexample: {value}")));
        let messages: Vec<_> = found.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(messages.len(), 1, "{text}: {messages:?}");
        assert!(messages[0].ends_with(expected), "{text}: {messages:?}");
    }
}

#[test]
fn valid_values_are_accepted() {
    let cases = [
        ("type: integer", "1.0"),
        ("type: integer\nformat: int64", "3000000000"),
        ("type: number\nmultipleOf: 0.1", "0.3"),
        (
            "type: string\nformat: uuid",
            "123e4567-e89b-12d3-a456-426614174000",
        ),
        (
            "type: string\nformat: date-time",
            "2026-01-21T14:30:00.123+01:00",
        ),
        ("type: string\nformat: date-time", "2026-01-21t14:30:00z"),
        ("enum: [1]", "1.0"),
        ("oneOf: [{ type: integer }, { type: number }]", "1"),
        (
            "type: object\nrequired: [a]\nproperties: { a: { type: string, readOnly: true } }",
            "{}",
        ),
        ("allOf: [{ type: string, nullable: true }]", "null"),
        ("{}", "{ a: [1, null] }"),
    ];
    for (text, value) in cases {
        let text = if text == "{}" {
            String::new()
        } else {
            format!("{text}\n")
        };
        let found = diagnostics("test.yaml", &schema(&format!("{text}example: {value}")));
        assert!(found.is_empty(), "{text}{value}:\n{found}");
    }
}

#[test]
fn json_documents_are_checked_like_yaml() {
    let text = r#"{
  "openapi": "3.0.3",
  "info": { "title": "T", "version": "1" },
  "paths": { "/a": { "get": { "responses": { "200": { "descripton": "D" } } } } }
}"#;
    assert_snapshot!(diagnostics("test.json", text), @r#"
    warning[W020]: missing field `description` in a response
     --> test.json:4:46
      |
    4 |   "paths": { "/a": { "get": { "responses": { "200": { "descripton": "D" } …
      |                                              ^^^^^
      = help: add `description` with the meaning of the response

    warning[W010]: unknown field `descripton` in a response
     --> test.json:4:55
      |
    4 |   "paths": { "/a": { "get": { "responses": { "200": { "descripton": "D" } …
      |                                                       ^^^^^^^^^^^^ ignored
      = help: did you mean `description`?
    "#);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one long snapshot")]
fn a_document_with_many_mistakes() {
    let text = "\
openapi: 3.0.3
info: { title: Shop, version: 1.0 }
security:
  - ApiKye: []
paths:
  /orders/{orderId}:
    get:
      operationId: get_order
      parameters:
        - name: order_id
          in: path
          required: yes
          schema: { type: int }
      responses:
        200:
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Oder' }
components:
  securitySchemes:
    ApiKey: { type: apiKey, in: header, name: X-API-Key }
  schemas:
    Order:
      type: object
      required: [id, totl]
      properties:
        id: { type: integer, example: none }
        total: { type: [number, 'null'] }
";
    assert_snapshot!(diagnostics("spec/shop.yaml", text), @r#"
    error[E017]: expected a string for `version`, found the number `1.0`
     --> spec/shop.yaml:2:31
      |
    2 | info: { title: Shop, version: 1.0 }
      |                               ^^^
      = help: quote it: `"1.0"`

    error[E024]: undefined security scheme `ApiKye`
     --> spec/shop.yaml:4:5
      |
    4 |   - ApiKye: []
      |     ^^^^^^
      = help: did you mean `ApiKey`?

    error[E021]: undeclared path parameter `orderId` in `/orders/{orderId}`
      --> spec/shop.yaml:6:3
       |
     6 |   /orders/{orderId}:
       |   ^^^^^^^^^^^^^^^^^
      ::: spec/shop.yaml:10:17
       |
    10 |         - name: order_id
       |                 -------- declared, but not in the path
       = help: use the same name in both places: `orderId` or `order_id`

    error[E017]: expected `true` or `false` for `required`, found the string `yes`
      --> spec/shop.yaml:12:21
       |
    12 |           required: yes
       |                     ^^^
       = help: write `true`: YAML 1.2 reads other words as strings

    error[E018]: unknown value `int` for `type`
      --> spec/shop.yaml:13:27
       |
    13 |           schema: { type: int }
       |                           ^^^
       = note: expected one of `string`, `number`, `integer`, `boolean`, `array`, `object`
       = help: did you mean `integer`?

    warning[W001]: unquoted status code `200`
      --> spec/shop.yaml:15:9
       |
    15 |         200:
       |         ^^^
       = help: quote it: `"200":`

    warning[W020]: missing field `description` in a response
      --> spec/shop.yaml:15:9
       |
    15 |         200:
       |         ^^^
       = help: add `description` with the meaning of the response

    error[E012]: unresolved reference `#/components/schemas/Oder`
      --> spec/shop.yaml:18:31
       |
    18 |               schema: { $ref: '#/components/schemas/Oder' }
       |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^ not found
       = help: did you mean `#/components/schemas/Order`?

    warning[W018]: required property `totl` is not declared
      --> spec/shop.yaml:25:22
       |
    25 |       required: [id, totl]
       |                      ^^^^
       = help: did you mean `total`?

    warning[W014]: invalid example: expected an integer, found the string `none`
      --> spec/shop.yaml:27:39
       |
    27 |         id: { type: integer, example: none }
       |                                       ^^^^
       = help: correct the example or its schema

    error[E017]: expected a string for `type`, found an array
      --> spec/shop.yaml:28:24
       |
    28 |         total: { type: [number, 'null'] }
       |                        ^^^^^^^^^^^^^^^^
       = help: in OpenAPI 3.0, write one type, and `nullable: true` for null; only 3.1 has lists of types
    "#);
}

#[test]
fn a_schema_that_can_end_does_not_require_itself() {
    let reference = "$ref: '#/components/schemas/A'";
    for property in [
        format!("{{ type: array, items: {{ {reference} }} }}"),
        format!("{{ type: object, additionalProperties: {{ {reference} }} }}"),
        format!("{{ nullable: true, allOf: [{{ {reference} }}] }}"),
        format!("{{ readOnly: true, allOf: [{{ {reference} }}] }}"),
        format!("{{ oneOf: [{{ {reference} }}, {{ type: string }}] }}"),
    ] {
        let text = schemas(&format!(
            "    A: {{ type: object, required: [a], properties: {{ a: {property} }} }}"
        ));
        assert_eq!(found(&text), [""; 0], "{property}");
    }
    let optional = schemas(&format!(
        "    A: {{ type: object, properties: {{ a: {{ {reference} }} }} }}"
    ));
    assert_eq!(found(&optional), [""; 0]);
}

#[test]
fn limits_that_leave_one_value_and_relative_urls_of_servers_are_allowed() {
    let one = schema("type: integer\nminimum: 3\nmaximum: 3");
    assert_eq!(found(&one), [""; 0]);
    for url in ["/v1", "https://a.example/v1", "./v1", "'{base}/v1'", "v1"] {
        let variables = "variables: { base: { default: 'https://a.example' } }";
        let variables = if url.contains('{') { variables } else { "" };
        let text = document(&format!(
            "paths: {{}}\nservers:\n  - url: {url}\n    {variables}\n"
        ));
        assert_eq!(found(&text), [""; 0], "{url}");
    }
}

#[test]
fn a_reference_that_is_not_a_string_is_explained_with_one() {
    let text = schema("$ref: 5");
    let found = diagnostics("test.yaml", &text);
    let help = found.iter().map(|it| it.help.as_deref());
    let expected = "write a reference, such as `\"#/components/schemas/Name\"`";
    assert_eq!(help.collect::<Vec<_>>(), [Some(expected)]);
}

#[test]
fn an_enum_with_null_is_explained_in_the_words_of_the_version() {
    let text = schema("type: string\nenum: [a, null]");
    for (version, word) in [("3.0.3", "not nullable"), ("3.1.0", "the `type` does not")] {
        let found = diagnostics("test.yaml", &text.replace("3.0.3", version));
        let message = found
            .iter()
            .map(|it| it.message.as_str())
            .collect::<String>();
        assert!(message.contains(word), "{message}");
    }
}

#[test]
fn yaml_in_a_file_for_json_is_recognized() {
    let yaml = document("paths: {}");
    let comment = format!("# A comment.\n{yaml}");
    for text in [&yaml, &comment, &format!("---\n{yaml}")] {
        let found = diagnostics("test.json", text);
        let help = found.iter().find_map(|it| it.help.as_deref());
        let expected = "if the text is YAML, name the file with `.yaml` at the end";
        assert_eq!(help, Some(expected), "{text}");
    }
    let found = diagnostics("test.json", "{ openapi: 3.0.3 }");
    let help = found.iter().find_map(|it| it.help.as_deref());
    assert!(help.is_none_or(|it| !it.contains("YAML")), "{help:?}");
}
