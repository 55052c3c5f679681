use std::fmt::Debug;

use super::transport::Transport;
use crate::runtime::document::api::Api;
use crate::runtime::sealed::Sealed;

/// A described API, at the type level.
pub trait Document: Sealed + Copy + Debug + Send + Sync + 'static {
    /// The client of this document's operations.
    type Client: From<Transport<Self>>;
    /// The bodies that this document gives for its errors.
    type ErrorBody: Debug + Send + Sync + 'static;
    /// What the document says of the API as a whole.
    const API: Api;

    /// Reads the body of an error for which an operation gives no schema.
    fn error(body: &[u8]) -> Option<Self::ErrorBody>;
}
