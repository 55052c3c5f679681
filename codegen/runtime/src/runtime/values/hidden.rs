//! What `Debug` shows in place of secrets, for documents with the format `password`.

use std::fmt;

use super::nullable::Nullable;

/// Stands for a secret in the output of `Debug`.
pub struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// Hides a secret.
pub fn hidden<T>(_secret: &T) -> Hidden {
    Hidden
}

/// Hides a secret, but not its absence.
pub fn hidden_option<T>(secret: &Option<T>) -> Option<Hidden> {
    secret.as_ref().map(hidden)
}

/// Hides a secret, but neither its absence nor null.
pub fn hidden_nullable<T>(secret: &Option<Nullable<T>>) -> Option<Nullable<Hidden>> {
    let secret = secret.as_ref()?;
    Some(secret.as_option().map(hidden).into())
}
