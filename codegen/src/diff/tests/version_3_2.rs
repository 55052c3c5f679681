//! Changes of what OpenAPI 3.2 adds outside of schemas.

use super::{results, wire};

/// A document with these operations of `/pets`, and the subjects of its findings in comparison with another.
fn document(version: &str, operations: &str) -> String {
    let paths = format!("/pets:\n{operations}");
    super::super::test_support::document(&paths, "").replace("3.0.3", version)
}

const RESPONSES: &str = "responses: {'204': {description: done}}";

fn operation(id: &str, rest: &str) -> String {
    format!("{{operationId: {id}, {rest}{RESPONSES}}}")
}

#[test]
fn a_move_to_query_is_a_change_of_the_method() {
    let body = "requestBody: {content: {text/plain: {schema: {type: string}}}}, ";
    let find = operation("find", body);
    let old = document("3.0.3", &format!("  post: {find}"));
    let additional = document(
        "3.2.0",
        &format!("  additionalOperations:\n    COPY: {find}"),
    );
    let query = document("3.2.0", &format!("  query: {find}"));
    for (old, new, text) in [
        (&old, &query, "the method changed from POST to QUERY"),
        (&query, &additional, "the method changed from QUERY to COPY"),
    ] {
        let compared = wire(old, new);
        let [finding] = &compared.findings[..] else {
            panic!("{:?}", compared.findings);
        };
        assert_eq!(finding.kind.as_str(), "method-changed");
        assert_eq!(finding.change, text);
    }
}

#[test]
fn additional_operations_are_compared() {
    let with = |rest: &str| {
        let (copy, lock) = (operation("copy", rest), operation("lock", ""));
        document(
            "3.2.0",
            &format!("  additionalOperations:\n    COPY: {copy}\n    lock: {lock}"),
        )
    };
    let parameter = "parameters: [{name: a, in: query, required: true, schema: {type: string}}], ";
    let compared = wire(&with(""), &with(parameter));
    let [finding] = &compared.findings[..] else {
        panic!("{:?}", compared.findings);
    };
    assert_eq!(finding.operations, ["COPY /pets"]);
    assert_eq!(finding.subject, "COPY /pets");
    let without = document(
        "3.2.0",
        &format!(
            "  additionalOperations:\n    COPY: {}",
            operation("copy", "")
        ),
    );
    let removed = wire(&with(""), &without);
    assert_eq!(results(&removed), ["breaking structure operation-removed"]);
    assert_eq!(removed.findings[0].operations, ["lock /pets"]);
}

#[test]
fn a_media_type_is_compared_with_that_of_its_component() {
    let operation = |content: &str| {
        format!(
            "  query: {{operationId: find, requestBody: {{content: {{application/json: {content}}}}}, {RESPONSES}}}"
        )
    };
    let inline = "{schema: {type: object, properties: {a: {type: string}}}}";
    let reference = "{$ref: '#/components/mediaTypes/A'}";
    let components = |limit: &str| {
        format!(
            "mediaTypes:\n  A: {{schema: {{type: object, properties: {{a: {{type: string{limit}}}}}}}}}"
        )
    };
    let with = |operation: &str, components: &str| {
        let paths = format!("/pets:\n{operation}");
        super::super::test_support::document(&paths, components).replace("3.0.3", "3.2.0")
    };
    let old = with(&operation(inline), "");
    let same = with(&operation(reference), &components(""));
    assert_eq!(results(&wire(&old, &same)), [""; 0]);
    let narrower = with(&operation(reference), &components(", maxLength: 1"));
    assert_eq!(
        results(&wire(&old, &narrower)),
        ["breaking request limit-added"]
    );
}

#[test]
fn a_field_named_query_of_an_older_version_is_no_operation() {
    let old = document("3.1.0", &format!("  get: {}", operation("a", "")));
    let new = document(
        "3.1.0",
        &format!(
            "  get: {}\n  query: {}",
            operation("a", ""),
            operation("b", "")
        ),
    );
    let found = results(&wire(&old, &new));
    assert!(
        !found.iter().any(|it| it.contains("operation-added")),
        "{found:?}"
    );
    assert_eq!(found.len(), 1, "{found:?}");
}
