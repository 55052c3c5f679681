//! Tests which finding contains a changed item of the crate.

use super::nearest::line;
use super::with_rust;
use crate::diff::test_support::document;
use crate::diff::{Finding, Kind, RustChange, Step};

/// A document with an operation that starts jobs, and an operation that reads them.
const JOBS: [&str; 2] = [
    "\
/things:
  put:
    operationId: change_things
    x-batch: { request: $body, size: 10, key: id }
    x-job:
      id: job
      status: { operation: get_job, argument: job, state: state, done: [done], failed: [lost], every: 1 }
      results: { operation: get_job, argument: job, items: things, match: { id: id }, state: state, succeeded: [done] }
    requestBody:
      required: true
      content:
        application/json:
          schema: { type: array, items: { $ref: '#/components/schemas/Thing' } }
    responses:
      '201': { description: A job., content: { application/json: { schema: { $ref: '#/components/schemas/Job' } } } }
/jobs/{job}:
  get:
    operationId: get_job
    parameters:
      - { name: job, in: path, required: true, schema: { type: string } }
    responses:
      '200': { description: A job., content: { application/json: { schema: { $ref: '#/components/schemas/Job' } } } }
",
    "\
schemas:
  Job:
    type: object
    required: [job, state]
    properties:
      job: { type: string }
      state: { $ref: '#/components/schemas/State' }
      things: { type: array, items: { $ref: '#/components/schemas/Line' } }
  Line: { type: object, properties: { id: { type: string }, state: { $ref: '#/components/schemas/State' } } }
  Row: { type: object, properties: { id: { type: string }, state: { $ref: '#/components/schemas/State' }, note: { type: string } } }
  State: { type: string, enum: [open, done, lost] }
  Thing: { type: object, required: [id], properties: { id: { type: string } } }
",
];

/// The lines of the findings that contain an item.
fn lines_with(old: &str, new: &str, item: &str) -> Vec<usize> {
    let findings = with_rust(old, new).findings;
    let has_item = |items: &[RustChange]| items.iter().any(|it| it.to_string() == item);
    let found = findings.iter().filter(|it| has_item(&it.rust.items));
    found.map(|it| it.location.line).collect()
}

#[test]
fn an_added_operation_is_no_cause_of_items_of_a_schema_that_is_used_as_before() {
    const BODY: &str =
        "content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }";
    let paths = |response: &str, added: &str| {
        let body = format!("requestBody: {{ required: true, {BODY} }}");
        let responses = format!("responses: {{ '200': {{ description: A pet.{response} }} }}");
        format!("/pets: {{ put: {{ operationId: put_pet, {body}, {responses} }} }}\n{added}")
    };
    let schemas = |access: &str| {
        format!(
            "schemas:\n  Pet: {{ type: object, properties: {{ deep: {{ $ref: '#/components/schemas/Deep' }} }} }}\n  Deep:\n    type: object\n    properties:\n      x: {{ type: string{access} }}\n"
        )
    };
    let added = format!(
        "/new: {{ get: {{ operationId: get_new, responses: {{ '200': {{ description: A pet., {BODY} }} }} }} }}"
    );
    let received = format!(", {BODY}");
    let old = document(&paths(&received, ""), &schemas(""));
    let new = document(&paths(&received, &added), &schemas(", readOnly: true"));
    for item in [
        "types::Pet::new was removed",
        "types::Deep::new was removed",
        "types::PetInput was added",
        "types::DeepInput was added",
    ] {
        assert_eq!(lines_with(&old, &new, item), [line(&new, "x: {")], "{item}");
    }
    // The schema was not received before.
    let old = document(&paths("", ""), &schemas(", readOnly: true"));
    let new = document(&paths("", &added), &schemas(", readOnly: true"));
    let item = "types::Pet::new was removed";
    assert_eq!(lines_with(&old, &new, item), [line(&new, "/new")]);
}

