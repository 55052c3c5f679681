//! Models of small documents.

mod version_3_2;

use crate::diagnostic::{Code, Diagnostics};
use crate::document::Document;
use crate::model::{Constraints, Model, OtherValues, Presence, Shape, Type, UnionVariant};

/// The model of a document, and the diagnostics from reading it.
fn read(text: &str) -> (Model, Diagnostics) {
    let document = Document::read("test.yaml", text).expect("the test's document is readable");
    let checked = crate::check::check(&document);
    assert!(!checked.has_errors(), "{checked:?} of {text}");
    let mut found = Diagnostics::new(document.source().clone());
    let lowered = crate::lower::lower(&document, &crate::lower::TypeOptions::default(), &mut found);
    let model = super::read(&lowered, "test", &mut found);
    (model, found)
}

/// A document whose operation has `parameters` and a body of `schema`. `schemas` are further component schemas.
fn document(parameters: &str, media_type: &str, schema: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\n\
         info: {{ title: T, version: '1' }}\n\
         servers: [{{ url: 'https://a.example.com' }}]\n\
         paths:\n  /things/{{id}}:\n    post:\n      operationId: make\n\
         \x20     parameters: [{{ name: id, in: path, required: true, schema: {{ type: integer }} }}{parameters}]\n\
         \x20     requestBody: {{ required: true, content: {{ {media_type}: {{ schema: {schema} }} }} }}\n\
         \x20     responses: {{ '204': {{ description: Done. }} }}\n\
         components:\n  schemas:\n    Other: {{ type: string }}\n    {schemas}\n"
    )
}

fn of_body(schema: &str, schemas: &str) -> Model {
    read(&document("", "application/json", schema, schemas)).0
}

/// The type of the operation's body.
fn body(schema: &str) -> Type {
    let model = of_body(schema, "");
    model.operations[0]
        .body
        .as_ref()
        .expect("the operation has a body")
        .ty
        .clone()
}

#[test]
fn a_schema_is_resolved_to_a_type() {
    use crate::model::{Float, Integer};
    let list = |item| Type::List(Box::new(item));
    let map = |value| Type::Map(Box::new(value));
    let cases = [
        ("{ type: string }", Type::String),
        ("{ type: string, format: date }", Type::Date),
        ("{ type: string, format: date-time }", Type::DateTime),
        ("{ type: string, format: uuid }", Type::Uuid),
        ("{ type: string, format: email }", Type::String),
        (
            "{ type: integer, minimum: 0, maximum: 18446744073709551615 }",
            Type::Integer(Integer::U64),
        ),
        (
            "{ type: integer, minimum: 0, maximum: 9223372036854775807 }",
            Type::Integer(Integer::I64),
        ),
        (
            "{ type: integer, maximum: 1.8446744073709552e19 }",
            Type::Integer(Integer::I64),
        ),
        ("{ type: integer }", Type::Integer(Integer::I64)),
        (
            "{ type: integer, format: int32 }",
            Type::Integer(Integer::I32),
        ),
        (
            "{ type: integer, format: uint8 }",
            Type::Integer(Integer::U8),
        ),
        ("{ type: number }", Type::Float(Float::F64)),
        ("{ type: number, format: float }", Type::Float(Float::F32)),
        ("{ type: boolean }", Type::Bool),
        ("{}", Type::Json),
        ("{ type: object }", Type::JsonObject),
        (
            "{ type: object, additionalProperties: true }",
            Type::JsonObject,
        ),
        (
            "{ type: object, additionalProperties: {} }",
            Type::JsonObject,
        ),
        (
            "{ type: object, additionalProperties: { type: integer } }",
            map(Type::Integer(Integer::I64)),
        ),
        (
            "{ type: array, items: { type: string } }",
            list(Type::String),
        ),
        (
            "{ type: array, items: { type: string, nullable: true } }",
            list(Type::Nullable(Box::new(Type::String))),
        ),
        (
            "{ type: array, items: { nullable: true } }",
            list(Type::Json),
        ),
        ("{ $ref: '#/components/schemas/Other' }", Type::String),
    ];
    for (schema, expected) in cases {
        assert_eq!(body(schema), expected, "of {schema}");
    }
}

