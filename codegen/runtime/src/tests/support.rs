//! A test server and a test document.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::runtime::internal::*;
use crate::runtime::*;

pub(crate) const KEY: &str = "sk_live_0123456789";

/// A request that the server received.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The response of the server to a request.
pub(crate) struct Reply {
    bytes: Vec<u8>,
    stall: bool,
    delay: Duration,
}

impl Reply {
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let mut text = format!(
            "HTTP/1.1 {status} \r\nconnection: close\r\ncontent-length: {}\r\n",
            body.len()
        );
        for (name, value) in headers {
            text.extend([name, ": ", value, "\r\n"]);
        }
        text.push_str("\r\n");
        text.push_str(body);
        Self {
            bytes: text.into_bytes(),
            stall: false,
            delay: Duration::ZERO,
        }
    }

    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(
            status,
            &[("content-type", "application/json")],
            &body.to_string(),
        )
    }

    /// Sends bytes without modification, then closes the connection.
    pub(crate) fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            bytes: bytes.into(),
            stall: false,
            delay: Duration::ZERO,
        }
    }

    /// Closes the connection without a response.
    pub(crate) fn close() -> Self {
        Self::raw("")
    }

    /// Delays the response.
    pub(crate) fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Keeps the connection open after the response.
    pub(crate) fn stalled(mut self) -> Self {
        self.stall = true;
        self
    }
}

/// A local server that records requests and responds with a function of them.
pub(crate) struct Stub {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    accepting: JoinHandle<()>,
}

impl Stub {
    pub(crate) async fn start(respond: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        let respond = Arc::new(respond);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (log, respond) = (Arc::clone(&log), Arc::clone(&respond));
                tokio::spawn(async move { serve(stream, &log, &*respond).await });
            }
        });
        Self {
            url,
            seen,
            accepting,
        }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("not poisoned").clone()
    }

    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen[0].clone()
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    log: &Mutex<Vec<Seen>>,
    respond: &(impl Fn(&Seen) -> Reply + ?Sized),
) {
    let Some(seen) = receive(&mut stream).await else {
        return;
    };
    log.lock().expect("not poisoned").push(seen.clone());
    let reply = respond(&seen);
    if !reply.delay.is_zero() {
        tokio::time::sleep(reply.delay).await;
    }
    let _ = stream.write_all(&reply.bytes).await;
    let _ = stream.flush().await;
    if reply.stall {
        std::future::pending::<()>().await;
    }
    let _ = stream.shutdown().await;
}

