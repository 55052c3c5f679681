//! A server on loopback that sends the same response to every request, or one for each path, and records the requests.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, Uri};
use bytes::Bytes;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The response of the server.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// Creates a response with the content type of JSON.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("content-type", "application/json".to_owned())],
            body: body.into(),
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn response(&self) -> Response<Body> {
        let mut response = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(*name, value);
        }
        let response = response.body(Body::from(self.body.clone()));
        response.expect("the response is valid")
    }
}

/// A request as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The method.
    pub method: String,
    /// The path and the query as they were sent.
    pub target: String,
    /// The headers by name. The values of headers with the same name are joined by a comma.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

impl Recorded {
    fn new(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Self {
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            let text = texts.entry(name.to_string()).or_default();
            if !text.is_empty() {
                text.push_str(", ");
            }
            text.push_str(&value);
        }
        Self {
            method: method.to_string(),
            target: uri.to_string(),
            headers: texts,
            body: String::from_utf8_lossy(body).into_owned(),
        }
    }

    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

#[derive(Debug)]
struct Shared {
    answer: Answer,
    /// The answers for single paths.
    routes: BTreeMap<&'static str, Answer>,
    requests: Mutex<Vec<Recorded>>,
}

/// A running server. It stops when this is dropped.
#[derive(Debug)]
pub struct Recorder {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Recorder {
    /// Starts a server on a free port of loopback.
    ///
    /// # Errors
    ///
    /// Fails if the server cannot listen on a port.
    pub async fn start(answer: Answer) -> io::Result<Self> {
        Self::start_with(answer, []).await
    }

    /// Starts a server that has other answers for some paths.
    ///
    /// # Errors
    ///
    /// Fails if no port can be listened on.
    pub async fn start_with(
        answer: Answer,
        routes: impl IntoIterator<Item = (&'static str, Answer)>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            answer,
            routes: routes.into_iter().collect(),
            requests: Mutex::default(),
        });
        let router = Router::new().fallback(record).with_state(shared.clone());
        let task = tokio::spawn(async move {
            // The server runs until the task is aborted.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            address,
            shared,
            task,
        })
    }

    /// Returns the URL of the server without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the requests so far, in the order of their arrival.
    pub fn requests(&self) -> Vec<Recorded> {
        let requests = self.shared.requests.lock();
        requests.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn record(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let recorded = Recorded::new(&method, &uri, &headers, &body);
    let requests = shared.requests.lock();
    requests
        .unwrap_or_else(PoisonError::into_inner)
        .push(recorded);
    let answer = shared.routes.get(uri.path());
    answer.unwrap_or(&shared.answer).response()
}
