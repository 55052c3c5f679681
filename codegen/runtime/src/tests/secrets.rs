//! A server that repeats credentials, in any part of a response and in any encoding.

use std::collections::HashSet;
use std::error::Error as StdError;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use fastrand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::support::*;
use crate::runtime::internal::*;
use crate::runtime::*;

/// A cut secret may show fewer characters than this.
const SHOWN: usize = 5;

secured!(ByQuery, &[&["query"]]);
secured!(ByCookie, &[&["cookie"]]);
secured!(ByBasic, &[&["basic"]]);
secured!(Open, &[]);

/// `POST /jobs`, which starts a job whose ID is a text.
#[derive(Clone, Debug, Serialize)]
struct StartJob {
    ids: Vec<i64>,
}

#[derive(Debug, Deserialize)]
struct Json(Value);

/// An operation with any JSON as its response.
macro_rules! json_operation {
    ($name:ident, $method:ident, $path:literal) => {
        impl crate::runtime::sealed::Sealed for $name {}

        impl Operation for $name {
            type Document = Demo;
            type Output = Json;
            const ENDPOINT: Endpoint = Endpoint::$method($path, $path).security(&[&["header"]]);

            fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request> {
                base.client
                    .$method(format!("{}{}", base.baseurl, $path))
                    .build()
            }

            fn output(_status: u16, body: &mut Bytes) -> Result<Json, ReadError> {
                read::json(body)
            }
        }
    };
}

#[derive(Clone, Debug)]
struct GetState;
#[derive(Clone, Debug)]
struct GetResults;

json_operation!(StartJob, post, "/jobs");
json_operation!(GetState, get, "/state");
json_operation!(GetResults, get, "/results");

impl Batched for StartJob {
    type Entry = i64;
    type Id = i64;
    type Value = ();
    const SIZE: usize = 100;

    fn entries(&mut self) -> &mut Vec<i64> {
        &mut self.ids
    }

    fn id(entry: &i64) -> i64 {
        *entry
    }

    fn keys(entry: &i64) -> EntryKeys {
        EntryKeys {
            id: text(entry),
            keys: vec![text(entry)],
        }
    }

    fn send_batch(call: Call<Self>) -> BatchFuture<Self> {
        send_job_batch(call)
    }
}

impl JobOperation for StartJob {
    type JobId = String;
    type Status = GetState;
    type Results = GetResults;
    type Item = Value;
    const JOB: JobSettings = JobSettings {
        poll_interval: Duration::from_secs(1),
        done: &["done"],
        failed: &[],
        succeeded: &["changed"],
        total_counts_parts: false,
        part_done: &[],
        part_counts: false,
    };

    fn job_id(output: &Json) -> String {
        text(&output.0["id"]).unwrap_or_default()
    }

    fn status_request(_id: String) -> GetState {
        GetState
    }

    fn progress(response: &Json) -> JobProgress {
        JobProgress {
            state: text(&response.0["state"]).unwrap_or_default(),
            ..JobProgress::default()
        }
    }

    fn results_request(_id: String) -> GetResults {
        GetResults
    }

    fn read_results(response: Json) -> JobResults<Value> {
        JobResults {
            items: values(&response.0["items"]),
            reasons: values(&response.0["errors"]),
            ..JobResults::default()
        }
    }

    fn report(item: &Value) -> ItemReport {
        ItemReport {
            keys: vec![text(&item["id"])],
            state: text(&item["state"]),
            reason: text(&item["error"]),
        }
    }

    fn value(_item: Option<Value>) {}
}

fn pick<T: Clone>(rng: &mut Rng, items: &[T]) -> T {
    items[rng.usize(0..items.len())].clone()
}

/// A random secret, and how it is encoded in responses.
struct Echo {
    rng: Rng,
    secret: String,
}

impl Echo {
    fn new(seed: u64, alphabet: &str) -> Self {
        let mut rng = Rng::with_seed(seed);
        let alphabet: Vec<_> = alphabet.chars().collect();
        let length = rng.usize(SHOWN + 3..40);
        let mut secret: Vec<_> = (0..length).map(|_| pick(&mut rng, &alphabet)).collect();
        // So that a cut secret is not a number, which a response has many of.
        secret[rng.usize(0..3)] = 'k';
        let secret = secret.into_iter().collect();
        Self { rng, secret }
    }

