//! Tests each construct of progenitor's output that `refine` relies on. A new version of progenitor has to pass them.

use quote::ToTokens;
use syn::{ImplItemFn, Stmt};

use super::wire;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::{lower, model};

const DOCUMENT: &str = r#"
openapi: 3.0.3
info: { title: Things, version: 1.0.0 }
servers: [{ url: "https://api.example.com" }]
paths:
  /things/{thingId}/parts:
    put:
      operationId: replaceParts
      parameters:
        - { name: thingId, in: path, required: true, schema: { type: string } }
        - { name: dryRun, in: query, schema: { type: boolean } }
        - { name: X-Trace, in: header, schema: { type: string } }
        - { name: session, in: cookie, schema: { type: string } }
      requestBody:
        required: true
        content: { application/json: { schema: { type: array, items: { type: string } } } }
      responses:
        "200":
          description: The parts.
          content: { application/json: { schema: { type: array, items: { type: string } } } }
        "404":
          description: There is no such thing.
          content: { application/json: { schema: { type: object, properties: { why: { type: string } } } } }
    options:
      operationId: ask
      parameters: [{ name: thingId, in: path, required: true, schema: { type: string } }]
      responses: { "204": { description: Done. } }
  /things/{thing-id}/copies/{thing_id}:
    get:
      operationId: getCopy
      parameters:
        - { name: thing-id, in: path, required: true, schema: { type: string } }
        - { name: thing_id, in: path, required: true, schema: { type: string } }
      responses: { "204": { description: Done. } }
  /upload:
    post:
      operationId: upload
      requestBody: { content: { application/octet-stream: { schema: { type: string, format: binary } } } }
      responses: { "204": { description: Done. } }
"#;

fn method(name: &str) -> ImplItemFn {
    let document = Document::read("things.yaml", DOCUMENT).expect("the document is readable");
    let mut found = Diagnostics::new(document.source().clone());
    let lowered = lower::lower(&document, &crate::lower::TypeOptions::default(), &mut found);
    let model = model::read(&lowered, "things", &mut found);
    let methods = wire(&model.operations).expect("progenitor generates the requests");
    methods[name].clone()
}

/// The statements of a method as text, without spaces.
fn statements(name: &str) -> Vec<String> {
    let statement = |statement: &Stmt| statement.to_token_stream().to_string().replace(' ', "");
    method(name).block.stmts.iter().map(statement).collect()
}

#[test]
fn the_url_consists_of_the_base_and_the_encoded_path_parameters() {
    let url = &statements("replace_parts")[0];
    let expected =
        r#"leturl=format!("{}/things/{}/parts",self.baseurl,encode_path(&thing_id.to_string()),);"#;
    assert_eq!(url, expected);
}

#[test]
fn path_parameters_keep_their_places_if_one_has_the_name_of_another_in_rust() {
    let url = &statements("get_copy")[0];
    let expected = "encode_path(&thing_id.to_string()),encode_path(&thing_id_param.to_string()),);";
    assert!(url.ends_with(expected), "{url}");
}

#[test]
fn the_request_is_a_call_chain_with_method_json_body_and_query() {
    let statements = statements("replace_parts");
    let request = statements.last().expect("the method builds a request");
    for part in [
        ".put(url)",
        ".json(&body)",
        r#".query(&progenitor_client::QueryParam::new("dry_run",&dry_run))"#,
        ".headers(header_map)",
        ".build()?;",
    ] {
        assert!(request.contains(part), "{part} is not in {request}");
    }
}

#[test]
fn progenitor_adds_no_headers_cookies_and_other_bodies() {
    let replace = statements("replace_parts").concat();
    for other in ["x_trace", "X-Trace", "session", "ACCEPT"] {
        assert!(!replace.contains(other), "{other} is in {replace}");
    }
    assert!(!statements("upload").concat().contains("body"));
}

#[test]
fn progenitor_calls_a_method_for_options_that_reqwest_lacks() {
    let ask = statements("ask").concat();
    assert!(ask.contains(".options(url)"), "{ask}");
}

#[test]
fn the_code_that_reads_the_response_is_cut_off() {
    let replace = statements("replace_parts").concat();
    assert!(!replace.contains("exec"), "{replace}");
}
