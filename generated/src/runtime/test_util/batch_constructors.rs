//! Constructors of outcomes, for tests of functions that take them.

use crate::runtime::batches::outcome::{Failed, Outcome, Unknown};
use crate::runtime::batches::stream::Batch;
use crate::runtime::errors::error::Error;

impl<I, B> Failed<I, B> {
    /// Creates the entry of IDs that were not updated because of an error. Requires the feature
    /// `test-util`.
    pub fn new(ids: impl Into<Vec<I>>, error: Error<B>) -> Self {
        Self {
            ids: ids.into(),
            error,
        }
    }
}

impl<I, B> Unknown<I, B> {
    /// Creates the entry of IDs whose outcome is unknown. Requires the feature `test-util`.
    pub fn new(ids: impl Into<Vec<I>>, error: Option<Error<B>>) -> Self {
        Self {
            ids: ids.into(),
            error,
        }
    }
}

impl<I, V, B> Batch<I, V, B> {
    /// Creates a finished batch. Requires the feature `test-util`.
    pub fn new(index: usize, taken: usize, outcome: Outcome<I, V, B>) -> Self {
        Self {
            index,
            taken,
            outcome,
        }
    }
}
