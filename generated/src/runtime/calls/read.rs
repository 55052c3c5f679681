//! Reading the body of an answer.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::runtime::errors::read::{Problem, ReadError};

/// Reads JSON.
///
/// # Errors
///
/// Fails when the body is not JSON, or not of the type's shape.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ReadError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::of(Problem::Empty));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().clone();
        ReadError::json(body, &path, &error.into_inner())
    })?;
    deserializer
        .end()
        .map_err(|error| ReadError::of(Problem::NotJson(error.to_string())))?;
    Ok(value)
}

/// Ignores the body.
///
/// # Errors
///
/// Never fails; the type is that of its siblings.
pub fn empty(_body: &[u8]) -> Result<(), ReadError> {
    Ok(())
}

/// Reads text.
///
/// # Errors
///
/// Fails when the body is not UTF-8.
pub fn text(body: &[u8]) -> Result<String, ReadError> {
    String::from_utf8(body.to_vec()).map_err(|_| ReadError::of(Problem::NotUtf8))
}

/// Takes the body as it is.
///
/// # Errors
///
/// Never fails; the type is that of its siblings.
pub fn bytes(body: &[u8]) -> Result<Bytes, ReadError> {
    Ok(Bytes::copy_from_slice(body))
}
