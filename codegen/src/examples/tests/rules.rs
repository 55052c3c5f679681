//! The values that follow from the keywords of a schema, and from the document's examples.

use serde_json::{Value, json};

use crate::Source;
use crate::examples::{Example, Examples};
use crate::folder::NoFolder;
use crate::model::TypeId;

/// The example of the schema `Thing`, which a response has. `schemas` are further component schemas.
fn of(thing: &str, schemas: &str) -> Option<Example> {
    with_media("", thing, schemas)
}

/// The same with keys beside the `schema` of the response.
fn with_media(media: &str, thing: &str, schemas: &str) -> Option<Example> {
    let reference = "{ $ref: '#/components/schemas/Thing' }";
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\nservers: [{{ url: 'https://a.example.com' }}]\n\
         paths:\n  /things:\n    get:\n      operationId: get\n      responses:\n        '200':\n          \
         description: The thing.\n          content: {{ application/json: {{ schema: {reference}{media} }} }}\n\
         components:\n  schemas:\n    Thing: {thing}\n    {schemas}\n"
    );
    let source = Source {
        name: "test.yaml",
        text: &text,
    };
    let lowered = crate::generate::lowered(&source, &NoFolder);
    let (root, model) = lowered.unwrap_or_else(|| panic!("the document is valid: {text}"));
    let index = model.types.iter().position(|it| it.name == "Thing");
    let id = TypeId(index.expect("the thing is a type"));
    Examples::of(&root, &model).get(id).cloned()
}

/// The valid example of an object with one property `tags`.
fn property(schema: &str) -> Value {
    let thing = format!("{{ type: object, properties: {{ tags: {schema} }} }}");
    let example = of(&thing, "").expect("the thing has an example");
    assert!(example.is_valid, "{schema}: {example:?}");
    example.value["tags"].clone()
}

#[test]
fn a_value_follows_from_the_constraints() {
    let cases = [
        ("{ type: string }", json!("tags")),
        ("{ type: string, minLength: 6 }", json!("tagsab")),
        ("{ type: string, maxLength: 2 }", json!("ta")),
        ("{ type: string, pattern: '^[A-Z]{2}$' }", json!("AB")),
        (
            "{ type: string, pattern: '^x+$', minLength: 9 }",
            json!("xxxxxxxxx"),
        ),
        ("{ type: string, pattern: '^(?:on|off)$' }", json!("on")),
        (
            r"{ type: string, pattern: '^\S+@\S+$', maxLength: 5 }",
            json!("ab@cd"),
        ),
        ("{ type: string, format: date }", json!("2024-01-01")),
        (
            "{ type: string, format: date-time }",
            json!("2024-01-01T12:00:00Z"),
        ),
        (
            "{ type: string, format: email }",
            json!("user1@example.com"),
        ),
        (
            "{ type: string, format: email, maxLength: 3 }",
            json!("tag"),
        ),
        ("{ type: string, enum: [b, a] }", json!("b")),
        ("{ type: string, enum: [b, a], default: a }", json!("a")),
        ("{ type: integer }", json!(1)),
        (
            "{ type: integer, minimum: 5, exclusiveMinimum: true }",
            json!(6),
        ),
        ("{ type: integer, maximum: -3 }", json!(-3)),
        ("{ type: integer, multipleOf: 7, minimum: 8 }", json!(14)),
        ("{ type: integer, format: int8, minimum: 127 }", json!(127)),
        (
            "{ type: integer, minimum: 9223372036854775807 }",
            json!(i64::MAX),
        ),
        ("{ type: number }", json!(1.5)),
        (
            "{ type: number, minimum: 0, maximum: 1, exclusiveMinimum: true }",
            json!(1.0),
        ),
        (
            "{ type: number, minimum: 0, maximum: 1, exclusiveMinimum: true, exclusiveMaximum: true }",
            json!(0.5),
        ),
        ("{ type: boolean }", json!(true)),
        ("{ type: array, items: { type: string } }", json!(["tag"])),
        (
            "{ type: array, items: { type: integer }, minItems: 2 }",
            json!([1, 2]),
        ),
        (
            "{ type: array, items: { type: boolean }, minItems: 2, uniqueItems: true }",
            json!([true, false]),
        ),
        (
            "{ type: object, additionalProperties: { type: integer } }",
            json!({ "key1": 1 }),
        ),
        (
            "{ type: object, minProperties: 2 }",
            json!({ "key1": "key1", "key2": "key2" }),
        ),
        (
            "{ oneOf: [{ type: string, maxLength: 2 }, { type: string, minLength: 2 }] }",
            json!("tags"),
        ),
        ("{ not: { type: string } }", json!({})),
    ];
    for (schema, expected) in cases {
        assert_eq!(property(schema), expected, "{schema}");
    }
}

