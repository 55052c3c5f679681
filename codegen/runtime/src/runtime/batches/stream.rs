use std::collections::{HashMap, HashSet};
use std::fmt::{self, Debug};
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::Serialize;

use super::batched::{BatchFuture, Batched, EntrySource, ErrorBodyOf, OutcomeOf};
use super::entry_keys::EntryKeys;
use super::invalid_entries::remove_invalid_entries;
use super::outcome::Outcome;
use crate::runtime::calls::call::Call;
use crate::runtime::calls::operation::ErrorOf;
use crate::runtime::calls::request::Options;
use crate::runtime::calls::sending::Sending;
use crate::runtime::client::transport::Transport;
use crate::runtime::errors::error::Error;
use crate::runtime::errors::invalid::InvalidRequest;
use crate::runtime::retries::Idempotency;

/// The maximum number of entries that remain in an iterator for which a stopped stream yields them
/// in one batch.
const MAX_UNTRIED: usize = 1_000_000;

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
    /// An ID that occurs twice is sent once. If entries have other fields than the ID, each entry is
    /// sent; two entries go into separate requests, in order, if a result could match both of them.
    /// An entry that violates constraints of the document fails by itself, and the others of its
    /// batch are sent.
    ///
    /// A batch that fails does not stop the batches after it; its IDs are in
    /// [`failed`](Outcome::failed) or [`unknown`](Outcome::unknown). The exceptions are errors that
    /// every further request would have: status 401, status 403 before any batch has succeeded, a
    /// missing credential, an invalid header, and constraints that all requests violate. The IDs of
    /// the batches after such an error are in [`not_tried`](Outcome::not_tried).
    ///
    /// # Errors
    ///
    /// Returns an error if no request was sent because every request was invalid, for example
    /// because a credential is missing. All other errors are part of the outcome.
    pub async fn send_all(self) -> Result<OutcomeOf<O>, ErrorOf<O>> {
        let mut batches = self.batches();
        let mut outcome = Outcome::default();
        while let Some(batch) = batches.next().await {
            outcome.merge(batch.outcome);
        }
        outcome.error_if_none_sent()
    }

    /// Returns a stream that sends one batch after the other and yields each with its outcome.
    ///
    /// Entries are taken from the iterator as they are needed, and outcomes are not kept, so that
    /// both may be more than fit in memory. An ID that occurs twice is sent once, also if it is in
    /// two batches. To recognize it, the stream keeps the IDs that it has taken: 10 to 20 bytes for
    /// each `i64`, and more for a `String`. If entries have other fields than the ID, no ID is kept
    /// and each entry is sent; two entries are in separate batches if a result could match both of
    /// them.
    ///
    /// After an error that every further request would have, as
    /// [`send_all`](Self::send_all) describes, the stream is stopped, as by [`Batches::stop`].
    pub fn batches(mut self) -> Batches<O, S::Iter> {
        let entries = self.source.entries(&mut self.operation);
        Batches {
            size: self.options.batch_size.unwrap_or(O::SIZE).max(1),
            operation: self.operation,
            transport: self.transport,
            options: self.options,
            entries,
            held: None,
            seen: HashSet::new(),
            index: 0,
            taken: 0,
            state: State::Idle,
            has_succeeded: false,
            is_stopped: false,
        }
    }
}

/// A finished batch.
#[derive(Debug, Serialize)]
#[serde(bound(serialize = "I: Serialize, V: Serialize"))]
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
///
/// The stream owns the batch that is in flight. Dropping the future of [`next`](Self::next), for
/// example in `tokio::select!` or after a timeout, loses nothing: the next call continues with the
/// same batch. Dropping the stream cancels its request; the outcome of the IDs that are
/// [in flight](Self::in_flight) is then unknown.
///
/// To end early and in order, call [`stop`](Self::stop), and then `next` until it returns `None`.
#[must_use = "a stream does nothing until it is polled"]
pub struct Batches<O: Batched, I> {
    operation: O,
    transport: Transport<O::Document>,
    options: Options,
    entries: I,
    /// An entry that starts the next batch.
    held: Option<O::Entry>,
    size: usize,
    /// The IDs that have been taken, if entries with the same ID are duplicates.
    seen: HashSet<O::Id>,
    index: usize,
    taken: usize,
    state: State<O>,
    /// Whether the server has accepted any batch.
    has_succeeded: bool,
    is_stopped: bool,
}

/// The state of the batch that the stream yields next.
enum State<O: Batched> {
    /// Its entries have not been taken yet.
    Idle,
    InFlight(InFlight<O>),
    Finished(OutcomeOf<O>),
}

