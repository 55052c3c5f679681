use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Method, Request, Response, StatusCode, Url};

use super::body::Body;
use super::send::send;
use crate::runtime::client::base_url::origin;
use crate::runtime::client::transport::Core;
use crate::runtime::clock::{Elapsed, MAX_DURATION};
use crate::runtime::errors::error::WaitError;
use crate::runtime::errors::invalid::InvalidRequest;
use crate::runtime::errors::read::ReadError;
use crate::runtime::errors::transport::{
    RedirectError, TransportError, TransportErrorKind, chain, is_tls_error,
};
use crate::runtime::rate_limits::rate_limit::RateLimit;

const MAX_REDIRECTS: usize = 10;

/// A response whose body has been read. The body of an error may be incomplete.
#[derive(Debug)]
pub(crate) struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) rate_limit: RateLimit,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) is_complete: bool,
}

/// Why an attempt did not succeed.
#[derive(Debug)]
pub(crate) enum Failure {
    Invalid(InvalidRequest),
    Transport(TransportError),
    Redirect(RedirectError),
    Wait(WaitError),
    Status(Box<RawResponse>),
    Unreadable(Box<RawResponse>, ReadError),
}

/// Builds a request without credentials. The same request is built each time. It is boxed, since each of
/// the futures that pass it on has room for it.
pub(crate) type Build<'a> = dyn Fn() -> Result<Box<Request>, InvalidRequest> + Send + Sync + 'a;

/// One attempt: a request, the redirects that it follows within the origin, and the body of the
/// response.
pub(crate) struct Attempt<'a> {
    pub(crate) core: &'a Core,
    pub(crate) operation: &'static str,
    pub(crate) schemes: &'static [&'static str],
    pub(crate) timeout: Duration,
    /// Builds the request that a redirect sends elsewhere.
    pub(crate) build: &'a Build<'a>,
}

/// A response, and the part of its body that has arrived so far.
struct Received {
    response: Response,
    body: Body,
}

