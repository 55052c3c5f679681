//! What commands print.

mod support;

use support::{Ended, Place};

const LIST: [&str; 4] = ["fernand", "list-conversations", "--limit", "3"];

fn list<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&LIST, arguments].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_output_formats_of_a_list() {
    let place = Place::new().await;
    for format in ["table", "json", "jsonl", "csv"] {
        let arguments = list(&["--output", format, "--fields", "id,status,subject"]);
        let ended = place.run(&arguments).exits_with(0);
        insta::assert_snapshot!(format!("list-{format}"), ended.out);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn data_goes_to_standard_output_and_everything_else_to_standard_error() {
    let place = Place::new().await;
    let ended = place.run(&list(&[])).exits_with(0);
    assert_eq!(ended.json_lines().len(), 3);
    assert!(
        ended
            .err
            .contains("`--all` prints the items of all of them"),
        "{}",
        ended.err
    );
    let quiet = place.run(&list(&["--quiet"])).exits_with(0);
    assert_eq!(quiet.err, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_pipe_ends_a_list_quietly() {
    let place = Place::new().await;
    let mut child = place.start(&list(&["--all"]));
    drop(child.stdout.take());
    let ended = Ended::wait(child);
    assert_eq!(
        (ended.status, ended.err.contains("error")),
        (Some(0), false),
        "{}",
        ended.err
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_single_response_is_an_object() {
    let place = Place::new().await;
    let id = place.ids_with("opened")[0].to_string();
    let arguments = [
        "fernand",
        "update-conversation",
        &id,
        "--subject",
        "Hello",
        "--output",
        "json",
    ];
    let ended = place.run(&arguments).exits_with(0);
    let value: serde_json::Value = serde_json::from_str(&ended.out).expect("a JSON object");
    assert_eq!(value["subject"], "Hello");
}
