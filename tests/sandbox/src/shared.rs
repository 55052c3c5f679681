//! The state that all connections share.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::clock::Clock;
use crate::fault::{Fault, Faults};
use crate::limits::{Class, LimitStatus, Limiter};
use crate::log::Log;
use crate::vendor::Vendor;
use crate::{bird, fernand, kustomer};

/// The server behind all connections. A lock ensures that requests are processed one at a time.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) clock: Clock,
    pub(crate) key: String,
    pub(crate) echo: bool,
    state: Mutex<State>,
}

/// The mutable state.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) fernand: fernand::Store,
    pub(crate) kustomer: kustomer::Store,
    pub(crate) bird: bird::Store,
    pub(crate) limiters: BTreeMap<Vendor, Limiter>,
    pub(crate) faults: Faults,
    /// The faults of the next requests, which take precedence over `faults`.
    pub(crate) script: VecDeque<Option<Fault>>,
    pub(crate) log: Log,
}

impl Shared {
    pub(crate) fn new(clock: Clock, key: String, echo: bool, state: State) -> Self {
        Self {
            clock,
            key,
            echo,
            state: Mutex::new(state),
        }
    }

    /// Locks the state and updates it to the current time.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        state.fernand.settle(now);
        state.kustomer.settle(now);
        state
    }

    /// Counts a request against a vendor's limits. Returns `None` if the vendor has no limits.
    pub(crate) fn admit(&self, vendor: Vendor, class: Class) -> Option<LimitStatus> {
        let now = self.clock.now();
        let mut state = self.state();
        Some(state.limiters.get_mut(&vendor)?.admit(class, now))
    }
}

impl State {
    /// Returns the fault of the request with this number, from the script or the configured faults.
    pub(crate) fn next_fault(&mut self, number: u64) -> Option<Fault> {
        match self.script.pop_front() {
            Some(scripted) => scripted,
            None => self.faults.of(number).cloned(),
        }
    }
}
