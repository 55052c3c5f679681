// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.

//! Kustomer conversations.
//!
//! Update the conversations of a Kustomer organization in bulk, and follow the jobs that do it.
//!
//! Requests are limited over all keys of an organization, by its plan: 300 a minute (Professional), 500
//! (Business), 1,000 (Enterprise) or 2,000 (Ultimate). A bulk request counts as one.
//!
//! ```no_run
//! use conversations_client::kustomer::{Client, types::*};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::from_env()?;
//! let response = client
//!     .update_conversations(["507f1f77bcf86cd799439031"])
//!     .status(ConversationStatus::Done)
//!     .send()
//!     .await?;
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

/// Builds a [`Client`] for Kustomer conversations.
pub type ClientBuilder = runtime::ClientBuilder<Kustomer>;

/// The error of a failed call.
pub type Error = runtime::Error<ErrorBody>;

/// A mock of the server, for tests of programs that use this crate.
#[cfg(feature = "test-util")]
pub type Mock = runtime::test_util::Mock<Kustomer>;

/// The marker type of the document, version 1.0.0.
#[derive(Clone, Copy, Debug)]
pub struct Kustomer;

impl runtime::sealed::Sealed for Kustomer {}

impl runtime::ApiDocument for Kustomer {
    type Client = Client;
    type ErrorBody = ErrorBody;
    const API: internal::Api = internal::Api {
        name: "kustomer",
        title: "Kustomer conversations",
        user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
        base_url_env: "KUSTOMER_BASE_URL",
        servers: &[
            internal::Server::new("https://api.kustomerapp.com"),
            internal::Server {
                url: "https://{orgname}.api.kustomerapp.com",
                variables: &[
                    internal::ServerVariable {
                        name: "orgname",
                        method: "org",
                        env: "KUSTOMER_ORG",
                        default: Some("orgname"),
                        values: &[],
                    },
                ],
            },
        ],
        schemes: &[
            internal::Scheme {
                name: "ApiKey",
                method: "api_key",
                env: "KUSTOMER_API_KEY",
                kind: internal::SchemeKind::Authorization("Bearer"),
            },
        ],
        security: &[&["ApiKey"]],
        limits: internal::RateLimits {
            classes: &[
                internal::RateClass::sliding(
                    "requests",
                    &["GET", "PUT", "POST", "PATCH", "DELETE"],
                    300,
                    60,
                ),
            ],
            headers: internal::RateHeaders {
                limit: "x-ratelimit-limit",
                remaining: "x-ratelimit-remaining",
                reset: None,
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
    /// A body with the type [`Problems`](types::Problems).
    Problems(types::Problems),
    /// Any other JSON.
    Json(serde_json::Value),
}

impl Eq for ErrorBody {}
