use std::collections::BTreeMap;

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::bundle;
use crate::check::{UnusedSchemas, check, check_leniently};
use crate::diagnostic::{ColorChoice, Diagnostics, Format};
use crate::document::{Document, limit};
use crate::folder::{Folder, Unread};

/// A document with these files. The first is the document itself.
fn document(files: &[(&str, &str)]) -> Document {
    let mut folder: BTreeMap<_, _> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    let main = folder.remove(files[0].0).expect("the file exists");
    let document = Document::read(&format!("spec/{}", files[0].0), &main);
    bundle(document.expect("the document is well-formed"), &folder)
}

fn bundled(files: &[(&str, &str)]) -> Value {
    let document = document(files);
    assert_eq!(document.file_errors(), []);
    document.root().to_json()
}

/// The diagnostics of a document: code, position, message and help.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    listed(&check(&document(files)))
}

fn listed(found: &Diagnostics) -> Vec<String> {
    let source = found.source();
    let found = found.iter().map(|it| {
        let name = source.name_at(it.span.start);
        let place = source.line_column(it.span.start);
        let help = it.help.as_deref().unwrap_or_default();
        format!("{} {name}:{place} {}; {help}", it.code, it.message)
    });
    found.collect()
}

/// A document with an operation whose response is a schema, at line 8, column 46.
fn answer(schema: &str) -> String {
    let text = "\
openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /a:
    get:
      responses:
        '200':
          content: { application/json: { schema: SCHEMA } }
          description: D
";
    text.replace("SCHEMA", schema)
}

#[test]
fn a_document_of_one_file_stays_as_it_is() {
    let text = "openapi: 3.0.3\npaths: { /a: { $ref: '#/x-a' } }\nx-a: {}\n";
    let document = document(&[("api.yaml", text)]);
    let plain = Document::read("api.yaml", text).expect("the document is well-formed");
    assert_eq!(document.root(), plain.root());
}

