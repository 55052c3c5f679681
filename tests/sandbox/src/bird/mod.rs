//! Bird's update of a conversation, as its page describes it.
//!
//! What the page leaves open is decided here:
//!
//! - Error bodies are `{"code", "message", "details"}`, as on other pages of Bird; `details` has a list of messages
//!   for each field (inferred).
//! - `null` for `name` and `description` clears them: the answer then has them as null (inferred).
//! - The values of `status`, `visibility` and `accessibility` did not survive on the page: any text is taken.
//! - `attributes` are merged by key, and null removes one (inferred). `resource` is replaced as a whole.
//! - The 409 is for a `resource` that another conversation of the workspace has already (inferred).
//! - A field that the page does not name, and an id that is no UUID, is a 422 (inferred).

mod examples;
mod routes;
mod store;

pub(crate) use routes::{error, router};
pub use store::Conversation;
pub(crate) use store::Store;

#[cfg(test)]
mod tests;
