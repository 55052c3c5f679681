use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use reqwest::{Request, StatusCode};
use tokio::time::Instant;

use super::attempt::{Attempt, Build, Failure, RawResponse};
use super::sending::Sending;
use crate::runtime::client::transport::Core;
use crate::runtime::clock::MAX_DURATION;
use crate::runtime::document::Endpoint;
use crate::runtime::errors::api::is_transient_status;
use crate::runtime::errors::error::WaitError;
use crate::runtime::errors::invalid::InvalidRequest;
use crate::runtime::errors::read::ReadError;
use crate::runtime::events::{Span, Wait, WaitReason, trace_attempt};
use crate::runtime::rate_limits::pace::{ClassLimiter, Permit};
use crate::runtime::rate_limits::wait::WaitBounds;
use crate::runtime::retries::{Idempotency, RetryPolicy};

/// Reads the body of a successful response, and may take it. Not generic, so that the retry loop is
/// compiled once.
pub(crate) type Read<'a> = dyn FnMut(u16, &mut Bytes) -> Result<(), ReadError> + Send + 'a;

/// The retry loop of a call, with the settings that apply to it.
pub(crate) struct RetryLoop<'a> {
    pub(crate) core: &'a Core,
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) schemes: &'static [&'static str],
    pub(crate) timeout: Duration,
    pub(crate) idempotency: Idempotency,
    pub(crate) policy: &'a RetryPolicy,
    pub(crate) max_wait: Option<Duration>,
    pub(crate) sending: &'a Sending,
    pub(crate) span: Span,
    /// Builds the request of a retry.
    pub(crate) build: &'a Build<'a>,
}

/// The successful response of a call.
#[derive(Debug)]
pub(crate) struct CallSuccess {
    pub(crate) response: Box<RawResponse>,
    /// Whether the server may have processed the request in an earlier attempt too.
    pub(crate) earlier_in_doubt: bool,
}

/// The failure of the last attempt of a call.
#[derive(Debug)]
pub(crate) struct CallFailure {
    pub(crate) failure: Failure,
    /// Whether the server may have processed the request in any attempt.
    pub(crate) maybe_processed: bool,
}

impl From<Failure> for CallFailure {
    fn from(failure: Failure) -> Self {
        Self {
            maybe_processed: maybe_processed(&failure),
            failure,
        }
    }
}

