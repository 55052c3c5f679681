use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::Request;
use reqwest::header::{HeaderName, HeaderValue};
use tokio::time::Instant;

use super::exchange::{Answer, Attempt, Failure};
use super::read::shorten;
use super::transport::Core;
use super::{ApiError, Check, Document, Endpoint, Error, InvalidRequest, Operation};
use super::{RateLimit, ReadError, Response, Secret, Transport, UnreadableError, Wire, trace};

/// Bytes of a body that an error keeps.
const KEPT: usize = 64 * 1024;

type ErrorOf<O> = Error<<<O as Operation>::Document as Document>::ErrorBody>;

/// A call that has not been made yet. `send` makes it.
///
/// `S` is where the rest of the request comes from, if not all of it is in the operation.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<O: Operation, S = ()> {
    pub(crate) operation: O,
    pub(crate) transport: Transport<O::Document>,
    pub(crate) options: Options,
    pub(crate) source: S,
}

/// What a caller sets for one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    timeout: Option<Duration>,
    headers: Vec<(String, Secret)>,
}

/// Where the rest of a request comes from.
pub trait Source<O: Operation> {
    /// Puts it into the operation.
    fn fill(self, operation: &mut O);
}

impl<O: Operation> Source<O> for () {
    fn fill(self, _operation: &mut O) {}
}

impl<O: Operation> Call<O> {
    #[allow(dead_code, reason = "generated code makes calls")]
    pub(crate) fn new(transport: &Transport<O::Document>, operation: O) -> Self {
        Self {
            operation,
            transport: transport.clone(),
            options: Options::default(),
            source: (),
        }
    }
}

impl<O: Operation, S> Call<O, S> {
    /// Bounds each attempt of this call, from sending the request to the end of the answer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Adds a header, which goes before one of the same name that the client would send.
    ///
    /// What is not a header, and the headers that frame a message, are refused when the call is sent.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.headers.push((name.into(), Secret::new(value)));
        self
    }
}

impl<O: Operation, S: Source<O>> Call<O, S> {
    /// Makes the call and gives the value of the answer.
    ///
    /// # Errors
    ///
    /// Fails when the request is not allowed, cannot be sent, is answered with an error, or when
    /// the answer cannot be read.
    pub async fn send(self) -> Result<O::Output, ErrorOf<O>> {
        self.send_response().await.map(Response::into_value)
    }

    /// Makes the call and gives the value with status and headers.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn send_response(self) -> Result<Response<O::Output>, ErrorOf<O>> {
        let (transport, operation, options) = self.into_parts();
        let core = transport.core();
        let mut value = None;
        let mut read = |status, body: &[u8]| {
            value = Some(O::output(status, body)?);
            Ok(())
        };
        match run(core, &operation, &options, &mut read).await {
            Ok(answer) => match value {
                Some(value) => Ok(respond(core, answer.status, answer.headers, value)),
                None => unreachable!("an answer of success has been read"),
            },
            Err(failure) => Err(error::<O>(core, failure)),
        }
    }

    /// Makes the call and gives the body as it is, whatever the status.
    ///
    /// # Errors
    ///
    /// Fails when the request is not allowed, or when no answer arrives.
    pub async fn send_raw(self) -> Result<Response<Bytes>, ErrorOf<O>> {
        let (transport, operation, options) = self.into_parts();
        let core = transport.core();
        match run(core, &operation, &options, &mut |_, _| Ok(())).await {
            Ok(answer) | Err(Failure::Status(answer)) => {
                Ok(respond(core, answer.status, answer.headers, answer.body))
            }
            Err(failure) => Err(error::<O>(core, failure)),
        }
    }

    fn into_parts(mut self) -> (Transport<O::Document>, O, Options) {
        self.source.fill(&mut self.operation);
        (self.transport, self.operation, self.options)
    }
}

impl<O: Operation, S> fmt::Debug for Call<O, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .field("transport", &self.transport)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Reads an answer of success. Not generic, so that the rest is compiled once.
type Read<'a> = dyn FnMut(u16, &[u8]) -> Result<(), ReadError> + Send + 'a;

async fn run<O: Operation>(
    core: &Core,
    operation: &O,
    options: &Options,
    read: &mut Read<'_>,
) -> Result<Box<Answer>, Failure> {
    let endpoint = O::ENDPOINT;
    let request = prepare(core, operation, &endpoint, options).map_err(Failure::Invalid)?;
    trace::span(
        core.api.name,
        &endpoint,
        attempt(core, &endpoint, request, options, read),
    )
    .await
}

