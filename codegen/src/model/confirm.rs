//! `x-confirm`: requests that a program confirms with its user before it sends them.

use serde_json::Value;

/// The properties of the body, each with the value that it has in such a request.
#[derive(Clone, Debug)]
pub(crate) struct ConfirmedRequest {
    /// The names and the values in JSON. A list without any property stands for every request.
    pub properties: Vec<(String, Value)>,
}
