//! What a person sees on a terminal.

mod support;

use std::time::Duration;

use sandbox::{Fault, Faults, When};
use support::{Place, Terminal, bulk};

const LIST: [&str; 4] = ["fernand", "list-conversations", "--limit", "3"];

#[tokio::test(flavor = "multi_thread")]
async fn a_table_fits_the_terminal() {
    let place = Place::new().await;
    let (shown, status) = Terminal::start(&place, &LIST).end();
    assert_eq!(status, 0, "{shown}");
    assert!(shown.contains("subject  "), "{shown}");
    let rows = shown.lines().filter(|line| line.contains("OPENED"));
    let widths: Vec<_> = rows.map(|row| row.trim_end().chars().count()).collect();
    assert!(
        widths.len() == 3 && widths.iter().all(|width| *width <= 80),
        "{shown}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_header_is_bold_unless_colors_are_off() {
    let place = Place::new().await;
    for (no_color, is_bold) in [(None, true), (Some("1"), false)] {
        let mut command = place.command(&LIST);
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        let (shown, _) = Terminal::start_command(&place, &command).end();
        assert_eq!(
            shown.contains("\x1b[1m"),
            is_bold,
            "{no_color:?}: {shown:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bar_shows_what_is_done_why_it_waits_and_the_time_left() {
    let limits = "documented".parse().expect("limits");
    let place = Place::with(|builder| builder.rate_limits(limits)).await;
    let (_, file) = place.opened(12);
    let arguments = bulk(&["--ids-from", &file, "--batch-size", "1", "--tag", "stale"]);
    let mut terminal = Terminal::start(&place, &arguments);
    terminal.wait_for("5 of 12 IDs");
    terminal.wait_for("left");
    terminal.wait_for("the rate limit of writes is 5 per 60 s");
    terminal.write("\x03");
    let (shown, status) = terminal.end();
    assert_eq!(status, 130, "{shown}");
    assert!(
        shown.contains("Interrupted: 5 updated, 7 not tried of 12 IDs"),
        "{shown}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_terminal_is_asked_although_standard_input_is_a_file() {
    let place = Place::new().await;
    let id = place.ids_with("opened")[0];
    let file = place.file("ids", &id.to_string());
    for (answer, status, is_deleted) in [("n\n", 1, false), ("\x04", 1, false), ("yes\n", 3, true)]
    {
        let arguments = bulk(&["--ids-from", &file, "--status", "DELETE"]);
        let mut terminal = Terminal::start(&place, &arguments);
        terminal.wait_for("with status \"DELETE\"? [y/N]");
        terminal.write(answer);
        let (shown, exit) = terminal.end();
        assert_eq!(exit, status, "{answer:?}: {shown}");
        let is_left = place.sandbox.conversation(id).is_some();
        assert_eq!(is_left, !is_deleted, "{answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_at_the_question_sends_nothing() {
    let place = Place::new().await;
    let arguments = bulk(&["1", "--status", "DELETE"]);
    let mut terminal = Terminal::start(&place, &arguments);
    terminal.wait_for("[y/N]");
    terminal.write("\x03");
    let (_, status) = terminal.end();
    assert_ne!(status, 0);
    assert_eq!(place.sandbox.counts().received, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_waits_for_the_batch_in_flight() {
    let delay = Fault::Delay(Duration::from_millis(300), When::AfterProcessing);
    let place = Place::with(|builder| builder.faults(Faults::always(delay))).await;
    let (_, file) = place.opened(6);
    let arguments = bulk(&[
        "--ids-from",
        &file,
        "--batch-size",
        "2",
        "--status",
        "closed",
    ]);
    let mut terminal = Terminal::start(&place, &arguments);
    place.wait_for_requests(1);
    terminal.write("\x03");
    let (shown, status) = terminal.end();
    assert_eq!(status, 130, "{shown}");
    assert!(
        shown.contains("waiting for the outcome of 2 entries"),
        "{shown}"
    );
    assert!(shown.contains("2 updated, 4 not tried of 6 IDs"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn text_of_a_server_does_not_control_the_terminal() {
    let place = Place::new().await;
    let id = place.ids_with("opened")[0].to_string();
    let subject = "a\u{1b}]0;title\u{7}\u{1b}[31mred\u{202e}b";
    let arguments = ["fernand", "update-conversation", &id, "--subject", subject];
    let (shown, status) = Terminal::start(&place, &arguments).end();
    assert_eq!(status, 0, "{shown}");
    assert!(
        !shown.contains("\u{1b}]0;") && !shown.contains("\u{1b}[31m"),
        "{shown:?}"
    );
    assert!(!shown.contains('\u{202e}'), "{shown:?}");
}