    /// A text with the secret, in up to two random encodings.
    fn text(&mut self) -> String {
        let padding = "x".repeat(self.rng.usize(0..70));
        let before = ["", "bad key ", "é", "%", "\\", "\"", &padding];
        let after = ["", " is bad", "\"", "/", "&"];
        let (before, after) = (pick(&mut self.rng, &before), pick(&mut self.rng, &after));
        let mut text = format!("{before}{}{after}", self.secret);
        for _ in 0..self.rng.usize(0..=2) {
            text = match self.rng.u8(0..3) {
                0 => self.json(&text),
                1 => self.percent(&text),
                _ => self.references(&text),
            };
        }
        text
    }

    /// The secret in a JSON string.
    fn json_string(&mut self) -> String {
        let text = self.text();
        format!("\"{}\"", self.json(&text))
    }

    /// The secret in a form that is valid in a header.
    fn header_text(&mut self) -> String {
        let text = self.text();
        let is_visible = |c: char| matches!(c, ' '..='~');
        if text.chars().all(is_visible) {
            text
        } else {
            String::new()
        }
    }

    fn json(&mut self, text: &str) -> String {
        let mut json = String::new();
        for c in text.chars() {
            match (c, self.rng.u8(0..4)) {
                ('/' | '"' | '\\', 0) => json.extend(['\\', c]),
                ('"' | '\\' | '\0'..='\x1f', _) | (_, 0) => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        json.push_str("\\u");
                        json.push_str(&self.hex(format!("{unit:04x}")));
                    }
                }
                _ => json.push(c),
            }
        }
        json
    }

    fn percent(&mut self, text: &str) -> String {
        let mut encoded = String::new();
        for c in text.chars() {
            if c.is_ascii_alphanumeric() && self.rng.u8(0..4) > 0 {
                encoded.push(c);
            } else if c == ' ' && self.rng.bool() {
                encoded.push('+');
            } else {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    encoded.push('%');
                    encoded.push_str(&self.hex(format!("{byte:02x}")));
                }
            }
        }
        encoded
    }

    fn references(&mut self, text: &str) -> String {
        let mut encoded = String::new();
        for c in text.chars() {
            match (c, self.rng.u8(0..6)) {
                ('&', 0) => encoded.push_str("&amp;"),
                ('<', 0) => encoded.push_str("&lt;"),
                ('"', 0) => encoded.push_str("&quot;"),
                ('&' | '<' | '>' | '"' | '\'', 1..=3) | (_, 1) => {
                    write!(encoded, "&#{};", u32::from(c)).expect("a String");
                }
                ('&' | '<' | '>' | '"' | '\'', _) | (_, 2) => {
                    write!(encoded, "&#x{:x};", u32::from(c)).expect("a String");
                }
                _ => encoded.push(c),
            }
        }
        encoded
    }

    fn hex(&mut self, digits: String) -> String {
        if self.rng.bool() {
            digits.to_uppercase()
        } else {
            digits
        }
    }

    /// A response with this body in chunks of random sizes, and with the secret in the status line
    /// and in headers.
    fn reply(&mut self, status: u16, body: &str) -> Vec<u8> {
        let mut reply = format!("HTTP/1.1 {status} {}\r\n", self.header_text());
        for name in ["x-echo", "x-request-id", "set-cookie", "retry-after"] {
            write!(reply, "{name}: {}\r\n", self.header_text()).expect("a String");
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if self.secret.chars().all(is_name) {
            write!(reply, "x-{}: 1\r\n", self.secret).expect("a String");
        }
        reply.push_str("transfer-encoding: chunked\r\nconnection: close\r\n\r\n");
        let mut reply = reply.into_bytes();
        let mut rest = body.as_bytes();
        while !rest.is_empty() {
            let (chunk, after) = rest.split_at(self.rng.usize(1..=rest.len().min(9000)));
            reply.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
            reply.extend_from_slice(chunk);
            reply.extend_from_slice(b"\r\n");
            rest = after;
        }
        reply.extend_from_slice(b"0\r\n\r\n");
        reply
    }

    fn check(&self, shown: &str) {
        let start: String = self.secret.chars().take(SHOWN).collect();
        let mut texts = HashSet::from([shown.to_owned()]);
        let mut latest: Vec<_> = texts.iter().cloned().collect();
        for _ in 0..4 {
            let decoders = [decode_json, decode_percent, decode_references];
            let decoded = latest
                .iter()
                .flat_map(|text| decoders.map(|decode| decode(text)));
            latest = decoded.filter(|text| texts.insert(text.clone())).collect();
        }
        for text in texts {
            let found = text.to_lowercase().find(&start.to_lowercase());
            assert_eq!(
                found.map(|at| text.to_lowercase()[at..]
                    .chars()
                    .take(60)
                    .collect::<String>()),
                None,
                "{:?} is shown in\n{}",
                self.secret,
                shown.chars().take(2000).collect::<String>()
            );
        }
    }
}

