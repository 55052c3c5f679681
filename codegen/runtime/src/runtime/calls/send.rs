//! The sending of a request.

use reqwest::{Request, Response};

use crate::runtime::client::transport::Core;

/// Sends one request as it is.
///
/// All requests of the runtime are sent here. Another transport, such as a server in the same process, replaces the body
/// of this function and leaves the types of calls as they are.
pub(crate) async fn send(core: &Core, request: Request) -> reqwest::Result<Response> {
    core.http.execute(request).await
}