#[test]
fn a_list_is_optional_because_of_the_operation_that_sends_it() {
    const BODY: &str =
        "content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }";
    let get = format!(
        "/pets: {{ get: {{ operationId: get_pet, responses: {{ '200': {{ description: A pet., {BODY} }} }} }} }}"
    );
    let put = "/new: { put: { operationId: put_pet, requestBody: { required: true, BODY }, responses: { '204': { description: Done. } } } }";
    let put = put.replace("BODY", BODY);
    let schemas = |ty: &str, required: &str| {
        format!(
            "schemas:\n  Pet:\n    type: object\n    required: [{required}]\n    properties:\n      list: {{ type: array, items: {{ $ref: '#/components/schemas/Deep' }} }}\n      map: {{ type: object, additionalProperties: {{ $ref: '#/components/schemas/Deep' }} }}\n  Deep:\n    type: object\n    properties:\n      x: {{ type: {ty} }}\n"
        )
    };
    let old = document(&get, &schemas("string", ""));
    let new = document(&format!("{get}\n{put}"), &schemas("integer", ""));
    let map = "std::collections::BTreeMap<String, types::Deep>";
    for (name, ty) in [("list", "Vec<types::Deep>"), ("map", map)] {
        let place = [line(&new, "/new")];
        for (old, new, from, to) in [
            (&old, &new, ty.to_owned(), format!("Option<{ty}>")),
            (&new, &old, format!("Option<{ty}>"), ty.to_owned()),
        ] {
            let item = format!("types::Pet::{name} changed its type from `{from}` to `{to}`");
            assert_eq!(lines_with(old, new, &item), place, "{item}");
        }
    }
    // A property that is sent as before is no longer required.
    let old = document(&format!("{get}\n{put}"), &schemas("string", "list"));
    let new = document(&format!("{get}\n{put}"), &schemas("integer", ""));
    let item =
        "types::Pet::list changed its type from `Vec<types::Deep>` to `Option<Vec<types::Deep>>`";
    assert_eq!(lines_with(&old, &new, item), [line(&new, "list: {")]);
}

#[test]
fn a_trait_goes_with_a_property_whose_type_never_had_it() {
    const USES: &str = "/pet: { get: { operationId: get_pet, responses: { '200': { description: A pet., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } } } }
/sizes: { get: { operationId: get_sizes, responses: { '200': { description: A size., content: { application/json: { schema: { $ref: '#/components/schemas/Size' } } } } } } }";
    let schemas = |required: &str, property: &str| {
        let schemas = format!(
            "schemas:\n  Pet:\n    type: object\n    properties:\n      name: {{ type: string }}\n{property}  Size:\n    type: object\n    required: [{required}]\n    properties:\n      height: {{ type: number }}\n      unit: {{ type: string }}\n"
        );
        document(USES, &schemas)
    };
    let old = schemas("unit", "");
    let new = schemas(
        "unit, height",
        "      size: { $ref: '#/components/schemas/Size' }\n",
    );
    let place = [line(&new, "size: {")];
    for (old, new, change) in [
        (&old, &new, "no longer implements `Eq` and `Hash`"),
        (&new, &old, "implements `Eq` and `Hash`"),
    ] {
        let item = format!("types::Pet {change}");
        assert_eq!(lines_with(old, new, &item), place, "{item}");
    }
}

#[test]
fn a_default_goes_and_comes_with_the_first_required_property() {
    const USES: &str = "/leaf: { get: { operationId: get_leaf, responses: { '200': { description: A leaf., content: { application/json: { schema: { $ref: '#/components/schemas/Leaf' } } } } } } }";
    for paths in ["", USES] {
        let leaf = |required: &str, properties: &str| {
            let leaf = format!(
                "schemas:\n  Leaf:\n    type: object\n    required: [{required}]\n    properties:\n      green: {{ type: boolean }}\n{properties}"
            );
            document(paths, &leaf)
        };
        let old = leaf("", "");
        let new = leaf(
            "age",
            "      name: { type: string }\n      age: { type: integer }\n",
        );
        let place = [line(&new, "age: {")];
        for (old, new, change) in [
            (&old, &new, "no longer implements `Default`"),
            (&new, &old, "implements `Default`"),
        ] {
            let item = format!("types::Leaf {change}");
            assert_eq!(lines_with(old, new, &item), place, "{item}\n{paths}");
        }
    }
}

#[test]
fn the_types_of_a_job_change_with_the_response_that_has_its_results() {
    let [paths, components] = JOBS;
    let old = document(paths, components);
    let new = document(
        paths,
        &components.replace("schemas/Line' } }\n", "schemas/Row' } }\n"),
    );
    let place = [line(&new, "things: { type")];
    for (name, before, after) in [
        (
            "Batched::Value",
            "Option<types::Line>",
            "Option<types::Row>",
        ),
        ("JobOperation::Item", "types::Line", "types::Row"),
    ] {
        for (old, new, before, after) in [(&old, &new, before, after), (&new, &old, after, before)]
        {
            let item =
                format!("operations::ChangeThings changed `{name}` from `{before}` to `{after}`");
            assert_eq!(lines_with(old, new, &item), place, "{item}");
        }
    }
}

