use crate::diagnostic::Code;
use crate::{Options, Source, generate};

/// Two operations: one that starts jobs, and one that tells of them.
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

/// What is said of the document after `old` in it was replaced by `new`.
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
fn a_right_one_is_taken() {
    assert_eq!(found("x-job", "x-job"), Vec::<String>::new());
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is a table")]
fn what_is_wrong_is_said() {
    let cases = [
        ("every: 1", "every: 0", "0: `every` is 0"),
        (
            ", every: 1",
            "",
            "{ operation: get_job, argument: job, state: state, done: [done], failed: [lost] }: `x-job.status` has no `every`",
        ),
        (
            "id: job",
            "id: jobs",
            "jobs: the answer has no `jobs` for `id`",
        ),
        (
            "id: job",
            "id: later",
            "later: `id` leads to a field that may be absent",
        ),
        (
            "operation: get_job",
            "operation: get_jobs",
            "get_jobs: there is no operation `get_jobs`",
        ),
        (
            "argument: job",
            "argument: jobs",
            "jobs: `jobs` is no parameter of `get_job`",
        ),
        (
            "argument: job",
            "argument: page",
            "page: `get_job` requires more than `page`",
        ),
        (
            "id: job",
            "id: count",
            "count: `id` leads to a field that may be absent",
        ),
        (
            "state: state",
            "state: count",
            "count: `state` leads to something that is no enum",
        ),
        (
            "done: [done]",
            "done: []",
            "[]: `done` is no list of states",
        ),
        (
            "done: [done]",
            "done: [ready]",
            "ready: `ready` is no value of the enum",
        ),
        (
            "failed: [lost]",
            "failed: [gone]",
            "gone: `gone` is no value of the enum",
        ),
        (
            "succeeded: [done]",
            "succeeded: [ok]",
            "ok: `ok` is no value of the enum",
        ),
        (
            "items: things",
            "items: count",
            "count: `items` leads to something that is no array",
        ),
        (
            "items: things",
            "items: ids",
            "ids: `items` is no list of objects",
        ),
        (
            "ids: ids",
            "ids: idz",
            "idz: the answer has no `idz` for `ids`",
        ),
        (
            "{ ref: ref,",
            "{ reference: ref,",
            "reference: a result has no `reference`",
        ),
        (
            "{ ref: ref, id: id }",
            "{ id: other }",
            "{ id: other }: `match` names nothing that the entries have",
        ),
        (
            "key: id }",
            "key: ref }",
            "ref: `ref` is no property that every entry has",
        ),
        (
            "key: id }",
            "key: id, results: things }",
            "things: `results` is about the answer, and with `x-job` the job tells",
        ),
        (
            "ids: ids",
            "idz: ids",
            "idz: `idz` is no key of `x-job.results`",
        ),
        (
            "type: array, items: { $ref: \"#/components/schemas/Thing\" }",
            "$ref: \"#/components/schemas/Thing\"",
            "$body: `$body` is no array, and cannot take entries",
        ),
        (
            "{ request: $body, size: 10, key: id }",
            "{ request: after, size: 10, key: id }\n      parameters: [{ name: after, in: query, schema: { type: array, items: { type: string } } }]",
            "after: `after` is not required, and cannot take entries",
        ),
        (
            "x-batch: { request: $body, size: 10, key: id }",
            "",
            "id: job: `x-job` tells what came of entries, and here is no `x-batch` that names them",
        ),
        (
            "failed: [lost],",
            "progress: { within: state, complete: count, total: count },",
            "count: the answer has no `count` for `complete`",
        ),
    ];
    for (old, new, expected) in cases {
        assert_eq!(found(old, new), [expected], "{old} → {new}");
    }
}
