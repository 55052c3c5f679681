//! Starts and controls a sandbox.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
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
use crate::operations::not_implemented;
use crate::serve::accept;
use crate::shared::{Shared, State};
use crate::vendor::Vendor;

/// Configures and starts a [`Sandbox`].
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
    /// Sets the port on loopback. The default, 0, selects a free port.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the number of conversations of each vendor; 100 by default. Bird has at most 1,000.
    #[must_use]
    pub fn conversations(mut self, count: usize) -> Self {
        self.conversations = count;
        self
    }

    /// Sets the seed of the generated data; 1 by default.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the API key that clients must send; `sk_sandbox` by default.
    #[must_use]
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// Sets the rate limits; none by default.
    #[must_use]
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the faults; none by default.
    #[must_use]
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Sets the wall-clock time at the start; the time of the machine by default.
    ///
    /// The times in the data are relative to it: with the same start and seed, responses are identical byte for byte.
    #[must_use]
    pub fn starting_at(mut self, start: DateTime<Utc>) -> Self {
        self.start = Some(start);
        self
    }

    /// Sets the difference between the server's clock and the start. It affects the `Date` header and all other times
    /// in responses.
    #[must_use]
    pub fn clock_skew(mut self, skew: TimeDelta) -> Self {
        self.skew = skew;
        self
    }

    /// Removes a permission at Fernand from the API key, which has all permissions by default.
    #[must_use]
    pub fn without_permission(mut self, permission: Permission) -> Self {
        self.denied.insert(permission);
        self
    }

    /// Sets the pace of jobs at Kustomer. By default, a job waits for one second and each batch takes one second.
    #[must_use]
    pub fn job_pace(mut self, pace: JobPace) -> Self {
        self.job_pace = pace;
        self
    }

    /// Sets the number of recent requests that are kept for [`Sandbox::requests`]; all by default.
    #[must_use]
    pub fn keep_requests(mut self, count: usize) -> Self {
        self.keep_requests = count;
        self
    }

    /// Runs a timer with this interval while the sandbox runs.
    ///
    /// This is for tests with a paused clock. The clock then never jumps further than the interval while data is in
    /// flight on a socket, so that a slow machine does not cause timeouts.
    #[must_use]
    pub fn heartbeat(mut self, interval: Duration) -> Self {
        self.heartbeat = Some(interval);
        self
    }

    /// Sets whether a line is printed to standard error for each request; off by default.
    #[must_use]
    pub fn echo(mut self, echo: bool) -> Self {
        self.echo = echo;
        self
    }

    /// Starts the server on the current Tokio runtime.
    ///
    /// # Errors
    ///
    /// Fails if the sandbox cannot listen on the port.
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
            tasks.spawn(run_heartbeat(interval));
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
        .fallback(not_implemented)
}

async fn run_heartbeat(interval: Duration) {
    loop {
        sleep(interval).await;
        // Gives the sockets some real time before the paused clock jumps again.
        std::thread::yield_now();
    }
}

/// A running server. It stops when this is dropped.
///
/// Returned values are copies, which do not change with the server.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    shared: Arc<Shared>,
    /// The tasks of the server. Dropping them stops the server and closes its connections.
    tasks: Mutex<JoinSet<()>>,
}

/// Addresses and credentials.
impl Sandbox {
    /// Returns a builder with the defaults: 100 conversations, no rate limits and no faults.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Returns the address of the server.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the URL of the server without a trailing slash, such as `http://127.0.0.1:8787`.
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

    /// Returns the API key that clients must send, which is the same for all vendors.
    pub fn api_key(&self) -> &str {
        &self.shared.key
    }

    /// Returns the clock of the server.
    pub fn clock(&self) -> Clock {
        self.shared.clock
    }
}

/// Requests, faults and rate limits.
impl Sandbox {
    /// Returns the kept requests in the order of their arrival.
    pub fn requests(&self) -> Vec<Received> {
        self.shared.state().log.entries()
    }