#[test]
fn the_presence_of_a_field_follows_from_required_and_nullable() {
    let thing = "Thing: { type: object, required: [a, b], properties: { \
                 a: { type: string }, b: { type: string, nullable: true }, \
                 c: { type: string }, d: { type: string, nullable: true }, \
                 e: { type: array, items: { type: string } } } }";
    let model = of_body("{ $ref: '#/components/schemas/Thing' }", thing);
    let properties = model.properties(
        &model.operations[0]
            .body
            .as_ref()
            .expect("the operation has a body")
            .ty,
    );
    let presences: Vec<_> = properties.iter().map(|it| it.presence).collect();
    let expected = [
        Presence::Required,
        Presence::RequiredNullable,
        Presence::Optional,
        Presence::OptionalNullable,
        Presence::Optional,
    ];
    assert_eq!(presences, expected);
}

#[test]
fn recursive_types_are_boxed() {
    let schemas = "Tree: { type: object, properties: { left: { $ref: '#/components/schemas/Tree' }, \
                   all: { type: array, items: { $ref: '#/components/schemas/Tree' } }, \
                   leaf: { $ref: '#/components/schemas/Leaf' } } }\n    \
                   Leaf: { type: object, properties: { tree: { $ref: '#/components/schemas/Tree' } } }\n    \
                   Either: { oneOf: [{ type: string }, { $ref: '#/components/schemas/Holder' }] }\n    \
                   Holder: { type: object, properties: { either: { $ref: '#/components/schemas/Either' } } }";
    let body = "{ type: object, properties: { a: { $ref: '#/components/schemas/Tree' }, \
                b: { $ref: '#/components/schemas/Either' } } }";
    let model = of_body(body, schemas);
    let boxed = |name: &str| -> Vec<bool> {
        let named = model
            .types
            .iter()
            .find(|it| it.name == name)
            .expect("the schema becomes a type");
        let is_boxed = |ty: &Type| matches!(ty, Type::Boxed(_));
        match &named.shape {
            Shape::Union(union) => union.variants.iter().map(|it| is_boxed(&it.ty)).collect(),
            _ => named
                .properties()
                .iter()
                .map(|it| is_boxed(&it.ty))
                .collect(),
        }
    };
    assert_eq!(boxed("Tree"), [true, false, true]);
    assert_eq!(boxed("Leaf"), [false]);
    assert_eq!(boxed("Either"), [false, true]);
    assert_eq!(boxed("Holder"), [false]);
}

#[test]
fn types_that_contain_floating_point_numbers_are_not_exact() {
    let schemas = "Exact: { type: object, properties: { a: { type: integer } } }\n    \
                   Rough: { type: object, properties: { a: { type: number } } }\n    \
                   Holder: { type: object, properties: { a: { type: array, items: { $ref: '#/components/schemas/Rough' } } } }";
    let body = "{ type: object, properties: { a: { $ref: '#/components/schemas/Exact' }, \
                b: { $ref: '#/components/schemas/Holder' } } }";
    let model = of_body(body, schemas);
    let exact: Vec<_> = model
        .types
        .iter()
        .map(|it| (it.name.as_str(), it.is_exact))
        .collect();
    let expected = [
        ("Exact", true),
        ("Rough", false),
        ("Holder", false),
        ("MakeBody", false),
    ];
    assert_eq!(exact, expected);
}

#[test]
fn settings_with_the_same_rust_name_have_different_methods_and_variables() {
    let text = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\n\
                servers: [{ url: 'https://{apiKey}.example.com', variables: { apiKey: { default: a } } }, \
                { url: 'https://{apiKey}.example.org', variables: { apiKey: { default: a } } }]\n\
                security: [{ api-key: [], api_key: [] }]\npaths: {}\n\
                components: { securitySchemes: { api-key: { type: http, scheme: bearer }, api_key: { type: http, scheme: basic } } }\n";
    let (model, _) = read(text);
    let schemes = model
        .schemes
        .iter()
        .map(|it| (it.method.as_str(), it.env.as_str()));
    let expected = [("api_key", "TEST_API_KEY"), ("api_key2", "TEST_API_KEY2")];
    assert_eq!(schemes.collect::<Vec<_>>(), expected);
    let variables = model.servers.iter().flat_map(|server| &server.variables);
    let variables = variables.map(|it| (it.method.as_str(), it.env.as_str()));
    assert_eq!(
        variables.collect::<Vec<_>>(),
        [("api_key3", "TEST_API_KEY3"); 2]
    );
}