impl Attempt<'_> {
    /// Sends `request`, which has no credentials yet. They are added here, once for each redirect.
    pub(crate) async fn send(&self, request: Box<Request>) -> Result<Box<RawResponse>, Failure> {
        let clock = &self.core.clock;
        let deadline = clock.now() + self.timeout.min(MAX_DURATION);
        let timed_out =
            |Elapsed| self.transport_failure(TransportErrorKind::Timeout(self.timeout), None);
        let mut received = None;
        let exchanged = {
            // Pinned here, so that the future is not moved and has room in this one only once.
            let exchange = pin!(self.exchange(request, &mut received));
            clock.timeout_at(deadline, exchange).await
        };
        let exchanged = exchanged.map_err(timed_out).and_then(|exchanged| exchanged);
        let (Received { mut response, body }, is_complete) = match (received, exchanged) {
            (Some(received), Ok(())) => (received, true),
            // The status of an error says what happened, even if the body does not arrive completely.
            (Some(received), Err(_)) if !received.response.status().is_success() => {
                (received, false)
            }
            (_, Err(failure)) => return Err(failure),
            (None, Ok(())) => unreachable!("a response has been received"),
        };
        let names = &self.core.api.limits.headers;
        let rate_limit = RateLimit::read(response.headers(), names, clock.wall());
        Ok(Box::new(RawResponse {
            status: response.status(),
            rate_limit,
            headers: std::mem::take(response.headers_mut()),
            body: body.into_bytes(),
            is_complete,
        }))
    }

    /// Sends the request and reads the response into `received`, which has what arrived before a failure.
    async fn exchange(
        &self,
        request: Box<Request>,
        received: &mut Option<Received>,
    ) -> Result<(), Failure> {
        let response = self.send_with_redirects(request).await?;
        let announced = response
            .content_length()
            .and_then(|length| usize::try_from(length).ok());
        let body = Body::new(announced);
        let received = received.insert(Received { response, body });
        self.read(received, announced).await
    }

    async fn send_once(&self, mut request: Box<Request>) -> Result<Response, Failure> {
        #[cfg(feature = "test-util")]
        if let Some(server) = &self.core.server {
            return self.send_in_process(&**server, &request).await;
        }
        self.core.credentials.apply(self.schemes, &mut request);
        send(self.core, *request)
            .await
            .map_err(|error| self.request_failure(error))
    }

    async fn send_with_redirects(&self, mut request: Box<Request>) -> Result<Response, Failure> {
        let mut redirects = 0;
        let mut followed: Option<(StatusCode, Url)> = None;
        loop {
            let sent = self.send_once(request).await;
            let response = sent.map_err(|failure| match (&failure, &followed) {
                // The server has received the request, although the redirect cannot be followed.
                (Failure::Invalid(InvalidRequest::Build { .. }), Some((status, target))) => {
                    self.redirect_failure(*status, Some(target))
                }
                _ => failure,
            })?;
            let Some(location) = redirect_target(&response) else {
                return Ok(response);
            };
            let status = response.status();
            let Ok(again) = (self.build)() else {
                let to = self.core.base.join(&location).ok();
                return Err(self.redirect_failure(status, to.as_ref()));
            };
            let from = followed.as_ref().map_or(again.url(), |(_, target)| target);
            let to = from.join(&location).ok();
            let is_followed = |to: &Url| {
                redirects < MAX_REDIRECTS
                    && to.origin() == from.origin()
                    && preserves_request(status, again.method())
            };
            let Some(to) = to.clone().filter(is_followed) else {
                return Err(self.redirect_failure(status, to.as_ref()));
            };
            request = again;
            *request.url_mut() = to.clone();
            followed = Some((status, to));
            redirects += 1;
        }
    }

    async fn read(&self, received: &mut Received, announced: Option<usize>) -> Result<(), Failure> {
        let Received { response, body } = received;
        let limit = self.core.max_response_bytes;
        let too_large = || self.transport_failure(TransportErrorKind::TooLarge(limit), None);
        if response.status().is_success() && announced.is_some_and(|length| length > limit) {
            return Err(too_large());
        }
        while let Some(mut chunk) = response
            .chunk()
            .await
            .map_err(|error| self.request_failure(error))?
        {
            let room = limit - body.len();
            let is_too_large = chunk.len() > room;
            chunk.truncate(room);
            body.push(chunk);
            if is_too_large {
                return Err(too_large());
            }
        }
        Ok(())
    }

    fn request_failure(&self, error: reqwest::Error) -> Failure {
        let error = error.without_url();
        if error.is_builder() {
            let operation = self.operation;
            return Failure::Invalid(InvalidRequest::Build {
                operation,
                source: error,
            });
        }
        let kind = match &error {
            error if is_tls_error(error) => TransportErrorKind::Tls,
            error if error.is_connect() && self.core.proxy.is_some() => TransportErrorKind::Proxy,
            error if error.is_connect() => TransportErrorKind::Connect,
            error if error.is_timeout() => TransportErrorKind::Timeout(self.timeout),
            error if error.is_request() || error.is_body() || error.is_decode() => {
                TransportErrorKind::Interrupted
            }
            _ => TransportErrorKind::Other,
        };
        self.transport_failure(kind, Some(&error))
    }

    fn transport_failure(
        &self,
        kind: TransportErrorKind,
        source: Option<&reqwest::Error>,
    ) -> Failure {
        Failure::Transport(TransportError {
            operation: self.operation,
            kind,
            origin: self.core.origin.clone(),
            proxy: self.core.proxy.clone(),
            maybe_processed: !source.is_some_and(reqwest::Error::is_connect),
            causes: source
                .into_iter()
                .flat_map(|error| chain(error))
                .map(ToString::to_string)
                .collect(),
        })
    }

    fn redirect_failure(&self, status: StatusCode, to: Option<&Url>) -> Failure {
        Failure::Redirect(RedirectError {
            operation: self.operation,
            status,
            to: to.map(origin),
            maybe_processed: !matches!(status.as_u16(), 307 | 308),
        })
    }
}

/// Returns the `Location` of a redirect.
fn redirect_target(response: &Response) -> Option<String> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    response
        .headers()
        .get(LOCATION)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into())
}

/// Returns whether following the redirect sends the same method and body.
fn preserves_request(status: StatusCode, method: &Method) -> bool {
    matches!(status.as_u16(), 307 | 308) || matches!(*method, Method::GET | Method::HEAD)
}
