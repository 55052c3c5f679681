//! A server in the same process, which answers requests instead of the network.

use std::fmt::Debug;

use reqwest::{Request, Response};

use crate::runtime::clock::Clock;
use crate::runtime::errors::unexpected::UnexpectedCall;
use crate::runtime::events::Wait;

/// A server in the same process. The clients of a server share its clock.
pub(crate) trait InProcessServer: Debug + Send + Sync {
    /// Returns the clock, whose time should be virtual.
    fn clock(&self) -> Clock;

    /// Answers a request.
    fn receive(&self, request: InProcessRequest<'_>) -> Reply;

    /// Records a wait of a client.
    fn record_wait(&self, wait: &Wait);
}

/// A request without credentials.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InProcessRequest<'a> {
    pub(crate) operation: &'static str,
    pub(crate) base_url: &'a str,
    pub(crate) request: &'a Request,
}

/// What happens to a request.
#[derive(Debug)]
pub(crate) enum Reply {
    Response(Response),
    /// No connection is established.
    Refused,
    /// The request is processed, and its connection is closed without a response.
    Interrupted,
    /// The request is processed, and the response does not arrive in time.
    Late,
    /// The server has no answer for the request.
    Unexpected(Box<UnexpectedCall>),
}
