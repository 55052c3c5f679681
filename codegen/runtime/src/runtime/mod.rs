//! Support code that all clients of this crate share: calls, errors, credentials, retries and rate
//! limits.

mod batches {
    pub(crate) mod batched;
    pub(crate) mod entry_keys;
    pub(crate) mod incomplete;
    pub(crate) mod into_entry;
    pub(crate) mod invalid_entries;
    pub(crate) mod outcome;
    pub(crate) mod stream;
}
pub(crate) mod calls {
    pub(crate) mod attempt;
    pub(crate) mod attempts;
    pub(crate) mod body;
    pub(crate) mod call;
    pub(crate) mod http_client;
    #[cfg(feature = "test-util")]
    mod in_process;
    pub(crate) mod method;
    pub(crate) mod operation;
    pub mod read;
    pub(crate) mod request;
    pub(crate) mod response;
    pub(crate) mod send;
    pub(crate) mod sending;
}
mod checks {
    pub(crate) mod check;
    mod delegate;
    mod delimited;
    pub(crate) mod items;
    mod lists;
    pub(crate) mod maps;
    pub(crate) mod numbers;
    pub(crate) mod pattern;
    mod quantities;
    pub(crate) mod texts;
    pub(crate) mod tuple;
}
pub(crate) mod client {
    pub(crate) mod base_url;
    pub(crate) mod builder;
    pub(crate) mod credentials;
    #[cfg(feature = "test-util")]
    pub(crate) mod in_process;
    pub(crate) mod proxy;
    pub(crate) mod transport;
}
#[doc(hidden)]
pub mod cli;
pub(crate) mod clock;
mod document;
mod encode {
    pub(crate) mod cookies;
    pub mod form;
    pub(crate) mod json;
    pub(crate) mod multipart;
    pub mod path;
    pub mod path_styles;
    pub mod query;
    pub mod query_string;
    pub mod query_styles;
}
pub(crate) mod errors {
    pub(crate) mod api;
    pub(crate) mod build;
    pub(crate) mod error;
    pub(crate) mod found;
    pub(crate) mod invalid;
    pub(crate) mod job;
    pub(crate) mod read;
    pub(crate) mod short_texts;
    pub(crate) mod transport;
    #[cfg(feature = "test-util")]
    pub(crate) mod unexpected;
}
mod events;
mod excerpt;
#[doc(hidden)]
pub mod internal;
mod jobs {
    pub(crate) mod accounting;
    pub(crate) mod job;
    pub(crate) mod job_operation;
    pub(crate) mod result_index;
}
mod pages;
pub(crate) mod rate_limits {
    pub(crate) mod ledger;
    pub(crate) mod pace;
    pub(crate) mod rate_limit;
    #[cfg(test)]
    #[allow(dead_code, reason = "the tests have rate limits")]
    pub(crate) mod unlimited;
    pub(crate) mod wait;
}
pub(crate) mod retries;
pub(crate) mod scrubber;
pub(crate) mod sealed;
#[cfg(feature = "test-util")]
pub mod test_util;
mod values {
    pub(crate) mod enums;
    #[cfg(feature = "test-util")]
    pub(crate) mod example;
    pub(crate) mod hidden;
    pub(crate) mod nullable;
    pub(crate) mod objects;
    mod preserved;
    mod read_once;
    pub(crate) mod scalars;
    pub(crate) mod unions;
    pub(crate) mod unlisted;
    pub(crate) mod whole_numbers;
}
#[cfg(feature = "test-util")]
mod virtual_time;
mod webhooks;

pub use batches::batched::{BatchCall, Batched, Entries, OutcomeOf};
pub use batches::incomplete::IncompleteOutcome;
pub use batches::into_entry::IntoEntry;
pub use batches::outcome::{Failed, Outcome, Unknown};
pub use batches::stream::{Batch, Batches};
pub use calls::call::Call;
pub use calls::operation::{ErrorOf, Operation};
pub use calls::response::Response;
pub use checks::check::Violation;
pub use client::builder::ClientBuilder;
pub use client::transport::ApiDocument;
pub use encode::multipart::{FilePart, Multipart};
pub use errors::api::ApiError;
pub use errors::build::BuildError;
pub use errors::error::{Error, RepeatedCursor, WaitError};
pub use errors::invalid::{InvalidRequest, MissingCredential};
pub use errors::job::{ItemError, JobError, JobErrorKind};
pub use errors::read::{ReadError, UnreadableError};
pub use errors::transport::{RedirectError, TransportError, TransportErrorKind};
pub use events::{JobProgress, Wait, WaitReason};
pub use jobs::job::Job;
pub use jobs::job_operation::JobOperation;
pub use pages::{ItemStream, Page, Paged, Pages};
pub use rate_limits::rate_limit::RateLimit;
pub use retries::{Idempotency, RetryPolicy};
pub use values::enums::{UnknownNumber, UnknownValue, UnlistedValue};
pub use values::nullable::Nullable;
pub use values::scalars::UnknownScalar;
pub use webhooks::WebhookError;
