use crate::diagnostic::{Code, Severity};
use crate::{Options, Source, generate};

/// A document with an object `A` that is sent and received, whose property `value` has a schema.
fn document(version: &str, value: &str, components: &str) -> String {
    format!(
        "openapi: {version}
info: {{ title: Values, version: '1' }}
paths:
  /a:
    post:
      operationId: sendA
      requestBody:
        content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/A' }} }} }}
      responses:
        '200':
          description: The value.
          content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/A' }} }} }}
components:
  schemas:
    A:
      type: object
      properties:
        value: {value}
{components}"
    )
}

/// The files of a document of OpenAPI 3.0 whose value refers to the component `B`.
fn with_a_reference() -> Vec<(String, String)> {
    let value = "{ $ref: '#/components/schemas/B' }";
    generated(&document("3.0.3", value, COMPONENTS)).0
}

/// The generated files, and the codes of the warnings.
fn generated(text: &str) -> (Vec<(String, String)>, Vec<&'static str>) {
    let source = Source {
        name: "values.yaml",
        text,
    };
    let module = generate(&source, &Options::default());
    let module = module.unwrap_or_else(|found| panic!("{found}\n{text}"));
    let files = module.files.into_iter();
    let codes = module.warnings.iter().map(|it| it.code.id());
    (
        files
            .map(|file| (file.path, file.text.into_owned()))
            .collect(),
        codes.collect(),
    )
}

/// The text of all files.
fn joined(files: &[(String, String)]) -> String {
    files.iter().map(|(_, text)| text.as_str()).collect()
}

/// The codes of the errors, each with its line and column, and the help.
fn errors(text: &str) -> Vec<(Code, String)> {
    let source = Source {
        name: "values.yaml",
        text,
    };
    let found = generate(&source, &Options::default()).err();
    let found = found.into_iter().flatten();
    let errors = found.filter(|it| it.severity() == Severity::Error);
    errors
        .map(|it| (it.code, it.help.unwrap_or_default()))
        .collect()
}

