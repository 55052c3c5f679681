use std::collections::BTreeMap;

use serde::Serialize;

use crate::runtime::{FilePart, Multipart, Nullable};

/// Returns the body as it is sent, with `B` as its boundary.
fn written(form: &Multipart) -> String {
    let (content_type, body) = sent(form);
    let (media_type, boundary) = content_type.split_once("; boundary=").expect("a boundary");
    assert_eq!(media_type, "multipart/form-data");
    body.replace(boundary, "B")
}

fn sent(form: &Multipart) -> (String, String) {
    let request = reqwest::Client::new().post("http://localhost/");
    let request = form.write(request, "multipart/form-data").build();
    let request = request.expect("a request");
    let content_type = request.headers()["content-type"].to_str();
    let body = request.body().and_then(reqwest::Body::as_bytes);
    (
        content_type.expect("text").to_owned(),
        String::from_utf8_lossy(body.expect("bytes")).into_owned(),
    )
}

fn build_error(form: &Multipart) -> String {
    let request = reqwest::Client::new().post("http://localhost/");
    let error = form.write(request, "multipart/form-data").build();
    let error = error.expect_err("there is no request");
    std::error::Error::source(&error).map_or_else(String::new, ToString::to_string)
}

#[test]
fn a_file_has_a_name_and_a_media_type() {
    let file = FilePart::new("x").named("a.png").content_type("image/png");
    let form = Multipart::new().file("image", file);
    assert_eq!(
        written(&form),
        "--B\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\
         Content-Type: image/png\r\n\r\nx\r\n--B--\r\n"
    );
}

#[test]
fn a_file_without_a_name_has_the_name_of_its_part() {
    let form = Multipart::new().file("image", vec![b'x']);
    assert_eq!(
        written(&form),
        "--B\r\nContent-Disposition: form-data; name=\"image\"; filename=\"image\"\r\n\
         Content-Type: application/octet-stream\r\n\r\nx\r\n--B--\r\n"
    );
}

#[test]
fn files_without_a_media_type_get_the_documents() {
    let files = Some(vec![
        FilePart::new("x"),
        FilePart::new("y").content_type("image/gif"),
    ]);
    let text = written(&Multipart::new().files("images", Some("image/png"), &files));
    let types: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with("Content-Type"))
        .collect();
    assert_eq!(
        types,
        ["Content-Type: image/png", "Content-Type: image/gif"]
    );
}

#[test]
fn absent_files_add_no_parts() {
    let form = Multipart::new()
        .files("a", None, &None::<FilePart>)
        .files("b", None, &Some(Nullable::<FilePart>::Null))
        .files("c", None, &Vec::<FilePart>::new());
    assert_eq!(written(&form), "--B--\r\n");
}

#[derive(Serialize)]
struct Point {
    x: i64,
}

#[test]
fn values_are_text_repeated_for_lists_and_json_for_objects() {
    let head = "--B\r\nContent-Disposition: form-data; name=\"v\"\r\n";
    let json = "Content-Type: application/json\r\n";
    let value = |value: &dyn Fn(Multipart) -> Multipart| written(&value(Multipart::new()));
    let cases = [
        (
            value(&|form| form.value("v", None, &"é")),
            format!("{head}\r\né\r\n--B--\r\n"),
        ),
        (
            value(&|form| form.value("v", None, &1.5_f32)),
            format!("{head}\r\n1.5\r\n--B--\r\n"),
        ),
        (
            value(&|form| form.value("v", None, &None::<i64>)),
            "--B--\r\n".to_owned(),
        ),
        (
            value(&|form| form.value("v", None, &[1, 2])),
            format!("{head}\r\n1\r\n{head}\r\n2\r\n--B--\r\n"),
        ),
        (
            value(&|form| form.value("v", None, &Point { x: 1 })),
            format!("{head}{json}\r\n{{\"x\":1}}\r\n--B--\r\n"),
        ),
        (
            value(&|form| form.json("v", &[1, 2])),
            format!("{head}{json}\r\n[1,2]\r\n--B--\r\n"),
        ),
    ];
    for (written, expected) in cases {
        assert_eq!(written, expected);
    }
}

#[test]
fn each_map_entry_is_a_part() {
    let map = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]);
    let text = written(&Multipart::new().values(&map));
    assert!(text.contains("name=\"a\"\r\n\r\n1") && text.contains("name=\"b\"\r\n\r\n2"));
}

#[test]
fn names_are_escaped_in_headers() {
    let file = FilePart::new("x").named("a\"\r\nX-Evil: 1");
    let text = written(&Multipart::new().file("n\"\n", file));
    let head = "name=\"n%22%0A\"; filename=\"a%22%0D%0AX-Evil: 1\"\r\n";
    assert!(text.contains(head), "{text}");
}

#[test]
fn an_invalid_media_type_is_an_error() {
    let file = FilePart::new("x").content_type("a/b\r\nX-Evil: 1");
    let error = build_error(&Multipart::new().file("image", file));
    assert!(error.contains("the media type of `image`"), "{error}");
}

#[test]
fn the_boundary_is_a_hash_of_the_content() {
    let form = Multipart::new().text("a", "one");
    assert_eq!(sent(&form), sent(&form.clone()));
    let other = Multipart::new().text("a", "two");
    assert_ne!(sent(&form).0, sent(&other).0);
}

#[test]
fn debug_shows_the_length_of_parts_but_not_their_content() {
    let form = Multipart::new()
        .text("password", "hunter2")
        .file("f", b"hunter2".to_vec());
    let shown = format!("{form:?} {:?}", FilePart::new("hunter2"));
    assert!(
        !shown.contains("hunter2") && shown.contains("password"),
        "{shown}"
    );
}
