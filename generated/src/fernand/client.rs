// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};
use super::{ClientBuilder, Fernand};

/// A client for Fernand conversations. Clones are cheap and share their connections.
#[derive(Clone, Debug)]
pub struct Client(pub(super) internal::Transport<Fernand>);

impl Client {
    /// Returns a builder for a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Creates a client from environment variables.
    ///
    /// - `FERNAND_API_KEY`: The account's secret key (`sk_…`), managed in the Fernand dashboard.
    /// - `FERNAND_BASE_URL` (optional): The base URL, instead of the document's server.
    ///
    /// # Errors
    ///
    /// Fails if a variable is missing or invalid. The error names the variable.
    pub fn from_env() -> Result<Self, runtime::BuildError> {
        ClientBuilder::from_env().build()
    }
}

impl From<internal::Transport<Fernand>> for Client {
    fn from(transport: internal::Transport<Fernand>) -> Self {
        Self(transport)
    }
}

impl ClientBuilder {
    /// The account's secret key (`sk_…`), managed in the Fernand dashboard.
    pub fn api_key(self, api_key: impl Into<String>) -> Self {
        self.credential(0, api_key.into())
    }
}
