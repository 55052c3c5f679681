//! Tests the comparison of documents with tables of small changes.
//!
//! A case in `tests/changes/` or `tests/equal/` has this form, where the fragments are YAML and each result is a level, a side and a kind:
//!
//! ```text
//! # an enum value is removed
//! in request
//! - {type: string, enum: [a, b]}
//! + {type: string, enum: [a]}
//! > breaking request enum-value-removed
//! < compatible request enum-value-added
//! ```
//!
//! `>` is a result of the change and `<` of the reverse change. Further lines of a fragment start with the same sign.

mod cases;
mod causes;
mod files;
mod hard;
mod messages;
mod nearest;
mod places;
mod properties;
mod version_3_1;
mod version_3_2;

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::{Comparison, Kind, Options, Rejected, Step, Version, compare};
use crate::folder::NoFolder;
use crate::generate::Source;
use cases::{Case, cases};

/// Compares two documents without their generated code.
fn wire(old: &str, new: &str) -> Comparison {
    compare_texts(old, new, false)
}

/// Compares two documents and their generated code.
fn with_rust(old: &str, new: &str) -> Comparison {
    compare_texts(old, new, true)
}

fn compare_texts(old: &str, new: &str, compare_rust: bool) -> Comparison {
    let version = |text| Version {
        source: Source {
            name: "spec/sample.yaml",
            text,
        },
        folder: &NoFolder,
    };
    let options = Options {
        crate_name: "sample_client".to_owned(),
        is_renamed: false,
        compare_rust,
    };
    compare(&version(old), &version(new), &options)
        .unwrap_or_else(|error| panic!("{error}: {:?}\n{old}\n{new}", error.diagnostics))
}

/// The level, the side and the kind of each finding.
fn results(comparison: &Comparison) -> Vec<String> {
    let findings = comparison.findings.iter();
    let mut results: Vec<_> = findings
        .map(|it| format!("{} {} {}", it.level, it.side, it.kind))
        .collect();
    results.sort();
    results
}

/// The tables of a folder, sorted by name.
fn tables(folder: &str) -> Vec<(String, Vec<Case>)> {
    let texts = texts(folder).into_iter();
    texts.map(|(name, text)| (name, cases(&text))).collect()
}

/// The texts of the tables of a folder, sorted by name.
fn texts(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/diff/tests")
        .join(folder);
    let entries = fs::read_dir(folder).expect("the folder is readable");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("the entry is readable").path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path.file_stem().expect("a table has a name");
            let text = fs::read_to_string(path).expect("the table is readable");
            (name.to_string_lossy().into_owned(), text)
        })
        .collect()
}

/// Checks the cases of a table in both directions, and returns the failures.
fn failures(table: &str, cases: &[Case]) -> Vec<String> {
    let mut failures = Vec::new();
    for Case {
        name,
        old,
        new,
        forward,
        backward,
    } in cases
    {
        for (direction, expected, found) in [
            ("", forward, wire(old, new)),
            (" (reversed)", backward, wire(new, old)),
        ] {
            let found = results(&found);
            if *expected != found {
                failures.push(format!(
                    "{table}: {name}{direction}\n  expected {expected:?}\n  found    {found:?}"
                ));
            }
        }
    }
    failures
}

