//! The support code behind every client of this crate: calls, errors, credentials, waiting.

mod api;
mod base_url;
mod batches;
pub(crate) mod budget;
mod builder;
mod call;
mod check;
mod clock;
pub(crate) mod credentials;
mod enums;
mod error;
pub(crate) mod exchange;
mod jobs;
pub(crate) mod ledger;
mod multipart;
mod operation;
mod pace;
mod pages;
mod rate_limit;
mod response;
mod retry;
mod run;
mod secret;
mod setters;
mod trace;
pub(crate) mod transport;
mod wait;

pub mod unions;

pub mod nullable;
pub mod path;
pub mod query;
pub mod read;
pub mod scalars;

pub use api::{Api, Document, Scheme, SchemeKind, Server, ServerVariable};
pub use api::{Class, Limits, RateHeaders, Reset, Window};
pub use batches::{
    Absence, Batch, BatchCall, Batched, Batches, CarryingOut, Entries, EntrySource, Failed, Outcome,
};
pub use batches::{OutcomeOf, Unknown};
pub use builder::{BuildError, ClientBuilder};
pub use call::{Call, Source};
pub use check::{Check, Items, Length, Number, Numeric, Properties, Validate, Violation};
pub use enums::{UnknownNumber, UnknownValue, UnlistedValue};
#[allow(
    unused_imports,
    reason = "a document may lack one of these kinds of enums"
)]
pub(crate) use enums::{closed_enum, closed_number_enum, open_enum, open_number_enum};
#[allow(
    unused_imports,
    reason = "a document may lack one of these kinds of enums"
)]
pub(crate) use enums::{number_enum, text_enum};
pub use error::{ApiError, Error, ErrorOf, InvalidRequest, MissingCredential, RedirectError};
pub use error::{RepeatedCursor, TransportError, TransportErrorKind, UnreadableError, WaitError};
#[allow(unused_imports, reason = "a document may have no jobs")]
pub(crate) use jobs::by_job;
pub use jobs::{Deferred, EntryKeys, ItemError, ItemReport, Job, JobError, JobErrorKind};
pub use jobs::{JobProgress, JobResults, JobTerms, count, text, texts, values};
pub use multipart::{FilePart, Files, Multipart};
pub use nullable::Nullable;
pub use operation::{Endpoint, Operation, Repeat, Wire};
pub use pages::{ItemStream, Page, Paged, Pages, next_number, next_offset};
pub use rate_limit::RateLimit;
pub use read::ReadError;
pub use response::Response;
pub use retry::RetryPolicy;
pub use scalars::UnknownScalar;
pub use secret::Secret;
#[allow(
    unused_imports,
    reason = "a document may have no operation with a body"
)]
pub(crate) use setters::{body_setters, optional_body_setters};
pub use transport::Transport;
#[allow(unused_imports, reason = "a document may have no union")]
pub(crate) use unions::union;
pub use wait::{Wait, WaitReason};
