//! How values are read that the document does not list: other values of an enum, and JSON that is no
//! alternative of a union.

use std::cell::Cell;
use std::fmt;

use serde::de::Error;

use super::enums::UnlistedValue;

/// How values are read that the document does not list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As the alternative that fits best, and otherwise as unknown values. Responses are read so.
    Best,
    /// They are errors.
    Listed,
    /// Like `Best`, but JSON is unknown if the discriminator selects no variant and a part would be lost.
    Whole,
}

thread_local! {
    static READING: Cell<Reading> = const { Cell::new(Reading::Best) };
}

/// Returns how values are read on this thread.
pub(super) fn reading() -> Reading {
    READING.get()
}

/// Runs `read`, which reads values of a request. Values that the document does not list are errors, or
/// unknown values if they are allowed.
pub fn read_request<T>(allows_unlisted: bool, read: impl FnOnce() -> T) -> T {
    let reading = if allows_unlisted {
        Reading::Whole
    } else {
        Reading::Listed
    };
    let before = READING.replace(reading);
    let read = read();
    READING.set(before);
    read
}

/// Checks whether an unknown value of an enum may be read.
///
/// # Errors
///
/// Returns an error in [`read_request`], unless such values are allowed.
pub fn check_unlisted<E: Error>(
    value: &impl fmt::Display,
    listed: &[impl fmt::Display],
) -> Result<(), E> {
    if reading() == Reading::Listed {
        return Err(E::custom(UnlistedValue::new(value, listed)));
    }
    Ok(())
}
