use crate::diagnostic::Code;
use crate::{Options, Source, generate};

/// A document with a paginated and a batch operation. Extensions replace `{top}`, `{list}` and `{bulk}`.
const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: Things, version: 1.0.0 }
{top}
servers: [{ url: "https://api.example.com" }]
paths:
  /things:
    get:
      operationId: list_things
      {list}
      parameters:
        - { name: cursor, in: query, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer } }
      responses:
        "200":
          description: A page.
          content: { application/json: { schema: { $ref: "#/components/schemas/Page" } } }
    post:
      operationId: close_things
      {bulk}
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/Close" } } }
      responses:
        "200":
          description: What was closed.
          content: { application/json: { schema: { $ref: "#/components/schemas/Page" } } }
components:
  schemas:
    Page:
      type: object
      required: [data]
      properties:
        data: { type: array, items: { $ref: "#/components/schemas/Thing" } }
        next: { type: string, nullable: true }
        about: { $ref: "#/components/schemas/Thing" }
    Thing:
      type: object
      required: [id]
      properties: { id: { type: integer } }
    Close:
      type: object
      required: [ids]
      properties:
        ids: { type: array, items: { type: integer } }
        status: { type: string, enum: [OPEN, DELETE] }
        block: { type: boolean }
        level: { type: integer, nullable: true }
"##;

fn found(top: &str, list: &str, bulk: &str) -> Vec<String> {
    let text = DOCUMENT
        .replace("{top}", top)
        .replace("{list}", list)
        .replace("{bulk}", bulk);
    let options = Options {
        crate_name: "things".to_owned(),
        ..Options::default()
    };
    let source = Source {
        name: "things.yaml",
        text: &text,
    };
    let found = match generate(&source, &options) {
        Ok(module) => module.warnings,
        Err(found) => found,
    };
    let extensions = found
        .iter()
        .filter(|diagnostic| diagnostic.code == Code::Extension);
    extensions
        .map(|diagnostic| {
            let place = &text[diagnostic.span.start..diagnostic.span.end];
            let help = diagnostic
                .help
                .as_ref()
                .map(|help| format!(" ({help})"))
                .unwrap_or_default();
            format!("{place}: {}{help}", diagnostic.message)
        })
        .collect()
}

#[track_caller]
fn assert_found(found: &[String], expected: &str) {
    assert!(
        found.iter().any(|message| message == expected),
        "{expected:?} is not in {found:#?}"
    );
}

const LIMITS: &str = "x-rate-limit: { limits: [{ name: reads, methods: [GET], requests: 20, per: 60, window: fixed }], \
                      headers: { limit: A, remaining: B, reset: { name: C, as: unix-seconds } } }";
const PAGINATION: &str =
    "x-pagination: { style: cursor, request: cursor, response: next, items: data }";
const BATCH: &str =
    "x-batch: { request: ids, size: 100, results: data, key: id, unconfirmed: { status: DELETE } }";

