//! Reading of the payloads of webhooks and callbacks.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::runtime::calls::read;
use crate::runtime::errors::read::ReadError;
use crate::runtime::excerpt::shorten;
use crate::runtime::scrubber::Scrubber;

/// The error of a payload that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// The document has no webhook and no callback with this name.
    UnknownName(String),
    /// The payload of this webhook or callback could not be read.
    #[non_exhaustive]
    Unreadable {
        /// The name of the webhook or callback.
        name: String,
        /// What is wrong with the payload, and where.
        problem: ReadError,
    },
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownName(name) => {
                write!(f, "unknown webhook or callback `{}`", shorten(name))
            }
            Self::Unreadable { name, problem } => write!(f, "{name}: {problem}"),
        }
    }
}

/// Has no source, since its text contains the problem.
impl StdError for WebhookError {}

/// Reads a JSON payload. `webhook` is the variant that holds it.
///
/// # Errors
///
/// Returns an error if the body is not JSON, or if the JSON does not have the shape of `T`.
pub fn json_payload<T: DeserializeOwned, W>(
    name: &str,
    body: &[u8],
    webhook: fn(T) -> W,
) -> Result<W, WebhookError> {
    payload(name, read::json(body), webhook)
}

/// Reads a text payload. `webhook` is the variant that holds it.
///
/// # Errors
///
/// Returns an error if the body is not UTF-8.
pub fn text_payload<W>(
    name: &str,
    body: &[u8],
    webhook: fn(String) -> W,
) -> Result<W, WebhookError> {
    payload(name, read::text(&mut Bytes::copy_from_slice(body)), webhook)
}

/// Reads a payload as bytes. `webhook` is the variant that holds it.
///
/// # Errors
///
/// Never fails. The signature is that of the other functions of this module.
pub fn bytes_payload<W>(
    name: &str,
    body: &[u8],
    webhook: fn(Bytes) -> W,
) -> Result<W, WebhookError> {
    payload(name, Ok(Bytes::copy_from_slice(body)), webhook)
}

fn payload<T, W>(
    name: &str,
    read: Result<T, ReadError>,
    webhook: fn(T) -> W,
) -> Result<W, WebhookError> {
    read.map(webhook).map_err(|problem| {
        // A receiver has no credentials of the client, so the texts are only shortened.
        let problem = problem.scrubbed(&Scrubber::default());
        let name = name.to_owned();
        WebhookError::Unreadable { name, problem }
    })
}
