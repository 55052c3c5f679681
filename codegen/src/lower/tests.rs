//! Each pass on the smallest document that needs it.

use serde_json::{Value, json};

use super::{aliases, all_of, deep_references, inline_schemas};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Document, Node};

/// A document whose component schemas are those of `yaml`.
fn document(schemas: &str) -> Document {
    let indented = schemas.trim().replace('\n', "\n    ");
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    {indented}\n"
    );
    Document::read("test.yaml", &text).expect("the test's document is readable")
}

fn schemas(root: &Node) -> Value {
    root.to_json()["components"]["schemas"].clone()
}

/// The component schemas after `pass`.
fn after(yaml: &str, pass: impl FnOnce(&mut Node)) -> Value {
    let mut root = document(yaml).root().clone();
    pass(&mut root);
    schemas(&root)
}

/// The component schemas after `pass`, and the codes of what it found.
fn after_with_codes(
    yaml: &str,
    pass: impl FnOnce(&mut Node, &mut Diagnostics),
) -> (Value, Vec<Code>) {
    let document = document(yaml);
    let mut found = Diagnostics::new(document.source().clone());
    let mut root = document.root().clone();
    pass(&mut root, &mut found);
    let codes = found
        .into_iter()
        .map(|diagnostic| diagnostic.code)
        .collect();
    (schemas(&root), codes)
}

fn write_out_all_of(root: &mut Node, found: &mut Diagnostics) {
    all_of::simplify(root);
    inline_schemas::hoist(root);
    all_of::merge(root, found);
    aliases::inline(root);
}

#[test]
fn an_all_of_in_which_one_part_says_something_is_that_part() {
    let pet = "Pet: {type: object, properties: {name: {type: string}}}\n";
    let cases = [
        (
            "{allOf: [{$ref: '#/components/schemas/Pet'}], description: A pet.}",
            json!({"$ref": "#/components/schemas/Pet", "description": "A pet."}),
        ),
        (
            "{allOf: [{$ref: '#/components/schemas/Pet'}, {description: A pet.}]}",
            json!({"$ref": "#/components/schemas/Pet", "description": "A pet."}),
        ),
        (
            "{type: object, nullable: true, allOf: [{$ref: '#/components/schemas/Pet'}]}",
            json!({"$ref": "#/components/schemas/Pet", "nullable": true}),
        ),
        (
            "{allOf: [{type: string, maxLength: 3}, {description: A name.}]}",
            json!({"type": "string", "maxLength": 3, "description": "A name."}),
        ),
        (
            "{oneOf: [{$ref: '#/components/schemas/Pet'}]}",
            json!({"$ref": "#/components/schemas/Pet"}),
        ),
        (
            "{allOf: [{allOf: [{type: boolean}]}]}",
            json!({"type": "boolean"}),
        ),
    ];
    for (field, expected) in cases {
        let yaml = format!("{pet}Owner: {{type: object, properties: {{pet: {field}}}}}");
        let schemas = after(&yaml, all_of::simplify);
        assert_eq!(schemas["Owner"]["properties"]["pet"], expected, "{field}");
    }
}

#[test]
fn several_objects_are_one_object() {
    let (schemas, codes) = after_with_codes(
        "A: {type: object, required: [a], properties: {a: {type: string}, b: {type: string}}}\n\
         B: {allOf: [{$ref: '#/components/schemas/A'}, {required: [b, a], properties: {b: {description: More.}}}]}",
        write_out_all_of,
    );
    assert_eq!(codes, []);
    assert_eq!(
        schemas["B"],
        json!({
            "type": "object",
            "required": ["a", "b"],
            "properties": {"a": {"type": "string"}, "b": {"type": "string", "description": "More."}},
        })
    );
}

#[test]
fn an_object_that_extends_itself_in_a_property_ends() {
    let (schemas, codes) = after_with_codes(
        "Node: {type: object, properties: {next: {allOf: [{$ref: '#/components/schemas/Node'}, {properties: {last: {type: boolean}}}]}}}",
        write_out_all_of,
    );
    assert_eq!(codes, []);
    assert_eq!(
        schemas["Node"]["properties"]["next"],
        json!({"$ref": "#/components/schemas/NodeNext"})
    );
    assert_eq!(
        schemas["NodeNext"]["properties"]["next"],
        json!({"$ref": "#/components/schemas/NodeNext"})
    );
}

