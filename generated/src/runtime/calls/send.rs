//! Sending of requests.

use reqwest::{Request, Response};

use crate::runtime::client::transport::Core;

/// Sends one request without modification. All requests of the runtime to the network are sent here.
pub(crate) async fn send(core: &Core, request: Request) -> reqwest::Result<Response> {
    core.http.execute(request).await
}
