//! The log of requests and their outcomes.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use tokio::time::Instant;

use crate::fault::Fault;
use crate::vendor::Vendor;

/// A request that was read completely.
#[derive(Clone, Debug)]
pub struct Received {
    /// The position of the request in the order of arrival, from 1.
    pub number: u64,
    /// The time at which the request had been read.
    pub at: Instant,
    /// The vendor of the path, if the path belongs to a vendor.
    pub vendor: Option<Vendor>,
    /// The method.
    pub method: Method,
    /// The path as it was sent.
    pub path: String,
    /// The query as it was sent, without the question mark.
    pub query: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The fault that was injected.
    pub fault: Option<Fault>,
    /// Whether the request was processed with a 2xx response, even if a fault kept the response from the client.
    pub processed: bool,
    /// The status of the response that was sent completely or in part. `None` if no response was sent.
    pub answered: Option<StatusCode>,
}

/// The number of requests since the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The number of requests that arrived.
    pub received: u64,
    /// The number of requests that were processed.
    pub processed: u64,
    /// The number of responses by status.
    pub answered: BTreeMap<u16, u64>,
}

#[derive(Debug)]
pub(crate) struct Log {
    entries: VecDeque<Received>,
    keep: usize,
    counts: Counts,
}

impl Log {
    /// Creates a log that keeps the last `keep` requests.
    pub(crate) fn new(keep: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            keep,
            counts: Counts::default(),
        }
    }

    /// Returns the number of the next request.
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
        let index = self
            .entries
            .binary_search_by_key(&number, |entry| entry.number)
            .ok()?;
        self.entries.get_mut(index)
    }
}
