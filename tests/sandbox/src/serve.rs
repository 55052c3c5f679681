//! Connections: takes requests, has the vendors' routes answer them, and lets faults happen.

use std::fmt;
use std::io::Write;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response as Answer;
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

/// The largest body that the sandbox reads, in bytes.
const LARGEST_BODY: usize = 8 << 20;

/// Takes connections until it is dropped, and drops them with it.
pub(crate) async fn accept(listener: TcpListener, shared: Arc<Shared>, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, shared.clone(), router.clone()));
                }
                // Out of file descriptors, most likely: leave time for some to be closed.
                Err(_) => sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>, router: Router) {
    // Without this, the parts of a cut answer would wait for one another.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| exchange(shared.clone(), router.clone(), request));
    // A connection that ends in an error is what faults are for, or the client's doing.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Answers one request; `Cut` closes the connection without an answer.
async fn exchange(
    shared: Arc<Shared>,
    router: Router,
    request: Request<Incoming>,
) -> Result<Response<Reply>, Cut> {
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, LARGEST_BODY).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            let answer = plain_error(None, StatusCode::PAYLOAD_TOO_LARGE, "the body is too large");
            return Ok(Reply::whole(buffered(answer).await));
        }
        Err(_) => return Err(Cut),
    };
    let (number, fault) = arrive(&shared, &head, &body);
    let turn = Turn {
        shared,
        number,
        vendor: Vendor::of_path(head.uri.path()),
        line: format!("{} {}", head.method, head.uri),
    };
    let request = Request::from_parts(head, Body::from(body));
    turn.take(fault, router, request).await
}

/// Notes a request in the log; returns its number and its fault.
fn arrive(shared: &Shared, head: &http::request::Parts, body: &Bytes) -> (u64, Option<Fault>) {
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

/// One request on its way through the server.
struct Turn {
    shared: Arc<Shared>,
    number: u64,
    vendor: Option<Vendor>,
    line: String,
}

impl Turn {
    async fn take(
        self,
        fault: Option<Fault>,
        router: Router,
        request: Request<Body>,
    ) -> Result<Response<Reply>, Cut> {
        match &fault {
            Some(Fault::Delay(delay, When::BeforeProcessing)) => sleep(*delay).await,
            Some(Fault::Close(When::BeforeProcessing)) => return self.cut(),
            Some(Fault::Stall(When::BeforeProcessing)) => return std::future::pending().await,
            Some(Fault::Status(status, When::BeforeProcessing)) => {
                return Ok(self.send(Reply::whole(self.broken(*status).await)));
            }
            Some(Fault::HtmlPage(status, When::BeforeProcessing)) => {
                return Ok(self.send(Reply::whole(html_page(*status))));
            }
            Some(Fault::Answer(answer)) => return Ok(self.send(Reply::whole(answer.clone()))),
            _ => {}
        }
        let answer = self.process(router, request).await;
        let reply = match fault {
            Some(Fault::Close(_)) => return self.cut(),
            Some(Fault::Stall(_)) => return std::future::pending().await,
            Some(Fault::Delay(delay, When::AfterProcessing)) => {
                sleep(delay).await;
                Reply::whole(answer)
            }
            Some(Fault::Status(status, _)) => Reply::whole(self.broken(status).await),
            Some(Fault::HtmlPage(status, _)) => Reply::whole(html_page(status)),
            Some(Fault::WrongJson) => Reply::whole(answer.map(|body| half(&body))),
            Some(Fault::CloseMidway) => Reply::partial(answer, End::Cut),
            Some(Fault::StallMidway) => Reply::partial(answer, End::Stall),
            Some(Fault::CutShort) => Reply::short(answer),
            Some(Fault::Delay(..) | Fault::Answer(_)) | None => Reply::whole(answer),
        };
        Ok(self.send(reply))
    }

    /// Has the routes answer the request.
    async fn process(&self, router: Router, request: Request<Body>) -> Response<Bytes> {
        let Ok(answer) = router.oneshot(request).await;
        if answer.status().is_success() {
            self.shared.state().log.processed(self.number);
        }
        buffered(answer).await
    }

    async fn broken(&self, status: StatusCode) -> Response<Bytes> {
        buffered(plain_error(
            self.vendor,
            status,
            "something is broken on purpose",
        ))
        .await
    }

    /// Adds what every answer has, and notes it.
    fn send(&self, mut reply: Response<Reply>) -> Response<Reply> {
        let date = http_date(self.shared.clock.now());
        let headers: &mut HeaderMap = reply.headers_mut();
        insert_text(headers, "date", date);
        insert_text(headers, "x-request-id", format!("req_{:08}", self.number));
        let status = reply.status();
        self.shared.state().log.answered(self.number, status);
        self.echo(&status.to_string());
        reply
    }

    fn cut(&self) -> Result<Response<Reply>, Cut> {
        self.echo("closed");
        Err(Cut)
    }

    fn echo(&self, end: &str) {
        if self.shared.echo {
            // Where nobody reads this, the server goes on.
            let _ = writeln!(std::io::stderr(), "{} -> {end}", self.line);
        }
    }
}

fn insert_text(headers: &mut HeaderMap, name: &'static str, text: String) {
    let value = HeaderValue::try_from(text).expect("dates and numbers are header text");
    headers.insert(name, value);
}

fn plain_error(vendor: Option<Vendor>, status: StatusCode, message: &str) -> Answer {
    vendor.unwrap_or(Vendor::Fernand).error(status, message)
}

async fn buffered(answer: Answer) -> Response<Bytes> {
    let (mut head, body) = answer.into_parts();
    // hyper writes the length of what is sent in the end, which need not be this.
    head.headers.remove(header::CONTENT_LENGTH);
    let body = body.collect().await;
    let bytes = body.expect("answers are made in memory").to_bytes();
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

fn half(body: &Bytes) -> Bytes {
    body.slice(..body.len() / 2)
}

/// The connection is closed on purpose.
#[derive(Debug)]
pub(crate) struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the connection is closed on purpose")
    }
}

impl std::error::Error for Cut {}

/// The body of an answer, which may stop before its end.
#[derive(Debug)]
pub(crate) struct Reply {
    bytes: Bytes,
    end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Whole,
    /// The connection is closed, once what there is has been flushed.
    Cut,
    Flushed,
    Stall,
}

impl Reply {
    fn whole(answer: Response<Bytes>) -> Response<Self> {
        answer.map(|bytes| Self {
            bytes,
            end: End::Whole,
        })
    }

    /// The first half of the answer, without its length.
    fn partial(answer: Response<Bytes>, end: End) -> Response<Self> {
        answer.map(|bytes| Self {
            bytes: half(&bytes),
            end,
        })
    }

    /// The first half of the answer, with the length of the whole.
    fn short(answer: Response<Bytes>) -> Response<Self> {
        let length = answer.body().len();
        let mut answer = Self::partial(answer, End::Cut);
        let length = HeaderValue::from(length);
        answer.headers_mut().insert(header::CONTENT_LENGTH, length);
        answer
    }
}

impl http_body::Body for Reply {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match self.end {
            End::Whole => Poll::Ready(None),
            End::Stall => Poll::Pending,
            End::Flushed => Poll::Ready(Some(Err(Cut))),
            // hyper flushes when a body has nothing for it, and forgets what it holds when a body fails.
            End::Cut => {
                self.end = End::Flushed;
                context.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.end == End::Whole && self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        match self.end {
            End::Whole => SizeHint::with_exact(self.bytes.len() as u64),
            _ => SizeHint::default(),
        }
    }
}

#[cfg(test)]
mod tests;