impl RetryLoop<'_> {
    /// Makes attempts until one succeeds or the failure is final.
    pub(crate) async fn run(
        &self,
        request: Box<Request>,
        read: &mut Read<'_>,
    ) -> Result<CallSuccess, CallFailure> {
        let started = self.core.clock.now();
        let mut attempts = 0;
        let outcome = self
            .run_attempts(request, read, started, &mut attempts)
            .await;
        let status = match &outcome {
            Ok(success) => Some(success.response.status),
            Err(failed) => status_of_failure(&failed.failure),
        };
        self.span
            .finish(status, attempts, || self.core.clock.since(started));
        outcome
    }

    async fn run_attempts(
        &self,
        mut request: Box<Request>,
        read: &mut Read<'_>,
        started: Instant,
        attempts: &mut u32,
    ) -> Result<CallSuccess, CallFailure> {
        let limiter = self.core.pacer.limiter(self.endpoint);
        let mut waited = Duration::ZERO;
        let mut last: Option<CallFailure> = None;
        loop {
            let acquired = {
                let acquire = pin!(self.acquire(limiter, &mut waited));
                self.sending.unless_stopped(acquire).await
            };
            let permit = match acquired {
                Some(Ok(permit)) => permit,
                Some(Err(error)) => {
                    return Err(last.unwrap_or_else(|| Failure::Wait(error).into()));
                }
                None => match last {
                    Some(last) => return Err(last),
                    // A call is stopped only after its first attempt.
                    None => continue,
                },
            };
            self.pass_gate()?;
            #[cfg(feature = "test-util")]
            let busy = self.core.clock.busy();
            *attempts += 1;
            self.sending.mark_sent();
            let sent = self.core.clock.now();
            let outcome = self.attempt(request, read).await;
            trace_attempt(*attempts, status_of(&outcome), || {
                self.core.clock.since(sent)
            });
            update_limiter(permit, &outcome);
            let earlier_in_doubt = last.take().is_some_and(|last| last.maybe_processed);
            let failure = match outcome {
                Ok(response) => {
                    self.core.retry_budget.deposit();
                    return Ok(CallSuccess {
                        response,
                        earlier_in_doubt,
                    });
                }
                Err(failure) => failure,
            };
            let active = self.core.clock.since(started).saturating_sub(waited);
            let delay = self.next_delay(limiter, &failure, *attempts, active);
            let failed = CallFailure {
                maybe_processed: earlier_in_doubt || maybe_processed(&failure),
                failure,
            };
            let Some(delay) = delay else {
                return Err(failed);
            };
            #[cfg(feature = "test-util")]
            drop(busy);
            let slept = {
                let sleep = pin!(self.sleep(delay, *attempts, &failed.failure));
                self.sending.unless_stopped(sleep).await
            };
            if slept.is_none() {
                return Err(failed);
            }
            // Few requests are sent again, so the request is built again instead of copied each time.
            let Ok(again) = (self.build)() else {
                return Err(failed);
            };
            last = Some(failed);
            request = again;
        }
    }

    fn pass_gate(&self) -> Result<(), CallFailure> {
        let passed = self.sending.pass_gate();
        passed.map_err(|source| {
            let operation = self.endpoint.id;
            Failure::Invalid(InvalidRequest::NotRecorded { operation, source }).into()
        })
    }

    async fn attempt(
        &self,
        request: Box<Request>,
        read: &mut Read<'_>,
    ) -> Result<Box<RawResponse>, Failure> {
        let attempt = Attempt {
            core: self.core,
            operation: self.endpoint.id,
            schemes: self.schemes,
            timeout: self.timeout,
            build: self.build,
        };
        let mut response = attempt.send(request).await?;
        if !response.status.is_success() {
            return Err(Failure::Status(response));
        }
        match read(response.status.as_u16(), &mut response.body) {
            Ok(()) => Ok(response),
            Err(problem) => Err(Failure::Unreadable(response, problem)),
        }
    }

    async fn acquire<'l>(
        &self,
        limiter: Option<&'l ClassLimiter>,
        waited: &mut Duration,
    ) -> Result<Option<Permit<'l>>, WaitError> {
        let Some(limiter) = limiter else {
            return Ok(None);
        };
        let start = self.core.clock.now();
        let bound = self.max_wait.map(|bound| bound.saturating_sub(*waited));
        let on_wait = |duration| {
            let class = limiter.class();
            self.notify(
                duration,
                WaitReason::RateLimit {
                    class: class.name,
                    requests: limiter.limit(),
                    window: class.window,
                },
            );
        };
        let bounds = WaitBounds {
            deadline: bound.map(|bound| start + bound.min(MAX_DURATION)),
            max_server_delay: self.policy.max_server_delay(),
        };
        let permit = limiter.acquire(bounds, on_wait).await;
        *waited += self.core.clock.since(start);
        permit.map(Some).map_err(|too_long| WaitError {
            operation: self.endpoint.id,
            class: limiter.class().name,
            wait: too_long.wait,
            max_wait: self.max_wait.unwrap_or(bounds.max_server_delay),
        })
    }

    /// Returns the delay before the next attempt, or `None` if the failure is final.
    fn next_delay(
        &self,
        limiter: Option<&ClassLimiter>,
        failure: &Failure,
        attempts: u32,
        active: Duration,
    ) -> Option<Duration> {
        let decision = decide_retry(failure, self.idempotency);
        let requested = requested_delay(failure);
        let backoff = self.policy.delay(attempts, self.core.random());
        if let (RetryDecision::RateLimited, Some(limiter)) = (decision, limiter) {
            limiter.pause(requested.unwrap_or(backoff));
        }
        if requested.is_some_and(|requested| requested > self.policy.max_server_delay()) {
            return None;
        }
        match decision {
            RetryDecision::Stop => None,
            // The limiter waits, for all calls of the class together.
            RetryDecision::RateLimited if limiter.is_some() => self
                .policy
                .allows(attempts, active)
                .then_some(Duration::ZERO),
            RetryDecision::RateLimited | RetryDecision::Retry => {
                let delay = requested.unwrap_or(backoff);
                let allowed = self.policy.allows(attempts, active + delay)
                    && (requested.is_some() && decision == RetryDecision::RateLimited
                        || self.core.retry_budget.withdraw());
                allowed.then_some(delay)
            }
        }
    }

    async fn sleep(&self, delay: Duration, attempt: u32, failure: &Failure) {
        if delay.is_zero() {
            return;
        }
        let status = status_of_failure(failure);
        let cause = match failure {
            Failure::Transport(error) => Some(error.kind()),
            _ => None,
        };
        self.notify(
            delay,
            WaitReason::Retry {
                attempt,
                status,
                cause,
            },
        );
        self.core.clock.sleep(delay).await;
    }

    fn notify(&self, duration: Duration, reason: WaitReason) {
        let operation = self.endpoint.id;
        self.core.notify(&Wait {
            operation,
            duration,
            reason,
        });
    }
}

