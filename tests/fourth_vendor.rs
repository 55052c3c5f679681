//! A new vendor needs a document and nothing else: one for a vendor that is made up becomes a crate that compiles, and
//! that calls a small server of that vendor. The document needs every crate that a document can need, so the manifest has
//! all of them.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::routing::{get, patch};
use axum::{Json, Router};
use codegen::{File, Options, Package, Source};
use serde_json::{Value, json};
use tests::Scratch;
use tokio::net::TcpListener;

const DOCUMENT: &str = include_str!("fourth-vendor/acme.yaml");
/// A program that uses the crate.
const PARCELS: &str = include_str!("fourth-vendor/parcels.rs");

/// What the program needs beside the crate, which leaves the choice of a runtime to its user.
const RUNTIME: &str = r#"
[dev-dependencies]
tokio = { version = "1", default-features = false, features = ["rt"] }
"#;

/// How many parcels the server has.
const COUNT: usize = 7;
/// `ada:secret`, as basic authentication sends it.
const AUTHORIZATION: &str = "Basic YWRhOnNlY3JldA==";

/// What the program prints: one line a parcel, and one for each call that is refused.
const PRINTED: &str = "\
p/0 is packed
p/1 is sent
p/2 is delivered
p/3 is packed
p/4 is sent
p/5 is delivered
p/6 is packed
refused: there is no parcel p/9
has to wait: true
update_parcel: not sent: `note` has 41 characters; at most 40 are allowed
";

/// What the server is asked, in order.
const ASKED: [&str; 4] = [
    "GET /parcels?take=3",
    "GET /parcels?skip=3&take=3",
    "GET /parcels?skip=6&take=3",
    r#"PATCH /parcels/p%2F9 {"note":"late"}"#,
];

/// Generates the crate, with the program as an example of it.
fn files() -> Vec<File> {
    let options = Options {
        crate_name: "acme_client".to_owned(),
        ..Options::default()
    };
    let source = Source {
        name: "acme.yaml",
        text: DOCUMENT,
    };
    let module = codegen::generate(&source, &options).expect("the document is valid");
    assert_eq!(module.warnings.iter().count(), 0, "{:?}", module.warnings);
    let package = Package {
        name: "acme-client".to_owned(),
        default_module: Some(module.name.clone()),
        stand_alone: true,
        ..Package::default()
    };
    let mut files = codegen::package(&[module], &package);
    files.push(File {
        path: "examples/parcels.rs".to_owned(),
        text: PARCELS.to_owned(),
    });
    let manifest = files.iter_mut().find(|file| file.path == "Cargo.toml");
    manifest.expect("a crate has one").text.push_str(RUNTIME);
    files
}

type Asked = Arc<Mutex<Vec<String>>>;

/// A parcel as the server has it.
fn parcel(number: usize) -> Value {
    let state = ["packed", "sent", "delivered"][number % 3];
    json!({ "code": format!("p/{number}"), "state": state, "note": null })
}

/// Notes a request; refuses it if it is not from the account.
fn let_in(asked: &Asked, request: String, headers: &HeaderMap) -> Result<(), StatusCode> {
    asked.lock().unwrap().push(request);
    let authorization = headers.get("authorization");
    if authorization.is_some_and(|value| value == AUTHORIZATION) {
        Ok(())
    } else {
        Err(StatusCode::UNAUTHORIZED)
    }
}

async fn list(
    State(asked): State<Asked>,
    uri: Uri,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, usize>>,
) -> Result<Json<Value>, StatusCode> {
    let_in(&asked, format!("GET {uri}"), &headers)?;
    let number = |name, default| query.get(name).copied().unwrap_or(default);
    let parcels = (0..COUNT).skip(number("skip", 0)).take(number("take", 50));
    let parcels: Vec<_> = parcels.map(parcel).collect();
    Ok(Json(json!({ "parcels": parcels })))
}

async fn update(
    State(asked): State<Asked>,
    uri: Uri,
    headers: HeaderMap,
    Path(code): Path<String>,
    body: String,
) -> Result<(StatusCode, Json<Value>), StatusCode> {
    let_in(&asked, format!("PATCH {uri} {body}"), &headers)?;
    let complaint = json!({ "complaint": format!("there is no parcel {code}") });
    Ok((StatusCode::NOT_FOUND, Json(complaint)))
}

/// Compiles the examples of the crate's documentation.
fn compile_examples(scratch: &Scratch) {
    let mut examples = scratch.cargo("test");
    examples.args(["--doc", "--no-default-features", "--features", "acme"]);
    let output = examples.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let failures = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.is_empty(),
        "{said}{failures}"
    );
    // One for each operation, one for the module and one for the crate.
    assert!(failures.contains("6 passed"), "{failures}");
}

#[tokio::test]
async fn a_document_becomes_a_crate_that_calls_its_vendor() {
    let files = files();
    let files = files.iter().map(|it| (it.path.as_str(), it.text.as_str()));
    let scratch = Scratch::write(env!("CARGO_TARGET_TMPDIR"), "acme-client", files).unwrap();
    compile_examples(&scratch);

    let asked = Asked::default();
    let router = Router::new()
        .route("/parcels", get(list))
        .route("/parcels/{code}", patch(update))
        .with_state(asked.clone());
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, router).await });

    let mut program = scratch.cargo("run");
    program.args(["--example", "parcels", "--no-default-features"]);
    program.args(["--features", "acme"]);
    program.env("ACME_BASE_URL", url);
    program.env("ACME_ACCOUNT_USERNAME", "ada");
    program.env("ACME_ACCOUNT_PASSWORD", "secret");
    let output = tokio::task::spawn_blocking(move || program.output());
    let output = output.await.unwrap().unwrap();
    server.abort();

    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), PRINTED);
    assert_eq!(*asked.lock().unwrap(), ASKED);
}
