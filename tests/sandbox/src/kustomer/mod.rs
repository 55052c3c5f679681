//! Kustomer's bulk update and its jobs, as on its pages.
//!
//! A request starts a job, and nothing changes before the job runs. A malformed request starts no job. It is a 400 with
//! the body `{"errors": [{"code", "message", "meta"}]}`.
//!
//! The pages do not define the following behaviour, which is inferred:
//!
//! - An unknown field, an object without `ids` and an array with `ids` are malformed.
//! - Batches have the format `{"data": [{"type", "id", "attributes"}]}`, like the other responses.
//! - A job is divided into batches of at most 40 records, so that clients are tested with more than one batch.
//! - A record fails, and the others do not, if its conversation does not exist or has another `rev` than the record.
//! - `custom` is merged, and other fields are replaced. Times are in the format of RFC 3339.

mod request;
mod routes;
mod store;

pub(crate) use routes::{error, router};
pub(crate) use store::Store;
pub use store::{Conversation, JobPace};

#[cfg(test)]
mod tests;
