//! Changes of keywords that OpenAPI 3.1 adds to schemas.

use super::{results, wire};

/// A document whose only response has a schema.
fn document(schema: &str) -> String {
    let paths = format!(
        "/places:\n  get: {{responses: {{'200': {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}}}}}"
    );
    super::super::test_support::document(&paths, "").replace("3.0.3", "3.1.1")
}

#[test]
fn the_items_of_a_tuple_are_compared_by_their_position() {
    let tuple = |items: &str, count: usize| {
        format!("{{type: array, prefixItems: [{items}], minItems: {count}, items: false}}")
    };
    let pair = tuple("{type: number}, {type: string}", 2);
    let cases = [
        (&pair, tuple("{type: number}, {type: string}", 2), vec![]),
        (
            &pair,
            tuple("{type: number}, {type: boolean}", 2),
            vec!["breaking response type-changed"],
        ),
        (
            &pair,
            tuple("{type: number}", 1),
            vec!["breaking response type-changed"],
        ),
        (
            &pair,
            "{type: array, items: {type: number}}".to_owned(),
            vec![
                "breaking response type-changed",
                "compatible response type-added",
            ],
        ),
    ];
    for (old, new, expected) in cases {
        let mut found = results(&wire(&document(old), &document(&new)));
        found.sort();
        assert_eq!(found, expected, "{new}");
    }
}

#[test]
fn a_constraint_that_only_the_server_checks_is_a_change() {
    let old = document("{type: object, properties: {a: {type: string}}}");
    let new =
        document("{type: object, properties: {a: {type: string}}, propertyNames: {maxLength: 3}}");
    let compared = wire(&old, &new);
    let [finding] = &compared.findings[..] else {
        panic!("{:?}", compared.findings);
    };
    assert_eq!(finding.change, "`propertyNames` was added");
}

#[test]
fn a_schema_that_allows_no_value_is_called_false() {
    let old = document("{type: object, properties: {a: {type: string}, b: {type: string}}}");
    let new = document("{type: object, properties: {a: false, b: {type: string}}}");
    for (old, new, expected) in [
        (
            &old,
            &new,
            "GET /places response 200 `a` is now `false`, which allows no value; callers that read it no longer receive it",
        ),
        (
            &new,
            &old,
            "GET /places response 200 `a` is no longer `false`, which allowed no value; responses may contain values now",
        ),
    ] {
        let findings = wire(old, new).findings;
        let messages: Vec<_> = findings.iter().map(crate::diff::Finding::message).collect();
        assert_eq!(messages, [expected]);
    }
    // A `not` of any value is called by its name.
    let not = document("{type: object, properties: {a: {type: string, not: {}}}}");
    let old = document("{type: object, properties: {a: {type: string}}}");
    let findings = wire(&old, &not).findings;
    assert_eq!(findings[0].change, "some values are now forbidden by `not`");
}