#[test]
fn a_reference_to_another_file_becomes_one_to_a_component() {
    // The reference to a schema, and the name of its component.
    let cases = [
        ("Tag.yaml", "Tag.yaml", "type: string", "Tag"),
        ("./Tag.json", "Tag.json", "{ \"type\": \"string\" }", "Tag"),
        ("a/b/tag.yml#", "a/b/tag.yml", "type: string", "tag"),
        (
            "common.yaml#/Tag",
            "common.yaml",
            "Tag: { type: string }",
            "Tag",
        ),
        (
            "common.yaml#/components/schemas/Tag",
            "common.yaml",
            "components: { schemas: { Tag: { type: string } } }",
            "Tag",
        ),
        (
            "common.yaml#/content/application~1json",
            "common.yaml",
            "content: { application/json: { type: string } }",
            "application_json",
        ),
        (
            "common.yaml#/allOf/1",
            "common.yaml",
            "allOf: [{}, { type: string }]",
            "allOf",
        ),
        ("My%20Tag.yaml", "My Tag.yaml", "type: string", "My_Tag"),
    ];
    for (reference, path, text, name) in cases {
        let document = bundled(&[
            ("api.yaml", &answer(&format!("{{ $ref: '{reference}' }}"))),
            (path, text),
        ]);
        let schema = &document["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]
            ["schema"];
        let expected = json!({ "$ref": format!("#/components/schemas/{name}") });
        assert_eq!(*schema, expected, "{reference}");
        let expected = json!({ "schemas": { name: { "type": "string" } } });
        assert_eq!(document["components"], expected, "{reference}");
    }
}

#[test]
fn every_kind_of_reference_can_point_to_another_file() {
    let text = "\
openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /a:
    get:
      parameters: [{ $ref: 'parts.yaml#/Limit' }]
      requestBody: { $ref: 'parts.yaml#/Body' }
      callbacks: { done: { $ref: 'parts.yaml#/Done' } }
      responses:
        '200': { $ref: 'parts.yaml#/Found' }
  /b: { $ref: 'parts.yaml#/Path' }
components:
  securitySchemes: { token: { $ref: 'parts.yaml#/Token' } }
security: [{ token: [] }]
";
    let parts = "\
Limit: { name: limit, in: query, schema: { type: integer } }
Body: { content: { application/json: { examples: { one: { $ref: '#/One' } } } } }
One: { value: 1 }
Found:
  description: D
  headers: { X-Left: { $ref: '#/Left' } }
  links: { next: { $ref: '#/Next' } }
Left: { schema: { type: integer } }
Next: { operationId: get_a }
Done: { '{$url}': { $ref: '#/Path' } }
Path: { post: { responses: { '200': { description: D } } } }
Token: { type: http, scheme: bearer }
";
    let document = bundled(&[("api.yaml", text), ("parts.yaml", parts)]);
    let get = &document["paths"]["/a"]["get"];
    let reference = |to: &str| json!({ "$ref": format!("#/components/{to}") });
    assert_eq!(get["parameters"], json!([reference("parameters/Limit")]));
    assert_eq!(get["requestBody"], reference("requestBodies/Body"));
    assert_eq!(get["callbacks"]["done"], reference("callbacks/Done"));
    assert_eq!(get["responses"]["200"], reference("responses/Found"));
    let components = &document["components"];
    assert_eq!(components["examples"]["One"], json!({ "value": 1 }));
    assert_eq!(components["headers"]["Left"]["schema"]["type"], "integer");
    assert_eq!(components["links"]["Next"]["operationId"], "get_a");
    assert_eq!(components["securitySchemes"]["token"]["scheme"], "bearer");
    assert_eq!(
        components["callbacks"]["Done"]["{$url}"],
        json!({ "$ref": "#/paths/~1b" })
    );
    assert!(document["paths"]["/b"]["post"]["responses"].is_object());
}

#[test]
fn a_component_that_is_a_reference_becomes_the_target() {
    let text = answer("{ $ref: 'schemas/tag.yaml' }")
        + "components: { schemas: { Label: { $ref: 'schemas/tag.yaml' }, Other: { $ref: 'schemas/tag.yaml' } } }\n";
    let tag = "type: object\nproperties: { parent: { $ref: 'tag.yaml' }, self: { $ref: '#' } }\n";
    let document = bundled(&[("api.yaml", &text), ("schemas/tag.yaml", tag)]);
    let label = json!({ "$ref": "#/components/schemas/Label" });
    let expected = json!({
        "Label": { "type": "object", "properties": { "parent": label, "self": label } },
        "Other": label,
    });
    assert_eq!(document["components"]["schemas"], expected);
}

#[test]
fn chains_of_references_are_followed_and_name_the_target() {
    let document = bundled(&[
        ("api.yaml", &answer("{ $ref: 'schemas/index.yaml#/Tag' }")),
        ("schemas/index.yaml", "Tag: { $ref: 'v1/tag-1.yaml' }"),
        ("schemas/v1/tag-1.yaml", "$ref: '../../all.yaml#/tags/0'"),
        ("all.yaml", "tags: [{ type: string }]"),
    ]);
    assert_eq!(
        document["components"]["schemas"],
        json!({ "Tag": { "type": "string" } })
    );
}

#[test]
fn components_with_the_same_name_get_the_names_of_their_files() {
    let schema = "{ properties: { a: { $ref: 'a.yaml#/Tag' }, b: { $ref: 'b.yaml#/Tag' }, c: { $ref: 'c/b.yaml#/Tag' }, d: { $ref: '#/components/schemas/Tag' } } }";
    let text = answer(schema) + "components: { schemas: { Tag: { type: number } } }\n";
    let document = bundled(&[
        ("api.yaml", &text),
        ("a.yaml", "Tag: { type: string }"),
        ("b.yaml", "Tag: { type: boolean }"),
        ("c/b.yaml", "Tag: { type: integer }"),
    ]);
    let expected = json!({
        "Tag": { "type": "number" },
        "a_Tag": { "type": "string" },
        "b_Tag": { "type": "boolean" },
        "b_Tag_2": { "type": "integer" },
    });
    assert_eq!(document["components"]["schemas"], expected);
}

#[test]
fn paths_and_sections_may_be_in_files_of_their_own() {
    let text = "\
openapi: 3.0.3
info: { title: T, version: '1', description: { $ref: about.yaml } }
paths: { $ref: paths/index.yaml }
components: ";
    let with_components = |components: &str| {
        let text = format!("{text}{components}\n");
        bundled(&[
            ("api.yaml", &text),
            ("about.yaml", "|\n  Some words.\n"),
            (
                "paths/index.yaml",
                "/a: { $ref: a.yaml }\n/b: { post: { $ref: 'a.yaml#/get' } }\n",
            ),
            (
                "paths/a.yaml",
                "get: { parameters: { $ref: '../limits/index.yaml#/all' }, responses: { '200': { description: D } } }",
            ),
            (
                "limits/index.yaml",
                "all: [{ $ref: '#/Limit' }]\nLimit: { in: query, name: limit, schema: { $ref: '../schemas/index.yaml#/Tag' } }",
            ),
            ("parts.yaml", "schemas: { $ref: schemas/index.yaml }"),
            (
                "schemas/index.yaml",
                "Tag: { $ref: tag-1.yaml }\nName: { type: string }\n",
            ),
            (
                "schemas/tag-1.yaml",
                "properties: { name: { $ref: 'index.yaml#/Name' } }",
            ),
        ])
    };
    for components in [
        "{ $ref: parts.yaml }",
        "{ schemas: { $ref: schemas/index.yaml } }",
    ] {
        let document = with_components(components);
        assert_eq!(document["info"]["description"], "Some words.\n");
        let operation = json!({
            "parameters": [{ "$ref": "#/components/parameters/Limit" }],
            "responses": { "200": { "description": "D" } },
        });
        let paths = json!({ "/a": { "get": operation }, "/b": { "post": operation } });
        assert_eq!(document["paths"], paths);
        let schemas = json!({
            "Tag": { "properties": { "name": { "$ref": "#/components/schemas/Name" } } },
            "Name": { "type": "string" },
        });
        assert_eq!(document["components"]["schemas"], schemas);
    }
}

#[test]
fn circular_references_are_not_inlined_forever() {
    let text = answer("{}") + "    post: { $ref: 'post.yaml' }\n";
    let post = "responses: { '200': { description: D } }\ncallbacks: { done: { '{$url}': { post: { $ref: '#' } } } }\n";
    let found = found(&[("api.yaml", &text), ("post.yaml", post)]);
    let expected = "E015 spec/post.yaml:2:48 circular reference `#`; make one of the references point to an object";
    assert!(found.iter().any(|it| it == expected), "{found:?}");
}

#[test]
fn files_may_reference_each_other_and_the_document() {
    let text = answer("{ $ref: 'x/a.yaml' }") + "components: { schemas: { Own: {} } }\n";
    let document = bundled(&[
        ("api.yaml", &text),
        ("x/a.yaml", "properties: { b: { $ref: '../b.yaml#/B' } }"),
        (
            "b.yaml",
            "B: { properties: { a: { $ref: 'x/a.yaml' }, own: { $ref: 'api.yaml#/components/schemas/Own' }, c: { $ref: '#/C' } } }\nC: { type: string }\n",
        ),
    ]);
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let expected = json!({
        "Own": {},
        "a": { "properties": { "b": reference("B") } },
        "B": { "properties": { "a": reference("a"), "own": reference("Own"), "c": reference("C") } },
        "C": { "type": "string" },
    });
    assert_eq!(document["components"]["schemas"], expected);
}

#[test]
fn an_object_like_a_reference_in_an_example_stays_unchanged() {
    let text = answer(
        "{ example: { $ref: 'a.yaml' }, default: { $ref: '#/x' }, x-a: { $ref: 'a.yaml' } }",
    );
    let document = document(&[("api.yaml", &text)]);
    let plain = Document::read("api.yaml", &text).expect("the document is well-formed");
    assert_eq!(document.root(), plain.root());
    assert_eq!(document.file_errors(), []);
}

#[test]
fn a_mapping_may_reference_schemas_of_other_files() {
    let pet = "\
oneOf: [{ $ref: 'cat.yaml' }, { $ref: '#/Dog' }, { $ref: 'bird.yaml' }]
discriminator:
  propertyName: kind
  mapping: { c: cat.yaml, d: '#/Dog', b: ./bird.yaml, o: Own }
Dog: {}
";
    let text = answer("{ $ref: 'pets/pet.yaml' }")
        + "components: { schemas: { Own: {}, Bird: { $ref: 'pets/bird.yaml' } } }\n";
    let document = bundled(&[
        ("api.yaml", &text),
        ("pets/pet.yaml", pet),
        ("pets/cat.yaml", "{}"),
        ("pets/bird.yaml", "{}"),
    ]);
    let expected = json!({
        "c": "#/components/schemas/cat",
        "d": "#/components/schemas/Dog",
        "b": "#/components/schemas/Bird",
        "o": "Own",
    });
    let pet = &document["components"]["schemas"]["pet"];
    assert_eq!(pet["discriminator"]["mapping"], expected);
}

#[test]
fn an_alternative_keeps_its_discriminator_value_when_it_is_renamed() {
    let schema = "{ oneOf: [{ $ref: 'pets.yaml#/Cat' }, { $ref: 'pets.yaml#/Dog' }], discriminator: { propertyName: kind } }";
    let text = answer(schema) + "components: { schemas: { Cat: {} } }\n";
    let document = document(&[("api.yaml", &text), ("pets.yaml", "Cat: {}\nDog: {}\n")]);
    let content = &document.root().to_json()["paths"]["/a"]["get"]["responses"]["200"]["content"];
    assert_eq!(
        content["application/json"]["schema"]["discriminator"]["mapping"],
        json!({ "Cat": "#/components/schemas/pets_Cat" })
    );
}

#[test]
fn errors_of_references_to_files_are_reported_at_the_reference() {
    let parts = &[
        ("schemas/Tag.yaml", "{}"),
        (
            "common.yaml",
            "components: { schemas: { Error: {} }, parameters: { Limit: {} } }\nTop: 1\n",
        ),
    ];
    let cases = [
        (
            "common.yaml#/components/schemas/Eror",
            "E012 spec/api.yaml:8:58 unresolved reference `common.yaml#/components/schemas/Eror`; did you mean `common.yaml#/components/schemas/Error`?",
        ),
        (
            "common.yaml#/Error",
            "E012 spec/api.yaml:8:58 unresolved reference `common.yaml#/Error`; did you mean `common.yaml#/components/schemas/Error`?",
        ),
        (
            "common.yaml#Error",
            "E012 spec/api.yaml:8:58 unresolved reference `common.yaml#Error`; did you mean `common.yaml#/components/schemas/Error`?",
        ),
        (
            "schemas/Tag.yaml#/",
            "E012 spec/api.yaml:8:58 unresolved reference `schemas/Tag.yaml#/`; did you mean `schemas/Tag.yaml`?",
        ),
        (
            "schemas/Tga.yaml#",
            "E012 spec/api.yaml:8:58 unresolved reference `schemas/Tga.yaml#`; did you mean `schemas/Tag.yaml#`?",
        ),
        (
            "schemas/Tag.yml",
            "E012 spec/api.yaml:8:58 unresolved reference `schemas/Tag.yml`; did you mean `schemas/Tag.yaml`?",
        ),
        (
            "none.yaml",
            "E012 spec/api.yaml:8:58 unresolved reference `none.yaml`; correct the reference, or add its target",
        ),
        (
            "Owned",
            "E012 spec/api.yaml:8:58 unresolved reference `Owned`; did you mean `#/components/schemas/Owner`?",
        ),
        (
            "components/schemas/Owner",
            "E012 spec/api.yaml:8:58 unresolved reference `components/schemas/Owner`; did you mean `#/components/schemas/Owner`?",
        ),
        (
            "Anything",
            "E012 spec/api.yaml:8:58 unresolved reference `Anything`; a reference within the document starts with `#/`, as in `#/components/schemas/Name`",
        ),
        (
            "/components/schemas/Owner",
            "E013 spec/api.yaml:8:58 `/components/schemas/Owner` is outside the document's folder; did you mean `#/components/schemas/Owner`?",
        ),
        (
            "/components/schemas/Anything",
            "E013 spec/api.yaml:8:58 `/components/schemas/Anything` is outside the document's folder; a reference within the document starts with `#/`, as in `#/components/schemas/Name`",
        ),
        (
            "/srv/tag.yaml",
            "E013 spec/api.yaml:8:58 `/srv/tag.yaml` is outside the document's folder; use a path relative to this file, without a leading `/`",
        ),
        (
            "../tag.yaml",
            "E013 spec/api.yaml:8:58 `../tag.yaml` is outside the document's folder; move the file to the document's folder or a subfolder",
        ),
        (
            "https://example.com/tag.yaml",
            "E013 spec/api.yaml:8:58 `https://example.com/tag.yaml` is outside the document's folder; save a copy of the target in the document's folder, and reference that, as in `common.yaml#/components/schemas/Name`",
        ),
        (
            "schemas\\Tag.yaml",
            "E013 spec/api.yaml:8:58 `schemas\\Tag.yaml` is outside the document's folder; separate folders with `/`: `schemas/Tag.yaml`",
        ),
        (
            "common.yaml#/components/parameters/Limit",
            "E014 spec/api.yaml:8:58 expected a schema, found a parameter at `common.yaml#/components/parameters/Limit`; ",
        ),
    ];
    for (reference, expected) in cases {
        let text = answer(&format!("{{ $ref: '{reference}' }}"))
            + "components: { schemas: { Owner: {} } }\n";
        let mut files = vec![("api.yaml", text.as_str())];
        files.extend(parts);
        assert_eq!(found(&files), [expected], "{reference}");
    }
}

#[test]
fn an_unresolved_reference_in_place_of_an_object_is_reported_once() {
    let text = answer("{}")
        + "    post: { $ref: 'post.yaml' }\n  /b: { $ref: b.yaml }\ncomponents: { schemas: { $ref: schemas.yaml } }\n";
    let found = found(&[("api.yaml", &text)]);
    let places: Vec<_> = found.iter().map(|it| &it[..24]).collect();
    assert_eq!(
        places,
        [
            "E012 spec/api.yaml:10:19",
            "E012 spec/api.yaml:11:15",
            "E012 spec/api.yaml:12:32"
        ]
    );
}

#[test]
fn errors_in_another_file_are_reported_there() {
    // The file `x/tag.yaml`, and its diagnostics.
    let cases = [
        (
            "type: strng",
            vec![
                "E018 spec/x/tag.yaml:1:7 unknown value `strng` for `type`; did you mean `string`?",
            ],
        ),
        (
            "a: [\n",
            vec!["E001 spec/x/tag.yaml:1:4 unclosed `[`; add the missing `]`"],
        ),
        (
            "items: { $ref: '#/None' }",
            vec![
                "E012 spec/x/tag.yaml:1:16 unresolved reference `#/None`; correct the reference, or add its target",
            ],
        ),
        (
            "items: { $ref: b.yaml }",
            vec![
                "E012 spec/x/tag.yaml:1:16 unresolved reference `b.yaml`; did you mean `../b.yaml`?",
            ],
        ),
        (
            "items: { $ref: '../../b.yaml' }",
            vec![
                "E013 spec/x/tag.yaml:1:16 `../../b.yaml` is outside the document's folder; move the file to the document's folder or a subfolder",
            ],
        ),
        (
            "items: { $ref: '../api.yaml#/None' }",
            vec![
                "E012 spec/x/tag.yaml:1:16 unresolved reference `../api.yaml#/None`; correct the reference, or add its target",
            ],
        ),
        (
            "type: array\n",
            vec![
                "W022 spec/x/tag.yaml:1:7 array without `items`; add `items` with the schema of an item, or `items: {}`",
            ],
        ),
    ];
    for (tag, expected) in cases {
        let text = answer("{ $ref: x/tag.yaml }");
        let files = [("api.yaml", &*text), ("x/tag.yaml", tag), ("b.yaml", "{}")];
        assert_eq!(found(&files), expected, "{tag}");
    }
}

#[test]
fn circular_references_between_files_are_reported() {
    let found = found(&[
        ("api.yaml", &answer("{ $ref: a.yaml }")),
        ("a.yaml", "$ref: b.yaml"),
        ("b.yaml", "$ref: a.yaml"),
    ]);
    assert_eq!(
        found,
        [
            "E015 spec/a.yaml:1:7 circular reference `b.yaml`; make one of the references point to an object"
        ]
    );
}

#[test]
fn a_schema_in_a_file_may_contain_other_schemas_as_unknown_fields() {
    let tag = "properties: { a: { $ref: '#/definitions/A' }, b: { $ref: '#/B' } }\ndefinitions: { A: {} }\nB: {}\nC: {}\n";
    let found = found(&[
        ("api.yaml", &answer("{ $ref: tag.yaml }")),
        ("tag.yaml", tag),
    ]);
    assert_eq!(
        found,
        ["W010 spec/tag.yaml:4:1 unknown field `C` in a schema; "]
    );
}

#[test]
fn unused_components_are_only_reported_in_the_document() {
    let text = answer("{}")
        + "components: { schemas: { Own: { $ref: '#/components/schemas/Own2' }, Own2: { properties: { a: { $ref: a.yaml } } } } }\n";
    let found = found(&[("api.yaml", &text), ("a.yaml", "{}")]);
    let places: Vec<_> = found.iter().map(|it| &it[..24]).collect();
    assert_eq!(
        places,
        ["W013 spec/api.yaml:10:26", "W013 spec/api.yaml:10:70"]
    );
}

#[test]
fn diagnostics_show_the_file_and_line() {
    let schema =
        "{ properties: { a: { $ref: 'x/tag.yaml#/Tga' }, b: { $ref: 'x/tag.yaml#/Tga' } } }";
    let more = "    \
    post:
      requestBody: { content: { application/json: { schema: { $ref: 'x/tag.yaml#/Tag' } } } }
      responses: { '200': { $ref: 'x/answers.json' } }
";
    let text = answer(schema) + more;
    let document = document(&[
        ("api.yaml", &text),
        ("x/tag.yaml", "# Tags.\nTag:\n  type: strng\n"),
        (
            "x/answers.json",
            "{\n  \"description\": 1,\n  \"description\": 2\n}\n",
        ),
    ]);
    let found = check(&document);
    assert_snapshot!(found, @r#"
    error[E012]: unresolved reference `x/tag.yaml#/Tga`
     --> spec/api.yaml:8:77
      |
    8 | …a: { properties: { a: { $ref: 'x/tag.yaml#/Tga' }, b: { $ref: 'x/tag.yaml#…
      |                                ^^^^^^^^^^^^^^^^^ not found
     ::: spec/api.yaml:8:109
      |
    8 | …/tag.yaml#/Tga' }, b: { $ref: 'x/tag.yaml#/Tga' } } } } }
      |                                ----------------- also referenced here
      = help: did you mean `x/tag.yaml#/Tag`?

    error[E018]: unknown value `strng` for `type`
     --> spec/x/tag.yaml:3:9
      |
    3 |   type: strng
      |         ^^^^^
      = note: expected one of `string`, `number`, `integer`, `boolean`, `array`, `object`
      = help: did you mean `string`?

    error[E002]: duplicate key `description`
     --> spec/x/answers.json:3:3
      |
    3 |   "description": 2
      |   ^^^^^^^^^^^^^ duplicate
     ::: spec/x/answers.json:2:3
      |
    2 |   "description": 1,
      |   ------------- first given here
      = help: remove or rename one of them
    "#);
    for format in [Format::Json, Format::Github] {
        let lines = found.render(format, ColorChoice::Never);
        let names = ["spec/api.yaml", "spec/x/tag.yaml", "spec/x/answers.json"];
        for (line, name) in lines.lines().zip(names) {
            assert!(line.contains(name), "{line}");
        }
    }
}

#[test]
fn a_missing_schema_of_another_file_becomes_any_json_if_lenient() {
    let schema = "{ properties: { a: { $ref: 'a.yaml#/Tag' }, b: { $ref: none.yaml }, c: { $ref: 'a.yaml#/Tag' } } }";
    let mut document = document(&[("api.yaml", &answer(schema)), ("a.yaml", "{}")]);
    assert_eq!(check(&document).error_count(), 2);
    assert_eq!(
        listed(&check_leniently(&mut document, UnusedSchemas::Reported)),
        [
            "W031 spec/api.yaml:8:77 unresolved schema `a.yaml#/Tag` is treated as any JSON value; correct the reference, or add its target",
            "W031 spec/api.yaml:8:105 unresolved schema `none.yaml` is treated as any JSON value; correct the reference, or add its target",
        ]
    );
}

#[test]
fn an_unreadable_file_is_reported() {
    struct Locked;
    impl Folder for Locked {
        fn read(&self, _: &str) -> Result<String, Unread> {
            Err(Unread::Unreadable("permission denied".to_owned()))
        }

        fn names(&self, _: &str) -> Vec<String> {
            Vec::new()
        }
    }
    let document = Document::read("api.yaml", &answer("{ $ref: tag.yaml }"));
    let document = bundle(document.expect("the document is well-formed"), &Locked);
    assert_eq!(
        listed(&check(&document)),
        [
            "E031 api.yaml:8:58 cannot read the target of `tag.yaml`: permission denied; the target must be a readable file of UTF-8 text"
        ]
    );
}

/// A folder whose files form an endless chain: each file references the next.
struct Endless {
    padding: usize,
}

impl Folder for Endless {
    fn read(&self, path: &str) -> Result<String, Unread> {
        let number: usize = path.trim_end_matches(".yaml").parse().unwrap_or_default();
        let padding = "#".repeat(self.padding);
        let next = number + 1;
        Ok(format!("items: {{ $ref: {next}.yaml }}\n{padding}"))
    }

    fn names(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

#[test]
fn the_number_and_size_of_files_are_bounded() {
    const MAX_BYTES: usize = 1 << 20;
    let cases = [
        (0, "the document references too many files"),
        (
            MAX_BYTES,
            "the document is larger than 1 MiB with the files that it references",
        ),
    ];
    for (padding, expected) in cases {
        let text = answer("{ $ref: 1.yaml }");
        let size = limit::Size {
            bytes: MAX_BYTES,
            ..limit::Size::default()
        };
        let document = Document::read_up_to(size, "api.yaml", &text);
        let document = bundle(
            document.expect("the document is well-formed"),
            &Endless { padding },
        );
        let found = check(&document);
        let messages: Vec<_> = found.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(messages, [expected]);
    }
}

#[test]
fn copies_of_parts_of_files_are_bounded() {
    // Each level of a deep schema is referenced, and copied with everything below it.
    let depth = 100;
    let width = 300;
    let wide = format!("enum: [{}]", "1, ".repeat(width * 100));
    let deep = format!(
        "{}{{ {wide} }}{}",
        "{ not: ".repeat(depth),
        " }".repeat(depth)
    );
    let references: Vec<_> = (0..depth)
        .map(|level| format!("{{ $ref: 'deep.yaml#{}' }}", "/not".repeat(level)))
        .collect();
    let schema = format!("{{ anyOf: [{}] }}", references.join(", "));
    let document = document(&[("api.yaml", &answer(&schema)), ("deep.yaml", &deep)]);
    let found = check(&document);
    let messages: Vec<_> = found.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        messages,
        ["the files that the document references have too many values"]
    );
}

#[test]
fn the_operations_and_media_types_of_3_2_may_be_in_other_files() {
    let text = "\
openapi: 3.2.0
info: { title: T, version: '1' }
paths:
  /a: { $ref: 'paths.yaml#/a' }
";
    let paths = "\
a:
  query:
    requestBody: { content: { application/json: { $ref: 'media.yaml#/A' } } }
    responses: { '204': { description: D } }
  additionalOperations:
    COPY:
      requestBody: { content: { application/json: { $ref: 'media.yaml#/A' } } }
      responses: { '204': { description: D } }
";
    let media = "A: { schema: { oneOf: [{ $ref: 'pet.yaml' }], discriminator: { propertyName: p, defaultMapping: pet.yaml } } }\n";
    let pet = "{ type: object, properties: { p: { type: string } } }\n";
    let files = [
        ("a.yaml", text),
        ("paths.yaml", paths),
        ("media.yaml", media),
        ("pet.yaml", pet),
    ];
    let root = bundled(&files);
    assert_eq!(found(&files), [""; 0]);
    let media = &root["components"]["mediaTypes"]["A"];
    let pet = "#/components/schemas/pet";
    assert_eq!(media["schema"]["oneOf"][0]["$ref"], pet);
    assert_eq!(media["schema"]["discriminator"]["defaultMapping"], pet);
}
