//! Kustomer's bulk update and its jobs, as its pages describe them.
//!
//! A request becomes a job, which changes nothing before it runs. What the pages leave open is decided here:
//!
//! - A request that is not well-formed is a 400 with `{"errors": [{"code", "message", "meta"}]}`, and makes no job.
//!   Inferred: that goes for fields that the page does not name, for an object without `ids` and for an array with
//!   them.
//! - Batches come as `{"data": [{"type", "id", "attributes"}]}`, as all else does there (inferred).
//! - A job is cut into batches of at most 40 records (inferred: a server may, so there should be more than one).
//! - A conversation that is not there, or whose `rev` is not the one that was sent, fails alone (inferred).
//! - `custom` is merged, everything else replaced; times are RFC 3339 (inferred).

mod request;
mod routes;
mod store;

pub(crate) use routes::{error, router};
pub(crate) use store::Store;
pub use store::{Conversation, JobPace};

#[cfg(test)]
mod tests;
