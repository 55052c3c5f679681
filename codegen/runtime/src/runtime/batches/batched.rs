use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::pin::Pin;

use super::outcome::{Outcome, Unknown};
use crate::runtime::calls::call::{Call, Fill, call};
use crate::runtime::calls::operation::Operation;
use crate::runtime::client::transport::{ApiDocument, Transport};
use crate::runtime::sealed::Sealed;

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

    /// Sends a request and returns the outcome of its entries.
    fn send_batch(call: Call<Self>) -> BatchFuture<Self> {
        Box::pin(by_answer(call))
    }
}

/// The making of a request of many entries.
pub type BatchFuture<O> = Pin<Box<dyn Future<Output = OutcomeOf<O>> + Send>>;

/// What it means that an id is not in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// It was not updated.
    NotUpdated,
    /// Nothing: the answer does not name what was done, such as things that are deleted. What is
    /// absent is [unknown](Outcome::unknown), without an error.
    Unconfirmed,
}

/// The outcome of an operation.
pub type OutcomeOf<O> = Outcome<<O as Batched>::Id, <O as Batched>::Value, ErrorBodyOf<O>>;

pub(crate) type ErrorBodyOf<O> = <<O as Operation>::Document as ApiDocument>::ErrorBody;

/// Sends a request whose answer gives the outcome of its entries.
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
        Absence::Unconfirmed if absent.is_empty() => {}
        Absence::Unconfirmed => outcome.unknown.push(Unknown {
            ids: absent,
            error: None,
        }),
    }
}

/// Entries that are given with a call, and taken when it is made.
#[derive(Clone, Debug)]
pub struct Entries<I>(I);

impl<I> Sealed for Entries<I> {}

impl<O, I> Fill<O> for Entries<I>
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
pub trait EntrySource<O: Batched>: Fill<O> {
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

/// A call of an operation whose entries are taken from `entries` when it is made.
pub fn batch_call<O: Batched, I: IntoIterator>(
    transport: &Transport<O::Document>,
    operation: O,
    entries: I,
) -> BatchCall<O, I> {
    let Call {
        operation,
        transport,
        options,
        source: (),
    } = call(transport, operation);
    Call {
        operation,
        transport,
        options,
        source: Entries(entries.into_iter()),
    }
}