/// A constraint keyword, and a schema that has it.
const CONSTRAINTS: &[(&str, &str)] = &[
    ("minLength", "{ type: string, minLength: 2 }"),
    ("maxLength", "{ type: string, maxLength: 2 }"),
    ("pattern", "{ type: string, pattern: '^a+$' }"),
    ("pattern", "{ type: string, pattern: '^(?!a)' }"),
    (
        "pattern",
        "{ type: string, format: date-time, pattern: '^a' }",
    ),
    ("maxLength", "{ type: string, format: uuid, maxLength: 2 }"),
    ("maxLength", "{ maxLength: 2 }"),
    (
        "maxLength",
        "{ type: string, enum: [a, bbb], maxLength: 2 }",
    ),
    ("minimum", "{ type: integer, minimum: 2 }"),
    (
        "maximum",
        "{ type: number, maximum: 2, exclusiveMaximum: true }",
    ),
    ("multipleOf", "{ type: integer, multipleOf: 2 }"),
    (
        "minItems",
        "{ type: array, items: { type: string }, minItems: 2 }",
    ),
    (
        "maxItems",
        "{ type: array, items: { type: string }, maxItems: 2 }",
    ),
    (
        "uniqueItems",
        "{ type: array, items: { type: string }, uniqueItems: true }",
    ),
    (
        "minProperties",
        "{ type: object, additionalProperties: { type: string }, minProperties: 2 }",
    ),
    (
        "maxProperties",
        "{ type: object, properties: { a: { type: string } }, maxProperties: 2 }",
    ),
    ("maxProperties", "{ type: object, maxProperties: 2 }"),
    ("not", "{ type: string, not: { maxLength: 2 } }"),
];

/// Positions of a schema in a request. `{}` stands for the schema.
const POSITIONS: &[&str] = &[
    "{}",
    "{ type: array, items: {} }",
    "{ type: array, items: { type: array, items: {} } }",
    "{ type: object, additionalProperties: {} }",
    "{ type: object, additionalProperties: { type: array, items: {} } }",
    "{ type: object, properties: { a: {} } }",
    "{ type: object, properties: { a: { type: array, items: {} } } }",
    "{ type: object, properties: { a: { type: string } }, additionalProperties: {} }",
    "{ type: object, properties: { a: { type: object, properties: { b: {} } } } }",
    "{ oneOf: [{ type: boolean }, {}] }",
    "{ type: object, properties: { a: { oneOf: [{ type: boolean }, { type: array, items: {} }] } } }",
    "{ allOf: [{ type: object, properties: { a: { type: string } } }, { type: object, properties: { b: {} } }] }",
];

fn has_constraints(model: &Model) -> bool {
    let holds = |constraints: &Constraints| !constraints.is_empty();
    let in_type = |shape: &Shape| match shape {
        Shape::Object(object) => {
            holds(&object.constraints) || object.properties.iter().any(|it| holds(&it.constraints))
        }
        Shape::Union(union) => union.variants.iter().any(|it| holds(&it.constraints)),
        Shape::Newtype(_, constraints) => holds(constraints),
        Shape::Enum(_) | Shape::Responses(_) => false,
    };
    let operation = &model.operations[0];
    model.types.iter().any(|it| in_type(&it.shape))
        || operation.parameters.iter().any(|it| holds(&it.constraints))
        || operation.body.iter().any(|it| holds(&it.constraints))
}