fn decode_json(text: &str) -> String {
    let mut units = Vec::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let ahead: String = rest.clone().take(5).collect();
        let unit = ahead.strip_prefix('u').filter(|_| c == '\\');
        match unit.and_then(|digits| u16::from_str_radix(digits, 16).ok()) {
            Some(unit) => {
                units.push(unit);
                rest.nth(4);
            }
            None if c == '\\' && ahead.starts_with(|c: char| c.is_ascii_punctuation()) => {
                units.extend(rest.next().map(|c| c as u16));
            }
            None => units.extend(c.encode_utf16(&mut [0; 2]).iter()),
        }
    }
    String::from_utf16_lossy(&units)
}

fn decode_percent(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_encoding::percent_decode_str(&text)
        .decode_utf8_lossy()
        .into_owned()
}

fn decode_references(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        let reference = rest[at + 1..].split_once(';');
        let character = reference.and_then(|(name, _)| match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "quot" => Some('"'),
            name => {
                let number = name.strip_prefix('#')?;
                let code = match number.strip_prefix('x') {
                    Some(digits) => u32::from_str_radix(digits, 16),
                    None => number.parse(),
                };
                char::from_u32(code.ok()?)
            }
        });
        if let (Some((_, after)), Some(character)) = (reference, character) {
            decoded.push(character);
            rest = after;
        } else {
            decoded.push('&');
            rest = &rest[at + 1..];
        }
    }
    decoded + rest
}

fn show(shown: &mut String, value: impl Debug) {
    write!(shown, "{value:?}\n{value:#?}\n").expect("a String");
}

/// Everything that an error hands out.
fn everything(error: &DemoError) -> String {
    let mut shown = format!("{error}\n");
    show(&mut shown, error);
    let mut source = error.source();
    while let Some(error) = source {
        write!(shown, "{error}\n{error:?}\n").expect("a String");
        source = error.source();
    }
    match error {
        Error::Api(error) => {
            show(
                &mut shown,
                (error.body(), error.headers(), error.rate_limit()),
            );
            show(&mut shown, error.request_id());
            shown.push_str(&String::from_utf8_lossy(error.raw()));
        }
        Error::Unreadable(error) => {
            show(&mut shown, (error.problem(), error.problem().path()));
            show(&mut shown, error.problem().found());
            shown.push_str(&error.problem().to_string());
            shown.push_str(&String::from_utf8_lossy(error.raw()));
        }
        Error::Redirect(error) => show(&mut shown, error.to()),
        Error::Job(error) => show(&mut shown, (error.id(), error.kind())),
        Error::Item(error) => show(&mut shown, (error.state(), error.reason())),
        _ => {}
    }
    shown
}

/// Waits, as a listener and a trace show them.
#[derive(Clone, Default)]
struct Waits(Arc<Mutex<String>>);

impl Waits {
    fn listener(&self) -> impl Fn(&Wait) + Send + Sync + 'static {
        let waits = self.clone();
        move |wait| {
            let mut shown = waits.0.lock().expect("not poisoned");
            write!(shown, "{wait}\n{wait:?}\n").expect("a String");
        }
    }

    fn take(&self) -> String {
        std::mem::take(&mut self.0.lock().expect("not poisoned"))
    }
}

const ALPHABET: &str = "abcABC019 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~nrtux";
const TOKEN: &str = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
const TEXT: &str = "abc+/=\"\\%& éß漢😀\u{7f}\n\t";

fn build(
    url: &str,
    waits: &Waits,
    set: impl FnOnce(ClientBuilder<Demo>) -> ClientBuilder<Demo>,
) -> Client {
    let retry = RetryPolicy::new().attempts(2);
    let builder = builder(url)
        .retry(retry)
        .pacing(false)
        .on_wait(waits.listener());
    set(builder).build().expect("a client")
}

/// Sends `operation` to a server that responds with `reply`, and returns all that the error shows.
async fn error_of<O: Operation<Document = Demo, Output: Debug>>(
    operation: O,
    reply: Vec<u8>,
    set: impl FnOnce(ClientBuilder<Demo>) -> ClientBuilder<Demo>,
) -> String {
    let server = Stub::start(move |_| Reply::raw(reply.clone())).await;
    let waits = Waits::default();
    let client = build(&server.url, &waits, set);
    let error = client.call(operation).send().await.expect_err("an error");
    everything(&error) + &waits.take()
}