async fn receive(stream: &mut (impl AsyncRead + Unpin)) -> Option<Seen> {
    let mut bytes = Vec::new();
    loop {
        if let Some(seen) = parse(&bytes) {
            return Some(seen);
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

fn parse(bytes: &[u8]) -> Option<Seen> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(0, |(_, value)| value.parse().expect("a length"));
    (body.len() >= length).then(|| Seen {
        method: first.next().unwrap_or_default().to_owned(),
        target: first.next().unwrap_or_default().to_owned(),
        headers,
        body: body.to_owned(),
    })
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Demo;

#[derive(Debug)]
pub(crate) struct Client(pub(crate) Transport<Demo>);

impl From<Transport<Demo>> for Client {
    fn from(transport: Transport<Demo>) -> Self {
        Self(transport)
    }
}

#[derive(Debug, PartialEq)]
pub(crate) enum ErrorBody {
    Problem(Problem),
}

#[derive(Debug, Deserialize, PartialEq)]
pub(crate) struct Problem {
    pub(crate) code: String,
}

pub(crate) type DemoError = Error<ErrorBody>;

impl crate::runtime::sealed::Sealed for Demo {}

impl ApiDocument for Demo {
    type Client = Client;
    type ErrorBody = ErrorBody;
    const API: Api = Api {
        name: "demo",
        title: "A demonstration",
        user_agent: "demo/1.0",
        base_url_env: "DEMO_BASE_URL",
        servers: &[
            server("https://api.example.com", &[]),
            server(
                "https://{org}.api.example.com",
                &[ServerVariable {
                    name: "org",
                    method: "org",
                    env: "DEMO_ORG",
                    default: None,
                    values: &[],
                }],
            ),
            server(
                "https://{region}.example.com/{version}",
                &[
                    ServerVariable {
                        name: "region",
                        method: "region",
                        env: "DEMO_REGION",
                        default: Some("eu"),
                        values: &["eu", "us"],
                    },
                    ServerVariable {
                        name: "version",
                        method: "version",
                        env: "DEMO_VERSION",
                        default: Some("api/v1"),
                        values: &[],
                    },
                ],
            ),
        ],
        schemes: &[
            scheme("header", SchemeKind::Header("X-API-Key")),
            scheme("query", SchemeKind::Query("key")),
            scheme("cookie", SchemeKind::Cookie("session")),
            scheme("bearer", SchemeKind::Authorization("Bearer")),
            scheme("access", SchemeKind::Authorization("AccessKey")),
            scheme("basic", SchemeKind::Basic),
        ],
        security: &[],
        limits: RateLimits {
            classes: &[
                class("reads", &["GET"], 20),
                class("writes", &["POST", "PATCH"], 5),
            ],
            headers: RateHeaders {
                reset: Some(("x-ratelimit-reset", ResetFormat::UnixSeconds)),
                ..RateHeaders::COMMON
            },
        },
    };

    fn error(body: &[u8]) -> Option<ErrorBody> {
        read::json(body).ok().map(ErrorBody::Problem)
    }
}

const fn server(url: &'static str, variables: &'static [ServerVariable]) -> Server {
    Server { url, variables }
}

const fn class(name: &'static str, methods: &'static [&'static str], requests: u32) -> RateClass {
    RateClass {
        name,
        methods,
        requests,
        window: MINUTE,
        kind: WindowKind::Fixed,
    }
}

const fn scheme(name: &'static str, kind: SchemeKind) -> Scheme {
    Scheme {
        name,
        method: name,
        env: env_of(name),
        kind,
    }
}

const fn env_of(name: &'static str) -> &'static str {
    match name.as_bytes()[0] {
        b'h' => "DEMO_API_KEY",
        b'a' => "DEMO_ACCESS_KEY",
        b'c' => "DEMO_SESSION",
        _ if name.len() == 5 && name.as_bytes()[1] == b'a' => "DEMO",
        b'q' => "DEMO_QUERY_KEY",
        _ => "DEMO_TOKEN",
    }
}

pub(crate) fn builder(url: &str) -> ClientBuilder<Demo> {
    ClientBuilder::new().base_url(url)
}

pub(crate) fn client(url: &str) -> Client {
    builder(url).credential(0, KEY).build().expect("a client")
}

impl Client {
    pub(crate) fn call<O: Operation<Document = Demo>>(&self, operation: O) -> Call<O> {
        call(&self.0, operation)
    }
}

/// `GET /things/{id}` with a header.
#[derive(Clone, Debug, Default)]
pub(crate) struct GetThing {
    pub(crate) id: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Thing {
    pub(crate) id: i64,
    pub(crate) tags: Vec<String>,
}

pub(crate) fn get_thing(id: impl fmt::Display) -> GetThing {
    GetThing { id: id.to_string() }
}

impl crate::runtime::sealed::Sealed for GetThing {}

impl Operation for GetThing {
    type Document = Demo;
    type Output = Thing;
    const ENDPOINT: Endpoint =
        Endpoint::new("get_thing", "GET", "/things/{id}").security(&[&["header"]]);

    fn check(&self, check: &mut Check) {
        check.path_segment("id", &self.id);
    }

    fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request> {
        base.client
            .get(format!(
                "{}/things/{}",
                base.baseurl,
                path::encode(&self.id)
            ))
            .build()
    }

    fn output(_status: u16, body: &mut Bytes) -> Result<Thing, ReadError> {
        read::json(body)
    }
}

/// `POST /things` with a header and a body. Its response has no value.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MakeThing {
    pub(crate) name: String,
}

pub(crate) fn make_thing() -> MakeThing {
    MakeThing {
        name: "first".to_owned(),
    }
}

impl crate::runtime::sealed::Sealed for MakeThing {}

impl Operation for MakeThing {
    type Document = Demo;
    type Output = ();
    const ENDPOINT: Endpoint =
        Endpoint::new("make_thing", "POST", "/things").security(&[&["header"]]);

    fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request> {
        base.client
            .post(format!("{}/things", base.baseurl))
            .json(self)
            .build()
    }

    fn output(_status: u16, body: &mut Bytes) -> Result<(), ReadError> {
        read::empty(body)
    }
}

/// An operation `GET /plain` with the requirements `security`.
macro_rules! secured {
    ($name:ident, $security:expr) => {
        #[derive(Clone, Debug)]
        struct $name;

        impl crate::runtime::sealed::Sealed for $name {}

        impl Operation for $name {
            type Document = Demo;
            type Output = ();
            const ENDPOINT: Endpoint =
                Endpoint::new(stringify!($name), "GET", "/plain").security($security);

            fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request> {
                base.client
                    .get(format!("{}/plain?a=1", base.baseurl))
                    .build()
            }

            fn output(_status: u16, body: &mut bytes::Bytes) -> Result<(), ReadError> {
                read::empty(body)
            }
        }
    };
}
pub(crate) use secured;

pub(crate) fn ok() -> Reply {
    Reply::new(200, &[], r#"{"id": 1, "tags": []}"#)
}

pub(crate) const MINUTE: Duration = Duration::from_secs(60);

/// `GET /things` in pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListThings {
    pub(crate) cursor: Option<String>,
    pub(crate) q: Option<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct ThingPage {
    pub(crate) data: Vec<i64>,
    pub(crate) cursor: Option<String>,
}

impl crate::runtime::sealed::Sealed for ListThings {}

impl Operation for ListThings {
    type Document = Demo;
    type Output = ThingPage;
    const ENDPOINT: Endpoint =
        Endpoint::new("list_things", "GET", "/things").security(&[&["header"]]);

    fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request> {
        base.client
            .get(format!("{}/things", base.baseurl))
            .query(&query::form("cursor", &self.cursor))
            .query(&query::form("q", &self.q))
            .build()
    }

    fn output(_status: u16, body: &mut Bytes) -> Result<ThingPage, ReadError> {
        read::json(body)
    }
}

impl Paged for ListThings {
    type Item = i64;
    type Cursor = String;

    fn cursor(&self) -> Option<String> {
        self.cursor.clone()
    }

    fn set_cursor(&mut self, cursor: String) {
        self.cursor = Some(cursor);
    }

    fn next(&self, page: &ThingPage) -> Option<String> {
        page.cursor.clone()
    }

    fn items(page: ThingPage) -> Vec<i64> {
        page.data
    }
}

/// `POST /things/bulk`, which returns the things that it changed.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct BulkThings {
    pub(crate) ids: Vec<i64>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) tag: String,
    #[serde(skip)]
    pub(crate) deletes: bool,
    #[serde(skip)]
    pub(crate) is_safe: bool,
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Changed {
    pub(crate) things: Vec<Thing>,
}

impl crate::runtime::sealed::Sealed for BulkThings {}

impl Operation for BulkThings {
    type Document = Demo;
    type Output = Changed;
    const ENDPOINT: Endpoint =
        Endpoint::new("bulk_things", "POST", "/things/bulk").security(&[&["header"]]);

    fn check(&self, check: &mut Check) {
        check.min_items("ids", &self.ids, 1);
        check.each("ids", &self.ids, |check, id| check.minimum("", id, 0));
        check.max_length("tag", &self.tag, 5);
    }

    fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request> {
        base.client
            .post(format!("{}/things/bulk", base.baseurl))
            .json(self)
            .build()
    }

    fn output(_status: u16, body: &mut Bytes) -> Result<Changed, ReadError> {
        read::json(body)
    }

    fn idempotency(&self) -> Idempotency {
        if self.is_safe {
            Idempotency::Idempotent
        } else {
            Idempotency::NotIdempotent
        }
    }
}

impl Batched for BulkThings {
    type Entry = i64;
    type Id = i64;
    type Value = Thing;
    const SIZE: usize = 100;

    fn entries(&mut self) -> &mut Vec<i64> {
        &mut self.ids
    }

    fn id(entry: &i64) -> i64 {
        *entry
    }

    fn results(output: Changed) -> Vec<(i64, Thing)> {
        output
            .things
            .into_iter()
            .map(|thing| (thing.id, thing))
            .collect()
    }

    fn absence(&self) -> Absence {
        if self.deletes {
            Absence::Unconfirmed
        } else {
            Absence::NotUpdated
        }
    }
}

impl Client {
    pub(crate) fn bulk<I: IntoIterator<Item: IntoEntry<i64>>>(
        &self,
        ids: I,
    ) -> Call<BulkThings, Entries<I::IntoIter>> {
        batch_call(&self.0, BulkThings::default(), ids)
    }
}

/// Returns the IDs of a request to [`BulkThings`].
pub(crate) fn ids(seen: &Seen) -> Vec<i64> {
    let body: serde_json::Value = serde_json::from_str(&seen.body).expect("JSON");
    let ids = body["ids"].as_array().expect("an array");
    ids.iter()
        .map(|id| id.as_i64().expect("a number"))
        .collect()
}

/// Returns the response of [`BulkThings`] for these changed IDs.
pub(crate) fn changed(ids: &[i64]) -> String {
    let things: Vec<_> = ids
        .iter()
        .map(|id| Thing {
            id: *id,
            tags: Vec::new(),
        })
        .collect();
    serde_json::json!({ "things": things }).to_string()
}