#[test]
fn a_constraint_at_any_position_of_a_request_is_checked_or_reported() {
    for (key, constrained) in CONSTRAINTS {
        for position in POSITIONS {
            let schema = position.replacen("{}", constrained, 1);
            let mut documents = vec![
                document("", "application/json", &schema, ""),
                document("", "application/x-www-form-urlencoded", &schema, ""),
                document("", "multipart/form-data", &schema, ""),
                document(
                    "",
                    "application/json",
                    "{ $ref: '#/components/schemas/A' }",
                    &format!("A: {schema}"),
                ),
            ];
            for location in ["query", "header", "cookie"] {
                let parameter = format!(", {{ name: p, in: {location}, schema: {schema} }}");
                documents.push(document(
                    &parameter,
                    "application/json",
                    "{ type: string }",
                    "",
                ));
                let parameter = format!(
                    ", {{ name: p, in: {location}, content: {{ application/json: {{ schema: {schema} }} }} }}"
                );
                documents.push(document(
                    &parameter,
                    "application/json",
                    "{ type: string }",
                    "",
                ));
            }
            for text in documents {
                let (model, found) = read(&text);
                let is_reported = found.iter().any(|it| {
                    it.code == Code::RuleUnchecked && it.message.contains(key)
                        || matches!(it.code, Code::KeptAsJson | Code::NotFollowed)
                });
                let is_checked = has_constraints(&model);
                assert!(
                    is_checked || is_reported,
                    "`{key}` is neither checked nor reported in {text}"
                );
            }
        }
    }
}

#[test]
fn a_constraint_of_a_response_is_neither_checked_nor_reported() {
    let text = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\nservers: [{ url: 'https://a.example.com' }]\n\
                paths:\n  /a:\n    get:\n      operationId: get\n      responses:\n        '200':\n          description: It.\n\
                \x20         content: { application/json: { schema: { type: object, properties: { a: { type: string, maxLength: 3, pattern: '(?!a)' } } } } }\n";
    let (model, found) = read(text);
    assert!(!has_constraints(&model));
    assert!(
        found.iter().all(|it| it.code != Code::RuleUnchecked),
        "{found:?}"
    );
}

#[test]
fn an_unsigned_integer_has_no_minimum_of_zero() {
    let cases = [
        ("{ type: integer, format: uint64, minimum: 0 }", false),
        ("{ type: integer, format: uint64, minimum: 1 }", true),
        (
            "{ type: integer, format: uint64, minimum: 0, maximum: 9 }",
            true,
        ),
        ("{ type: integer, format: int64, minimum: 0 }", true),
    ];
    for (schema, expected) in cases {
        let parameter = format!(", {{ name: p, in: query, schema: {schema} }}");
        let text = document(&parameter, "application/json", "{ type: string }", "");
        let (model, _) = read(&text);
        assert_eq!(has_constraints(&model), expected, "{schema}");
    }
}

#[test]
fn a_pattern_that_is_not_checked_has_a_reason() {
    let parameter = ", { name: p, in: query, schema: { type: string, pattern: '^(?=a)b$' } }";
    let text = document(parameter, "application/json", "{ type: string }", "");
    let (_, found) = read(&text);
    let expected = "this `pattern` is not checked before a request is sent: the client's regular expressions have no \
                    lookahead and no lookbehind";
    let mut messages = found.iter().map(|it| it.message.as_str());
    assert!(messages.any(|it| it == expected), "{found:?}");
}

/// The discriminator of the union of `variants`, and its values for each variant.
fn discriminator(variants: &str) -> (Option<String>, Vec<Vec<String>>) {
    let model = of_body(
        "{ $ref: '#/components/schemas/Any' }",
        &format!("Any: {{ oneOf: [{variants}] }}"),
    );
    let union = model.types.iter().find_map(|named| match &named.shape {
        Shape::Union(union) => Some(union),
        _ => None,
    });
    let union = union.expect("the document has a union");
    let values = union.variants.iter().map(|it| it.values.clone());
    (union.tag.clone(), values.collect())
}

