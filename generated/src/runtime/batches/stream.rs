use std::collections::{HashMap, HashSet};
use std::fmt::{self, Debug};
use std::future::poll_fn;
use std::hash::Hash;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::runtime::calls::call::{Call, Options};
use crate::runtime::errors::error::ErrorOf;
use crate::runtime::{Document, Error, Operation, Source, Transport};

/// An operation that takes many entries in one request.
pub trait Batched: Operation {
    /// What goes into the request for each thing: its id, or the id with more beside it.
    type Entry: Clone + Send + Sync + 'static;
    /// What names a thing in request and answer.
    type Id: Clone + Eq + Hash + Debug + Send + Sync + 'static;
    /// What the answer gives for a thing that was updated.
    type Value: Send + 'static;
    /// The entries of a batch, unless the caller says otherwise.
    const SIZE: usize;
    /// Whether entries of the same id ask for the same, so that one of them is enough.
    const ONE_AN_ID: bool = true;

    /// The entries of the request.
    fn entries(&mut self) -> &mut Vec<Self::Entry>;

    /// The id of an entry.
    fn id(entry: &Self::Entry) -> Self::Id;

    /// What the answer gives; nothing where it does not tell yet.
    fn results(output: Self::Output) -> Vec<(Self::Id, Self::Value)> {
        let _ = output;
        Vec::new()
    }

    /// What it means that an id is not in the answer.
    fn absence(&self) -> Absence {
        Absence::NotUpdated
    }

    /// Makes a request, and tells what came of its entries.
    fn carry_out(call: Call<Self>) -> CarryingOut<Self> {
        Box::pin(by_answer(call))
    }
}

/// The making of a request of many entries.
pub type CarryingOut<O> = Pin<Box<dyn Future<Output = OutcomeOf<O>> + Send>>;

/// What it means that an id is not in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// It was not updated.
    NotUpdated,
    /// Nothing: the answer does not name what was done, such as things that are deleted. What is
    /// absent is [unknown](Outcome::unknown), without an error.
    Untold,
}

/// Entries that are given with a call, and taken when it is made.
#[derive(Clone, Debug)]
pub struct Entries<I>(I);

impl<O, I> Source<O> for Entries<I>
where
    O: Batched,
    I: Iterator<Item: Into<O::Entry>>,
{
    fn fill(self, operation: &mut O) {
        operation.entries().extend(self.0.map(Into::into));
    }
}

/// A call whose entries are given by `I`.
pub type BatchCall<O, I> = Call<O, Entries<<I as IntoIterator>::IntoIter>>;

/// A source of entries, one after the other.
pub trait EntrySource<O: Batched>: Source<O> {
    /// The entries.
    type Iter: Iterator<Item = O::Entry>;

    /// Takes the entries, those in the operation among them.
    fn entries(self, operation: &mut O) -> Self::Iter;
}

impl<O: Batched> EntrySource<O> for () {
    type Iter = std::vec::IntoIter<O::Entry>;

    fn entries(self, operation: &mut O) -> Self::Iter {
        std::mem::take(operation.entries()).into_iter()
    }
}

impl<O, I> EntrySource<O> for Entries<I>
where
    O: Batched,
    I: Iterator<Item: Into<O::Entry>>,
{
    type Iter = std::iter::Map<I, fn(I::Item) -> O::Entry>;

    fn entries(self, _operation: &mut O) -> Self::Iter {
        self.0.map(Into::into)
    }
}

impl<O: Batched, I> Call<O, Entries<I>> {
    #[allow(dead_code, reason = "generated code makes calls")]
    pub(crate) fn with_entries(
        transport: &Transport<O::Document>,
        operation: O,
        entries: impl IntoIterator<IntoIter = I>,
    ) -> Self {
        let Call {
            operation,
            transport,
            options,
            source: (),
        } = Call::new(transport, operation);
        Self {
            operation,
            transport,
            options,
            source: Entries(entries.into_iter()),
        }
    }
}

impl<O: Batched, S: EntrySource<O>> Call<O, S> {
    /// Puts at most this many entries into a batch; at least one.
    pub fn batch_size(mut self, size: usize) -> Self {
        self.options.batch_size = Some(size);
        self
    }

