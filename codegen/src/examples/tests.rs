//! The examples of the types of all documents of the tests.

mod json_schema;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::preserved::Preserved;
use super::written::written;
use super::{Example, Examples};
use crate::Source;
use crate::document::Node;
use crate::folder::OnDisk;
use crate::model::{Model, Shape, Type, TypeId};
use json_schema::{JsonSchemas, Validity};

/// A folder with documents of others, for the test that is run by hand.
const FOLDER: &str = "OPENAPI_DOCUMENTS";

/// What the examples of some documents are like.
#[derive(Debug, Default)]
struct Report {
    documents: usize,
    types: usize,
    /// The types without a finite value, and those whose example may be invalid.
    missing: Vec<String>,
    unsure: Vec<String>,
    /// The types whose schema cannot be JSON Schema, for example because of its `pattern`.
    unchecked: Vec<String>,
    /// The examples that a schema rejects, or that the type writes in another way.
    wrong: Vec<String>,
    largest: usize,
    time: Duration,
}

impl Report {
    fn add(&mut self, name: &str, root: &Node, model: &Model) {
        let start = Instant::now();
        let examples = Examples::of(root, model);
        self.time += start.elapsed();
        self.documents += 1;
        let schemas = JsonSchemas::of(root);
        for (index, named) in model.types.iter().enumerate() {
            let (id, place) = (TypeId(index), format!("{name}: {}", named.name));
            self.types += 1;
            let Some(Example { value, is_valid }) = examples.get(id) else {
                self.missing.push(place);
                continue;
            };
            self.largest = self.largest.max(size(value));
            if !is_valid {
                self.unsure.push(format!("{place}: {value}"));
            }
            if let Shape::Responses(_) = named.shape {
                continue;
            }
            let mut steps = usize::MAX;
            if written(model, &mut steps, &Type::Named(id), value).as_ref() != Some(value) {
                self.wrong
                    .push(format!("{place} writes {value} differently"));
            }
            match schemas.validity(&named.name, value) {
                Validity::Unknown(error) => self.unchecked.push(format!("{place}: {error}")),
                Validity::Invalid(error) if *is_valid => {
                    self.wrong.push(format!("{place}: {error}: {value}"));
                }
                Validity::Valid | Validity::Invalid(_) => {}
            }
        }
    }
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(entries) => entries.values().map(size).sum(),
        _ => 0,
    }
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).expect("the folder can be read");
    let mut paths: Vec<_> = files
        .map(|entry| entry.expect("the entry can be read").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|it| it == "yaml" || it == "json")
        })
        .collect();
    paths.sort();
    paths
}

fn lowered(path: &Path) -> Option<(Node, Model)> {
    let text = fs::read_to_string(path).expect("the document can be read");
    let name = path.display().to_string();
    let source = Source {
        name: &name,
        text: &text,
    };
    crate::generate::lowered(&source, &OnDisk::of(path))
}

#[test]
fn each_example_satisfies_its_schema_and_is_written_as_it_is_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut report = Report::default();
    for folder in ["spec", "tests/fixtures"] {
        for path in documents(&root.join(folder)) {
            let (root, model) = lowered(&path).expect("the document is valid");
            report.add(&path.display().to_string(), &root, &model);
        }
    }
    assert!(report.types > 150, "{report:#?}");
    let lists = [&report.missing, &report.unchecked, &report.wrong];
    assert!(lists.iter().all(|list| list.is_empty()), "{report:#?}");
    // The generator cannot check the pattern of this type.
    let [unsure] = &report.unsure[..] else {
        panic!("{report:#?}");
    };
    assert!(unsure.contains("examples.yaml: Lookahead"), "{unsure}");
}

/// Checks the documents of the folder in the environment variable `OPENAPI_DOCUMENTS`:
///
/// ```text
/// OPENAPI_DOCUMENTS=… cargo test --release -p conversations-codegen examples_of_other_documents -- --ignored --nocapture
/// ```
#[test]
#[ignore = "needs documents of others"]
fn examples_of_other_documents_satisfy_their_schemas() {
    let folder = std::env::var_os(FOLDER).expect("the variable names a folder");
    let mut report = Report::default();
    for path in documents(Path::new(&folder)) {
        if let Some((root, model)) = lowered(&path) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            report.add(&name, &root, &model);
        }
    }
    println!("{report:#?}");
    assert!(report.wrong.is_empty());
}

#[test]
fn values_count_before_equal_ones() {
    let preserved = |value| Preserved::of(&json!({"a": 5, "b": "x", "c": null, "d": []}), &value);
    let order = [
        json!({}),
        json!({"a": "5"}),
        json!({"a": 5.0}),
        json!({"a": 5}),
        json!({"a": 5, "c": null, "d": []}),
        json!({"a": 5.0, "b": "y"}),
        json!({"a": 5, "b": "x"}),
    ];
    let order = order.map(preserved);
    assert!(order.is_sorted(), "{order:?}");
    assert!(order[1] < order[2] && order[4] < order[5]);
}
