//! Sends requests. All requests of the runtime to the network go through this module.

use reqwest::{Request, Response};

use crate::runtime::client::transport::Core;

/// Sends one request as it is.
pub(crate) async fn send(core: &Core, request: Request) -> reqwest::Result<Response> {
    core.http.execute(request).await
}