/// Schemas of 3.1, each with the schema of 3.0 that means the same, and the codes of the warnings.
const PAIRS: &[(&str, &str, &[&str])] = &[
    (
        "{ type: [string, 'null'] }",
        "{ type: string, nullable: true }",
        &[],
    ),
    (
        "{ type: ['null', string] }",
        "{ type: string, nullable: true }",
        &[],
    ),
    ("{ type: [integer] }", "{ type: integer }", &[]),
    ("{ type: [integer, number] }", "{ type: number }", &[]),
    (
        "{ type: [string, integer], maxLength: 3, minimum: 1 }",
        "{ anyOf: [{ type: string, maxLength: 3 }, { type: integer, minimum: 1 }] }",
        &[],
    ),
    (
        "{ type: [string, integer, 'null'], format: int32 }",
        "{ nullable: true, anyOf: [{ type: string }, { type: integer, format: int32 }] }",
        &[],
    ),
    (
        "{ type: [array, string], items: { type: string } }",
        "{ anyOf: [{ type: array, items: { type: string } }, { type: string }] }",
        &[],
    ),
    (
        "{ type: [string, number, boolean, array, object, 'null'] }",
        "{}",
        &[],
    ),
    (
        "{ type: [string, integer], enum: [a, 1] }",
        "{ enum: [a, 1] }",
        &[],
    ),
    (
        "{ type: [string, 'null'], enum: [a, b, null] }",
        "{ type: string, nullable: true, enum: [a, b, null] }",
        &[],
    ),
    ("{ type: 'null' }", "{ enum: [null] }", &["W050"]),
    ("{ const: a }", "{ enum: [a] }", &[]),
    (
        "{ type: string, const: a }",
        "{ type: string, enum: [a] }",
        &[],
    ),
    (
        "{ oneOf: [{ const: a, description: The first. }, { const: b, title: The second. }] }",
        "{ enum: [a, b], x-enum-descriptions: { a: The first., b: The second. } }",
        &[],
    ),
    (
        "{ type: integer, exclusiveMinimum: 1, exclusiveMaximum: 9 }",
        "{ type: integer, minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true }",
        &[],
    ),
    (
        "{ type: integer, minimum: 5, exclusiveMinimum: 1 }",
        "{ type: integer, minimum: 5 }",
        &[],
    ),
    (
        "{ type: integer, minimum: 1, exclusiveMinimum: 1 }",
        "{ type: integer, minimum: 1, exclusiveMinimum: true }",
        &[],
    ),
    (
        "{ type: string, examples: [a, b] }",
        "{ type: string, example: a }",
        &[],
    ),
    (
        "{ type: string, contentEncoding: base64 }",
        "{ type: string, format: byte }",
        &[],
    ),
    (
        "{ type: string, contentMediaType: image/png }",
        "{ type: string, format: binary }",
        &[],
    ),
    (
        "{ oneOf: [{ $ref: '#/components/schemas/B' }, { type: 'null' }] }",
        "{ nullable: true, allOf: [{ $ref: '#/components/schemas/B' }] }",
        &[],
    ),
    (
        "{ anyOf: [{ type: 'null' }, { type: string }, { type: integer }] }",
        "{ nullable: true, anyOf: [{ type: string }, { type: integer }] }",
        &[],
    ),
    (
        "{ $ref: '#/components/schemas/B', description: Another. }",
        "{ description: Another., allOf: [{ $ref: '#/components/schemas/B' }] }",
        &[],
    ),
    (
        "{ $ref: '#/components/schemas/B', properties: { more: { type: string } } }",
        "{ properties: { more: { type: string } }, allOf: [{ $ref: '#/components/schemas/B' }] }",
        &[],
    ),
    (
        "{ type: object, patternProperties: { '^a': { type: integer } }, additionalProperties: false }",
        "{ type: object, additionalProperties: { type: integer } }",
        &["W053"],
    ),
    (
        "{ type: object, patternProperties: { '^a': { type: integer }, '^b': { type: string } }, additionalProperties: false }",
        "{ type: object, additionalProperties: { anyOf: [{ type: integer }, { type: string }] } }",
        &["W053"],
    ),
    (
        "{ type: object, patternProperties: { '^a': { type: integer } } }",
        "{ type: object, additionalProperties: true }",
        &["W050"],
    ),
    (
        "{ type: object, unevaluatedProperties: { type: integer } }",
        "{ type: object, additionalProperties: { type: integer } }",
        &[],
    ),
    (
        "{ type: object, propertyNames: { pattern: '^a' }, additionalProperties: { type: integer } }",
        "{ type: object, additionalProperties: { type: integer } }",
        &["W053"],
    ),
    (
        "{ type: object, properties: { a: { type: string }, b: { type: string } }, dependentRequired: { a: [b] } }",
        "{ type: object, properties: { a: { type: string }, b: { type: string } } }",
        &["W053"],
    ),
    (
        "{ type: object, properties: { a: { type: string } }, if: { required: [a] }, then: { minProperties: 1 }, else: { maxProperties: 0 } }",
        "{ type: object, properties: { a: { type: string } } }",
        &["W053"],
    ),
    (
        "{ type: array, items: { type: string }, contains: { const: a }, minContains: 1 }",
        "{ type: array, items: { type: string } }",
        &["W053", "W053"],
    ),
    (
        "{ type: array, items: true }",
        "{ type: array, items: {} }",
        &[],
    ),
    ("true", "{}", &[]),
    (
        "{ type: array, prefixItems: [{ type: string }, { type: string }], items: { type: string } }",
        "{ type: array, items: { type: string } }",
        &["W053"],
    ),
    (
        "{ type: array, prefixItems: [{ type: string }, { type: integer }], items: false }",
        "{ type: array, maxItems: 2, items: { anyOf: [{ type: string }, { type: integer }] } }",
        &["W053"],
    ),
    (
        "{ type: array, prefixItems: [{ type: string }] }",
        "{ type: array, items: {} }",
        &["W050"],
    ),
    (
        "{ $comment: Internal., type: string }",
        "{ type: string }",
        &[],
    ),
];

const COMPONENTS: &str = "    B: { type: object, properties: { name: { type: string } } }\n";

#[test]
fn a_schema_of_3_1_becomes_the_same_code_as_its_equivalent_of_3_0() {
    for (new, old, codes) in PAIRS {
        let (files, found) = generated(&document("3.1.1", new, COMPONENTS));
        let (expected, _) = generated(&document("3.0.3", old, COMPONENTS));
        for (file, expected) in files.iter().zip(&expected) {
            assert_eq!(file, expected, "{new}");
        }
        assert_eq!(files.len(), expected.len(), "{new}");
        let found: Vec<_> = found.into_iter().filter(|code| *code != "W013").collect();
        assert_eq!(found, *codes, "{new}");
    }
}

