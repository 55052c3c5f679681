//! Simulations of the ledger against every kind of server, without sockets.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::support::MINUTE;
use crate::runtime::RateLimit;
use crate::runtime::internal::{RateClass, WindowKind};
use crate::runtime::rate_limits::ledger::{Ledger, Unavailable};

const LIMIT: u32 = 5;
const REQUESTS: u32 = 40;

#[derive(Clone, Copy, Debug)]
enum WindowStart {
    /// Windows are aligned to the clock.
    Aligned,
    /// A window begins with the first request after the previous window.
    OnDemand,
    Sliding,
}

#[derive(Debug)]
struct Server {
    kind: WindowStart,
    start: Instant,
    phase: Duration,
    rounds_up: bool,
    reports_count: bool,
    reports_reset: bool,
    opened: Option<Instant>,
    counted: VecDeque<Instant>,
}

impl Server {
    fn random(random: &mut fastrand::Rng, start: Instant) -> Self {
        Self {
            kind: random
                .choice([
                    WindowStart::Aligned,
                    WindowStart::OnDemand,
                    WindowStart::Sliding,
                ])
                .expect("three"),
            start,
            phase: MINUTE.mul_f64(random.f64()),
            rounds_up: random.bool(),
            reports_count: random.bool(),
            reports_reset: random.bool(),
            opened: None,
            counted: VecDeque::new(),
        }
    }

    /// Returns the time by the server's clock, which has a random phase.
    fn clock(&self, at: Instant) -> f64 {
        (at - self.start + self.phase).as_secs_f64()
    }

    fn window_start(&self, at: Instant) -> Option<Instant> {
        match self.kind {
            WindowStart::Aligned => {
                let into = self.clock(at) % MINUTE.as_secs_f64();
                at.checked_sub(Duration::from_secs_f64(into))
            }
            WindowStart::OnDemand => self.opened.filter(|opened| at - *opened < MINUTE),
            WindowStart::Sliding => at.checked_sub(MINUTE),
        }
    }

    /// Counts a request and returns what the response reports.
    fn count(&mut self, at: Instant) -> RateLimit {
        if self.window_start(at).is_none() {
            self.opened = Some(at);
        }
        let start = self.window_start(at).expect("an open window");
        self.counted.retain(|then| match self.kind {
            WindowStart::Sliding => *then > start,
            _ => *then >= start,
        });
        self.counted.push_back(at);
        let used = u64::try_from(self.counted.len()).expect("a small number");
        assert!(
            used <= u64::from(LIMIT),
            "refused {:?}: {self:?}",
            at - self.start
        );
        // A sliding window reports when its oldest request expires.
        let start = match self.kind {
            WindowStart::Sliding => *self.counted.front().expect("at least this one"),
            WindowStart::Aligned | WindowStart::OnDemand => start,
        };
        let end = self.clock(at) + (MINUTE.as_secs_f64() - (at - start).as_secs_f64());
        let end = if self.rounds_up {
            end.ceil()
        } else {
            end.floor()
        };
        let left = (end - self.clock(at).floor()).max(0.0);
        RateLimit {
            limit: self.reports_count.then_some(u64::from(LIMIT)),
            remaining: self.reports_count.then(|| u64::from(LIMIT) - used),
            reset: self.reports_reset.then(|| Duration::from_secs_f64(left)),
            is_clock_independent: true,
            ..RateLimit::default()
        }
    }
}

#[derive(Debug)]
struct InFlight {
    sent: Instant,
    counted: Instant,
    received: Instant,
    report: Option<RateLimit>,
}

impl InFlight {
    fn random(random: &mut fastrand::Rng, sent: Instant, max_latency: f64) -> Self {
        let mut latency = || Duration::from_secs_f64(random.f64() * max_latency);
        let counted = sent + latency();
        Self {
            sent,
            counted,
            received: counted + latency(),
            report: None,
        }
    }

    fn next(&self) -> Instant {
        if self.report.is_none() {
            self.counted
        } else {
            self.received
        }
    }
}

/// The kind of window that the document declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Declared {
    Correct,
    Fixed,
}

impl Declared {
    /// Returns the maximum latencies of a request or a response, in seconds.
    fn max_latencies(self) -> &'static [f64] {
        match self {
            Self::Correct => &[0.2, 2.0, 20.0],
            // A higher latency can reveal too late that a window slides.
            Self::Fixed => &[0.2, 2.0],
        }
    }
}

/// Sends all requests and returns how long that took, and the maximum latency.
fn simulate(seed: u64, declared: Declared) -> (Duration, f64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let start = Instant::now() + MINUTE * 2;
    let mut server = Server::random(&mut random, start);
    let kind = match server.kind {
        WindowStart::Sliding if declared == Declared::Correct => WindowKind::Sliding,
        WindowStart::Aligned | WindowStart::OnDemand | WindowStart::Sliding => WindowKind::Fixed,
    };
    let class = RateClass {
        name: "all",
        methods: &[],
        requests: LIMIT,
        window: MINUTE,
        kind,
    };
    let mut ledger = Ledger::new(&class);
    let concurrency = random.usize(1..8);
    let max_latency = random.f64() * random.choice(declared.max_latencies()).expect("some");
    let mut now = start;
    let mut in_flight: Vec<InFlight> = Vec::new();
    let mut left = REQUESTS;
    while left > 0 || !in_flight.is_empty() {
        let mut wake = None;
        while left > 0 && in_flight.len() < concurrency {
            match ledger.try_acquire(now) {
                Ok(()) => in_flight.push(InFlight::random(&mut random, now, max_latency)),
                Err(Unavailable::LimitReached(until)) => {
                    wake = Some(until);
                    break;
                }
                Err(Unavailable::InFlight) => break,
                Err(Unavailable::Paused(_)) => {
                    unreachable!("the simulation does not pause the ledger")
                }
            }
            left -= 1;
        }
        now = in_flight
            .iter()
            .map(InFlight::next)
            .chain(wake)
            .min()
            .expect("a pending event");
        for request in in_flight
            .iter_mut()
            .filter(|request| request.report.is_none())
        {
            if request.counted <= now {
                request.report = Some(server.count(request.counted));
            }
        }
        in_flight.retain(|request| match &request.report {
            Some(report) if request.received <= now => {
                ledger.record_response(request.sent, now, report);
                false
            }
            _ => true,
        });
    }
    (now - start, max_latency)
}

#[test]
fn the_server_never_refuses_a_single_client() {
    assert_no_refusals(Declared::Correct);
}

#[test]
fn the_server_never_refuses_a_single_client_if_declared_fixed_windows_slide() {
    assert_no_refusals(Declared::Fixed);
}

fn assert_no_refusals(declared: Declared) {
    for seed in 0..3000 {
        let (took, max_latency) = simulate(seed, declared);
        // Eight windows begin, each late by at most two requests and two seconds.
        let bound = 7.0 * (60.0 + 2.0 * max_latency * f64::from(LIMIT)) + 10.0 * max_latency + 2.0;
        assert!(
            took.as_secs_f64() < bound,
            "{took:?} {bound} {max_latency} {seed}"
        );
    }
}
