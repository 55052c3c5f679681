use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use super::attempt::{Failure, RawResponse};
use super::attempts::{CallFailure, CallSuccess, Read, RetryLoop};
use super::operation::{ErrorOf, Operation};
use super::request::{Options, build_request, scrubber};
use super::response::Response;
use super::sending::Sending;
use crate::runtime::client::credentials::Secret;
use crate::runtime::client::transport::{Core, Transport};
use crate::runtime::errors::api::ApiError;
use crate::runtime::errors::error::Error;
use crate::runtime::errors::invalid::InvalidRequest;
use crate::runtime::errors::read::UnreadableError;
use crate::runtime::errors::transport::{RedirectError, TransportError};
use crate::runtime::events::Span;
use crate::runtime::retries::{Idempotency, RetryPolicy};
use crate::runtime::sealed::Sealed;

/// A call that has not been sent yet. [`send`](Self::send) sends it.
///
/// `S` is the source of the batch entries that are not part of the operation yet. It is `()` if
/// there are none.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<O: Operation, S = ()> {
    pub(crate) operation: O,
    pub(crate) transport: Transport<O::Document>,
    pub(crate) options: Options,
    pub(crate) source: S,
}

/// A source of batch entries.
pub trait FillRequest<O: Operation>: Sealed {
    /// Adds the entries to the operation.
    fn fill(self, operation: &mut O);
}

impl Sealed for () {}

impl<O: Operation> FillRequest<O> for () {
    fn fill(self, _operation: &mut O) {}
}

/// Creates a call. This is a function, since the names of the methods of [`Call`] are those of a
/// document's parameters.
pub fn call<O: Operation>(transport: &Transport<O::Document>, operation: O) -> Call<O> {
    Call {
        operation,
        transport: transport.clone(),
        options: Options::default(),
        source: (),
    }
}

impl<O: Operation, S> Call<O, S> {
    /// Sets the maximum duration of each attempt, from sending the request to the end of the
    /// response body. The default is that of the client.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Adds a header. It replaces a header of the same name that the client sends by default.
    ///
    /// An invalid name or value, or a header that the HTTP client controls, such as
    /// `content-length`, makes sending the call fail.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.headers.push((name.into(), Secret::new(value)));
        self
    }

    /// Sets the retry policy of this call. The default is that of the client.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Overrides whether this call is idempotent. The default is what the document declares.
    pub fn idempotency(mut self, idempotency: Idempotency) -> Self {
        self.options.idempotency = Some(idempotency);
        self
    }

    /// Sets the maximum time that this call waits for the rate limit. The default is that of the
    /// client.
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.options.max_wait = Some(wait);
        self
    }
}

impl<O: Operation, S: FillRequest<O>> Call<O, S> {
    /// Sends the call and returns the value of the response.
    ///
    /// # Errors
    ///
    /// Returns an error if the request violates the document, if it cannot be sent, if the server
    /// responds with an error status, or if the response cannot be read.
    pub async fn send(self) -> Result<O::Output, ErrorOf<O>> {
        let (response, _) = send_call(self).await?;
        Ok(response.into_value())
    }

    /// Sends the call and returns the value with the status and the headers of the response.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`send`](Self::send).
    pub async fn send_response(self) -> Result<Response<O::Output>, ErrorOf<O>> {
        send_call(self).await.map(|(response, _)| response)
    }

    /// Sends the call and returns the unread response, with any status.
    ///
    /// # Errors
    ///
    /// Returns an error if the request violates the document, if it cannot be sent, or if no
    /// complete response arrives. A response with an error status is not an error.
    pub async fn send_raw(self) -> Result<Response<Bytes>, ErrorOf<O>> {
        let (transport, operation, options) = into_parts(self);
        let core = transport.core();
        match run(core, &operation, &options, &mut |_, _| Ok(())).await {
            Ok(CallSuccess { response, .. }) => Ok(into_response(*response, |body| body)),
            Err(CallFailure {
                failure: Failure::Status(response),
                ..
            }) if response.is_complete => Ok(into_response(*response, |body| body)),
            Err(failure) => Err(error::<O>(core, &options, failure)),
        }
    }
}