#[test]
fn each_kind_of_change_has_its_level_and_side() {
    let tables = tables("changes");
    let failures: Vec<_> = tables
        .iter()
        .flat_map(|(name, cases)| failures(name, cases))
        .collect();
    let count: usize = tables.iter().map(|(_, cases)| cases.len()).sum();
    assert!(count >= 200, "{count} cases");
    assert!(
        failures.is_empty(),
        "{} of {count} cases:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn a_change_of_a_payload_is_that_of_a_response_with_an_effect_on_receivers() {
    let mut seen = 0;
    for (name, text) in texts("changes") {
        let responses = cases(&text);
        let payloads = cases(&text.replace("\nin response\n", "\nin payload\n"));
        for (response, payload) in responses.iter().zip(&payloads) {
            if response.old == payload.old {
                continue;
            }
            let found = wire(&payload.old, &payload.new);
            for finding in &found.findings {
                let effect = finding
                    .effect
                    .replace("its effect on callers is unknown", "");
                let mut words = ["caller", "response"].iter();
                let is_about_callers = words.any(|word| effect.contains(word));
                assert!(!is_about_callers, "{}", finding.message());
            }
            let found = results(&found).join("\n").replace("payload", "response");
            let expected = response.forward.join("\n");
            assert_eq!(found, expected, "{name}: {}", response.name);
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen} cases");
}

#[test]
fn each_kind_of_change_on_the_wire_has_a_case() {
    /// The kinds that are not about the wire, or that need more than two documents.
    const OTHERS: &[Kind] = &[
        Kind::CrateChanged,
        Kind::DocumentAdded,
        Kind::DocumentRemoved,
        Kind::DocumentRenamed,
        Kind::EnumNamesChanged,
        Kind::EnvironmentVariableChanged,
        Kind::OperationIdChanged,
        Kind::PropertyOrderChanged,
        Kind::ReferenceChanged,
        Kind::RustNameChanged,
        Kind::SchemaRenamed,
        Kind::SecuritySchemeAdded,
        Kind::SecuritySchemeRemoved,
        Kind::SecuritySchemeRenamed,
    ];
    let tables = tables("changes");
    let cases = tables.iter().flat_map(|(_, cases)| cases);
    let results = cases.flat_map(|case| case.forward.iter().chain(&case.backward));
    let kinds: HashSet<&str> = results.filter_map(|it| it.rsplit(' ').next()).collect();
    let missing: Vec<_> = Kind::ALL
        .iter()
        .filter(|kind| !OTHERS.contains(kind) && !kinds.contains(kind.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_step_of_a_comparison_is_the_larger_of_those_on_the_wire_and_in_rust() {
    let pet = |schema: &str| {
        let paths = format!(
            "/pets:\n  get:\n    operationId: get_pets\n    parameters: [{{name: a, in: query, {schema}}}]\n    responses: {{'204': {{description: done}}}}"
        );
        super::test_support::document(&paths, "")
    };
    let optional = pet("schema: {type: string}");
    for (new, rust, step) in [
        (
            pet("required: true, schema: {type: string}"),
            Step::None,
            Step::Major,
        ),
        (
            pet("description: A., schema: {type: string}"),
            Step::None,
            Step::Patch,
        ),
        (
            pet("description: A., schema: {type: string}"),
            Step::Minor,
            Step::Minor,
        ),
        (optional.clone(), Step::None, Step::None),
        (optional.clone(), Step::Major, Step::Major),
    ] {
        let mut comparison = wire(&optional, &new);
        comparison.rust = rust;
        assert_eq!(comparison.step(), step, "{new}");
    }
}

#[test]
fn an_added_document_is_compatible_and_a_removed_one_breaks_callers() {
    let text = super::test_support::document("", "");
    let version = Version {
        source: Source {
            name: "spec/sample.yaml",
            text: &text,
        },
        folder: &NoFolder,
    };
    let found = [super::added(&version), super::removed(&version)].map(|compared| {
        let compared = compared.expect("the document is read");
        (results(&compared), compared.step())
    });
    let [added, removed] = [
        "compatible structure document-added",
        "breaking structure document-removed",
    ]
    .map(|result| vec![result.to_owned()]);
    assert_eq!(found, [(added, Step::Minor), (removed, Step::Major)]);
}

#[test]
fn a_change_of_rust_names_only_is_a_finding() {
    let names = |env: &str, name: &str| {
        let server = format!(
            "{{url: 'https://{{org}}.example.com', variables: {{org: {{default: a, x-env: {env}, x-rust-name: {name}}}}}}}"
        );
        let operation = "{operationId: a, responses: {'204': {description: done}}}";
        let text = super::test_support::document(&format!("/a: {{get: {operation}}}"), "");
        text.replace("{ url: https://api.example.com }", &server)
    };
    for (env, name, kind) in [
        ("NEW", "org", "environment-variable-changed"),
        ("OLD", "account", "rust-name-changed"),
    ] {
        let compared = with_rust(&names("OLD", "org"), &names(env, name));
        assert_eq!(results(&compared), [format!("docs rust {kind}")]);
    }
}

#[test]
fn a_schema_is_renamed_if_requests_and_responses_with_it_stay_the_same() {
    const RENAMED: &[&str] = &["docs rust schema-renamed"];
    const REPLACED: &[&str] = &["docs rust schema-added", "docs rust schema-removed"];
    let schema = |name: &str, property: &str| {
        let schema =
            format!("schemas: {{{name}: {{type: object, properties: {{a: {{{property}}}}}}}}}");
        super::test_support::document("", &schema)
    };
    for (old, new, expected) in [
        ("type: string", "type: string", RENAMED),
        ("type: string", "type: integer", REPLACED),
        (
            "type: string, readOnly: true",
            "type: integer, readOnly: true",
            REPLACED,
        ),
        (
            "type: string, writeOnly: true",
            "type: integer, writeOnly: true",
            REPLACED,
        ),
    ] {
        let compared = with_rust(&schema("Pet", old), &schema("Animal", new));
        assert_eq!(results(&compared), expected, "{old} and {new}");
    }
}

#[test]
fn a_rejected_version_is_not_compared_in_rust_for_the_reason_of_its_first_error() {
    let operation = "{operationId: a, responses: {'204': {description: done}}}";
    let old = super::test_support::document(&format!("/a: {{get: {operation}}}"), "");
    let new = super::test_support::document(
        &format!("/a: {{get: {operation}}}\n/b/{{id}}: {{get: {operation}}}"),
        "",
    );
    let compared = with_rust(&old, &new);
    let reason = compared.rust_skipped.expect("the new version is rejected");
    assert_eq!(
        reason.to_string(),
        "the generator rejects the new version: undeclared path parameter `id` in `/b/{id}`"
    );
    for (old, new, expected) in [
        (&old, &new, Rejected::New),
        (&new, &old, Rejected::Old),
        (&new, &new, Rejected::Both),
    ] {
        let rejected = with_rust(old, new).rust_skipped.map(|it| it.rejected);
        assert_eq!(rejected, Some(expected));
    }
}

#[test]
fn an_id_that_moved_is_found_in_a_document_that_the_generator_rejects() {
    const REJECTED: &str =
        "/b/{id}: {get: {operationId: b, responses: {'204': {description: done}}}}";
    let paths = |ids: [&str; 3], rest: &str| {
        let paths = ["a", "b", "c"].into_iter().zip(ids).map(|(path, id)| {
            format!("/{path}: {{get: {{operationId: {id}, responses: {{'204': {{description: done}}}}}}}}\n")
        });
        super::test_support::document(&(paths.collect::<String>() + rest), "")
    };
    let old = paths(["x", "y", "z"], "");
    for (ids, expected) in [
        (
            ["y", "x", "z"],
            &[
                (
                    "/paths/~1a/get/operationId",
                    "the method of `x` sends `GET /b` instead of `GET /a`",
                ),
                (
                    "/paths/~1b/get/operationId",
                    "the method of `y` sends `GET /a` instead of `GET /b`",
                ),
            ][..],
        ),
        (["x", "y", "w"], &[]),
        (["x", "x", "z"], &[]),
    ] {
        let compared = with_rust(&old, &paths(ids, REJECTED));
        assert!(compared.rust_skipped.is_some());
        let findings = compared.findings.iter();
        let found = findings.filter(|it| it.is_silent_in_rust()).map(|it| {
            let items = it.rust.items.iter().map(ToString::to_string);
            (it.pointer.to_string(), items.collect::<Vec<_>>().join(", "))
        });
        let expected = expected.iter().map(|it| (it.0.to_owned(), it.1.to_owned()));
        assert_eq!(
            found.collect::<Vec<_>>(),
            expected.collect::<Vec<_>>(),
            "{ids:?}"
        );
    }
}

#[test]
fn a_fingerprint_is_that_of_the_change_at_its_place() {
    let parts = ["a", "bc"].map(str::to_owned);
    assert_eq!(super::findings::fingerprint(&parts), "401801fc84f3ca79");
    let pet = |before: &str, limit: u32| {
        super::test_support::document(
            "",
            &format!(
                "schemas:\n  Pet:\n    type: object\n    properties:\n{before}      a: {{type: string, description: A{limit}}}\n      b: {{type: string, description: A{limit}}}"
            ),
        )
    };
    let fingerprints = |before: &str| {
        let compared = wire(&pet(before, 1), &pet(before, 2));
        let found = compared.findings.into_iter();
        found.map(|it| it.fingerprint).collect::<Vec<_>>()
    };
    let found = fingerprints("");
    let distinct: HashSet<_> = found.iter().collect();
    assert_eq!((found.len(), distinct.len()), (2, 2), "{found:?}");
    assert_eq!(fingerprints("      z: {type: string}\n"), found);
}

#[test]
fn documents_with_equal_meaning_have_no_findings() {
    let tables = tables("equal");
    let failures: Vec<_> = tables
        .iter()
        .flat_map(|(name, cases)| failures(name, cases))
        .collect();
    let cases: Vec<_> = tables.iter().flat_map(|(_, cases)| cases).collect();
    assert!(cases.len() >= 40, "{} cases", cases.len());
    assert!(
        failures.is_empty(),
        "{} of {} cases:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
    assert!(
        cases
            .iter()
            .all(|it| it.forward.is_empty() && it.backward.is_empty())
    );
}
