//! The support code behind every client of this crate: calls, errors, credentials, waiting.

pub(crate) mod batches;
pub(crate) mod calls;
pub(crate) mod checks;
pub(crate) mod client;
mod clock;
pub(crate) mod document;
pub(crate) mod encode;
pub(crate) mod errors;
pub(crate) mod events;
mod excerpt;
pub(crate) mod jobs;
pub(crate) mod pages;
pub(crate) mod rate_limits;
pub(crate) mod retries;
pub(crate) mod values;

pub use batches::batched::{Absence, Batched, CarryingOut, OutcomeOf};
pub use batches::entries::{BatchCall, Entries, EntrySource};
pub use batches::outcome::{Failed, Outcome, Unknown};
pub use batches::stream::{Batch, Batches};
pub use calls::call::{Call, Source};
pub use calls::operation::{ErrorOf, Operation, Wire};
pub use calls::read;
pub use calls::response::Response;
#[allow(
    unused_imports,
    reason = "a document may have no operation with a body"
)]
pub(crate) use calls::setters::{body_setters, optional_body_setters};
pub use checks::check::{Check, Validate};
pub use checks::measure::{Items, Length, Properties};
pub use checks::number::{Number, Numeric};
pub use checks::violation::Violation;
pub use client::builder::ClientBuilder;
pub use client::document::Document;
pub use client::secret::Secret;
pub use client::transport::Transport;
pub use document::api::{Api, Scheme, SchemeKind, Server, ServerVariable};
pub use document::endpoint::Endpoint;
pub use document::limits::{Class, Limits, RateHeaders, Reset, Window};
pub use encode::{path, query};
pub use errors::api::ApiError;
pub use errors::build::BuildError;
pub use errors::error::Error;
pub use errors::invalid::{InvalidRequest, MissingCredential};
pub use errors::job::{ItemError, JobError, JobErrorKind};
pub use errors::read::ReadError;
pub use errors::redirect::RedirectError;
pub use errors::repeated_cursor::RepeatedCursor;
pub use errors::transport::{TransportError, TransportErrorKind};
pub use errors::unreadable::UnreadableError;
pub use errors::wait::WaitError;
pub use events::progress::JobProgress;
pub use events::wait::{Wait, WaitReason};
pub use jobs::deferred::{Deferred, EntryKeys, ItemReport, JobResults, JobTerms};
pub use jobs::job::Job;
#[allow(unused_imports, reason = "a document may have no jobs")]
pub(crate) use jobs::job::by_job;
pub use jobs::json::{count, text, texts, values};
pub use pages::next::{next_number, next_offset};
pub use pages::paged::Paged;
pub use pages::stream::{ItemStream, Page, Pages};
pub use rate_limits::rate_limit::RateLimit;
pub use retries::policy::RetryPolicy;
pub use retries::repeat::Repeat;
pub use values::enums::{UnknownNumber, UnknownValue, UnlistedValue};
#[allow(
    unused_imports,
    reason = "a document may lack one of these kinds of enums"
)]
pub(crate) use values::enums::{closed_enum, closed_number_enum, open_enum, open_number_enum};
#[allow(
    unused_imports,
    reason = "a document may lack one of these kinds of enums"
)]
pub(crate) use values::enums::{number_enum, text_enum};
pub use values::nullable::Nullable;
#[allow(unused_imports, reason = "a document may have no union")]
pub(crate) use values::unions::union;
pub use values::{nullable, unions};
