//! Sending of requests.

use reqwest::{Request, Response};

use crate::runtime::client::transport::Core;

/// Sends one request without modification.
///
/// All requests of the runtime are sent here. To use another transport, such as a server in the
/// same process, replace the body of this function; the types of calls stay the same.
pub(crate) async fn send(core: &Core, request: Request) -> reqwest::Result<Response> {
    core.http.execute(request).await
}
