use std::time::Duration;

use crate::runtime::client::secret::Secret;
use crate::runtime::retries::policy::RetryPolicy;
use crate::runtime::retries::repeat::Repeat;

/// What a caller sets for one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) headers: Vec<(String, Secret)>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) repeat: Option<Repeat>,
    pub(crate) max_wait: Option<Duration>,
    #[allow(dead_code, reason = "a document may have no batches")]
    pub(crate) batch_size: Option<usize>,
    #[allow(dead_code, reason = "a document may have no jobs")]
    pub(crate) job_timeout: Option<Duration>,
}

impl Options {
    /// The same for the reads that follow on a call, of which its own repetition says nothing.
    pub(crate) fn for_reading(self) -> Self {
        Self {
            repeat: None,
            ..self
        }
    }
}