#[test]
fn a_payload_is_changed_by_its_webhook_or_its_callback() {
    const CALLBACK: &str = "/pets:
  post:
    operationId: post_pets
    responses: { '204': { description: D. } }
    callbacks:
      done: { url: { post: { requestBody: { content: { application/json: { schema: { type: string } } } } } } }";
    const WEBHOOK: &str = "webhooks:
  newPet: { post: { requestBody: { content: { application/json: { schema: { type: integer } } } } } }\n";
    let text = |paths: &str, others: &str| document(paths, "").replace("3.0.3", "3.1.0") + others;
    let (quiet, _) = CALLBACK.split_once("    callbacks").unwrap_or_default();
    for (old, new, place) in [
        (text(quiet, ""), text(CALLBACK, ""), "done: {"),
        (text("", ""), text("", WEBHOOK), "newPet: {"),
    ] {
        assert_eq!(
            lines_with(&old, &new, "webhooks was added"),
            [line(&new, place)],
            "{new}"
        );
    }
}

#[test]
fn a_type_comes_and_goes_with_the_use_of_its_schema() {
    let get = |name: &str| {
        format!(
            "  get:\n    operationId: get\n    responses: {{ '200': {{ description: D., content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{name}' }} }} }} }} }}\n"
        )
    };
    let components = |a: &str| {
        format!(
            "schemas:\n  A: {{ type: object, properties: {{ b: {{ $ref: '#/components/schemas/B' }} }} }}\n  B: {{ type: object, properties: {{ a: {{ type: {a} }} }} }}\n"
        )
    };
    // The change of B does not cause that A has a type, although A refers to it.
    let text = |path: &str, a: &str| document(&format!("/b:\n{}{path}", get("B")), &components(a));
    let used = text(
        &format!("/a:\n{}", get("A").replace("get\n", "get_a\n")),
        "string",
    );
    let unused = text("", "integer");
    for (old, new, change) in [(&unused, &used, "added"), (&used, &unused, "removed")] {
        let item = format!("types::A was {change}");
        let place = line(&used, "/a:") + 1;
        assert_eq!(lines_with(old, new, &item), [place], "{item}");
    }
}

#[test]
fn a_change_of_an_unused_schema_changes_nothing_in_rust() {
    let get = "/a: { get: { operationId: get, responses: { '200': { description: D. } } } }";
    let text = |a: &str| {
        document(
            get,
            &format!("schemas:\n  A: {{ type: object, properties: {{ a: {{ type: {a} }} }} }}\n"),
        )
    };
    let comparison = with_rust(&text("string"), &text("integer"));
    assert_eq!(comparison.rust, Step::None, "{:?}", comparison.findings);
}

#[test]
fn an_extension_that_keeps_a_type_adds_it() {
    let get = "/a: { get: { operationId: get, responses: { '200': { description: D. } } } }";
    let schemas = "schemas:\n  A: { type: object, properties: { a: { type: string } } }\n";
    let old = document(get, schemas);
    let new = format!("{old}x-keep-types: [A]\n");
    for (old, new, expected) in [
        (&old, &new, "types::A was added"),
        (&new, &old, "types::A was removed"),
    ] {
        let findings = with_rust(old, new).findings;
        let items = findings.iter().flat_map(|it| &it.rust.items);
        let items: Vec<_> = items.map(ToString::to_string).collect();
        assert_eq!(items, [expected], "{findings:?}");
    }
}

/// The operation `GET /{name}` with a tag, which returns an object.
fn tagged(name: &str, tag: &str) -> String {
    format!(
        "/{name}: {{ get: {{ operationId: {name}, tags: [{tag}], responses: {{ '200': {{ description: D., content: {{ application/json: {{ schema: {{ type: object, properties: {{ a: {{ type: string }} }} }} }} }} }} }} }} }}\n"
    )
}

