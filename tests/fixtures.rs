//! What is generated for the fixtures compiles.

use codegen::{File, Module, Options, Package, Source, folder::OnDisk, generate_in};
use tests::{Document, Scratch, fixtures};

const NAME: &str = "fixtures";

/// The sources of one crate with a module for each fixture.
fn files() -> Vec<File> {
    let options = Options {
        crate_name: NAME.to_owned(),
        ..Options::default()
    };
    let mut fixtures = fixtures().unwrap();
    fixtures.push(nesting());
    let modules: Vec<Module> = fixtures
        .iter()
        .map(|document| {
            let source = Source {
                name: &document.name,
                text: &document.text,
            };
            generate_in(&source, &OnDisk::of(&document.path()), &options)
                .unwrap_or_else(|_| panic!("{} was rejected", document.name))
        })
        .collect();
    let package = Package {
        name: NAME.to_owned(),
        version: "0.0.0".to_owned(),
        description: "A module for each fixture".to_owned(),
        repository: None,
        keywords: Vec::new(),
        default_module: None,
        stand_alone: true,
        ..Package::default()
    };
    codegen::package(&modules, &package)
}

/// A document whose types hold one another more deeply than the compiler follows by default.
fn nesting() -> Document {
    const LEVELS: usize = 60;
    let response = r##"{ description: The outermost., content: { application/json: { schema: { $ref: "#/components/schemas/Level0" } } } }"##;
    let mut text = format!(
        "openapi: 3.0.3\n\
         info: {{ title: Nesting, version: 1.0.0 }}\n\
         servers: [{{ url: \"https://api.example.com\" }}]\n\
         paths:\n  /nest:\n    get:\n      operationId: nest\n      responses: {{ \"200\": {response} }}\n\
         components:\n  schemas:\n    Level{LEVELS}: {{ type: object, properties: {{ end: {{ type: string }} }} }}\n"
    );
    for level in 0..LEVELS {
        let inner = level + 1;
        text.push_str(&format!(
            "    Level{level}: {{ type: object, properties: {{ inner: {{ type: array, items: {{ $ref: \"#/components/schemas/Level{inner}\" }} }} }} }}\n"
        ));
    }
    Document {
        name: "nesting.yaml".to_owned(),
        text,
    }
}

/// Builds the crate and its examples as a user of it would; returns whether it could, and what was said of it.
fn build(scratch: &Scratch, modules: &str) -> (bool, String) {
    let mut cargo = scratch.cargo("test");
    cargo.args(["--doc", "--no-default-features", "--features", modules]);
    let output = cargo.output().unwrap();
    let warnings = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        return (true, warnings.into_owned());
    }
    let failures = String::from_utf8_lossy(&output.stdout);
    (false, format!("{warnings}{failures}"))
}

#[test]
fn it_compiles_with_its_examples_and_without_a_warning() {
    let files = files();
    let texts = files.iter().map(|it| (it.path.as_str(), it.text.as_str()));
    let scratch = Scratch::write(env!("CARGO_TARGET_TMPDIR"), NAME, texts).unwrap();
    let modules = files.iter().filter_map(|file| {
        let name = file.path.strip_prefix("src/")?.strip_suffix(".rs")?;
        (!name.contains('/') && name != "lib").then_some(name)
    });
    let (success, said) = build(&scratch, &modules.collect::<Vec<_>>().join(","));
    assert!(success && said.is_empty(), "{said}");
}
