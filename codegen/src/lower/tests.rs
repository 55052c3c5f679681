//! Tests each pass with a small document.

use std::collections::HashSet;
use std::path::Path;

use serde_json::{Value, json};

use super::{
    aliases, all_of, deep_references, directions, discriminators, enums, forms, inline_schemas,
    multipart, nullable, operation_ids, references, shape, subtypes, tree, type_names, webhooks,
};
use crate::bundle::bundle;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Document, Node};
use crate::folder::OnDisk;

/// A document with the component schemas of `yaml`.
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

/// The component schemas after `pass`, and the codes of its diagnostics.
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

fn lower_all_of(root: &mut Node, found: &mut Diagnostics) {
    all_of::simplify(root);
    let inline = inline_schemas::hoist(root);
    all_of::merge(root, &inline, found);
    aliases::inline(root);
}

/// Merges the `allOf` of components without inline schemas.
fn merge_named(root: &mut Node, found: &mut Diagnostics) {
    all_of::merge(root, &HashSet::new(), found);
}

#[test]
fn an_all_of_with_one_constraint_becomes_that_constraint() {
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
fn an_all_of_of_objects_becomes_one_object() {
    let (schemas, codes) = after_with_codes(
        "A: {type: object, required: [a], properties: {a: {type: string}, b: {type: string}}}\n\
         B: {allOf: [{$ref: '#/components/schemas/A'}, {required: [b, a], properties: {b: {description: More.}}}]}",
        lower_all_of,
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
fn a_part_that_is_an_all_of_is_merged() {
    let pair = "[{type: object, required: [b], properties: {b: {type: string}}}, {type: object, properties: {c: {type: string}}}]";
    for part in [
        format!("{{allOf: {pair}}}"),
        format!("{{type: object, description: More., allOf: {pair}}}"),
        "{allOf: [{$ref: '#/components/schemas/B'}], description: More.}".to_owned(),
    ] {
        let (schemas, codes) = after_with_codes(
            &format!(
                "B: {{type: object, required: [b], properties: {{b: {{type: string}}, c: {{type: string}}}}}}\n\
                 A: {{allOf: [{{type: object, properties: {{a: {{type: string}}}}}}, {part}]}}"
            ),
            lower_all_of,
        );
        assert_eq!(codes, [], "{part}");
        let text = json!({"type": "string"});
        assert_eq!(
            schemas["A"]["properties"],
            json!({"a": text, "b": text, "c": text}),
            "{part}"
        );
        assert_eq!(schemas["A"]["required"], json!(["b"]), "{part}");
    }
}

#[test]
fn an_object_that_is_declared_again_has_the_properties_of_both() {
    let ctx = |properties: &str| format!("ctx: {{type: object, properties: {{{properties}}}}}");
    let base = ctx("m: {type: string}, in: {type: object, properties: {a: {type: string}}}");
    let more = ctx("c: {type: integer}, in: {type: object, properties: {b: {type: string}}}");
    let (schemas, codes) = after_with_codes(
        &format!(
            "Base: {{type: object, properties: {{{base}}}}}\n\
             More: {{allOf: [{{$ref: '#/components/schemas/Base'}}, {{type: object, properties: {{{more}}}}}]}}\n\
             Most: {{allOf: [{{$ref: '#/components/schemas/More'}}, {{type: object, properties: {{{}}}}}]}}",
            ctx("d: {type: boolean}")
        ),
        lower_all_of,
    );
    assert_eq!(codes, []);
    let names = |schema: &str| {
        let properties = schemas[schema]["properties"].as_object();
        let names = properties.expect("it is an object").keys();
        names.cloned().collect::<Vec<_>>()
    };
    assert_eq!(names("BaseCtx"), ["in", "m"]);
    assert_eq!(names("BaseCtxIn"), ["a"]);
    assert_eq!(names("MoreCtx"), ["c", "in", "m"]);
    assert_eq!(names("MoreCtxIn"), ["a", "b"]);
    assert_eq!(names("MostCtx"), ["c", "d", "in", "m"]);
    let target =
        |schema: &str, property: &str| schemas[schema]["properties"][property]["$ref"].clone();
    for (schema, property) in [("More", "ctx"), ("Most", "ctx"), ("MoreCtx", "in")] {
        let expected = match property {
            "ctx" => format!("#/components/schemas/{schema}Ctx"),
            _ => format!("#/components/schemas/{schema}In"),
        };
        assert_eq!(target(schema, property), expected, "{schema}.{property}");
    }
    assert_eq!(target("MostCtx", "in"), "#/components/schemas/MoreCtxIn");
}

#[test]
fn a_property_that_is_declared_again_keeps_its_type_if_only_constraints_are_added() {
    let limits = json!({"type": "integer", "minimum": 1});
    let cases = [
        ("{type: integer}", "{minimum: 1}", limits.clone()),
        ("{minimum: 1, type: integer}", "{minimum: 0}", limits),
        (
            "{type: string, description: D}",
            "{pattern: '^a', maxLength: 3}",
            json!({"type": "string", "description": "D", "pattern": "^a", "maxLength": 3}),
        ),
        (
            "{$ref: '#/components/schemas/Owner'}",
            "{required: [name]}",
            json!({"$ref": "#/components/schemas/Owner"}),
        ),
        (
            "{type: array, items: {type: string}}",
            "{minItems: 1}",
            json!({"type": "array", "items": {"type": "string"}, "minItems": 1}),
        ),
    ];
    for (first, second, expected) in cases {
        let (schemas, codes) = after_with_codes(
            &format!(
                "Owner: {{type: object, properties: {{name: {{type: string}}}}}}\n\
                 A: {{allOf: [{{type: object, properties: {{p: {first}}}}}, {{properties: {{p: {second}}}}}]}}"
            ),
            lower_all_of,
        );
        assert_eq!(codes, [], "{second}");
        assert_eq!(schemas["A"]["properties"]["p"], expected, "{second}");
    }
}

#[test]
fn an_object_in_a_nested_all_of_is_joined() {
    let c = |name: &str| {
        format!(
            "{{type: object, properties: {{c: {{type: object, properties: {{{name}: {{type: string}}}}}}}}}}"
        )
    };
    let (schemas, codes) = after_with_codes(
        &format!(
            "T: {{allOf: [{}, {{allOf: [{}, {}]}}]}}",
            c("a"),
            c("b"),
            c("d")
        ),
        lower_all_of,
    );
    assert_eq!(codes, []);
    let target = schemas["T"]["properties"]["c"]["$ref"].as_str();
    let name = target
        .and_then(|it| it.rsplit('/').next())
        .expect("it is a component");
    let names = schemas[name]["properties"]
        .as_object()
        .map(|it| it.keys().collect::<Vec<_>>());
    assert_eq!(names.expect("it is an object"), ["a", "b", "d"]);
}

#[test]
fn schemas_that_refer_to_each_other_are_joined_in_any_order() {
    let t = "T: {allOf: [{$ref: '#/components/schemas/Node'}, {type: object, properties: {parent: {type: object, properties: {name: {type: string}}}}}]}";
    let folder = "Folder: {allOf: [{$ref: '#/components/schemas/T'}, {type: object, properties: {size: {type: integer}}}]}";
    let node = "Node: {type: object, properties: {parent: {$ref: '#/components/schemas/Folder'}}}";
    let own = "Own: {allOf: [{type: object, properties: {p: {$ref: '#/components/schemas/Own'}, q: {type: string}}}, {properties: {p: {type: object, properties: {a: {type: string}}}}}]}";
    for order in [
        [t, node, folder, own],
        [folder, node, own, t],
        [node, own, t, folder],
    ] {
        let (schemas, codes) = after_with_codes(&order.join("\n"), lower_all_of);
        assert_eq!(codes, [], "{order:?}");
        let has = |schema: &str, property: &str| {
            assert!(
                schemas[schema]["properties"].get(property).is_some(),
                "{schema}.{property}: {schemas:#}"
            );
        };
        for property in ["parent", "size"] {
            has("Folder", property);
            has("TParent", property);
        }
        has("TParent", "name");
        for property in ["a", "p", "q"] {
            has("OwnP", property);
        }
    }
}

#[test]
fn the_number_of_joined_properties_is_bounded() {
    use std::fmt::Write as _;

    let mut parts = String::new();
    for part in 0..300 {
        let _ = write!(
            parts,
            "{{type: object, properties: {{p: {{type: object, properties: {{a{part}: {{type: string}}}}}}}}}}, "
        );
    }
    let (schemas, codes) = after_with_codes(&format!("A: {{allOf: [{parts}]}}"), lower_all_of);
    assert_eq!(
        codes.len(),
        codes.iter().filter(|it| **it == Code::PartReplaced).count()
    );
    assert!(!codes.is_empty());
    let properties = |schema: &Value| {
        schema["properties"]
            .as_object()
            .map_or(0, serde_json::Map::len)
    };
    let schemas = schemas.as_object().expect("they are components");
    assert!(schemas.values().map(properties).sum::<usize>() < 25_000);
}

#[test]
fn alternatives_of_other_types_than_objects_stay_alternatives() {
    let p = "P: {type: object, properties: {p: {type: string}}}\nQ: {type: object, properties: {q: {type: string}}}\n\
             U: {oneOf: [{type: string}, {$ref: '#/components/schemas/Q'}]}\nN: {type: object, nullable: true, properties: {n: {type: string}}}";
    let refs = "[{$ref: '#/components/schemas/P'}, {$ref: '#/components/schemas/Q'}]";
    let cases = [
        format!("oneOf: {refs}, anyOf: [{{required: [p]}}, {{required: [q]}}]"),
        format!("oneOf: {refs}, anyOf: {refs}"),
        format!("oneOf: {refs}, discriminator: {{propertyName: k}}, additionalProperties: {{type: string}}"),
        "oneOf: [{type: string}, {$ref: '#/components/schemas/P'}], anyOf: [{title: A}, {title: B}]".to_owned(),
        "oneOf: [{type: string}, {type: integer}], anyOf: [{maxLength: 5}, {minimum: 1}]".to_owned(),
        "oneOf: [{type: string}, {$ref: '#/components/schemas/P'}], additionalProperties: {type: integer}".to_owned(),
        "oneOf: [{$ref: '#/components/schemas/P'}, {$ref: '#/components/schemas/U'}], additionalProperties: {type: string}".to_owned(),
        "oneOf: [{$ref: '#/components/schemas/P'}, {$ref: '#/components/schemas/N'}], additionalProperties: {type: string}".to_owned(),
    ];
    for case in cases {
        let (schemas, codes) = after_with_codes(&format!("{p}\nA: {{{case}}}"), lower_all_of);
        assert_eq!(codes, [], "{case}");
        assert!(
            schemas["A"].get("oneOf").is_some(),
            "{case}: {}",
            schemas["A"]
        );
    }
}

#[test]
fn an_object_that_cannot_be_joined_replaces_the_other_with_a_warning() {
    let owner = "Owner: {type: object, properties: {name: {type: string}}}";
    let cases = [
        "{allOf: [{type: object, properties: {p: {type: string}}}, {properties: {p: {type: object, properties: {a: {type: string}}}}}]}",
        "{allOf: [{type: object, properties: {p: {type: object, properties: {a: {type: string}}}}}, {properties: {p: {$ref: '#/components/schemas/Owner'}}}]}",
        "{allOf: [{type: object, properties: {p: {type: object, properties: {a: {type: string}}}}}, {properties: {p: {additionalProperties: {type: string}}}}]}",
    ];
    for a in cases {
        let (_, codes) = after_with_codes(&format!("{owner}\nA: {a}"), lower_all_of);
        assert_eq!(codes, [Code::PartReplaced], "{a}");
    }
}

#[test]
fn an_object_that_contains_itself_in_a_property_is_merged() {
    let (schemas, codes) = after_with_codes(
        "Node: {type: object, properties: {next: {allOf: [{$ref: '#/components/schemas/Node'}, {properties: {last: {type: boolean}}}]}}}",
        lower_all_of,
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
fn a_part_that_only_requires_properties_adds_none() {
    let a = json!({"type": "string"});
    let cases = [
        (
            "[{properties: {a: {type: string}}}, {anyOf: [{title: T, required: [a]}, {required: [b]}]}]",
            json!({
                "type": "object",
                "properties": {"a": a},
                "anyOf": [{"title": "T", "required": ["a"]}, {"required": ["b"]}],
            }),
        ),
        (
            "[{properties: {a: {type: string}}}, {oneOf: [{properties: {b: {type: string}}}, {title: Other}]}]",
            json!({"type": "object", "properties": {"a": a, "b": a}}),
        ),
    ];
    for (parts, expected) in cases {
        let (schemas, _) = after_with_codes(&format!("A: {{allOf: {parts}}}"), merge_named);
        assert_eq!(schemas["A"], expected, "{parts}");
    }
}

#[test]
fn merged_scalars_and_enums_allow_what_all_parts_allow() {
    let (schemas, codes) = after_with_codes(
        "Text: {allOf: [{type: string, maxLength: 9}, {type: string, minLength: 1}]}\n\
         Some: {allOf: [{type: string, enum: [a, b]}, {enum: [b, c]}]}\n\
         Holder: {type: object, properties: {text: {$ref: '#/components/schemas/Text'}}}",
        lower_all_of,
    );
    assert_eq!(codes, []);
    assert_eq!(schemas["Some"], json!({"type": "string", "enum": ["b"]}));
    assert_eq!(
        schemas["Holder"]["properties"]["text"],
        json!({"type": "string", "maxLength": 9, "minLength": 1})
    );
}

#[test]
fn constraints_of_several_parts_are_combined() {
    let cases = [
        (
            "[{type: string, maxLength: 3, minLength: 1}, {type: string, maxLength: 9, minLength: 2}]",
            json!({"type": "string", "maxLength": 3, "minLength": 2}),
        ),
        (
            "[{type: number, minimum: 1}, {type: integer}]",
            json!({"type": "integer", "minimum": 1}),
        ),
        (
            "[{type: string, nullable: true, readOnly: true}, {nullable: true, maxLength: 9}]",
            json!({"type": "string", "nullable": true, "readOnly": true, "maxLength": 9}),
        ),
        (
            "[{type: string, nullable: true}, {type: string, maxLength: 9}]",
            json!({"type": "string", "maxLength": 9}),
        ),
        (
            "[{type: string, maxLength: 9}, {type: string, nullable: true}]",
            json!({"type": "string", "maxLength": 9}),
        ),
        (
            "[{maxLength: 9}, {type: string, nullable: true}]",
            json!({"type": "string", "nullable": true, "maxLength": 9}),
        ),
        (
            "[{maxLength: 9}, {minLength: 1}]",
            json!({"maxLength": 9, "minLength": 1}),
        ),
        (
            "[{type: string, format: date}, {type: string, format: date}]",
            json!({"type": "string", "format": "date"}),
        ),
    ];
    for (parts, expected) in cases {
        let mut root = document(&format!("A: {{allOf: {parts}}}")).root().clone();
        let mut found = Diagnostics::new(document("A: {}").source().clone());
        merge_named(&mut root, &mut found);
        assert_eq!(schemas(&root)["A"], expected, "{parts}");
        assert!(found.is_empty(), "{found}");
    }
}

#[test]
fn a_choice_between_enums_of_one_type_becomes_one_enum() {
    let cases = [
        (
            "{description: Any., oneOf: [{type: string, enum: [a], description: One.}, {type: string, enum: [b, a], title: Two.}]}",
            json!({
                "description": "Any.",
                "type": "string",
                "enum": ["a", "b"],
                "x-enum-descriptions": {"a": "One.", "b": "Two."},
            }),
        ),
        (
            "{anyOf: [{enum: [1], nullable: true}, {enum: [2]}]}",
            json!({"enum": [1, 2], "nullable": true}),
        ),
        (
            "{type: string, oneOf: [{type: string, enum: [a]}, {type: string, enum: [b]}]}",
            json!({"type": "string", "enum": ["a", "b"]}),
        ),
        (
            "{oneOf: [{enum: [a], x-enum-descriptions: {a: Own.}}, {enum: [b]}]}",
            json!({"enum": ["a", "b"], "x-enum-descriptions": {"a": "Own."}}),
        ),
        (
            "{x-enum-descriptions: {a: Kept.}, oneOf: [{enum: [a], description: One.}, {enum: [b]}]}",
            json!({"enum": ["a", "b"], "x-enum-descriptions": {"a": "Kept."}}),
        ),
        (
            "{type: string, format: f, oneOf: [{enum: [a]}, {type: string, enum: [b], format: g}]}",
            json!({"type": "string", "format": "f", "enum": ["a", "b"]}),
        ),
        (
            "{type: integer, oneOf: [{enum: [1], title: ROW}, {enum: [2], title: SAME}, {enum: [3], title: SAME}, {enum: [4]}]}",
            json!({
                "type": "integer",
                "enum": [1, 2, 3, 4],
                "x-enum-descriptions": {"2": "SAME", "3": "SAME"},
                "x-enum-varnames": ["Row", "2", "3", "4"],
            }),
        ),
    ];
    for (schema, expected) in cases {
        let schemas = after(&format!("A: {schema}"), enums::merge_choices);
        assert_eq!(schemas["A"], expected, "{schema}");
    }
}

#[test]
fn a_choice_with_anything_but_enums_of_one_type_stays() {
    for schema in [
        "{oneOf: [{type: string, enum: [a]}, {type: integer, enum: [1]}]}",
        "{oneOf: [{type: string, enum: [a]}, {enum: [b]}]}",
        "{oneOf: [{type: string, enum: [a]}, {type: string}]}",
        "{oneOf: [{type: string, enum: [a]}, {type: string, enum: [b], maxLength: 1}]}",
        "{oneOf: [{enum: [a]}, {enum: [[b]]}]}",
        "{type: integer, oneOf: [{type: string, enum: [a]}, {type: string, enum: [b]}]}",
        "{maxLength: 1, oneOf: [{type: string, enum: [a]}, {type: string, enum: [b]}]}",
        "{oneOf: []}",
    ] {
        let yaml = format!("A: {schema}");
        assert_eq!(after(&yaml, enums::merge_choices), after(&yaml, |_| {}));
    }
}

#[test]
fn the_values_of_an_enum_are_scalars_of_its_type() {
    let cases: [(&str, Value, &[Code]); 10] = [
        (
            "{type: string, enum: [1, true, a, null]}",
            json!({"type": "string", "enum": ["1", "true", "a", null]}),
            &[],
        ),
        (
            "{type: integer, enum: ['1', 2.0, x]}",
            json!({"type": "integer", "enum": [1, 2, "x"]}),
            &[],
        ),
        (
            "{type: number, enum: ['1.5', 2]}",
            json!({"type": "number", "enum": [1.5, 2]}),
            &[],
        ),
        (
            "{type: boolean, enum: ['true', 'false']}",
            json!({"type": "boolean"}),
            &[],
        ),
        (
            "{enum: [true, null, false]}",
            json!({"type": "boolean", "nullable": true}),
            &[],
        ),
        ("{enum: [true]}", json!({"enum": [true]}), &[]),
        (
            "{enum: [true, false, a]}",
            json!({"enum": [true, false, "a"]}),
            &[],
        ),
        (
            "{type: string, enum: [null], description: None.}",
            json!({"description": "None."}),
            &[Code::KeptAsJson],
        ),
        (
            "{type: array, enum: [[a]]}",
            json!({"type": "array"}),
            &[Code::KeptAsJson],
        ),
        (
            "{type: object, enum: [{a: 1}]}",
            json!({"type": "object"}),
            &[Code::KeptAsJson],
        ),
    ];
    for (schema, expected, expected_codes) in cases {
        let (schemas, codes) = after_with_codes(&format!("A: {schema}"), enums::normalize);
        assert_eq!(schemas["A"], expected, "{schema}");
        assert_eq!(codes, expected_codes, "{schema}");
    }
}

#[test]
fn an_intersection_of_enums_keeps_names_and_descriptions() {
    let (schemas, codes) = after_with_codes(
        "E: {type: string, enum: [a, b, c], x-enum-descriptions: {a: One., b: Two.}, x-enum-varnames: [A1, B1, C1]}\n\
         F: {allOf: [{$ref: '#/components/schemas/E'}, {enum: [c, b]}]}",
        lower_all_of,
    );
    assert_eq!(codes, []);
    assert_eq!(
        schemas["F"],
        json!({"type": "string", "enum": ["b", "c"], "x-enum-descriptions": {"b": "Two."}, "x-enum-varnames": ["B1", "C1"]})
    );
}

#[test]
fn an_intersection_of_enums_has_the_names_and_descriptions_of_both() {
    let (schemas, codes) = after_with_codes(
        "E: {type: integer, enum: [1, 2, 3], x-enum-descriptions: {'1': One., '2': Two.}, x-enum-varnames: [A1, B1, C1]}\n\
         F: {allOf: [{type: integer, enum: [3, 2]}, {$ref: '#/components/schemas/E'}]}",
        lower_all_of,
    );
    assert_eq!(codes, []);
    assert_eq!(
        schemas["F"],
        json!({"type": "integer", "enum": [3, 2], "x-enum-descriptions": {"2": "Two."}, "x-enum-varnames": ["C1", "B1"]})
    );
}

#[test]
fn a_mapping_has_the_same_targets_as_references() {
    let schemas = after(
        "H: {properties: {inner: {properties: {kind: {type: string}}}}}\n\
         U: {oneOf: [{$ref: '#/components/schemas/H/properties/inner'}, {$ref: '#/components/schemas/H'}], \
         discriminator: {propertyName: kind, mapping: {h: '#/components/schemas/H/properties/inner'}}}",
        |root| {
            let original = root.clone();
            deep_references::hoist(root, &original);
        },
    );
    assert_eq!(
        schemas["U"]["discriminator"]["mapping"]["h"],
        "#/components/schemas/HInner"
    );
}

const PET: &str = "Pet: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}\n";

fn choose(root: &mut Node, found: &mut Diagnostics) {
    subtypes::choose(root, &HashSet::new(), found);
}

/// The values and the targets of the alternatives of the choice that `Pet` becomes.
fn choice_of_pet(schemas: &str) -> Vec<(Value, Value)> {
    let (schemas, codes) = after_with_codes(schemas, choose);
    assert_eq!(codes, []);
    let alternatives = schemas["Pet"]["oneOf"].as_array().unwrap().iter();
    let pairs = alternatives.flat_map(|part| {
        let values = part[shape::VALUES].as_array().unwrap().iter();
        values.map(|value| (value.clone(), part["$ref"].clone()))
    });
    pairs.collect()
}

fn component(name: &str) -> String {
    format!("#/components/schemas/{name}")
}

#[test]
fn a_schema_with_a_discriminator_is_a_choice_between_those_that_extend_it() {
    let user = format!("User: {{$ref: '{}'}}\n", component("Pet"));
    let extends = |name: &str, base: &str, more: &str| {
        format!(
            "{name}: {{allOf: [{{$ref: '{}'}}, {{type: object}}]{more}}}\n",
            component(base)
        )
    };
    let cat = extends("Cat", "Pet", "");
    let mapped = PET.replace(
        "kind}}",
        "kind, mapping: {cat: Cat, kitten: '#/components/schemas/Cat'}}}",
    );
    for (name, schemas, expected) in [
        (
            "the names of the schemas are values",
            format!("{PET}{cat}"),
            json!([["Pet", "PetBase"], ["Cat", "Cat"]]),
        ),
        (
            "the mapping has other values",
            format!("{mapped}{cat}"),
            json!([["Pet", "PetBase"], ["cat", "Cat"], ["kitten", "Cat"]]),
        ),
        (
            "a schema that only the mapping names",
            format!("{mapped}Cat: {{type: object}}\n"),
            json!([["Pet", "PetBase"], ["cat", "Cat"], ["kitten", "Cat"]]),
        ),
        (
            "an extension of an extension",
            format!("{}{PET}{cat}", extends("Lion", "Cat", "")),
            json!([["Pet", "PetBase"], ["Lion", "Lion"], ["Cat", "Cat"]]),
        ),
        (
            "a schema without constraints of its own",
            format!(
                "{PET}{cat}Stray: {{allOf: [{{$ref: '{}'}}]}}\n",
                component("Pet")
            ),
            json!([["Pet", "PetBase"], ["Stray", "PetBase"], ["Cat", "Cat"]]),
        ),
        (
            "Microsoft's extension",
            format!(
                "{PET}{}",
                extends("Cat", "Pet", ", x-ms-discriminator-value: '#Cat'")
            ),
            json!([["Pet", "PetBase"], ["#Cat", "Cat"]]),
        ),
        (
            "the name is taken",
            format!("{PET}{cat}PetBase: {{type: string}}\n"),
            json!([["Pet", "PetBase2"], ["Cat", "Cat"]]),
        ),
        (
            "a schema whose name is escaped in references",
            format!("{PET}{}", extends("a/b", "Pet", "")),
            json!([["Pet", "PetBase"], ["a/b", "a~1b"]]),
        ),
    ] {
        let expected = expected.as_array().unwrap().iter();
        let expected: Vec<_> = expected
            .map(|pair| (pair[0].clone(), json!(component(pair[1].as_str().unwrap()))))
            .collect();
        assert_eq!(
            choice_of_pet(&format!("{schemas}{user}")),
            expected,
            "{name}"
        );
    }
}

#[test]
fn the_inline_schemas_of_a_choice_are_named_after_its_schema() {
    let home = "home: {type: object, properties: {city: {type: string}}}";
    let schemas = format!(
        "{}Cat: {{allOf: [{{$ref: '{pet}'}}, {{type: object}}]}}\nUser: {{$ref: '{pet}'}}\n",
        PET.replace("properties: {", &format!("properties: {{{home}, ")),
        pet = component("Pet"),
    );
    for (more, expected) in [("", "PetHome"), ("PetHome: {type: string}\n", "PetHome2")] {
        let (schemas, _) = after_with_codes(&format!("{schemas}{more}"), |root, found| {
            subtypes::choose(root, &HashSet::new(), found);
            inline_schemas::hoist(root);
        });
        let base = &schemas["PetBase"];
        let reference = &base["properties"]["home"]["$ref"];
        assert_eq!(*reference, json!(component(expected)));
        assert_eq!(base.get(shape::INLINE_NAME), None);
    }
}

#[test]
fn a_discriminator_without_a_use_or_without_extensions_makes_no_choice() {
    let extends = format!(
        "Cat: {{allOf: [{{$ref: '{}'}}, {{type: object}}]}}\n",
        component("Pet")
    );
    let user = format!("User: {{$ref: '{}'}}\n", component("Pet"));
    let inline = format!(
        "User: {{type: object, properties: {{pet: {{allOf: [{{$ref: '{}'}}, {{properties: {{a: {{type: string}}}}}}]}}}}}}\n",
        component("Pet")
    );
    for schemas in [
        format!("{PET}{extends}"),
        format!("{PET}{user}"),
        format!("{PET}{extends}{inline}"),
    ] {
        let (chosen, _) = after_with_codes(&schemas, choose);
        assert_eq!(chosen, after(&schemas, |_| ()), "{schemas}");
    }
}

#[test]
fn an_alternative_has_the_values_of_the_mapping_or_its_name_in_the_document() {
    let schemas = after(
        "a_cat: {type: object}\nDog: {type: object}\na/b: {type: object}\n\
         U: {oneOf: [{$ref: '#/components/schemas/a_cat'}, {$ref: '#/components/schemas/Dog'}, \
         {$ref: '#/components/schemas/a~1b'}, {type: string}], \
         discriminator: {propertyName: kind, mapping: {hound: Dog, dog: '#/components/schemas/Dog'}}}\n\
         V: {anyOf: [{$ref: '#/components/schemas/a_cat'}]}",
        |root| {
            discriminators::note_values(root);
            type_names::assign(root);
        },
    );
    let values = |name: &str, key: &str| {
        let parts = schemas[name][key].as_array().unwrap().iter();
        parts
            .map(|part| part[shape::VALUES].clone())
            .collect::<Vec<_>>()
    };
    let expected = [
        json!(["a_cat"]),
        json!(["hound", "dog"]),
        json!(["a/b"]),
        Value::Null,
    ];
    assert_eq!(values("U", "oneOf"), expected);
    assert_eq!(values("V", "anyOf"), [Value::Null]);
}

#[test]
fn a_discriminator_makes_no_choice_that_would_consist_of_itself() {
    // `Cat` is an alternative of `Pet` by the mapping, and composed of a choice with `Pet`.
    let schemas = format!(
        "{}Any: {{oneOf: [{{$ref: '{pet}'}}, {{type: object}}]}}\nCat: {{allOf: [{{$ref: '{any}'}}, {{type: object}}]}}\n",
        PET.replace("kind}}", "kind, mapping: {cat: Cat}}}"),
        pet = component("Pet"),
        any = component("Any"),
    );
    let (chosen, codes) = after_with_codes(&schemas, choose);
    assert_eq!(chosen, after(&schemas, |_| ()));
    assert_eq!(codes, [Code::RuleUnchecked]);
}

#[test]
fn the_alternatives_of_discriminators_are_bounded() {
    let extends = |name: &str| {
        format!(
            "{name}: {{allOf: [{{$ref: '{}'}}, {{type: object}}]}}\n",
            component("Pet")
        )
    };
    let schemas = format!(
        "{PET}{}{}User: {{$ref: '{}'}}\n",
        extends("Cat"),
        extends("Dog"),
        component("Pet")
    );
    for (most, expected) in [(2, &[][..]), (1, &[Code::RuleUnchecked])] {
        let (chosen, codes) = after_with_codes(&schemas, |root, found| {
            subtypes::choose_within(most, root, &HashSet::new(), found);
        });
        assert_eq!(codes, expected);
        assert_eq!(chosen["Pet"].get("oneOf").is_some(), expected.is_empty());
    }
}

#[test]
fn contradictory_parts_become_any_json_with_a_warning() {
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
            lower_all_of,
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
fn the_target_of_a_deep_reference_becomes_a_component() {
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
fn a_reference_to_all_schemas_keeps_them() {
    let all = "{$ref: '#/components/schemas'}";
    let schemas = after(&format!("Pet: {{properties: {{all: {all}}}}}"), |root| {
        let original = root.clone();
        deep_references::hoist(root, &original);
    });
    assert!(
        schemas["Pet"]["properties"]["all"]["$ref"].is_string(),
        "{schemas}"
    );
}

#[test]
fn alternatives_beside_properties_become_optional_properties_with_a_warning() {
    let cat = "{properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}, required: [lives]}";
    let dog = "{properties: {kind: {type: string, enum: [dog]}, lives: {type: string}}}";
    let name = "{properties: {name: {type: string}}}";
    for yaml in [
        format!("Pet: {{properties: {{name: {{type: string}}}}, oneOf: [{cat}, {dog}]}}"),
        format!(
            "Pet: {{allOf: [{{properties: {{name: {{type: string}}}}}}, {{anyOf: [{cat}, {dog}]}}]}}"
        ),
        format!("Pet: {{oneOf: [{cat}, {dog}], anyOf: [{name}, {name}]}}"),
    ] {
        let (schemas, codes) = after_with_codes(&yaml, lower_all_of);
        assert!(codes.iter().all(|it| *it == Code::ChoiceMerged), "{yaml}");
        assert!(!codes.is_empty(), "{yaml}");
        let pet = &schemas["Pet"];
        assert_eq!(pet["properties"]["kind"], json!({"type": "string"}));
        assert_eq!(pet["properties"]["lives"], json!({}));
        assert_eq!(pet["properties"]["name"], json!({"type": "string"}));
        assert_eq!(pet.get("required"), None);
    }
}

#[test]
fn a_property_of_two_choices_allows_the_values_of_both() {
    let one = "[{properties: {a: {type: string}, w: {type: string, writeOnly: true}}}, {properties: {b: {type: string}}}]";
    let any = "[{properties: {a: {type: integer}, w: {type: string}}}, {properties: {y: {type: string}}}]";
    for schema in [
        format!("{{oneOf: {one}, anyOf: {any}}}"),
        format!("{{allOf: [{{oneOf: {one}}}, {{anyOf: {any}}}]}}"),
        format!(
            "{{oneOf: [{{properties: {{w: {{type: string, writeOnly: true}}, a: {{type: string}}}}}}, {{properties: {{w: {{type: string}}, a: {{type: boolean}}}}}}], anyOf: {any}}}"
        ),
    ] {
        let (schemas, _) = after_with_codes(&format!("A: {schema}"), lower_all_of);
        let properties = &schemas["A"]["properties"];
        assert_eq!(properties["a"], json!({}), "{schema}");
        assert_eq!(properties["w"], json!({"type": "string"}), "{schema}");
    }
}

#[test]
fn a_map_beside_alternatives_has_their_other_properties() {
    let alternatives = "[{properties: {a: {type: string}}}, {properties: {b: {type: string}}}]";
    let (schemas, codes) = after_with_codes(
        &format!(
            "A: {{type: object, additionalProperties: {{type: string}}, anyOf: {alternatives}}}"
        ),
        lower_all_of,
    );
    assert_eq!(codes, [Code::ChoiceMerged]);
    let text = json!({"type": "string"});
    assert_eq!(schemas["A"]["properties"], json!({"a": text, "b": text}));
    assert_eq!(schemas["A"]["additionalProperties"], text);
    for free in ["true", "{}", "false"] {
        let (schemas, codes) = after_with_codes(
            &format!("A: {{type: object, additionalProperties: {free}, anyOf: {alternatives}}}"),
            lower_all_of,
        );
        assert_eq!(codes, [], "{free}");
        assert!(schemas["A"].get("anyOf").is_some(), "{free}");
    }
}

#[test]
fn alternatives_that_only_require_properties_are_ignored() {
    let (schemas, codes) = after_with_codes(
        "A: {properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}",
        lower_all_of,
    );
    assert_eq!(codes, []);
    assert_eq!(
        schemas["A"]["properties"],
        json!({"a": {"type": "string"}, "b": {"type": "string"}})
    );
}

/// A document with these paths and components.
fn with_paths(paths: &str) -> Node {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{}\n",
        paths.trim()
    );
    let document = Document::read("test.yaml", &text).expect("the test's document is readable");
    document.root().clone()
}

#[test]
fn references_of_operations_are_inlined() {
    let mut root = with_paths(
        "paths:
  /pets/{id}:
    parameters:
      - {$ref: '#/components/parameters/Id'}
      - {name: page, in: query, schema: {type: integer}}
    get:
      parameters: [{name: page, in: query, schema: {type: string}}]
      responses: {'200': {$ref: '#/components/responses/Ok'}}
components:
  parameters: {Id: {name: id, in: path, required: true, schema: {type: string}}}
  responses: {Ok: {description: Fine.}}",
    );
    let original = root.clone();
    references::inline(&mut root, &original);
    assert_eq!(
        root.to_json()["paths"]["/pets/{id}"],
        json!({"get": {
            "parameters": [
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "page", "in": "query", "schema": {"type": "string"}},
            ],
            "responses": {"200": {"description": "Fine."}},
        }})
    );
}

#[test]
fn every_operation_has_a_unique_id_that_is_a_rust_name() {
    let mut root = with_paths(
        "paths:
  /pets/{id}: {get: {}}
  /b: {get: {operationId: get pets id}, put: {operationId: GetPetsId}}
  /c: {get: {operationId: type}, put: {operationId: clone}, post: {operationId: Größe}}",
    );
    operation_ids::complete(&mut root);
    let mut ids = Vec::new();
    tree::each_operation(&mut root, |_, _, operation| {
        ids.push(
            operation
                .get_str("operationId")
                .unwrap_or_default()
                .to_owned(),
        );
    });
    assert_eq!(
        ids,
        [
            "get_pets_id3",
            "get_pets_id",
            "get_pets_id2",
            "type_",
            "clone_operation",
            "größe",
        ]
    );
}

#[test]
fn names_that_are_the_same_in_rust_get_a_number() {
    let schemas = after(
        "pet: {type: object}\nPet: {items: {$ref: '#/components/schemas/pet'}}\n'pet/owner': {type: object}\nOption: {items: {$ref: '#/components/schemas/pet~1owner'}}",
        type_names::assign,
    );
    let names: Vec<_> = schemas
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name)
        .collect();
    // serde_json sorts them.
    assert_eq!(names, ["OptionSchema", "Pet", "Pet2", "PetOwner"]);
    assert_eq!(schemas["Pet2"]["items"]["$ref"], "#/components/schemas/Pet");
    assert_eq!(
        schemas["OptionSchema"]["items"]["$ref"],
        "#/components/schemas/PetOwner"
    );
}

#[test]
fn inline_schemas_are_named_after_their_position() {
    let schemas = after(
        "Pet: {type: object, properties: {home: {description: Where., type: object, properties: {street: {type: string}}}, \
         tags: {type: array, items: {enum: [a]}}, other: {type: object, additionalProperties: {enum: [b]}}}}",
        |root| drop(inline_schemas::hoist(root)),
    );
    let properties = &schemas["Pet"]["properties"];
    assert_eq!(
        properties["home"],
        json!({"$ref": "#/components/schemas/PetHome", "description": "Where."})
    );
    assert_eq!(
        properties["tags"]["items"]["$ref"],
        "#/components/schemas/PetTagsItem"
    );
    assert_eq!(
        properties["other"]["additionalProperties"]["$ref"],
        "#/components/schemas/PetOtherValue"
    );
    assert_eq!(schemas["PetTagsItem"]["enum"], json!(["a"]));
}

#[test]
fn nullable_moves_to_references() {
    let schemas = after(
        "A: {nullable: true, type: object}\nB: {enum: [x, null]}\nC: {properties: {a: {$ref: '#/components/schemas/A'}, b: {$ref: '#/components/schemas/B'}}}",
        nullable::move_to_uses,
    );
    assert_eq!(schemas["A"], json!({"type": "object"}));
    assert_eq!(schemas["B"], json!({"enum": ["x"]}));
    for field in ["a", "b"] {
        assert_eq!(
            schemas["C"]["properties"][field]["nullable"], true,
            "{field}"
        );
    }
}

#[test]
fn a_component_that_is_not_a_type_is_inlined() {
    let schemas = after(
        "Name: {type: string, description: Any.}\nNames: {type: array, items: {$ref: '#/components/schemas/Name'}}\n\
         Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}\n\
         Pet: {type: object, properties: {names: {$ref: '#/components/schemas/Names'}, name: {$ref: '#/components/schemas/Name', description: Own.}}}",
        aliases::inline,
    );
    assert_eq!(
        schemas,
        json!({
            "Pet": {"type": "object", "properties": {
                "names": {"type": "array", "items": {"type": "string", "description": "Any."}},
                "name": {"type": "string", "description": "Own."},
            }},
            // It contains itself and cannot be inlined.
            "Tree": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        })
    );
}

#[test]
fn aliases_that_stay_types_keep_their_order() {
    let lists: String = (0..20)
        .map(|n| format!("L{n}: {{type: array, items: {{$ref: '#/components/schemas/L{n}'}}}}\n"))
        .collect();
    let yaml = format!("{lists}Last: {{properties: {{a: {{}}}}}}");
    let mut root = document(&yaml).root().clone();
    aliases::inline(&mut root);
    let schemas = tree::component_schemas(&root).into_iter();
    let names: Vec<_> = schemas
        .flat_map(Node::entries)
        .map(|(name, _)| name)
        .collect();
    let expected: Vec<_> = (0..20)
        .map(|n| format!("L{n}"))
        .chain(["Last".to_owned()])
        .collect();
    assert_eq!(names, expected);
}

#[test]
fn a_long_chain_of_aliases_is_not_inlined() {
    let mut yaml = "A0: {type: string}\n".to_owned();
    for level in 1..=100 {
        yaml.push_str(&format!(
            "A{level}: {{type: array, items: {{$ref: '#/components/schemas/A{}'}}}}\n",
            level - 1
        ));
    }
    let schemas = after(&yaml, aliases::inline);
    let deepest = schemas.to_string();
    assert!(deepest.len() < 10_000, "{}", deepest.len());
    assert!(schemas["A100"]["items"]["$ref"].is_string());
    assert!(schemas.get("A10").is_none());
}

#[test]
fn a_schema_is_split_if_one_that_it_contains_differs_at_any_depth() {
    const LENGTH: usize = 20;
    for last_first in [false, true] {
        let mut levels: Vec<_> = (0..LENGTH).collect();
        if last_first {
            levels.reverse();
        }
        let schemas = levels.iter().map(|level| {
            let property = match level + 1 {
                LENGTH => "id: {type: integer, readOnly: true}".to_owned(),
                next => format!("next: {{$ref: '#/components/schemas/Pet{next}'}}"),
            };
            format!("    Pet{level}: {{properties: {{{property}}}}}\n")
        });
        let mut root = with_paths(&format!(
            "paths:
  /pets:
    post:
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet0'}}}}}}}}
      responses: {{'200': {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet0'}}}}}}}}}}
components:
  schemas:
    Other: {{properties: {{id: {{type: integer}}}}}}
{}",
            schemas.collect::<String>()
        ));
        directions::split(&mut root);
        let split = self::schemas(&root);
        assert_eq!(
            split.as_object().map(serde_json::Map::len),
            Some(2 * LENGTH + 1)
        );
        let next = &split["Pet0Input"]["properties"]["next"];
        assert_eq!(*next, json!({"$ref": "#/components/schemas/Pet1Input"}));
    }
}

#[test]
fn a_schema_that_differs_between_requests_and_responses_is_split() {
    let mut root = with_paths(
        "paths:
  /pets:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
components:
  schemas:
    Pet:
      required: [id, secret]
      properties: {id: {type: integer, readOnly: true}, secret: {type: string, writeOnly: true}}",
    );
    directions::split(&mut root);
    assert_eq!(
        schemas(&root),
        json!({
            "PetInput": {"required": ["secret"], "properties": {"secret": {"type": "string", "writeOnly": true}}},
            "Pet": {"required": ["id"], "properties": {"id": {"type": "integer", "readOnly": true}}},
        })
    );
    let post = &root.to_json()["paths"]["/pets"]["post"];
    let schema = |holder: &Value| holder["content"]["application/json"]["schema"]["$ref"].clone();
    assert_eq!(
        schema(&post["requestBody"]),
        "#/components/schemas/PetInput"
    );
    assert_eq!(
        schema(&post["responses"]["200"]),
        "#/components/schemas/Pet"
    );
}

#[test]
fn a_schema_of_one_direction_lacks_the_properties_of_the_other() {
    let body = "content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}";
    let request = format!("requestBody: {{{body}}}, responses: {{'204': {{description: D}}}}");
    let response = format!("responses: {{'200': {{description: D, {body}}}}}");
    for (operation, absent, expected) in [(request, "readOnly", "r"), (response, "writeOnly", "w")]
    {
        let mut root = with_paths(&format!(
            "paths:\n  /a: {{post: {{operationId: a, {operation}}}}}\ncomponents:\n  schemas:\n    A: {{type: object, \
             required: [r, w], properties: {{r: {{type: string, readOnly: true}}, w: {{type: string, writeOnly: true}}}}}}"
        ));
        directions::split(&mut root);
        let a = &schemas(&root)["A"];
        assert_eq!(a["properties"].get(expected), None, "{absent}: {a}");
        assert_eq!(
            a["required"].as_array().map(Vec::len),
            Some(1),
            "{absent}: {a}"
        );
    }
}

#[test]
fn the_payload_of_a_webhook_may_have_write_only_properties() {
    let content = "content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}";
    for (responses, required) in [
        ("{'204': {description: D}}".to_owned(), 1),
        (format!("{{'200': {{description: D, {content}}}}}"), 0),
    ] {
        let mut root = with_paths(&format!(
            "paths:\n  /a: {{get: {{operationId: a, responses: {responses}}}}}\nwebhooks: {{w: {{{content}}}}}\ncomponents:\n  \
             schemas:\n    A: {{type: object, required: [w], properties: {{w: {{type: string, writeOnly: true}}}}}}"
        ));
        directions::split(&mut root);
        let a = &schemas(&root)["A"];
        assert!(a["properties"].get("w").is_some(), "{responses}: {a}");
        assert_eq!(
            a["required"].as_array().map(Vec::len),
            Some(required),
            "{responses}: {a}"
        );
    }
}

#[test]
fn references_lead_to_the_type_of_their_direction() {
    let mut root = with_paths(
        "paths:
  /pets:
    post:
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/NewPet'}
            example: {schema: {$ref: '#/components/schemas/Pet'}}
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Owner'}}}}}
components:
  schemas:
    Pet: {properties: {id: {type: integer, readOnly: true}, parent: {$ref: '#/components/schemas/Pet'}}}
    NewPet: {properties: {pet: {$ref: '#/components/schemas/Pet'}}}
    Owner: {properties: {pet: {$ref: '#/components/schemas/Pet'}}}",
    );
    directions::split(&mut root);
    let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    assert_eq!(
        schemas(&root),
        json!({
            "PetInput": {"properties": {"parent": to("PetInput")}},
            "Pet": {"properties": {"id": {"type": "integer", "readOnly": true}, "parent": to("Pet")}},
            "NewPet": {"properties": {"pet": to("PetInput")}},
            "Owner": {"properties": {"pet": to("Pet")}},
        })
    );
    let body = &root.to_json()["paths"]["/pets"]["post"]["requestBody"];
    let example = &body["content"]["application/json"]["example"];
    assert_eq!(example["schema"], to("Pet"));
}

#[test]
fn an_object_is_split_if_its_directions_differ() {
    for (pet, is_split) in [
        ("properties: {a: {type: string}}", false),
        ("properties: {a: {type: string, readOnly: true}}", true),
        ("properties: {a: {type: string, writeOnly: true}}", true),
        // A request can leave it out or set it to null.
        ("properties: {a: {type: string, nullable: true}}", true),
        (
            "required: [a], properties: {a: {type: string, nullable: true}}",
            false,
        ),
        (
            "required: [b], properties: {a: {type: string, nullable: true}}",
            true,
        ),
    ] {
        let mut root = with_paths(&format!(
            "paths:
  /pets:
    post:
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}
      responses: {{'200': {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}}}
components: {{schemas: {{Pet: {{{pet}}}}}}}"
        ));
        directions::split(&mut root);
        assert_eq!(schemas(&root).get("PetInput").is_some(), is_split, "{pet}");
    }
}

#[test]
fn a_path_item_keeps_its_description_and_loses_operations_without_a_value() {
    let mut root = with_paths(
        "paths:
  /pets: {description: Pets., get: {responses: {}}, put: null}",
    );
    let original = root.clone();
    references::inline(&mut root, &original);
    assert_eq!(
        root.to_json()["paths"]["/pets"],
        json!({"description": "Pets.", "get": {"responses": {}}})
    );
}

#[test]
fn an_extension_beside_paths_is_no_path() {
    let mut root = with_paths(
        "paths:
  x-shared: {get: {responses: {}}}
  /pets: {$ref: '#/paths/x-shared'}",
    );
    let original = root.clone();
    references::inline(&mut root, &original);
    assert_eq!(
        root.to_json()["paths"],
        json!({"/pets": {"get": {"responses": {}}}})
    );
}

#[test]
fn only_equal_responses_of_an_operation_become_one_type() {
    let pet =
        "{content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}";
    let mut root = with_paths(&format!(
        "paths:
  /pets:
    post:
      operationId: add
      requestBody: {pet}
      responses:
        '200': {pet}
        '201': {pet}
        '202': {{content: {{application/json: {{schema: {{properties: {{b: {{type: string}}}}}}}}}}}}
        '404': {pet}"
    ));
    inline_schemas::hoist(&mut root);
    let schema = |holder: &Value| holder["content"]["application/json"]["schema"]["$ref"].clone();
    let post = &root.to_json()["paths"]["/pets"]["post"];
    let to = |name: &str| json!(format!("#/components/schemas/{name}"));
    assert_eq!(schema(&post["requestBody"]), to("AddBody"));
    for (status, name) in [
        ("200", "AddResponse"),
        ("201", "AddResponse"),
        ("202", "AddResponse2"),
        ("404", "AddError"),
    ] {
        assert_eq!(schema(&post["responses"][status]), to(name), "{status}");
    }
}

#[test]
fn schemas_in_the_choices_of_an_all_of_are_named_after_the_whole() {
    let object = |name: &str| format!("{{properties: {{{name}: {{enum: [a]}}}}}}");
    let schemas = after(
        &format!(
            "A: {{allOf: [{}, {{oneOf: [{}, {}]}}]}}",
            object("x"),
            object("y"),
            object("z")
        ),
        |root| drop(inline_schemas::hoist(root)),
    );
    let names: Vec<_> = schemas
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["A", "Ax", "Ay", "Az"]);
}

#[test]
fn a_choice_has_several_alternatives_and_nothing_else() {
    for (schema, parts) in [
        ("{oneOf: [{}, {}]}", Some(2)),
        ("{anyOf: [{}, {}, {}]}", Some(3)),
        ("{oneOf: [{}]}", None),
        ("{type: string}", None),
        ("{properties: {a: {}}, oneOf: [{}, {}]}", None),
        ("{allOf: [{}], oneOf: [{}, {}]}", None),
    ] {
        let root = document(&format!("A: {schema}")).root().clone();
        let schema_node = tree::component_schemas(&root).and_then(|schemas| schemas.get("A"));
        let found = shape::union_parts(schema_node.expect("the schema"));
        assert_eq!(found.map(<[_]>::len), parts, "{schema}");
    }
}

/// An operation whose body has these media types, with component schemas.
fn with_body(content: &str, schemas: &str) -> Node {
    with_paths(&format!(
        "paths:
  /pets:
    post:
      requestBody: {{content: {content}}}
      responses: {{'200': {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Read'}}}}}}}}}}
components:
  schemas:
    Picture: {{type: string, format: binary}}
    Pictures: {{type: array, items: {{$ref: '#/components/schemas/Picture'}}}}
    Read: {{properties: {{picture: {{type: string, format: binary}}}}}}
    {schemas}"
    ))
}

#[test]
fn multipart_media_types_with_files_come_first() {
    for (schema, comes_first) in [
        ("{properties: {a: {type: string, format: binary}}}", true),
        ("{properties: {a: {type: string, format: byte}}}", true),
        (
            "{properties: {a: {$ref: '#/components/schemas/Picture'}}}",
            true,
        ),
        (
            "{properties: {a: {$ref: '#/components/schemas/Pictures'}}}",
            true,
        ),
        (
            "{allOf: [{properties: {b: {type: string}}}, {properties: {a: {type: string, format: binary}}}]}",
            true,
        ),
        ("{properties: {a: {type: string}}}", false),
        (
            "{properties: {a: {type: array, items: {type: string}}}}",
            false,
        ),
        ("{properties: {a: {type: integer, format: binary}}}", false),
        (
            "{properties: {a: {type: string, format: binary, enum: [x]}}}",
            false,
        ),
        ("{allOf: [{properties: {b: {type: string}}}]}", false),
    ] {
        let json = "application/json: {schema: {}}";
        let mut root = with_body(
            &format!("{{{json}, multipart/form-data: {{schema: {schema}}}}}"),
            "",
        );
        multipart::prefer_files(&mut root);
        let operation = tree::operation_nodes(&root).next().expect("an operation");
        let content = operation
            .get("requestBody")
            .and_then(|body| body.get("content"));
        let first = content.into_iter().flat_map(Node::entries).next();
        let first = first.map(|(name, _)| name);
        assert_eq!(
            first == Some("multipart/form-data"),
            comes_first,
            "{schema}"
        );
    }
}

#[test]
fn a_binary_text_is_a_file_only_in_a_multipart_body() {
    let reference = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    let file = json!({"type": "string", "format": "#file"});
    let binary = json!({"type": "string", "format": "binary"});
    for (body, schemas_of_body, expected_body, expected_component, is_inlined) in [
        // Only the body uses the component, which is marked.
        (
            reference("Upload"),
            "Upload: {properties: {a: {type: string, format: binary}, b: {type: string}}}",
            json!({"$ref": "#/components/schemas/Upload"}),
            Some((
                "Upload",
                json!({"properties": {"a": file, "b": {"type": "string"}}}),
            )),
            false,
        ),
        // A response uses it as well, so that the body gets its own copy.
        (
            reference("Read"),
            "",
            json!({"properties": {"picture": file}}),
            Some(("Read", json!({"properties": {"picture": binary}}))),
            true,
        ),
        (
            reference("Upload"),
            "Upload: {properties: {a: {type: array, items: {$ref: '#/components/schemas/Picture'}}, b: {$ref: '#/components/schemas/Pictures', description: Own.}}}",
            json!({"$ref": "#/components/schemas/Upload"}),
            Some((
                "Upload",
                json!({"properties": {
                    "a": {"type": "array", "items": file},
                    "b": {"type": "array", "items": file, "description": "Own."},
                }}),
            )),
            false,
        ),
        // The caller builds the parts of a body that is not an object.
        (
            reference("Picture"),
            "",
            json!({}),
            Some(("Picture", binary.clone())),
            false,
        ),
        (
            "{type: string, format: binary}".to_owned(),
            "",
            json!({}),
            None,
            false,
        ),
    ] {
        let content = format!("{{multipart/form-data: {{schema: {body}}}}}");
        let mut root = with_body(&content, schemas_of_body);
        assert_eq!(multipart::mark_files(&mut root), is_inlined, "{body}");
        let operation = &root.to_json()["paths"]["/pets"]["post"];
        let marked = &operation["requestBody"]["content"]["multipart/form-data"]["schema"];
        assert_eq!(*marked, expected_body, "{body}");
        if let Some((name, expected)) = expected_component {
            assert_eq!(schemas(&root)[name], expected, "{body}");
        }
    }
}

#[test]
fn a_body_of_several_operations_is_marked_in_its_component() {
    let body = "{content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Upload'}}}}";
    let mut root = with_paths(&format!(
        "paths:
  /pets: {{post: {{requestBody: {body}}}, put: {{requestBody: {body}}}}}
components:
  schemas:
    Upload: {{properties: {{a: {{type: string, format: binary}}}}}}"
    ));
    assert!(!multipart::mark_files(&mut root));
    assert_eq!(
        schemas(&root)["Upload"]["properties"]["a"]["format"],
        "#file"
    );
}

/// For each code of lowering, a small document with that diagnostic.
const CASES: &[(Code, &str)] = &[
    (
        Code::Extension,
        "paths:
  /a: {get: {operationId: a, x-retry: perhaps, responses: {'204': {description: D}}}}",
    ),
    (
        Code::KeptAsJson,
        "paths:
  /a: {get: {operationId: a, responses: {'200': {description: D, content: {application/json: {schema: {allOf: [{type: string}, {type: integer}]}}}}}}}",
    ),
    (
        Code::MediaTypeDropped,
        "paths:
  /a: {get: {operationId: a, responses: {'200': {description: D, content: {application/json: {}, text/csv: {}}}}}}",
    ),
    (
        Code::AnswerDropped,
        "paths:
  /a:
    get:
      operationId: a
      x-pagination: {style: page, request: page, items: items}
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses:
        '200': {description: D, content: {application/json: {schema: {type: object, properties: {items: {type: array, items: {}}}}}}}
        '206': {description: D, content: {application/json: {schema: {type: string}}}}",
    ),
    (
        Code::RuleUnchecked,
        "paths:
  /a: {get: {operationId: a, parameters: [{name: b, in: query, schema: {type: string, pattern: '(?!a)'}}], responses: {'204': {description: D}}}}",
    ),
    (
        Code::NotFollowed,
        "paths:
  /a: {post: {operationId: a, requestBody: {content: {multipart/form-data: {schema: {type: string}}}}, responses: {'204': {description: D}}}}",
    ),
    (
        Code::PartReplaced,
        "paths:
  /a: {get: {operationId: a, responses: {'200': {description: D, content: {application/json: {schema: {allOf: [
    {properties: {a: {type: string}}}, {properties: {a: {type: integer}}}]}}}}}}}",
    ),
    (
        Code::ChoiceMerged,
        "paths:
  /a: {get: {operationId: a, responses: {'200': {description: D, content: {application/json: {schema: {
    properties: {a: {type: string}}, oneOf: [{properties: {b: {type: string}}}, {properties: {c: {type: string}}}]}}}}}}}",
    ),
    (
        Code::UnusedSchemas,
        "paths:
  /a: {get: {operationId: a, responses: {'204': {description: D}}}}
components:
  schemas: {A: {properties: {a: {type: string}}}}",
    ),
    (
        Code::VariantNeverRead,
        "paths:
  /a: {get: {operationId: a, responses: {'200': {description: D, content: {application/json: {schema: {
    oneOf: [{type: string, format: ipv4}, {type: string, format: ipv6}]}}}}}}}",
    ),
    (
        Code::DiscriminatorMismatch,
        "paths:
  /a: {get: {operationId: a, responses: {'200': {description: D, content: {application/json: {schema: {
    oneOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {c: {}}}], discriminator: {propertyName: b}}}}}}}}
components:
  schemas: {A: {type: object, properties: {b: {type: string}}}}",
    ),
];

#[test]
fn lowering_reports_each_code() {
    for (code, paths) in CASES {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\n{paths}\n"
        );
        let source = crate::Source {
            name: "test.yaml",
            text: &text,
        };
        let options = crate::Options {
            summarize_unused: true,
            ..crate::Options::default()
        };
        let found = match crate::generate(&source, &options) {
            Ok(module) => module.warnings,
            Err(found) => found,
        };
        assert!(
            found.iter().any(|it| it.code == *code),
            "{code}:\n{text}\n{found}"
        );
    }
}

#[test]
fn each_code_of_lowering_has_a_case() {
    let of_lowering = Code::all().filter(|code| ("050".."099").contains(&&code.id()[1..]));
    // The parts of a module are no matter of lowering.
    let of_lowering = of_lowering.filter(|code| *code != Code::Parts);
    let missing: Vec<_> = of_lowering
        .filter(|code| !CASES.iter().any(|(tested, _)| tested == code))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_form_does_not_replace_a_path_with_its_name_as_fragment() {
    let text = "\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    post:
      operationId: forms
      requestBody: {content: {application/json: {schema: {oneOf: [{type: object}, {type: object}]}}}}
      x-forms: {one: {schema: 0}, two: {schema: 1}}
      responses: {'204': {description: D}}
  /a#one: {post: {operationId: other, responses: {'204': {description: D}}}}
  /a#two: {get: {operationId: another, responses: {'204': {description: D}}}}
";
    let document = Document::read("test.yaml", text).expect("the test's document is readable");
    let mut found = Diagnostics::new(document.source().clone());
    let mut root = document.root().clone();
    forms::split(&mut root, &mut found);
    operation_ids::complete(&mut root);
    let ids: Vec<_> = tree::operation_nodes(&root)
        .filter_map(|operation| operation.get_str("operationId"))
        .collect();
    assert_eq!(ids, ["one", "two", "other", "another"]);
    assert!(found.is_empty(), "{found}");
}

#[test]
fn every_schema_inside_another_is_visited() {
    let yaml = "A: {properties: {a: {title: property}}, items: {title: items}, \
        additionalProperties: {title: values}, not: {title: not}, allOf: [{title: part}], \
        oneOf: [{title: one}, {title: other}], anyOf: [{title: any}], example: {title: none}}";
    let mut root = document(yaml).root().clone();
    let mut titles = Vec::new();
    tree::each_schema(&mut root, |schema| {
        titles.extend(schema.get_str("title").map(ToOwned::to_owned));
    });
    assert_eq!(
        titles,
        [
            "property", "items", "values", "not", "part", "one", "other", "any"
        ]
    );
}

/// The documents of the fixtures and of the vendors.
fn documents() -> Vec<Document> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["spec", "tests/fixtures"].map(|folder| root.join(folder));
    let files = folders.iter().flat_map(|folder| {
        let files = std::fs::read_dir(folder).expect("the repository has it");
        files.map(|file| file.expect("it can be listed").path())
    });
    let files = files.filter(|path| path.extension().is_some_and(|it| it == "yaml"));
    let documents = files.map(|path| {
        let text = std::fs::read_to_string(&path).expect("it is text");
        let document = Document::read(&path.to_string_lossy(), &text);
        bundle(document.expect("it is readable"), &OnDisk::of(&path))
    });
    documents.collect()
}

/// The number of references below a node that are not in a schema.
fn references_outside_schemas(node: &Node) -> usize {
    let is_passed = |key: &str| {
        matches!(
            key,
            "schema" | "examples" | "example" | "callbacks" | "links"
        ) || key.starts_with("x-")
    };
    let inner = node.entries().filter(|(key, _)| !is_passed(key));
    let inner = inner.map(|(_, entry)| &entry.value).chain(node.items());
    usize::from(node.reference().is_some()) + inner.map(references_outside_schemas).sum::<usize>()
}

/// The number of schemas of a document that match.
fn count(root: &mut Node, fits: impl Fn(&Node) -> bool) -> usize {
    let mut count = 0;
    tree::each_schema(root, |schema| count += usize::from(fits(schema)));
    count
}

/// The number of inline schemas that become types.
fn types_inside(root: &Node) -> usize {
    let mut root = root.clone();
    let all = count(&mut root, super::shape::becomes_type);
    let components = tree::component_schemas(&root)
        .into_iter()
        .flat_map(Node::entries);
    all - components
        .filter(|(_, entry)| super::shape::becomes_type(&entry.value))
        .count()
}

/// The number of references to anything but component schemas.
fn references_to_no_component(root: &Node) -> usize {
    let names: HashSet<String> = tree::component_schemas(root)
        .into_iter()
        .flat_map(|schemas| {
            schemas
                .entries()
                .map(|(name, _)| name.to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    let leads_nowhere = |schema: &Node| {
        schema.reference().is_some()
            && !tree::schema_reference(schema).is_some_and(|name| names.contains(name))
    };
    count(&mut root.clone(), leads_nowhere)
}

#[test]
fn each_pass_establishes_its_documented_conditions() {
    for document in documents() {
        let name = document.name();
        let mut found = Diagnostics::new(document.source().clone());
        let mut root = document.root().clone();
        let original = document.root();

        references::inline(&mut root, original);
        let paths = root.get("paths").expect("each document has paths");
        assert_eq!(references_outside_schemas(paths), 0, "{name}");
        webhooks::collect(&mut root, &document, &mut found);
        for (webhook, entry) in tree::webhook_nodes(&root) {
            let references = references_outside_schemas(&entry.value);
            assert_eq!(references, 0, "{name}: {webhook}");
        }
        deep_references::hoist(&mut root, original);
        assert_eq!(references_to_no_component(&root), 0, "{name}");
        forms::split(&mut root, &mut found);
        operation_ids::complete(&mut root);
        let ids: Vec<_> = tree::operation_nodes(&root)
            .map(|it| it.get_str("operationId"))
            .collect();
        assert!(ids.iter().all(Option::is_some), "{name}");
        assert_eq!(
            ids.iter().collect::<HashSet<_>>().len(),
            ids.len(),
            "{name}"
        );
        assert!(
            tree::operation_nodes(&root).all(|it| it.get("x-forms").is_none()),
            "{name}"
        );
        type_names::assign(&mut root);
        assert_eq!(references_to_no_component(&root), 0, "{name}");
        enums::merge_choices(&mut root);
        all_of::simplify(&mut root);
        let parts =
            |schema: &Node, key: &str| schema.get(key).and_then(Node::as_array).map(<[_]>::len);
        assert_eq!(
            count(&mut root, |it| parts(it, "oneOf") == Some(1)),
            0,
            "{name}"
        );
        enums::normalize(&mut root, &mut found);
        let has_object = |it: &Node| {
            it.get("enum")
                .is_some_and(|it| it.items().any(|it| it.as_object().is_some()))
        };
        assert_eq!(count(&mut root, has_object), 0, "{name}");
        multipart::prefer_files(&mut root);
        let inline = inline_schemas::hoist(&mut root);
        all_of::merge(&mut root, &inline, &mut found);
        assert_eq!(
            count(&mut root, |it| it.get("allOf").is_some()),
            0,
            "{name}"
        );
        assert_eq!(types_inside(&root), 0, "{name}");
        if multipart::mark_files(&mut root) {
            inline_schemas::hoist(&mut root);
        }
        assert_eq!(types_inside(&root), 0, "{name}");
        nullable::move_to_uses(&mut root);
        let components = |root: &Node| {
            tree::component_schemas(root)
                .cloned()
                .unwrap_or(Node::object(root.span))
        };
        let is_nullable = components(&root)
            .entries()
            .any(|(_, it)| it.value.get("nullable").is_some());
        assert!(!is_nullable, "{name}");
        aliases::inline(&mut root);
        let is_type = components(&root)
            .entries()
            .all(|(_, it)| super::shape::becomes_type(&it.value));
        assert!(is_type || name.contains("recursion"), "{name}");
        assert_eq!(references_to_no_component(&root), 0, "{name}");
        directions::split(&mut root);
        assert_eq!(references_to_no_component(&root), 0, "{name}");
    }
}
