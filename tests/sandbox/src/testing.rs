//! Support for the tests of this package: sends requests to a sandbox.

use chrono::{DateTime, Utc};
use http::HeaderMap;
use reqwest::{Client, Method, StatusCode};
use serde_json::Value;

use crate::{Builder, Sandbox};

/// Returns the time at which sandboxes in tests start, which is a Wednesday.
pub(crate) fn start() -> DateTime<Utc> {
    "2026-01-21T14:30:00Z".parse().expect("the time is valid")
}

/// A response that was read completely.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("the response is JSON")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).expect("the response has the header");
        value.to_str().expect("the header is text")
    }
}

/// A sandbox and an HTTP client for it.
pub(crate) struct Caller {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    pub(crate) authorization: (&'static str, String),
}

impl Caller {
    /// Starts a sandbox at [`start`]. Requests have the API key in Fernand's header.
    pub(crate) async fn start(builder: Builder) -> Self {
        let sandbox = builder.starting_at(start()).start().await;
        let sandbox = sandbox.expect("a port is free");
        let authorization = ("x-api-key", sandbox.api_key().to_owned());
        let client = Client::builder().no_proxy().build();
        Self {
            sandbox,
            client: client.expect("the client can be built"),
            authorization,
        }
    }

    /// Sends the API key in `Authorization` with a scheme, as clients of Kustomer and Bird do.
    pub(crate) fn with_scheme(mut self, scheme: &str) -> Self {
        let key = self.sandbox.api_key();
        self.authorization = ("authorization", format!("{scheme} {key}"));
        self
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> reqwest::Result<Answer> {
        let url = format!("{}{path}", self.sandbox.url());
        let (name, value) = &self.authorization;
        let mut request = self.client.request(method, url).header(*name, value);
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await?;
        Ok(Answer {
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await?,
        })
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        let response = self.call(Method::GET, path, None).await;
        response.expect("a response is received")
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        let response = self.call(Method::PATCH, path, Some(&body)).await;
        response.expect("a response is received")
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        let response = self.call(Method::PUT, path, Some(&body)).await;
        response.expect("a response is received")
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        let response = self.call(Method::POST, path, Some(&body)).await;
        response.expect("a response is received")
    }
}
