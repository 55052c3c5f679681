use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::Api;
use super::credentials::Credentials;

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

    /// The server's URL, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.core.base_url
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
