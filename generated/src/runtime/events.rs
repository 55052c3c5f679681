use std::fmt::{self, Debug};
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;

use crate::runtime::document::Endpoint;
use crate::runtime::excerpt::shorten;

/// A wait that a call is about to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wait {
    /// The operation's name.
    pub operation: &'static str,
    /// How long the wait will be, as far as can be told.
    pub duration: Duration,
    /// Why the call waits.
    pub reason: WaitReason,
}

/// Why a call waits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// The requests that the rate limit allows are used up.
    RateLimit {
        /// The class of requests that share the limit.
        class: &'static str,
        /// The requests that a window allows.
        requests: u32,
        /// The length of a window.
        window: Duration,
    },
    /// An attempt failed and will be made again.
    Retry {
        /// The number of the attempt that failed, from 1.
        attempt: u32,
        /// The status that it was answered with, if any.
        status: Option<StatusCode>,
    },
    /// A job of the server is not done, or it is not time to ask for it.
    Job {
        /// What names the job.
        id: String,
        /// Where it stood when it was last asked for.
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
                write!(f, "{class} are limited to {requests} in {window:?}")
            }
            WaitReason::Retry {
                attempt,
                status: Some(status),
            } => {
                write!(f, "attempt {attempt} was answered with {status}")
            }
            WaitReason::Retry {
                attempt,
                status: None,
            } => write!(f, "attempt {attempt} failed"),
            WaitReason::Job {
                id,
                progress: Some(progress),
            } => write!(f, "the job {} is {progress}", shorten(id)),
            WaitReason::Job { id, progress: None } => {
                write!(f, "the job {} has begun", shorten(id))
            }
        }
    }
}

/// What is called before a wait.
#[derive(Clone, Default)]
pub(crate) struct WaitListener(Option<Arc<Listener>>);

type Listener = dyn Fn(&Wait) + Send + Sync;

impl WaitListener {
    pub(crate) fn new(listener: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(listener)))
    }

    pub(crate) fn tell(&self, wait: &Wait) {
        if let Some(listener) = &self.0 {
            listener(wait);
        }
    }
}

/// Where a job stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct JobProgress {
    /// The server's name for it.
    pub state: String,
    /// The parts that are done, if the server tells.
    pub complete: Option<u64>,
    /// The parts that there are, if the server tells.
    pub total: Option<u64>,
}

/// Such as `running, 1 of 3 done`.
impl fmt::Display for JobProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shorten(&self.state))?;
        match (self.complete, self.total) {
            (Some(complete), Some(total)) => write!(f, ", {complete} of {total} done"),
            _ => Ok(()),
        }
    }
}

/// The span of a call. It holds names and numbers, and neither bodies nor secrets.
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
            method = endpoint.method.as_str(),
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

    pub(crate) fn finish(&self, status: Option<StatusCode>, attempts: u32, duration: Duration) {
        if let Some(status) = status {
            self.span.record("status", status.as_u16());
        }
        self.span.record("attempts", attempts);
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        self.span.record("duration_ms", millis);
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

    pub(crate) fn finish(&self, _status: Option<StatusCode>, _attempts: u32, _duration: Duration) {
        let Self {} = self;
    }
}