#[test]
fn an_example_of_the_document_is_used_if_the_type_can_read_it() {
    let cases = [
        ("{ type: string, example: red }", json!("red")),
        ("{ type: string, example: 7 }", json!("7")),
        (
            "{ type: string, example: blue, maxLength: 3 }",
            json!("tag"),
        ),
        (
            "{ type: integer, format: int32, example: 3000000000 }",
            json!(1),
        ),
        ("{ type: integer, example: 4.0 }", json!(4)),
        (
            "{ type: string, format: date, example: '2024-02-30' }",
            json!("2024-01-01"),
        ),
        (
            "{ type: string, format: date-time, example: '2024-02-29T08:30:00.500+00:00' }",
            json!("2024-02-29T08:30:00.500Z"),
        ),
        (
            "{ type: string, format: uuid, example: 0F9619FF-8B86-D011-B42D-00CF4FC964FF }",
            json!("0f9619ff-8b86-d011-b42d-00cf4fc964ff"),
        ),
        (
            "{ type: array, items: { type: string }, example: [a, b, c, d] }",
            json!(["a", "b", "c"]),
        ),
        ("{ type: number, format: float, example: 0.1 }", json!(0.1)),
    ];
    for (schema, expected) in cases {
        assert_eq!(property(schema), expected, "{schema}");
    }
}

#[test]
fn an_example_of_a_response_is_completed_and_loses_what_its_type_does_not_keep() {
    let thing = "{ type: object, required: [id, name], properties: { id: { type: integer }, \
                 name: { type: string }, note: { type: string }, inner: { $ref: '#/components/schemas/Inner' } } }";
    let inner = "Inner: { type: object, properties: { size: { type: integer } } }";
    let media = ", example: { id: 4, other: true, inner: { size: 2 } }";
    let example = with_media(media, thing, inner).expect("the thing has an example");
    assert!(example.is_valid);
    let expected = json!({ "id": 4, "name": "name", "inner": { "size": 2 } });
    assert_eq!(example.value, expected);
}

#[test]
fn the_discriminator_selects_the_variant() {
    let thing = "{ oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], \
                 discriminator: { propertyName: kind, mapping: { c: Cat, d: Dog } } }";
    let animal = "{ type: object, required: [kind], properties: { kind: { type: string } } }";
    let schemas = format!("Cat: {animal}\n    Dog: {animal}");
    let example = of(thing, &schemas).expect("the thing has an example");
    assert_eq!(example.value, json!({ "kind": "c" }));
}

#[test]
fn recursion_ends() {
    let cases = [
        (
            "{ type: object, properties: { next: { $ref: '#/components/schemas/Thing' } } }",
            Some(json!({})),
        ),
        (
            "{ type: object, required: [all], properties: { all: { type: array, items: { $ref: '#/components/schemas/Thing' } } } }",
            Some(json!({ "all": [] })),
        ),
        (
            "{ type: object, required: [next], properties: { next: { nullable: true, allOf: [{ $ref: '#/components/schemas/Thing' }] } } }",
            Some(json!({ "next": null })),
        ),
        (
            "{ oneOf: [{ type: object, required: [next], properties: { next: { $ref: '#/components/schemas/Thing' } } }, { type: integer }] }",
            Some(json!({ "next": 1 })),
        ),
        (
            "{ type: object, required: [next], properties: { next: { $ref: '#/components/schemas/Thing' } } }",
            None,
        ),
    ];
    for (thing, expected) in cases {
        let value = of(thing, "").map(|example| example.value);
        assert_eq!(value, expected, "{thing}");
    }
}

#[test]
fn an_example_that_cannot_be_valid_is_readable_and_marked() {
    let cases = [
        "{ type: object, required: [id], properties: { id: { type: string, pattern: '^(?!x)' } } }",
        "{ type: object, required: [id], properties: { id: { type: integer, minimum: 5, maximum: 4 } } }",
        "{ type: object, required: [id], properties: { id: { type: string, enum: [a], maxLength: 0 } } }",
    ];
    for thing in cases {
        let example = of(thing, "").expect("the thing has an example");
        assert!(!example.is_valid, "{thing}: {example:?}");
    }
}

#[test]
fn the_size_of_an_example_is_bounded() {
    const WIDTH: usize = 12;
    let properties = |level: usize| {
        let inner = level + 1;
        (0..WIDTH)
            .map(|index| format!("p{index}: {{ $ref: '#/components/schemas/Level{inner}' }}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let level = |level: usize| {
        format!(
            "{{ type: object, properties: {{ {} }} }}",
            properties(level)
        )
    };
    let schemas: Vec<_> = (1..8)
        .map(|it| format!("Level{it}: {}", level(it)))
        .collect();
    let schemas = format!("{}\n    Level8: {{ type: string }}", schemas.join("\n    "));
    let example = of(&level(0), &schemas).expect("the thing has an example");
    let size = super::size(&example.value);
    assert!((WIDTH..200).contains(&size), "{size}");
}
