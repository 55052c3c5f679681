//! A server that keeps to a rate limit, in windows of every kind.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::support::{MINUTE, Reply, Seen, Stub, changed, ids};
use crate::runtime::internal::Window;

/// How a server counts, and what it tells.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing to vary by itself"
)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) limit: u32,
    pub(crate) kind: Window,
    /// How far into a window the server starts.
    pub(crate) into_window: Duration,
    /// Seconds by which the server's clock is ahead.
    pub(crate) skew: i64,
    pub(crate) latency: Duration,
    pub(crate) tells_reset: bool,
    pub(crate) rounds_reset_up: bool,
    pub(crate) tells_remaining: bool,
    pub(crate) tells_date: bool,
    /// What another client with the same key takes after each of our requests.
    pub(crate) taken_between: u32,
    /// What another client takes when a window begins, in turn.
    pub(crate) taken_at_start: [u32; 2],
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            limit: 5,
            kind: Window::Fixed,
            into_window: Duration::ZERO,
            skew: 0,
            latency: Duration::from_millis(80),
            tells_reset: true,
            rounds_reset_up: true,
            tells_remaining: true,
            tells_date: true,
            taken_between: 0,
            taken_at_start: [0, 0],
        }
    }
}

#[derive(Debug)]
struct State {
    /// Milliseconds from the start of a window to the server's start.
    anchor: u64,
    started: Instant,
    /// The server's start in milliseconds since 1970. Not a whole second, so that rounding shows.
    epoch: i64,
    window: u64,
    used: u32,
    recent: Vec<Instant>,
    refused: Vec<u64>,
}

pub(crate) struct Limited {
    pub(crate) stub: Stub,
    state: Arc<Mutex<State>>,
}

impl Limited {
    pub(crate) async fn start(rules: Rules) -> Self {
        let state = Arc::new(Mutex::new(State {
            anchor: u64::try_from(rules.into_window.as_millis()).expect("less than a window"),
            started: Instant::now(),
            epoch: DateTime::<Utc>::from(SystemTime::now()).timestamp() * 1000 + 400,
            window: 0,
            used: rules.taken_at_start[0],
            recent: Vec::new(),
            refused: Vec::new(),
        }));
        let own = Arc::clone(&state);
        let stub = Stub::start(move |seen| {
            answer(
                &rules,
                &mut own.lock().expect("no test panics with it"),
                seen,
            )
        })
        .await;
        Self { stub, state }
    }

    /// The windows in which a request was refused, once for each refusal.
    pub(crate) fn refused(&self) -> Vec<u64> {
        self.state
            .lock()
            .expect("no test panics with it")
            .refused
            .clone()
    }
}

const WINDOW: u64 = 60_000;

fn answer(rules: &Rules, state: &mut State, seen: &Seen) -> Reply {
    let elapsed = u64::try_from(state.started.elapsed().as_millis()).expect("some time");
    let time = state.anchor + elapsed;
    let window = time / WINDOW;
    if window > state.window {
        state.window = window;
        state.used = rules.taken_at_start[usize::from(window % 2 == 1)];
    }
    let now = Instant::now();
    state.recent.retain(|then| now - *then < MINUTE);
    let used = match rules.kind {
        Window::Fixed => state.used,
        Window::Sliding => u32::try_from(state.recent.len()).expect("few"),
    };
    let is_refused = used >= rules.limit;
    if is_refused {
        state.refused.push(window);
    } else {
        state.used += 1;
        state.recent.push(now);
    }
    let used = if is_refused { used } else { used + 1 };
    let remaining = rules.limit.saturating_sub(used);
    state.used = rules.limit.min(state.used + rules.taken_between);
    let headers = headers(rules, state, time, remaining);
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let body = match seen.method.as_str() {
        _ if is_refused => String::new(),
        "POST" if seen.target.ends_with("/bulk") => changed(&ids(seen)),
        _ => r#"{"id": 1, "tags": []}"#.to_owned(),
    };
    Reply::new(if is_refused { 429 } else { 200 }, &headers, &body).after(rules.latency)
}

fn headers(rules: &Rules, state: &State, time: u64, remaining: u32) -> Vec<(&'static str, String)> {
    let epoch = state.epoch + rules.skew * 1000;
    let end = (time / WINDOW + 1) * WINDOW;
    let [now, end] = [time, end].map(|time| epoch + i64::try_from(time).expect("some time"));
    let up = if rules.rounds_reset_up { 999 } else { 0 };
    let date = DateTime::<Utc>::from_timestamp_millis(now).expect("a time");
    let all = [
        (
            rules.tells_remaining,
            "x-ratelimit-limit",
            rules.limit.to_string(),
        ),
        (
            rules.tells_remaining,
            "x-ratelimit-remaining",
            remaining.to_string(),
        ),
        (
            rules.tells_reset,
            "x-ratelimit-reset",
            ((end + up) / 1000).to_string(),
        ),
        (
            rules.tells_date,
            "date",
            date.format("%a, %d %b %Y %H:%M:%S GMT").to_string(),
        ),
    ];
    all.into_iter()
        .filter(|(told, ..)| *told)
        .map(|(_, name, value)| (name, value))
        .collect()
}
