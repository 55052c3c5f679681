use std::collections::{HashMap, HashSet};
use std::fmt::{self, Debug};
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::batched::{BatchFuture, Batched, EntrySource, ErrorBodyOf, OutcomeOf};
use super::entry_keys::EntryKeys;
use super::outcome::Outcome;
use crate::runtime::calls::call::Call;
use crate::runtime::calls::operation::ErrorOf;
use crate::runtime::calls::request::Options;
use crate::runtime::client::transport::Transport;

impl<O: Batched, S: EntrySource<O>> Call<O, S> {
    /// Sets the maximum number of entries per request. 0 counts as 1.
    ///
    /// The default is the limit that the document declares.
    pub fn batch_size(mut self, size: usize) -> Self {
        self.options.batch_size = Some(size);
        self
    }

    /// Sends all entries in as many requests as necessary, one after the other, and returns the
    /// outcome of each ID.
    ///
    /// An ID that occurs twice is sent once, unless entries have fields of their own; such entries
    /// are sent in separate requests, in order, if their results could not be told apart. A batch that
    /// fails does not stop the batches after it; its IDs are in [`failed`](Outcome::failed) or
    /// [`unknown`](Outcome::unknown).
    ///
    /// # Errors
    ///
    /// Returns an error if no request was sent because every request was invalid, for example
    /// because a credential is missing. All other errors are part of the outcome.
    pub async fn send_all(self) -> Result<OutcomeOf<O>, ErrorOf<O>> {
        let mut batches = self.batches();
        batches.seen = Some(HashSet::new());
        let mut outcome = Outcome::default();
        while let Some(batch) = batches.next().await {
            outcome.merge(batch.outcome);
        }
        outcome.error_if_none_sent()
    }

    /// Returns a stream that sends one batch after the other and yields each with its outcome.
    ///
    /// Entries are taken from the iterator as they are needed, so that it may be longer than fits
    /// in memory. An ID that occurs twice in a batch is sent once, unless entries have fields of
    /// their own; such entries are in separate batches if their results could not be told apart.
    pub fn batches(mut self) -> Batches<O, S::Iter> {
        let entries = self.source.entries(&mut self.operation);
        Batches {
            size: self.options.batch_size.unwrap_or(O::SIZE).max(1),
            operation: self.operation,
            transport: self.transport,
            options: self.options,
            entries,
            held: None,
            seen: None,
            index: 0,
            taken: 0,
            in_flight: None,
        }
    }
}

/// A finished batch.
#[derive(Debug)]
#[non_exhaustive]
pub struct Batch<I, V, B> {
    /// The index of the batch, from 0.
    pub index: usize,
    /// The number of entries taken from the iterator so far, including those of this batch. To
    /// resume after this batch, skip that many.
    pub taken: usize,
    /// The outcome of the IDs in the batch.
    pub outcome: Outcome<I, V, B>,
}

type BatchOf<O> = Batch<<O as Batched>::Id, <O as Batched>::Value, ErrorBodyOf<O>>;

/// A stream of finished batches, created by [`Call::batches`].
#[must_use = "a stream does nothing until it is polled"]
pub struct Batches<O: Batched, I> {
    operation: O,
    transport: Transport<O::Document>,
    options: Options,
    entries: I,
    /// An entry that starts the next batch.
    held: Option<O::Entry>,
    size: usize,
    seen: Option<HashSet<O::Id>>,
    index: usize,
    taken: usize,
    in_flight: Option<BatchFuture<O>>,
}

impl<O: Batched, I: Iterator<Item = O::Entry>> Batches<O, I> {
    /// Sends the next batch and returns its outcome. Returns `None` after the last.
    pub async fn next(&mut self) -> Option<BatchOf<O>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn send_next(&mut self) -> Option<BatchFuture<O>> {
        let mut operation = self.operation.clone();
        self.take_entries(operation.entries());
        if operation.entries().is_empty() {
            return None;
        }
        let call = Call {
            operation,
            transport: self.transport.clone(),
            options: self.options.clone(),
            source: (),
        };
        Some(O::send_batch(call))
    }

    fn take_entries(&mut self, into: &mut Vec<O::Entry>) {
        if O::DEDUPLICATE {
            self.take_new_ids(into);
        } else {
            self.take_distinct_entries(into);
        }
    }

    fn next_entry(&mut self) -> Option<O::Entry> {
        self.held.take().or_else(|| self.entries.next())
    }

    /// Takes entries, and skips those whose ID has been taken before.
    fn take_new_ids(&mut self, into: &mut Vec<O::Entry>) {
        let mut batch_ids = HashSet::new();
        while into.len() < self.size {
            let Some(entry) = self.next_entry() else {
                break;
            };
            self.taken += 1;
            let id = O::id(&entry);
            if self.seen.as_mut().unwrap_or(&mut batch_ids).insert(id) {
                into.push(entry);
            }
        }
    }

    /// Takes entries up to the first whose result could be that of an entry before it.
    fn take_distinct_entries(&mut self, into: &mut Vec<O::Entry>) {
        let mut keys_by_id: HashMap<O::Id, Vec<EntryKeys>> = HashMap::new();
        while into.len() < self.size {
            let Some(entry) = self.next_entry() else {
                break;
            };
            let keys = O::keys(&entry);
            let same_id = keys_by_id.entry(O::id(&entry)).or_default();
            if !same_id.iter().all(|other| keys.differ_from(other)) {
                self.held = Some(entry);
                break;
            }
            same_id.push(keys);
            self.taken += 1;
            into.push(entry);
        }
    }

    fn finish(&mut self, outcome: OutcomeOf<O>) -> BatchOf<O> {
        let index = self.index;
        self.index += 1;
        Batch {
            index,
            taken: self.taken,
            outcome,
        }
    }
}

/// No field is structurally pinned.
impl<O: Batched, I> Unpin for Batches<O, I> {}

impl<O: Batched, I: Iterator<Item = O::Entry>> Stream for Batches<O, I> {
    type Item = BatchOf<O>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(mut in_flight) = self.in_flight.take().or_else(|| self.send_next()) else {
            return Poll::Ready(None);
        };
        let Poll::Ready(outcome) = in_flight.as_mut().poll(context) else {
            self.in_flight = Some(in_flight);
            return Poll::Pending;
        };
        Poll::Ready(Some(self.finish(outcome)))
    }
}

impl<O: Batched, I> Debug for Batches<O, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches")
            .field("operation", &self.operation)
            .field("size", &self.size)
            .field("taken", &self.taken)
            .finish_non_exhaustive()
    }
}
