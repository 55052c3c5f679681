//! Long simulations against a rate-limited server, in which the client and the sandbox share a paused clock.
//!
//! The tests with faults run 100 simulations. `FAULT_RUNS=1000 cargo nextest run -p tests --test long_runs` runs more.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use conversations_client::fernand::types::*;
use conversations_client::fernand::{Client, ClientBuilder, Error, ErrorBody};
use conversations_client::runtime::{Outcome, RetryPolicy};
use reqwest::{Method, StatusCode};
use sandbox::fernand::{Conversation as Kept, Status};
use sandbox::{
    Builder, Class, Fault, Faults, RateLimits, Received, Sandbox, Vendor, When, Windows,
};
use tokio::time::{Instant, sleep, timeout};

const MINUTE: Duration = Duration::from_secs(60);

/// A timeout that is not reached on a slow machine. A paused clock jumps while data is in flight.
const TIMEOUT: Duration = Duration::from_secs(300);

/// The default retry budget of a client.
const RETRY_BUDGET: usize = 50;

type Closed = Outcome<i64, Conversation, ErrorBody>;

/// Returns the start of a minute of the server's clock.
fn start() -> DateTime<Utc> {
    "2026-01-21T14:30:00Z".parse().unwrap()
}

/// Returns a sandbox for a paused clock, which jumps in short steps while data is in flight.
fn paused() -> Builder {
    let builder = Sandbox::builder().starting_at(start());
    builder.heartbeat(Duration::from_millis(10))
}

/// Returns a sandbox with the documented limits and a latency of 80 ms.
fn limited(windows: Windows) -> Builder {
    let latency = Fault::Delay(Duration::from_millis(80), When::BeforeProcessing);
    let limits = RateLimits::documented().windows(windows);
    paused().rate_limits(limits).faults(Faults::always(latency))
}

fn builder(sandbox: &Sandbox) -> ClientBuilder {
    let builder = Client::builder().api_key(sandbox.api_key());
    let builder = builder.base_url(sandbox.fernand_url());
    builder.timeout(TIMEOUT)
}

fn client(sandbox: &Sandbox) -> Client {
    builder(sandbox).build().unwrap()
}

fn ids(sandbox: &Sandbox) -> Vec<i64> {
    let conversations = sandbox.conversations();
    conversations.iter().map(|it| it.id).collect()
}

/// Returns the requests that the rate limit rejected.
fn refused(sandbox: &Sandbox) -> Vec<Received> {
    let mut requests = sandbox.requests();
    requests.retain(|it| it.answered == Some(StatusCode::TOO_MANY_REQUESTS));
    requests
}

mod pacing {
    use super::*;

    /// Closes 5,000 conversations in batches of 100, and returns the elapsed time.
    async fn close_all(sandbox: &Sandbox, client: &Client) -> Duration {
        let ids = ids(sandbox);
        assert_eq!(ids.len(), 5000);
        let started = Instant::now();
        let call = client.bulk_update_conversations(ids.clone());
        let outcome = call.status(BulkStatus::Closed).send_all().await.unwrap();
        let took = started.elapsed();
        assert!(outcome.is_complete(), "{outcome}");
        let updated: Vec<_> = outcome.updated.iter().map(|(id, _)| *id).collect();
        assert_eq!(updated, ids);
        let conversations = sandbox.conversations();
        assert!(
            conversations
                .iter()
                .all(|it| (it.status, it.writes) == (Status::Closed, 1))
        );
        took
    }