    /// Makes as many requests as the entries need, one after the other, and tells what came of
    /// each id. An id that is given twice is sent once. A batch that fails does not stop the rest.
    ///
    /// # Errors
    ///
    /// Fails when no request could be made at all, since none is one that the document allows.
    pub async fn send_all(self) -> Result<OutcomeOf<O>, ErrorOf<O>> {
        let mut batches = self.batches();
        batches.seen = Some(HashSet::new());
        let mut outcome = Outcome::default();
        while let Some(batch) = batches.next().await {
            outcome.merge(batch.outcome);
        }
        outcome.unless_unsent()
    }

    /// The finished batches, one after the other. Entries are taken as they are needed, and an id
    /// that comes twice is sent once within a batch.
    pub fn batches(mut self) -> Batches<O, S::Iter> {
        let entries = self.source.entries(&mut self.operation);
        Batches {
            size: self.options.batch_size.unwrap_or(O::SIZE).max(1),
            operation: self.operation,
            transport: self.transport,
            options: self.options,
            entries,
            seen: None,
            index: 0,
            taken: 0,
            sending: None,
        }
    }
}

/// What came of the ids that were given. Each is in one of the four lists.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome<I, V, B> {
    /// What was updated, with the value that the server gave.
    pub updated: Vec<(I, V)>,
    /// What the server left out of its answer, which means that it was not updated.
    pub not_updated: Vec<I>,
    /// What was not done, with the error of its request.
    pub failed: Vec<Failed<I, B>>,
    /// What may or may not have been done.
    pub unknown: Vec<Unknown<I, B>>,
    /// Why something went wrong, as the server gave it where it did not tell of a single id.
    pub reasons: Vec<serde_json::Value>,
}

/// The outcome of an operation.
pub type OutcomeOf<O> = Outcome<<O as Batched>::Id, <O as Batched>::Value, ErrorBodyOf<O>>;

type ErrorBodyOf<O> = <<O as Operation>::Document as Document>::ErrorBody;

/// The ids of a request that was not carried out.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failed<I, B> {
    /// The ids.
    pub ids: Vec<I>,
    /// Why.
    pub error: Error<B>,
}

/// The ids of a request of which it is not known what came of them.
#[derive(Debug)]
#[non_exhaustive]
pub struct Unknown<I, B> {
    /// The ids.
    pub ids: Vec<I>,
    /// What became of the answer; nothing when it came, and does not tell what was done.
    pub error: Option<Error<B>>,
}

impl<I, V, B> Default for Outcome<I, V, B> {
    fn default() -> Self {
        Self {
            updated: Vec::new(),
            not_updated: Vec::new(),
            failed: Vec::new(),
            unknown: Vec::new(),
            reasons: Vec::new(),
        }
    }
}

impl<I, V, B> Outcome<I, V, B> {
    /// The number of ids.
    pub fn len(&self) -> usize {
        let [updated, not_updated, failed, unknown] = self.counts();
        updated + not_updated + failed + unknown
    }

    fn counts(&self) -> [usize; 4] {
        let failed = self.failed.iter().map(|failed| failed.ids.len()).sum();
        let unknown = self.unknown.iter().map(|unknown| unknown.ids.len()).sum();
        [self.updated.len(), self.not_updated.len(), failed, unknown]
    }

    /// Whether there was nothing to do.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether every id was updated.
    pub fn is_complete(&self) -> bool {
        self.updated.len() == self.len()
    }

    /// Adds the outcome of another request.
    pub fn merge(&mut self, other: Self) {
        self.updated.extend(other.updated);
        self.not_updated.extend(other.not_updated);
        self.failed.extend(other.failed);
        self.unknown.extend(other.unknown);
        self.reasons.extend(other.reasons);
    }

    /// The outcome of a request that failed.
    pub(crate) fn of_error(ids: Vec<I>, error: Error<B>) -> Self {
        if error.may_have_been_processed() {
            return Self::of_unknown(ids, Some(error));
        }
        Self {
            failed: vec![Failed { ids, error }],
            ..Self::default()
        }
    }

    /// The outcome of a request of which nothing is known.
    pub(crate) fn of_unknown(ids: Vec<I>, error: Option<Error<B>>) -> Self {
        Self {
            unknown: vec![Unknown { ids, error }],
            ..Self::default()
        }
    }

