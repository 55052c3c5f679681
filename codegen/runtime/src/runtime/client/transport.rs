use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;

use super::credentials::Credentials;
#[cfg(feature = "test-util")]
use super::in_process::InProcessServer;
use crate::runtime::clock::Clock;
use crate::runtime::document::Api;
use crate::runtime::events::{Wait, WaitListener};
use crate::runtime::rate_limits::pace::Pacer;
use crate::runtime::retries::{RetryBudget, RetryPolicy};
use crate::runtime::scrubber::Scrubber;
use crate::runtime::sealed::Sealed;

/// The type-level description of an API document.
pub trait ApiDocument: Sealed + Copy + Debug + Send + Sync + 'static {
    /// The type of the client.
    type Client: From<Transport<Self>>;
    /// The type of the error bodies that the document declares.
    type ErrorBody: Debug + Send + Sync + 'static;
    /// The metadata of the API.
    const API: Api;

    /// Reads the body of an error response for which the operation declares no schema.
    fn error(body: &[u8]) -> Option<Self::ErrorBody>;
}

/// The shared state of a client and its clones: connections, credentials, limits and settings.
pub struct Transport<D> {
    core: Arc<Core>,
    document: PhantomData<fn() -> D>,
}

/// The part of a transport that does not depend on the document type.
pub(crate) struct Core {
    pub(crate) api: Api,
    pub(crate) http: reqwest::Client,
    pub(crate) base: Url,
    /// The base URL without a trailing slash.
    pub(crate) base_url: String,
    pub(crate) origin: String,
    /// The address of the proxy from the environment that the HTTP client uses.
    pub(crate) proxy: Option<String>,
    pub(crate) credentials: Credentials,
    pub(crate) scrubber: Scrubber,
    pub(crate) timeout: Duration,
    pub(crate) max_response_bytes: usize,
    pub(crate) retry_policy: RetryPolicy,
    pub(crate) retry_budget: RetryBudget,
    pub(crate) pacer: Pacer,
    pub(crate) max_wait: Option<Duration>,
    pub(crate) listener: WaitListener,
    pub(crate) clock: Clock,
    pub(crate) random: Mutex<fastrand::Rng>,
    /// The server that answers instead of the network.
    #[cfg(feature = "test-util")]
    pub(crate) server: Option<Arc<dyn InProcessServer>>,
}

impl Core {
    /// Reports a wait that is about to begin.
    pub(crate) fn notify(&self, wait: &Wait) {
        #[cfg(feature = "test-util")]
        if let Some(server) = &self.server {
            server.record_wait(wait);
        }
        self.listener.notify(wait);
    }

    /// Returns a random number from 0 to 1.
    pub(crate) fn random(&self) -> f64 {
        self.random
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .f64()
    }
}

impl<D> Transport<D> {
    pub(crate) fn new(core: Core) -> Self {
        Self {
            core: Arc::new(core),
            document: PhantomData,
        }
    }

    pub(crate) fn core(&self) -> &Core {
        &self.core
    }
}

impl<D> Clone for Transport<D> {
    fn clone(&self) -> Self {
        Self {
            core: Arc::clone(&self.core),
            document: PhantomData,
        }
    }
}

impl<D> fmt::Debug for Transport<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("api", &self.core.api.name)
            .field("base_url", &self.core.base_url)
            .field("credentials", &self.core.credentials)
            .finish_non_exhaustive()
    }
}
