//! Items for generated code only. They are not part of the crate's public API and may change in any
//! version.

#![allow(
    unused_imports,
    reason = "which of these generated code uses depends on its documents"
)]

pub use super::batches::batched::{Absence, BatchFuture, EntrySource, batch_call};
pub use super::batches::entry_keys::EntryKeys;
pub use super::calls::call::{FillRequest, call};
pub use super::calls::http_client::HttpClient;
pub use super::calls::method::method;
pub use super::calls::operation::RequestBase;
pub(crate) use super::calls::operation::{body_setters, optional_body_setters};
pub use super::calls::read;
pub use super::checks::check::{Check, Validate};
pub use super::checks::items::Items;
pub use super::checks::maps::{Members, Properties, present};
pub use super::checks::numbers::{Number, Numeric};
pub use super::checks::pattern::Pattern;
pub(crate) use super::checks::pattern::regex;
pub use super::checks::texts::Text;
pub use super::checks::tuple::Tuple;
pub use super::client::transport::Transport;
pub use super::document::{
    Api, Endpoint, RateClass, RateHeaders, RateLimits, ResetFormat, Scheme, SchemeKind, Server,
    ServerVariable, WindowKind,
};
pub use super::encode::cookies::cookies;
pub use super::encode::form;
pub use super::encode::multipart::Files;
pub use super::encode::path;
pub use super::encode::path_styles;
pub use super::encode::query;
pub use super::encode::query_string;
pub use super::encode::query_styles;
pub use super::jobs::job::send_job_batch;
pub use super::jobs::job_operation::{ItemReport, JobPart, JobResults, JobSettings, NextPage};
pub use super::jobs::job_operation::{count, next_page, text, texts, values};
pub use super::pages::{next_number, next_offset};
#[cfg(feature = "test-util")]
pub(crate) use super::test_util::mock_operations;
#[cfg(feature = "test-util")]
pub use super::test_util::{MockOperation, MockResponse};
pub use super::values::enums::parse_text;
pub(crate) use super::values::enums::{
    closed_enum, closed_number_enum, number_enum, open_enum, open_number_enum, text_enum,
};
#[cfg(feature = "test-util")]
pub use super::values::example::example;
#[cfg(feature = "test-util")]
pub(crate) use super::values::example::examples;
pub use super::values::hidden::{hidden, hidden_nullable, hidden_option};
pub(crate) use super::values::objects::object;
pub use super::values::objects::{ObjectSource, Part, ReadObject, read_object, write_object};
pub(crate) use super::values::scalars::scalar_enum;
pub use super::values::scalars::{is_equal, scalar_text};
pub(crate) use super::values::unions::union;
pub use super::values::unions::{OtherValues, Variant, best_match, read_union};
pub use super::values::unlisted::{check_unlisted, read_request};
pub use super::webhooks::{bytes_payload, json_payload, text_payload};
