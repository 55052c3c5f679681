//! Reading of response bodies.

use std::mem;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::runtime::errors::read::{ReadError, ReadProblem};
use crate::runtime::errors::short_texts::with_short_texts;

/// Reads a JSON body.
///
/// # Errors
///
/// Returns an error if the body is not JSON, or if the JSON does not have the shape of `T`.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ReadError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::new(ReadProblem::Empty));
    }
    // The message of the JSON library contains the whole text that it found in place of another
    // type, so the body is read with short texts first.
    if let Some(short) = with_short_texts(body)
        && let Err(error) = read_with_path::<T>(&short)
        && error.path().is_some()
    {
        return Err(error);
    }
    // Only an error needs the path, and keeping it doubles the time of reading.
    serde_json::from_slice(body).or_else(|_| read_with_path(body))
}

/// Reads JSON. The error has the path of the value that is wrong.
fn read_with_path<T: DeserializeOwned>(body: &[u8]) -> Result<T, ReadError> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().clone();
        ReadError::json(body, &path, &error.into_inner())
    })?;
    deserializer
        .end()
        .map_err(|error| ReadError::new(ReadProblem::NotJson(error.to_string())))?;
    Ok(value)
}

/// Ignores the body.
///
/// # Errors
///
/// Never fails. The signature is that of the other functions of this module.
pub fn empty(_body: &[u8]) -> Result<(), ReadError> {
    Ok(())
}

/// Reads a text body. Takes the body, which is copied only if it shares its memory.
///
/// # Errors
///
/// Returns an error if the body is not UTF-8. The body is then unchanged.
pub fn text(body: &mut Bytes) -> Result<String, ReadError> {
    String::from_utf8(mem::take(body).into()).map_err(|error| {
        *body = error.into_bytes().into();
        ReadError::new(ReadProblem::NotUtf8)
    })
}

/// Reads the body as bytes. Takes the body, without a copy.
///
/// # Errors
///
/// Never fails. The signature is that of the other functions of this module.
pub fn bytes(body: &mut Bytes) -> Result<Bytes, ReadError> {
    Ok(mem::take(body))
}
