//! Checks that a new vendor needs only a document. The client of a fictitious vendor compiles, and a program calls a
//! small server with it. The document uses every optional dependency of generated crates.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::routing::{get, patch};
use axum::{Json, Router};
use codegen::{File, Options, Package, Source};
use serde_json::{Value, json};
use tests::ScratchCrate;
use tokio::net::TcpListener;

const DOCUMENT: &str = include_str!("fourth-vendor/acme.yaml");
/// A program that uses the generated crate.
const PARCELS: &str = include_str!("fourth-vendor/parcels.rs");

/// The dependency of the program on a runtime, which the generated crate leaves to its users.
const RUNTIME: &str = r#"
[dev-dependencies]
tokio = { version = "1", default-features = false, features = ["rt"] }
"#;

/// The number of parcels of the server.
const PARCEL_COUNT: usize = 7;
/// The credentials `ada:secret` for basic authentication.
const AUTHORIZATION: &str = "Basic YWRhOnNlY3JldA==";

/// The output of the program: one line for each parcel, and one for each call that fails.
const OUTPUT: &str = "\
p/0 is packed
p/1 is sent
p/2 is delivered
p/3 is packed
p/4 is sent
p/5 is delivered
p/6 is packed
rejected: there is no parcel p/9
must wait: true
update_parcel: not sent: `note` has 41 characters; at most 40 are allowed
notice: p/2 is delivered
parcelDelivered: the top level: missing field `code`; found an object
unknown webhook or callback `parcelLost`
";

/// The requests to the server, in order.
const REQUESTS: [&str; 4] = [
    "GET /parcels?take=3",
    "GET /parcels?skip=3&take=3",
    "GET /parcels?skip=6&take=3",
    r#"PATCH /parcels/p%2F9 {"note":"late"}"#,
];

/// Generates the crate, and adds the program as an example.
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
        text: PARCELS.into(),
    });
    let manifest = files.iter_mut().find(|file| file.path == "Cargo.toml");
    manifest
        .expect("a crate has a manifest")
        .text
        .to_mut()
        .push_str(RUNTIME);
    files
}

type Requests = Arc<Mutex<Vec<String>>>;

/// Returns a parcel of the server.
fn parcel(number: usize) -> Value {
    let state = ["packed", "sent", "delivered"][number % 3];
    json!({ "code": format!("p/{number}"), "state": state, "note": null })
}

/// Records a request, and rejects it if its credentials are wrong.
fn authorize(requests: &Requests, request: String, headers: &HeaderMap) -> Result<(), StatusCode> {
    requests.lock().unwrap().push(request);
    let authorization = headers.get("authorization");
    if authorization.is_some_and(|value| value == AUTHORIZATION) {
        Ok(())
    } else {
        Err(StatusCode::UNAUTHORIZED)
    }
}

async fn list(
    State(requests): State<Requests>,
    uri: Uri,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, usize>>,
) -> Result<Json<Value>, StatusCode> {
    authorize(&requests, format!("GET {uri}"), &headers)?;
    let number = |name, default| query.get(name).copied().unwrap_or(default);
    let parcels = (0..PARCEL_COUNT)
        .skip(number("skip", 0))
        .take(number("take", 50));
    let parcels: Vec<_> = parcels.map(parcel).collect();
    Ok(Json(json!({ "parcels": parcels })))
}

async fn update(
    State(requests): State<Requests>,
    uri: Uri,
    headers: HeaderMap,
    Path(code): Path<String>,
    body: String,
) -> Result<(StatusCode, Json<Value>), StatusCode> {
    authorize(&requests, format!("PATCH {uri} {body}"), &headers)?;
    let complaint = json!({ "complaint": format!("there is no parcel {code}") });
    Ok((StatusCode::NOT_FOUND, Json(complaint)))
}

/// Runs the doc tests of the crate.
fn run_doc_tests(scratch: &ScratchCrate) {
    let mut examples = scratch.cargo("test");
    examples.args(["--doc", "--no-default-features", "--features", "acme"]);
    let output = examples.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && stderr.is_empty(),
        "{stderr}{stdout}"
    );
    // One for each operation, one for the webhooks, one for the module and one for the crate.
    assert!(stdout.contains("7 passed"), "{stdout}");
}

#[tokio::test]
async fn the_client_of_a_new_vendor_compiles_and_calls_its_server() {
    let files = files();
    let files = files.iter().map(|it| (it.path.as_str(), &*it.text));
    let scratch = ScratchCrate::write(env!("CARGO_TARGET_TMPDIR"), "acme-client", files).unwrap();
    run_doc_tests(&scratch);

    let requests = Requests::default();
    let router = Router::new()
        .route("/parcels", get(list))
        .route("/parcels/{code}", patch(update))
        .with_state(requests.clone());
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

    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && stderr.is_empty(), "{stderr}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), OUTPUT);
    assert_eq!(*requests.lock().unwrap(), REQUESTS);
}