#[test]
fn an_array_with_exactly_the_first_items_is_a_tuple() {
    let schema = "{ type: array, prefixItems: [{ type: number, minimum: -180 }, { type: [string, 'null'] }], minItems: 2, items: false }";
    let (files, codes) = generated(&document("3.1.1", schema, ""));
    let text = joined(&files);
    assert!(
        text.contains("pub value: Option<(f64, Option<String>)>"),
        "{text}"
    );
    let text: String = text.split_whitespace().collect();
    let checks = "check.finite(\"\",&items.0);check.minimum(\"\",&items.0,-180);";
    assert!(text.contains(checks), "{text}");
    assert_eq!(codes, <[&str; 0]>::default());
}

#[test]
fn a_tuple_that_contains_itself_is_boxed() {
    let schema = "{ type: array, prefixItems: [{ $ref: '#/components/schemas/A' }, { type: string }], minItems: 2, maxItems: 2 }";
    let (files, _) = generated(&document("3.1.1", schema, ""));
    let text = joined(&files);
    assert!(
        text.contains("Box<(A, String)>") || text.contains("Box<(super::A, String)>"),
        "{text}"
    );
}

/// References by identifier, each with the components and the reference of 3.0 with the same target.
#[test]
fn a_reference_by_identifier_leads_to_the_schema_with_it() {
    let cases = [
        (
            "{ $ref: '#b' }",
            "    B: { $anchor: b, type: object, properties: { name: { type: string } } }\n",
        ),
        (
            "{ $ref: 'https://example.com/schemas/b' }",
            "    B: { $id: 'https://example.com/schemas/b', type: object, properties: { name: { type: string } } }\n",
        ),
        (
            "{ $ref: 'schemas/b' }",
            "    B: { $id: 'schemas/b', type: object, properties: { name: { type: string } } }\n",
        ),
        (
            "{ $dynamicRef: '#b' }",
            "    B: { $dynamicAnchor: b, type: object, properties: { name: { type: string } } }\n",
        ),
    ];
    for (value, components) in cases {
        let (files, _) = generated(&document("3.1.1", value, components));
        assert_eq!(files, with_a_reference(), "{value}");
    }
}

#[test]
fn a_pointer_in_a_schema_with_an_id_starts_at_that_schema() {
    let components = "    B:
      $id: https://example.com/b
      type: object
      properties: { name: { $ref: '#/$defs/name' } }
      $defs: { name: { type: string } }
";
    let (files, _) = generated(&document(
        "3.1.1",
        "{ $ref: '#/components/schemas/B' }",
        components,
    ));
    assert_eq!(files, with_a_reference());
}

#[test]
fn the_document_can_be_referenced_by_its_own_address() {
    let value = "{ $ref: 'https://example.com/api#/components/schemas/B' }";
    let text = document("3.2.0", value, COMPONENTS);
    let (files, _) = generated(&format!("$self: https://example.com/api\n{text}"));
    assert_eq!(files, with_a_reference());
}

#[test]
fn a_reference_into_a_schema_follows_what_the_rewriting_moves() {
    let cases = [
        (
            "oneOf: [{ type: 'null' }, { type: string, maxLength: 7 }]",
            "oneOf/1",
        ),
        (
            "type: [array, integer], items: { type: string, maxLength: 7 }",
            "items",
        ),
        (
            "patternProperties: { '^a': { type: string, maxLength: 7 } }, additionalProperties: false",
            "patternProperties/%5Ea",
        ),
        (
            "unevaluatedProperties: { type: string, maxLength: 7 }",
            "unevaluatedProperties",
        ),
        (
            "prefixItems: [{ type: integer }, { type: string, maxLength: 7 }], items: false",
            "prefixItems/1",
        ),
        ("$defs: { x: { type: string, maxLength: 7 } }", "$defs/x"),
    ];
    for (component, place) in cases {
        let value = format!("{{ $ref: '#/components/schemas/B/{place}' }}");
        let components = format!("    B: {{ {component} }}\n");
        let (files, _) = generated(&document("3.1.1", &value, &components));
        let text = joined(&files);
        assert!(
            text.contains("check.max_length(\"value\", &self.value, 7)"),
            "{component}\n{text}"
        );
    }
}