#[test]
fn a_required_property_whose_values_differ_selects_the_variant() {
    let object = |rest: &str| format!("{{ type: object, {rest} }}");
    let of_kind = |kind: &str| {
        object(&format!(
            "required: [kind], properties: {{ name: {{ type: string }}, kind: {{ type: string, enum: [{kind}] }} }}"
        ))
    };
    let both = format!("{}, {}, {{ type: string }}", of_kind("a, b"), of_kind("c"));
    let (tag, values) = discriminator(&both);
    assert_eq!(tag.as_deref(), Some("kind"));
    assert_eq!(values, [vec!["a", "b"], vec!["c"], vec![]]);

    let optional = object("properties: { kind: { type: string, enum: [c] } }");
    let free = object("required: [kind], properties: { kind: { type: string } }");
    for other in [of_kind("b"), optional, free, object("properties: {}")] {
        let (tag, _) = discriminator(&format!("{}, {other}", of_kind("a, b")));
        assert_eq!(tag, None, "{other}");
    }
}

#[test]
fn a_variant_that_is_never_read_has_a_warning() {
    let string = |format: &str| format!("{{ type: string, format: {format} }}");
    let read_codes = |alternatives: &str, place: &str| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\nservers: [{{ url: 'https://a.example.com' }}]\n\
             paths:\n  /a:\n    post:\n      operationId: a\n      {place}\n\
             components:\n  schemas:\n    U: {{ oneOf: [{alternatives}] }}\n"
        );
        let (_, found) = read(&text);
        found.into_iter().map(|it| it.code).collect::<Vec<_>>()
    };
    let content = "content: { application/json: { schema: { $ref: '#/components/schemas/U' } } }";
    let response = format!("responses: {{ '200': {{ description: A., {content} }} }}");
    let request = format!(
        "requestBody: {{ {content} }}\n      responses: {{ '204': {{ description: A. }} }}"
    );
    let same = format!(
        "{}, {{ type: integer }}, {}",
        string("ipv4"),
        string("ipv6")
    );
    assert_eq!(read_codes(&same, &response), [Code::VariantNeverRead]);
    assert_eq!(read_codes(&same, &request), []);
    let different = format!("{}, {}", string("ipv4"), string("date"));
    assert_eq!(read_codes(&different, &response), []);
}

#[test]
fn a_discriminator_that_contradicts_its_alternatives_has_a_warning() {
    let object = |rest: &str| format!("{{ type: object, {rest} }}");
    let of_kind = |kind: &str| {
        object(&format!(
            "required: [kind], properties: {{ kind: {{ type: string{kind} }} }}"
        ))
    };
    let without = object("properties: { knd: { type: string } }");
    let open = object("properties: { name: { type: string } }, additionalProperties: true");
    let lacks = "the alternative lacks the property `kind` of the discriminator";
    let none = "no alternative has the property `kind` of the discriminator";
    let value = "the alternative `Dog` has no `kind` `dog`";
    let cases = [
        (of_kind(""), of_kind(""), "cat: Cat, dog: Dog", vec![]),
        (of_kind(""), without.clone(), "", vec![lacks]),
        (without.clone(), without, "", vec![none]),
        (of_kind(""), open, "", vec![]),
        (of_kind(""), "{ type: string }".to_owned(), "", vec![]),
        (
            of_kind(""),
            of_kind(", enum: [dog]"),
            "cat: Cat, dog: Dog",
            vec![],
        ),
        (
            of_kind(""),
            of_kind(", enum: [hound]"),
            "dog: Dog",
            vec![value],
        ),
        // Without a mapping, the name of the schema is the value, and the one in its schema takes precedence.
        (of_kind(""), of_kind(", enum: [hound]"), "", vec![]),
    ];
    for (cat, dog, mapping, expected) in cases {
        let parts = "[{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]";
        let schemas = format!(
            "Cat: {cat}\n    Dog: {dog}\n    \
             Pet: {{ oneOf: {parts}, discriminator: {{ propertyName: kind, mapping: {{ {mapping} }} }} }}\n"
        );
        let body = "{ $ref: '#/components/schemas/Pet' }";
        let (_, found) = read(&document("", "application/json", body, &schemas));
        let found: Vec<_> = found.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(found, expected, "{schemas}");
    }
}

