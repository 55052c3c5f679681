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
pub(crate) mod jobs;
pub(crate) mod pages;
pub(crate) mod rate_limits;
pub(crate) mod retries;
pub(crate) mod values;

pub use batches::stream::{
    Absence, Batch, BatchCall, Batched, Batches, CarryingOut, Entries, EntrySource, Failed, Outcome,
};
pub use batches::stream::{OutcomeOf, Unknown};
pub use calls::call::{Call, Source};
pub use calls::operation::{Endpoint, Operation, Repeat, Wire};
pub use calls::read;
pub use calls::read::ReadError;
pub use calls::response::Response;
#[allow(
    unused_imports,
    reason = "a document may have no operation with a body"
)]
pub(crate) use calls::setters::{body_setters, optional_body_setters};
pub use checks::check::{Check, Items, Length, Number, Numeric, Properties, Validate, Violation};
pub use client::builder::{BuildError, ClientBuilder};
pub use client::secret::Secret;
pub use client::transport::Transport;
pub use document::api::{Api, Document, Scheme, SchemeKind, Server, ServerVariable};
pub use document::api::{Class, Limits, RateHeaders, Reset, Window};
pub use encode::{path, query};
pub use errors::error::{
    ApiError, Error, ErrorOf, InvalidRequest, MissingCredential, RedirectError,
};
pub use errors::error::{
    RepeatedCursor, TransportError, TransportErrorKind, UnreadableError, WaitError,
};
pub use events::wait::{Wait, WaitReason};
#[allow(unused_imports, reason = "a document may have no jobs")]
pub(crate) use jobs::job::by_job;
pub use jobs::job::{Deferred, EntryKeys, ItemError, ItemReport, Job, JobError, JobErrorKind};
pub use jobs::job::{JobProgress, JobResults, JobTerms, count, text, texts, values};
pub use pages::stream::{ItemStream, Page, Paged, Pages, next_number, next_offset};
pub use rate_limits::rate_limit::RateLimit;
pub use retries::policy::RetryPolicy;
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