/// A batch whose request has not been sent yet.
#[allow(dead_code, reason = "only a program with a journal uses it")]
#[derive(Debug)]
pub(crate) struct Prepared<'a, I> {
    pub(crate) ids: &'a [I],
    pub(crate) idempotency: Idempotency,
    /// The number of entries taken from the iterator so far, including those of this batch.
    pub(crate) taken: usize,
}

/// A batch whose request waits or has been sent.
struct InFlight<O: Batched> {
    ids: Vec<O::Id>,
    /// The outcome of the entries of the batch that are not sent.
    invalid: OutcomeOf<O>,
    sending: Arc<Sending>,
    #[allow(dead_code, reason = "only a program with a journal uses it")]
    idempotency: Idempotency,
    future: BatchFuture<O>,
}

impl<O: Batched, I> Batches<O, I> {
    /// Stops the stream: it sends no further request, and no request again.
    ///
    /// A batch in flight is awaited by the next call of [`next`](Self::next), and so is its job if
    /// it starts one. The entries of a batch that only waits for the rate limit come in a batch that
    /// is [not tried](Outcome::not_tried).
    ///
    /// The entries that remain in the iterator come in one more such batch, if the upper bound of the
    /// iterator's [`size_hint`](Iterator::size_hint) is at most a million. Otherwise the iterator may
    /// be endless, and they come in batches of the usual size.
    pub fn stop(&mut self) {
        self.is_stopped = true;
        self.state = match std::mem::replace(&mut self.state, State::Idle) {
            State::InFlight(batch) if !batch.sending.is_sent() => {
                let mut outcome = batch.invalid;
                outcome.not_tried = batch.ids;
                State::Finished(outcome)
            }
            State::InFlight(batch) => {
                batch.sending.stop();
                State::InFlight(batch)
            }
            state => state,
        };
    }

    /// Returns the IDs of the batch whose request has been sent and whose outcome is not known yet.
    /// Empty if a batch only waits for the rate limit, or if there is none.
    pub fn in_flight(&self) -> &[O::Id] {
        match &self.state {
            State::InFlight(batch) if batch.sending.is_sent() => &batch.ids,
            _ => &[],
        }
    }
}

impl<O: Batched, I> Batches<O, I> {
    /// Cancels the request in flight, so that the outcome of its entries is unknown.
    #[allow(dead_code, reason = "only a program uses it")]
    pub(crate) fn abandon(&mut self) {
        self.stop();
        self.state = match std::mem::replace(&mut self.state, State::Idle) {
            State::InFlight(batch) => {
                let mut outcome = Outcome::from_unknown(batch.ids, None);
                outcome.merge(batch.invalid);
                State::Finished(outcome)
            }
            state => state,
        };
    }
}

