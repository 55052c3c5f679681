//! Fernand's three endpoints, as on its pages.
//!
//! The pages do not define the following behaviour, which is inferred. Other inferred behaviour is marked in the code.
//!
//! - Error bodies are `{"error": {"code", "message", "fields"}}`. Malformed input, such as an unknown field or
//!   parameter, is a 422. A body without the content type of JSON is a 415.
//! - A missing permission is a 403.
//! - An agent or a new primary contact that does not exist is a 422. In the bulk update, the whole request fails.
//! - A [locked](crate::Sandbox::lock_conversation) conversation stands for any reason why an update can fail: an
//!   update of it is a 409, and the bulk update skips it.
//! - Enum values are those of the document. A value without special handling is stored and returned.
//! - A property that is added to a request in the document is accepted, and has no effect.

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