/// Bodies that repeat the secret in the places of an error message.
fn error_body(echo: &mut Echo) -> String {
    match echo.rng.u8(0..6) {
        0 => echo.text(),
        1 => format!("<p>{}</p>", echo.text()),
        2 => format!(
            r#"{{"code":{0},"message":{1}}}"#,
            echo.json_string(),
            echo.json_string()
        ),
        3 => format!(
            r"{{{}:1, {}: {{}}}}",
            echo.json_string(),
            echo.json_string()
        ),
        4 => format!(
            r#"{{"fields":[{{"field":{},"message":{}}}]}}"#,
            echo.json_string(),
            echo.json_string()
        ),
        _ => format!(
            r#"{{"errors":{{{}:[{}]}}}}"#,
            echo.json_string(),
            echo.json_string()
        ),
    }
}

#[tokio::test(start_paused = true)]
async fn no_error_response_shows_the_credential_that_it_repeats() {
    for seed in 0..60 {
        let mut echo = Echo::new(seed, if seed % 4 == 0 { TOKEN } else { ALPHABET });
        let body = error_body(&mut echo);
        let status = pick(&mut echo.rng, &[400, 401, 404, 429, 500, 503]);
        let reply = echo.reply(status, &body);
        let secret = echo.secret.trim().to_owned();
        let shown = error_of(get_thing(1), reply, |builder| builder.credential(0, secret)).await;
        echo.check(&shown);
    }
}

#[tokio::test(start_paused = true)]
async fn no_error_response_shows_a_credential_of_another_scheme() {
    for seed in 0..60 {
        let alphabet = [TEXT, TOKEN, ALPHABET][usize::try_from(seed % 3).expect("small")];
        let mut echo = Echo::new(seed, alphabet);
        let secret = echo.secret.clone();
        match seed % 3 {
            0 => {
                let reply = {
                    let body = error_body(&mut echo);
                    echo.reply(400, &body)
                };
                echo.check(
                    &error_of(ByQuery, reply, |builder| builder.credential(1, secret)).await,
                );
            }
            1 => {
                let reply = {
                    let body = error_body(&mut echo);
                    echo.reply(400, &body)
                };
                echo.check(
                    &error_of(ByCookie, reply, |builder| builder.credential(2, secret)).await,
                );
            }
            _ => {
                let mut pair = Echo {
                    rng: echo.rng.clone(),
                    secret: base64("me", &secret),
                };
                if pair.rng.bool() {
                    pair.secret = pair.secret.replace('+', "-").replace('/', "_");
                }
                let body = error_body(&mut echo) + &error_body(&mut pair);
                let reply = pair.reply(400, &body);
                let shown =
                    error_of(ByBasic, reply, |builder| builder.basic(5, "me", secret)).await;
                echo.check(&shown);
                pair.check(&shown);
            }
        }
    }
}

fn base64(user: &str, password: &str) -> String {
    let request = reqwest::Client::new()
        .get("http://127.0.0.1")
        .basic_auth(user, Some(password))
        .build()
        .expect("a request");
    let header = request.headers()["authorization"].to_str().expect("ASCII");
    header["Basic ".len()..].to_owned()
}

