//! Names that conflict: each value is still sent in its own place.

use shapes::method_names::Client;

use super::record;

fn client(url: String) -> Client {
    let builder = Client::builder().base_url(url);
    builder.core("key").build().unwrap()
}

#[tokio::test]
async fn a_parameter_and_a_field_with_the_same_name_have_different_values() {
    let request = record(async |url| {
        let client = client(url);
        let call = client.same_name("path", "body", "body field");
        let call = call.note("query").note_field("query field");
        call.note_field2("note").send().await.unwrap();
    });
    let request = request.await;
    assert_eq!(
        request.target,
        "/tickets/path?note=query&note_field=query+field"
    );
    assert_eq!(
        request.body,
        r#"{"status":"body","status_field":"body field","note":"note"}"#
    );
}

#[tokio::test]
async fn parameters_can_have_the_names_of_methods() {
    let request = record(async |url| {
        let client = client(url);
        let call = client.call().into_parts("a").new("b").send_param("c");
        call.send().await.unwrap();
    });
    let request = request.await;
    assert_eq!(request.target, "/calls?into_parts=a&new=b&send=c");
    assert_eq!(request.header("x-core"), Some("key"));
}
