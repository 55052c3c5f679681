//! Serves connections: reads requests, passes them to the vendors' routes and injects faults.

use std::fmt;
use std::io::Write;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response as AxumResponse;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use http_body::{Frame, SizeHint};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tower::ServiceExt;

use crate::clock::http_date;
use crate::fault::{Fault, When};
use crate::log::Received;
use crate::shared::Shared;
use crate::vendor::Vendor;

/// The largest request body that the sandbox accepts, in bytes.
const MAX_BODY_BYTES: usize = 8 << 20;

/// Accepts connections. If the future is dropped, all connections are closed.
pub(crate) async fn accept(listener: TcpListener, shared: Arc<Shared>, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, shared.clone(), router.clone()));
                }
                // The process is probably out of file descriptors: wait until some are closed.
                Err(_) => sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>, router: Router) {
    // Without this, the kernel could delay the second part of a response that a fault cuts off.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| handle(shared.clone(), router.clone(), request));
    // An error comes from an injected fault or from the client.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Responds to one request. The error closes the connection without a response.
async fn handle(
    shared: Arc<Shared>,
    router: Router,
    request: Request<Incoming>,
) -> Result<Response<ResponseBody>, ConnectionClosed> {
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, MAX_BODY_BYTES).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            let response =
                plain_error(None, StatusCode::PAYLOAD_TOO_LARGE, "the body is too large");
            return Ok(ResponseBody::complete(buffered(response).await));
        }
        Err(_) => return Err(ConnectionClosed),
    };
    let (number, fault) = log_request(&shared, &head, &body);
    let exchange = Exchange {
        shared,
        number,
        vendor: Vendor::of_path(head.uri.path()),
        line: format!("{} {}", head.method, head.uri),
    };
    let request = Request::from_parts(head, Body::from(body));
    exchange.run(fault, router, request).await
}

/// Adds a request to the log, and returns its number and its fault.
fn log_request(shared: &Shared, head: &http::request::Parts, body: &Bytes) -> (u64, Option<Fault>) {
    let mut state = shared.state();
    let number = state.log.next_number();
    let fault = state.next_fault(number);
    state.log.push(Received {
        number,
        at: Instant::now(),
        vendor: Vendor::of_path(head.uri.path()),
        method: head.method.clone(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        headers: head.headers.clone(),
        body: body.clone(),
        fault: fault.clone(),
        processed: false,
        answered: None,
    });
    (number, fault)
}

/// A request that is in progress.
struct Exchange {
    shared: Arc<Shared>,
    number: u64,
    vendor: Option<Vendor>,
    line: String,
}

impl Exchange {
    async fn run(
        self,
        fault: Option<Fault>,
        router: Router,
        request: Request<Body>,
    ) -> Result<Response<ResponseBody>, ConnectionClosed> {
        match &fault {
            Some(Fault::Delay(delay, When::BeforeProcessing)) => sleep(*delay).await,
            Some(Fault::Close(When::BeforeProcessing)) => return self.close(),
            Some(Fault::Stall(When::BeforeProcessing)) => return std::future::pending().await,
            Some(Fault::Status(status, When::BeforeProcessing)) => {
                return Ok(self.send(ResponseBody::complete(self.injected_error(*status).await)));
            }
            Some(Fault::HtmlPage(status, When::BeforeProcessing)) => {
                return Ok(self.send(ResponseBody::complete(html_page(*status))));
            }
            Some(Fault::Response(response)) => {
                return Ok(self.send(ResponseBody::complete(response.clone())));
            }
            _ => {}
        }
        let response = self.process(router, request).await;
        let response = match fault {
            Some(Fault::Close(_)) => return self.close(),
            Some(Fault::Stall(_)) => return std::future::pending().await,
            Some(Fault::Delay(delay, When::AfterProcessing)) => {
                sleep(delay).await;
                ResponseBody::complete(response)
            }
            Some(Fault::Status(status, _)) => {
                ResponseBody::complete(self.injected_error(status).await)
            }
            Some(Fault::HtmlPage(status, _)) => ResponseBody::complete(html_page(status)),
            Some(Fault::WrongJson) => {
                ResponseBody::complete(response.map(|body| first_half(&body)))
            }
            Some(Fault::CloseMidway) => ResponseBody::partial(response, End::Close),
            Some(Fault::StallMidway) => ResponseBody::partial(response, End::Stall),
            Some(Fault::CutShort) => ResponseBody::short(response),
            Some(Fault::Delay(..) | Fault::Response(_)) | None => ResponseBody::complete(response),
        };
        Ok(self.send(response))
    }

    /// Passes the request to the routes.
    async fn process(&self, router: Router, request: Request<Body>) -> Response<Bytes> {
        let Ok(response) = router.oneshot(request).await;
        if response.status().is_success() {
            self.shared.state().log.processed(self.number);
        }
        buffered(response).await
    }

    async fn injected_error(&self, status: StatusCode) -> Response<Bytes> {
        buffered(plain_error(self.vendor, status, "injected fault")).await
    }

    /// Adds the headers that every response has, and logs the response.
    fn send(&self, mut response: Response<ResponseBody>) -> Response<ResponseBody> {
        let date = http_date(self.shared.clock.now());
        let headers: &mut HeaderMap = response.headers_mut();
        insert_text(headers, "date", date);
        insert_text(headers, "x-request-id", format!("req_{:08}", self.number));
        let status = response.status();
        self.shared.state().log.answered(self.number, status);
        self.echo(&status.to_string());
        response
    }

    fn close(&self) -> Result<Response<ResponseBody>, ConnectionClosed> {
        self.echo("closed");
        Err(ConnectionClosed)
    }

    fn echo(&self, end: &str) {
        if self.shared.echo {
            // The server continues even if standard error is closed.
            let _ = writeln!(std::io::stderr(), "{} -> {end}", self.line);
        }
    }
}

fn insert_text(headers: &mut HeaderMap, name: &'static str, text: String) {
    let value = HeaderValue::try_from(text).expect("dates and numbers are valid header values");
    headers.insert(name, value);
}

fn plain_error(vendor: Option<Vendor>, status: StatusCode, message: &str) -> AxumResponse {
    vendor.unwrap_or(Vendor::Fernand).error(status, message)
}

async fn buffered(response: AxumResponse) -> Response<Bytes> {
    let (mut head, body) = response.into_parts();
    // A fault can change the length. hyper sets the header to the length of the final body.
    head.headers.remove(header::CONTENT_LENGTH);
    let body = body.collect().await;
    let bytes = body.expect("the body is in memory").to_bytes();
    Response::from_parts(head, bytes)
}

fn html_page(status: StatusCode) -> Response<Bytes> {
    let page = format!(
        "<!DOCTYPE html>\n<html><head><title>{status}</title></head>\n\
         <body><center><h1>{status}</h1></center><hr><center>sandbox</center></body></html>\n"
    );
    let mut response = Response::new(Bytes::from(page));
    *response.status_mut() = status;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

fn first_half(body: &Bytes) -> Bytes {
    body.slice(..body.len() / 2)
}

/// The error that closes a connection for a fault.
#[derive(Debug)]
pub(crate) struct ConnectionClosed;

impl fmt::Display for ConnectionClosed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a fault closed the connection")
    }
}

