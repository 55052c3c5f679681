//! Bodies that are not JSON.

use std::time::Duration;

use shapes::multipart::Client;
use shapes::multipart::types::{Address, Note, UploadPurpose};
use shapes::runtime::{FilePart, Idempotency, Multipart, RetryPolicy};
use tests::{Answer, Recorded, Recorder};

use super::record;

fn client(url: String) -> Client {
    Client::builder().base_url(url).build().unwrap()
}

/// Returns the parts of a multipart body, each with its headers and its content on one line.
fn parts(request: &Recorded, media_type: &str) -> Vec<String> {
    let content_type = request.header("content-type").unwrap();
    let (found, boundary) = content_type.split_once("; boundary=").unwrap();
    assert_eq!(found, media_type);
    let end = format!("--{boundary}--\r\n");
    let body = request
        .body
        .strip_suffix(&end)
        .expect("the body has the final boundary");
    let line = format!("--{boundary}\r\n");
    let parts = body.split(&line).skip(1);
    let one_line = |part: &str| part.trim_end_matches("\r\n").replace("\r\n", "|");
    parts.map(one_line).collect()
}

const FORM: &str = "multipart/form-data";

#[tokio::test]
async fn a_file_is_uploaded_with_fields_of_each_kind() {
    let request = record(async |url| {
        let file = FilePart::new("%PDF")
            .named("a.pdf")
            .content_type("application/pdf");
        let call = client(url).upload_file(file, UploadPurpose::Document);
        let call = call
            .thumbnail(b"png".to_vec())
            .tags(["x", "y"])
            .labels(["l"]);
        let call = call.pages_field(2).owner(Address::new("Köln"));
        call.send_raw().await.unwrap()
    });
    let name = "Content-Disposition: form-data; name=";
    assert_eq!(
        parts(&request.await, FORM),
        [
            format!(r#"{name}"file"; filename="a.pdf"|Content-Type: application/pdf||%PDF"#),
            format!(r#"{name}"purpose"||document"#),
            format!(r#"{name}"thumbnail"; filename="thumbnail"|Content-Type: image/png||png"#),
            format!(r#"{name}"tags"||x"#),
            format!(r#"{name}"tags"||y"#),
            format!(r#"{name}"labels"|Content-Type: application/json||["l"]"#),
            format!(r#"{name}"pages"||2"#),
            format!(r#"{name}"owner"|Content-Type: application/json||{{"city":"Köln"}}"#),
        ]
    );
}

#[tokio::test]
async fn several_files_are_parts_with_the_same_name() {
    let request = record(async |url| {
        let call = client(url).create_album().title("t");
        let photos = [b"1".to_vec(), b"2".to_vec()];
        call.photos(photos).cover(None).send().await.unwrap();
    });
    let parts = parts(&request.await, FORM);
    let photos = parts
        .iter()
        .filter(|part| part.contains(r#"name="photos""#));
    assert_eq!((photos.count(), parts.len()), (2, 3));
}

#[tokio::test]
async fn constraints_of_file_fields_are_checked() {
    let server = Recorder::start(Answer::json(204, "")).await.unwrap();
    let photos: [Vec<u8>; 0] = [];
    let call = client(server.url()).create_album().photos(photos);
    let error = call.send().await.unwrap_err().to_string();
    assert!(error.contains("`photos` has 0 items"), "{error}");
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn a_schema_in_requests_and_responses_has_files_only_in_multipart_requests() {
    let request = record(async |url| {
        let call = client(url).create_note("t").sound(b"s".to_vec());
        call.send_raw().await.unwrap()
    });
    let parts = parts(&request.await, "multipart/mixed");
    assert!(parts[1].ends_with("||s"), "{parts:?}");
    let read: Note = serde_json::from_str(r#"{ "text": "t", "sound": "text" }"#).unwrap();
    assert_eq!(read.sound.as_deref(), Some("text"));
}

#[tokio::test]
async fn a_multipart_body_without_a_schema_is_built_by_the_caller() {
    let request = record(async |url| {
        let body = Multipart::new().text("a", "1").file("b", b"2".to_vec());
        client(url).send_parts(body).send().await.unwrap();
    });
    assert_eq!(parts(&request.await, FORM).len(), 2);
}

#[tokio::test]
async fn a_retried_upload_has_the_same_bytes() {
    let server = Recorder::start(Answer::json(503, "")).await.unwrap();
    let body = Multipart::new().file("b", vec![0; 100_000]);
    let call = client(server.url())
        .send_parts(body)
        .idempotency(Idempotency::Idempotent);
    let policy = RetryPolicy::new()
        .attempts(2)
        .backoff(Duration::ZERO, Duration::ZERO);
    call.retry(policy).send().await.unwrap_err();
    let [first, second] = <[_; 2]>::try_from(server.requests()).unwrap();
    assert_eq!(first, second);
}

#[tokio::test]
async fn a_form_encodes_lists_and_objects_by_their_encodings() {
    let request = record(async |url| {
        let call = client(url).order(["a b", "c"]).sizes([1, 2]);
        let call = call
            .address(Address::new("Ulm"))
            .sender(Address::new("Bonn"));
        call.note(None).send().await.unwrap();
    });
    let request = request.await;
    let form = "application/x-www-form-urlencoded";
    assert_eq!(request.header("content-type"), Some(form));
    assert_eq!(
        request.body,
        "address=%7B%22city%22%3A%22Ulm%22%7D&items=a+b&items=c&note=\
         &sender%5Bcity%5D=Bonn&sizes=1%2C2"
    );
}