/// The values of the discriminator by which unions select `Cat`, whose `kind` has this schema, and whether `new` sets it.
fn selector_of_cat(
    kind: &str,
    required: &str,
    unions: &[(&str, &str)],
) -> Option<(Vec<String>, bool)> {
    let unions = unions.iter().enumerate().map(|(index, (key, mapping))| {
        let parts = "[{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]";
        format!(
            "    U{index}: {{ {key}: {parts}, discriminator: {{ propertyName: kind, mapping: {{ {mapping} }} }} }}\n"
        )
    });
    let properties =
        (0..unions.len()).map(|it| format!("u{it}: {{ $ref: '#/components/schemas/U{it}' }}"));
    let properties: Vec<_> = properties.collect();
    let model = of_body(
        &format!(
            "{{ type: object, properties: {{ {} }} }}",
            properties.join(", ")
        ),
        &format!(
            "Cat: {{ type: object, required: [{required}], properties: {{ kind: {kind} }} }}\n    \
             Dog: {{ type: object, properties: {{ bark: {{ type: string }} }} }}\n{}",
            unions.collect::<String>()
        ),
    );
    let cat = model.types.iter().find(|it| it.name == "Cat");
    let kind = &cat.expect("the schema has a type").properties()[0];
    let selector = kind.selector.as_deref()?;
    Some((selector.values.clone(), selector.is_set))
}