impl std::error::Error for ConnectionClosed {}

/// The body of a response, which a fault can cut off.
#[derive(Debug)]
pub(crate) struct ResponseBody {
    bytes: Bytes,
    end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Complete,
    /// The connection is closed after the bytes have been flushed.
    Close,
    /// The bytes have been flushed, and the connection is closed next.
    Flushed,
    Stall,
}

impl ResponseBody {
    fn complete(response: Response<Bytes>) -> Response<Self> {
        response.map(|bytes| Self {
            bytes,
            end: End::Complete,
        })
    }

    /// Returns the first half of the response, without `Content-Length`.
    fn partial(response: Response<Bytes>, end: End) -> Response<Self> {
        response.map(|bytes| Self {
            bytes: first_half(&bytes),
            end,
        })
    }

    /// Returns the first half of the response, with the `Content-Length` of the complete one.
    fn short(response: Response<Bytes>) -> Response<Self> {
        let length = response.body().len();
        let mut response = Self::partial(response, End::Close);
        let length = HeaderValue::from(length);
        response
            .headers_mut()
            .insert(header::CONTENT_LENGTH, length);
        response
    }
}

impl http_body::Body for ResponseBody {
    type Data = Bytes;
    type Error = ConnectionClosed;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ConnectionClosed>>> {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match self.end {
            End::Complete => Poll::Ready(None),
            End::Stall => Poll::Pending,
            End::Flushed => Poll::Ready(Some(Err(ConnectionClosed))),
            // hyper flushes its buffer when the body is pending, and discards the buffer when the body fails.
            End::Close => {
                self.end = End::Flushed;
                context.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.end == End::Complete && self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        match self.end {
            End::Complete => SizeHint::with_exact(self.bytes.len() as u64),
            _ => SizeHint::default(),
        }
    }
}

#[cfg(test)]
mod tests;
