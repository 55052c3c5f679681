use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::credentials::Credentials;
use crate::runtime::clock::Clock;
use crate::runtime::document::Api;
use crate::runtime::events::WaitListener;
use crate::runtime::rate_limits::pace::Pacer;
use crate::runtime::retries::{Budget, RetryPolicy};
use crate::runtime::sealed::Sealed;

/// A described API, at the type level.
pub trait ApiDocument: Sealed + Copy + Debug + Send + Sync + 'static {
    /// The client of this document's operations.
    type Client: From<Transport<Self>>;
    /// The bodies that this document gives for its errors.
    type ErrorBody: Debug + Send + Sync + 'static;
    /// What the document says of the API as a whole.
    const API: Api;

    /// Reads the body of an error for which an operation gives no schema.
    fn error(body: &[u8]) -> Option<Self::ErrorBody>;
}

/// The way to one server: what every clone of a client shares.
pub struct Transport<D> {
    core: Arc<Core>,
    document: PhantomData<fn() -> D>,
}

/// What a transport holds, whatever its document.
pub(crate) struct Core {
    pub(crate) api: Api,
    pub(crate) http: reqwest::Client,
    pub(crate) base_url: String,
    pub(crate) origin: String,
    pub(crate) credentials: Credentials,
    pub(crate) timeout: Duration,
    pub(crate) max_response_bytes: usize,
    pub(crate) policy: RetryPolicy,
    pub(crate) budget: Budget,
    pub(crate) pacer: Pacer,
    pub(crate) max_wait: Option<Duration>,
    pub(crate) listener: WaitListener,
    pub(crate) clock: Clock,
    pub(crate) random: Mutex<fastrand::Rng>,
}

impl Core {
    /// A random number from 0 to 1.
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