#[test]
fn scalars_and_enums_keep_what_all_parts_allow() {
    let (schemas, codes) = after_with_codes(
        "Text: {allOf: [{type: string, maxLength: 9}, {type: string, minLength: 1}]}\n\
         Some: {allOf: [{type: string, enum: [a, b]}, {enum: [b, c]}]}\n\
         Holder: {type: object, properties: {text: {$ref: '#/components/schemas/Text'}}}",
        write_out_all_of,
    );
    assert_eq!(codes, []);
    assert_eq!(schemas["Some"], json!({"type": "string", "enum": ["b"]}));
    assert_eq!(
        schemas["Holder"]["properties"]["text"],
        json!({"type": "string", "maxLength": 9, "minLength": 1})
    );
}

#[test]
fn parts_that_cannot_hold_together_are_json_with_a_warning() {
    for parts in [
        "[{type: string}, {type: integer}]",
        "[{enum: [a]}, {enum: [b]}]",
        "[{type: object, properties: {a: {type: string}}}, {oneOf: [{type: string}, {type: integer}]}]",
        "[{type: object, properties: {a: {type: string}}}, {type: string}]",
    ] {
        let (schemas, codes) = after_with_codes(
            &format!(
                "A: {{allOf: {parts}, description: Kept.}}\nB: {{type: object, properties: {{a: {{$ref: '#/components/schemas/A'}}}}}}"
            ),
            write_out_all_of,
        );
        assert_eq!(codes, [Code::KeptAsJson], "{parts}");
        assert_eq!(
            schemas["B"]["properties"]["a"],
            json!({"description": "Kept."}),
            "{parts}"
        );
    }
}

#[test]
fn a_schema_that_is_referred_to_inside_another_is_a_component_of_its_own() {
    let schemas = after(
        "Pet: {type: object, properties: {owner: {type: object, properties: {id: {type: string}}}}}\n\
         Visit: {type: object, properties: {by: {$ref: '#/components/schemas/Pet/properties/owner'}, id: {$ref: '#/components/schemas/Pet/properties/owner/properties/id'}}}",
        |root| {
            let original = root.clone();
            deep_references::hoist(root, &original);
        },
    );
    let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    assert_eq!(schemas["Pet"]["properties"]["owner"], to("PetOwner"));
    assert_eq!(
        schemas["Visit"]["properties"],
        json!({"by": to("PetOwner"), "id": to("PetOwnerId")})
    );
    assert_eq!(schemas["PetOwner"]["properties"]["id"], to("PetOwnerId"));
    assert_eq!(schemas["PetOwnerId"], json!({"type": "string"}));
}

#[test]
fn alternatives_beside_properties_are_optional_properties_with_a_warning() {
    let cat = "{properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}, required: [lives]}";
    let dog = "{properties: {kind: {type: string, enum: [dog]}, lives: {type: string}}}";
    for yaml in [
        format!("Pet: {{properties: {{name: {{type: string}}}}, oneOf: [{cat}, {dog}]}}"),
        format!(
            "Pet: {{allOf: [{{properties: {{name: {{type: string}}}}}}, {{anyOf: [{cat}, {dog}]}}]}}"
        ),
    ] {
        let (schemas, codes) = after_with_codes(&yaml, write_out_all_of);
        assert_eq!(codes, [Code::ChoiceMerged], "{yaml}");
        let pet = &schemas["Pet"];
        assert_eq!(pet["properties"]["kind"], json!({"type": "string"}));
        assert_eq!(pet["properties"]["lives"], json!({}));
        assert_eq!(pet["properties"]["name"], json!({"type": "string"}));
        assert_eq!(pet.get("required"), None);
    }
}

#[test]
fn alternatives_that_only_require_say_nothing() {
    let (schemas, codes) = after_with_codes(
        "A: {properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}",
        write_out_all_of,
    );
    assert_eq!(codes, []);
    assert_eq!(
        schemas["A"],
        json!({"properties": {"a": {"type": "string"}, "b": {"type": "string"}}})
    );
}
