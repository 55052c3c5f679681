//! The ledger against servers of every kind, without sockets.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::support::MINUTE;
use crate::runtime::RateLimit;
use crate::runtime::internal::{RateClass, Window};
use crate::runtime::rate_limits::ledger::{Full, Ledger};

const LIMIT: u32 = 5;
const REQUESTS: u32 = 40;

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Windows follow the clock.
    Aligned,
    /// A window begins with the first request after the last one.
    OnDemand,
    Sliding,
}

#[derive(Debug)]
struct Server {
    kind: Kind,
    start: Instant,
    phase: Duration,
    rounds_up: bool,
    tells: bool,
    tells_reset: bool,
    opened: Option<Instant>,
    counted: VecDeque<Instant>,
}

impl Server {
    fn random(random: &mut fastrand::Rng, start: Instant) -> Self {
        Self {
            kind: random
                .choice([Kind::Aligned, Kind::OnDemand, Kind::Sliding])
                .expect("three"),
            start,
            phase: MINUTE.mul_f64(random.f64()),
            rounds_up: random.bool(),
            tells: random.bool(),
            tells_reset: random.bool(),
            opened: None,
            counted: VecDeque::new(),
        }
    }

    /// The time by the server's clock, whose seconds begin anywhere.
    fn clock(&self, at: Instant) -> f64 {
        (at - self.start + self.phase).as_secs_f64()
    }

    fn window_start(&self, at: Instant) -> Option<Instant> {
        match self.kind {
            Kind::Aligned => {
                let into = self.clock(at) % MINUTE.as_secs_f64();
                at.checked_sub(Duration::from_secs_f64(into))
            }
            Kind::OnDemand => self.opened.filter(|opened| at - *opened < MINUTE),
            Kind::Sliding => at.checked_sub(MINUTE),
        }
    }

    /// Counts a request and says what the answer tells.
    fn count(&mut self, at: Instant) -> RateLimit {
        if self.window_start(at).is_none() {
            self.opened = Some(at);
        }
        let start = self.window_start(at).expect("an open window");
        self.counted.retain(|then| match self.kind {
            Kind::Sliding => *then > start,
            _ => *then >= start,
        });
        self.counted.push_back(at);
        let used = u64::try_from(self.counted.len()).expect("few");
        assert!(
            used <= u64::from(LIMIT),
            "refused {:?}: {self:?}",
            at - self.start
        );
        // A sliding window tells when the oldest request no longer counts.
        let start = match self.kind {
            Kind::Sliding => *self.counted.front().expect("at least this one"),
            Kind::Aligned | Kind::OnDemand => start,
        };
        let end = self.clock(at) + (MINUTE.as_secs_f64() - (at - start).as_secs_f64());
        let end = if self.rounds_up {
            end.ceil()
        } else {
            end.floor()
        };
        let left = (end - self.clock(at).floor()).max(0.0);
        RateLimit {
            limit: self.tells.then_some(u64::from(LIMIT)),
            remaining: self.tells.then(|| u64::from(LIMIT) - used),
            reset: self.tells_reset.then(|| Duration::from_secs_f64(left)),
            is_certain: true,
            ..RateLimit::default()
        }
    }
}

#[derive(Debug)]
struct Flight {
    sent: Instant,
    counted: Instant,
    answered: Instant,
    told: Option<RateLimit>,
}

impl Flight {
    fn random(random: &mut fastrand::Rng, sent: Instant, slowest: f64) -> Self {
        let mut part = || Duration::from_secs_f64(random.f64() * slowest);
        let counted = sent + part();
        Self {
            sent,
            counted,
            answered: counted + part(),
            told: None,
        }
    }

    fn next(&self) -> Instant {
        if self.told.is_none() {
            self.counted
        } else {
            self.answered
        }
    }
}

/// What the document says of the windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Declared {
    AsTheyAre,
    Fixed,
}

impl Declared {
    /// How many seconds a request, or an answer, is under way at most.
    fn longest_parts(self) -> &'static [f64] {
        match self {
            Self::AsTheyAre => &[0.2, 2.0, 20.0],
            // Slower ones can show too late that a window slides.
            Self::Fixed => &[0.2, 2.0],
        }
    }
}

/// Makes all requests, and says how long that took.
fn simulate(seed: u64, declared: Declared) -> (Duration, f64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let start = Instant::now() + MINUTE * 2;
    let mut server = Server::random(&mut random, start);
    let kind = match server.kind {
        Kind::Sliding if declared == Declared::AsTheyAre => Window::Sliding,
        Kind::Aligned | Kind::OnDemand | Kind::Sliding => Window::Fixed,
    };
    let class = RateClass {
        name: "all",
        methods: &[],
        requests: LIMIT,
        window: MINUTE,
        kind,
    };
    let mut ledger = Ledger::new(&class);
    let at_once = random.usize(1..8);
    let slowest = random.f64() * random.choice(declared.longest_parts()).expect("some");
    let mut now = start;
    let mut flights: Vec<Flight> = Vec::new();
    let mut left = REQUESTS;
    while left > 0 || !flights.is_empty() {
        let mut wake = None;
        while left > 0 && flights.len() < at_once {
            match ledger.enter(now) {
                Ok(()) => flights.push(Flight::random(&mut random, now, slowest)),
                Err(Full::Until(until)) => {
                    wake = Some(until);
                    break;
                }
                Err(Full::InFlight) => break,
                Err(Full::Closed(_)) => unreachable!("nobody closes it"),
            }
            left -= 1;
        }
        now = flights
            .iter()
            .map(Flight::next)
            .chain(wake)
            .min()
            .expect("something happens");
        for flight in flights.iter_mut().filter(|flight| flight.told.is_none()) {
            if flight.counted <= now {
                flight.told = Some(server.count(flight.counted));
            }
        }
        flights.retain(|flight| match &flight.told {
            Some(told) if flight.answered <= now => {
                ledger.settle(flight.sent, now, told);
                false
            }
            _ => true,
        });
    }
    (now - start, slowest)
}

#[test]
fn no_request_of_a_single_client_is_ever_refused() {
    assert_nothing_is_refused(Declared::AsTheyAre);
}

#[test]
fn no_request_is_refused_where_windows_slide_that_are_said_to_be_fixed() {
    assert_nothing_is_refused(Declared::Fixed);
}

fn assert_nothing_is_refused(declared: Declared) {
    for seed in 0..3000 {
        let (took, slowest) = simulate(seed, declared);
        // Eight windows begin, and each goes on two requests' time and two seconds late at most.
        let bound = 7.0 * (60.0 + 2.0 * slowest * f64::from(LIMIT)) + 10.0 * slowest + 2.0;
        assert!(
            took.as_secs_f64() < bound,
            "{took:?} {bound} {slowest} {seed}"
        );
    }
}
