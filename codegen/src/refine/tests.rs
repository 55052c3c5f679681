//! Tests that progenitor's code for the path and the query is part of the request.

use syn::parse_quote;

use super::refine;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::model::{self, Model};

/// The model of a document whose operation `find` has these parameters and this body.
fn model(path: &str, rest: &str) -> Model {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\nservers: [{{ url: 'https://a.example.com' }}]\n\
         paths:\n  {path}:\n    post:\n      operationId: find\n{rest}\
         \x20     responses: {{ '200': {{ description: It., content: {{ application/json: {{ schema: {{ type: string }} }} }} }} }}\n"
    );
    let document = Document::read("test.yaml", &text).expect("the test's document is readable");
    let mut found = Diagnostics::new(document.source().clone());
    let lowered = crate::lower::lower(&document, &crate::lower::TypeOptions::default(), &mut found);
    model::read(&lowered, "test", &mut found)
}

/// The refined statements, without spaces.
fn refined(model: &Model, method: &syn::ImplItemFn) -> String {
    let request = refine(&model.operations[0], method);
    request.statements.to_string().replace(' ', "")
}

const PARAMETERS: &str = "      parameters: [{ name: thingId, in: path, required: true, schema: { type: string } }, \
                          { name: q, in: query, schema: { type: string } }]\n";

#[test]
fn the_path_and_the_query_are_those_of_progenitor() {
    let model = model("/things/{thingId}", PARAMETERS);
    let usual: syn::ImplItemFn = parse_quote! {
        pub async fn find(&self) {
            let url = format!("{}/things/{}", self.baseurl, encode_path(&thing_id.to_string()));
            let request = self.client.post(url).query(&progenitor_client::QueryParam::new("q", &q)).headers(header_map).build()?;
        }
    };
    let expected = "leturl=format!(\"{}/things/{}\",base.baseurl,internal::path::encode(thing_id));\
                    base.client.post(url).header(reqwest::header::ACCEPT,\"application/json\")\
                    .query(&internal::query::form(\"q\",q)).build()";
    assert_eq!(refined(&model, &usual), expected);

    let other: syn::ImplItemFn = parse_quote! {
        pub async fn find(&self) {
            let url = format!("{}/elsewhere/{}", self.baseurl, encode_path(&thing_id.to_string()));
            let request = self.client.put(url).headers(header_map).build()?;
        }
    };
    let expected = "leturl=format!(\"{}/elsewhere/{}\",base.baseurl,internal::path::encode(thing_id));\
                    base.client.put(url).header(reqwest::header::ACCEPT,\"application/json\").build()";
    assert_eq!(refined(&model, &other), expected);
}

/// The code that refining adds for a parameter or a body.
const ADDED: &[(&str, &str)] = &[
    (
        "      parameters: [{ name: X-Trace, in: header, required: true, schema: { type: string } }]\n",
        r#".header("X-Trace",internal::path::plain(x_trace))"#,
    ),
    (
        "      parameters: [{ name: X-Trace, in: header, schema: { type: string } }]\n",
        r#"ifletSome(x_trace)=x_trace{request=request.header("X-Trace",internal::path::plain(x_trace));}"#,
    ),
    (
        "      parameters: [{ name: session, in: cookie, schema: { type: string } }]\n",
        "internal::cookies(",
    ),
    (
        "      requestBody: { content: { application/json: { schema: { type: string } } } }\n",
        "ifletSome(body)=body{request=request.json(body);}",
    ),
    (
        "      requestBody: { required: true, content: { application/x-www-form-urlencoded: { schema: { type: object } } } }\n",
        ".form(&internal::form::fields(body,&[]))",
    ),
    (
        "      requestBody: { required: true, content: { text/plain: { schema: { type: string } } } }\n",
        r#".header(reqwest::header::CONTENT_TYPE,"text/plain").body(body.clone())"#,
    ),
    (
        "      requestBody: { required: true, content: { multipart/form-data: { schema: { type: string } } } }\n",
        r#"body.write(base.client.post(url).header(reqwest::header::ACCEPT,"application/json"),"multipart/form-data")"#,
    ),
];

#[test]
fn headers_cookies_and_other_bodies_are_added() {
    let method: syn::ImplItemFn = parse_quote! {
        pub async fn find(&self) {
            let url = format!("{}/things", self.baseurl);
            let request = self.client.post(url).json(&body).headers(header_map).build()?;
        }
    };
    for (rest, expected) in ADDED {
        let refined = refined(&model("/things", rest), &method);
        assert!(refined.contains(expected), "{expected} is not in {refined}");
    }
}
