// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};
use super::{ClientBuilder, Bird};

/// A client for Bird conversations. Clones are cheap and share their connections.
#[derive(Clone, Debug)]
pub struct Client(pub(super) internal::Transport<Bird>);

impl Client {
    /// Returns a builder for a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Creates a client from environment variables.
    ///
    /// - `BIRD_ACCESS_KEY`: An access key for the workspace.
    /// - `BIRD_JWT`: A JSON Web Token, an alternative to the access key.
    /// - `BIRD_BASE_URL` (optional): The base URL, instead of the document's server.
    ///
    /// # Errors
    ///
    /// Fails if a variable is missing or invalid. The error names the variable.
    pub fn from_env() -> Result<Self, runtime::BuildError> {
        ClientBuilder::from_env().build()
    }
}

impl From<internal::Transport<Bird>> for Client {
    fn from(transport: internal::Transport<Bird>) -> Self {
        Self(transport)
    }
}

impl ClientBuilder {
    /// An access key for the workspace.
    pub fn access_key(self, access_key: impl Into<String>) -> Self {
        self.credential(0, access_key.into())
    }

    /// A JSON Web Token, an alternative to the access key.
    pub fn jwt(self, jwt: impl Into<String>) -> Self {
        self.credential(1, jwt.into())
    }
}
