//! Tests comparisons of documents that consist of several files.

use std::collections::BTreeMap;

use crate::diff::{Comparison, Finding, Options, Version, compare};
use crate::generate::Source;

const WHOLE: &str = "openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: 'https://api.example.com'}]
paths:
  /pets:
    get:
      operationId: get_pets
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
";

const SPLIT: &str = "openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: 'https://api.example.com'}]
paths:
  /pets: {$ref: 'paths/pets.yaml'}
";

const PATH: &str = "get:
  operationId: get_pets
  responses:
    '200': {description: ok, content: {application/json: {schema: {$ref: '../schemas.yaml#/Pet'}}}}
";

const SCHEMAS: &str = "Pet:
  type: object
  properties:
    name: {type: string}
";

fn folder(schemas: &str) -> BTreeMap<String, String> {
    [("paths/pets.yaml", PATH), ("schemas.yaml", schemas)]
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .into()
}

fn compared(
    (old, old_folder): (&str, &BTreeMap<String, String>),
    (new, new_folder): (&str, &BTreeMap<String, String>),
) -> Comparison {
    let source = |text| Source {
        name: "spec/pets.yaml",
        text,
    };
    let old = Version {
        source: source(old),
        folder: old_folder,
    };
    let new = Version {
        source: source(new),
        folder: new_folder,
    };
    let options = Options {
        crate_name: "pets_client".to_owned(),
        is_renamed: false,
        compare_rust: false,
    };
    compare(&old, &new, &options).expect("the documents are compared")
}

#[test]
fn a_document_that_is_split_into_files_does_not_change() {
    let (none, files) = (BTreeMap::new(), folder(SCHEMAS));
    for (old, new) in [
        ((WHOLE, &none), (SPLIT, &files)),
        ((SPLIT, &files), (WHOLE, &none)),
        ((SPLIT, &files), (SPLIT, &files)),
    ] {
        let titles: Vec<_> = compared(old, new)
            .findings
            .iter()
            .map(Finding::title)
            .collect();
        assert_eq!(titles, [""; 0]);
    }
}

#[test]
fn a_change_in_another_file_has_its_place_there() {
    let (old, new) = (
        folder(SCHEMAS),
        folder(&SCHEMAS.replace("string", "integer")),
    );
    let comparison = compared((SPLIT, &old), (SPLIT, &new));
    let places: Vec<_> = comparison
        .findings
        .iter()
        .map(|finding| {
            let title = finding.title();
            format!("{} {title} {:?}", finding.location, finding.operations)
        })
        .collect();
    assert_eq!(
        places,
        [
            r#"spec/schemas.yaml:4:12 Pet.name: type changed from `string` to `integer` ["GET /pets"]"#
        ]
    );
}
