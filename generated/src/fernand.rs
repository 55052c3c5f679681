// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.

//! Fernand conversations.
//!
//! List, update and bulk update the conversations of a Fernand help desk.
//!
//! By default, reads are limited to 20 a minute and writes to 5; some endpoints have limits of their own.
//!
//! ```no_run
//! use conversations_client::fernand::Client;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::from_env()?;
//! let response = client.list_conversations().q("status:opened").send().await?;
//! # Ok(())
//! # }
//! ```

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod client;
#[cfg(feature = "test-util")]
mod examples;
#[cfg(feature = "test-util")]
mod mock;
pub mod operations;
pub mod types;

pub use client::Client;
use crate::runtime::{self, internal};

/// Builds a [`Client`] for Fernand conversations.
pub type ClientBuilder = runtime::ClientBuilder<Fernand>;

/// The error of a failed call.
pub type Error = runtime::Error<ErrorBody>;

/// A mock of the server, for tests of programs that use this crate.
#[cfg(feature = "test-util")]
pub type Mock = runtime::test_util::Mock<Fernand>;

/// The marker type of the document, version 1.0.0.
#[derive(Clone, Copy, Debug)]
pub struct Fernand;

impl runtime::sealed::Sealed for Fernand {}

impl runtime::ApiDocument for Fernand {
    type Client = Client;
    type ErrorBody = ErrorBody;
    const API: internal::Api = internal::Api {
        name: "fernand",
        title: "Fernand conversations",
        user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
        base_url_env: "FERNAND_BASE_URL",
        servers: &[internal::Server::new("https://api.getfernand.com")],
        schemes: &[
            internal::Scheme {
                name: "ApiKey",
                method: "api_key",
                env: "FERNAND_API_KEY",
                kind: internal::SchemeKind::Header("X-API-Key"),
            },
        ],
        security: &[&["ApiKey"]],
        limits: internal::RateLimits {
            classes: &[
                internal::RateClass::fixed("reads", &["GET"], 20, 60),
                internal::RateClass::fixed(
                    "writes",
                    &["PUT", "POST", "PATCH", "DELETE"],
                    5,
                    60,
                ),
            ],
            headers: internal::RateHeaders {
                limit: "x-ratelimit-limit",
                remaining: "x-ratelimit-remaining",
                reset: Some(("x-ratelimit-reset", internal::ResetFormat::UnixSeconds)),
            },
        },
    };
    fn error(body: &[u8]) -> Option<ErrorBody> {
        internal::read::json(body).ok().map(ErrorBody::Json)
    }
}

/// The body of an error response.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ErrorBody {
    /// Any other JSON.
    Json(serde_json::Value),
}

impl Eq for ErrorBody {}