#[tokio::test(start_paused = true)]
async fn no_error_response_shows_a_credential_that_the_caller_set_as_a_header() {
    for seed in 0..50 {
        let mut echo = Echo::new(seed, TOKEN);
        let body = error_body(&mut echo);
        let reply = echo.reply(401, &body);
        let server = Stub::start(move |_| Reply::raw(reply.clone())).await;
        let client = builder(&server.url).build().expect("a client");
        for (name, value) in [
            ("X-Api-Key", echo.secret.clone()),
            ("authorization", format!("Bearer {}", echo.secret)),
            ("cookie", format!("a=1; session={}", echo.secret)),
        ] {
            let call = client.call(Open).header(name, value);
            let error = call.send().await.expect_err("status 401");
            echo.check(&everything(&error));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_cut_error_response_shows_the_beginning_of_a_credential() {
    for seed in 0..8 {
        let mut echo = Echo::new(seed, ALPHABET);
        let before = 64 * 1024 - echo.rng.usize(0..120);
        let text = echo.text();
        let after = "x".repeat(echo.rng.usize(0..200));
        let repeated = format!("{} ", echo.secret).repeat(echo.rng.usize(0..3) * 1000);
        let body = repeated + &"é".repeat(before / 2) + &text + &after;
        let status = pick(&mut echo.rng, &[200, 400]);
        let reply = echo.reply(status, &body);
        let secret = echo.secret.trim().to_owned();
        let shown = error_of(get_thing(1), reply, |builder| builder.credential(0, secret)).await;
        echo.check(&shown);
    }
}

#[tokio::test(start_paused = true)]
async fn no_unreadable_response_shows_the_credential_that_it_repeats() {
    for seed in 0..90 {
        let mut echo = Echo::new(seed, ALPHABET);
        let body = match seed % 6 {
            0 => echo.text(),
            1 => format!(r#"{{"id":{}}}"#, echo.json_string()),
            2 => format!(
                r#"{{"id":1,"tags":[{}, {{{}:1}}]}}"#,
                echo.json_string(),
                echo.json_string()
            ),
            3 => format!(r#"{{"id":1,"tags":{}}}"#, echo.json_string()),
            4 => format!(r#"{{"id":1,"tags":[{}"#, echo.json_string()),
            _ => format!(r"{{{}:1}} {}", echo.json_string(), echo.text()),
        };
        let reply = echo.reply(200, &body);
        let secret = echo.secret.trim().to_owned();
        let shown = error_of(get_thing(1), reply, |builder| builder.credential(0, secret)).await;
        echo.check(&shown);
    }
}

#[tokio::test(start_paused = true)]
async fn no_redirect_shows_the_credential_in_its_target() {
    for seed in 0..60 {
        let mut echo = Echo::new(seed, TOKEN);
        let target = match seed % 4 {
            0 => format!(
                "https://{}.example.com/",
                echo.percent(&echo.secret.clone())
            ),
            1 => format!(
                "https://{}@example.com/",
                echo.percent(&echo.secret.clone())
            ),
            2 => format!("https://example.com/?key={}", echo.header_text()),
            _ => format!("https://{}/", echo.secret.to_uppercase()),
        };
        let head = format!("HTTP/1.1 302 {}\r\nlocation: {target}\r\n\r\n", echo.secret);
        let secret = echo.secret.clone();
        let shown = error_of(get_thing(1), head.into(), |builder| {
            builder.credential(0, secret)
        })
        .await;
        echo.check(&shown);
    }
}

#[tokio::test(start_paused = true)]
async fn no_repeated_cursor_shows_the_credential() {
    for seed in 0..50 {
        let mut echo = Echo::new(seed, ALPHABET);
        let body = format!(r#"{{"data":[],"cursor":{}}}"#, echo.json_string());
        let reply = echo.reply(200, &body);
        let server = Stub::start(move |_| Reply::raw(reply.clone())).await;
        let secret = echo.secret.trim().to_owned();
        let client = build(&server.url, &Waits::default(), |builder| {
            builder.credential(0, secret)
        });
        let mut pages = client.call(ListThings::default()).pages();
        pages.next().await.expect("a page").expect("a page");
        let error = pages
            .next()
            .await
            .expect("a page")
            .expect_err("a repeated cursor");
        assert!(matches!(error, Error::RepeatedCursor(_)), "{error:?}");
        echo.check(&everything(&error));
    }
}

#[tokio::test(start_paused = true)]
async fn no_job_shows_the_credential_that_it_repeats() {
    for seed in 0..60 {
        let mut echo = Echo::new(seed, ALPHABET);
        let id = format!(r#"{{"id":{}}}"#, echo.json_string());
        let started = echo.reply(201, &id);
        let running = format!(r#"{{"state":{}}}"#, echo.json_string());
        let state = if seed % 2 == 0 {
            running
        } else {
            r#"{"state":"done"}"#.to_owned()
        };
        let state = echo.reply(200, &state);
        let results = format!(
            r#"{{"items":[{{"id":1,"state":{},"error":{{{}:[{}]}}}}],"errors":[{},{{{}:{}}}]}}"#,
            echo.json_string(),
            echo.json_string(),
            echo.json_string(),
            echo.json_string(),
            echo.json_string(),
            echo.json_string(),
        );
        let results = echo.reply(200, &results);
        let server = Stub::start(move |seen| {
            Reply::raw(match seen.target.as_str() {
                "/jobs" => started.clone(),
                "/state" => state.clone(),
                _ => results.clone(),
            })
        })
        .await;
        let secret = echo.secret.trim().to_owned();
        let waits = Waits::default();
        let client = build(&server.url, &waits, |builder| builder.credential(0, secret));
        let call = client
            .call(StartJob { ids: vec![1, 2] })
            .job_timeout(Duration::from_secs(3));
        let outcome = call.send_all().await.expect("an outcome");
        let mut shown = waits.take();
        show(&mut shown, &outcome);
        outcome
            .reasons
            .iter()
            .for_each(|reason| shown.push_str(&reason.to_string()));
        for error in outcome.failed.iter().map(|failed| &failed.error) {
            shown.push_str(&everything(error));
        }
        for error in outcome
            .unknown
            .iter()
            .filter_map(|unknown| unknown.error.as_ref())
        {
            shown.push_str(&everything(error));
        }
        assert!(shown.contains("[secret]"), "{shown}");
        echo.check(&shown);
    }
}

#[test]
fn texts_without_secrets_are_kept() {
    let mut scrubber = crate::runtime::scrubber::Scrubber::default();
    for secret in [KEY, "abc", "", "a\\b\\c%41"] {
        scrubber.add(secret);
    }
    for text in [
        "",
        "abc",
        "sk_live_",
        "\\u0073k_live",
        "100 %",
        "a&b;c",
        "é\u{fffd}",
        "\\\\\\",
    ] {
        assert_eq!(scrubber.text(text), text);
        assert_eq!(scrubber.body(text.as_bytes(), true), text);
    }
    let not_utf8 = b"\xff\x00 sk_live_0123456789 \xc3";
    assert_eq!(
        scrubber.body(not_utf8, true),
        &b"\xff\x00 [secret] \xc3"[..]
    );
}

#[test]
fn every_escape_of_a_character_is_recognized() {
    for (secret, escaped) in [
        ("1234567\t8", r"1234567\t8"),
        ("1234567\n8", r"1234567\n8"),
        ("1234567\r8", r"1234567\r8"),
        ("1234567\u{8}8", r"1234567\b8"),
        ("1234567\u{c}8", r"1234567\f8"),
        ("1234567/8", r"1234567\/8"),
        ("1234567é8", r"1234567\u00e98"),
        ("1234567é8", r"1234567\u{e9}8"),
        ("1234567😀8", r"1234567\ud83d\ude008"),
        ("12345678", r"1234567\x38"),
        ("1234567/8", "1234567%2f8"),
        ("1234567 8", "1234567+8"),
        ("1234567&8", "1234567&amp;8"),
        ("1234567<8", "1234567&lt;8"),
        ("1234567>8", "1234567&gt;8"),
        ("1234567\"8", "1234567&quot;8"),
        ("1234567'8", "1234567&apos;8"),
        ("1234567'8", "1234567&#39;8"),
        ("1234567'8", "1234567&#x27;8"),
    ] {
        let mut scrubber = crate::runtime::scrubber::Scrubber::default();
        scrubber.add(secret);
        let text = format!("key {escaped}!");
        assert_eq!(scrubber.text(&text), "key [secret]!", "{escaped}");
    }
}

#[test]
fn scrubbing_a_body_of_escapes_ends_soon() {
    let mut scrubber = crate::runtime::scrubber::Scrubber::default();
    for secret in [KEY, "\\\\\\\\", "%%%%%%%%%", "&&&&&&"] {
        scrubber.add(secret);
    }
    for text in ["\\", "%", "&", "%25", "&amp;", "\\u005c"] {
        let started = std::time::Instant::now();
        scrubber.text(&text.repeat(64 * 1024));
        assert!(
            started.elapsed() < Duration::from_secs(5),
            "{text}: {:?}",
            started.elapsed()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn no_error_response_that_is_cut_short_shows_the_beginning_of_a_credential() {
    for seed in 0..60 {
        let mut echo = Echo::new(seed, ALPHABET);
        let text = echo.json_string();
        let cut = echo.rng.usize(0..text.len());
        let cut = (0..=cut)
            .rev()
            .find(|cut| text.is_char_boundary(*cut))
            .unwrap_or(0);
        let head = "HTTP/1.1 400 \r\ncontent-length: 9999\r\n\r\n{\"message\":";
        let reply = format!("{head}{}", &text[..cut]);
        let secret = echo.secret.trim().to_owned();
        let shown = error_of(get_thing(1), reply.into(), |builder| {
            builder.credential(0, secret)
        });
        echo.check(&shown.await);
    }
}
