use std::time::Duration;

use reqwest::{Request, StatusCode};
use tokio::time::Instant;

use super::attempt::{Answer, Attempt, Failure};
use crate::runtime::client::transport::Core;
use crate::runtime::clock::LONGEST;
use crate::runtime::document::Endpoint;
use crate::runtime::errors::api::is_passing;
use crate::runtime::errors::error::WaitError;
use crate::runtime::errors::read::ReadError;
use crate::runtime::errors::transport::TransportErrorKind;
use crate::runtime::events::{Span, Wait, WaitReason};
use crate::runtime::rate_limits::pace::{Lane, Patience, Permit};
use crate::runtime::retries::{Idempotency, RetryPolicy};

/// Reads the body of a successful response. Not generic, so that the retry loop is compiled once.
pub(crate) type Read<'a> = dyn FnMut(u16, &[u8]) -> Result<(), ReadError> + Send + 'a;

/// The retry loop of a call, with the settings that apply to it.
pub(crate) struct Run<'a> {
    pub(crate) core: &'a Core,
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) schemes: &'a [&'static str],
    pub(crate) timeout: Duration,
    pub(crate) idempotency: Idempotency,
    pub(crate) policy: &'a RetryPolicy,
    pub(crate) max_wait: Option<Duration>,
    pub(crate) span: Span,
}

/// The failure of the last attempt of a call.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) failure: Failure,
    /// Whether the server may have processed the request in any attempt.
    pub(crate) in_doubt: bool,
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self {
            in_doubt: in_doubt(&failure),
            failure,
        }
    }
}

impl Run<'_> {
    /// Makes attempts until one succeeds or the failure is final.
    pub(crate) async fn go(
        &self,
        request: Request,
        read: &mut Read<'_>,
    ) -> Result<Box<Answer>, Failed> {
        let started = Instant::now();
        let mut tries = 0;
        let outcome = self.attempts(request, read, &mut tries).await;
        self.span
            .finish(status_of(&outcome), tries, started.elapsed());
        outcome
    }

    async fn attempts(
        &self,
        mut request: Request,
        read: &mut Read<'_>,
        tries: &mut u32,
    ) -> Result<Box<Answer>, Failed> {
        let lane = self.core.pacer.lane(self.endpoint);
        let started = Instant::now();
        let mut waited = Duration::ZERO;
        let mut last: Option<Failed> = None;
        loop {
            let permit = match self.enter(lane, &mut waited).await {
                Ok(permit) => permit,
                Err(error) => return Err(last.unwrap_or_else(|| Failure::Wait(error).into())),
            };
            let spare = request.try_clone();
            *tries += 1;
            let outcome = self.attempt(request, read).await;
            settle(permit, &outcome);
            let failure = match outcome {
                Ok(answer) => {
                    self.core.budget.earn();
                    return Ok(answer);
                }
                Err(failure) => failure,
            };
            let active = started.elapsed().saturating_sub(waited);
            let pause = self.pause(lane, &failure, *tries, active);
            let doubted = last.is_some_and(|last| last.in_doubt);
            let failed = Failed {
                in_doubt: doubted || in_doubt(&failure),
                failure,
            };
            let (Some(pause), Some(spare)) = (pause, spare) else {
                return Err(failed);
            };
            self.sleep(pause, *tries, &failed.failure).await;
            last = Some(failed);
            request = spare;
        }
    }

    async fn attempt(&self, request: Request, read: &mut Read<'_>) -> Result<Box<Answer>, Failure> {
        let attempt = Attempt {
            core: self.core,
            operation: self.endpoint.id,
            schemes: self.schemes,
            timeout: self.timeout,
        };
        let answer = attempt.send(request).await?;
        if !answer.status.is_success() {
            return Err(Failure::Status(answer));
        }
        match read(answer.status.as_u16(), &answer.body) {
            Ok(()) => Ok(answer),
            Err(problem) => Err(Failure::Unreadable(answer, problem)),
        }
    }

    async fn enter<'l>(
        &self,
        lane: Option<&'l Lane>,
        waited: &mut Duration,
    ) -> Result<Option<Permit<'l>>, WaitError> {
        let Some(lane) = lane else {
            return Ok(None);
        };
        let start = Instant::now();
        let bound = self.max_wait.map(|bound| bound.saturating_sub(*waited));
        let tell = |duration| {
            let class = lane.class();
            self.tell(
                duration,
                WaitReason::RateLimit {
                    class: class.name,
                    requests: lane.limit(),
                    window: class.window,
                },
            );
        };
        let patience = Patience {
            deadline: bound.map(|bound| start + bound.min(LONGEST)),
            longest_pause: self.policy.longest_pause(),
        };
        let permit = lane.enter(patience, tell).await;
        *waited += start.elapsed();
        permit.map(Some).map_err(|too_long| WaitError {
            operation: self.endpoint.id,
            class: lane.class().name,
            wait: too_long.wait,
            max_wait: self.max_wait.unwrap_or(patience.longest_pause),
        })
    }

    /// Returns the delay before the next attempt, or `None` if the failure is final.
    fn pause(
        &self,
        lane: Option<&Lane>,
        failure: &Failure,
        tries: u32,
        active: Duration,
    ) -> Option<Duration> {
        let verdict = classify(failure, self.idempotency);
        let asked = asked_for(failure);
        let backoff = self.policy.delay(tries, self.core.random());
        if let (Verdict::Later, Some(lane)) = (verdict, lane) {
            lane.close(asked.unwrap_or(backoff));
        }
        if asked.is_some_and(|asked| asked > self.policy.longest_pause()) {
            return None;
        }
        match verdict {
            Verdict::Stop => None,
            // The limiter waits, for all calls of the class together.
            Verdict::Later if lane.is_some() => {
                self.policy.allows(tries, active).then_some(Duration::ZERO)
            }
            Verdict::Later | Verdict::Again => {
                let pause = asked.unwrap_or(backoff);
                let allowed = self.policy.allows(tries, active + pause)
                    && (asked.is_some() && verdict == Verdict::Later || self.core.budget.draw());
                allowed.then_some(pause)
            }
        }
    }

    async fn sleep(&self, pause: Duration, attempt: u32, failure: &Failure) {
        if pause.is_zero() {
            return;
        }
        let status = status_of_failure(failure);
        self.tell(pause, WaitReason::Retry { attempt, status });
        tokio::time::sleep(pause).await;
    }

    fn tell(&self, duration: Duration, reason: WaitReason) {
        let operation = self.endpoint.id;
        self.core.listener.tell(&Wait {
            operation,
            duration,
            reason,
        });
    }
}