/// Sends a call. Returns the response, and whether the server may have processed the request in an
/// earlier attempt too.
pub(crate) fn send_call<O: Operation, S: FillRequest<O>>(
    call: Call<O, S>,
) -> impl Future<Output = Result<(Response<O::Output>, bool), ErrorOf<O>>> {
    let (transport, operation, options) = into_parts(call);
    // Not an `async fn`, whose future would have room for its arguments twice.
    async move {
        let core = transport.core();
        let mut value = None;
        let mut read = |status, body: &mut Bytes| {
            value = Some(O::output(status, body)?);
            Ok(())
        };
        match run(core, &operation, &options, &mut read).await {
            Ok(CallSuccess {
                response,
                earlier_in_doubt,
            }) => match value {
                Some(value) => Ok((into_response(*response, |_| value), earlier_in_doubt)),
                None => unreachable!("a successful response has been read"),
            },
            Err(failure) => Err(error::<O>(core, &options, failure)),
        }
    }
}

fn into_parts<O: Operation, S: FillRequest<O>>(
    call: Call<O, S>,
) -> (Transport<O::Document>, O, Options) {
    let Call {
        mut operation,
        transport,
        options,
        source,
    } = call;
    source.fill(&mut operation);
    (transport, operation, options)
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

async fn run<O: Operation>(
    core: &Core,
    operation: &O,
    options: &Options,
    read: &mut Read<'_>,
) -> Result<CallSuccess, CallFailure> {
    let endpoint = O::ENDPOINT;
    let invalid = |error| CallFailure::from(Failure::Invalid(error));
    let build = || build_request(core, operation, &endpoint, options);
    let request = build().map_err(invalid)?;
    let schemes = core
        .credentials
        .select(&endpoint, &request)
        .map_err(|missing| invalid(InvalidRequest::Credential(missing)))?;
    let unobserved = Sending::default();
    let retry_loop = RetryLoop {
        core,
        endpoint: &endpoint,
        schemes,
        timeout: options.timeout.unwrap_or(core.timeout),
        idempotency: options
            .idempotency
            .unwrap_or_else(|| operation.idempotency()),
        policy: options.retry.as_ref().unwrap_or(&core.retry_policy),
        max_wait: options.max_wait.or(core.max_wait),
        sending: options.sending.as_deref().unwrap_or(&unobserved),
        span: Span::new(core.api.name, &endpoint),
        build: &build,
    };
    // Boxed to keep the futures of calls small.
    retry_loop
        .span
        .run(Box::pin(retry_loop.run(request, read)))
        .await
}

fn into_response<T>(response: RawResponse, value: impl FnOnce(Bytes) -> T) -> Response<T> {
    let RawResponse {
        status,
        rate_limit,
        headers,
        body,
        ..
    } = response;
    Response::new(status, headers, rate_limit, value(body))
}

/// Converts a failure to an error. Everything in it that is from the server is scrubbed here.
fn error<O: Operation>(core: &Core, options: &Options, failed: CallFailure) -> ErrorOf<O> {
    let CallFailure {
        failure,
        maybe_processed,
    } = failed;
    let operation = O::ENDPOINT.id;
    let scrubber = scrubber(core, options);
    match failure {
        Failure::Invalid(error) => Error::Invalid(error),
        Failure::Wait(error) => Error::Wait(error),
        Failure::Transport(error) => Error::Transport(TransportError {
            maybe_processed,
            ..error.scrubbed(&scrubber)
        }),
        Failure::Redirect(error) => Error::Redirect(RedirectError {
            maybe_processed,
            to: error.to.map(|to| scrubber.url(&to)),
            ..error
        }),
        Failure::Status(response) => {
            let raw = scrubber.body(&response.body, response.is_complete);
            Error::Api(Box::new(ApiError {
                operation,
                status: response.status,
                headers: scrubber.headers(response.headers),
                rate_limit: response.rate_limit,
                body: O::error(response.status.as_u16(), &raw),
                raw,
                is_cut_short: !response.is_complete,
                maybe_processed,
                has_secrets: O::ENDPOINT.has_secrets,
            }))
        }
        Failure::Unreadable(response, problem) => {
            let raw = scrubber.body(&response.body, true);
            let problem = problem.scrubbed(&scrubber);
            let error = UnreadableError::new(&O::ENDPOINT, response.status, problem, raw);
            Error::Unreadable(Box::new(error))
        }
    }
}