#[test]
fn a_keyword_of_3_0_in_3_1_is_an_error_that_says_what_to_write() {
    let cases = [
        (
            "{ type: string, nullable: true }",
            "write `type: [string, \"null\"]` instead",
        ),
        (
            "{ type: [string, integer], nullable: true }",
            "add `\"null\"` to `type` instead",
        ),
        (
            "{ nullable: true, oneOf: [{ type: string }, { type: integer }] }",
            "add the alternative `{ type: \"null\" }` to `oneOf` instead",
        ),
        (
            "{ nullable: true, $ref: '#/components/schemas/B' }",
            "write `anyOf` with the schema and `{ type: \"null\" }` instead",
        ),
        (
            "{ type: integer, minimum: 1, exclusiveMinimum: true }",
            "in OpenAPI 3.1, write `exclusiveMinimum` with the number, instead of `minimum`",
        ),
        (
            "{ type: string, examples: { first: { value: a } } }",
            "list the values: only media types and parameters have `examples` with names",
        ),
    ];
    for (value, help) in cases {
        let text = document("3.1.1", value, COMPONENTS);
        assert_eq!(
            errors(&text),
            [(Code::OtherVersion, help.to_owned())],
            "{value}"
        );
        let options = Options {
            lenient: true,
            ..Options::default()
        };
        let source = Source {
            name: "values.yaml",
            text: &text,
        };
        assert!(generate(&source, &options).is_ok(), "{value}");
    }
}

#[test]
fn an_unknown_type_in_a_list_is_an_error() {
    let text = document("3.1.1", "{ type: [sting, 'null'] }", "");
    let expected = (Code::InvalidValue, "did you mean `string`?".to_owned());
    assert_eq!(errors(&text), [expected]);
}

#[test]
fn an_operation_without_responses_and_a_document_without_paths_are_valid() {
    let text = "openapi: 3.1.0\ninfo: { title: A, version: '1', summary: S, license: { name: MIT, identifier: MIT } }\n";
    let paths = "paths: { /a: { get: { operationId: getA } } }\n";
    let components =
        "components: { pathItems: { a: { get: { responses: { '200': { description: D } } } } } }\n";
    for rest in [
        paths,
        components,
        "paths: { /a: { $ref: '#/components/pathItems/a' } }\ncomponents: { pathItems: { a: { get: { operationId: getA, responses: { '200': { description: D } } } } } }\n",
    ] {
        let (files, _) = generated(&format!("{text}{rest}"));
        assert!(!files.is_empty());
    }
}

#[test]
fn another_dialect_of_json_schema_is_reported() {
    let text = document("3.1.1", "{ type: string }", "");
    let cases = [
        ("https://json-schema.org/draft/2020-12/schema", &[][..]),
        ("https://spec.openapis.org/oas/3.1/dialect/base", &[]),
        ("http://json-schema.org/draft-07/schema#", &["W054"]),
    ];
    for (dialect, codes) in cases {
        let (_, found) = generated(&format!("jsonSchemaDialect: {dialect}\n{text}"));
        assert_eq!(found, codes, "{dialect}");
    }
}

#[test]
fn a_description_beside_a_reference_replaces_that_of_the_target() {
    let paths = "paths:
  /a:
    get:
      operationId: getA
      parameters: [{ $ref: '#/components/parameters/limit', description: How many. }]
      responses: { '200': { $ref: '#/components/responses/Done', description: Really done. } }
components:
  parameters: { limit: { name: limit, in: query, description: A limit., schema: { type: integer } } }
  responses: { Done: { description: Done. } }
";
    let info = "info: { title: A, version: '1' }\n";
    let (files, codes) = generated(&format!("openapi: 3.1.0\n{info}{paths}"));
    let text = joined(&files);
    assert!(
        text.contains("How many.") && text.contains("Really done."),
        "{text}"
    );
    assert_eq!(codes, <[&str; 0]>::default());
    let (files, codes) = generated(&format!("openapi: 3.0.3\n{info}{paths}"));
    let text = joined(&files);
    assert!(
        text.contains("A limit.") && !text.contains("Really done."),
        "{text}"
    );
    assert_eq!(codes, ["W012"]);
}

#[test]
fn a_schema_that_is_false_is_not_called_by_another_keyword() {
    let text = document("3.1.0", "false", "");
    let source = Source {
        name: "values.yaml",
        text: &text,
    };
    let module = generate(&source, &Options::default());
    let module = module.unwrap_or_else(|found| panic!("{found:?}"));
    let found = module
        .warnings
        .iter()
        .filter(|it| it.code == Code::RuleUnchecked);
    let messages: Vec<_> = found.map(|it| it.message.as_str()).collect();
    let expected = "the schema `false` is not checked before a request is sent";
    assert_eq!(messages, [expected]);
}