/// Returns the delay that the server asks for. The end of the rate limit window counts only for a
/// 429.
fn asked_for(failure: &Failure) -> Option<Duration> {
    let Failure::Status(answer) = failure else {
        return None;
    };
    let asked = match answer.status.as_u16() {
        429 => answer.rate_limit.wait(),
        _ => answer.rate_limit.retry_after,
    };
    asked.filter(|pause| !pause.is_zero())
}

fn settle(permit: Option<Permit<'_>>, outcome: &Result<Box<Answer>, Failure>) {
    let Some(permit) = permit else {
        return;
    };
    match outcome {
        Err(Failure::Status(answer)) if answer.status.as_u16() == 429 => {
            permit.refuse(&answer.rate_limit);
        }
        Ok(answer) | Err(Failure::Status(answer) | Failure::Unreadable(answer, _)) => {
            permit.settle(&answer.rate_limit);
        }
        Err(failure @ (Failure::Transport(_) | Failure::Invalid(_))) if !in_doubt(failure) => {
            permit.release();
        }
        Err(_) => drop(permit),
    }
}

fn status_of(outcome: &Result<Box<Answer>, Failed>) -> Option<StatusCode> {
    match outcome {
        Ok(answer) => Some(answer.status),
        Err(failed) => status_of_failure(&failed.failure),
    }
}

fn status_of_failure(failure: &Failure) -> Option<StatusCode> {
    match failure {
        Failure::Status(answer) | Failure::Unreadable(answer, _) => Some(answer.status),
        Failure::Redirect(error) => Some(error.status),
        Failure::Invalid(_) | Failure::Transport(_) | Failure::Wait(_) => None,
    }
}

/// Whether a failed attempt is retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The failure is final, or a retry could process the request twice.
    Stop,
    /// The failure is transient.
    Again,
    /// The server refused the request because of the rate limit.
    Later,
}

/// Decides whether to retry a request after a failure.
pub(crate) fn classify(failure: &Failure, idempotency: Idempotency) -> Verdict {
    if let Failure::Status(answer) = failure
        && answer.status.as_u16() == 429
    {
        return Verdict::Later;
    }
    let harmless = idempotency == Idempotency::Idempotent || !in_doubt(failure);
    if harmless && is_fleeting(failure) {
        Verdict::Again
    } else {
        Verdict::Stop
    }
}

fn is_fleeting(failure: &Failure) -> bool {
    match failure {
        Failure::Transport(error) => matches!(
            error.kind(),
            TransportErrorKind::Connect
                | TransportErrorKind::Timeout(_)
                | TransportErrorKind::Interrupted
        ),
        Failure::Status(answer) => is_passing(answer.status),
        Failure::Unreadable(_, problem) => problem.is_cut_short(),
        Failure::Invalid(_) | Failure::Redirect(_) | Failure::Wait(_) => false,
    }
}

/// Returns whether the server may have processed the request.
pub(crate) fn in_doubt(failure: &Failure) -> bool {
    match failure {
        Failure::Invalid(_) | Failure::Wait(_) => false,
        Failure::Transport(error) => error.in_doubt,
        Failure::Redirect(error) => error.in_doubt,
        Failure::Status(answer) => answer.status.is_server_error() || answer.status.as_u16() == 408,
        Failure::Unreadable(..) => true,
    }
}
