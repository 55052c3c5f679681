//! Fernand's three endpoints, as its pages describe them.
//!
//! What the pages leave open is decided here, and marked as inferred where it is decided:
//!
//! - Error bodies are `{"error": {"code", "message", "fields"}}`. Malformed input of any kind, an unknown field
//!   or parameter among it, is a 422; a body that is not declared as JSON is a 415.
//! - A key that lacks a permission gets a 403.
//! - An agent, or a new primary contact, that does not exist is a 422, for the bulk call as a whole.
//! - A conversation that is [locked](crate::Sandbox::lock_conversation) stands for whatever may keep one from
//!   being updated: its `PATCH` is a 409, and the bulk call leaves it out.
//! - Enum values are those of the document. A value without special handling is stored and returned.

mod cursor;
mod query;
mod request;
mod routes;
mod seed;
mod snooze;
mod store;

pub use query::Order;
pub(crate) use routes::{error, router};
pub(crate) use store::Store;
pub use store::{Agent, Conversation, Permission, Recipient, Status};

#[cfg(test)]
mod tests;
