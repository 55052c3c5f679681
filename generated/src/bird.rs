// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.

//! Bird conversations.
//!
//! Update the conversations of a Bird workspace.
//!
//! Requests of a workspace are limited by default to 50 a second for GET and 500 a second for POST. The limit of PATCH
//! is not documented; the client keeps to 50 a second.
//!
//! ```no_run
//! use conversations_client::bird::Client;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::from_env()?;
//! let response = client
//!     .update_conversation(
//!         uuid::uuid!("b4e02c85-c6d2-4b15-8885-e09671799c61"),
//!         uuid::uuid!("67e4d358-ca94-421e-98b7-448860df9d33"),
//!     )
//!     .name("Re: Your refund request")
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

/// Builds a [`Client`] for Bird conversations.
pub type ClientBuilder = runtime::ClientBuilder<Bird>;

/// The error of a failed call.
pub type Error = runtime::Error<ErrorBody>;

/// A mock of the server, for tests of programs that use this crate.
#[cfg(feature = "test-util")]
pub type Mock = runtime::test_util::Mock<Bird>;

/// The marker type of the document, version 1.0.0.
#[derive(Clone, Copy, Debug)]
pub struct Bird;

impl runtime::sealed::Sealed for Bird {}

impl runtime::ApiDocument for Bird {
    type Client = Client;
    type ErrorBody = ErrorBody;
    const API: internal::Api = internal::Api {
        name: "bird",
        title: "Bird conversations",
        user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
        base_url_env: "BIRD_BASE_URL",
        servers: &[internal::Server::new("https://api.bird.com")],
        schemes: &[
            internal::Scheme {
                name: "AccessKey",
                method: "access_key",
                env: "BIRD_ACCESS_KEY",
                kind: internal::SchemeKind::Authorization("AccessKey"),
            },
            internal::Scheme {
                name: "Jwt",
                method: "jwt",
                env: "BIRD_JWT",
                kind: internal::SchemeKind::Authorization("Bearer"),
            },
        ],
        security: &[&["AccessKey"], &["Jwt"]],
        limits: internal::RateLimits {
            classes: &[
                internal::RateClass::sliding("reads", &["GET"], 50, 1),
                internal::RateClass::sliding("sends", &["POST"], 500, 1),
                internal::RateClass::sliding(
                    "updates",
                    &["PUT", "PATCH", "DELETE"],
                    50,
                    1,
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
    /// A body with the type [`Problem`](types::Problem).
    Problem(types::Problem),
    /// Any other JSON.
    Json(serde_json::Value),
}

impl Eq for ErrorBody {}
