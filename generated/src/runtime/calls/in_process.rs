use std::future::pending;

use reqwest::{Request, Response};

use super::attempt::{Attempt, Failure};
use crate::runtime::client::in_process::{InProcessRequest, InProcessServer, Reply};
use crate::runtime::errors::invalid::InvalidRequest;
use crate::runtime::errors::transport::{TransportError, TransportErrorKind};
use crate::runtime::virtual_time::yield_now;

impl Attempt<'_> {
    /// Sends a request without credentials to a server in the same process.
    pub(crate) async fn send_in_process(
        &self,
        server: &dyn InProcessServer,
        request: &Request,
    ) -> Result<Response, Failure> {
        // Other tasks run while a request is in flight, as on the network.
        yield_now().await;
        let reply = server.receive(InProcessRequest {
            operation: self.operation,
            base_url: &self.core.base_url,
            request,
        });
        match reply {
            Reply::Response(response) => Ok(response),
            Reply::Refused => Err(self.lost(TransportErrorKind::Connect)),
            Reply::Interrupted => Err(self.lost(TransportErrorKind::Interrupted)),
            Reply::Late => {
                self.core.clock.sleep_busy(self.timeout).await;
                pending().await
            }
            Reply::Unexpected(call) => Err(Failure::Invalid(InvalidRequest::Unexpected(call))),
        }
    }

    fn lost(&self, kind: TransportErrorKind) -> Failure {
        let origin = self.core.origin.clone();
        Failure::Transport(TransportError::new(self.operation, kind, origin))
    }
}
