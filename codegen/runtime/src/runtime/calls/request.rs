use std::sync::Arc;
use std::time::Duration;

use reqwest::Request;
use reqwest::header::{HeaderName, HeaderValue};

use super::http_client::HttpClient;
use super::operation::{Operation, RequestBase};
use super::sending::{Gate, Sending};
use crate::runtime::checks::check::Check;
use crate::runtime::client::credentials::Secret;
use crate::runtime::client::transport::Core;
use crate::runtime::document::Endpoint;
use crate::runtime::errors::invalid::InvalidRequest;
use crate::runtime::excerpt::shorten;
use crate::runtime::retries::{Idempotency, RetryPolicy};
use crate::runtime::scrubber::Scrubber;

/// The options of a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) headers: Vec<(String, Secret)>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) idempotency: Option<Idempotency>,
    pub(crate) max_wait: Option<Duration>,
    #[allow(dead_code, reason = "a document may have no batches")]
    pub(crate) batch_size: Option<usize>,
    #[allow(dead_code, reason = "a document may have no jobs")]
    pub(crate) job_timeout: Option<Duration>,
    #[allow(dead_code, reason = "a document may have no jobs")]
    pub(crate) job_interval: Option<Duration>,
    pub(crate) sending: Option<Arc<Sending>>,
    /// Whether the request has been checked and violates no constraint.
    pub(crate) is_checked: bool,
    /// Runs before the first attempt of each batch.
    #[allow(dead_code, reason = "a document may have no batches")]
    pub(crate) gate: Option<Gate>,
}

impl Options {
    /// Returns the options for the status and result requests of the job that the call starts. The
    /// idempotency of the call does not apply to them, and stopping it does not stop them.
    #[allow(dead_code, reason = "a document may have no jobs")]
    pub(crate) fn for_job_requests(self) -> Self {
        Self {
            idempotency: None,
            sending: None,
            is_checked: false,
            ..self
        }
    }
}

/// Returns a scrubber for the credentials of the client and of a call with these options.
pub(crate) fn scrubber(core: &Core, options: &Options) -> Scrubber {
    let mut scrubber = core.scrubber.clone();
    for (name, value) in &options.headers {
        core.credentials.add_header(name, value, &mut scrubber);
    }
    scrubber
}

pub(crate) fn build_request<O: Operation>(
    core: &Core,
    operation: &O,
    endpoint: &Endpoint,
    options: &Options,
) -> Result<Box<Request>, InvalidRequest> {
    if !options.is_checked {
        check(operation, endpoint)?;
    }
    let baseurl = &core.base_url;
    let client = HttpClient {
        client: &core.http,
        base: &core.base,
        baseurl,
    };
    let base = RequestBase { client, baseurl };
    let mut request = operation
        .request(&base)
        .map_err(|error| InvalidRequest::Build {
            operation: endpoint.id,
            source: error.without_url(),
        })?;
    set_headers(&mut request, endpoint, &options.headers)?;
    Ok(Box::new(request))
}

fn check(operation: &impl Operation, endpoint: &Endpoint) -> Result<(), InvalidRequest> {
    let mut check = Check::default();
    operation.check(&mut check);
    let violations = check.into_violations();
    if violations.is_empty() {
        return Ok(());
    }
    Err(InvalidRequest::Constraints {
        operation: endpoint.id,
        violations,
    })
}

fn set_headers(
    request: &mut Request,
    endpoint: &Endpoint,
    headers: &[(String, Secret)],
) -> Result<(), InvalidRequest> {
    const CONTROLLED_HEADERS: [&str; 6] = [
        "connection",
        "content-length",
        "host",
        "te",
        "transfer-encoding",
        "upgrade",
    ];
    for (name, value) in headers {
        let invalid = |problem| InvalidRequest::Header {
            operation: endpoint.id,
            name: shorten(name),
            problem,
        };
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| invalid("is not a valid header name"))?;
        if CONTROLLED_HEADERS.contains(&name.as_str()) {
            return Err(invalid("is controlled by the HTTP client"));
        }
        let mut value = HeaderValue::from_str(value.expose())
            .map_err(|_| invalid("has characters in its value that are not allowed in a header"))?;
        value.set_sensitive(true);
        request.headers_mut().insert(name, value);
    }
    Ok(())
}
