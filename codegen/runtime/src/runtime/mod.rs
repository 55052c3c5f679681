//! The support code behind every client of this crate: calls, errors, credentials, waiting.

mod api;
mod base_url;
mod builder;
mod call;
mod check;
mod credentials;
mod enums;
mod error;
pub(crate) mod exchange;
mod operation;
mod rate_limit;
mod response;
mod secret;
mod trace;
mod transport;

pub mod nullable;
pub mod path;
pub mod query;
pub mod read;

pub use api::{Api, Document, Scheme, SchemeKind, Server, ServerVariable};
pub use api::{Class, Limits, RateHeaders, Reset, Window};
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
pub use error::{ApiError, Error, InvalidRequest, MissingCredential, RedirectError};
pub use error::{TransportError, TransportErrorKind, UnreadableError};
pub use nullable::Nullable;
pub use operation::{Endpoint, Operation, Repeat, Wire};
pub use rate_limit::RateLimit;
pub use read::ReadError;
pub use response::Response;
pub use secret::Secret;
pub use transport::Transport;
