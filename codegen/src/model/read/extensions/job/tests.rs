use crate::diagnostic::Code;
use crate::{Options, Source, generate};

/// A document with an operation that starts jobs and an operation that reads them.
const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: Things, version: 1.0.0 }
servers: [{ url: "https://api.example.com" }]
paths:
  /things:
    put:
      operationId: change_things
      x-batch: { request: $body, size: 10, key: id }
      x-job:
        id: job
        status: { operation: get_job, argument: job, state: state, done: [done], failed: [lost], every: 1 }
        results:
          operation: get_job
          argument: job
          items: things
          match: { ref: ref, id: id }
          state: state
          succeeded: [done]
          ids: ids
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: array, items: { $ref: "#/components/schemas/Thing" } }
      responses:
        "201":
          description: A job.
          content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } }
  /jobs/{job}:
    get:
      operationId: get_job
      parameters:
        - { name: job, in: path, required: true, schema: { type: string } }
        - { name: page, in: query, schema: { type: integer } }
      responses:
        "200":
          description: A job.
          content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } }
components:
  schemas:
    Job:
      type: object
      required: [job, state]
      properties:
        job: { type: string }
        state: { $ref: "#/components/schemas/State" }
        count: { type: integer }
        later: { type: string }
        ids: { type: array, items: { type: string } }
        things: { type: array, items: { $ref: "#/components/schemas/Line" } }
    Line:
      type: object
      properties:
        ref: { type: string }
        id: { type: string }
        state: { $ref: "#/components/schemas/State" }
    Thing:
      type: object
      required: [id]
      properties: { id: { type: string }, ref: { type: string } }
    State: { type: string, enum: [open, done, lost] }
"##;

/// The diagnostics after `old` in the document was replaced by `new`.
fn found(old: &str, new: &str) -> Vec<String> {
    assert!(DOCUMENT.contains(old), "{old} is not in the document");
    let text = DOCUMENT.replacen(old, new, 1);
    let options = Options {
        crate_name: "things".to_owned(),
        ..Options::default()
    };
    let source = Source {
        name: "things.yaml",
        text: &text,
    };
    let Err(found) = generate(&source, &options) else {
        return Vec::new();
    };
    let extension = found.iter().filter(|it| it.code == Code::Extension);
    extension
        .map(|it| {
            let place = &text[it.span.start..it.span.end];
            let first = place.lines().next().unwrap_or_default();
            format!("{first}: {}", it.message)
        })
        .collect()
}

#[test]
fn a_valid_job_has_no_diagnostics() {
    assert_eq!(found("x-job", "x-job"), Vec::<String>::new());
}

#[test]
fn an_operation_of_a_job_without_a_json_response_is_reported_at_each_use() {
    let response = |media_type: &str| {
        format!("\"200\":\n          description: A job.\n          content: {{ {media_type}")
    };
    let found = found(&response("application/json"), &response("application/xml"));
    let message = "get_job: `get_job` has no JSON response, or more than one";
    assert_eq!(found, [message, message]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "the test is a table")]
fn each_mistake_in_a_job_is_reported() {
    let cases = [
        (
            "every: 1",
            "every: 0",
            "0: expected an integer greater than 0 for `every` in `x-job.status`, found the number `0`",
        ),
        (
            ", every: 1",
            "",
            "{ operation: get_job, argument: job, state: state, done: [done], failed: [lost] }: missing key `every` in `x-job.status`",
        ),
        ("id: job", "id: jobs", "jobs: unknown field `jobs` in `id`"),
        (
            "id: job",
            "id: later",
            "later: `id` refers to a field that may be absent",
        ),
        (
            "operation: get_job",
            "operation: get_jobs",
            "get_jobs: unknown operation `get_jobs`",
        ),
        (
            "argument: job",
            "argument: jobs",
            "jobs: unknown parameter `jobs` of `get_job`",
        ),
        (
            "argument: job",
            "argument: page",
            "page: `get_job` has required inputs other than `page`",
        ),
        (
            "id: job",
            "id: count",
            "count: `id` refers to a field that may be absent",
        ),
        (
            "state: state",
            "state: count",
            "count: `state` refers to a value that is not an enum",
        ),
        (
            "done: [done]",
            "done: []",
            "[]: `done` must be a list of at least one state",
        ),
        (
            "done: [done]",
            "done: [ready]",
            "ready: unknown value `ready`",
        ),
        (
            "failed: [lost]",
            "failed: [gone]",
            "gone: unknown value `gone`",
        ),
        (
            "succeeded: [done]",
            "succeeded: [ok]",
            "ok: unknown value `ok`",
        ),
        (
            "items: things",
            "items: count",
            "count: `items` refers to a value that is not an array",
        ),
        (
            "items: things",
            "items: ids",
            "ids: `items` refers to a list of values other than objects",
        ),
        ("ids: ids", "ids: idz", "idz: unknown field `idz` in `ids`"),
        (
            "{ ref: ref,",
            "{ reference: ref,",
            "reference: unknown property `reference` in `items`",
        ),
        (
            "{ ref: ref, id: id }",
            "{ id: other }",
            "{ id: other }: `match` names no property of the entries",
        ),
        (
            "key: id }",
            "key: ref }",
            "ref: `ref` is not a required property of the entries",
        ),
        (
            "key: id }",
            "key: id, results: things }",
            "things: `results` cannot be combined with `x-job`, which reads the results from the job",
        ),
        (
            "ids: ids",
            "idz: ids",
            "idz: unknown key `idz` in `x-job.results`",
        ),
        (
            "type: array, items: { $ref: \"#/components/schemas/Thing\" }",
            "$ref: \"#/components/schemas/Thing\"",
            "$body: `$body` cannot hold the entries of a batch, because it is not an array",
        ),
        (
            "{ request: $body, size: 10, key: id }",
            "{ request: after, size: 10, key: id }\n      parameters: [{ name: after, in: query, schema: { type: array, items: { type: string } } }]",
            "after: `after` cannot hold the entries of a batch, because it is not required",
        ),
        (
            "x-batch: { request: $body, size: 10, key: id }",
            "",
            "id: job: `x-job` requires `x-batch`, which names the entries",
        ),
        (
            "failed: [lost],",
            "progress: { within: state, complete: count, total: count },",
            "count: unknown field `count` in `complete`",
        ),
        (
            "ids: ids",
            "ids: ids\n          part: { succeeded: state }",
            "state: `succeeded` refers to a value that is not an integer",
        ),
        (
            "ids: ids",
            "ids: ids\n          part: { failed: count }",
            "count: `failed` has no effect without `succeeded`",
        ),
        (
            "ids: ids",
            "ids: ids\n          part: { state: state, done: [ready] }",
            "ready: unknown value `ready`",
        ),
        (
            "ids: ids",
            "ids: ids\n          part: { count: count }",
            "count: unknown key `count` in `x-job.results.part`",
        ),
    ];
    for (old, new, expected) in cases {
        assert_eq!(found(old, new), [expected], "{old} → {new}");
    }
}
