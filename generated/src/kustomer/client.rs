// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};
use super::{ClientBuilder, Kustomer};

/// A client for Kustomer conversations. Clones are cheap and share their connections.
#[derive(Clone, Debug)]
pub struct Client(pub(super) internal::Transport<Kustomer>);

impl Client {
    /// Returns a builder for a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Creates a client from environment variables.
    ///
    /// - `KUSTOMER_API_KEY`: An API key of the organization, with the roles that the operations require.
    /// - `KUSTOMER_ORG` (optional): Name of the organization, as it stands in the host of its Kustomer.
    /// - `KUSTOMER_BASE_URL` (optional): The base URL, instead of the document's server.
    ///
    /// # Errors
    ///
    /// Fails if a variable is missing or invalid. The error names the variable.
    pub fn from_env() -> Result<Self, runtime::BuildError> {
        ClientBuilder::from_env().build()
    }
}

impl From<internal::Transport<Kustomer>> for Client {
    fn from(transport: internal::Transport<Kustomer>) -> Self {
        Self(transport)
    }
}

impl ClientBuilder {
    /// An API key of the organization, with the roles that the operations require.
    pub fn api_key(self, api_key: impl Into<String>) -> Self {
        self.credential(0, api_key.into())
    }

    /// Name of the organization, as it stands in the host of its Kustomer.
    pub fn org(self, value: impl Into<String>) -> Self {
        self.server_variable("orgname", value.into())
    }
}
