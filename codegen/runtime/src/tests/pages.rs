use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_core::Stream;
use tokio::time::timeout;

use super::support::*;
use crate::runtime::internal::*;
use crate::runtime::*;

/// Serves the pages `1, 2`, `3, 4` and `5`. The cursors of the last two are `b` and `c`.
fn page(seen: &Seen) -> Reply {
    let body = match seen
        .target
        .split(['?', '&'])
        .find_map(|pair| pair.strip_prefix("cursor="))
    {
        None => r#"{"data": [1, 2], "cursor": "b"}"#,
        Some("b") => r#"{"data": [3, 4], "cursor": "c"}"#,
        Some("c") => r#"{"data": [5], "cursor": null}"#,
        Some(_) => return Reply::new(422, &[], ""),
    };
    Reply::new(200, &[], body)
}

fn list(client: &Client) -> Call<ListThings> {
    client.call(ListThings {
        cursor: None,
        q: Some("status:opened".into()),
    })
}

async fn rest(stream: &mut ItemStream<ListThings>) -> Vec<i64> {
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        items.push(item.expect("an item"));
    }
    items
}

#[tokio::test]
async fn a_stream_yields_each_item_once() {
    let stub = Stub::start(page).await;
    let mut stream = list(&client(&stub.url)).stream();
    assert!(!stream.is_done());
    assert_eq!(rest(&mut stream).await, [1, 2, 3, 4, 5]);
    assert!(stream.is_done() && stream.next().await.is_none());
    let targets: Vec<_> = stub.seen().into_iter().map(|seen| seen.target).collect();
    let q = "q=status%3Aopened";
    assert_eq!(
        targets,
        [
            format!("/things?{q}"),
            format!("/things?cursor=b&{q}"),
            format!("/things?cursor=c&{q}")
        ]
    );
}

#[tokio::test]
async fn pages_have_their_own_and_the_next_cursor() {
    let stub = Stub::start(page).await;
    let mut pages = list(&client(&stub.url)).pages();
    let first = pages.next().await.expect("a page").expect("no error");
    assert_eq!((&first.cursor, first.next.as_deref()), (&None, Some("b")));
    assert_eq!(first.value.data, [1, 2]);
    assert_eq!(
        format!("{first:?}"),
        "Page { value: ThingPage { data: [1, 2], cursor: Some(\"b\") }, cursor: None, next: Some(\"b\") }"
    );
    let second = pages.next().await.expect("a page").expect("no error");
    assert_eq!(
        (second.cursor.as_deref(), second.next.as_deref()),
        (Some("b"), Some("c"))
    );
    assert_eq!(second.into_items(), [3, 4]);
}

#[tokio::test]
async fn a_page_is_fetched_when_earlier_items_are_taken() {
    let stub = Stub::start(page).await;
    let mut stream = list(&client(&stub.url)).stream();
    assert_eq!(stub.seen().len(), 0);
    for requests in [1, 1, 2, 2, 3] {
        stream.next().await.expect("an item").expect("no error");
        assert_eq!(stub.seen().len(), requests);
    }
}

#[tokio::test]
async fn resuming_from_a_cursor_misses_no_item() {
    let stub = Stub::start(page).await;
    let client = client(&stub.url);
    for taken in 0..5 {
        let mut stream = list(&client).stream();
        let mut items = BTreeSet::new();
        for _ in 0..taken {
            items.insert(stream.next().await.expect("an item").expect("no error"));
        }
        let cursor = stream.cursor();
        let mut other = client.call(ListThings { cursor, q: None }).stream();
        items.extend(rest(&mut other).await);
        assert_eq!(items, BTreeSet::from([1, 2, 3, 4, 5]), "after {taken}");
    }
}

#[tokio::test]
async fn a_stream_continues_after_an_error() {
    let requests = AtomicU32::new(0);
    let stub = Stub::start(move |seen| match requests.fetch_add(1, Ordering::Relaxed) {
        1 => Reply::new(404, &[], ""),
        _ => page(seen),
    })
    .await;
    let mut stream = list(&client(&stub.url)).stream();
    let mut items = Vec::new();
    let mut errors = 0;
    while let Some(item) = stream.next().await {
        match item {
            Ok(item) => items.push(item),
            Err(_) => errors += 1,
        }
    }
    assert_eq!((items, errors), (vec![1, 2, 3, 4, 5], 1));
}

#[tokio::test]
async fn a_repeated_cursor_is_an_error_that_ends_the_stream() {
    for (first, second) in [("b", "b"), ("b", "a")] {
        let stub = Stub::start(move |seen| {
            let next = if seen.target.contains("cursor=b") {
                second
            } else {
                first
            };
            Reply::new(200, &[], &format!(r#"{{"data": [1], "cursor": "{next}"}}"#))
        })
        .await;
        let start = ListThings {
            cursor: Some("a".into()),
            q: None,
        };
        let mut stream = client(&stub.url).call(start).stream();
        stream.next().await.expect("an item").expect("no error");
        let error = stream
            .next()
            .await
            .expect("an error")
            .expect_err("a circle");
        assert_eq!(
            error.to_string(),
            format!(
                "list_things: the server returned the cursor {second:?} a second time, \
                 so the pages would not end"
            )
        );
        assert!(stream.next().await.is_none() && stub.seen().len() == 2);
    }
}

#[tokio::test]
async fn an_empty_page_does_not_end_the_stream() {
    let stub = Stub::start(|seen| {
        let is_first = !seen.target.contains("cursor");
        let body = if is_first {
            r#"{"data": [], "cursor": "c"}"#
        } else {
            r#"{"data": [5], "cursor": null}"#
        };
        Reply::new(200, &[], body)
    })
    .await;
    assert_eq!(rest(&mut list(&client(&stub.url)).stream()).await, [5]);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_future_loses_neither_page_nor_request() {
    let stub = Stub::start(|seen| page(seen).after(Duration::from_secs(3))).await;
    let mut stream = list(&client(&stub.url)).stream();
    while timeout(Duration::from_secs(1), stream.next())
        .await
        .is_err()
    {}
    assert_eq!(stub.seen().len(), 1);
    assert_eq!(rest(&mut stream).await, [2, 3, 4, 5]);
}

#[test]
fn the_next_offset_and_number_follow_from_the_page() {
    assert_eq!(next_offset(None, 50, Some(50)), Some(50));
    assert_eq!(next_offset(Some(50), 50, None), Some(100));
    assert_eq!(next_offset(Some(100), 49, Some(50)), None);
    assert_eq!(next_offset(Some(100), 0, None), None);
    assert_eq!(next_number(None, 1, 50, Some(50)), Some(2));
    assert_eq!(next_number(Some(2), 1, 3, Some(50)), None);
}

#[test]
fn page_streams_are_streams_and_send() {
    fn is_stream(_: Pin<&mut (impl Stream + Send)>) {}
    let client = client("http://127.0.0.1:1");
    is_stream(Pin::new(&mut list(&client).stream()));
    is_stream(Pin::new(&mut list(&client).pages()));
}
