//! Reads the cases of a table.

/// Two documents and the expected findings.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) old: String,
    pub(super) new: String,
    pub(super) forward: Vec<String>,
    pub(super) backward: Vec<String>,
}

/// Reads the cases of a table. `tests.rs` describes their form.
pub(super) fn cases(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for block in text.split("\n# ").skip(1) {
        let (name, body) = block.split_once('\n').expect("a case has a body");
        let is_known = |line: &str| {
            line.is_empty()
                || ["in ", "-", "+", ">", "<"]
                    .iter()
                    .any(|it| line.starts_with(it))
        };
        for line in body.lines() {
            assert!(is_known(line), "`{name}` has the line `{line}`");
        }
        let lines = |sign: &str| {
            let lines = body.lines().filter_map(|line| line.strip_prefix(sign));
            lines
                .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned())
                .collect::<Vec<_>>()
        };
        let template = lines("in")
            .pop()
            .unwrap_or_else(|| panic!("`{name}` has no template"));
        let sorted = |mut lines: Vec<String>| {
            lines.sort();
            lines
        };
        cases.push(Case {
            name: name.to_owned(),
            old: document(&template, &lines("-").join("\n")),
            new: document(&template, &lines("+").join("\n")),
            forward: sorted(lines(">")),
            backward: sorted(lines("<")),
        });
    }
    cases
}

/// Returns a document that contains a fragment.
///
/// | template | the fragment |
/// |---|---|
/// | `request`, `response`, `both` | a schema of the request body, of the response, or of both |
/// | `unused` | a component schema that nothing uses |
/// | `schemas` | the component schemas; `Pet` is the schema of the request body and of the response |
/// | `parameters` | the parameters of `GET /pets/{id}/{part}` |
/// | `parameter` | a further parameter of `GET /pets/{id}/{part}` |
/// | `body` | the request body of `POST /pets` |
/// | `responses` | the responses of `POST /pets` |
/// | `operation` | further keys of `POST /pets` |
/// | `item` | further keys of the path `/pets` |
/// | `paths` | the paths |
/// | `top` | further keys of a document with `GET /pets` |
/// | `webhooks` | the webhooks of a document of 3.1 with `GET /pets` |
/// | `payload` | the schema of the payload of the webhook `newPet` |
/// | `document` | the whole document except for `openapi` |
pub(super) fn document(template: &str, fragment: &str) -> String {
    let schemas = |fragment: &str| {
        let path = at(&at(PETS, "{operation}", ""), "{item}", "");
        let path = at(&at(&path, "{body}", PET_BODY), "{responses}", PET_RESPONSES);
        paths_and_components(&path, fragment)
    };
    let pets = |body: &str, responses: &str, operation: &str, item: &str| {
        let path = at(&at(PETS, "{operation}", operation), "{item}", item);
        let path = at(&at(&path, "{body}", body), "{responses}", responses);
        paths_and_components(
            &path,
            "Other: {type: object, properties: {x: {type: string}}}",
        )
    };
    let json = |key: &str| {
        format!(
            "{key}\n  content:\n    application/json:\n      schema:\n{}",
            indented(fragment, 8)
        )
    };
    match template {
        "request" => pets(&json("requestBody:"), NO_CONTENT, "", ""),
        "response" => pets("", &json("\"200\":\n  description: ok"), "", ""),
        "both" => schemas(&format!("Pet:\n{}", indented(fragment, 2))),
        "unused" => schemas(&format!(
            "Pet: {{type: object}}\nUnused:\n{}",
            indented(fragment, 2)
        )),
        "schemas" => schemas(fragment),
        "parameters" => paths_and_components(
            &at(PARAMETERS, "{parameters}", fragment),
            "Other: {type: string}",
        ),
        "parameter" => {
            let parameters = format!("{PATH_PARAMETERS}\n- {fragment}");
            let path = at(PARAMETERS, "{parameters}", &parameters);
            paths_and_components(&path, "Other: {type: string}")
        }
        "body" => pets(
            &format!("requestBody:\n{}", indented(fragment, 2)),
            NO_CONTENT,
            "",
            "",
        ),
        "responses" => pets("", fragment, "", ""),
        "operation" => pets("", NO_CONTENT, fragment, ""),
        "item" => pets("", NO_CONTENT, "", fragment),
        "paths" => paths_and_components(fragment, "Other: {type: string}"),
        "top" => {
            let has = |key: &str| fragment.lines().any(|line| line.starts_with(key));
            let parts = [("info:", INFO), ("servers:", SERVERS), ("paths:", PATHS)];
            let others = parts.into_iter().filter(|(key, _)| !has(key));
            let others: Vec<_> = others.map(|(_, text)| text).collect();
            format!("openapi: 3.0.3\n{}\n{fragment}\n", others.join("\n"))
        }
        "webhooks" => format!(
            "openapi: 3.1.0\n{INFO}\n{SERVERS}\n{PATHS}\nwebhooks:\n{}\n",
            indented(fragment, 2)
        ),
        "payload" => {
            let body = format!(
                "newPet:\n  post:\n    requestBody:\n      content:\n        application/json:\n          schema:\n{}",
                indented(fragment, 12)
            );
            document("webhooks", &body)
        }
        "document" => format!("openapi: 3.0.3\n{fragment}\n"),
        _ => panic!("unknown template `{template}`"),
    }
}

const PETS: &str = "/pets:
  {item}
  post:
    operationId: post_pet
    {operation}
    {body}
    responses:
      {responses}";

const PET_BODY: &str =
    "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}";

const PET_RESPONSES: &str = "'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}";

const NO_CONTENT: &str = "'204': {description: done}";

const PARAMETERS: &str = "/pets/{id}/{part}:
  get:
    operationId: get_pet
    parameters:
      {parameters}
    responses:
      '204': {description: done}";

const PATH_PARAMETERS: &str = "- {name: id, in: path, required: true, schema: {type: string}}
- {name: part, in: path, required: true, schema: {type: string}}";

const INFO: &str = "info: {title: Pets, version: 1.0.0}";

const SERVERS: &str = "servers: [{url: 'https://api.example.com'}]";

const PATHS: &str =
    "paths: {/pets: {get: {operationId: get_pets, responses: {'204': {description: done}}}}}";

fn paths_and_components(paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\n{INFO}\n{SERVERS}\npaths:\n{}\ncomponents:\n  schemas:\n{}\n",
        indented(paths, 2),
        indented(schemas, 4)
    )
}

/// Replaces the line of a placeholder by a fragment with the indentation of the line.
fn at(text: &str, placeholder: &str, fragment: &str) -> String {
    let lines = text.lines().filter_map(|line| {
        let Some(indentation) = line.find(placeholder) else {
            return Some(line.to_owned());
        };
        (!fragment.is_empty()).then(|| indented(fragment, indentation))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn indented(text: &str, by: usize) -> String {
    let lines = text.lines().map(|line| format!("{}{line}", " ".repeat(by)));
    lines.collect::<Vec<_>>().join("\n")
}