    /// Removes the kept requests. The numbering and [`Sandbox::counts`] continue.
    pub fn clear_requests(&self) {
        self.shared.state().log.clear();
    }

    /// Returns the number of requests since the start.
    pub fn counts(&self) -> Counts {
        self.shared.state().log.counts()
    }

    /// Replaces the faults.
    pub fn set_faults(&self, faults: Faults) {
        self.shared.state().faults = faults;
    }

    /// Sets the faults of the next requests, one for each request. `None` is a request without a fault. After these
    /// requests, the configured faults apply again.
    pub fn script_faults(&self, faults: impl IntoIterator<Item = Option<Fault>>) {
        self.shared.state().script.extend(faults);
    }

    /// Counts requests of another client with the same API key against the limits, and returns the number of requests
    /// that were admitted. Without limits, all of them are admitted.
    pub fn take_requests(&self, vendor: Vendor, class: Class, requests: u32) -> u32 {
        (0..requests).fold(0, |admitted, _| {
            let status = self.shared.admit(vendor, class);
            admitted + u32::from(status.is_none_or(|status| status.admitted))
        })
    }

    /// Counts requests of another client with the same API key against the limits, now and after each interval, until
    /// the sandbox stops.
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

/// Fernand's data.
impl Sandbox {
    /// Returns Fernand's conversations, ordered by ID.
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

    /// Returns the IDs of Fernand's tags, by name.
    pub fn tags(&self) -> BTreeMap<String, i32> {
        self.shared.state().fernand.tags().clone()
    }

    /// Returns the contacts that were blocked when a conversation was marked as spam.
    pub fn blocked_contacts(&self) -> BTreeSet<i64> {
        self.shared.state().fernand.blocked().clone()
    }

    /// Adds an open conversation with an incoming message at the current time, and returns its ID.
    pub fn open_conversation(&self, subject: &str) -> i64 {
        let now = self.shared.clock.now();
        self.shared.state().fernand.open(subject, now)
    }

    /// Adds an incoming message to a conversation. This changes its position in later listings, and opens it unless it
    /// is spam. Returns false if the conversation does not exist.
    pub fn receive_message(&self, id: i64) -> bool {
        let now = self.shared.clock.now();
        self.shared.state().fernand.receive(id, now)
    }

    /// Deletes a conversation. Returns false if it does not exist.
    pub fn delete_conversation(&self, id: i64) -> bool {
        self.shared.state().fernand.delete(id)
    }

    /// Locks or unlocks a conversation. If it is locked, an update of it returns 409, and a bulk update skips it.
    /// Returns false if it does not exist.
    pub fn lock_conversation(&self, id: i64, locked: bool) -> bool {
        self.shared.state().fernand.lock(id, locked)
    }
}

/// Kustomer's data.
impl Sandbox {
    /// Returns Kustomer's conversations, ordered by ID.
    pub fn kustomer_conversations(&self) -> Vec<kustomer::Conversation> {
        self.shared.state().kustomer.conversations()
    }

    /// Returns one of Kustomer's conversations.
    pub fn kustomer_conversation(&self, id: &str) -> Option<kustomer::Conversation> {
        self.shared.state().kustomer.conversation(id).cloned()
    }
}

/// Bird's data.
impl Sandbox {
    /// Returns the ID of Bird's only workspace.
    pub fn bird_workspace(&self) -> Uuid {
        self.shared.state().bird.workspace()
    }

    /// Returns Bird's conversations, ordered by ID.
    pub fn bird_conversations(&self) -> Vec<bird::Conversation> {
        self.shared.state().bird.conversations()
    }

    /// Returns one of Bird's conversations.
    pub fn bird_conversation(&self, id: Uuid) -> Option<bird::Conversation> {
        self.shared.state().bird.conversation(id).cloned()
    }
}
