use std::process::{Command, Output};

use tests::{Answer, Recorder};
use tokio::task::spawn_blocking;

/// Runs the program without a terminal.
fn run(arguments: &[&str]) -> Output {
    let mut session = Command::new("setsid");
    session.args(["--wait", env!("CARGO_BIN_EXE_shapes")]);
    session.args(arguments).output().expect("setsid starts")
}

#[tokio::test]
async fn a_list_that_the_document_marks_is_confirmed() {
    let page = r#"{"data":[],"meta":{}}"#;
    let server = Recorder::start(Answer::json(200, page)).await.unwrap();
    for (confirmation, status, requests) in [(None, 2, 0), (Some("--yes"), 0, 1)] {
        let url = server.url();
        let output = spawn_blocking(move || {
            let list = ["pages", "by-number", "--base-url", &url];
            run(&list.into_iter().chain(confirmation).collect::<Vec<_>>())
        });
        let output = output.await.expect("the program runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{error}");
        assert_eq!(server.requests().len(), requests, "{error}");
    }
}