impl<O: Batched, I: Iterator<Item = O::Entry>> Batches<O, I> {
    /// Sends the next batch and returns its outcome. Returns `None` after the last.
    pub async fn next(&mut self) -> Option<BatchOf<O>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Takes the entries of the next batch, which the next call of [`next`](Self::next) sends. Returns
    /// `None` if no request will be sent for it.
    #[allow(dead_code, reason = "only a program with a journal uses it")]
    pub(crate) fn prepare(&mut self) -> Option<Prepared<'_, O::Id>> {
        if matches!(self.state, State::Idle) {
            self.state = self.start_next().unwrap_or(State::Idle);
        }
        match &self.state {
            State::InFlight(batch) if !batch.sending.is_sent() => Some(Prepared {
                ids: &batch.ids,
                idempotency: batch.idempotency,
                taken: self.taken,
            }),
            _ => None,
        }
    }

    /// Starts the next batch. Returns `None` if there are no more entries.
    fn start_next(&mut self) -> Option<State<O>> {
        if self.is_stopped {
            let ids = self.take_untried();
            return (!ids.is_empty()).then(|| State::Finished(Outcome::from_not_tried(ids)));
        }
        let mut operation = self.operation.clone();
        let positions = self.take_entries(operation.entries());
        if operation.entries().is_empty() {
            return None;
        }
        let invalid = remove_invalid_entries(&mut operation, positions);
        self.is_stopped |= invalid.is_every_request_invalid;
        let ids: Vec<_> = operation.entries().iter().map(O::id).collect();
        if ids.is_empty() {
            return Some(State::Finished(invalid.outcome));
        }
        let sending = Arc::new(Sending::gated(self.options.gate.clone()));
        let idempotency = self.options.idempotency;
        let idempotency = idempotency.unwrap_or_else(|| operation.idempotency());
        let call = Call {
            operation,
            transport: self.transport.clone(),
            options: Options {
                sending: Some(Arc::clone(&sending)),
                is_checked: invalid.outcome.failed.is_empty(),
                ..self.options.clone()
            },
            source: (),
        };
        Some(State::InFlight(InFlight {
            ids,
            invalid: invalid.outcome,
            sending,
            idempotency,
            future: O::send_batch(call),
        }))
    }

    /// Takes the entries of a batch, and returns their positions in the iterator.
    fn take_entries(&mut self, into: &mut Vec<O::Entry>) -> Vec<usize> {
        if O::DEDUPLICATE {
            self.take_new_ids(into)
        } else {
            self.take_distinct_entries(into)
        }
    }

    /// Takes the IDs of a batch that is not tried. It has all that remain, if they are known to be
    /// few enough.
    fn take_untried(&mut self) -> Vec<O::Id> {
        let (_, remaining) = self.entries.size_hint();
        let size = match remaining {
            Some(remaining) if remaining <= MAX_UNTRIED => remaining + 1,
            _ => self.size,
        };
        let mut ids = Vec::new();
        while ids.len() < size {
            let Some(entry) = self.next_entry() else {
                break;
            };
            let id = O::id(&entry);
            if !O::DEDUPLICATE || self.seen.insert(id.clone()) {
                ids.push(id);
            }
            self.taken += 1;
        }
        ids
    }

    fn next_entry(&mut self) -> Option<O::Entry> {
        self.held.take().or_else(|| self.entries.next())
    }

    /// Takes entries, and skips those whose ID has been taken before.
    fn take_new_ids(&mut self, into: &mut Vec<O::Entry>) -> Vec<usize> {
        let mut positions = Vec::new();
        while into.len() < self.size {
            let Some(entry) = self.next_entry() else {
                break;
            };
            if self.seen.insert(O::id(&entry)) {
                into.push(entry);
                positions.push(self.taken);
            }
            self.taken += 1;
        }
        positions
    }

    /// Takes entries up to the first whose result could be that of an entry before it.
    fn take_distinct_entries(&mut self, into: &mut Vec<O::Entry>) -> Vec<usize> {
        let mut keys_by_id: HashMap<O::Id, Vec<EntryKeys>> = HashMap::new();
        let mut positions = Vec::new();
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
            into.push(entry);
            positions.push(self.taken);
            self.taken += 1;
        }
        positions
    }

    fn finish(&mut self, outcome: OutcomeOf<O>) -> BatchOf<O> {
        let is_final = |error| is_final(error, self.has_succeeded);
        self.is_stopped |= outcome.errors().any(is_final);
        self.has_succeeded |= is_accepted(&outcome);
        let index = self.index;
        self.index += 1;
        Batch {
            index,
            taken: self.taken,
            outcome,
        }
    }
}

/// Returns whether every further request of the call would have this error. A 403 may be about an
/// entry if the server has accepted other batches.
fn is_final<B>(error: &Error<B>, has_succeeded: bool) -> bool {
    match error {
        Error::Api(error) => match error.status().as_u16() {
            401 => true,
            403 => !has_succeeded,
            _ => false,
        },
        Error::Invalid(
            InvalidRequest::Credential(_)
            | InvalidRequest::Header { .. }
            | InvalidRequest::NotRecorded { .. },
        ) => true,
        _ => false,
    }
}

/// Returns whether the server has accepted the request of a batch.
fn is_accepted<I, V, B>(outcome: &Outcome<I, V, B>) -> bool {
    !outcome.updated.is_empty()
        || !outcome.not_updated.is_empty()
        || outcome
            .unknown
            .iter()
            .any(|unknown| unknown.error.is_none())
        || outcome
            .errors()
            .any(|error| matches!(error, Error::Item(_) | Error::Job(_)))
}

/// No field is structurally pinned.
impl<O: Batched, I> Unpin for Batches<O, I> {}

impl<O: Batched, I: Iterator<Item = O::Entry>> Stream for Batches<O, I> {
    type Item = BatchOf<O>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let state = match std::mem::replace(&mut self.state, State::Idle) {
            State::Idle => self.start_next(),
            state => Some(state),
        };
        let outcome = match state {
            None | Some(State::Idle) => return Poll::Ready(None),
            Some(State::Finished(outcome)) => outcome,
            Some(State::InFlight(mut batch)) => match batch.future.as_mut().poll(context) {
                Poll::Pending => {
                    self.state = State::InFlight(batch);
                    return Poll::Pending;
                }
                Poll::Ready(mut outcome) => {
                    outcome.merge(batch.invalid);
                    outcome
                }
            },
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