#[test]
fn valid_extensions_have_no_diagnostics() {
    assert_eq!(found(LIMITS, PAGINATION, BATCH), Vec::<String>::new());
    assert_eq!(
        found(
            LIMITS,
            "x-rate-limit: reads",
            "x-retry: { unless: [status] }"
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        found(
            "",
            "x-pagination: { style: offset, request: limit, limit: limit, items: data }",
            "x-retry: never"
        ),
        Vec::<String>::new()
    );
}

#[test]
fn a_mistake_in_pagination_is_reported_at_its_position() {
    let cases = [
        (
            "x-pagination: cursor",
            "cursor: expected an object for `x-pagination`, found a string",
        ),
        (
            "x-pagination: { style: curser, request: cursor, response: next, items: data }",
            "curser: unknown value `curser` for `style` (did you mean `cursor`?)",
        ),
        (
            "x-pagination: { style: cursor, request: cursr, response: next, items: data }",
            "cursr: unknown parameter or body field `cursr` (did you mean `cursor`?)",
        ),
        (
            "x-pagination: { style: cursor, request: cursor, response: nxt, items: data }",
            "nxt: unknown field `nxt` in `response` (did you mean `next`?)",
        ),
        (
            "x-pagination: { style: cursor, request: cursor, response: about.id, items: data }",
            "about.id: `response` passes through a field that may be absent",
        ),
        (
            "x-pagination: { style: offset, request: limit }",
            "{ style: offset, request: limit }: without `items`, the response must be an array",
        ),
        (
            "x-pagination: { style: cursor, request: cursor, response: next, items: next }",
            "next: `items` refers to a value that is not an array",
        ),
        (
            "x-pagination: { style: cursor, request: cursor, response: next, itms: data }",
            "itms: unknown key `itms` in `x-pagination` (did you mean `items`?)",
        ),
    ];
    for (extension, expected) in cases {
        assert_found(&found("", extension, ""), expected);
    }
}

#[test]
fn a_mistake_in_a_batch_is_reported_at_its_position() {
    let cases = [
        (
            "x-batch: { request: id, size: 100, results: data, key: id }",
            "id: unknown parameter or body field `id` (expected one of `ids`, `status`, `block`, `level`)",
        ),
        (
            "x-batch: { request: ids, size: 0, results: data, key: id }",
            "0: expected an integer greater than 0 for `size` in `x-batch`, found the number `0`",
        ),
        (
            "x-batch: { request: ids, size: many, results: data, key: id }",
            "many: expected an integer greater than 0 for `size` in `x-batch`, found a string",
        ),
        (
            "x-batch: { request: ids, size: 100, results: data, key: idd }",
            "idd: unknown field `idd` in `key` (did you mean `id`?)",
        ),
    ];
    for (extension, expected) in cases {
        assert_found(&found("", "", extension), expected);
    }
}

#[test]
fn a_mistake_in_a_rate_limit_is_reported_at_its_position() {
    let cases = [
        (
            "x-rate-limit: { limits: [{ name: reads, requests: 20, per: 60, window: rolling }] }",
            "rolling: unknown value `rolling` for `window` (did you mean `sliding`?)",
        ),
        (
            "x-rate-limit: { limits: [{ name: reads, requests: 20, per: 60, window: slide }] }",
            "slide: unknown value `slide` for `window` (did you mean `sliding`?)",
        ),
        (
            "x-rate-limit: { limits: [{ name: reads, requests: 20, every: 60 }] }",
            "every: unknown key `every` in `x-rate-limit` \
             (expected one of `name`, `methods`, `requests`, `per`, `window`)",
        ),
        (
            "x-rate-limit: { limits: [], headers: { reset: { name: C, as: seconds-unix } } }",
            "seconds-unix: unknown value `seconds-unix` for `as` \
             (expected one of `unix-seconds`, `seconds`)",
        ),
    ];
    for (extension, expected) in cases {
        assert!(
            found(extension, "", "")
                .iter()
                .any(|message| message == expected),
            "of {extension}"
        );
    }
}

/// The mistake is elsewhere in the document, in an operation or in a component.
#[test]
fn extensions_are_checked_in_a_document_with_other_mistakes() {
    let cases = [
        // Keys and values are checked even in an invalid operation.
        (
            "x-pagination: { style: curser, request: cursor, itms: data }\n      security: [{ none: [] }]",
            "x-retry: { unless: [status] }",
            vec![
                "curser: unknown value `curser` for `style` (did you mean `cursor`?)",
                "itms: unknown key `itms` in `x-pagination` (did you mean `items`?)",
            ],
        ),
        // Names are checked in a valid operation.
        (
            "x-retry: never\n      security: [{ none: [] }]",
            "x-retry: { unless: [statsu] }",
            vec!["statsu: unknown parameter or body field `statsu` (did you mean `status`?)"],
        ),
        // Mistakes that follow from an invalid operation are not reported.
        (
            "x-pagination: { style: cursor, request: cursor, response: nxt, items: data }\n      security: [{ none: [] }]",
            "x-retry: { unless: [status] }",
            vec![],
        ),
    ];
    for (list, bulk, expected) in cases {
        assert_eq!(found("", list, bulk), expected, "{list}");
    }
    let broken = PAGINATION.replace("response: next", "response: nxt");
    let with_unused =
        |component: &str| format!("{broken}\n      description: >-\n        {component}");
    assert_eq!(
        found("tags: 1", &with_unused("D"), ""),
        ["nxt: unknown field `nxt` in `response` (did you mean `next`?)"]
    );
}

#[test]
fn an_operation_cannot_name_an_unknown_rate_limit() {
    let message = "read: unknown rate limit `read` (did you mean `reads`?)";
    assert_eq!(found(LIMITS, "x-rate-limit: read", ""), [message]);
}

#[test]
fn a_mistake_in_a_retry_rule_is_reported_at_its_position() {
    let cases = [
        (
            "x-retry: sometimes",
            "sometimes: expected `always`, `never` or `{ unless: […] }` for `x-retry`, found the string `sometimes`",
        ),
        (
            "x-retry: alway",
            "alway: expected `always`, `never` or `{ unless: […] }` for `x-retry`, found the string `alway` (did you mean `always`?)",
        ),
        (
            "x-retry: { unles: [status] }",
            "unles: unknown key `unles` in `x-retry` (did you mean `unless`?)",
        ),
        (
            "x-retry: { unless: [statsu] }",
            "statsu: unknown parameter or body field `statsu` (did you mean `status`?)",
        ),
    ];
    for (extension, expected) in cases {
        assert_eq!(found("", "", extension), [expected]);
    }
}

#[test]
fn confirmed_requests_name_properties_of_the_body_and_their_values() {
    let found = |requests: &str| found("", "", &format!("x-confirm: {requests}"));
    let valid =
        "[{ status: DELETE }, { status: OPEN, block: true }, { level: 3 }, { level: null }, {}]";
    assert_eq!(found(valid), Vec::<String>::new());
    let cases = [
        (
            "{ status: DELETE }",
            "{ status: DELETE }: expected an array for `x-confirm`, found an object",
        ),
        (
            "[DELETE]",
            "DELETE: expected an object for `x-confirm`, found a string",
        ),
        (
            "[{ stauts: DELETE }]",
            "stauts: unknown key `stauts` in `x-confirm` (did you mean `status`?)",
        ),
        (
            "[{ status: DELET }]",
            "DELET: unknown value `DELET` of `status` (did you mean `DELETE`?)",
        ),
        (
            "[{ status: null }]",
            "null: unknown value `null` of `status` (expected one of `OPEN`, `DELETE`)",
        ),
        (
            "[{ block: yes! }]",
            "yes!: expected `true` or `false` for `block` in `x-confirm`, found a string",
        ),
        (
            "[{ level: 1.5 }]",
            "1.5: expected an integer for `level` in `x-confirm`, found a number",
        ),
        (
            "[{ ids: [1] }]",
            "[1]: `ids` has no single value that `x-confirm` can name",
        ),
    ];
    for (requests, expected) in cases {
        assert_found(&found(requests), expected);
    }
}