/// The changes of the crate between two documents, each with the line of its finding and what that says.
fn changes_at(old: &str, new: &str) -> Vec<String> {
    let findings = with_rust(old, new).findings.into_iter();
    let changes = findings.flat_map(|finding| {
        let place = format!("{} {}", finding.location.line, finding.title());
        let items = finding.rust.items.into_iter();
        let items: Vec<_> = items.map(|item| format!("{place}: {item}")).collect();
        items
    });
    changes.collect()
}

#[test]
fn a_name_of_a_part_is_the_cause_of_all_changes_of_the_part() {
    let paths = tagged("one", "a") + &tagged("two", "A") + &tagged("three", "b");
    let text = |name: &str| {
        let tags = format!("tags:\n- name: b\n- name: A\n  {name}");
        format!("{}\nx-parts: tag\n{tags}\n", document(&paths, ""))
    };
    let (own, named) = (text("description: A."), text("x-feature: other"));
    let place = format!("{} tag `A`:", line(&named, "x-feature"));
    let expected = [
        "was added: feature `sample-other` was added",
        "was added: Client::two is no longer enabled by the feature `sample-a`",
        "was added: types::TwoResponse is no longer enabled by the feature `sample-a`",
    ];
    let expected = expected.map(|text| format!("{place} `x-feature` {text}"));
    assert_eq!(changes_at(&own, &named), expected);
    let expected = [
        "was removed: feature `sample-other` was removed",
        "was removed: Client::two is also enabled by the feature `sample-a`",
        "was removed: types::TwoResponse is also enabled by the feature `sample-a`",
    ];
    let expected = expected.map(|text| format!("{place} `x-feature` {text}"));
    assert_eq!(changes_at(&named, &own), expected);
}

#[test]
fn a_tag_is_renamed_at_one_place() {
    let text = |tag: &str, more: &str| {
        let paths =
            tagged("one", tag) + &tagged("two", &format!("{tag}, b")) + &tagged("three", "b");
        format!("{}\nx-parts: tag\n{more}\n", document(&paths, ""))
    };
    let described = |name: &str, more: &str| format!("tags: [{{ name: {name}{more} }}]");
    for (old, new, place, advice) in [
        (
            text("Old name", &described("Old name", "")),
            text("New", &described("New", "")),
            "tags: [{ name: New",
            "; `x-feature: old-name` keeps the feature",
        ),
        (
            text("Old name", ""),
            text("New", ""),
            "/one:",
            "; `x-feature: old-name` keeps the feature",
        ),
        (
            text("Old name", &described("Old name", "")),
            text("New", &described("New", ", x-feature: next")),
            "tags: [{ name: New",
            "; `x-feature: old-name` keeps the feature",
        ),
    ] {
        let feature = if new.contains("next") { "next" } else { "new" };
        let place = format!(
            "{} tag `Old name` was renamed to `New`{advice}: feature",
            line(&new, place)
        );
        let expected = [
            format!("{place} `sample-old-name` was removed"),
            format!("{place} `sample-{feature}` was added"),
        ];
        assert_eq!(changes_at(&old, &new), expected);
    }
    let (old, new) = (
        text("Old name", &described("Old name", "")),
        text("New", &described("New", ", x-feature: old-name")),
    );
    let findings = with_rust(&old, &new).findings;
    let titles: Vec<_> = findings.iter().map(Finding::title).collect();
    let expected = [
        "tag `Old name` was renamed to `New`",
        "tag `New`: `x-feature` was added",
        "sample has other documentation",
    ];
    assert_eq!(titles, expected);
}

#[test]
fn operations_that_get_the_tag_of_others_are_the_causes_themselves() {
    let text = |tags: [&str; 3]| {
        let [one, two, three] = tags;
        let paths = tagged("one", one) + &tagged("two", two) + &tagged("three", three);
        format!("{}\nx-parts: tag\n", document(&paths, ""))
    };
    let (old, new) = (text(["a", "a", "b"]), text(["b", "c", "b"]));
    let titles: Vec<_> = with_rust(&old, &new)
        .findings
        .iter()
        .map(Finding::title)
        .collect();
    assert_eq!(
        titles,
        ["GET /one: `tags` changed", "GET /two: `tags` changed"]
    );
}

