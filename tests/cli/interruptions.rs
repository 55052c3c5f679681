//! Ctrl-C and `kill -9` during batches, and the journal that a later run continues from.

mod support;

use std::collections::BTreeMap;
use std::process::Child;

use rustix::process::Signal;
use sandbox::{Fault, Faults, When};
use serde_json::{Value, json};
use support::{Ended, Place, bulk, json_lines, send as signal, wait_until};

/// Returns the arguments of a bulk update of a file's IDs in batches of two.
fn pairs<'a>(file: &'a str, arguments: &[&'a str]) -> Vec<&'a str> {
    let fixed = ["--yes", "--batch-size", "2", "--ids-from", file];
    bulk(&[&fixed, arguments].concat())
}

/// Returns the arguments of [`pairs`] with a journal.
fn journaled<'a>(file: &'a str, arguments: &[&'a str]) -> Vec<&'a str> {
    pairs(file, &[arguments, &["--journal", "journal"]].concat())
}

/// Kills a program, and waits for its end.
fn kill(child: Child) {
    signal(&child, Signal::KILL);
    assert_eq!(Ended::wait(child).status, None);
}

/// Returns the number of processed changes of each conversation.
fn changes(place: &Place) -> BTreeMap<i64, usize> {
    let mut changes = BTreeMap::new();
    for request in place.sandbox.requests().iter().filter(|it| it.processed) {
        let body: Value = serde_json::from_slice(&request.body).expect("a JSON body");
        for id in body["ids"].as_array().into_iter().flatten() {
            *changes.entry(id.as_i64().expect("an ID")).or_default() += 1;
        }
    }
    changes
}

/// Starts a command, and waits until the response to its request with this number is held back.
fn start_and_stall(place: &Place, arguments: &[&str], number: u64, when: When) -> Child {
    let mut script: Vec<_> = (1..number).map(|_| None).collect();
    script.push(Some(Fault::Stall(when)));
    place.sandbox.script_faults(script);
    let before = place.sandbox.counts().received;
    let child = place.start(arguments);
    place.wait_for_requests(before + number);
    if when == When::AfterProcessing {
        let requests = usize::try_from(before + number).expect("a small number");
        wait_until(|| {
            place
                .sandbox
                .requests()
                .iter()
                .filter(|it| it.processed)
                .count()
                >= requests
        });
    }
    child
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_kill_an_unsafe_batch_is_unknown_and_the_rest_is_sent() {
    let place = Place::new().await;
    let (ids, file) = place.opened(6);
    let arguments = journaled(&file, &["--status", "closed"]);
    let child = start_and_stall(&place, &arguments, 2, When::AfterProcessing);
    kill(child);
    let ended = place.run(&arguments).exits_with(3);
    let outcomes = outcomes(&ended);
    assert_eq!(outcomes["unknown"], ids[2..4]);
    assert_eq!(outcomes["updated"], ids[4..]);
    assert!(
        ended.err.contains("4 updated, 2 unknown of 6 IDs"),
        "{}",
        ended.err
    );
    assert!(changes(&place).values().all(|count| *count == 1));
    // Everything is finished, so that nothing is left to send.
    let before = place.sandbox.counts().received;
    place.run(&arguments).exits_with(3);
    assert_eq!(place.sandbox.counts().received, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_kill_a_safe_batch_is_repeated_once_for_each_kill() {
    let place = Place::new().await;
    let (ids, file) = place.opened(4);
    let arguments = journaled(&file, &["--tag", "stale"]);
    for number in [2, 1] {
        let child = start_and_stall(&place, &arguments, number, When::AfterProcessing);
        kill(child);
    }
    let ended = place.run(&arguments).exits_with(0);
    assert_eq!(outcomes(&ended)["updated"], ids[2..]);
    let changes = changes(&place);
    assert_eq!(
        ids.iter().map(|id| changes[id]).collect::<Vec<_>>(),
        [1, 1, 3, 3]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_waits_for_the_rate_limit_is_not_in_flight() {
    let place =
        Place::with(|builder| builder.rate_limits("documented".parse().expect("limits"))).await;
    let (ids, file) = place.opened(12);
    let arguments = journaled(&file, &["--status", "closed"]);
    let child = place.start(&arguments);
    place.wait_for_requests(5);
    let finished = |text: &str| text.matches("finished").count();
    wait_until(|| finished(&place.read("journal")) == 5);
    kill(child);
    let journal = place.read("journal");
    assert_eq!(journal.matches("sending").count(), 5, "{journal}");
    let updated = changes(&place).len();
    assert_eq!(updated, ids.len() - 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_interruption_waits_for_the_batch_in_flight() {
    let place = Place::new().await;
    let (ids, file) = place.opened(6);
    let arguments = pairs(&file, &["--status", "closed", "--failed-to", "failed"]);
    let delay = Fault::Delay(std::time::Duration::from_millis(300), When::AfterProcessing);
    place.sandbox.script_faults([None, Some(delay)]);
    let child = place.start(&arguments);
    place.wait_for_requests(2);
    signal(&child, Signal::INT);
    let ended = Ended::wait(child).exits_with(130);
    let outcomes = outcomes(&ended);
    assert_eq!(outcomes["updated"], ids[..4]);
    assert_eq!(outcomes["not_tried"], ids[4..]);
    assert_eq!(json_lines(&place.read("failed")).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_interruption_leaves_the_batch_in_flight_unknown() {
    let place = Place::new().await;
    let (ids, file) = place.opened(6);
    let arguments = journaled(&file, &["--tag", "stale"]);
    let child = start_and_stall(&place, &arguments, 2, When::AfterProcessing);
    signal(&child, Signal::INT);
    // A signal that arrives while another is pending is lost, so that it is sent until the program ends.
    let mut child = child;
    wait_until(|| {
        signal(&child, Signal::INT);
        child
            .try_wait()
            .expect("the state of the program")
            .is_some()
    });
    let ended = Ended::wait(child).exits_with(130);
    let outcomes = outcomes(&ended);
    assert_eq!(outcomes["updated"], ids[..2]);
    assert_eq!(outcomes["unknown"], ids[2..4]);
    assert_eq!(outcomes["not_tried"], ids[4..]);
    assert!(
        ended
            .err
            .contains("interrupted before the response arrived"),
        "{}",
        ended.err
    );
    // The batch may be repeated, since it only adds a tag.
    place.run(&arguments).exits_with(0);
    assert!(ids.iter().all(|id| changes(&place).contains_key(id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_of_another_command_is_refused_before_anything_is_sent() {
    let place = Place::new().await;
    let (_, file) = place.opened(2);
    let tag = journaled(&file, &["--tag", "stale"]);
    place.run(&tag).exits_with(0);
    let before = place.sandbox.counts().received;
    let other = journaled(&file, &["--tag", "old"]);
    let ended = place.run(&other).exits_with(2);
    assert!(ended.err.contains("other arguments"), "{}", ended.err);
    assert_eq!(place.sandbox.counts().received, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_has_neither_bodies_nor_the_texts_of_errors() {
    let place = Place::with(|builder| builder.faults(Faults::mixed(5, 0.6))).await;
    let (_, file) = place.opened(12);
    let tag = "a very private tag";
    let arguments = journaled(&file, &["--tag", tag]);
    place.run(&arguments);
    let journal = place.read("journal");
    assert!(!journal.contains(tag) && !journal.contains("subject") && !journal.contains("message"));
    let keys = json_lines(&journal);
    assert_eq!(keys[0]["journal"], json!(1));
}

/// Returns the IDs of each outcome.
fn outcomes(ended: &Ended) -> BTreeMap<String, Vec<i64>> {
    let mut outcomes: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for line in ended.json_lines() {
        let outcome = line["outcome"].as_str().expect("an outcome").to_owned();
        let id = line["id"].as_i64().expect("an ID");
        outcomes.entry(outcome).or_default().push(id);
    }
    outcomes
}