/// Returns the delay that the server asks for. The end of the rate limit window counts only for a
/// 429.
fn requested_delay(failure: &Failure) -> Option<Duration> {
    let Failure::Status(response) = failure else {
        return None;
    };
    let requested = match response.status.as_u16() {
        429 => response.rate_limit.wait(),
        _ => response.rate_limit.retry_after,
    };
    requested.filter(|delay| !delay.is_zero())
}

fn update_limiter(permit: Option<Permit<'_>>, outcome: &Result<Box<RawResponse>, Failure>) {
    let Some(permit) = permit else {
        return;
    };
    match outcome {
        Err(Failure::Status(response)) if response.status.as_u16() == 429 => {
            permit.record_refusal(&response.rate_limit);
        }
        Ok(response) | Err(Failure::Status(response) | Failure::Unreadable(response, _)) => {
            permit.record_response(&response.rate_limit);
        }
        Err(failure @ (Failure::Transport(_) | Failure::Invalid(_)))
            if !maybe_processed(failure) =>
        {
            permit.cancel();
        }
        Err(_) => drop(permit),
    }
}

fn status_of(outcome: &Result<Box<RawResponse>, Failure>) -> Option<StatusCode> {
    match outcome {
        Ok(response) => Some(response.status),
        Err(failure) => status_of_failure(failure),
    }
}

fn status_of_failure(failure: &Failure) -> Option<StatusCode> {
    match failure {
        Failure::Status(response) | Failure::Unreadable(response, _) => Some(response.status),
        Failure::Redirect(error) => Some(error.status),
        Failure::Invalid(_) | Failure::Transport(_) | Failure::Wait(_) => None,
    }
}

/// Whether a failed attempt is retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryDecision {
    /// The failure is final, or a retry could process the request twice.
    Stop,
    /// The failure is transient.
    Retry,
    /// The server refused the request because of the rate limit.
    RateLimited,
}

/// Decides whether to retry a request after a failure.
pub(crate) fn decide_retry(failure: &Failure, idempotency: Idempotency) -> RetryDecision {
    if let Failure::Status(response) = failure
        && response.status.as_u16() == 429
    {
        return RetryDecision::RateLimited;
    }
    let is_safe = idempotency == Idempotency::Idempotent || !maybe_processed(failure);
    if is_safe && is_transient_failure(failure) {
        RetryDecision::Retry
    } else {
        RetryDecision::Stop
    }
}

fn is_transient_failure(failure: &Failure) -> bool {
    match failure {
        Failure::Transport(error) => error.kind().is_transient(),
        Failure::Status(response) => is_transient_status(response.status),
        Failure::Unreadable(_, problem) => problem.is_cut_short(),
        Failure::Invalid(_) | Failure::Redirect(_) | Failure::Wait(_) => false,
    }
}

/// Returns whether the server may have processed the request.
pub(crate) fn maybe_processed(failure: &Failure) -> bool {
    match failure {
        Failure::Invalid(_) | Failure::Wait(_) => false,
        Failure::Transport(error) => error.maybe_processed,
        Failure::Redirect(error) => error.maybe_processed,
        Failure::Status(response) => is_in_doubt(response.status),
        Failure::Unreadable(..) => true,
    }
}

/// Returns whether the server may have processed a request that it answered with this error status.
pub(crate) fn is_in_doubt(status: StatusCode) -> bool {
    status.is_server_error() || status.as_u16() == 408
}
