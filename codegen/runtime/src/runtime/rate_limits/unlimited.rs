//! A pacer that delays nothing, for documents that declare no rate limits.

use std::future::Ready;
use std::time::Duration;

use super::rate_limit::RateLimit;
use super::wait::{WaitBounds, WaitTooLong};
use crate::runtime::clock::Clock;
use crate::runtime::document::{Endpoint, RateClass};

/// Delays no request.
#[derive(Debug)]
pub(crate) struct Pacer(Option<ClassLimiter>);

/// The limiter of a class of requests. There are no classes.
#[derive(Debug)]
pub(crate) enum ClassLimiter {}

/// Permission to send one request. No limiter gives any.
#[derive(Debug)]
pub(crate) struct Permit<'a>(&'a ClassLimiter);

impl Pacer {
    pub(crate) fn new(_classes: &[RateClass], _clock: &Clock) -> Self {
        Self(None)
    }

    /// Returns `None`.
    pub(crate) fn limiter(&self, _endpoint: &Endpoint) -> Option<&ClassLimiter> {
        self.0.as_ref()
    }
}

impl ClassLimiter {
    pub(crate) fn class(&self) -> &RateClass {
        match *self {}
    }

    pub(crate) fn limit(&self) -> u32 {
        match *self {}
    }

    pub(crate) fn acquire(
        &self,
        _bounds: WaitBounds,
        _on_wait: impl FnMut(Duration),
    ) -> Ready<Result<Permit<'_>, WaitTooLong>> {
        match *self {}
    }

    pub(crate) fn pause(&self, _pause: Duration) {
        match *self {}
    }
}

impl Permit<'_> {
    pub(crate) fn record_response(self, _reported: &RateLimit) {
        match *self.0 {}
    }

    pub(crate) fn record_refusal(self, _reported: &RateLimit) {
        match *self.0 {}
    }

    pub(crate) fn cancel(self) {
        match *self.0 {}
    }
}
