//! Bird's update of a conversation, as on its page.
//!
//! The page does not define the following behaviour, which is inferred:
//!
//! - Error bodies are `{"code", "message", "details"}`, as on other pages of Bird. `details` has a list of messages for
//!   each field.
//! - `null` clears `name` and `description`, which are then null in the response.
//! - `status`, `visibility` and `accessibility` accept any non-empty string, because the page does not list their
//!   values.
//! - `attributes` are merged by key, and null removes an attribute. `resource` is replaced.
//! - A `resource` that another conversation of the workspace has is a 409.
//! - Another property of the document is stored and returned.
//! - An unknown field, and an ID that is not a UUID, is a 422.

mod examples;
mod routes;
mod store;

pub(crate) use routes::{error, router};
pub use store::Conversation;
pub(crate) use store::Store;

#[cfg(test)]
mod tests;
