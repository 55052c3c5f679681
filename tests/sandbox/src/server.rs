//! A running sandbox, and how to start one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep};
use uuid::Uuid;

use crate::bird;
use crate::clock::Clock;
use crate::fault::{Fault, Faults};
use crate::fernand::{self, Agent, Conversation, Permission};
use crate::kustomer::{self, JobPace};
use crate::limits::{Class, RateLimits};
use crate::log::{Counts, Log, Received};
use crate::serve::accept;
use crate::shared::{Shared, State};
use crate::vendor::Vendor;

/// Sets up a [`Sandbox`].
#[derive(Clone, Debug)]
pub struct Builder {
    port: u16,
    conversations: usize,
    seed: u64,
    key: String,
    limits: RateLimits,
    faults: Faults,
    start: Option<DateTime<Utc>>,
    skew: TimeDelta,
    denied: BTreeSet<Permission>,
    job_pace: JobPace,
    keep_requests: usize,
    heartbeat: Option<Duration>,
    echo: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            port: 0,
            conversations: 100,
            seed: 1,
            key: "sk_sandbox".to_owned(),
            limits: RateLimits::off(),
            faults: Faults::none(),
            start: None,
            skew: TimeDelta::zero(),
            denied: BTreeSet::new(),
            job_pace: JobPace::default(),
            keep_requests: usize::MAX,
            heartbeat: None,
            echo: false,
        }
    }
}

impl Builder {
    /// Sets the port on loopback; 0, which is the default, takes any that is free.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets how many conversations each vendor has; 100 by default. Bird has 1,000 at most.
    #[must_use]
    pub fn conversations(mut self, count: usize) -> Self {
        self.conversations = count;
        self
    }

    /// Sets the seed from which the data is made up; 1 by default.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the key that clients must show; `sk_sandbox` by default.
    #[must_use]
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// Sets the rate limits; off by default.
    #[must_use]
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets what goes wrong; nothing by default.
    #[must_use]
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Sets the wall-clock time at the start; the machine's by default.
    ///
    /// The times in the data count from it: with the same start and seed, answers are the same byte for byte.
    #[must_use]
    pub fn starting_at(mut self, start: DateTime<Utc>) -> Self {
        self.start = Some(start);
        self
    }

    /// Sets by how much the server's clock is ahead of the start, or behind: in its `Date` header and in every
    /// other time that it tells.
    #[must_use]
    pub fn clock_skew(mut self, skew: TimeDelta) -> Self {
        self.skew = skew;
        self
    }

    /// Takes a permission at Fernand from the key, which has all of them by default.
    #[must_use]
    pub fn without_permission(mut self, permission: Permission) -> Self {
        self.denied.insert(permission);
        self
    }

    /// Sets how fast jobs at Kustomer get on; a second in the queue and a second a batch by default.
    #[must_use]
    pub fn job_pace(mut self, pace: JobPace) -> Self {
        self.job_pace = pace;
        self
    }

    /// Sets how many of the latest requests are kept for [`Sandbox::requests`]; all by default.
    #[must_use]
    pub fn keep_requests(mut self, count: usize) -> Self {
        self.keep_requests = count;
        self
    }

    /// Ticks at this interval, and does nothing else, while the sandbox runs.
    ///
    /// For tests with a paused clock: the clock then never jumps further than this while a socket's data is on
    /// its way, so a timeout of some seconds is not reached by a hiccup of the machine.
    #[must_use]
    pub fn heartbeat(mut self, interval: Duration) -> Self {
        self.heartbeat = Some(interval);
        self
    }

    /// Prints a line on standard error for each request; off by default.
    #[must_use]
    pub fn echo(mut self, echo: bool) -> Self {
        self.echo = echo;
        self
    }

    /// Starts the server, on the tokio runtime that this is called on.
    ///
    /// # Errors
    ///
    /// Fails if the port cannot be listened on.
    pub async fn start(self) -> io::Result<Sandbox> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
        let address = listener.local_addr()?;
        let clock = Clock::starting_at(self.start.unwrap_or_else(Utc::now) + self.skew);
        let limiters: BTreeMap<_, _> = Vendor::ALL
            .iter()
            .filter_map(|&vendor| Some((vendor, self.limits.limiter(vendor)?)))
            .collect();
        let state = State {
            fernand: fernand::Store::seeded(
                self.conversations,
                self.seed,
                clock.start(),
                self.denied,
            ),
            kustomer: kustomer::Store::seeded(self.conversations, self.seed, self.job_pace),
            bird: bird::Store::seeded(self.conversations, self.seed),
            limiters,
            faults: self.faults,
            script: VecDeque::new(),
            log: Log::new(self.keep_requests),
        };
        let shared = Arc::new(Shared::new(clock, self.key, self.echo, state));
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, shared.clone(), router(&shared)));
        if let Some(interval) = self.heartbeat {
            tasks.spawn(beat(interval));
        }
        Ok(Sandbox {
            address,
            shared,
            tasks: Mutex::new(tasks),
        })
    }
}

fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .merge(fernand::router(shared))
        .merge(kustomer::router(shared))
        .merge(bird::router(shared))
        .fallback(async || {
            let message = "there is nothing at this path";
            Vendor::Fernand.error(StatusCode::NOT_FOUND, message)
        })
}

async fn beat(interval: Duration) {
    loop {
        sleep(interval).await;
        // Sockets get a moment of real time before the paused clock jumps again.
        std::thread::yield_now();
    }
}

/// A running server, which stops when this is dropped.
///
/// Snapshots are of the moment; they do not change with the server.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    shared: Arc<Shared>,
    /// Everything that runs; dropping it stops the server and closes its connections.
    tasks: Mutex<JoinSet<()>>,
}

