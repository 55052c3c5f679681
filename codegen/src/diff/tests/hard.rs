//! Tests that hard documents are compared without a crash and in time that is linear.

use std::fmt::Write;

use super::super::{Options, Version, compare};
use crate::diff::Finding;
use crate::folder::NoFolder;
use crate::generate::Source;

/// Compares texts as users do. Returns nothing if a document is rejected.
fn findings(old: &str, new: &str) -> Option<Vec<Finding>> {
    let version = |text| Version {
        source: Source {
            name: "spec/hard.json",
            text,
        },
        folder: &NoFolder,
    };
    let options = Options {
        crate_name: "hard_client".to_owned(),
        is_renamed: false,
        compare_rust: false,
    };
    let comparison = compare(&version(old), &version(new), &options).ok()?;
    Some(comparison.findings)
}

/// A document whose only operation sends and receives the schema `Pet`, with further keys of the operation and further
/// schemas.
fn document(pet: &str, operation: &str, schemas: &str) -> String {
    let content =
        r##"{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Pet"}}}"##;
    let responses = format!(r#"{{"200":{content},"description":"ok"}}}}"#);
    let put = format!(
        r#"{{"operationId":"put_pet"{operation},"requestBody":{content}}},"responses":{responses}}}"#
    );
    format!(
        r#"{{"openapi":"3.0.3","info":{{"title":"Pets","version":"1.0.0"}},"servers":[{{"url":"https://api.example.com"}}],"paths":{{"/pets":{{"put":{put}}}}},"components":{{"schemas":{{"Pet":{pet}{schemas}}}}}}}"#
    )
}

#[test]
fn pairs_are_searched_among_at_most_2500() {
    let pairs = |old: u32, new: u32| {
        let (old, new): (Vec<_>, Vec<_>) = ((0..old).collect(), (0..new).collect());
        super::super::wire::matching::unique_pairs(&old, &new, |a, b| a == b).len()
    };
    assert_eq!(pairs(50, 50), 50);
    assert_eq!(pairs(50, 51), 0);
}

#[track_caller]
fn assert_count(old: &str, new: &str, expected: usize) {
    let found = findings(old, new).expect("the documents are compared");
    assert_eq!(found.len(), expected);
}

#[test]
fn schemas_that_contain_themselves_are_compared() {
    let plain = document(r#"{"type":"string"}"#, "", "");
    let cycles = [
        r##"{"$ref":"#/components/schemas/Pet"}"##,
        r##"{"allOf":[{"$ref":"#/components/schemas/Pet"}]}"##,
        r##"{"oneOf":[{"$ref":"#/components/schemas/Pet"},{"type":"string"}]}"##,
        r##"{"not":{"$ref":"#/components/schemas/Pet"}}"##,
        r##"{"type":"array","items":{"$ref":"#/components/schemas/Pet"}}"##,
        r##"{"additionalProperties":{"$ref":"#/components/schemas/Pet"}}"##,
        r##"{"nullable":true,"allOf":[{"oneOf":[{"$ref":"#/components/schemas/Pet"},{"$ref":"#/components/schemas/Pet"}]}]}"##,
    ];
    for one in cycles {
        let one = document(one, "", "");
        assert_count(&one, &one, 0);
        let _ = findings(&one, &plain);
        let _ = findings(&plain, &one);
        for other in cycles {
            let _ = findings(&one, &document(other, "", ""));
        }
    }
}

#[test]
fn callbacks_that_refer_to_themselves_are_compared() {
    let callback = |status: &str| {
        format!(
            r##","callbacks":{{"a":{{"/x":{{"post":{{"callbacks":{{"b":{{"$ref":"#/paths/~1pets/put/callbacks/a"}}}},"responses":{{"{status}":{{"description":"ok"}}}}}}}}}},"c":{{"$ref":"#/paths/~1pets/put/callbacks/c"}}}}"##
        )
    };
    let old = document(r#"{"type":"string"}"#, &callback("200"), "");
    let new = document(r#"{"type":"string"}"#, &callback("201"), "");
    assert_count(&old, &old, 0);
    assert_count(&old, &new, 1);
}

#[test]
fn deep_schemas_are_compared_or_rejected() {
    let nested = |levels: usize, inner: &str| {
        let open = r#"{"type":"array","items":"#.repeat(levels);
        document(&format!("{open}{inner}{}", "}".repeat(levels)), "", "")
    };
    let (old, new) = (
        nested(100, r#"{"type":"string"}"#),
        nested(100, r#"{"type":"integer"}"#),
    );
    assert_count(&old, &new, 1);
    assert!(findings(&old, &nested(10_000, "{}")).is_none());
}

#[test]
fn long_chains_of_references_are_compared() {
    let chain = |last: &str| {
        let mut schemas = String::new();
        for index in 0..5_000 {
            let next = index + 1;
            let _ = write!(
                schemas,
                r##","S{index}":{{"type":"object","properties":{{"next":{{"$ref":"#/components/schemas/S{next}"}}}}}}"##
            );
        }
        let _ = write!(schemas, r#","S5000":{last}"#);
        document(r##"{"$ref":"#/components/schemas/S0"}"##, "", &schemas)
    };
    let (old, new) = (
        chain(r#"{"type":"string"}"#),
        chain(r#"{"type":"integer"}"#),
    );
    assert_count(&old, &new, 1);
}

#[test]
fn enums_with_many_values_are_compared() {
    let schema = |first: usize| {
        let values: Vec<_> = (first..first + 100_000)
            .map(|it| format!(r#""v{it}""#))
            .collect();
        let values = values.join(",");
        document(&format!(r#"{{"type":"string","enum":[{values}]}}"#), "", "")
    };
    assert_count(&schema(0), &schema(1), 2);
}

#[test]
fn many_properties_are_compared() {
    let schema = |prefix: &str| {
        let properties: Vec<_> = (0..5_000)
            .map(|it| format!(r#""{prefix}{it}":{{"type":"string"}}"#))
            .collect();
        let names: Vec<_> = (0..5_000).map(|it| format!(r#""{prefix}{it}""#)).collect();
        let (properties, names) = (properties.join(","), names.join(","));
        document(
            &format!(r#"{{"type":"object","required":[{names}],"properties":{{{properties}}}}}"#),
            "",
            "",
        )
    };
    assert_count(&schema("a"), &schema("b"), 10_000);
}

#[test]
fn many_alternatives_are_compared() {
    let schema = |kind: &str, count: usize| {
        let alternatives: Vec<_> = (0..count)
            .map(|it| {
                format!(r#"{{"type":"object","properties":{{"p{it}":{{"type":"{kind}"}}}}}}"#)
            })
            .collect();
        document(
            &format!(r#"{{"oneOf":[{}]}}"#, alternatives.join(",")),
            "",
            "",
        )
    };
    assert_count(&schema("string", 1_000), &schema("string", 1_000), 0);
    assert_count(&schema("string", 1_000), &schema("integer", 1_000), 1_000);
}

#[test]
fn schemas_that_many_operations_share_are_compared_once() {
    let schemas = |kind: &str| {
        let mut schemas = String::new();
        for index in 0..500 {
            let (next, after) = ((index + 1) % 500, (index * 7 + 3) % 500);
            let _ = write!(
                schemas,
                r##","S{index}":{{"type":"object","properties":{{"a":{{"$ref":"#/components/schemas/S{next}"}},"b":{{"$ref":"#/components/schemas/S{after}"}},"c":{{"type":"{kind}"}}}}}}"##
            );
        }
        schemas
    };
    let document = |kind: &str| {
        let mut paths = Vec::new();
        for index in 0..800 {
            let schema = index % 500;
            paths.push(format!(
                r##""/p{index}":{{"get":{{"operationId":"op{index}","responses":{{"200":{{"description":"ok","content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/S{schema}"}}}}}}}}}}}}}}"##
            ));
        }
        let (paths, schemas) = (paths.join(","), schemas(kind));
        format!(
            r#"{{"openapi":"3.0.3","info":{{"title":"Pets","version":"1.0.0"}},"paths":{{{paths}}},"components":{{"schemas":{{{}}}}}}}"#,
            schemas.trim_start_matches(',')
        )
    };
    let found = findings(&document("string"), &document("integer")).expect("compared");
    assert_eq!(found.len(), 500);
    assert!(found.iter().all(|finding| finding.operations.len() == 800));
}

#[test]
fn schemas_that_replaced_others_make_no_more_pairs_than_the_documents_have_parts() {
    // Each of the objects of one cycle meets each of the other cycle.
    let cycles = |first: char| {
        let mut schemas = String::new();
        for (name, length) in [('A', 401), ('B', 400)] {
            for index in 0..length {
                let (next, limit) = ((index + 1) % length, index + 1);
                let _ = write!(
                    schemas,
                    r##","{name}{index}":{{"type":"object","properties":{{"next":{{"$ref":"#/components/schemas/{name}{next}"}},"x":{{"type":"string","maxLength":{limit}}}}}}}"##
                );
            }
        }
        let pet = format!(
            r##"{{"type":"object","properties":{{"c":{{"$ref":"#/components/schemas/{first}0"}},"a":{{"$ref":"#/components/schemas/A0"}},"b":{{"$ref":"#/components/schemas/B0"}},"y":{{"type":"string","maxLength":{}}}}}}}"##,
            first as u32
        );
        document(&pet, "", &schemas)
    };
    let found = findings(&cycles('A'), &cycles('B')).expect("compared");
    let found: Vec<_> = found.iter().map(Finding::message).collect();
    assert_eq!(found.len(), 3, "{found:?}");
    let parts = [
        "Pet.y: `maxLength` was raised from `65` to `66`; ",
        "Pet.c: refers to `B0` instead of `A0`: ",
        "not all schemas were compared: ",
    ];
    for part in parts {
        assert!(
            found.iter().any(|it| it.starts_with(part)),
            "{part}: {found:?}"
        );
    }
}