#[test]
fn a_constructor_sets_the_discriminator_if_one_value_selects_the_object() {
    const TEXT: &str = "{ type: string }";
    const ENUM: &str = "{ type: string, enum: [cat, dog] }";
    type Unions<'a> = &'a [(&'a str, &'a str)];
    type Selector<'a> = Option<(&'a [&'a str], bool)>;
    let cases: [(&str, &str, Unions<'_>, Selector<'_>); 13] = [
        (TEXT, "kind", &[("oneOf", "")], Some((&["Cat"], true))),
        (
            TEXT,
            "kind",
            &[("anyOf", "cat: Cat")],
            Some((&["cat"], true)),
        ),
        (
            ENUM,
            "kind",
            &[("oneOf", "cat: Cat")],
            Some((&["cat"], true)),
        ),
        (
            TEXT,
            "kind",
            &[("oneOf", "cat: Cat"), ("anyOf", "cat: Cat")],
            Some((&["cat"], true)),
        ),
        (
            TEXT,
            "kind",
            &[("oneOf", "cat: Cat, tom: Cat")],
            Some((&["cat", "tom"], false)),
        ),
        (
            TEXT,
            "kind",
            &[("oneOf", "cat: Cat"), ("oneOf", "tom: Cat")],
            Some((&["cat", "tom"], false)),
        ),
        (
            ENUM,
            "kind",
            &[("oneOf", "cat: Cat, tom: Cat")],
            Some((&["cat"], true)),
        ),
        (ENUM, "kind", &[("oneOf", "tom: Cat")], None),
        ("{}", "kind", &[("oneOf", "")], Some((&["Cat"], false))),
        (TEXT, "", &[("oneOf", "")], Some((&["Cat"], false))),
        (
            "{ type: string, nullable: true }",
            "kind",
            &[("oneOf", "")],
            Some((&["Cat"], false)),
        ),
        ("{ type: integer }", "kind", &[("oneOf", "")], None),
        (
            "{ type: string, format: uuid }",
            "kind",
            &[("oneOf", "")],
            None,
        ),
    ];
    for (kind, required, unions, expected) in cases {
        let expected = expected
            .map(|(values, is_set)| (values.iter().map(ToString::to_string).collect(), is_set));
        assert_eq!(
            selector_of_cat(kind, required, unions),
            expected,
            "{kind} {unions:?}"
        );
    }
}

#[test]
fn values_that_only_one_object_lists_select_it_if_the_discriminator_has_others() {
    let object = |kind: &str| {
        format!("{{ type: object, required: [kind], properties: {{ kind: {kind} }} }}")
    };
    let model = of_body(
        "{ $ref: '#/components/schemas/Pet' }",
        &format!(
            "Pet: {{ oneOf: [{{ $ref: '#/components/schemas/Cat' }}, {{ $ref: '#/components/schemas/Dog' }}, \
             {{ $ref: '#/components/schemas/Fish' }}], discriminator: {{ propertyName: kind }} }}\n    \
             Cat: {}\n    Dog: {}\n    Fish: {}",
            object("{ type: integer, enum: [1] }"),
            object("{ type: integer, enum: [2, 3] }"),
            object("{ type: string, enum: [Dog] }"),
        ),
    );
    let pet = model.types.iter().find(|it| it.name == "Pet");
    let Some(Shape::Union(union)) = pet.map(|it| &it.shape) else {
        panic!("the choice is a union");
    };
    let values: Vec<_> = union
        .variants
        .iter()
        .map(|it| it.values.join(" "))
        .collect();
    assert_eq!(values, ["1", "2 3", "Fish"]);
}

/// The variants of `oneOf: [Cat, Dog]`, whose objects have a property `kind`.
fn variants_of_pet(discriminator: &str, required: &str, kinds: [&str; 2]) -> Vec<UnionVariant> {
    let object = |kind: &str| {
        format!("{{ type: object, required: [{required}], properties: {{ kind: {kind} }} }}")
    };
    let model = of_body(
        "{ $ref: '#/components/schemas/Pet' }",
        &format!(
            "Pet: {{ oneOf: [{{ $ref: '#/components/schemas/Cat' }}, {{ $ref: '#/components/schemas/Dog' }}]{discriminator} }}\n    \
             Cat: {}\n    Dog: {}",
            object(kinds[0]),
            object(kinds[1]),
        ),
    );
    let pet = model.types.into_iter().find(|it| it.name == "Pet");
    let Some(Shape::Union(union)) = pet.map(|it| it.shape) else {
        panic!("the choice is a union");
    };
    union.variants
}

#[test]
fn a_mapping_is_completed_by_the_values_that_only_one_object_lists() {
    const CAT: &str = "{ type: string, enum: [cat, tom, pet] }";
    const DOG: &str = "{ type: string, enum: [dog, pet] }";
    let mapping =
        ", discriminator: { propertyName: kind, mapping: { cat: Cat, dog: Dog, hound: Dog } }";
    let variants = variants_of_pet(mapping, "kind", [CAT, DOG]).into_iter();
    let values: Vec<_> = variants.map(|it| it.values.join(" ")).collect();
    assert_eq!(values, ["cat tom", "dog hound"]);
}

#[test]
fn a_variant_excludes_values_of_the_discriminator_that_its_schema_does_not_list() {
    const TEXT: &str = "{ type: string }";
    const CAT: &str = "{ type: string, enum: [cat] }";
    const DOG: &str = "{ type: string, enum: [dog] }";
    const DOGS: &str = "{ type: string, enum: [dog, puppy] }";
    let named = |mapping: &str| {
        format!(", discriminator: {{ propertyName: kind, mapping: {{ {mapping} }} }}")
    };
    let singles = named("cat: Cat, dog: Dog");
    let several = named("cat: Cat, dog: Dog, puppy: Dog");
    let cases: [(&str, &str, [&str; 2], &[&str]); 8] = [
        (&singles, "kind", [CAT, DOG], &["Cat", "Dog"]),
        (&singles, "kind", [CAT, TEXT], &["Cat"]),
        (&singles, "", [CAT, DOG], &[]),
        (&singles, "kind", [CAT, DOGS], &["Cat", "Dog"]),
        (&several, "kind", [CAT, DOGS], &["Cat", "Dog"]),
        ("", "kind", [CAT, DOG], &["Cat", "Dog"]),
        ("", "kind", [CAT, DOGS], &["Cat", "Dog"]),
        ("", "kind", [CAT, TEXT], &[]),
    ];
    for (discriminator, required, kinds, expected) in cases {
        let variants = variants_of_pet(discriminator, required, kinds).into_iter();
        let excluding = variants.filter(|it| it.others == OtherValues::Excluded);
        let excluding: Vec<_> = excluding.map(|it| it.name).collect();
        assert_eq!(excluding, expected, "{discriminator} {required} {kinds:?}");
    }
}