    fn unless_unsent(mut self) -> Result<Self, Error<B>> {
        let unsent = |failed: &Failed<I, B>| matches!(failed.error, Error::Invalid(_));
        let nothing_sent = self.failed.iter().all(unsent)
            && self.updated.is_empty()
            && self.not_updated.is_empty()
            && self.unknown.is_empty();
        if nothing_sent && !self.failed.is_empty() {
            return Err(self.failed.swap_remove(0).error);
        }
        Ok(self)
    }
}

/// Says how many there are of each, such as `98 updated, 2 not updated, 0 failed, 0 unknown`.
impl<I, V, B> fmt::Display for Outcome<I, V, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [updated, not_updated, failed, unknown] = self.counts();
        write!(
            f,
            "{updated} updated, {not_updated} not updated, {failed} failed, {unknown} unknown"
        )
    }
}

/// A batch that is done with.
#[derive(Debug)]
#[non_exhaustive]
pub struct Batch<I, V, B> {
    /// The number of the batch, from 0.
    pub index: usize,
    /// The entries taken so far, this batch's among them; skip as many to go on from here.
    pub taken: usize,
    /// What came of its ids.
    pub outcome: Outcome<I, V, B>,
}

type BatchOf<O> = Batch<<O as Batched>::Id, <O as Batched>::Value, ErrorBodyOf<O>>;

/// A stream of finished batches.
#[must_use = "a stream does nothing until it is polled"]
pub struct Batches<O: Batched, I> {
    operation: O,
    transport: Transport<O::Document>,
    options: Options,
    entries: I,
    size: usize,
    seen: Option<HashSet<O::Id>>,
    index: usize,
    taken: usize,
    sending: Option<CarryingOut<O>>,
}

impl<O: Batched, I: Iterator<Item = O::Entry>> Batches<O, I> {
    /// The next batch, when it is done with; nothing after the last.
    pub async fn next(&mut self) -> Option<BatchOf<O>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn start(&mut self) -> Option<CarryingOut<O>> {
        let mut operation = self.operation.clone();
        self.draw(operation.entries());
        if operation.entries().is_empty() {
            return None;
        }
        let call = Call {
            operation,
            transport: self.transport.clone(),
            options: self.options.clone(),
            source: (),
        };
        Some(O::carry_out(call))
    }

    fn draw(&mut self, into: &mut Vec<O::Entry>) {
        let mut own = HashSet::new();
        while into.len() < self.size {
            let Some(entry) = self.entries.next() else {
                break;
            };
            self.taken += 1;
            let id = O::id(&entry);
            let is_new = self.seen.as_mut().unwrap_or(&mut own).insert(id);
            if is_new || !O::ONE_AN_ID {
                into.push(entry);
            }
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

/// Makes a request whose answer tells what came of its entries.
async fn by_answer<O: Batched>(mut call: Call<O>) -> OutcomeOf<O> {
    let ids = call.operation.entries().iter().map(O::id).collect();
    let absence = call.operation.absence();
    let mut outcome = Outcome::default();
    match call.send().await {
        Ok(output) => sort::<O>(ids, output, absence, &mut outcome),
        Err(error) => outcome = Outcome::of_error(ids, error),
    }
    outcome
}

fn sort<O: Batched>(
    ids: Vec<O::Id>,
    output: O::Output,
    absence: Absence,
    outcome: &mut OutcomeOf<O>,
) {
    let mut results: HashMap<_, _> = O::results(output).into_iter().collect();
    let mut absent = Vec::new();
    for id in ids {
        match results.remove(&id) {
            Some(value) => outcome.updated.push((id, value)),
            None => absent.push(id),
        }
    }
    match absence {
        Absence::NotUpdated => outcome.not_updated = absent,
        Absence::Untold if absent.is_empty() => {}
        Absence::Untold => outcome.unknown.push(Unknown {
            ids: absent,
            error: None,
        }),
    }
}

/// Nothing in it is pinned.
impl<O: Batched, I> Unpin for Batches<O, I> {}

impl<O: Batched, I: Iterator<Item = O::Entry>> Stream for Batches<O, I> {
    type Item = BatchOf<O>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(mut sending) = self.sending.take().or_else(|| self.start()) else {
            return Poll::Ready(None);
        };
        let Poll::Ready(outcome) = sending.as_mut().poll(context) else {
            self.sending = Some(sending);
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