#[test]
fn a_kept_type_goes_and_comes_with_the_extension() {
    let schemas = "schemas:\n  Used: { type: object, properties: { a: { $ref: '#/components/schemas/Inner' } } }\n  Inner: { type: string, enum: [a] }\n  Alone: { type: object, properties: { a: { type: string } } }";
    let plain = document(&tagged("one", "a"), schemas);
    for keep in ["true", "[Used, Alone]"] {
        let kept = format!("{plain}\nx-keep-types: {keep}\n");
        let place = line(&kept, "x-keep-types");
        for (old, new, change) in [(&kept, &plain, "removed"), (&plain, &kept, "added")] {
            let expected = ["Used", "Inner", "Alone"].map(|name| {
                format!("{place} `x-keep-types` was {change}: types::{name} was {change}")
            });
            assert_eq!(changes_at(old, new), expected);
        }
    }
}

/// A document with an operation at each path with this ID.
fn posts(operations: &[(&str, &str)]) -> String {
    let paths = operations.iter().map(|(path, id)| {
        format!(
            "{path}:\n  parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}]\n  post: {{ operationId: {id}, responses: {{ '204': {{ description: D. }} }} }}\n"
        )
    });
    document(&paths.collect::<String>(), "")
}

#[test]
fn a_method_that_sends_another_request_is_shown_where_the_id_moved() {
    const KEEP: &str = "/items/{id}/keep";
    const PURGE: &str = "/items/{id}/purge";
    const STORE: &str = "/items/{id}/store";
    for (old, new, expected) in [
        // The operations swap their IDs.
        (
            &[(KEEP, "keep"), (PURGE, "purge")][..],
            &[(KEEP, "purge"), (PURGE, "keep")][..],
            &[
                "POST /items/{id}/keep: the ID changed from `keep` to `purge`: Client::keep sends `POST /items/{id}/purge` instead of `POST /items/{id}/keep`",
                "POST /items/{id}/purge: the ID changed from `purge` to `keep`: Client::purge sends `POST /items/{id}/keep` instead of `POST /items/{id}/purge`",
            ][..],
        ),
        // The ID moves to a new operation, and the old operation gets another one.
        (
            &[(KEEP, "keep")],
            &[(KEEP, "keep_v1"), (PURGE, "keep")],
            &[
                "POST /items/{id}/keep: the ID changed from `keep` to `keep_v1`: Client::keep sends `POST /items/{id}/purge` instead of `POST /items/{id}/keep`",
                "POST /items/{id}/keep: the ID changed from `keep` to `keep_v1`: Client::keep_v1 was added",
            ],
        ),
        // The operation goes, and another one gets its ID.
        (
            &[(KEEP, "keep"), (PURGE, "purge")],
            &[(PURGE, "keep")],
            &[
                "POST /items/{id}/purge: the ID changed from `purge` to `keep`: Client::keep sends `POST /items/{id}/purge` instead of `POST /items/{id}/keep`",
                "POST /items/{id}/purge: the ID changed from `purge` to `keep`: Client::purge was removed",
            ],
        ),
        // Two operations move, one of them to the place of the other.
        (
            &[(KEEP, "keep"), (PURGE, "purge")],
            &[(PURGE, "keep"), (STORE, "purge")],
            &[
                "POST /items/{id}/purge: the ID changed from `purge` to `keep`: Client::keep sends `POST /items/{id}/purge` instead of `POST /items/{id}/keep`",
                "POST /items/{id}/purge: the ID changed from `purge` to `keep`: Client::purge sends `POST /items/{id}/store` instead of `POST /items/{id}/purge`",
            ],
        ),
    ] {
        let (old, new) = (posts(old), posts(new));
        let changes = changes_at(&old, &new);
        let changes = changes.iter().filter_map(|it| it.split_once(' '));
        assert_eq!(changes.map(|it| it.1).collect::<Vec<_>>(), expected);
        assert_eq!(with_rust(&old, &new).rust, Step::Major);
    }
}

#[test]
fn a_method_whose_operation_moves_with_its_id_sends_no_other_request() {
    for (old, new, kind) in [
        (
            ("/items/{id}/keep", "keep"),
            ("/things/{id}/keep", "keep"),
            Kind::OperationMoved,
        ),
        (
            ("/items/{id}/keep", "keep"),
            ("/items/{id}/keep", "store"),
            Kind::OperationIdChanged,
        ),
    ] {
        let [old, new] = [old, new].map(|it| posts(&[it]));
        let findings = with_rust(&old, &new).findings;
        assert_eq!(findings[0].kind, kind);
        assert!(findings.iter().all(|it| !it.is_silent_in_rust()));
    }
}