    /// Asserts that 5,000 conversations are closed with 50 requests, that no request is rejected, and that the time is
    /// at most 2% longer than the limit requires.
    async fn assert_uses_up(windows: Windows, into_window: Duration) {
        let sandbox = limited(windows)
            .conversations(5000)
            .starting_at(start() + into_window)
            .start()
            .await
            .unwrap();
        let took = close_all(&sandbox, &client(&sandbox)).await;
        let from_start = match windows {
            Windows::OfTheClock => took + into_window,
            Windows::FromFirstRequest | Windows::Sliding => took,
        };
        let case = format!("{windows:?}, {into_window:?} into a minute");
        assert_eq!(refused(&sandbox).len(), 0, "{case}");
        assert_eq!(sandbox.counts().received, 50, "{case}");
        assert!(
            (540.0..=540.0 * 1.02).contains(&from_start.as_secs_f64()),
            "{case}: {from_start:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn windows_of_the_clock_are_fully_used_without_a_429() {
        for into_window in [0, 700, 17_300, 31_999, 59_500] {
            assert_uses_up(Windows::OfTheClock, Duration::from_millis(into_window)).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn windows_from_the_first_request_are_fully_used_without_a_429() {
        for into_second in [0, 300, 999] {
            let into_second = Duration::from_millis(into_second);
            assert_uses_up(Windows::FromFirstRequest, into_second).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn sliding_windows_are_fully_used_without_a_429() {
        for into_second in [0, 300, 999] {
            assert_uses_up(Windows::Sliding, Duration::from_millis(into_second)).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_skewed_server_clock_causes_no_429() {
        for minutes in [-5, 5, 60 * 24 * 365] {
            let sandbox = limited(Windows::OfTheClock)
                .conversations(5000)
                .starting_at(Utc::now())
                .clock_skew(TimeDelta::minutes(minutes))
                .start()
                .await
                .unwrap();
            let took = close_all(&sandbox, &client(&sandbox)).await;
            assert_eq!(refused(&sandbox).len(), 0, "{minutes}");
            assert!(took <= MINUTE.mul_f64(9.0 * 1.02), "{minutes}: {took:?}");
        }
    }

    /// The requests of another client with the same API key.
    #[derive(Clone, Copy, Debug)]
    struct Other {
        /// The delay before the first request.
        after: Duration,
        requests: u32,
        every: Duration,
    }

    /// Closes all conversations while other clients use the same API key. Asserts that at most one request per window
    /// is rejected, and returns the time since the start of the first window.
    async fn close_all_beside(windows: Windows, others: &[Other]) -> Duration {
        let builder = limited(windows).conversations(5000);
        let sandbox = builder.start().await.unwrap();
        let started = Instant::now();
        let begin = async {
            for other in others {
                tokio::time::sleep_until(started + other.after).await;
                sandbox.add_other_client(
                    Vendor::Fernand,
                    Class::Write,
                    other.requests,
                    other.every,
                );
            }
        };
        let client = client(&sandbox);
        let close = async {
            // Other clients without a delay send their first requests before this client.
            sleep(Duration::from_millis(50)).await;
            close_all(&sandbox, &client).await;
            started.elapsed()
        };
        let (took, ()) = tokio::join!(close, begin);
        let refused: Vec<_> = refused(&sandbox).iter().map(|it| it.at - started).collect();
        match windows {
            Windows::OfTheClock => {
                let minutes: BTreeSet<_> = refused.iter().map(|at| at.as_secs() / 60).collect();
                assert_eq!(minutes.len(), refused.len(), "{refused:?} {others:?}");
            }
            Windows::FromFirstRequest | Windows::Sliding => {
                let apart = |pair: &[Duration]| pair[0] + MINUTE <= pair[1];
                assert!(refused.windows(2).all(apart), "{refused:?} {others:?}");
            }
        }
        took
    }

    #[tokio::test(start_paused = true)]
    async fn another_client_at_the_start_of_each_window_causes_at_most_one_429_per_window() {
        let at = |seconds, requests, every| Other {
            after: Duration::from_secs(seconds),
            requests,
            every: MINUTE * every,
        };
        for (others, full_windows) in [
            (&[at(0, 2, 1)][..], 16),
            (&[at(0, 3, 1)], 24),
            (&[at(0, 2, 2), at(60, 3, 2)], 19),
        ] {
            let took = close_all_beside(Windows::OfTheClock, others).await;
            let best = MINUTE * full_windows;
            assert!(took <= best.mul_f64(1.1), "{took:?} {best:?} {others:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn another_client_with_half_of_the_limit_causes_at_most_one_429_per_window() {
        // At least half of the limit is available: 20 windows, and the client does not wait for the end of the last
        // one.
        let best = MINUTE * 19;
        for windows in [
            Windows::OfTheClock,
            Windows::FromFirstRequest,
            Windows::Sliding,
        ] {
            for after in [0, 31] {
                let other = Other {
                    after: Duration::from_secs(after),
                    requests: 1,
                    every: Duration::from_secs(24),
                };
                let took = close_all_beside(windows, &[other]).await;
                assert!(took <= best.mul_f64(1.1), "{windows:?} {took:?} {other:?}");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn calls_that_are_dropped_while_they_wait_use_none_of_the_limit() {
        let builder = limited(Windows::FromFirstRequest).conversations(200);
        let sandbox = builder.start().await.unwrap();
        let client = client(&sandbox);
        let id = ids(&sandbox)[0];
        let write = || {
            client
                .update_conversation(id)
                .status(ConversationStatus::Closed)
        };
        for _ in 0..5 {
            write().send().await.unwrap();
        }
        for _ in 0..20 {
            let wait = timeout(Duration::from_secs(1), write().send());
            wait.await.expect_err("the limit of the window is reached");
        }
        sleep(MINUTE).await;
        let started = Instant::now();
        for _ in 0..5 {
            write().send().await.unwrap();
        }
        assert!(started.elapsed() < Duration::from_secs(1));
        let counts = sandbox.counts();
        assert_eq!((counts.received, counts.processed), (10, 10));
    }

    #[tokio::test(start_paused = true)]
    async fn a_dropped_run_can_be_continued_after_the_last_batch() {
        let builder = limited(Windows::FromFirstRequest).conversations(1000);
        let sandbox = builder.start().await.unwrap();
        let client = client(&sandbox);
        let ids = ids(&sandbox);
        let close = |ids: Vec<i64>| {
            let call = client.bulk_update_conversations(ids);
            call.status(BulkStatus::Closed).batches()
        };
        let mut taken = 0;
        let mut first = close(ids.clone());
        let run = async {
            while let Some(batch) = first.next().await {
                taken = batch.taken;
            }
        };
        timeout(Duration::from_secs(30), run)
            .await
            .expect_err("the sixth batch waits");
        drop(first);
        assert_eq!(taken, 500);
        let mut rest = close(ids[taken..].to_vec());
        while let Some(batch) = rest.next().await {
            assert!(batch.outcome.is_complete(), "{}", batch.outcome);
        }
        assert!(sandbox.conversations().iter().all(|it| it.writes == 1));
        assert_eq!(refused(&sandbox).len(), 0);
    }
}

mod listing {
    use super::*;

    const PAGE: usize = 250;

    /// The changes that are made while the conversations are listed.
    #[derive(Debug, Default)]
    struct Changes {
        deleted: BTreeSet<i64>,
        opened: BTreeSet<i64>,
    }

    impl Changes {
        /// Moves, deletes and opens some conversations, both before and after the current position of the listing.
        fn happen(&mut self, sandbox: &Sandbox, ids: &[i64], turn: usize) {
            let some = |step: usize| ids[turn * step % ids.len()];
            for step in [7919, 6101, 4507] {
                sandbox.receive_message(some(step));
            }
            if sandbox.delete_conversation(some(5003)) {
                self.deleted.insert(some(5003));
            }
            self.opened.insert(sandbox.open_conversation("News"));
        }
    }

    async fn assert_gives_each_once(order: ConversationOrder) {
        let builder = limited(Windows::FromFirstRequest).conversations(25_000);
        let sandbox = builder.start().await.unwrap();
        let ids = ids(&sandbox);
        let started = Instant::now();
        let list = client(&sandbox).list_conversations();
        let mut stream = list.limit(250).order(order).stream();
        let mut changes = Changes::default();
        let mut seen = BTreeSet::new();
        while let Some(conversation) = stream.next().await {
            let id = conversation.unwrap().id;
            assert!(seen.insert(id), "{id} was returned twice");
            if seen.len().is_multiple_of(100) {
                changes.happen(&sandbox, &ids, seen.len() / 100);
            }
            let pages = seen.len().div_ceil(PAGE);
            assert_eq!(sandbox.counts().received, u64::try_from(pages).unwrap());
        }
        let all: BTreeSet<_> = ids.into_iter().collect();
        let missing: BTreeSet<_> = all.difference(&seen).copied().collect();
        assert!(missing.is_subset(&changes.deleted), "{order}");
        assert!(seen.is_subset(&all), "{order}");
        assert!(!missing.is_empty() && !changes.opened.is_empty(), "{order}");
        assert_eq!(refused(&sandbox).len(), 0, "{order}");
        assert!(started.elapsed() <= MINUTE.mul_f64(4.0 * 1.02) + MINUTE / 10);
    }

    #[tokio::test(start_paused = true)]
    async fn a_listing_from_the_newest_returns_each_of_25_000_once_despite_concurrent_changes() {
        assert_gives_each_once(ConversationOrder::Newest).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_listing_by_priority_returns_each_of_25_000_once_despite_concurrent_changes() {
        assert_gives_each_once(ConversationOrder::Priority).await;
    }

    /// Returns a sandbox with 1,000 conversations and different faults in some pages, and a client without retries.
    async fn failing() -> (Sandbox, Client) {
        let sandbox = paused().conversations(1000).start().await.unwrap();
        sandbox.script_faults([
            None,
            Some(Fault::Close(When::BeforeProcessing)),
            None,
            Some(Fault::CutShort),
            Some(Fault::WrongJson),
            Some(Fault::HtmlPage(
                StatusCode::BAD_GATEWAY,
                When::AfterProcessing,
            )),
            None,
            Some(Fault::Stall(When::AfterProcessing)),
        ]);
        let client = builder(&sandbox).retry(RetryPolicy::off());
        (sandbox, client.build().unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_continues_after_errors() {
        let (sandbox, client) = failing().await;
        let mut stream = client.list_conversations().limit(100).stream();
        let (mut seen, mut errors) = (Vec::new(), 0);
        while let Some(item) = stream.next().await {
            match item {
                Ok(conversation) => seen.push(conversation.id),
                Err(_) => errors += 1,
            }
        }
        seen.sort_unstable();
        assert_eq!(seen, ids(&sandbox));
        assert_eq!(errors, 5);
    }

    #[tokio::test(start_paused = true)]
    async fn a_new_stream_continues_from_the_cursor_after_an_error() {
        let (sandbox, client) = failing().await;
        let (mut seen, mut errors) = (Vec::new(), 0);
        let mut saved: Option<String> = None;
        loop {
            let mut list = client.list_conversations().limit(100);
            if let Some(cursor) = saved.take() {
                list = list.cursor(cursor);
            }
            let mut stream = list.stream();
            let failed = loop {
                match stream.next().await {
                    Some(Ok(conversation)) => seen.push(conversation.id),
                    Some(Err(_)) => break true,
                    None => break false,
                }
            };
            if !failed {
                break;
            }
            errors += 1;
            saved = stream.cursor();
        }
        seen.sort_unstable();
        assert_eq!(seen, ids(&sandbox));
        assert_eq!(errors, 5);
    }
}

mod faults {
    use super::*;

    /// The number of IDs with each outcome.
    #[derive(Clone, Copy, Debug, Default)]
    struct Tally {
        updated: usize,
        not_updated: usize,
        failed: usize,
        unknown: usize,
        not_tried: usize,
    }

    impl AddAssign<&Closed> for Tally {
        fn add_assign(&mut self, outcome: &Closed) {
            self.updated += outcome.updated.len();
            self.not_updated += outcome.not_updated.len();
            self.failed += ids_of_failed(outcome).count();
            self.unknown += ids_of_unknown(outcome).count();
            self.not_tried += outcome.not_tried.len();
        }
    }

    fn ids_of_failed(outcome: &Closed) -> impl Iterator<Item = i64> {
        outcome.failed.iter().flat_map(|it| it.ids.iter().copied())
    }

    fn ids_of_unknown(outcome: &Closed) -> impl Iterator<Item = i64> {
        outcome.unknown.iter().flat_map(|it| it.ids.iter().copied())
    }

    fn runs() -> u64 {
        let runs = std::env::var("FAULT_RUNS");
        runs.map_or(100, |runs| runs.parse().expect("FAULT_RUNS is a number"))
    }

    /// Returns faults of every kind, for three requests in ten.
    fn three_in_ten(seed: u64) -> Faults {
        Faults::mixed(seed, 0.24)
            .with(Fault::Stall(When::BeforeProcessing), 0.01)
            .with(Fault::Stall(When::AfterProcessing), 0.01)
            .with(Fault::StallMidway, 0.01)
            .with(
                Fault::Status(StatusCode::FORBIDDEN, When::BeforeProcessing),
                0.03,
            )
    }

    /// Starts a sandbox with faults and some locked conversations. Odd seeds have rate limits, with each kind of
    /// window.
    async fn faulty(seed: u64) -> Sandbox {
        let limits = match seed % 6 {
            1 => RateLimits::documented(),
            3 => RateLimits::documented().windows(Windows::OfTheClock),
            5 => RateLimits::documented().windows(Windows::Sliding),
            _ => RateLimits::off(),
        };
        let sandbox = paused()
            .heartbeat(Duration::from_millis(20))
            .conversations(60)
            .seed(seed)
            .rate_limits(limits)
            .faults(three_in_ten(seed))
            .start()
            .await
            .unwrap();
        for id in ids(&sandbox).into_iter().step_by(13) {
            sandbox.lock_conversation(id, true);
        }
        sandbox
    }

    /// Returns all IDs, some unknown IDs, and some IDs twice.
    fn given(sandbox: &Sandbox) -> Vec<i64> {
        let there = ids(sandbox);
        let twice = there.iter().copied().step_by(9);
        there.iter().copied().chain(1..4).chain(twice).collect()
    }

    fn assert_is_a_partition(given: &[i64], outcome: &Closed, seed: u64) {
        let mut reported: Vec<_> = outcome.updated.iter().map(|(id, _)| *id).collect();
        reported.extend(&outcome.not_updated);
        reported.extend(ids_of_failed(outcome));
        reported.extend(ids_of_unknown(outcome));
        reported.extend(&outcome.not_tried);
        reported.sort_unstable();
        let given: BTreeSet<_> = given.iter().copied().collect();
        assert!(reported.iter().eq(&given), "seed {seed}: {outcome}");
    }

    /// Asserts that an outcome matches the data of the sandbox.
    fn assert_is_true(before: &[Kept], sandbox: &Sandbox, outcome: &Closed, seed: u64) {
        let before: BTreeMap<_, _> = before.iter().map(|it| (it.id, it)).collect();
        for (id, value) in &outcome.updated {
            let kept = sandbox
                .conversation(*id)
                .expect("no conversation is deleted");
            let is_so = (kept.status, kept.writes) == (Status::Closed, 1);
            assert!(
                is_so && value.status == kept.status.as_str(),
                "seed {seed}: {id}"
            );
        }
        let untouched = outcome
            .not_updated
            .iter()
            .chain(&outcome.not_tried)
            .copied();
        for id in untouched.chain(ids_of_failed(outcome)) {
            let kept = sandbox.conversation(id);
            assert_eq!(kept.as_ref(), before.get(&id).copied(), "seed {seed}");
        }
        for id in ids_of_unknown(outcome) {
            let writes = sandbox.conversation(id).map_or(0, |it| it.writes);
            assert!(writes <= 1, "seed {seed}: {id} was closed {writes} times");
        }
    }

    /// Asserts that a request was sent again only if the rate limit rejected it.
    fn assert_sent_once(requests: &[Received], seed: u64) {
        let mut by_body: BTreeMap<&Bytes, Vec<&Received>> = BTreeMap::new();
        for request in requests {
            by_body.entry(&request.body).or_default().push(request);
        }
        for same in by_body.values() {
            let (_, earlier) = same.split_last().expect("a group is not empty");
            for request in earlier {
                let refused = request.answered == Some(StatusCode::TOO_MANY_REQUESTS);
                assert!(refused && !request.processed, "seed {seed}: {request:?}");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn outcomes_of_a_bulk_close_match_the_data_and_no_request_is_sent_twice() {
        let mut tally = Tally::default();
        for seed in 0..runs() {
            let sandbox = faulty(seed).await;
            let before = sandbox.conversations();
            let given = given(&sandbox);
            let client = builder(&sandbox).timeout(Duration::from_secs(30));
            let client = client.build().unwrap();
            let call = client.bulk_update_conversations(given.clone());
            let call = call.status(BulkStatus::Closed).batch_size(5);
            let outcome = call.send_all().await.unwrap();
            assert_is_a_partition(&given, &outcome, seed);
            assert_is_true(&before, &sandbox, &outcome, seed);
            assert_sent_once(&sandbox.requests(), seed);
            tally += &outcome;
        }
        let Tally {
            updated,
            not_updated,
            failed,
            unknown,
            not_tried,
        } = tally;
        let lists = [updated, not_updated, failed, unknown, not_tried];
        assert!(
            lists.iter().all(|ids| *ids > 0),
            "the faults should cause every outcome: {tally:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_bulk_tag_is_retried_until_it_is_confirmed() {
        for seed in 0..runs() / 4 {
            let sandbox = faulty(seed).await;
            sandbox.set_faults(Faults::mixed(seed, 0.3));
            let given = given(&sandbox);
            let call = client(&sandbox).bulk_update_conversations(given.clone());
            let call = call.tag("stale").batch_size(20);
            let outcome = call.send_all().await.unwrap();
            assert_is_a_partition(&given, &outcome, seed);
            let tag = sandbox.tags().get("stale").copied();
            for (id, _) in &outcome.updated {
                let kept = sandbox
                    .conversation(*id)
                    .expect("no conversation is deleted");
                let count = kept.tags.iter().filter(|it| Some(**it) == tag).count();
                assert_eq!(count, 1, "seed {seed}: {id}");
            }
            for id in outcome.not_updated.iter().chain(&outcome.not_tried) {
                let writes = sandbox.conversation(*id).map_or(0, |it| it.writes);
                assert_eq!(writes, 0, "seed {seed}: {id}");
            }
        }
    }

    fn down() -> Faults {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Faults::always(Fault::Status(status, When::BeforeProcessing))
    }

    /// Starts a sandbox that responds to every request with 503.
    async fn failing() -> Sandbox {
        let builder = paused().conversations(5000).faults(down());
        builder.start().await.unwrap()
    }

    fn received(sandbox: &Sandbox) -> usize {
        usize::try_from(sandbox.counts().received).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_to_a_failing_server_is_retried_within_the_budget() {
        let sandbox = failing().await;
        let policy = RetryPolicy::new()
            .attempts(u32::MAX)
            .total_time(MINUTE * 10);
        let client = builder(&sandbox).retry(policy).pacing(false);
        let list = client.build().unwrap().list_conversations();
        list.send().await.unwrap_err();
        assert_eq!(received(&sandbox), 1 + RETRY_BUDGET);
    }

    #[tokio::test(start_paused = true)]
    async fn calls_during_ten_minutes_of_503_share_the_retry_budget() {
        let sandbox = failing().await;
        let client = builder(&sandbox).pacing(false).build().unwrap();
        let started = Instant::now();
        let mut calls = 0;
        while started.elapsed() < MINUTE * 10 {
            let clone = client.clone();
            clone.list_conversations().send().await.unwrap_err();
            calls += 1;
            sleep(Duration::from_secs(5)).await;
        }
        assert_eq!(received(&sandbox), calls + RETRY_BUDGET);
    }

    #[tokio::test(start_paused = true)]
    async fn a_bulk_call_to_a_failing_server_stays_within_the_budget_and_each_id_is_unknown() {
        let sandbox = failing().await;
        let call = client(&sandbox).bulk_update_conversations(ids(&sandbox));
        let outcome = call.tag("stale").send_all().await.unwrap();
        assert_eq!(ids_of_unknown(&outcome).count(), 5000);
        assert_eq!(received(&sandbox), 50 + RETRY_BUDGET);
    }

    #[tokio::test(start_paused = true)]
    async fn a_write_that_is_not_safe_to_retry_is_sent_once_to_a_failing_server() {
        let sandbox = failing().await;
        let id = ids(&sandbox)[0];
        let call = client(&sandbox).update_conversation(id);
        let call = call.status(ConversationStatus::Closed);
        let error: Error = call.send().await.unwrap_err();
        assert!(error.may_have_been_processed(), "{error}");
        let requests = sandbox.requests();
        let [request] = requests.as_slice() else {
            panic!("expected one request: {requests:?}");
        };
        assert_eq!(request.method, Method::PATCH);
    }
}
