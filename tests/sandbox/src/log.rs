//! What the sandbox was asked, and what became of it.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use tokio::time::Instant;

use crate::fault::Fault;
use crate::vendor::Vendor;

/// One request that arrived whole.
#[derive(Clone, Debug)]
pub struct Received {
    /// Its place in the order of arrival, from 1.
    pub number: u64,
    /// When it had arrived.
    pub at: Instant,
    /// The vendor that it is for; `None` for a path of none of them.
    pub vendor: Option<Vendor>,
    /// Its method.
    pub method: Method,
    /// Its path, as it was sent.
    pub path: String,
    /// Its query, as it was sent, without the question mark.
    pub query: Option<String>,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
    /// What went wrong with it on purpose.
    pub fault: Option<Fault>,
    /// Whether what it asks for was carried out: true for an answer of 2xx, even where the client never saw it.
    pub processed: bool,
    /// The status of the answer that was sent, if only in part; `None` while there is none.
    pub answered: Option<StatusCode>,
}

/// How many requests there were, since the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests that arrived.
    pub received: u64,
    /// Requests that were carried out.
    pub processed: u64,
    /// Answers by status.
    pub answered: BTreeMap<u16, u64>,
}

#[derive(Debug)]
pub(crate) struct Log {
    entries: VecDeque<Received>,
    keep: usize,
    counts: Counts,
}

impl Log {
    /// Starts a log that keeps the last `keep` requests.
    pub(crate) fn new(keep: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            keep,
            counts: Counts::default(),
        }
    }

    /// Returns the number that the next request gets.
    pub(crate) fn next_number(&self) -> u64 {
        self.counts.received + 1
    }

    pub(crate) fn push(&mut self, received: Received) {
        self.counts.received += 1;
        self.entries.push_back(received);
        if self.entries.len() > self.keep {
            self.entries.pop_front();
        }
    }

    pub(crate) fn processed(&mut self, number: u64) {
        self.counts.processed += 1;
        if let Some(entry) = self.entry(number) {
            entry.processed = true;
        }
    }

    pub(crate) fn answered(&mut self, number: u64, status: StatusCode) {
        *self.counts.answered.entry(status.as_u16()).or_default() += 1;
        if let Some(entry) = self.entry(number) {
            entry.answered = Some(status);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    pub(crate) fn entries(&self) -> Vec<Received> {
        self.entries.iter().cloned().collect()
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts.clone()
    }

    fn entry(&mut self, number: u64) -> Option<&mut Received> {
        let place = self
            .entries
            .binary_search_by_key(&number, |entry| entry.number)
            .ok()?;
        self.entries.get_mut(place)
    }
}
