//! The sending of a request.

use reqwest::{Request, Response};

use crate::runtime::client::transport::Core;

/// Sends one request as it is.
///
/// No other place of the runtime does: another way to an answer, such as a server in the same process, is another body of
/// this function, of which the types of calls know nothing.
pub(crate) async fn send(core: &Core, request: Request) -> reqwest::Result<Response> {
    core.http.execute(request).await
}
