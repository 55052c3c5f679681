use std::fmt::{self, Debug};
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;

use crate::runtime::document::Endpoint;
use crate::runtime::errors::transport::TransportErrorKind;
use crate::runtime::excerpt::shorten;
use crate::runtime::scrubber::Scrubber;

/// A wait that is about to begin, as passed to [`on_wait`](crate::runtime::ClientBuilder::on_wait).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wait {
    /// The name of the operation.
    pub operation: &'static str,
    /// The expected duration of the wait.
    pub duration: Duration,
    /// The reason for the wait.
    pub reason: WaitReason,
}

/// The reason for a [`Wait`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// The rate limit is reached.
    RateLimit {
        /// The name of the class of requests that share the limit.
        class: &'static str,
        /// The maximum number of requests per window.
        requests: u32,
        /// The length of a window.
        window: Duration,
    },
    /// An attempt failed and will be retried.
    Retry {
        /// The number of the attempt that failed, from 1.
        attempt: u32,
        /// The status of the response. `None` if no response arrived.
        status: Option<StatusCode>,
        /// Why no response arrived. `None` if a response arrived.
        cause: Option<TransportErrorKind>,
    },
    /// A job is not finished, and its status is not due to be requested yet.
    Job {
        /// The ID of the job.
        id: String,
        /// The last known progress. `None` if the status has not been requested yet.
        progress: Option<JobProgress>,
    },
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operation, seconds) = (self.operation, self.duration.as_secs_f64());
        write!(f, "{operation}: waiting {seconds:.1} s: ")?;
        match &self.reason {
            WaitReason::RateLimit {
                class,
                requests,
                window,
            } => {
                write!(f, "the rate limit of {class} is {requests} per {window:?}")
            }
            WaitReason::Retry {
                attempt,
                status,
                cause,
            } => match (status, cause) {
                (Some(status), _) => write!(f, "attempt {attempt} failed with {status}"),
                (None, Some(cause)) => write!(f, "attempt {attempt} failed: {cause}"),
                (None, None) => write!(f, "attempt {attempt} failed"),
            },
            WaitReason::Job {
                id,
                progress: Some(progress),
            } => write!(f, "job {} is {progress}", shorten(id)),
            WaitReason::Job { id, progress: None } => {
                write!(f, "job {} has started", shorten(id))
            }
        }
    }
}

/// The callback of [`on_wait`](crate::runtime::ClientBuilder::on_wait).
#[derive(Clone, Default)]
pub(crate) struct WaitListener(Option<Arc<Listener>>);

type Listener = dyn Fn(&Wait) + Send + Sync;

impl WaitListener {
    pub(crate) fn new(listener: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(listener)))
    }

    pub(crate) fn notify(&self, wait: &Wait) {
        trace_wait(wait);
        if let Some(listener) = &self.0 {
            listener(wait);
        }
    }
}

/// Records an event before a wait.
#[cfg(feature = "tracing")]
fn trace_wait(wait: &Wait) {
    let reason = match wait.reason {
        WaitReason::RateLimit { .. } => "rate_limit",
        WaitReason::Retry { .. } => "retry",
        WaitReason::Job { .. } => "job",
    };
    let duration_ms = millis(wait.duration);
    tracing::info!(reason, duration_ms, "{wait}");
}

#[cfg(not(feature = "tracing"))]
fn trace_wait(_wait: &Wait) {}

/// Records an event after an attempt.
#[cfg(feature = "tracing")]
pub(crate) fn trace_attempt(
    attempt: u32,
    status: Option<StatusCode>,
    duration: impl FnOnce() -> Duration,
) {
    let (status, duration_ms) = (status.map(|status| status.as_u16()), millis(duration()));
    tracing::debug!(attempt, status, duration_ms, "attempt finished");
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn trace_attempt(
    _attempt: u32,
    _status: Option<StatusCode>,
    _duration: impl FnOnce() -> Duration,
) {
}

#[cfg(feature = "tracing")]
fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The progress of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct JobProgress {
    /// The state, by the name that the server uses.
    pub state: String,
    /// The number of finished parts, if the server reports it.
    pub complete: Option<u64>,
    /// The total number of parts, if the server reports it.
    pub total: Option<u64>,
}

impl JobProgress {
    #[allow(dead_code, reason = "a document may have no jobs")]
    pub(crate) fn scrubbed(self, scrubber: &Scrubber) -> Self {
        Self {
            state: scrubber.text(&self.state),
            ..self
        }
    }
}

/// Formats the progress, for example as `running, 1 of 3 done`.
impl fmt::Display for JobProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shorten(&self.state))?;
        match (self.complete, self.total) {
            (Some(complete), Some(total)) => write!(f, ", {complete} of {total} done"),
            _ => Ok(()),
        }
    }
}

/// The tracing span of a call. Its fields are names and numbers, and contain neither bodies nor
/// secrets.
#[derive(Debug)]
pub(crate) struct Span {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl Span {
    pub(crate) fn new(api: &'static str, endpoint: &Endpoint) -> Self {
        let span = tracing::info_span!(
            "operation",
            api,
            name = endpoint.id,
            method = endpoint.method,
            path = endpoint.path,
            status = tracing::field::Empty,
            attempts = tracing::field::Empty,
            duration_ms = tracing::field::Empty,
        );
        Self { span }
    }

    pub(crate) async fn run<F: Future>(&self, call: F) -> F::Output {
        tracing::Instrument::instrument(call, self.span.clone()).await
    }

    pub(crate) fn finish(
        &self,
        status: Option<StatusCode>,
        attempts: u32,
        duration: impl FnOnce() -> Duration,
    ) {
        if let Some(status) = status {
            self.span.record("status", status.as_u16());
        }
        self.span.record("attempts", attempts);
        self.span.record("duration_ms", millis(duration()));
    }
}

#[cfg(not(feature = "tracing"))]
impl Span {
    pub(crate) fn new(_api: &'static str, _endpoint: &Endpoint) -> Self {
        Self {}
    }

    pub(crate) fn run<F: Future>(&self, call: F) -> F {
        let Self {} = self;
        call
    }

    pub(crate) fn finish(
        &self,
        _status: Option<StatusCode>,
        _attempts: u32,
        _duration: impl FnOnce() -> Duration,
    ) {
        let Self {} = self;
    }
}