fn prepare<O: Operation>(
    core: &Core,
    operation: &O,
    endpoint: &Endpoint,
    options: &Options,
) -> Result<Request, InvalidRequest> {
    let mut check = Check::default();
    operation.check(&mut check);
    let violations = check.into_violations();
    if !violations.is_empty() {
        return Err(InvalidRequest::Limits {
            operation: endpoint.id,
            violations,
        });
    }
    let wire = Wire {
        client: &core.http,
        baseurl: &core.base_url,
    };
    let mut request = operation
        .request(&wire)
        .map_err(|error| InvalidRequest::Build {
            operation: endpoint.id,
            source: error.without_url(),
        })?;
    set_headers(&mut request, endpoint, &options.headers)?;
    Ok(request)
}

fn set_headers(
    request: &mut Request,
    endpoint: &Endpoint,
    headers: &[(String, Secret)],
) -> Result<(), InvalidRequest> {
    const FRAMING: [&str; 6] = [
        "connection",
        "content-length",
        "host",
        "te",
        "transfer-encoding",
        "upgrade",
    ];
    for (name, value) in headers {
        let refused = |problem| InvalidRequest::Header {
            operation: endpoint.id,
            name: shorten(name),
            problem,
        };
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| refused("is not a header's name"))?;
        if FRAMING.contains(&name.as_str()) {
            return Err(refused("is the HTTP client's own to set"));
        }
        let mut value = HeaderValue::from_str(value.expose())
            .map_err(|_| refused("has a value that a header cannot carry"))?;
        value.set_sensitive(true);
        request.headers_mut().insert(name, value);
    }
    Ok(())
}

async fn attempt(
    core: &Core,
    endpoint: &Endpoint,
    request: Request,
    options: &Options,
    read: &mut Read<'_>,
) -> Result<Box<Answer>, Failure> {
    let schemes = core
        .credentials
        .choose(endpoint, &request)
        .map_err(|missing| Failure::Invalid(InvalidRequest::Credential(missing)))?;
    let attempt = Attempt {
        core,
        operation: endpoint.id,
        schemes: &schemes,
        timeout: options.timeout.unwrap_or(core.timeout),
    };
    let started = Instant::now();
    let outcome = attempt
        .send(request)
        .await
        .and_then(|answer| judge(answer, read));
    trace::finished(status(&outcome), 1, started.elapsed());
    outcome
}

/// Tells success from failure, and reads the former.
fn judge(answer: Box<Answer>, read: &mut Read<'_>) -> Result<Box<Answer>, Failure> {
    if !answer.status.is_success() {
        return Err(Failure::Status(answer));
    }
    match read(answer.status.as_u16(), &answer.body) {
        Ok(()) => Ok(answer),
        Err(problem) => Err(Failure::Unreadable(answer, problem)),
    }
}

fn status(outcome: &Result<Box<Answer>, Failure>) -> Option<u16> {
    match outcome {
        Ok(answer) | Err(Failure::Status(answer) | Failure::Unreadable(answer, _)) => {
            Some(answer.status.as_u16())
        }
        Err(Failure::Redirect(error)) => Some(error.status.as_u16()),
        Err(Failure::Invalid(_) | Failure::Transport(_)) => None,
    }
}

fn respond<T>(
    core: &Core,
    status: reqwest::StatusCode,
    headers: reqwest::header::HeaderMap,
    value: T,
) -> Response<T> {
    let rate_limit = RateLimit::read(&headers, &core.api.limits.headers, SystemTime::now());
    Response::new(status, headers, rate_limit, value)
}

fn error<O: Operation>(core: &Core, failure: Failure) -> ErrorOf<O> {
    let operation = O::ENDPOINT.id;
    match failure {
        Failure::Invalid(error) => Error::Invalid(error),
        Failure::Transport(error) => Error::Transport(error),
        Failure::Redirect(error) => Error::Redirect(error),
        Failure::Status(answer) => {
            let Answer {
                status,
                headers,
                body,
            } = *answer;
            let raw = keep(core, &body);
            Error::Api(Box::new(ApiError {
                operation,
                status,
                rate_limit: RateLimit::read(&headers, &core.api.limits.headers, SystemTime::now()),
                headers,
                body: O::error(status.as_u16(), &raw),
                raw,
                in_doubt: status.is_server_error() || status.as_u16() == 408,
            }))
        }
        Failure::Unreadable(answer, problem) => Error::Unreadable(Box::new(UnreadableError {
            operation,
            status: answer.status,
            problem: problem.map_text(|text| core.credentials.scrub(text)),
            raw: keep(core, &answer.body),
        })),
    }
}

/// The part of a body that an error keeps, without credentials that the server repeats.
fn keep(core: &Core, body: &Bytes) -> Bytes {
    let kept = body.slice(..body.len().min(KEPT));
    match std::str::from_utf8(&kept) {
        Ok(text) => core.credentials.scrub(text).into(),
        Err(_) => kept,
    }
}
