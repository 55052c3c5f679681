use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::pin::Pin;

use super::entry_keys::EntryKeys;
use super::into_entry::IntoEntry;
use super::outcome::{Outcome, Unknown};
use crate::runtime::calls::call::{Call, FillRequest, call, send_call};
use crate::runtime::calls::operation::Operation;
use crate::runtime::client::transport::{ApiDocument, Transport};
use crate::runtime::sealed::Sealed;

/// An operation that accepts many entries in one request.
pub trait Batched: Operation {
    /// The type of an entry in the request: an ID, or an ID with more fields.
    type Entry: Clone + Send + Sync + 'static;
    /// The type of the ID that identifies an entry in the request and in the response.
    type Id: Clone + Eq + Hash + Debug + Send + Sync + 'static;
    /// The type that the server returns for an updated entry.
    type Value: Send + 'static;
    /// The default maximum number of entries per request.
    const SIZE: usize;
    /// Whether two entries with the same ID are duplicates, so that only the first is sent.
    const DEDUPLICATE: bool = true;

    /// Returns the list of entries in the request.
    fn entries(&mut self) -> &mut Vec<Self::Entry>;

    /// Returns the ID of an entry.
    fn id(entry: &Self::Entry) -> Self::Id;

    /// Returns the keys by which results identify an entry, if that is more than its ID.
    fn keys(entry: &Self::Entry) -> EntryKeys {
        let _ = entry;
        EntryKeys::default()
    }

    /// Returns the updated entries that the response names. Empty if the response does not contain
    /// results.
    fn results(output: Self::Output) -> Vec<(Self::Id, Self::Value)> {
        let _ = output;
        Vec::new()
    }

    /// Returns what it means that an ID is missing from the response.
    fn absence(&self) -> Absence {
        Absence::NotUpdated
    }

    /// Sends one request and returns the outcome of its entries.
    fn send_batch(call: Call<Self>) -> BatchFuture<Self> {
        Box::pin(send_request_batch(call))
    }
}

/// The future that sends one batch and resolves to the outcome of its entries.
pub type BatchFuture<O> = Pin<Box<dyn Future<Output = OutcomeOf<O>> + Send>>;

/// What it means that an ID is missing from a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The entry was not updated.
    NotUpdated,
    /// The outcome is unknown, since the response may not name all entries that were processed,
    /// such as deleted ones. The IDs are reported as [unknown](Outcome::unknown), without an error.
    Unconfirmed,
}

/// The outcome of a batched operation.
pub type OutcomeOf<O> = Outcome<<O as Batched>::Id, <O as Batched>::Value, ErrorBodyOf<O>>;

pub(crate) type ErrorBodyOf<O> = <<O as Operation>::Document as ApiDocument>::ErrorBody;

/// Sends one request whose response contains the outcome of its entries.
async fn send_request_batch<O: Batched>(mut call: Call<O>) -> OutcomeOf<O> {
    let ids = call.operation.entries().iter().map(O::id).collect();
    let absence = call.operation.absence();
    let mut outcome = Outcome::default();
    match send_call(call).await {
        Ok((response, earlier_in_doubt)) => {
            // The server may count a change of an earlier attempt as none.
            let absence = if earlier_in_doubt {
                Absence::Unconfirmed
            } else {
                absence
            };
            partition::<O>(ids, response.into_value(), absence, &mut outcome);
        }
        Err(error) => outcome = Outcome::from_error(ids, error),
    }
    outcome
}

fn partition<O: Batched>(
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

/// The entries of a call. They are taken from the iterator when the call is sent.
#[derive(Clone, Debug)]
pub struct Entries<I>(I);

impl<I> Sealed for Entries<I> {}

impl<O, I> FillRequest<O> for Entries<I>
where
    O: Batched,
    I: Iterator<Item: IntoEntry<O::Entry>>,
{
    fn fill(self, operation: &mut O) {
        operation
            .entries()
            .extend(self.0.map(IntoEntry::into_entry));
    }
}

/// A call whose entries come from the iterator `I`.
pub type BatchCall<O, I> = Call<O, Entries<<I as IntoIterator>::IntoIter>>;

/// A source of entries.
pub trait EntrySource<O: Batched>: FillRequest<O> {
    /// The type of the iterator.
    type Iter: Iterator<Item = O::Entry>;

    /// Returns an iterator over the entries.
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
    I: Iterator<Item: IntoEntry<O::Entry>>,
{
    type Iter = std::iter::Map<I, fn(I::Item) -> O::Entry>;

    fn entries(self, _operation: &mut O) -> Self::Iter {
        self.0.map(IntoEntry::into_entry)
    }
}

/// Creates a call whose entries are taken from `entries` when it is sent.
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
