use std::error::Error as StdError;
use std::fmt;

use super::outcome::Outcome;
use crate::runtime::errors::api::find_message;
use crate::runtime::errors::error::Error;
use crate::runtime::excerpt::shorten;

/// The maximum number of causes in the message.
const MAX_CAUSES: usize = 3;

/// The error of an [outcome](Outcome) that has IDs other than updated ones. Created by
/// [`Outcome::into_result`].
///
/// The message has the number of IDs in each list, the first causes, and the first of the
/// [reasons](Outcome::reasons).
pub struct IncompleteOutcome<I, V, B>(Box<Outcome<I, V, B>>);

impl<I, V, B> Outcome<I, V, B> {
    /// Returns the updated IDs with their values if every ID was updated.
    ///
    /// # Errors
    ///
    /// Returns the outcome as an error if any ID is in another list than
    /// [`updated`](Self::updated).
    pub fn into_result(self) -> Result<Vec<(I, V)>, IncompleteOutcome<I, V, B>> {
        if self.is_complete() {
            Ok(self.updated)
        } else {
            Err(IncompleteOutcome(Box::new(self)))
        }
    }
}

impl<I, V, B> IncompleteOutcome<I, V, B> {
    /// Returns a reference to the outcome.
    pub fn outcome(&self) -> &Outcome<I, V, B> {
        &self.0
    }

    /// Returns the outcome.
    pub fn into_outcome(self) -> Outcome<I, V, B> {
        *self.0
    }

    /// Returns the distinct messages of the errors.
    fn causes(&self) -> Vec<String> {
        let mut causes = Vec::new();
        for error in self.0.errors().map(Error::to_string) {
            if !causes.contains(&error) {
                causes.push(error);
            }
            if causes.len() > MAX_CAUSES {
                break;
            }
        }
        causes
    }
}

impl<I, V, B> fmt::Display for IncompleteOutcome<I, V, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not every ID was updated: {}", self.0)?;
        for (index, cause) in self.causes().iter().enumerate() {
            match index {
                0 => write!(f, ": {cause}")?,
                MAX_CAUSES => f.write_str("; …")?,
                _ => write!(f, "; {cause}")?,
            }
        }
        match self.0.reasons.first() {
            Some(reason) => {
                let text = find_message(reason).map_or_else(|| reason.to_string(), str::to_owned);
                write!(f, "; the first reason of the server: {}", shorten(&text))
            }
            None => Ok(()),
        }
    }
}

/// Formats the message without the values, since an outcome may have thousands.
impl<I, V, B> fmt::Debug for IncompleteOutcome<I, V, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = format_args!("{self}");
        f.debug_tuple("IncompleteOutcome").field(&message).finish()
    }
}

impl<I, V, B> StdError for IncompleteOutcome<I, V, B> {}
