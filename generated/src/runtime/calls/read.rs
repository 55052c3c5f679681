//! Reading of response bodies.

use std::mem;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_path_to_error::Path;

use crate::runtime::errors::found::number_at;
use crate::runtime::errors::read::{ReadError, ReadProblem};
use crate::runtime::errors::short_texts::with_short_texts;
use crate::runtime::values::whole_numbers::{integer, with_integers};

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
    let value = match serde_path_to_error::deserialize(&mut deserializer) {
        Ok(value) => value,
        Err(error) => {
            return with_whole_numbers(body, error.path())
                .unwrap_or_else(|| Err(read_error(body, error)));
        }
    };
    deserializer
        .end()
        .map_err(|error| ReadError::new(ReadProblem::NotJson(error.to_string())))?;
    Ok(value)
}

/// Reads JSON in which the value at `path` is a number such as `5.0`, which is an integer in JSON Schema. Returns
/// `None` if it is another value.
fn with_whole_numbers<T: DeserializeOwned>(
    body: &[u8],
    path: &Path,
) -> Option<Result<T, ReadError>> {
    integer(&number_at(body, path)?)?;
    let json = with_integers(&serde_json::from_slice(body).ok()?)?;
    Some(serde_path_to_error::deserialize(&json).map_err(|error| read_error(body, error)))
}

fn read_error(body: &[u8], error: serde_path_to_error::Error<serde_json::Error>) -> ReadError {
    let path = error.path().clone();
    ReadError::json(body, &path, &error.into_inner())
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