/// How to reach it.
impl Sandbox {
    /// Starts with the defaults: 100 conversations, no limits, no faults.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Returns the address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the URL of its root, without a slash at the end: `http://127.0.0.1:8787`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the base URL for a client of Fernand.
    pub fn fernand_url(&self) -> String {
        self.url()
    }

    /// Returns the base URL for a client of Kustomer.
    pub fn kustomer_url(&self) -> String {
        self.url()
    }

    /// Returns the base URL for a client of Bird.
    pub fn bird_url(&self) -> String {
        self.url()
    }

    /// Returns the key that clients must show, the same for all vendors.
    pub fn api_key(&self) -> &str {
        &self.shared.key
    }

    /// Returns its clock.
    pub fn clock(&self) -> Clock {
        self.shared.clock
    }
}

/// What it was asked, and what goes wrong.
impl Sandbox {
    /// Returns the requests that were kept, in the order of their arrival.
    pub fn requests(&self) -> Vec<Received> {
        self.shared.state().log.entries()
    }

    /// Forgets the requests that were kept; their numbers and [`Sandbox::counts`] go on.
    pub fn clear_requests(&self) {
        self.shared.state().log.clear();
    }

    /// Returns how many requests there were since the start.
    pub fn counts(&self) -> Counts {
        self.shared.state().log.counts()
    }

    /// Sets what goes wrong from now on.
    pub fn set_faults(&self, faults: Faults) {
        self.shared.state().faults = faults;
    }

    /// Sets what becomes of the next requests, one after another; `None` lets one pass unharmed. After these, the
    /// faults that were set apply again.
    pub fn script_faults(&self, faults: impl IntoIterator<Item = Option<Fault>>) {
        self.shared.state().script.extend(faults);
    }

    /// Counts `requests` requests against the limits, as another client with the same key would cause them;
    /// returns how many of them were admitted, which is all of them where there are no limits.
    pub fn take_requests(&self, vendor: Vendor, class: Class, requests: u32) -> u32 {
        (0..requests).fold(0, |admitted, _| {
            let standing = self.shared.admit(vendor, class);
            admitted + u32::from(standing.is_none_or(|standing| standing.admitted))
        })
    }

    /// Has another client with the same key make `requests` requests now and after each interval, until the sandbox
    /// stops.
    pub fn add_other_client(&self, vendor: Vendor, class: Class, requests: u32, every: Duration) {
        let shared = self.shared.clone();
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.spawn(async move {
            let mut ticks = interval(every);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                for _ in 0..requests {
                    shared.admit(vendor, class);
                }
            }
        });
    }
}

/// What Fernand keeps.
impl Sandbox {
    /// Returns Fernand's conversations, by id.
    pub fn conversations(&self) -> Vec<Conversation> {
        self.shared.state().fernand.conversations()
    }

    /// Returns one of Fernand's conversations.
    pub fn conversation(&self, id: i64) -> Option<Conversation> {
        self.shared.state().fernand.conversation(id).cloned()
    }

    /// Returns Fernand's agents.
    pub fn agents(&self) -> Vec<Agent> {
        self.shared.state().fernand.agents().to_vec()
    }

    /// Returns the ids of Fernand's tags, by name.
    pub fn tags(&self) -> BTreeMap<String, i32> {
        self.shared.state().fernand.tags().clone()
    }

    /// Returns the contacts that were blocked with a conversation marked as spam.
    pub fn blocked_contacts(&self) -> BTreeSet<i64> {
        self.shared.state().fernand.blocked().clone()
    }

    /// Opens a conversation with a message that comes in now; returns its id.
    pub fn open_conversation(&self, subject: &str) -> i64 {
        let now = self.shared.clock.now();
        self.shared.state().fernand.open(subject, now)
    }

    /// Has a message come in to a conversation, which moves it in every listing that begins later, and opens it
    /// unless it is spam. Returns false if there is no such conversation.
    pub fn receive_message(&self, id: i64) -> bool {
        let now = self.shared.clock.now();
        self.shared.state().fernand.receive(id, now)
    }

    /// Deletes a conversation; returns false if there is none.
    pub fn delete_conversation(&self, id: i64) -> bool {
        self.shared.state().fernand.delete(id)
    }

    /// Has a conversation refuse all changes from now on, or take them again: its `PATCH` is a 409, and the bulk
    /// call leaves it out. Returns false if there is none.
    pub fn lock_conversation(&self, id: i64, locked: bool) -> bool {
        self.shared.state().fernand.lock(id, locked)
    }
}

/// What Kustomer keeps.
impl Sandbox {
    /// Returns Kustomer's conversations, by id.
    pub fn kustomer_conversations(&self) -> Vec<kustomer::Conversation> {
        self.shared.state().kustomer.conversations()
    }

    /// Returns one of Kustomer's conversations.
    pub fn kustomer_conversation(&self, id: &str) -> Option<kustomer::Conversation> {
        self.shared.state().kustomer.conversation(id).cloned()
    }
}

/// What Bird keeps.
impl Sandbox {
    /// Returns the id of Bird's only workspace.
    pub fn bird_workspace(&self) -> Uuid {
        self.shared.state().bird.workspace()
    }

    /// Returns Bird's conversations, by id.
    pub fn bird_conversations(&self) -> Vec<bird::Conversation> {
        self.shared.state().bird.conversations()
    }

    /// Returns one of Bird's conversations.
    pub fn bird_conversation(&self, id: Uuid) -> Option<bird::Conversation> {
        self.shared.state().bird.conversation(id).cloned()
    }
}
