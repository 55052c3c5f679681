use bytes::Bytes;
use serde::Serialize;

use super::arguments::Arguments;
use super::usage_error::UsageError;
use crate::runtime::calls::operation::Operation;

/// An operation that a command calls.
pub trait CliOperation: Operation {
    /// Creates the operation from the arguments of its command.
    ///
    /// # Errors
    ///
    /// Returns an error if an argument is missing, or if its value is not one of the parameter or
    /// property.
    fn from_arguments(arguments: &mut Arguments) -> Result<Self, UsageError>;

    /// Returns the record that a command prints for a response.
    fn record(output: &Self::Output) -> Record;
}

/// What a command prints for a value.
#[derive(Debug)]
pub enum Record {
    /// Nothing.
    Empty,
    /// JSON, with the properties in the order of the document.
    Json(String),
    /// Text, as it is.
    Text(String),
    /// Bytes, as they are.
    Bytes(Bytes),
}

impl Record {
    /// Returns the record of a JSON value.
    pub fn json(value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_string(value) {
            Ok(json) if json != "null" => Self::Json(json),
            // The values of responses have string keys, so that they can be serialized.
            _ => Self::Empty,
        }
    }

    /// Returns the record of a text.
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// Returns the record of bytes.
    pub fn bytes(bytes: &Bytes) -> Self {
        Self::Bytes(bytes.clone())
    }
}
