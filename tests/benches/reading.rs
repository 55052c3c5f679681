//! Measures reading of responses against `serde_json` with types by hand: `cargo bench -p tests --bench reading`.
//!
//! `-- --quick` measures little, `-- --instructions` counts instructions with Valgrind.

mod client;

use std::{hint, io};

use bytes::Bytes;
use client::measure::{Case, Column, Effort, Times, measure};
use client::{bodies, instructions, types};
use conversations_client::runtime::Operation;
use conversations_client::{bird, fernand, kustomer};
use serde::de::DeserializeOwned;

fn main() -> io::Result<()> {
    client::run(|arguments| match *arguments {
        [instructions::ARGUMENT, case, column, count, _] => {
            let cases: Vec<_> = good().into_iter().chain(unreadable()).collect();
            instructions::execute(&cases, case, column, count)
        }
        ["--instructions"] => count_instructions(),
        ["--quick"] => {
            measure_all(Effort::QUICK);
            Ok(())
        }
        [] => {
            measure_all(Effort::FULL);
            Ok(())
        }
        _ => Err(io::Error::other(
            "the options are --quick and --instructions",
        )),
    })
}

fn measure_all(effort: Effort) {
    println!(
        "CPU time of the thread, median of {} rounds in turn.\n",
        effort.rounds
    );
    println!("| response | bytes | generated | by hand | generated | speed ÷ by hand |");
    println!("|---|--:|--:|--:|--:|--:|");
    for case in good() {
        println!("{}", row(&case, &measure(&case, effort)));
    }
    println!("\n| unreadable response | bytes | time | readable | ÷ readable |");
    println!("|---|--:|--:|--:|--:|");
    for case in unreadable() {
        let times = measure(&case, effort);
        println!(
            "| {} | {} | {:.1} µs | {:.1} µs | **{:.2}** |",
            case.name,
            case.bytes,
            times.seconds(0) * 1e6,
            times.seconds(1) * 1e6,
            times.ratio(0, 1),
        );
    }
}

fn row(case: &Case, times: &Times) -> String {
    let megabytes = f64::from(u32::try_from(case.bytes).unwrap_or(u32::MAX)) / 1e6;
    format!(
        "| {} | {} | {:.1} µs | {:.1} µs | {:.0} MB/s | **{:.2}** |",
        case.name,
        case.bytes,
        times.seconds(0) * 1e6,
        times.seconds(1) * 1e6,
        megabytes / times.seconds(0),
        times.ratio(1, 0),
    )
}

fn count_instructions() -> io::Result<()> {
    println!("Instructions for one response, by Callgrind.\n");
    println!("| response | first | second | first ÷ second |");
    println!("|---|--:|--:|--:|");
    for case in good().into_iter().chain(unreadable()) {
        let Some(counts) = instructions::count(&case, "", 20)? else {
            println!("\nValgrind is not installed.");
            return Ok(());
        };
        println!(
            "| {}: {} and {} | {:.0} | {:.0} | **{:.2}** |",
            case.name,
            case.columns[0].name,
            case.columns[1].name,
            counts[0],
            counts[1],
            counts[0] / counts[1]
        );
    }
    Ok(())
}

type Page = fernand::operations::ListConversations;
type Batches = kustomer::operations::ListBulkBatches;
type Bird = bird::operations::UpdateConversation;

fn good() -> Vec<Case> {
    vec![
        good_case::<Page, types::fernand::Page>("page of 25", bodies::page(25)),
        good_case::<Page, types::fernand::Page>("page of 250", bodies::page(250)),
        good_case::<Page, types::fernand::Page>("page of 2,500", bodies::page(2_500)),
        good_case::<Batches, types::kustomer::Batches>(
            "Kustomer's batch of 100",
            bodies::batches(1),
        ),
        good_case::<Batches, types::kustomer::Batches>("25 of these batches", bodies::batches(25)),
        good_case::<Bird, types::bird::Conversation>("Bird's conversation", bodies::bird()),
    ]
}

fn good_case<O: Operation, T: DeserializeOwned>(name: &str, body: String) -> Case {
    let (body, by_hand) = (Bytes::from(body.clone()), body);
    Case {
        name: name.to_owned(),
        bytes: body.len(),
        columns: vec![
            column("generated", move || {
                assert!(read::<O>(&body), "the response is readable");
            }),
            column("by hand", move || {
                let value = serde_json::from_slice::<T>(by_hand.as_bytes());
                assert!(hint::black_box(value).is_ok(), "the response is readable");
            }),
        ],
    }
}

/// Pages in which the status of the first or the last conversation is a number, or that end early.
fn unreadable() -> Vec<Case> {
    let page = bodies::page(250);
    let first = page.replacen("\"OPENED\"", "7", 1);
    let last = match page.rfind("\"status\":\"") {
        Some(at) => {
            let end = page[at + 10..]
                .find('"')
                .map_or(at, |length| at + 10 + length + 1);
            format!("{}\"status\":7{}", &page[..at], &page[end..])
        }
        None => unreachable!("the page has a status"),
    };
    let short = page[..page.len() - 1].to_owned();
    [
        ("wrong at the start", first),
        ("wrong at the end", last),
        ("truncated", short),
    ]
    .map(|(name, body)| {
        let (body, page) = (Bytes::from(body), Bytes::from(page.clone()));
        Case {
            name: name.to_owned(),
            bytes: body.len(),
            columns: vec![
                column("unreadable", move || {
                    assert!(!read::<Page>(&body), "it is unreadable");
                }),
                column("readable", move || {
                    assert!(read::<Page>(&page), "it is readable");
                }),
            ],
        }
    })
    .into()
}

/// Returns whether the response is readable.
fn read<O: Operation>(body: &Bytes) -> bool {
    hint::black_box(O::output(200, &mut body.clone())).is_ok()
}

fn column(name: &'static str, read: impl Fn() + 'static) -> Column {
    Column {
        name,
        run: Box::new(move |count| (0..count).for_each(|_| read())),
    }
}
