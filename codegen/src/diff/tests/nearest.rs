//! Tests the places of what is left of a removed part.

use super::wire;
use crate::diff::nearest::nearest;
use crate::diff::places::Places;
use crate::diff::test_support::{document, read};
use crate::diff::{Finding, Kind};

const PATHS: &str = "\
/pets:
  get:
    parameters:
      - name: kind
        in: query
        schema:
          type: string
          enum:
            - cat
            - dog
      - name: limit
        in: query
        schema: { type: integer, maximum: 5 }
    responses:
      '200': { description: Pets. }
  post:
    responses:
      '204': { description: Done. }
/shops:
  get:
    responses:
      '204': { description: Done. }
";

fn finding(old: &str, new: &str, kind: Kind) -> Finding {
    let found = wire(old, new).findings;
    let finding = found.iter().find(|it| it.kind == kind);
    finding
        .unwrap_or_else(|| panic!("no {kind} in {found:?}"))
        .clone()
}

/// Returns the line of a text in a document, counted from 1.
pub(super) fn line(document: &str, text: &str) -> usize {
    let line = document.lines().position(|line| line.contains(text));
    line.expect("the document has the line") + 1
}

#[test]
fn a_removed_part_has_the_place_of_what_contained_it() {
    let operation = "  post:\n    responses:\n      '204': { description: Done. }\n";
    let shops = &PATHS[PATHS.find("/shops").unwrap_or_default()..];
    let first = &PATHS[PATHS.find("      - name: kind").unwrap_or_default()
        ..PATHS.find("      - name: limit").unwrap_or_default()];
    let cases = [
        ("            - dog\n", Kind::EnumValueRemoved, "enum:"),
        (
            ", maximum: 5",
            Kind::LimitRemoved,
            "schema: { type: integer",
        ),
        (first, Kind::ParameterRemoved, "parameters:"),
        (operation, Kind::OperationRemoved, "/pets:"),
        (shops, Kind::OperationRemoved, "paths:"),
    ];
    let old = document(PATHS, "");
    for (removed, kind, around) in cases {
        let new = document(&PATHS.replacen(removed, "", 1), "");
        let nearest = finding(&old, &new, kind).nearest.expect("a place");
        assert_eq!(nearest.line, line(&new, around), "{kind}\n{new}");
    }
}

#[test]
fn an_item_is_found_by_its_name_although_its_index_changed() {
    let first = PATHS.find("      - name: kind").unwrap_or_default();
    let last = PATHS.find("      - name: limit").unwrap_or_default();
    let without_first = format!("{}{}", &PATHS[..first], &PATHS[last..]);
    let new = document(&without_first.replace(", maximum: 5", ""), "");
    let found = finding(&document(PATHS, ""), &new, Kind::LimitRemoved);
    let nearest = found.nearest.expect("a place");
    assert_eq!(nearest.line, line(&new, "schema: { type: integer"));
}

#[test]
fn a_part_that_was_not_removed_has_its_own_place() {
    let new = document(&PATHS.replace("maximum: 5", "maximum: 4"), "");
    let found = finding(&document(PATHS, ""), &new, Kind::LimitTightened);
    assert_eq!(found.nearest, Some(found.location));
}

#[test]
fn the_smallest_part_at_an_offset_is_found() {
    let text = document(PATHS, "");
    let (old, new) = (read(&text), read(&document("", "")));
    let (old, new) = (Places::new(&old), Places::new(&new));
    for (part, pointer) in [
        ("dog", "/paths/~1pets/get/parameters/0/schema/enum/1"),
        ("maximum", "/paths/~1pets/get/parameters/1/schema/maximum"),
        ("/shops", "/paths/~1shops"),
        ("openapi", "/openapi"),
    ] {
        let node = old.at(text.find(part).expect("the document has the part"));
        assert_eq!(old.pointer(node).to_string(), pointer);
    }
    let node = old.at(text.find("dog").expect("the document has it"));
    let left = nearest(&old, node, &new);
    assert_eq!(new.pointer(left).to_string(), "/paths");
    assert_eq!(old.pointer(old.at(text.len())).to_string(), "");
}
