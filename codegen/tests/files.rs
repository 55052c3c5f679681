//! Generates files with random references between them, and tests that the generator rejects them or generates valid Rust.

use std::collections::BTreeMap;

use codegen::diagnostic::{Code, ColorChoice, Format};
use codegen::{Options, Source, generate_in};
use fastrand::Rng;

const DOCUMENTS: u64 = 300;

/// The placeholders in a file, with the targets of a reference and an object without references.
const PLACES: &[(char, &[&str], &str)] = &[
    (
        '@',
        &[
            "api.yaml#/components/schemas/S",
            "api.yaml#/components/schemas/T",
            "a.yaml",
            "a.yaml#/properties/one",
            "a.yaml#/S",
            "b/c.json#",
            "b/c.json#/S",
        ],
        r#"{ "type": "integer" }"#,
    ),
    (
        '^',
        &[
            "api.yaml#/components/parameters/P",
            "a.yaml#/P",
            "b/c.json#/P",
        ],
        r#"{ "name": "x", "in": "query", "schema": { "type": "string" } }"#,
    ),
    (
        '~',
        &["a.yaml#/R", "b/c.json#/R"],
        r#"{ "description": "D" }"#,
    ),
    (
        '%',
        &["a.yaml#/I", "b/c.json#/I", "api.yaml#/paths/~1a"],
        "{}",
    ),
];

const FILES: &[(&str, &str)] = &[
    (
        "api.yaml",
        "\
openapi: 3.0.3
info: { title: T, version: '1' }
servers: [{ url: 'https://api.example.com' }]
paths:
  /a:
    get:
      parameters: [^]
      responses: { '200': { description: D, content: { application/json: { schema: @ } } }, default: ~ }
  /b: %
components:
  schemas: { S: @, T: { type: object, properties: { t: @ } } }
  parameters: { P: ^ }
",
    ),
    (
        "a.yaml",
        "\
type: object
properties: { one: @, two: { type: array, items: @ } }
S: { oneOf: [@, @], discriminator: { propertyName: kind } }
P: { name: p, in: query, schema: @ }
R: { description: D, content: { application/json: { schema: @ } } }
I: { get: { responses: { '200': ~ } } }
",
    ),
    (
        "b/c.json",
        r#"{
            "type": "string",
            "S": { "allOf": [@, { "type": "object", "properties": { "kind": @ } }] },
            "P": ^,
            "R": ~,
            "I": %
        }"#,
    ),
];

fn files(rng: &mut Rng) -> BTreeMap<String, String> {
    let files = FILES.iter().map(|(path, text)| {
        let up = if path.contains('/') { "../" } else { "" };
        let parts = text.chars().map(|c| {
            let Some((_, targets, plain)) = PLACES.iter().find(|(place, ..)| *place == c) else {
                return c.to_string();
            };
            match rng.u8(0..100) {
                0 => r#"{ "$ref": "none.yaml" }"#.to_owned(),
                1..50 => (*plain).to_owned(),
                _ => {
                    let target = targets[rng.usize(0..targets.len())];
                    format!(r#"{{ "$ref": "{up}{target}" }}"#)
                }
            }
        });
        ((*path).to_owned(), parts.collect())
    });
    files.collect()
}

#[test]
fn random_references_between_files_are_rejected_or_generate_valid_rust() {
    codegen::quiet_panics();
    let mut generated = 0;
    for seed in 0..DOCUMENTS {
        let files = files(&mut Rng::with_seed(seed));
        let source = Source {
            name: "api.yaml",
            text: &files["api.yaml"],
        };
        match generate_in(&source, &files, &Options::default()) {
            Ok(module) => {
                generated += 1;
                for file in module.files {
                    let parsed = syn::parse_file(&file.text);
                    assert!(parsed.is_ok(), "seed {seed}: {}: {files:#?}", file.path);
                }
            }
            Err(found) => {
                let failed = |code| matches!(code, Code::GeneratorFailed | Code::View);
                let text = found.render(Format::Text, ColorChoice::Never);
                let fails = found.iter().any(|it| failed(it.code));
                assert!(!fails, "seed {seed}: {text}\n{files:#?}");
            }
        }
    }
    println!("{generated} of {DOCUMENTS} are generated");
    let minimum = DOCUMENTS / 4;
    assert!(generated > minimum, "only {generated} are generated");
}
