use std::fmt::Debug;

use super::batched::Batched;
use crate::runtime::calls::call::{Call, Source, call};
use crate::runtime::client::transport::Transport;
use crate::runtime::sealed::Sealed;

/// Entries that are given with a call, and taken when it is made.
#[derive(Clone, Debug)]
pub struct Entries<I>(I);

impl<I> Sealed for Entries<I> {}

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
