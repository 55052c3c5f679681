use codegen::diff::{Level, Rejected, Side, Step};
use serde_json::Value;

use super::json;
use crate::diff::changes::Changes;
use crate::diff::test_changes::{changes, document, finding, mixed, rejected, versions};
use crate::printable::is_harmful;

/// Returns the changes as JSON that conforms to the schema.
fn written(changes: &Changes) -> Value {
    let text = json(changes);
    let value = serde_json::from_str(&text).expect("it is JSON");
    let schema = include_str!("../../../tests/diff.schema.json");
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is valid");
    let errors: Vec<_> = validator.iter_errors(&value).collect();
    assert!(errors.is_empty(), "{errors:?}");
    value
}

#[test]
fn json_has_every_finding_with_all_keys() {
    written(&mixed());
    insta::assert_snapshot!(json(&mixed()));
}

#[test]
fn json_of_no_changes_has_the_verdict_none() {
    let changes = changes(Vec::new());
    written(&changes);
    insta::assert_snapshot!(json(&changes), @r#"
    {
      "verdict": "none",
      "wire": "none",
      "breaking": false,
      "version": {
        "base": "0.1.0",
        "head": "0.1.0",
        "needed": "0.1.0"
      },
      "rust": {
        "verdict": "none",
        "skipped": null
      },
      "findings": []
    }
    "#);
}

#[test]
fn an_unknown_version_is_null() {
    let mut changes = changes(Vec::new());
    changes.versions = versions("", "");
    let expected = serde_json::json!({ "base": null, "head": null, "needed": null });
    assert_eq!(written(&changes)["version"], expected);
}

#[test]
fn the_verdict_is_the_worst_of_all_documents() {
    let compatible = finding(
        codegen::diff::Kind::PropertyAdded,
        Level::Compatible,
        Side::Response,
    );
    let breaking = finding(
        codegen::diff::Kind::PropertyRemoved,
        Level::Breaking,
        Side::Response,
    );
    let found = written(&changes(vec![
        document(Step::Minor, vec![compatible]),
        document(Step::None, vec![breaking]),
    ]));
    assert_eq!(found["verdict"], "major");
    assert_eq!(found["wire"], "breaking");
    assert_eq!(found["breaking"], true);
    assert_eq!(found["rust"]["verdict"], "minor");
    assert_eq!(found["version"]["needed"], "0.2.0");
    assert_eq!(found["findings"].as_array().map(Vec::len), Some(2));
}

#[test]
fn the_reason_for_a_missing_rust_part_names_the_document_of_several() {
    let mut one = document(Step::None, Vec::new());
    one.comparison.rust_skipped = Some(rejected(Rejected::Old, "a mistake"));
    let other = document(Step::None, Vec::new());
    let found = written(&changes(vec![one, other]));
    assert_eq!(
        found["rust"]["skipped"],
        "pets: the generator rejects the old version: a mistake"
    );
}

#[test]
fn harmful_characters_are_escaped_and_kept() {
    let text = json(&mixed());
    let harmful = |c: &char| *c != '\n' && is_harmful(*c);
    assert_eq!(text.chars().find(harmful), None);
    let hostile = Value::from(crate::diff::test_changes::HOSTILE);
    let findings = written(&mixed())["findings"].clone();
    let findings = findings.as_array().expect("an array");
    assert!(findings.iter().any(|finding| finding["new"] == hostile));
}