#[test]
fn a_replaced_value_of_an_enum_is_removed_by_the_removal_and_added_by_the_addition() {
    let text = |values: &str| {
        let kind = format!("schemas:\n  Kind:\n    type: {values}");
        format!("{}\nx-keep-types: true\n", document("", &kind))
    };
    for (old, new, [first, second]) in [
        (
            "string\n    enum: [a, b]",
            "string\n    enum: [a, c]",
            [
                "`b` was removed: types::Kind::B",
                "`c` was added: types::Kind::C",
            ],
        ),
        (
            "integer\n    enum: [1, 2]",
            "integer\n    enum: [1, 3]",
            [
                "`2` was removed: types::Kind::X2",
                "`3` was added: types::Kind::X3",
            ],
        ),
    ] {
        let changes = changes_at(&text(old), &text(new));
        for expected in [
            format!("{first} was removed"),
            format!("{second} was added"),
        ] {
            let is_found = changes.iter().any(|it| it.ends_with(&expected));
            assert!(is_found, "{expected}: {changes:?}");
        }
    }
}

#[test]
fn a_schema_that_is_no_longer_one_of_several_alternatives_changes_with_them() {
    let get = "/pets: { get: { operationId: get_pet, responses: { '200': { description: A pet., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } } } }";
    let schemas = |dog: &str| {
        format!(
            "schemas:\n  Pet:\n    discriminator: {{ propertyName: kind }}\n    oneOf:\n      - {{ $ref: '#/components/schemas/Cat' }}\n{dog}  Cat: {{ type: object, required: [kind], properties: {{ kind: {{ type: string }} }} }}\n  Dog: {{ type: object, required: [kind], properties: {{ kind: {{ type: string }}, bark: {{ type: string }} }} }}\n"
        )
    };
    let old = document(
        get,
        &schemas("      - { $ref: '#/components/schemas/Dog' }\n"),
    );
    let new = document(get, &schemas(""));
    let place = [line(&old, "schemas/Dog'")];
    assert_eq!(lines_with(&old, &new, "types::Cat::new was added"), place);
    assert_eq!(lines_with(&new, &old, "types::Cat::new was removed"), place);
}

#[test]
fn an_enum_of_errors_loses_traits_with_the_property_of_an_error() {
    let get = "/pets: { get: { operationId: get_pet, responses: { '204': { description: Done. }, default: { description: An error., content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } } } } }";
    let schemas = |ty: &str| {
        format!(
            "schemas:\n  Problem:\n    type: object\n    properties:\n      code: {{ type: {ty} }}\n"
        )
    };
    let (old, new) = (
        document(get, &schemas("integer")),
        document(get, &schemas("number")),
    );
    let place = [line(&new, "code: {")];
    for (old, new, item) in [
        (&old, &new, "ErrorBody no longer implements `Eq`"),
        (&new, &old, "ErrorBody implements `Eq`"),
    ] {
        assert_eq!(lines_with(old, new, item), place, "{item}");
    }
}

#[test]
fn an_argument_changes_with_the_type_that_it_is_split_into() {
    let body = |name: &str| {
        format!(
            "content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{name}' }} }} }}"
        )
    };
    let paths = |name: &str| {
        let (received, sent) = (body(name), body("Sent"));
        format!(
            "/pets:\n  get:\n    operationId: get_pet\n    responses: {{ '200': {{ description: A pet., {received} }} }}\n  put:\n    operationId: put_pet\n    requestBody: {{ required: true, {sent} }}\n    responses: {{ '204': {{ description: Done. }} }}\n"
        )
    };
    let schemas = "schemas:\n  Sent: { type: object, properties: { a: { type: string, nullable: true } } }\n  Other: { type: object, properties: { b: { type: string } } }\n";
    let old = document(&paths("Other"), schemas);
    let new = document(&paths("Sent"), schemas);
    let item = "Client::put_pet_with changed the type of the argument `body` from `types::Sent` to `types::SentInput`";
    let back = "Client::put_pet_with changed the type of the argument `body` from `types::SentInput` to `types::Sent`";
    assert_eq!(
        lines_with(&old, &new, item),
        [line(&new, "responses: { '200'")]
    );
    assert_eq!(
        lines_with(&new, &old, back),
        [line(&old, "responses: { '200'")]
    );
}
