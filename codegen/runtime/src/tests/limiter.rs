//! A server with a rate limit, for every kind of window.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::support::{MINUTE, Reply, Seen, Stub, changed, ids};
use crate::runtime::internal::WindowKind;

/// How a server counts requests, and which headers it sends.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each flag varies independently"
)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) limit: u32,
    pub(crate) kind: WindowKind,
    /// The time from the start of a window to the start of the server.
    pub(crate) into_window: Duration,
    /// The number of seconds by which the server's clock is ahead.
    pub(crate) skew: i64,
    pub(crate) latency: Duration,
    pub(crate) reports_reset: bool,
    pub(crate) rounds_reset_up: bool,
    pub(crate) reports_remaining: bool,
    pub(crate) reports_date: bool,
    /// The number of requests that another client with the same key sends after each request.
    pub(crate) taken_between: u32,
    /// The number of requests that another client sends at the start of even and of odd windows.
    pub(crate) taken_at_start: [u32; 2],
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            limit: 5,
            kind: WindowKind::Fixed,
            into_window: Duration::ZERO,
            skew: 0,
            latency: Duration::from_millis(80),
            reports_reset: true,
            rounds_reset_up: true,
            reports_remaining: true,
            reports_date: true,
            taken_between: 0,
            taken_at_start: [0, 0],
        }
    }
}

#[derive(Debug)]
struct State {
    /// The milliseconds from the start of a window to the start of the server.
    anchor: u64,
    started: Instant,
    /// The start of the server in milliseconds since 1970. Not a whole second, so that rounding has
    /// an effect.
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
        let shared = Arc::clone(&state);
        let stub =
            Stub::start(move |seen| reply(&rules, &mut shared.lock().expect("not poisoned"), seen))
                .await;
        Self { stub, state }
    }

    /// Returns the window of each refused request.
    pub(crate) fn refused(&self) -> Vec<u64> {
        self.state.lock().expect("not poisoned").refused.clone()
    }
}

const WINDOW: u64 = 60_000;

fn reply(rules: &Rules, state: &mut State, seen: &Seen) -> Reply {
    let elapsed = u64::try_from(state.started.elapsed().as_millis()).expect("a short time");
    let time = state.anchor + elapsed;
    let window = time / WINDOW;
    if window > state.window {
        state.window = window;
        state.used = rules.taken_at_start[usize::from(window % 2 == 1)];
    }
    let now = Instant::now();
    state.recent.retain(|then| now - *then < MINUTE);
    let used = match rules.kind {
        WindowKind::Fixed => state.used,
        WindowKind::Sliding => u32::try_from(state.recent.len()).expect("a small number"),
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
    let [now, end] = [time, end].map(|time| epoch + i64::try_from(time).expect("a short time"));
    let up = if rules.rounds_reset_up { 999 } else { 0 };
    let date = DateTime::<Utc>::from_timestamp_millis(now).expect("a time");
    let all = [
        (
            rules.reports_remaining,
            "x-ratelimit-limit",
            rules.limit.to_string(),
        ),
        (
            rules.reports_remaining,
            "x-ratelimit-remaining",
            remaining.to_string(),
        ),
        (
            rules.reports_reset,
            "x-ratelimit-reset",
            ((end + up) / 1000).to_string(),
        ),
        (
            rules.reports_date,
            "date",
            date.format("%a, %d %b %Y %H:%M:%S GMT").to_string(),
        ),
    ];
    all.into_iter()
        .filter(|(is_reported, ..)| *is_reported)
        .map(|(_, name, value)| (name, value))
        .collect()
}
